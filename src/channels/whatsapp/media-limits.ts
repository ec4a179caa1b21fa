import type { AttachmentKind } from "../../domain/message.ts";

const KB = 1024;
const MB = 1024 * KB;

/** What WhatsApp takes of each kind (Meta, "Supported Media Types"): its types, null for any, and its size in bytes. */
const MEDIA_LIMITS: { [kind in AttachmentKind]: { mime_types: string[] | null; size: number } } = {
  audio: { mime_types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"], size: 16 * MB },
  image: { mime_types: ["image/jpeg", "image/png"], size: 5 * MB },
  video: { mime_types: ["video/mp4", "video/3gpp"], size: 16 * MB },
  document: { mime_types: null, size: 100 * MB },
  /** 100 KB where it does not move, which its type does not tell. */
  sticker: { mime_types: ["image/webp"], size: 500 * KB },
};

/** Why WhatsApp would refuse a file. */
export interface MediaFault {
  code: "wrong_type" | "too_large";
  /** What it takes, in words. */
  detail: string;
}

/** Whether WhatsApp takes a file of a type and a size (in bytes) as this kind; null when it does. */
export function mediaFault(kind: AttachmentKind, mimeType: string, size: number): MediaFault | null {
  const limits = MEDIA_LIMITS[kind];
  const type = (mimeType.split(";")[0] ?? "").trim().toLowerCase();
  if (limits.mime_types !== null && !limits.mime_types.includes(type))
    return { code: "wrong_type", detail: `WhatsApp takes ${limits.mime_types.join(", ")} as ${kind}, not ${type}.` };
  if (size > limits.size)
    return { code: "too_large", detail: `WhatsApp takes at most ${sizeOf(limits.size)} as ${kind}.` };
  return null;
}

const sizeOf = (bytes: number): string => (bytes < MB ? `${bytes / KB} KB` : `${bytes / MB} MB`);
