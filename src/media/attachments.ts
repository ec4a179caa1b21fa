import { mediaFault } from "../channels/whatsapp/media-limits.ts";
import type { OutgoingMedia } from "../channels/whatsapp/outgoing-media.ts";
import type { NewAttachment } from "../domain/commands.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { describeMedia } from "./store.ts";

/** Why a file cannot go with a message. */
export interface AttachmentFault {
  code: "media_not_found" | "media_not_suitable";
  detail: string;
}

/** Also said of a file that the asker may not know of. */
export const noFile = (mediaId: string): AttachmentFault => ({
  code: "media_not_found",
  detail: `No file has the id ${mediaId}; upload it first.`,
});

/** The files that go with a message, as they are known. */
export async function attachmentsOf(
  env: Cloudflare.Env,
  tenantId: string,
  files: OutgoingMedia[],
): Promise<Result<NewAttachment[], AttachmentFault>> {
  const attachments: NewAttachment[] = [];
  for (const one of files) {
    const attachment = await attachmentOf(env, tenantId, one);
    if (!attachment.ok) return attachment;
    if (attachment.value) attachments.push(attachment.value);
  }
  return ok(attachments);
}

/** Null for a file that only the channel has. */
async function attachmentOf(
  env: Cloudflare.Env,
  tenantId: string,
  { kind, file }: OutgoingMedia,
): Promise<Result<NewAttachment | null, AttachmentFault>> {
  const { media_id, link, filename } = file;
  const voice = file.voice === true;
  const common = { kind, voice, channel_media_id: null, state: "stored" as const };
  const file_name = typeof filename === "string" ? filename : null;
  if (typeof link === "string")
    return ok({ ...common, id: null, mime_type: null, file_name, size: null, sha256: null, link });
  if (typeof media_id !== "string") return ok(null);
  const stored = await describeMedia(env, tenantId, media_id);
  if (stored === null) return err(noFile(media_id));
  const { mime_type, size, sha256, single_use } = stored;
  const detail = unsuitable(kind, mime_type ?? "application/octet-stream", size, voice);
  if (detail !== null) return err({ code: "media_not_suitable", detail });
  const known = { mime_type, file_name: file_name ?? stored.file_name, size, sha256, link: null };
  return ok({ ...common, id: media_id, ...known, ...(single_use && { single_use }) });
}

function unsuitable(kind: OutgoingMedia["kind"], mimeType: string, size: number, voice: boolean): string | null {
  const fault = mediaFault(kind, mimeType, size);
  if (fault) return fault.detail;
  if (!voice || /^audio\/ogg\b/i.test(mimeType)) return null;
  return `A voice note is Opus in audio/ogg, not ${mimeType}: leave voice out to send it as an audio file.`;
}
