import type { Contact } from "../../domain/conversation.ts";
import type { Message } from "../../domain/message.ts";
import { type Fields, fields, list, text } from "./fields.ts";
import { mediaIn, type OutgoingMedia } from "./outgoing-media.ts";

/** What is sent, and to whom. */
export interface Outgoing {
  contact: Contact;
  message: Message;
  /** The channel's id of the message that is quoted, or that a reaction is for. */
  quoted_channel_message_id: string | null;
}

/** The channel's ids of our own files, by ours. */
export type ChannelMediaIds = ReadonlyMap<string, string>;

/** The body of the Graph API's send call (Meta, "Send messages"), for every type. */
export function requestBody(outgoing: Outgoing, mediaIds: ChannelMediaIds = new Map()): Fields {
  const { contact, message, quoted_channel_message_id } = outgoing;
  const address = contact.wa_id ?? contact.phone?.replace(/\D/g, "");
  const build = BUILDERS.get(message.message_type);
  const type = build ? message.message_type : "text";
  const quotes = quoted_channel_message_id !== null && type !== "reaction";
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    // Digits without a plus may get the business's own country code put before them.
    ...(address ? { to: `+${address}` } : { recipient: contact.user_id }),
    type,
    [type]: withChannelIds((build ?? textOf)(outgoing), mediaIn(type, message.payload), mediaIds),
    ...(quotes && { context: { message_id: quoted_channel_message_id } }),
    // It comes back on every status and ties them to this message.
    biz_opaque_callback_data: message.id,
  };
}

const asItIs = ({ message }: Outgoing): unknown => message.payload;

const BUILDERS = new Map<string, (outgoing: Outgoing) => unknown>([
  ["text", textOf],
  ["image", asItIs],
  ["video", asItIs],
  ["audio", asItIs],
  ["document", asItIs],
  ["sticker", asItIs],
  ["location", asItIs],
  ["contacts", ({ message }) => list(message.payload.contacts)],
  ["reaction", reactionOf],
  ["interactive", asItIs],
  ["template", asItIs],
]);

function textOf({ message }: Outgoing): Fields {
  const { preview_url } = message.payload;
  const hasLink = /https?:\/\//i.test(message.content);
  return { body: message.content, preview_url: typeof preview_url === "boolean" ? preview_url : hasLink };
}

function reactionOf({ message, quoted_channel_message_id }: Outgoing): Fields {
  return { message_id: quoted_channel_message_id, emoji: text(message.payload.emoji) ?? "" };
}

/** The same with the channel's ids where ours were. */
function withChannelIds(content: unknown, media: readonly OutgoingMedia[], ids: ChannelMediaIds): unknown {
  const files = new Set<unknown>(media.map(({ file }) => file));
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    const { media_id, ...rest } = fields(value);
    const id = files.has(value) && typeof media_id === "string" ? ids.get(media_id) : undefined;
    if (id !== undefined) return { id, ...rest };
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copy(one)]));
  };
  return copy(content);
}
