/** JSON of any shape, by its keys. */
export type Fields = Record<string, unknown>;

/** A business's WhatsApp number, and where its webhooks go. */
export interface BusinessNumber {
  phone_number_id: string;
  /** The WhatsApp Business Account that it belongs to. */
  waba_id: string;
  display_phone_number: string;
  name: string;
  access_token: string;
  app_secret: string;
  verify_token: string;
  webhook_url: string;
  verified: boolean;
  /** How the verification handshake went, in words. */
  verification: string;
  /** Where its messages' webhooks go instead, as set through the Graph API. */
  override_url: string | null;
  /** The wa_ids of those whom the business has blocked. */
  blocked: string[];
  /** What the Graph API tells of it beside. */
  profile: NumberProfile;
}

/** How a number stands with WhatsApp, in the Graph API's words. */
export interface NumberProfile {
  status: string;
  quality_rating: string;
  name_status: string;
  account_mode: string;
  messaging_limit_tier: string;
  /** What keeps it from sending, as its `health_status` says; null while nothing does. */
  ailment: string | null;
}

/** A WhatsApp Business Account, as far as it differs from one that nobody touched. */
export interface Account {
  waba_id: string;
  /** Whether the app hears of the account's webhooks at all. */
  subscribed: boolean;
  override_url: string | null;
}

/** A person with a phone. */
export interface Contact {
  wa_id: string;
  name: string;
  /** The business-scoped user id. */
  user_id: string;
  username: string | null;
  online: boolean;
  read_receipts: boolean;
  /** Reads what arrives by themselves, without the chat being open on the page. */
  auto_read: boolean;
  on_whatsapp: boolean;
  /** Whether businesses learn the phone number; without it they know the user id only. */
  share_phone: boolean;
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

export interface Reaction {
  from: "customer" | "business";
  emoji: string;
}

export interface Message {
  id: string;
  phone_number_id: string;
  wa_id: string;
  direction: "from_customer" | "to_customer";
  /** As Meta names it. Reactions, edits, revokes and system messages are no bubbles of their own. */
  type: string;
  /** What the phone shows: the text, or for any other type words that name it. */
  text: string;
  /** The typed content under its Meta name, `{"image": {…}}`: as it was sent, or as its webhook tells of it. */
  content: Fields | null;
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
  reactions: Reaction[];
  edited: boolean;
  revoked: boolean;
  forwarded: boolean;
  frequently_forwarded: boolean;
  /** The ad that brought the customer here. */
  referral: Fields | null;
  /** How the business sent it: through the Graph API, or in its app on a phone. */
  via: "graph" | "business_app";
  /** Sent to a group: `wa_id` is the group's id. */
  group: boolean;
  /** What it is priced as: `service`, or a template's category. */
  category: string;
}

/** What passes between one person and one number, as the phone page needs it beside the messages. */
export interface Chat {
  phone_number_id: string;
  wa_id: string;
  /** Until when the messages were seen on the page; later ones count as unread. */
  seen_at: string;
}

/** A file on Meta's media servers. */
export interface Media {
  id: string;
  /** The file in the media directory; several ids may share one. */
  file: string;
  /** Who gave it: the business through the Graph API, or a customer. */
  origin: "business" | "customer";
  /** The number that uploaded or received it; null until a customer's file is sent. */
  phone_number_id: string | null;
  mime_type: string;
  /** In bytes. */
  file_size: number;
  /** Lower-case hex. */
  sha256: string;
  filename: string | null;
  /** Since when its life is counted, in milliseconds. */
  created_at: number;
  /** Deleted through the Graph API: the business has it no longer, the phone still does. */
  deleted: boolean;
}

/** A message template, as the Graph API lists it. */
export interface Template {
  id: string;
  name: string;
  language: string;
  status: string;
  category: string;
  parameter_format?: string | undefined;
  components: Fields[];
}

/** One change of a webhook's body. */
export interface WebhookChange {
  field: string;
  value: Fields;
}

/** A webhook on its way to the business. */
export interface Delivery {
  id: string;
  /** Webhooks of one lane arrive in their order: those of one chat. */
  chat: string;
  phone_number_id: string;
  message_id: string;
  /** Whether it carries what a customer did, a status of the business's message, or anything else. */
  carries: "message" | "status" | "other";
  change: WebhookChange;
  attempts: number;
  /** Attempts that were answered, and refused. Those that waited before this was counted have none. */
  refusals?: number;
  created_at: number;
  due_at: number;
  /** The last attempt got no answer at all: the business's server is down. */
  unanswered: boolean;
  /** Does not wait for those before it. */
  loose: boolean;
}

export const chatKey = (chat: { phone_number_id: string; wa_id: string }): string =>
  `${chat.phone_number_id}:${chat.wa_id}`;

const BEHIND_THE_SCENES = ["reaction", "edit", "revoke", "system"];

/** Whether a message is a bubble in the chat. */
export const isShown = ({ type }: Message): boolean => !BEHIND_THE_SCENES.includes(type);

const RANK: Record<MessageStatus, number> = { pending: 0, accepted: 1, sent: 2, delivered: 3, read: 4, failed: 5 };

/** A message with a later status; null when it has come that far already. */
export function advanced(message: Message, status: MessageStatus, at: string): Partial<Message> | null {
  if (RANK[status] <= RANK[message.status]) return null;
  return { status, statuses: { ...message.statuses, [status]: at } };
}
