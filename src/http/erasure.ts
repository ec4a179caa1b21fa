import type { Hono } from "hono";
import { threadAt } from "../conversation/port.ts";
import { ERASURE_OPERATIONS } from "../protocol/erasure-operations.ts";
import type { AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { route } from "./route.ts";

export function erasure(app: Hono<AppEnv>): void {
  // ER6: a person may have several threads, each leading to another; whoever repeats the call goes on where it broke off.
  route(app, ERASURE_OPERATIONS.erasePerson, async (c, { params }, principal) => {
    const { tenant_id, actor } = principal;
    const place = await reach(c, principal, params.id);
    if (place === null) return problem(c, "conversation_not_found");
    const first = await place.thread.erase({ number: place.number }, actor);
    if (!first.ok) return problem(c, "conversation_not_found");
    const since = first.value.at ?? new Date().toISOString();
    const reached = new Map([[place.thread_key, first.value.is_done]]);
    const waiting = [...first.value.linked];
    for (const key of waiting) {
      if (reached.has(key)) continue;
      const other = await threadAt(c.env, tenant_id, key).erase({ since }, actor);
      reached.set(key, other.ok && other.value.is_done);
      if (other.ok) waiting.push(...other.value.linked);
    }
    if ([...reached.values()].every(Boolean)) return c.body(null, 204);
    const detail = "The messages are gone; the list or a file could not be reached. Ask again until the answer is 204.";
    return problem(c, "unavailable", { detail });
  });
}
