/** Who says something. `customer` speaks in, all others out. */
export type SenderType = "customer" | "llm" | "agent" | "flow" | "system";

/** queued < accepted < sent < delivered < read < played; failed and suppressed are ends of their own. */
export type MessageStatus =
  | "received"
  | "queued"
  | "accepted"
  | "sent"
  | "delivered"
  | "read"
  | "played"
  | "failed"
  | "suppressed";

/** Why the channel refused a message, in the channel's words. */
export interface MessageError {
  code: number | null;
  title: string;
  detail: string | null;
}

/** The message that a reply quotes; `message_id` only when it is one of this thread. */
export interface ReplyTo {
  message_id: string | null;
  channel_message_id: string | null;
}

/** One thing said, self-contained: it can be rendered from itself alone. The wire shape is this shape. */
export interface Message {
  schema_version: 1;
  id: string;
  conversation_id: string;
  seq: number;
  direction: "in" | "out";
  sender_type: SenderType;
  sender_id: string | null;
  sender: { type: SenderType; id: string | null; display_name: string };
  channel: string;
  message_type: string;
  content: string;
  payload: Record<string, unknown>;
  attachments: unknown[];
  reply_to: ReplyTo | null;
  whatsapp_message_id: string | null;
  /** null where the message was only stored. */
  status: MessageStatus | null;
  status_times: { [status in MessageStatus]?: string };
  error: MessageError | null;
  /** A send was repeated without knowing whether the one before arrived. */
  possible_duplicate: boolean;
  timestamp: string;
  received_at: string;
  metadata: Record<string, unknown> | null;
  /** A reaction or a system text: it is no activity. */
  passive: boolean;
}

/** Which conversation of its thread a message belongs to: the last 32 bits of the conversation's id. */
export const numberOf = ({ conversation_id }: Message): number => Number.parseInt(conversation_id.slice(-8), 16);
