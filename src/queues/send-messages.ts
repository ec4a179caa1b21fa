import { troubleOf } from "../channels/whatsapp/errors.ts";
import { send } from "../channels/whatsapp/sender.ts";
import { type OutboundJob, type SendRequest, threadAt } from "../conversation/port.ts";
import type { Verdict } from "../domain/commands.ts";
import { errorText, log } from "../lib/log.ts";
import type { Inbox, WhatsAppChannel } from "../tenant/configuration.ts";
import { inboxNow, type Line, reportHealthy, reportTrouble, waitOf } from "./inbox-health.ts";
import { noteSpelling } from "./spelling.ts";
import { uploadedMedia } from "./uploaded-media.ts";

/**
 * An attempt that did not begin to send by then does not send any more: before two minutes are over since it was
 * claimed another one may begin, and the answer needs its own time.
 */
const SENDS_WITHIN_MS = 90_000;

/**
 * Sends what a thread has waiting, in order. The job only says that there is something: each message is claimed from
 * the thread, so that a repeated, late or reordered job sends nothing twice.
 */
export async function sendMessages(env: Cloudflare.Env, job: OutboundJob): Promise<void> {
  const { tenant_id, thread_key, resume = false } = job;
  const thread = threadAt(env, tenant_id, thread_key);
  // Who is told to resume finds out whether the inbox can send, whatever was known of it before.
  let isTrying = resume;
  let request = await thread.claim(resume);
  while (request !== null) {
    const line = { tenant_id, thread_key, inbox_id: request.inbox_id };
    const verdict = await attempt(env, line, request, isTrying);
    if (verdict.outcome !== "accepted") isTrying = false;
    // The next answer names the spelling again; a verdict that is lost would have the message sent twice.
    await noteSpelling(env, line, request, verdict).catch((error) =>
      log("warn", "spelling.not_noted", { error: errorText(error) }),
    );
    request = await thread.report(request.message.seq, request.attempt, verdict);
  }
}

async function attempt(env: Cloudflare.Env, line: Line, request: SendRequest, isTrying: boolean): Promise<Verdict> {
  const deadline = Date.now() + SENDS_WITHIN_MS;
  if (request.by_service) return TAKEN_BY_SERVICE;
  const inbox = await inboxNow(env, line, isTrying).catch((error) => {
    log("warn", "inbox.unread", { inbox_id: line.inbox_id, error: errorText(error) });
    return undefined;
  });
  if (inbox === undefined) return NOT_READ;
  if (inbox?.channel.type !== "whatsapp") return NO_NUMBER;
  // A pause that began since passes by itself.
  const isHeld = !isTrying || inbox.health.status === "paced";
  const wait = isHeld ? waitOf(inbox.health, Date.now()) : null;
  if (wait) {
    await reportTrouble(env, line, inbox.health);
    return wait;
  }
  const verdict = await sendFrom(env, line, inbox.channel, request, deadline);
  return settle(env, line, request, { inbox, verdict, deadline });
}

/** The service that sends to the channel is told by the log, as often as it needs. */
const TAKEN_BY_SERVICE: Verdict = { outcome: "accepted", channel_message_id: null, wa_id: null };

const NO_NUMBER: Verdict = {
  outcome: "refused",
  error: { code: null, title: "The inbox has no WhatsApp number", detail: null },
};

/** Nothing left: told as a failure of this attempt, it would wait for two minutes as if it might have. */
const NOT_READ: Verdict = {
  outcome: "held",
  error: { code: null, title: "The inbox's settings could not be read", detail: null },
  delay_ms: 10_000,
};

function sendFrom(
  env: Cloudflare.Env,
  { tenant_id }: Line,
  channel: WhatsAppChannel,
  request: SendRequest,
  deadline: number,
): Promise<Verdict> {
  const { phone_number_id, access_token } = channel;
  const upload = (media_id: string) =>
    uploadedMedia(env, { tenant_id, media_id, phone_number_id, access_token }, deadline);
  return send({ ...request, phone_number_id, access_token, graph_url: env.WHATSAPP_GRAPH_URL, upload });
}

/** Tells the tenant what an attempt says of the inbox. One that somebody mended meanwhile is tried once more. */
async function settle(
  env: Cloudflare.Env,
  line: Line,
  request: SendRequest,
  { inbox, verdict, deadline }: { inbox: Inbox; verdict: Verdict; deadline: number },
): Promise<Verdict> {
  if (verdict.outcome === "accepted") {
    if (inbox.health.status === "unhealthy") await reportHealthy(env, line);
    return verdict;
  }
  const trouble = troubleOf(verdict);
  if (trouble === null) return verdict;
  const now = await inboxNow(env, line, true).catch(() => null);
  const isMended = now?.health.status === "healthy" && now.health.since !== inbox.health.since;
  if (isMended && now.channel.type === "whatsapp" && verdict.outcome === "held") {
    const again = await sendFrom(env, line, now.channel, request, deadline);
    return settle(env, line, request, { inbox: now, verdict: again, deadline });
  }
  const { status, code, reason, retry_after_ms } = trouble;
  log("error", "inbox.trouble", { inbox_id: line.inbox_id, status, code });
  const retry_at = new Date(Date.now() + retry_after_ms).toISOString();
  await reportTrouble(env, line, { status, code, reason, retry_at });
  return verdict;
}
