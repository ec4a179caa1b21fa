import type { Hono } from "hono";
import { deskOf } from "../desk/port.ts";
import { LIST_OPERATIONS } from "../protocol/list-operations.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { decodeCursor, encodeCursor } from "./list-cursor.ts";
import { listed } from "./listed.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";

const DEFAULT_PAGE = 50;

/** Views that are somebody's: `agent_id` says whose, not who has the conversation. */
const OWN_VIEWS: readonly string[] = ["mine", "mentioned", "unread"];

/** Lists of conversations, and the desk that keeps them. */
export function lists(app: Hono<AppEnv>): void {
  route(app, LIST_OPERATIONS.activeConversations, async (c, { query }, { tenant_id, scope: { outlet_ids } }) => {
    const { outlet_id, limit = 10_000 } = query;
    const wanted = { status: "active", outlet_id, outlet_ids, limit } as const;
    return listed(c.env, tenant_id, wanted, "rows", ({ conversations }) => conversations);
  });

  route(app, LIST_OPERATIONS.listConversations, async (c, { query }, principal) => {
    const { cursor, q, agent_id, limit = DEFAULT_PAGE, ...filters } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    if (after === null) return atFault(c, "cursor", "is none of ours");
    const isOwn = OWN_VIEWS.includes(filters.view ?? "");
    const viewer = isOwn ? (agent_id ?? viewerOf(principal)) : null;
    if (isOwn && viewer === null && filters.view !== "unread")
      return atFault(c, "agent_id", "says whose view it is, where the caller is no agent");
    const { outlet_ids } = principal.scope;
    const whose = isOwn ? { viewer } : { agent_id };
    const wanted = { ...filters, ...whose, outlet_ids, text: q, after, limit };
    return listed(c.env, principal.tenant_id, wanted, "page", ({ conversations, next }) => {
      const next_cursor = next === null ? null : encodeCursor(next);
      return `{"conversations":${conversations},"next_cursor":${JSON.stringify(next_cursor)}}`;
    });
  });

  route(app, LIST_OPERATIONS.countConversations, async (c, { query }, principal) => {
    const viewer = query.agent_id ?? viewerOf(principal);
    const { outlet_ids } = principal.scope;
    return c.json(await deskOf(c.env, principal.tenant_id).counts({ viewer, outlet_ids }));
  });

  route(app, LIST_OPERATIONS.getDesk, async (c, _, { tenant_id }) => c.json(await deskOf(c.env, tenant_id).state()));

  route(app, LIST_OPERATIONS.rebuildDesk, async (c, _, { tenant_id }) => {
    await deskOf(c.env, tenant_id).rebuild();
    return c.body(null, 202);
  });
}

const viewerOf = ({ actor }: Principal): string | null => (actor.type === "agent" ? actor.id : null);

const atFault = (c: AppContext, field: string, detail: string): Response =>
  problem(c, "invalid_request", { errors: [{ field: `query.${field}`, detail }] });
