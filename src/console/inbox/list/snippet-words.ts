/** Types whose text only names them, by how the API names them, with what was said beside them. */
const NAMED =
  /^(?:📷 Photo|🎥 Video|🎤 Voice message|🎵 Audio|📄 Document|💟 Sticker|📍 Location|👤 Contacts?)(?:: (.*))?$/su;

export type SnippetKind =
  | "text"
  | "image"
  | "video"
  | "audio"
  | "document"
  | "sticker"
  | "location"
  | "contacts"
  | "call"
  | "template"
  | "order"
  | "unsupported";

const KINDS: readonly SnippetKind[] = [
  "image",
  "video",
  "audio",
  "document",
  "sticker",
  "location",
  "contacts",
  "call",
  "template",
  "order",
  "unsupported",
];

export const kindOf = (messageType: string): SnippetKind => KINDS.find((kind) => kind === messageType) ?? "text";

/** What a message of a type says itself: its caption, its file's name; null where only its type is to be told. */
export function saidIn(messageType: string, content: string): string | null {
  const kind = kindOf(messageType);
  if (kind === "text" || kind === "call" || kind === "template" || kind === "order") return content || null;
  if (kind === "unsupported") return null;
  const named = NAMED.exec(content);
  return named ? (named[1] ?? null) : content || null;
}
