import type * as z from "zod";
import { contentOf } from "../channels/whatsapp/content.ts";
import { mediaIn } from "../channels/whatsapp/outgoing-media.ts";
import { renderTemplate } from "../channels/whatsapp/template.ts";
import { findTemplate, templateFault } from "../channels/whatsapp/template-fault.ts";
import type { Saying } from "../domain/commands.ts";
import { parseMessageId } from "../domain/ids.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { attachmentsOf, noFile } from "../media/attachments.ts";
import type { NewMessage } from "../protocol/message.ts";
import type { ProblemCode } from "../protocol/problem.ts";
import type { Principal } from "./context.ts";
import { reach, reachMessage } from "./reach.ts";
import { templatesOf } from "./templates.ts";

type Wish = z.output<typeof NewMessage>;
type Payload = Record<string, unknown>;

/** Why a message is not even put to its thread. */
export interface Fault {
  code: ProblemCode;
  detail: string;
}

/** What a body asks to say: with its files as they are known, and the text that stands for it. */
export async function sayingOf(env: Cloudflare.Env, principal: Principal, wish: Wish): Promise<Result<Saying, Fault>> {
  const { message_type } = wish;
  const payload = payloadOf(wish);
  const files = mediaIn(message_type, payload);
  for (const { file } of files) {
    const id = file.media_id;
    if (typeof id === "string" && !(await mayPassOn(env, principal, id))) return err(noFile(id));
  }
  const attachments = await attachmentsOf(env, principal.tenant_id, files);
  if (!attachments.ok) return attachments;
  const template = message_type === "template" ? await checkTemplate(env, principal, wish) : ok(null);
  if (!template.ok) return template;
  const quoted = message_type === "reaction" ? wish.payload.message_id : wish.reply_to;
  if (quoted && principal.scope.outlet_ids !== null && (await reachMessage({ env }, principal, quoted)) === null)
    return err({ code: "quoted_message_not_found", detail: "There is no such message." });
  return ok({
    message_type,
    content: wish.content ?? template.value ?? contentOf(message_type, payload),
    payload,
    attachments: attachments.value,
    reply_to: quoted ? { message_id: quoted, channel_message_id: null } : null,
    referral: null,
    forwarded: null,
    whatsapp_message_id: wish.whatsapp_message_id ?? null,
    timestamp: new Date().toISOString(),
    metadata: wish.metadata ?? null,
  });
}

/** What came with a message may go on with another of who may see that message, for as long as it is not taken back. */
async function mayPassOn(env: Cloudflare.Env, principal: Principal, mediaId: string): Promise<boolean> {
  if (parseMessageId(mediaId) === null) return true;
  const found = await reachMessage({ env }, principal, mediaId);
  return found !== null && found.message.deleted_at === null;
}

function payloadOf(wish: Wish): Payload {
  if (wish.message_type !== "text") return wish.payload;
  const { content, payload } = wish;
  return { ...payload, body: content ?? payload?.body };
}

/** A list that is older may miss what was approved since. */
const TRUSTED_MS = 60_000;

/**
 * What a template says with its values, as far as it is known. Where the list of templates cannot be had, WhatsApp
 * decides.
 */
async function checkTemplate(
  env: Cloudflare.Env,
  principal: Principal,
  { conversation_id, payload }: Extract<Wish, { message_type: "template" }>,
): Promise<Result<string | null, Fault>> {
  const { configuration } = principal;
  const reached = await reach({ env }, principal, conversation_id);
  const view = reached && (await reached.thread.conversation(reached.number));
  const inbox = configuration.inboxes.find(({ id }) => id === view?.inbox_id);
  if (!inbox) return ok(null);
  for (const refresh of [false, true]) {
    const list = await templatesOf(env, configuration, inbox, refresh);
    if (list === null) return ok(null);
    const detail = templateFault(list.templates, payload);
    const template = findTemplate(list.templates, payload);
    if (detail === null) return ok(template && renderTemplate(payload, { ...template }));
    const isRecent = Date.now() - Date.parse(list.fetched_at) < TRUSTED_MS;
    if (refresh || isRecent) return err({ code: "template_invalid", detail });
  }
  return ok(null);
}
