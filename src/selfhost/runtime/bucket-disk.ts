import type { Span } from "./bucket-answer.ts";
import type { Checksum } from "./bucket-request.ts";

/** A directory: GET answers a file's bytes or a range of them, PUT makes a file whole or not at all, DELETE removes it. */
export interface Disk {
  fetch(request: Request): Promise<Response>;
}

/** A file that was written: its bytes, and their checksums in hexadecimal digits. */
export interface Written {
  size: number;
  checksums: Map<Checksum, string>;
}

const CHUNK_BYTES = 256 * 1024;
const ALGORITHMS = { md5: "MD5", sha1: "SHA-1", sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" };

/** Writes all of a stream to a new file, a chunk at a time. */
export async function writeBlob(
  disk: Disk,
  blob: string,
  body: ReadableStream<Uint8Array>,
  wanted: Checksum[],
): Promise<Written> {
  const file = new IdentityTransformStream();
  const digests = wanted.map((checksum) => ({ checksum, stream: new crypto.DigestStream(ALGORITHMS[checksum]) }));
  const stored = disk.fetch(new Request(address(blob), { method: "PUT", body: file.readable }));
  const poured = pour(body, [file.writable, ...digests.map(({ stream }) => stream)]);
  // Both have ended before either's failure is told: a file that is given up must not come into being afterwards.
  await Promise.allSettled([poured, stored]);
  const [size, { ok, status }] = await Promise.all([poured, stored]);
  if (!ok) throw new Error(`The disk answered ${status}.`);
  const checksums = digests.map(async ({ checksum, stream }) => [checksum, hex(await stream.digest)] as const);
  return { size, checksums: new Map(await Promise.all(checksums)) };
}

async function pour(body: ReadableStream<Uint8Array>, sinks: WritableStream[]): Promise<number> {
  const reader = body.getReader({ mode: "byob" });
  const writers = sinks.map((sink) => sink.getWriter());
  let size = 0;
  try {
    let buffer = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const { value, done } = await reader.readAtLeast(CHUNK_BYTES, buffer);
      if (value !== undefined && value.byteLength > 0) {
        size += value.byteLength;
        await Promise.all(writers.map((writer) => writer.write(value)));
      }
      if (done || value === undefined || value.byteLength < CHUNK_BYTES) break;
      buffer = new Uint8Array(value.buffer as ArrayBuffer);
    }
    await Promise.all(writers.map((writer) => writer.close()));
    return size;
  } catch (error) {
    await Promise.allSettled(writers.map((writer) => writer.abort(error)));
    throw error;
  } finally {
    reader.releaseLock();
  }
}

/** The bytes of a file; null when it is not there, or not as long as it was written. */
export async function openBlob(
  disk: Disk,
  { blob, size }: { blob: string; size: number },
  { offset, length }: Span,
): Promise<ReadableStream<Uint8Array> | null> {
  const headers = length === size ? [] : [["range", `bytes=${offset}-${offset + length - 1}`]];
  const response = await disk.fetch(new Request(address(blob), { headers }));
  if (response.ok && Number(response.headers.get("content-length")) === length) return response.body;
  await response.body?.cancel();
  return null;
}

/** Removes a file if it is there. */
export async function removeBlob(disk: Disk, blob: string): Promise<void> {
  const { ok, status } = await disk.fetch(new Request(address(blob), { method: "DELETE" }));
  if (!ok && status !== 404) throw new Error(`The disk answered ${status}.`);
}

// In 256 directories: one with a million files is slow in many a file system.
const address = (blob: string): string => `http://disk/${blob.slice(0, 2)}/${blob}`;

export const hex = (bytes: ArrayBuffer): string => new Uint8Array(bytes).toHex();
