import type { Message } from "./message.ts";

/** What people do without words; what is written for it is the channel's, or ours. */
const WORDLESS = ["sticker", "location", "contacts", "reaction", "system", "call"];
const FILES = ["image", "video", "audio", "document"];

/** What stands for a file that has no words, and before those that it has. */
const FILE = /^(?:📷 Photo|🎥 Video|🎤 Voice message|🎵 Audio|📄 Document)(?:: |$)/u;

const UNSUPPORTED = /^(?:Unsupported message|⚠️ |✏️ |📎 )/u;

/**
 * MS12: what somebody wrote themselves, as the caption of a file is; "" where a message only stands for something. The
 * text that is stored beside it names its kind in English, and may be what a customer neither said nor meant.
 */
export function ownWords({
  message_type,
  content,
  payload,
  deleted_at = null,
}: Pick<Message, "message_type" | "content" | "payload"> & Partial<Pick<Message, "deleted_at">>): string {
  if (deleted_at !== null) return "";
  if (WORDLESS.includes(message_type) || payload.type === "call_permission_reply") return "";
  if (message_type === "unsupported") return UNSUPPORTED.test(content) ? bodyOf(payload.raw) : content;
  if (message_type === "list_reply") return typeof payload.title === "string" ? payload.title : content;
  if (message_type === "flow_reply") return filledIn(payload.response);
  if (message_type === "order") return typeof payload.text === "string" ? payload.text : "";
  if (!FILES.includes(message_type)) return content;
  return typeof payload.caption === "string" ? payload.caption : FILE.test(content) ? "" : content;
}

/** What was written or chosen in a form: the names of its fields are its maker's. */
const filledIn = (response: unknown): string =>
  Object.entries(typeof response === "object" && response !== null ? response : {})
    .filter(([field, value]) => field !== "flow_token" && typeof value === "string")
    .map(([, value]) => value)
    .join("\n");

/** What WhatsApp passes on of the words of a message that it does not. */
function bodyOf(raw: unknown): string {
  const { text } = (typeof raw === "object" && raw !== null ? raw : {}) as { text?: { body?: unknown } | null };
  return typeof text?.body === "string" ? text.body : "";
}
