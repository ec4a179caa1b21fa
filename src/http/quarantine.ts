import type { Hono } from "hono";
import type * as z from "zod";
import { replayItem } from "../intake/placing.ts";
import { parseJson } from "../lib/json.ts";
import type { ReplayedAll, Replayed as ReplayedShape, ReplayRequest } from "../protocol/quarantine.ts";
import { QUARANTINE, UNPLACED } from "../protocol/quarantine-operations.ts";
import type { Configuration } from "../tenant/configuration.ts";
import { type Idempotency, NOBODY, type Quarantined, tenantAt } from "../tenant/port.ts";
import { answerOnce } from "./answer-once.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { openRoute, route } from "./route.ts";

const DEFAULT_PAGE = 50;
/** So many are tried by one call: each may call several objects. */
const MOST_REPLAYED = 100;

/** Whose quarantine: a tenant's, or that of what belongs to none. */
interface Holder {
  tenant_id: string;
  configuration: Configuration | null;
}

const UNOWNED: Holder = { tenant_id: NOBODY, configuration: null };

/** What could not be placed: to be looked at, tried again, thrown away. */
export function quarantine(app: Hono<AppEnv>): void {
  route(app, QUARANTINE.list, (c, { query }, { tenant_id }) => list(c, tenant_id, query));
  route(app, QUARANTINE.get, (c, { params }, { tenant_id }) => show(c, tenant_id, params.id));
  route(app, QUARANTINE.replayAll, (c, input, { tenant_id, configuration }) =>
    replayAll(c, { tenant_id, configuration }, input),
  );
  route(app, QUARANTINE.replay, (c, { params, idempotency }, { tenant_id, configuration }) =>
    replay(c, { tenant_id, configuration }, params.id, idempotency),
  );
  route(app, QUARANTINE.discard, (c, { params }, { tenant_id }) => discard(c, tenant_id, params.id));

  openRoute(app, UNPLACED.list, (c, { query }) => list(c, NOBODY, query));
  openRoute(app, UNPLACED.get, (c, { params }) => show(c, NOBODY, params.id));
  openRoute(app, UNPLACED.replayAll, (c, input) => replayAll(c, UNOWNED, input));
  openRoute(app, UNPLACED.replay, (c, { params, idempotency }) => replay(c, UNOWNED, params.id, idempotency));
  openRoute(app, UNPLACED.discard, (c, { params }) => discard(c, NOBODY, params.id));
}

async function list(c: AppContext, tenantId: string, query: z.output<typeof QUARANTINE.list.query>): Promise<Response> {
  const { reason = null, limit = DEFAULT_PAGE, cursor } = query;
  const filter = { reason, limit, order: "newest", after: placeOf(cursor) } as const;
  const { items, next, total } = await tenantAt(c.env, tenantId).quarantined(filter);
  return c.json({ items, next_cursor: cursorOf(next), total });
}

async function show(c: AppContext, tenantId: string, id: string): Promise<Response> {
  const item = await tenantAt(c.env, tenantId).quarantinedItem(id);
  if (item === null) return problem(c, "not_found");
  const parsed = parseJson(new TextEncoder().encode(item.raw));
  return c.json({ ...item, raw: parsed.ok ? parsed.value : item.raw });
}

async function discard(c: AppContext, tenantId: string, id: string): Promise<Response> {
  return (await tenantAt(c.env, tenantId).discardQuarantined(id)) ? c.body(null, 204) : problem(c, "not_found");
}

function replay(c: AppContext, holder: Holder, id: string, idempotency: Idempotency): Promise<Response> {
  return answerOnce(c, holder.tenant_id, idempotency, 200, async () => {
    const item = await tenantAt(c.env, holder.tenant_id).quarantinedItem(id);
    return item ? tryAgain(c, holder, item) : problem(c, "not_found");
  });
}

function replayAll(
  c: AppContext,
  holder: Holder,
  { body, idempotency }: { body: z.output<typeof ReplayRequest>; idempotency: Idempotency },
): Promise<Response> {
  return answerOnce(c, holder.tenant_id, idempotency, 200, async () => {
    const { reason = null, cursor } = body;
    const tenant = tenantAt(c.env, holder.tenant_id);
    const filter = { reason, limit: MOST_REPLAYED, order: "oldest", after: placeOf(cursor) } as const;
    const { items, next } = await tenant.quarantined(filter);
    const counts = { placed: 0, still_quarantined: 0 };
    // One after the other: what a customer said is placed in the order in which it came.
    for (const { id } of items) {
      const item = await tenant.quarantinedItem(id);
      if (item) counts[(await tryAgain(c, holder, item)).outcome] += 1;
    }
    return { ...counts, next_cursor: cursorOf(next) } satisfies z.output<typeof ReplayedAll>;
  });
}

async function tryAgain(
  c: AppContext,
  { tenant_id, configuration }: Holder,
  { id, inbox_id, reason, raw }: Quarantined & { raw: string },
): Promise<z.output<typeof ReplayedShape>> {
  const tenant = tenantAt(c.env, tenant_id);
  const outcome = await replayItem(c.env, configuration, inbox_id, raw);
  if (outcome.placed) {
    await tenant.discardQuarantined(id);
    return { outcome: "placed" };
  }
  const still = outcome.reason ?? reason;
  if (still !== reason) await tenant.explainQuarantined(id, still);
  return { outcome: "still_quarantined", reason: still };
}

const cursorOf = (next: number | null): string | null => (next === null ? null : String(next));
const placeOf = (cursor: string | undefined): number | null => (cursor === undefined ? null : Number(cursor));
