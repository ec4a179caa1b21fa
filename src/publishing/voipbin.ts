import type { Told } from "../conversation/told.ts";
import type { Event } from "../domain/events.ts";
import { isMessageEvent } from "../domain/events.ts";
import type { Message } from "../domain/message.ts";
import type { FacadeName } from "../protocol/catalogue/names.ts";
import { printConversation, printMessage } from "../protocol/voipbin-print.ts";

const CREATED = ["message.received", "message.queued", "message.added", "message.echoed"];
const UPDATES = /^(conversation|handoff|agent|control|ticket)\./;

/** VoIPBIN's event for one of the log; null where it has none. */
export function facadeTypeOf(event: Event): FacadeName | null {
  const { type } = event;
  if (type === "conversation.opened") return "conversation_created";
  if (type === "conversation.deleted") return "conversation_deleted";
  if (UPDATES.test(type)) return "conversation_updated";
  if (CREATED.includes(type)) return "conversation_message_created";
  if (type === "message.status") return "conversation_message_updated";
  if (event.type !== "message.changed") return null;
  return event.change.type === "revoke" ? "conversation_message_deleted" : "conversation_message_updated";
}

/** What VoIPBIN's event says: its own shape, and nothing of ours. Null where the message is not there. */
export function facadeDataOf(type: FacadeName, told: Told): Record<string, unknown> | null {
  const { conversation } = told;
  const self = { number: told.our_number ?? "", name: "" };
  if (!type.startsWith("conversation_message_")) return printConversation(conversation, self);
  const message = messageOf(told);
  return message && printMessage(message, conversation, self);
}

const messageOf = ({ event, messages }: Told): Message | null =>
  isMessageEvent(event) ? event.message : (messages[0] ?? null);
