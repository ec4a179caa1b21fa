import type { Hono } from "hono";
import type { ConversationPort } from "../conversation/port.ts";
import { deskOf, viewsOf } from "../desk/port.ts";
import type { ConversationView } from "../domain/conversation.ts";
import type { Message } from "../domain/message.ts";
import { INBOX_TICKET_OPERATIONS } from "../protocol/inbox-ticket.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { ask, keysOf } from "./conversations.ts";
import { printContactInbox, printConversation, printInbox, printMessage } from "./inbox-ticket-print.ts";
import { decodeCursor, encodeCursor } from "./list-cursor.ts";
import { createMessage } from "./messages.ts";
import { problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { route } from "./route.ts";

const PAGE = 50;

/** The inbox ticket's calls: lists of conversations and messages in its shapes. */
export function inboxTicket(app: Hono<AppEnv>): void {
  route(app, INBOX_TICKET_OPERATIONS.ticketInboxes, (c, _, { configuration, tenant_id }) =>
    c.json({ inboxes: configuration.inboxes.map((inbox) => printInbox(inbox, tenant_id)) }),
  );

  route(app, INBOX_TICKET_OPERATIONS.ticketContactInboxes, async (c, { query }, principal) => {
    const page = await list(c, principal, query);
    if (page === null) return badCursor(c);
    const { views, nextCursor } = page;
    // Of several conversations of one contact the latest stands for it.
    const contacts = new Map(views.toReversed().map((view) => [printContactInbox(view).id, printContactInbox(view)]));
    return c.json({ contactInboxes: [...contacts.values()].reverse(), nextCursor });
  });

  route(app, INBOX_TICKET_OPERATIONS.ticketConversations, async (c, { query }, principal) => {
    const page = await list(c, principal, query);
    if (page === null) return badCursor(c);
    return c.json({ conversations: page.views.map(printConversation), nextCursor: page.nextCursor });
  });

  route(app, INBOX_TICKET_OPERATIONS.ticketConversation, async (c, { params }, principal) => {
    const found = await viewOf(c, principal, params.id);
    return found ? c.json(printConversation(found.view)) : problem(c, "conversation_not_found");
  });

  route(app, INBOX_TICKET_OPERATIONS.ticketMessages, async (c, { params, query }, principal) => {
    const { limit = PAGE, cursor } = query;
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) return badCursor(c);
    const reached = await viewOf(c, principal, params.id);
    if (!reached) return problem(c, "conversation_not_found");
    const { view, thread } = reached;
    const before_seq = cursor === undefined ? undefined : Number(cursor);
    const found = await thread.messages(view.number, { limit: limit + 1, before_seq });
    const messages = (JSON.parse(found ?? "[]") as Message[]).reverse();
    const shown = messages.slice(0, limit);
    const nextCursor = messages.length > limit ? String(shown.at(-1)?.seq) : null;
    return c.json({ messages: shown.map((message) => printMessage(message, view)), nextCursor });
  });

  route(app, INBOX_TICKET_OPERATIONS.ticketSend, (c, { params, body, idempotency }, principal) => {
    const wish = {
      conversation_id: params.id,
      sender_type: "agent",
      sender_id: body.senderId ?? (principal.actor.type === "agent" ? principal.actor.id : null),
      content: body.content,
    };
    return createMessage(c, wish, idempotency, principal, ({ message, conversation }) =>
      message && conversation
        ? c.json({ message: printMessage(message, conversation), conversation: printConversation(conversation) }, 201)
        : problem(c, "conversation_not_found"),
    );
  });

  route(app, INBOX_TICKET_OPERATIONS.ticketSeen, (c, { params, idempotency }, principal) => {
    const command = (number: number) => ({ type: "mark_seen", number, actor: principal.actor }) as const;
    return ask(c, principal, params.id, { ...keysOf(idempotency), command }, ({ conversation }) =>
      c.json(printConversation(conversation)),
    );
  });
}

async function viewOf(
  c: AppContext,
  principal: Principal,
  id: string,
): Promise<{ view: ConversationView; thread: ConversationPort } | null> {
  const reached = await reach(c, principal, id);
  const view = reached && (await reached.thread.conversation(reached.number));
  return view && { view, thread: reached.thread };
}

/** A page of the tenant's conversations; null for a cursor that is none of ours. */
async function list(
  c: AppContext,
  { tenant_id, scope: { outlet_ids } }: Principal,
  query: { limit?: number | undefined; cursor?: string | undefined; inboxId?: string | undefined },
): Promise<{ views: ConversationView[]; nextCursor: string | null } | null> {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  if (after === null) return null;
  const { limit = PAGE, inboxId: inbox_id } = query;
  const page = await deskOf(c.env, tenant_id).list({ inbox_id, outlet_ids, after, limit });
  const nextCursor = page.next === null ? null : encodeCursor(page.next);
  return { views: viewsOf(page), nextCursor };
}

const badCursor = (c: AppContext): Response =>
  problem(c, "invalid_request", { errors: [{ field: "query.cursor", detail: "is none of ours" }] });
