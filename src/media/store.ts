import { errorText, log } from "../lib/log.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { copy, digestOf } from "./copy.ts";
import type { Span } from "./range.ts";

/** What is known of a file before its bytes come. */
interface NewMedia {
  mime_type: string | null;
  file_name: string | null;
  /** In bytes, as the source names it. */
  size?: number | undefined;
  /** Lower-case hex, where the source names it: other bytes are not kept. */
  sha256?: string | null;
  /** Keeps what is there already under this id. */
  once?: boolean;
  /** It is for one message, and goes with it. */
  single_use?: boolean;
}

/** A stored file. */
export interface StoredMedia {
  mime_type: string | null;
  file_name: string | null;
  /** In bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  single_use: boolean;
  stored_at: Date;
}

/**
 * Why a file was not stored: its source named no length, sent more or less than it named, or other bytes than their
 * digest said, or broke off; or there is a file under this id already. Nothing is left of it.
 */
export type StoreFault = "no_length" | "wrong_length" | "wrong_digest" | "broken_off" | "taken";

/** Under which a file lies in the bucket. */
export const keyOf = (tenantId: string, mediaId: string): string => `${tenantId}/${mediaId}`;

/** So many bytes of a file whose digest nobody named are held until it is known: R2 writes a name once a second only. */
const MOST_HELD = 4 * 1024 * 1024;

/** Streams a file into the bucket; no more of it is in memory than a chunk, or a small file. */
export async function storeMedia(
  env: Cloudflare.Env,
  tenantId: string,
  mediaId: string,
  stream: ReadableStream<Uint8Array>,
  media: NewMedia,
): Promise<Result<StoredMedia, StoreFault>> {
  const { size, sha256 = null, once = false } = media;
  if (size === undefined) {
    await stream.cancel().catch(() => undefined);
    return err("no_length");
  }
  if (sha256 === null && size <= MOST_HELD) {
    const held = await hold(stream, size);
    if (!held.ok) return held;
    return storeMedia(env, tenantId, mediaId, held.value.stream, { ...media, sha256: held.value.sha256 });
  }
  const key = keyOf(tenantId, mediaId);
  const { readable, writable } = new FixedLengthStream(size);
  const options: R2PutOptions = { ...describing(media), ...(once && { onlyIf: { etagDoesNotMatch: "*" } }) };
  const putting = env.MEDIA.put(key, readable, { ...options, ...(sha256 !== null && { sha256 }) });
  const [copied, put] = await Promise.allSettled([
    copy(stream, writable, size, sha256),
    // A bucket that refuses may leave the rest unread: whoever writes must hear of it.
    putting.finally(() => readable.cancel().catch(() => undefined)),
  ]);
  if (put.status === "fulfilled" && put.value === null) return err("taken");
  if (copied.status === "rejected") throw put.status === "rejected" ? put.reason : copied.reason;
  if (!copied.value.ok) return copied.value;
  if (put.status === "rejected") throw put.reason;
  const { mime_type, file_name, single_use = false } = media;
  const { value: digest } = copied.value;
  if (sha256 === null)
    await recordDigest(env, put.value, describing(media), digest).catch((error) =>
      log("warn", "media.digest_not_kept", { error: errorText(error) }),
    );
  return ok({ mime_type, file_name, size, sha256: digest, single_use, stored_at: put.value.uploaded });
}

/** A small file in memory, and its digest. */
async function hold(stream: ReadableStream<Uint8Array>, size: number) {
  const { readable, writable } = new FixedLengthStream(size);
  const [copied, bytes] = await Promise.allSettled([
    copy(stream, writable, size, null),
    new Response(readable).arrayBuffer(),
  ]);
  if (copied.status === "rejected") throw copied.reason;
  if (!copied.value.ok) return copied.value;
  if (bytes.status === "rejected") throw bytes.reason;
  return ok({ stream: new Blob([bytes.value]).stream(), sha256: copied.value.value });
}

/**
 * Writes an object once more with its checksum: the bucket keeps one only if it is named before the first byte. Should
 * this not happen, the file is there all the same, and its digest is computed whenever somebody asks.
 */
async function recordDigest(
  env: Cloudflare.Env,
  { key, etag, size }: R2Object,
  options: R2PutOptions,
  sha256: string,
): Promise<void> {
  const object = await env.MEDIA.get(key, { onlyIf: { etagMatches: etag } });
  if (object === null || !("body" in object)) return;
  const bytes = object.body.pipeThrough(new FixedLengthStream(size));
  await env.MEDIA.put(key, bytes, { ...options, sha256, onlyIf: { etagMatches: etag } });
}

/** What is known of a stored file; null where there is none. */
export async function describeMedia(
  env: Cloudflare.Env,
  tenantId: string,
  mediaId: string,
): Promise<StoredMedia | null> {
  const key = keyOf(tenantId, mediaId);
  const object = await env.MEDIA.head(key);
  if (object === null) return null;
  const known = object.checksums.toJSON().sha256;
  const sha256 = known ?? (await digestOf((await env.MEDIA.get(key))?.body ?? null));
  if (sha256 === null) return null;
  const { file_name, single_use } = object.customMetadata ?? {};
  return {
    mime_type: object.httpMetadata?.contentType ?? null,
    file_name: file_name === undefined ? null : decodeURIComponent(file_name),
    size: object.size,
    sha256,
    single_use: single_use === "true",
    stored_at: object.uploaded,
  };
}

/** The bytes of a stored file, or a span of them; null where there is none. */
export async function openMedia(
  env: Cloudflare.Env,
  tenantId: string,
  mediaId: string,
  range?: Span,
): Promise<ReadableStream<Uint8Array> | null> {
  const object = await env.MEDIA.get(keyOf(tenantId, mediaId), range && { range });
  return object?.body ?? null;
}

/** The bucket deletes so many at a time. */
const MOST_DELETED = 1_000;

/** Deletes files for good; those that are not there are none to it. */
export async function deleteMedia(env: Cloudflare.Env, tenantId: string, mediaIds: string[]): Promise<void> {
  const keys = mediaIds.map((id) => keyOf(tenantId, id));
  for (let start = 0; start < keys.length; start += MOST_DELETED)
    await env.MEDIA.delete(keys.slice(start, start + MOST_DELETED));
}

/** Metadata of the bucket are read as HTTP headers by other tools: a name goes in as ASCII. */
const describing = ({ mime_type, file_name, single_use = false }: NewMedia): R2PutOptions => ({
  httpMetadata: mime_type === null ? {} : { contentType: mime_type },
  customMetadata: {
    ...(file_name !== null && { file_name: encodeURIComponent(file_name.toWellFormed()) }),
    ...(single_use && { single_use: "true" }),
  },
});
