import type { Hono } from "hono";
import type * as z from "zod";
import { deskOf, type ListPosition, viewsOf } from "../desk/port.ts";
import type { Command } from "../domain/commands.ts";
import type { Message } from "../domain/message.ts";
import type { Problem } from "../protocol/problem.ts";
import { NIL_UUID, VOIPBIN_OPERATIONS, type VoipbinRefusal } from "../protocol/voipbin.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { ask, keysOf } from "./conversations.ts";
import { createMessage } from "./messages.ts";
import { problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { refuseReceiver } from "./receivers.ts";
import { route } from "./route.ts";
import { printConversation, printMessage, timeOfTm, tm } from "./voipbin-print.ts";

type Refusal = z.output<typeof VoipbinRefusal>;

const PAGE = 50;

/** VoIPBin's calls, for clients that were written for it. */
export function voipbin(app: Hono<AppEnv>): void {
  app.use("/v1.0/*", async (c, next) => {
    await next();
    if (c.res.headers.get("content-type") === "application/problem+json") c.res = await envelope(c.res);
  });

  route(app, VOIPBIN_OPERATIONS.voipbinConversations, async (c, { query }, { tenant_id, configuration, scope }) => {
    const { page_size: limit = PAGE, page_token, owner_id: agent_id } = query;
    const after = page_token === undefined || page_token === "" ? undefined : conversationToken(page_token);
    if (after === null) return badToken(c);
    const page = await deskOf(c.env, tenant_id).list({ agent_id, outlet_ids: scope.outlet_ids, after, limit });
    const next_page_token = page.next === null ? "" : `${tm(page.next.at)}~${page.next.id}`;
    return c.json({ result: viewsOf(page).map((view) => printConversation(view, configuration)), next_page_token });
  });

  route(app, VOIPBIN_OPERATIONS.voipbinConversation, (c, { params }, principal) => show(c, principal, params.id));

  route(app, VOIPBIN_OPERATIONS.voipbinChangeConversation, async (c, { params, body }, principal) => {
    const { name: title, detail, owner_id } = body;
    const { actor } = principal;
    const wishes: ((number: number) => Command)[] = [];
    if (title !== undefined || detail !== undefined) {
      const given = { ...(title !== undefined && { title }), ...(detail !== undefined && { detail }) };
      wishes.push((number) => ({ type: "set_details", number, ...given, actor }));
    }
    if (owner_id === NIL_UUID) wishes.push((number) => ({ type: "release_handoff", number, actor }));
    else if (owner_id !== undefined) {
      const refused = await refuseReceiver(c, principal, params.id, { agent_id: owner_id });
      if (refused) return refused;
      wishes.push((number) => ({ type: "assign_agent", number, agent_id: owner_id, actor }));
    }
    return changeAll(c, principal, params.id, wishes);
  });

  route(app, VOIPBIN_OPERATIONS.voipbinUnassign, (c, { params }, principal) =>
    changeAll(c, principal, params.id, [(number) => ({ type: "release_handoff", number, actor: principal.actor })]),
  );

  route(app, VOIPBIN_OPERATIONS.voipbinDeleteConversation, (c, { params }, principal) =>
    changeAll(c, principal, params.id, [(number) => ({ type: "delete_conversation", number, actor: principal.actor })]),
  );

  route(app, VOIPBIN_OPERATIONS.voipbinMessages, async (c, { params, query }, principal) => {
    const { page_size: limit = PAGE, page_token } = query;
    const before_seq = page_token === undefined || page_token === "" ? undefined : seqOfToken(page_token);
    if (before_seq === null) return badToken(c);
    const reached = await reach(c, principal, params.id);
    const view = await reached?.thread.conversation(reached.number);
    if (!reached || !view) return problem(c, "conversation_not_found");
    const found = await reached.thread.messages(view.number, { limit: limit + 1, before_seq });
    const messages = (JSON.parse(found ?? "[]") as Message[]).reverse();
    const shown = messages.slice(0, limit);
    const last = shown.at(-1);
    const next_page_token = messages.length > limit && last ? `${tm(last.received_at)}~${last.seq}` : "";
    return c.json({
      result: shown.map((message) => printMessage(message, view, principal.configuration)),
      next_page_token,
    });
  });

  route(app, VOIPBIN_OPERATIONS.voipbinSend, (c, { params, body, idempotency }, principal) => {
    const { text, medias } = body;
    const [media] = medias;
    const file = media && { type: media.type === "file" ? ("document" as const) : media.type, media };
    const wish = {
      conversation_id: params.id,
      sender_type: principal.actor.type === "agent" ? "agent" : "system",
      sender_id: principal.actor.type === "agent" ? principal.actor.id : null,
      ...(file
        ? {
            message_type: file.type,
            payload: {
              ...(file.media.media_id ? { media_id: file.media.media_id } : { link: file.media.url }),
              ...(text !== "" && { caption: text }),
              ...(file.media.filename && file.type === "document" && { filename: file.media.filename }),
            },
          }
        : { message_type: "text", content: text }),
    };
    return createMessage(c, wish, idempotency, principal, ({ message, conversation }) =>
      message && conversation
        ? c.json(printMessage(message, conversation, principal.configuration))
        : problem(c, "conversation_not_found"),
    );
  });
}

async function show(c: AppContext, principal: Principal, id: string): Promise<Response> {
  const reached = await reach(c, principal, id);
  const view = reached && (await reached.thread.conversation(reached.number));
  return view ? c.json(printConversation(view, principal.configuration)) : problem(c, "conversation_not_found");
}

/** Does what was wished, one thing after the other, and shows the conversation as it then stands. */
async function changeAll(
  c: AppContext,
  principal: Principal,
  id: string,
  wishes: ((number: number) => Command)[],
): Promise<Response> {
  let response = await show(c, principal, id);
  for (const command of wishes) {
    if (!response.ok) break;
    response = await ask(c, principal, id, { ...keysOf(null), command }, ({ conversation }) =>
      c.json(printConversation(conversation, principal.configuration)),
    );
  }
  return response;
}

/** A page begins below this row; a token that is a time alone begins with all rows of that time, so that none is skipped. */
function conversationToken(token: string): ListPosition | null {
  const [time = "", id = AFTER_ALL] = token.split("~");
  const at = timeOfTm(time);
  return at === null ? null : { at, id };
}

/** Sorts behind every id. */
const AFTER_ALL = "g";

const seqOfToken = (token: string): number | null => {
  const seq = /~(\d{1,15})$/.exec(token)?.[1];
  return seq === undefined ? null : Number(seq);
};

const badToken = (c: AppContext): Response =>
  problem(c, "invalid_request", { errors: [{ field: "query.page_token", detail: "is none of ours" }] });

/** What its messages' fields are called where our own messages are spoken of. */
const FIELDS = new Map([
  ["content", "text"],
  ["payload.caption", "text"],
  ["payload.media_id", "medias.0.media_id"],
  ["payload.link", "medias.0.url"],
  ["payload.filename", "medias.0.filename"],
]);

/** A refusal in VoIPBin's envelope; its reasons are our codes. */
async function envelope(response: Response): Promise<Response> {
  const { status, code, title, detail, request_id, errors = [] } = await response.json<z.output<typeof Problem>>();
  const details = errors.map(({ field, detail }) => ({ field: FIELDS.get(field) ?? field, detail }));
  const reason = code.toUpperCase();
  const body = { status, reason, message: detail ?? title, request_id, details } satisfies Refusal;
  const headers = new Headers(response.headers);
  headers.set("Content-Type", "application/json");
  return new Response(JSON.stringify(body), { status, headers });
}
