import { type MediaRequest, threadAt, type WorkJob } from "../conversation/port.ts";
import type { MediaVerdict } from "../domain/commands.ts";
import { errorText, log } from "../lib/log.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { ChannelFile, Unfetched } from "../media/channel-answer.ts";
import { type ChannelAccess, findFile, openFile } from "../media/channel-download.ts";
import { describeMedia, type StoreFault, storeMedia } from "../media/store.ts";
import { configurationOf } from "../tenant/configuration.ts";

/** WhatsApp's own limit for what a customer sends. */
const MOST_BYTES = 100 * 1024 * 1024;

/** So often other bytes than those that were sent may come before it is taken for granted that no others will. */
const ATTEMPTS_FOR_WRONG_BYTES = 3;

/** Fetches a customer's file from the channel into the bucket. The job only says that there is one: it is claimed. */
export async function fetchMedia(
  env: Cloudflare.Env,
  { tenant_id, thread_key, message_seq }: Extract<WorkJob, { kind: "fetch_media" }>,
): Promise<void> {
  const thread = threadAt(env, tenant_id, thread_key);
  const request = await thread.claimMedia(message_seq);
  if (request === null) return;
  const verdict = await attempt(env, tenant_id, request).catch((error): MediaVerdict => {
    // Thrown further, the claim would stand until it runs out.
    log("warn", "media.fetch_failed", { error: errorText(error), attempt: request.attempt });
    return { outcome: "try_later", reason: "The file could not be stored" };
  });
  await thread.reportMedia(message_seq, request.attempt, verdict);
}

async function attempt(env: Cloudflare.Env, tenantId: string, request: MediaRequest): Promise<MediaVerdict> {
  const { attachment } = request;
  const stored = request.attempt > 1 ? await describeMedia(env, tenantId, attachment.id) : null;
  // An attempt before had it already, and could not say so.
  if (stored && stored.sha256 === attachment.sha256) return verdictOn(stored);
  const configuration = await configurationOf(env, tenantId);
  const channel = configuration?.inboxes.find(({ id }) => id === request.inbox_id)?.channel;
  if (channel?.type !== "whatsapp") return { outcome: "failed", reason: "The inbox has no WhatsApp number" };
  const access = { ...channel, graph_url: env.WHATSAPP_GRAPH_URL };
  const found = await find(access, request);
  return found.ok ? store(env, tenantId, request, found.value) : found.error;
}

interface Found {
  file: ChannelFile;
  response: Response;
}

/** The file's bytes. A url that is no longer good is asked for once more. */
async function find(access: ChannelAccess, { attachment, attempt }: MediaRequest): Promise<Result<Found, Unfetched>> {
  const { channel_media_id } = attachment;
  if (channel_media_id === null) return err({ outcome: "failed", reason: "WhatsApp did not name the file" });
  for (let turn = 1; turn <= 2; turn++) {
    const file = await findFile(access, channel_media_id, attempt);
    if (!file.ok) return file;
    if ((file.value.size ?? 0) > MOST_BYTES) return err(TOO_LARGE);
    const opened = await openFile(access, file.value.url);
    if (opened.ok) return ok({ file: file.value, response: opened.value });
    if (opened.error !== "not_found") return err(opened.error);
  }
  return err({ outcome: "try_later", reason: "The file is not where WhatsApp says it is" });
}

async function store(
  env: Cloudflare.Env,
  tenantId: string,
  request: MediaRequest,
  { file, response }: Found,
): Promise<MediaVerdict> {
  const size = lengthOf(response) ?? file.size ?? undefined;
  const refusal = refusalOf(request, file, size);
  if (refusal !== null || response.body === null) {
    await response.body?.cancel();
    return refusal ?? { outcome: "try_later", reason: "WhatsApp's file server sent nothing" };
  }
  const { attachment, attempt } = request;
  const mime_type = file.mime_type ?? attachment.mime_type;
  const { file_name } = attachment;
  const sha256 = attachment.sha256 ?? file.sha256;
  const stored = await storeMedia(env, tenantId, attachment.id, response.body, { mime_type, file_name, size, sha256 });
  if (stored.ok) return verdictOn(stored.value);
  return stored.error === "wrong_digest" ? wrongBytes(attempt) : { outcome: "try_later", reason: WORDS[stored.error] };
}

/** Why a file need not be read at all. What the webhook and Graph say of it must agree. */
function refusalOf({ attachment, attempt }: MediaRequest, file: ChannelFile, size = 0): Unfetched | null {
  if (size > MOST_BYTES) return TOO_LARGE;
  const [one, other] = [attachment.sha256, file.sha256];
  return one !== null && other !== null && one !== other ? wrongBytes(attempt) : null;
}

const TOO_LARGE: Unfetched = { outcome: "failed", reason: "The file is larger than 100 MB" };

const WORDS: { [fault in Exclude<StoreFault, "wrong_digest">]: string } = {
  no_length: "WhatsApp does not say how long the file is",
  wrong_length: "The file is not as long as WhatsApp says",
  broken_off: "The connection to WhatsApp's file server broke off",
  taken: "The file is there already",
};

/** The length of the bytes as they come; null when it is not told, or told of compressed ones. */
function lengthOf({ headers }: Response): number | null {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? null : Number(length);
}

const verdictOn = ({ size, sha256, mime_type }: Omit<Extract<MediaVerdict, { outcome: "stored" }>, "outcome">) => ({
  outcome: "stored" as const,
  size,
  sha256,
  mime_type,
});

const wrongBytes = (attempt: number): Unfetched => ({
  outcome: attempt < ATTEMPTS_FOR_WRONG_BYTES ? "try_later" : "failed",
  reason: "The file that WhatsApp gives is not the one that was sent",
});
