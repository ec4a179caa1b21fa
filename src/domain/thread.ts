import type { Automatic } from "./automatic.ts";
import { type Actor, type Contact, type Conversation, type Identity, NOBODY_KNOWN } from "./conversation.ts";

/** A message on its way to the channel. The first of the thread may be in flight, the others wait for it. */
export interface PendingSend {
  message_seq: number;
  message_id: string;
  /** Its conversation. */
  number: number;
  queued_at: string;
  attempt: number;
  /** When the attempt that is in flight began. */
  claimed_at: string | null;
  /** Not before this time, as the channel asked. */
  retry_at: string | null;
  /** Attempts that do not count, since the inbox could not send; absent while there was none. */
  held_attempts?: number;
  /** Whether it waits for its inbox. */
  held?: boolean;
}

/** A customer's file that is still to be fetched. */
export interface PendingMedia {
  message_seq: number;
  message_id: string;
  number: number;
  received_at: string;
  attempt: number;
  claimed_at: string | null;
  retry_at: string | null;
}

/** A closed conversation whose messages are still kept. */
export interface Retained {
  number: number;
  ended_at: string;
  from_seq: number;
}

/** What is left of what a thread held before it was erased: nothing of anybody. */
interface Erased {
  at: string;
  by: Actor;
  /** Of the event. All messages up to here are gone. */
  seq: number;
  /** All conversations up to this one are gone; the next is another. */
  last_number: number;
}

/** All that is known of a thread: the fold of its log. */
export interface Thread {
  seq: number;
  identity: Identity | null;
  /** When it began: of two threads of one person the older one goes on. */
  since: string | null;
  contact: Contact;
  /** Every business-scoped user id that the contact was known by. */
  user_ids: string[];
  /** Canonical numbers that the contact has left: who writes from them later may be somebody else. */
  left_phones: string[];
  /** The thread that goes on with this person. */
  forwarded_to: string | null;
  /** Threads that lead here, and since when. */
  joined: { thread_key: string; at: string }[];
  /** The latest conversation, open or closed. */
  current: Conversation | null;
  /** What was imported from the time before; a conversation with the number 0. */
  history: Conversation | null;
  pending: PendingSend[];
  /** Until when sends to this contact are spread out, by WhatsApp's pair rate. */
  paced_until: string | null;
  /** The customer's last message, by the channel's id, and the one up to which they were told that we read. */
  last_inbound_id: string | null;
  marked_read_id: string | null;
  media: PendingMedia[];
  retained: Retained[];
  /** When it was erased last; null when it never was. */
  erased: Erased | null;
  automatic: Automatic | null;
}

export const EMPTY_THREAD: Thread = {
  seq: 0,
  identity: null,
  since: null,
  contact: NOBODY_KNOWN,
  user_ids: [],
  left_phones: [],
  forwarded_to: null,
  joined: [],
  current: null,
  history: null,
  pending: [],
  paced_until: null,
  last_inbound_id: null,
  marked_read_id: null,
  media: [],
  retained: [],
  erased: null,
  automatic: null,
};
