import { contentOf } from "../channels/whatsapp/content.ts";
import { mediaIn } from "../channels/whatsapp/outgoing-media.ts";
import type { Saying } from "../domain/commands.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { type AttachmentFault, attachmentsOf } from "../media/attachments.ts";
import type { Wording } from "./execution.ts";

const SINGLE_USE: AttachmentFault = {
  code: "media_not_suitable",
  detail: "The file was uploaded for one message (single_use): upload it without that, a flow says it to many.",
};

/** What a flow says, with its files and the text that stands for it. */
export async function sayingOf(
  env: Cloudflare.Env,
  tenantId: string,
  { message_type, content, payload }: Wording,
  timestamp: string,
): Promise<Result<Saying, AttachmentFault>> {
  const attachments = await attachmentsOf(env, tenantId, mediaIn(message_type, payload));
  if (!attachments.ok) return attachments;
  // It would go with the first who was told, or after a week.
  if (attachments.value.some((one) => one.single_use)) return err(SINGLE_USE);
  const target = message_type === "reaction" ? payload.message_id : null;
  return ok({
    message_type,
    content: content ?? contentOf(message_type, payload),
    payload,
    attachments: attachments.value,
    reply_to: typeof target === "string" ? { message_id: target, channel_message_id: null } : null,
    referral: null,
    forwarded: null,
    whatsapp_message_id: null,
    timestamp,
    metadata: null,
  });
}
