import type { Hono } from "hono";
import * as z from "zod";
import { threadAt } from "../conversation/port.ts";
import { parseConversationId } from "../domain/ids.ts";
import { SEARCH_OPERATIONS } from "../protocol/search-operations.ts";
import { type Cursor, type SearchPage, type Sought, searchOf } from "../search/port.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { printCursor, readCursor } from "./cursor.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";
import { isOf } from "./staff.ts";

const DEFAULT_PAGE = 20;

/** What both searches may be asked. */
interface Asked {
  from?: string | undefined;
  to?: string | undefined;
  sender_type?: Sought["sender_type"] | undefined;
  relevance?: boolean | undefined;
  limit?: number | undefined;
}

/** What was said, by its words. */
export function search(app: Hono<AppEnv>): void {
  route(app, SEARCH_OPERATIONS.search, async (c, { query }, principal) => {
    const after = cursorOf(query.cursor);
    if (after === undefined) return wrongCursor(c);
    const { q = null, label = null, inbox_id = null, outlet_id, agent_id = null, conversation_id = null } = query;
    const page = await searchOf(c.env, principal.tenant_id).search({
      ...askedOf(query, after),
      ...{ text: q, label, inbox_id, agent_id, conversation_id },
      outlet_ids: outletsOf(principal, outlet_id),
    });
    return c.json({ ...printed(page), conversations: page.conversations });
  });

  route(app, SEARCH_OPERATIONS.searchConversation, async (c, { params, query }, principal) => {
    const { tenant_id, scope } = principal;
    const after = cursorOf(query.cursor);
    if (after === undefined) return wrongCursor(c);
    const place = parseConversationId(params.id);
    const conversation = place && (await threadAt(c.env, tenant_id, place.threadKey).conversation(place.number));
    if (!conversation || !isOf(scope.outlet_ids, conversation.outlet_id)) return problem(c, "conversation_not_found");
    const page = await searchOf(c.env, tenant_id).search({
      ...askedOf(query, after),
      ...{ text: query.q, label: null, inbox_id: null, agent_id: null, conversation_id: conversation.id },
      outlet_ids: scope.outlet_ids,
    });
    return c.json(printed(page));
  });

  route(app, SEARCH_OPERATIONS.rebuildSearch, async (c, _, { tenant_id }) => {
    await searchOf(c.env, tenant_id).rebuild();
    return c.body(null, 202);
  });
}

const askedOf = ({ from, to, sender_type, relevance, limit }: Asked, after: Cursor | null) => ({
  from: from ?? null,
  to: to ?? null,
  sender_type: sender_type ?? null,
  order: relevance ? ("relevance" as const) : ("newest" as const),
  limit: limit ?? DEFAULT_PAGE,
  after,
});

/** The outlets that the caller may see and asks for; null for all. */
function outletsOf({ scope: { outlet_ids } }: Principal, asked: string | undefined): string[] | null {
  if (asked === undefined) return outlet_ids;
  return isOf(outlet_ids, asked) ? [asked] : [];
}

const printed = ({ results, next, indexed_through }: SearchPage) => ({
  results,
  next_cursor: next === null ? null : printCursor(Object.values(next)),
  indexed_through,
});

const Place = z.int().min(0);
const CursorInUrl = z.union([z.tuple([Place]), z.tuple([Place, z.number(), Place])]);

/** null where there is none; undefined where it is none of ours. */
function cursorOf(cursor: string | undefined): Cursor | null | undefined {
  if (cursor === undefined) return null;
  const [id, score, newest] = readCursor(CursorInUrl, cursor) ?? [];
  if (id === undefined) return undefined;
  return score === undefined || newest === undefined ? { id } : { id, score, newest };
}

const wrongCursor = (c: AppContext): Response =>
  problem(c, "invalid_request", { errors: [{ field: "query.cursor", detail: "is none of ours" }] });
