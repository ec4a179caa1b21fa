import type { Hono } from "hono";
import { equalInConstantTime } from "../lib/crypto.ts";
import { end, inProgress, isEnding } from "../realtime/ending.ts";
import type { AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { nothingHere } from "./unrouted.ts";

/** Who watches the machine must be able to ask to the last. */
const ANSWERED_TO_THE_LAST = ["/health", "/ready", "/machine/end"];

/**
 * The way in for whom started this machine, and nobody else: a deployment without `MACHINE_TOKEN` has none. MA5: what
 * comes after it is refused, what is in progress goes on.
 */
export function ending(app: Hono<AppEnv>): void {
  app.use(async (c, next) => {
    if (ANSWERED_TO_THE_LAST.includes(c.req.path)) return next();
    if (!isEnding()) return inProgress(next);
    const refusal = problem(c, "unavailable", { detail: "This machine is being stopped: ask again in a moment." });
    refusal.headers.set("Retry-After", "1");
    return refusal;
  });
  // By every method: a refusal that names POST would tell that there is something here.
  app.all("/machine/end", async (c) => {
    const token = c.env.MACHINE_TOKEN;
    const given = c.req.header("authorization") ?? "";
    const isTheirs = token && (await equalInConstantTime(given, `Bearer ${token}`));
    if (!isTheirs || c.req.method !== "POST") return nothingHere(c);
    await end(c.env);
    return c.body(null, 204);
  });
}
