import { errorText, log } from "../lib/log.ts";
import { err, type Result } from "../lib/result.ts";
import { idIn, later, type NotUploaded } from "./channel-answer.ts";
import { parseMimeType } from "./mime-type.ts";
import { describeMedia, openMedia, type StoredMedia } from "./store.ts";

/** Which file goes to which number's account. */
export interface ChannelUpload {
  tenant_id: string;
  media_id: string;
  phone_number_id: string;
  access_token: string;
}

/** A whole file of 100 MB at 5 Mbit/s. */
const UPLOAD_TIMEOUT_MS = 180_000;

const GONE: NotUploaded = {
  outcome: "refused",
  error: { code: null, title: "The file is no longer there", detail: null },
};

/**
 * Gives a file to the channel (Meta, "Media": multipart, kept for 30 days) as it streams from the bucket. The channel's
 * id is not kept: whoever sends a file to many remembers it for as long as it likes.
 * @returns the channel's id of the file
 */
export async function uploadToChannel(
  env: Cloudflare.Env,
  upload: ChannelUpload,
): Promise<Result<string, NotUploaded>> {
  try {
    const media = await describeMedia(env, upload.tenant_id, upload.media_id);
    const bytes = media && (await openMedia(env, upload.tenant_id, upload.media_id));
    return media && bytes ? await post(env, upload, formOf(media, bytes)) : err(GONE);
  } catch (error) {
    log("warn", "media.upload_failed", { error: errorText(error) });
    return err(later({ code: null, title: "The file could not be read", detail: null }));
  }
}

async function post(
  env: Cloudflare.Env,
  { phone_number_id, access_token }: ChannelUpload,
  { readable, written, content_type }: Form,
): Promise<Result<string, NotUploaded>> {
  try {
    const response = await fetch(`${env.WHATSAPP_GRAPH_URL}/${encodeURIComponent(phone_number_id)}/media`, {
      method: "POST",
      headers: { Authorization: `Bearer ${access_token}`, "Content-Type": content_type },
      body: readable,
      redirect: "manual",
      signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
    });
    return idIn(response.status, await response.text());
  } catch {
    return err(later({ code: null, title: "No answer from WhatsApp", detail: null }));
  } finally {
    // An answer may come before all was sent; what is left of the file is then read by nobody.
    await readable.cancel().catch(() => undefined);
    await written;
  }
}

interface Form {
  readable: ReadableStream<Uint8Array>;
  /** When all was written, or nobody reads any more. */
  written: Promise<void>;
  content_type: string;
}

/** A form with a file in it, of a length that is known beforehand. Of the file no more is in memory than a chunk. */
function formOf({ mime_type, file_name, size }: StoredMedia, bytes: ReadableStream<Uint8Array>): Form {
  const boundary = `----${crypto.randomUUID()}`;
  const type = parseMimeType(mime_type ?? "") ?? "application/octet-stream";
  const name = (file_name ?? "file").replace(/[\r\n]/g, " ").replaceAll('"', "%22");
  const encoder = new TextEncoder();
  const field = (field: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`;
  const head = encoder.encode(
    field("messaging_product", "whatsapp") +
      field("type", type) +
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  const { readable, writable } = new FixedLengthStream(head.byteLength + size + tail.byteLength);
  const write = async () => {
    await put(writable, head);
    await bytes.pipeTo(writable, { preventClose: true });
    await put(writable, tail);
    await writable.close();
  };
  // Whoever reads hears of what went wrong here.
  const written = write().catch((error) => writable.abort(error).catch(() => undefined));
  return { readable, written, content_type: `multipart/form-data; boundary=${boundary}` };
}

async function put(sink: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = sink.getWriter();
  await writer.write(bytes);
  writer.releaseLock();
}
