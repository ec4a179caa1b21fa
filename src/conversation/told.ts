import type { Contact, ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import type { Message } from "../domain/message.ts";

/** A fact as services are told of it: with its conversation as it stands, and what it is about. */
export interface Told {
  event: Event;
  conversation: ConversationView;
  contact: Contact;
  /** The inbox's own number, as people write it; null where it has none. */
  our_number: string | null;
  /**
   * Of `ai.requested` and `ticket.requested` the last 20 messages that were said, oldest first; of what names one message
   * (`message_seq`) that message; else none.
   */
  messages: Message[];
  /** Of `document.requested` what the conversation's log says in the range of time that was asked for; else nothing. */
  log: Event[];
}

/** What a conversation's document is printed from. */
export interface Documented {
  conversation: ConversationView;
  contact: Contact;
  log: Event[];
}
