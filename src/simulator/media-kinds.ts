import type { Fault } from "./graph/errors.ts";

const MEDIA_TYPES = ["audio", "document", "image", "sticker", "video"] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export const isMediaType = (type: unknown): type is MediaType => MEDIA_TYPES.some((one) => one === type);

const MB = 1024 * 1024;

/** The largest file that WhatsApp takes in either direction. */
export const LARGEST_FILE = 100 * MB;

/** What each type may be, and how large (Meta, "Media", "Supported media types"). A document may be anything. */
const KINDS: { type: MediaType; mimeTypes: string[]; largest: number }[] = [
  {
    type: "audio",
    mimeTypes: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
    largest: 16 * MB,
  },
  { type: "image", mimeTypes: ["image/jpeg", "image/png"], largest: 5 * MB },
  { type: "video", mimeTypes: ["video/mp4", "video/3gpp", "video/3gp"], largest: 16 * MB },
  { type: "sticker", mimeTypes: ["image/webp"], largest: 500 * 1024 },
];

const LARGEST_STILL_STICKER = 100 * 1024;

/** A MIME type without its parameters. */
const bareType = (mimeType: string): string => (mimeType.split(";")[0] ?? "").trim().toLowerCase();

export const isMimeType = (value: string): boolean => /^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/.test(value);

/** The type as which a file of this kind is sent. */
export const mediaTypeOf = (mimeType: string): MediaType =>
  KINDS.find(({ mimeTypes }) => mimeTypes.includes(bareType(mimeType)))?.type ?? "document";

/** Whether a file may be sent as this type; a document may be of any. */
export const fits = (type: MediaType, mimeType: string): boolean =>
  type === "document" || mediaTypeOf(mimeType) === type;

/** Why a file is too large, or nothing at all. */
export function sizeFault(mimeType: string, size: number, isAnimated: boolean): Fault | null {
  const kind = KINDS.find(({ mimeTypes }) => mimeTypes.includes(bareType(mimeType)));
  const isStill = kind?.type === "sticker" && !isAnimated;
  const largest = isStill ? LARGEST_STILL_STICKER : (kind?.largest ?? LARGEST_FILE);
  if (size === 0) return { code: 131_053, details: "The file is empty." };
  if (size <= largest) return null;
  return { code: 131_053, details: `File size ${size} is too large; at most ${largest} bytes are supported.` };
}

/** Whether a WebP file moves: its extended header has the flag for it (Google, "WebP Container Specification"). */
export const isAnimatedWebp = (head: Uint8Array): boolean =>
  new TextDecoder("latin1").decode(head.slice(12, 16)) === "VP8X" && ((head[20] ?? 0) & 0b10) !== 0;
