import type { Hono } from "hono";
import { readEvents } from "../callbacks/cloud-event.ts";
import type { Fault } from "../callbacks/fault.ts";
import { type Taken, takeEvents } from "../callbacks/take.ts";
import { EVENT_OPERATIONS } from "../protocol/event-operations.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { problem, problemBody } from "./problem.ts";
import { route } from "./route.ts";

/** What the services of a tenant tell us. */
export function events(app: Hono<AppEnv>): void {
  route(app, EVENT_OPERATIONS.takeEvents, async (c, { query, body }, { configuration, actor }) => {
    const arrived = readEvents({ headers: c.req.raw.headers, type: query.type ?? null, body });
    if (!arrived.ok) return refuse(c, arrived.error);
    const { arrivals, isBatch } = arrived.value;
    const taken = await takeEvents({ env: c.env, configuration, actor }, arrivals);
    const [only] = taken;
    if (!isBatch && only?.outcome === "refused") return refuse(c, only.fault);
    return c.json({ results: taken.map((one) => print(c, one)) }, 202);
  });
}

const refuse = (c: AppContext, { code, ...extra }: Fault): Response => problem(c, code, extra);

function print(c: AppContext, taken: Taken): object {
  if (taken.outcome !== "refused") return taken;
  const { fault, ...known } = taken;
  const { code, ...extra } = fault;
  return { ...known, problem: problemBody(c, code, extra) };
}
