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
  /** Of `document.requested` what the conversation's log says in the range of time that was asked for, the latest where that is
   * too much for a call; else nothing. */
  log: Event[];
}

/** Which part of a log is asked for: a range of time, both ends included, and at most so many events, the last ones. */
export interface Part {
  from: string | null;
  to: string | null;
  /** Null for all. */
  limit: number | null;
}

/** What a document of a thread's conversations is printed from. */
export interface Documented {
  /** Those that there are, in the order in which they were asked for. */
  conversations: ConversationView[];
  contact: Contact;
  /** What happened in them, in the order of the log; with a limit by the time at which it did. The latest where it is much. */
  log: Event[];
  /** Whether more happened before that, within the range. */
  has_more: boolean;
}
