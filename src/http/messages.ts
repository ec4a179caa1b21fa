import type { Hono } from "hono";
import type { z } from "zod";
import { type Outcome, threadAt } from "../conversation/port.ts";
import type { Command, Saying } from "../domain/commands.ts";
import { parseConversationId } from "../domain/ids.ts";
import type { NewMessage } from "../protocol/message.ts";
import { OPERATIONS } from "../protocol/operations.ts";
import type { AppEnv } from "./context.ts";
import { ask, json, keysOf } from "./conversations.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";

const DISPLAY_NAMES = { llm: "AI agent", agent: "Agent", flow: "Flow", system: "System" };

export function messages(app: Hono<AppEnv>): void {
  route(app, OPERATIONS.createMessage, (c, { body, idempotency }, principal) => {
    const { keys, fingerprint } = keysOf(idempotency);
    if (body.whatsapp_message_id) keys.push(`wa:${body.whatsapp_message_id}`);
    const command = (number: number) => commandOf(number, body);
    const request = { keys, fingerprint, command };
    return ask(c, principal, body.conversation_id, request, (outcome) => c.json(created(outcome), 201));
  });

  route(app, OPERATIONS.listMessages, async (c, { params, query }, { tenant_id }) => {
    const place = parseConversationId(params.id);
    const page = { ...query, limit: query.limit ?? 50 };
    const found = place && (await threadAt(c.env, tenant_id, place.threadKey).messages(place.number, page));
    return found === null ? problem(c, "conversation_not_found") : json(found);
  });

  route(app, OPERATIONS.recentMessages, async (c, { params, query }, { tenant_id }) => {
    const place = parseConversationId(params.id);
    const found = place && (await threadAt(c.env, tenant_id, place.threadKey).recent(place.number, query.count ?? 4));
    return found === null ? problem(c, "conversation_not_found") : json(found);
  });
}

function commandOf(number: number, body: z.output<typeof NewMessage>): Command {
  const saying: Saying = {
    message_type: "text",
    content: body.content,
    payload: { body: body.content },
    reply_to: body.reply_to ? { message_id: body.reply_to, channel_message_id: null } : null,
    whatsapp_message_id: body.whatsapp_message_id ?? null,
    timestamp: new Date().toISOString(),
    metadata: body.metadata ?? null,
  };
  const { sender_type: type } = body;
  if (type === "customer")
    return { type: "receive_message", place: { number, sender_id: body.sender_id ?? null }, saying, passive: false };
  const sender = { type, id: body.sender_id ?? null, display_name: body.sender_name ?? DISPLAY_NAMES[type] };
  return { type: "send_message", number, sender, saying, deliver: body.deliver };
}

const created = ({ message, handoff_reason }: Outcome): object => ({
  message,
  handoff_requested: handoff_reason !== null,
  ...(handoff_reason !== null && { handoff_reason }),
});
