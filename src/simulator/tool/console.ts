import type { Hono } from "hono";
import * as z from "zod";
import { parseBody } from "../problem.ts";
import type { Simulator } from "../simulator.ts";
import { Text } from "./message-bodies.ts";

const ConsoleBody = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(2_000),
  email: Text(255),
  password: Text(1_000),
});

/** Where the business's agents work, and who signs in there to try it: told by whoever starts both, for this run only. */
export type AgentConsole = z.infer<typeof ConsoleBody>;

/** The phone page leads there. */
export function consoleRoutes(app: Hono, simulator: Simulator): void {
  app.put("/console", async (c) => {
    const body = await parseBody(c, ConsoleBody);
    if (body instanceof Response) return body;
    simulator.console = body;
    simulator.feed.publish("console", body);
    return c.json(body);
  });
}
