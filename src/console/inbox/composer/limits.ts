import type { Attachment } from "../../api/types.ts";

export type FileKind = Attachment["kind"];

/** The longest text that WhatsApp takes, in characters (Meta, "Text messages"). */
export const TEXT_LIMIT = 4096;
/** The longest caption of an image, a video or a document. */
export const CAPTION_LIMIT = 1024;
/** From so few characters left on, they are counted on screen. */
const COUNTED_FROM = 200;

const MB = 1024 * 1024;

/** What WhatsApp takes of each kind, as `src/channels/whatsapp/media-limits.ts` has it; null for any type. */
const LIMITS: Record<FileKind, { types: string[] | null; size: number }> = {
  audio: { types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"], size: 16 * MB },
  image: { types: ["image/jpeg", "image/png"], size: 5 * MB },
  video: { types: ["video/mp4", "video/3gpp"], size: 16 * MB },
  document: { types: null, size: 100 * MB },
  sticker: { types: ["image/webp"], size: 0.5 * MB },
};

const baseOf = (type: string): string => (type.split(";")[0] ?? "").trim().toLowerCase();

/** As what a file is sent: what WhatsApp takes as nothing else, or is too large for it, goes as a document. */
export function kindOf(type: string, size: number): FileKind {
  const base = baseOf(type);
  const kinds = ["image", "video", "audio", "sticker"] as const;
  const kind = kinds.find((one) => LIMITS[one].types?.includes(base));
  return kind !== undefined && size <= LIMITS[kind].size ? kind : "document";
}

/** Why a file cannot be sent at all; null when it can. */
export function faultOf({ size }: { size: number }): "empty" | "too_large" | null {
  if (size === 0) return "empty";
  return size > LIMITS.document.size ? "too_large" : null;
}

/** Kinds that may have words with them. */
export const takesCaption = (kind: FileKind): boolean => kind === "image" || kind === "video" || kind === "document";

/** Characters that are left, where it matters; negative where there are too many. WhatsApp counts code points. */
export function charactersLeft(text: string, limit: number): number | null {
  if (text.length < limit - COUNTED_FROM) return null;
  const left = limit - [...text].length;
  return left <= COUNTED_FROM ? left : null;
}
