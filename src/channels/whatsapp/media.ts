import type { NewAttachment } from "../../domain/commands.ts";
import type { AttachmentKind } from "../../domain/message.ts";
import { type Fields, identifier, text } from "./fields.ts";

/** The file of a media object, still to be fetched. With a link it lies there; with neither it cannot be had. */
export function attachmentOf(kind: AttachmentKind, media: Fields): NewAttachment {
  const channel_media_id = identifier(media.id);
  const link = text(media.link);
  return {
    id: null,
    kind,
    mime_type: identifier(media.mime_type),
    file_name: identifier(media.filename),
    size: null,
    sha256: sha256Of(media.sha256),
    voice: media.voice === true,
    channel_media_id,
    link,
    state: channel_media_id !== null ? "pending" : link !== null ? "stored" : "failed",
  };
}

/** A digest in lower-case hex; webhooks write it in base64 or in hex. */
export function sha256Of(value: unknown): string | null {
  const digest = identifier(value) ?? "";
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  if (!/^[\w+/-]{43}=?$/.test(digest)) return null;
  const bytes = atob(digest.slice(0, 43).replaceAll("-", "+").replaceAll("_", "/"));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
