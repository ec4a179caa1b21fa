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

/**
 * How a message came to us: by the channel (`webhook`), by our API, from the business's own phone (`echo`), out of the
 * time before (`history`), or as a copy of what another app answers (`standby`).
 */
export type Origin = "webhook" | "api" | "echo" | "history" | "standby";

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

export type AttachmentKind = "image" | "video" | "audio" | "document" | "sticker";

/** A file that came or goes with a message. Its bytes are at `GET /api/v1/media/{id}` once they are `stored`. */
export interface Attachment {
  /** Of what came in: the message's id. Of what goes out: the id that the upload was given. */
  id: string;
  kind: AttachmentKind;
  mime_type: string | null;
  file_name: string | null;
  /** In bytes. */
  size: number | null;
  /** Lower-case hex. */
  sha256: string | null;
  /** A recorded voice note rather than an audio file. */
  voice: boolean;
  /** The channel's own id of the file; it expires. */
  channel_media_id: string | null;
  /** Where the file lies that somebody else serves; null for ours. */
  link: string | null;
  state: AttachmentState;
  /** Why there are no bytes, in words. */
  error: string | null;
  /** MD5: it was uploaded for this message. */
  single_use?: true;
}

/** `failed`: it cannot be had. `expired`: it could not be had in time. */
export type AttachmentState = "pending" | "stored" | "failed" | "expired";

/** One per sender; `emoji` is null once it was taken back. */
export interface Reaction {
  sender_type: "customer" | "agent";
  sender_id: string | null;
  emoji: string | null;
  /** The channel's own time. */
  at: string;
}

/** One thing said, self-contained: it can be rendered from itself alone. The wire shape is this shape. */
export interface Message {
  schema_version: 1;
  id: string;
  conversation_id: string;
  seq: number;
  direction: "in" | "out";
  origin: Origin;
  sender_type: SenderType;
  sender_id: string | null;
  sender: { type: SenderType; id: string | null; display_name: string };
  channel: string;
  message_type: string;
  content: string;
  payload: Record<string, unknown>;
  attachments: Attachment[];
  reply_to: ReplyTo | null;
  /** The advertisement that the customer came by, as the channel told of it. */
  referral: Record<string, unknown> | null;
  /** `often`: it was passed on more than five times. */
  forwarded: "once" | "often" | null;
  reactions: Reaction[];
  whatsapp_message_id: string | null;
  /** null where the message was only stored. */
  status: MessageStatus | null;
  status_times: { [status in MessageStatus]?: string };
  error: MessageError | null;
  /** A send was repeated without knowing whether the one before arrived. */
  possible_duplicate: boolean;
  timestamp: string;
  received_at: string;
  /** When its sender changed it last, in the channel's own time. */
  edited_at: string | null;
  /** When its sender took it back; what it said is gone. */
  deleted_at: string | null;
  metadata: Record<string, unknown> | null;
  /** A reaction or a system text: it is no activity. */
  passive: boolean;
}

/** Which conversation of its thread a message belongs to: the last 32 bits of the conversation's id. */
export const numberOf = ({ conversation_id }: Message): number => Number.parseInt(conversation_id.slice(-8), 16);
