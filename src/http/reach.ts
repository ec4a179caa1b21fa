import { type ConversationPort, threadAt } from "../conversation/port.ts";
import { conversationId, parseConversationId, parseMessageId } from "../domain/ids.ts";
import { type Message, numberOf } from "../domain/message.ts";
import type { AppContext, Principal } from "./context.ts";
import { isOf } from "./staff.ts";

/** A conversation that the caller may ask for: its thread, and its number there. */
export interface Reached {
  thread: ConversationPort;
  thread_key: string;
  number: number;
}

/**
 * The way to a conversation, by which every call goes that names one: of another outlet than the caller's there is none,
 * as to one that never was. Whether there is such a conversation the thread itself says to whom sees all outlets.
 */
export async function reach(
  c: Pick<AppContext, "env">,
  { tenant_id, scope }: Principal,
  id: string,
): Promise<Reached | null> {
  const place = parseConversationId(id);
  if (place === null) return null;
  const thread = threadAt(c.env, tenant_id, place.threadKey);
  const reached = { thread, thread_key: place.threadKey, number: place.number };
  if (scope.outlet_ids === null) return reached;
  const view = await thread.conversation(place.number);
  return view !== null && isOf(scope.outlet_ids, view.outlet_id) ? reached : null;
}

/** A message that the caller may see, with its conversation's id; null for any other. */
export async function reachMessage(
  c: Pick<AppContext, "env">,
  principal: Principal,
  id: string,
): Promise<{ message: Message; conversation_id: string } | null> {
  const place = parseMessageId(id);
  const message = place && (await threadAt(c.env, principal.tenant_id, place.threadKey).message(place.seq));
  if (!place || !message) return null;
  const conversation_id = conversationId(place.threadKey, numberOf(message));
  return (await reach(c, principal, conversation_id)) && { message, conversation_id };
}
