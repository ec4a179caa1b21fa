import type { Hono } from "hono";
import { worded } from "../automation/wording.ts";
import { searchable } from "../lib/searchable.ts";
import { CANNED_REPLY_OPERATIONS } from "../protocol/canned-reply.ts";
import { tenantAt } from "../tenant/port.ts";
import type { CannedReplyRecord } from "../tenant/records.ts";
import { aboutOf } from "./about.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { answer, problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { missingIn } from "./references.ts";
import { route } from "./route.ts";

/** Words that people say often. */
export function cannedReplies(app: Hono<AppEnv>): void {
  route(app, CANNED_REPLY_OPERATIONS.createCannedReply, async (c, { body, idempotency }, { tenant_id }) => {
    const missing = await missingIn(c, tenant_id, body);
    if (missing) return problem(c, "unknown_reference", missing);
    const made = await tenantAt(c.env, tenant_id).createRecord("canned_reply", body, idempotency);
    return answer(c, made, (reply) => c.json(reply, 201));
  });

  route(app, CANNED_REPLY_OPERATIONS.listCannedReplies, async (c, { query }, principal) => {
    const all = await tenantAt(c.env, principal.tenant_id).records("canned_reply");
    const found = all.filter((reply) => isSeen(principal, reply) && isAsked(reply, query));
    const canned_replies = found.toSorted((one, other) => one.shortcut.localeCompare(other.shortcut, "en"));
    return c.json({ canned_replies });
  });

  route(app, CANNED_REPLY_OPERATIONS.getCannedReply, async (c, { params }, principal) => {
    const reply = await find(c, principal, params.id);
    return reply ? c.json(reply) : problem(c, "not_found");
  });

  route(app, CANNED_REPLY_OPERATIONS.putCannedReply, async (c, { params, body }, principal) => {
    if ((await find(c, principal, params.id)) === null) return problem(c, "not_found");
    const missing = await missingIn(c, principal.tenant_id, body);
    if (missing) return problem(c, "unknown_reference", missing);
    return c.json(await tenantAt(c.env, principal.tenant_id).putRecord("canned_reply", params.id, body));
  });

  route(app, CANNED_REPLY_OPERATIONS.deleteCannedReply, async (c, { params }, { tenant_id }) => {
    const removed = await tenantAt(c.env, tenant_id).removeRecord("canned_reply", params.id);
    return removed ? c.body(null, 204) : problem(c, "not_found");
  });

  route(app, CANNED_REPLY_OPERATIONS.renderCannedReply, async (c, { params, body }, principal) => {
    const reply = await find(c, principal, params.id);
    if (reply === null) return problem(c, "not_found");
    const reached = await reach(c, principal, body.conversation_id);
    const about = reached && (await aboutOf(c, principal, reached, body.agent_id));
    return about ? c.json(worded(reply.text, about.scope, true)) : problem(c, "conversation_not_found");
  });
}

/** One that the caller may see: of other outlets' there is none. */
async function find(c: AppContext, principal: Principal, id: string): Promise<CannedReplyRecord | null> {
  const reply = await tenantAt(c.env, principal.tenant_id).record("canned_reply", id);
  return reply && isSeen(principal, reply) ? reply : null;
}

const isSeen = ({ scope: { outlet_ids: seen } }: Principal, { outlet_ids }: CannedReplyRecord): boolean =>
  seen === null || outlet_ids.length === 0 || outlet_ids.some((id) => seen.includes(id));

interface Asked {
  q?: string | undefined;
  outlet_id?: string | undefined;
  language?: string | undefined;
}

function isAsked({ shortcut, text, outlet_ids, language }: CannedReplyRecord, asked: Asked): boolean {
  const words = searchable((asked.q ?? "").trim());
  if (!searchable(shortcut).includes(words) && !searchable(text).includes(words)) return false;
  if (asked.outlet_id !== undefined && outlet_ids.length > 0 && !outlet_ids.includes(asked.outlet_id)) return false;
  return asked.language === undefined || language === null || language === asked.language;
}
