import type { Contact, ConversationView } from "../domain/conversation.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import type { Message } from "../domain/message.ts";

/** What conditions and words are about. */
export interface Matter {
  /** What happened; null where nothing did. */
  event: Event | null;
  /** As it stands. */
  conversation: ConversationView;
  contact: Contact;
  /** The message that the event is about, where it is about one. */
  message: Message | null;
}

/** The event's own message, or the one that it names. */
export const messageOf = (event: Event, named: readonly Message[]): Message | null =>
  isMessageEvent(event) ? event.message : "message_seq" in event ? (named.at(-1) ?? null) : null;

/** A customer as conditions and words name them: what a service told, and what the channel knows. */
export const customerOf = ({ customer_details, ...contact }: Contact): Record<string, unknown> => {
  const name = contact.name ?? customer_details?.name ?? null;
  const { phone, user_id, username } = contact;
  return { ...customer_details, name, phone, user_id, username, id: contact.customer_id };
};

/** What a field of a condition means; undefined where there is nothing. Own properties only. */
export function fieldValue(field: string, { event, conversation, contact, message }: Matter): unknown {
  const [root = "", name = ""] = field.split(".");
  const happened = event && { ...event, actor_type: event.actor.type, actor_id: event.actor.id };
  const roots: Record<string, object | null> = {
    conversation,
    message,
    event: happened,
    customer: customerOf(contact),
  };
  const of = Object.hasOwn(roots, root) ? roots[root] : null;
  return of && Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : undefined;
}
