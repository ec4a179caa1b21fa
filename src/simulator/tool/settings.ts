import type { Hono } from "hono";
import * as z from "zod";
import { parseBody } from "../problem.ts";
import type { Simulator } from "../simulator.ts";

const Milliseconds = z.int().min(0).max(3_600_000);
const Count = z.int().min(0).max(10_000);
const CodeCount = z.strictObject({ code: z.int().min(0), count: Count });

const Webhooks = z.strictObject({
  duplicate: z.boolean().exactOptional(),
  delay_ms: Milliseconds.exactOptional(),
  shuffle: z.boolean().exactOptional(),
  batch: z.int().min(1).max(1_000).exactOptional(),
  statuses_before_answer: z.boolean().exactOptional(),
});

const SettingsBody = z.strictObject({
  enforce_window: z.boolean().exactOptional(),
  sent_after_ms: Milliseconds.exactOptional(),
  delivered_after_ms: Milliseconds.exactOptional(),
  read_after_ms: Milliseconds.exactOptional(),
  failures: z.enum(["at_once", "later"]).exactOptional(),
  answer_after_ms: Milliseconds.exactOptional(),
  fail_next: CodeCount.exactOptional(),
  fail_statuses_next: CodeCount.exactOptional(),
  lose_next_answers: Count.exactOptional(),
  lose_how: z.enum(["502", "hang"]).exactOptional(),
  server_errors_next: Count.exactOptional(),
  token_expired: z.boolean().exactOptional(),
  pair_limit: z.boolean().exactOptional(),
  throughput: z.int().min(1).max(10_000).nullable().exactOptional(),
  media_url_seconds: z.int().min(0).max(86_400).exactOptional(),
  fail_media_next: Count.exactOptional(),
  webhooks: Webhooks.exactOptional(),
});

/** How quick and how strict the simulator is, and what goes wrong. */
export function settingsRoutes(app: Hono, simulator: Simulator): void {
  app.get("/settings", (c) => c.json(simulator.state.settings));

  app.post("/settings", async (c) => {
    const body = await parseBody(c, SettingsBody);
    return body instanceof Response ? body : c.json(simulator.changeSettings(body));
  });
}
