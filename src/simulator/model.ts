/** A business's WhatsApp number, and where its webhooks go. */
export interface BusinessNumber {
  phone_number_id: string;
  display_phone_number: string;
  name: string;
  access_token: string;
  app_secret: string;
  verify_token: string;
  webhook_url: string;
  verified: boolean;
  /** How the verification handshake went, in words. */
  verification: string;
}

/** A person with a phone. */
export interface Contact {
  wa_id: string;
  name: string;
  /** The business-scoped user id. */
  user_id: string;
  online: boolean;
  read_receipts: boolean;
  /** Reads what arrives by themselves, without the chat being open on the page. */
  auto_read: boolean;
  on_whatsapp: boolean;
}

/**
 * What the business sends is accepted, sent, delivered, read, or failed. What the customer sends is pending until the
 * business's webhook has answered 200; then it is sent, delivered, and read when the business says so.
 */
export type MessageStatus = "pending" | "accepted" | "sent" | "delivered" | "read" | "failed";

export interface MessageError {
  code: number;
  title: string;
  details: string;
}

export interface Message {
  id: string;
  phone_number_id: string;
  wa_id: string;
  direction: "from_customer" | "to_customer";
  type: string;
  /** What the phone shows: the text, or for any other type words that name it. */
  text: string;
  reply_to: string | null;
  timestamp: string;
  status: MessageStatus;
  /** When each status was reached. */
  statuses: Partial<Record<MessageStatus, string>>;
  error: MessageError | null;
  /** Why it has not reached the business yet, in words. */
  trouble: string | null;
  /** Read by somebody who sends no read receipts. */
  read_quietly: boolean;
  biz_opaque_callback_data: string | null;
}

/** What passes between one person and one number, as the phone page needs it beside the messages. */
export interface Chat {
  phone_number_id: string;
  wa_id: string;
  /** Until when the messages were seen on the page; later ones count as unread. */
  seen_at: string;
}

/** A webhook on its way to the business. */
export interface Delivery {
  id: string;
  chat: string;
  phone_number_id: string;
  message_id: string;
  /** Whether it carries the customer's message or a status of the business's. */
  carries: "message" | "status";
  body: string;
  attempts: number;
  created_at: number;
  due_at: number;
  /** The last attempt got no answer at all: the business's server is down. */
  unanswered: boolean;
}

export interface Settings {
  /** Refuse free-form messages when the contact has not written for 24 hours. */
  enforce_window: boolean;
  sent_after_ms: number;
  delivered_after_ms: number;
  read_after_ms: number;
  /** Whether what cannot reach its recipient is refused at once, or accepted and reported as `failed` later. */
  failures: "at_once" | "later";
  /** Refuses this many of the next sends with this code. */
  fail_next: { code: number; count: number };
  /** Accepts this many of the next sends, but answers 502 as if the answer had been lost. */
  lose_next_answers: number;
}

export const DEFAULT_SETTINGS: Settings = {
  enforce_window: true,
  sent_after_ms: 30,
  delivered_after_ms: 200,
  read_after_ms: 600,
  failures: "at_once",
  fail_next: { code: 130429, count: 0 },
  lose_next_answers: 0,
};

export const chatKey = (chat: { phone_number_id: string; wa_id: string }): string =>
  `${chat.phone_number_id}:${chat.wa_id}`;

const RANK: Record<MessageStatus, number> = { pending: 0, accepted: 1, sent: 2, delivered: 3, read: 4, failed: 5 };

/** A message with a later status; null when it has come that far already. */
export function advanced(message: Message, status: MessageStatus, at: string): Partial<Message> | null {
  if (RANK[status] <= RANK[message.status]) return null;
  return { status, statuses: { ...message.statuses, [status]: at } };
}
