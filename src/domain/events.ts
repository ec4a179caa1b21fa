import type { Actor, CloseReason, Contact, HandoffTrigger, Identity } from "./conversation.ts";
import type { Message, MessageError, MessageStatus } from "./message.ts";
import type { Control } from "./policy.ts";

/** What can have happened in a thread: past tense. Message events carry the whole message. */
export type Fact =
  | { type: "conversation.opened"; number: number; identity: Identity; contact: Contact; control: Control }
  | { type: "conversation.reopened"; control: Control }
  | { type: "conversation.closed"; reason: CloseReason }
  | { type: "conversation.snoozed"; until: string }
  | { type: "conversation.unsnoozed"; cause: "time" | "customer" | "agent" | "api" }
  | { type: "conversation.labels_changed"; labels: string[] }
  | { type: "contact.changed"; contact: Contact }
  | { type: "handoff.requested"; trigger: HandoffTrigger; reason: string }
  | { type: "agent.assigned"; agent_id: string | null }
  | { type: "control.released"; control: Control }
  | { type: "message.received"; message: Message }
  | { type: "message.queued"; message: Message }
  | { type: "message.added"; message: Message }
  | { type: "message.suppressed"; message: Message }
  | { type: "message.sending"; message_id: string; message_seq: number; attempt: number; repeats: boolean }
  | { type: "message.deferred"; message_id: string; message_seq: number; until: string; error: MessageError }
  | { type: "message.unanswered"; message_id: string; message_seq: number; error: MessageError }
  | {
      type: "message.status";
      message_id: string;
      message_seq: number;
      status: MessageStatus;
      status_at: string;
      channel_message_id: string | null;
      error: MessageError | null;
    }
  | { type: "messages.purged"; from_seq: number; through_seq: number };

/** A fact in its place in the log. `number` is the conversation's. */
export type Event = Fact & { seq: number; at: string; number: number; actor: Actor };

/** Events that carry a message: they live in the messages table, each as its message. */
export const isMessageEvent = (event: Event): event is Extract<Event, { message: Message }> => "message" in event;

/** The event that a stored message stands for; what it reads is never changed after the message was stored. */
export function messageEventType(
  message: Pick<Message, "direction" | "status">,
): "message.received" | "message.added" | "message.suppressed" | "message.queued" {
  if (message.direction === "in") return "message.received";
  if (message.status === null) return "message.added";
  return message.status === "suppressed" ? "message.suppressed" : "message.queued";
}
