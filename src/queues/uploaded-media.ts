import { err, type Result } from "../lib/result.ts";
import { later, type NotUploaded } from "../media/channel-answer.ts";
import { type ChannelUpload, uploadToChannel } from "../media/channel-upload.ts";

/** WhatsApp keeps an upload for 30 days; so long none is too old. */
const LIFETIME_MS = 24 * 60 * 60_000;
const MOST_UPLOADS = 1_000;

const uploads = new Map<string, { id: string; until: number }>();

/**
 * The channel's id of one of our files. What this isolate uploaded is not uploaded again: neither for each of many
 * people, nor by the next attempt after an upload that took too long.
 * @param deadline in epoch milliseconds: what is uploaded later is too late for this attempt
 */
export async function uploadedMedia(
  env: Cloudflare.Env,
  upload: ChannelUpload,
  deadline: number,
): Promise<Result<string, NotUploaded>> {
  const key = JSON.stringify([upload.tenant_id, upload.phone_number_id, upload.media_id]);
  const known = uploads.get(key);
  if (known && known.until > Date.now()) return { ok: true, value: known.id };
  const uploaded = await uploadToChannel(env, upload);
  if (!uploaded.ok) return uploaded;
  if (uploads.size >= MOST_UPLOADS) uploads.clear();
  uploads.set(key, { id: uploaded.value, until: Date.now() + LIFETIME_MS });
  if (Date.now() < deadline) return uploaded;
  return err(later({ code: null, title: "The upload took too long", detail: "It is sent with the next attempt." }));
}
