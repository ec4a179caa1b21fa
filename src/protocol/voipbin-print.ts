import type * as z from "zod";
import type { ConversationView } from "../domain/conversation.ts";
import type { Attachment, Message, MessageStatus } from "../domain/message.ts";
import type { VoipbinConversation, VoipbinMessage } from "./voipbin.ts";

type Address = z.output<typeof VoipbinConversation>["source"];

/** The time of what has not happened. */
const NEVER = "9999-01-01 00:00:00.000000";

/** VoIPBin writes microseconds; ours end with milliseconds. */
export const tm = (time: string | null): string =>
  time === null ? NEVER : `${time.slice(0, 10)} ${time.slice(11, 23)}000`;

/** The time that a `tm` stands for; null when it is none. */
export const timeOfTm = (text: string): string | null =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/.test(text) ? `${text.slice(0, 10)}T${text.slice(11, 23)}Z` : null;

const address = (type: string, target: string, name = ""): Address => ({
  type,
  target,
  target_name: name,
  name: "",
  detail: "",
});

const typeOf = ({ channel }: { channel: string }): string => (channel === "whatsapp" ? "whatsapp" : "tel");

/** Our side of a conversation: the number of its inbox, and the inbox's name where it is known. */
export interface Self {
  number: string;
  name: string;
}

const selfOf = (view: ConversationView, { number, name }: Self): Address =>
  address(typeOf(view), number.replace(/[^\d+]/g, ""), name);

const peerOf = (view: ConversationView): Address =>
  address(typeOf(view), view.customer_phone ?? view.customer_user_id ?? "", view.customer_name ?? "");

const referenceOf = (view: ConversationView): { reference_type: string; reference_id: string } => ({
  reference_type: view.channel === "whatsapp" ? "whatsapp" : "message",
  reference_id: (view.customer_phone ?? view.customer_user_id ?? "").replace(/^\+/, ""),
});

/** A conversation in VoIPBIN's shape. */
export function printConversation(view: ConversationView, inbox: Self): z.output<typeof VoipbinConversation> {
  const self = selfOf(view, inbox);
  const owner = view.handoff_agent_id;
  return {
    id: view.id,
    customer_id: view.tenant_id,
    name: view.title,
    detail: view.detail ?? "",
    ...referenceOf(view),
    source: self,
    participants: [self, peerOf(view), ...(owner === null ? [] : [address("agent", owner)])],
    owner_type: owner === null ? "" : "agent",
    owner_id: owner ?? "",
    account_id: view.inbox_id,
    tm_create: tm(view.started_at),
    tm_update: tm(view.updated_at),
    tm_delete: tm(view.deleted_at),
  };
}

const STATUS: { [status in MessageStatus]: "progressing" | "done" | "failed" } = {
  received: "done",
  queued: "progressing",
  accepted: "progressing",
  sent: "progressing",
  delivered: "done",
  read: "done",
  played: "done",
  failed: "failed",
  suppressed: "failed",
};

const MEDIA_TYPE = { image: "image", video: "video", audio: "audio", document: "file", sticker: "sticker" } as const;

const mediaOf = ({ id, kind, mime_type, file_name, size, state, link }: Attachment) => ({
  type: MEDIA_TYPE[kind],
  url: link ?? `/api/v1/media/${id}`,
  mime_type,
  filename: file_name,
  size,
  state,
});

/** A message in VoIPBIN's shape. */
export function printMessage(message: Message, view: ConversationView, inbox: Self): z.output<typeof VoipbinMessage> {
  const [self, peer] = [selfOf(view, inbox), peerOf(view)];
  const [source, destination] = message.direction === "in" ? [peer, self] : [self, peer];
  const times = Object.values(message.status_times);
  const updated = [message.received_at, message.edited_at, ...times].filter((time) => time !== null).sort();
  return {
    id: message.id,
    customer_id: view.tenant_id,
    conversation_id: message.conversation_id,
    direction: message.direction === "in" ? "incoming" : "outgoing",
    status: message.status === null ? "done" : STATUS[message.status],
    ...referenceOf(view),
    transaction_id: message.whatsapp_message_id ?? "",
    source,
    destination,
    text: message.content,
    medias: message.attachments.map(mediaOf),
    tm_create: tm(message.received_at),
    tm_update: tm(updated.at(-1) ?? message.received_at),
    tm_delete: tm(message.deleted_at),
  };
}
