import { CHECKSUMS, type Checksum, type Metadata } from "./bucket-request.ts";

/** What is known of an object, in the words of the binding; without the bytes. */
export interface Facts extends Metadata {
  name: string;
  version: string;
  size: number;
  etag: string;
  /** Milliseconds since 1970. */
  uploaded: number;
  /** In hexadecimal digits, by their number. */
  checksums: Record<string, string>;
}

/** A part of an object in bytes, counted from 0. */
export interface Span {
  offset: number;
  length: number;
}

/** What the platform answers when it refuses: HTTP status, its own code, and words. */
const REFUSALS = {
  internal: [500, 10001, "The file of this object could not be written or read."],
  notFound: [404, 10007, "The specified key does not exist."],
  partTooSmall: [400, 10011, "Your proposed upload is smaller than the minimum allowed object size."],
  metadataTooLarge: [400, 10012, "Your metadata headers exceed the maximum allowed metadata size."],
  badKey: [400, 10020, "The specified object name is not valid."],
  badLimit: [400, 10022, "MaxKeys params must be positive integer <= 1000."],
  noUpload: [400, 10024, "The specified multipart upload does not exist."],
  badPart: [400, 10025, "One or more of the specified parts could not be found."],
  noEncryption: [400, 10029, "Encryption with a key of one's own (SSE-C) is not provided here."],
  condition: [412, 10031, "At least one of the pre-conditions you specified did not hold."],
  badDigest: [400, 10037, "The checksum you specified did not match what we received."],
  badRange: [416, 10039, "The requested range is not satisfiable"],
  unequalParts: [500, 10048, "There was a problem with the multipart upload."],
} as const satisfies Record<string, [status: number, code: number, message: string]>;

export type Refusal = keyof typeof REFUSALS;

/** A refusal on its way to the answer. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** @param facts of the object as it stands, where a condition on it did not hold */
export function refuse(refusal: Refusal, facts?: Facts): Response {
  const [status, v4code, message] = REFUSALS[refusal];
  const metadata = facts === undefined ? null : encode(facts);
  const headers = new Headers({ "cf-r2-error": JSON.stringify({ version: 1, v4code, message }) });
  if (metadata !== null) headers.set("cf-r2-metadata-size", String(metadata.byteLength));
  return new Response(metadata, { status, headers });
}

/** An answer that is all metadata. */
export function answer(metadata: unknown): Response {
  const encoded = encode(metadata);
  return new Response(encoded, { headers: { "cf-r2-metadata-size": String(encoded.byteLength) } });
}

/** An answer whose metadata the bytes of an object follow, as `write` brings them. */
export function answerWithBytes(
  facts: Facts,
  range: Span,
  write: (writable: WritableStream<Uint8Array>) => Promise<void>,
): Response {
  const metadata = encode({ ...facts, range });
  const { readable, writable } = new FixedLengthStream(metadata.byteLength + range.length);
  const written = async () => {
    const writer = writable.getWriter();
    await writer.write(metadata);
    writer.releaseLock();
    await write(writable);
  };
  // Whoever reads is told by the stream that it breaks; whoever stops to read has no need to know.
  written().catch((error) => writable.abort(error).catch(() => {}));
  return new Response(readable, { headers: { "cf-r2-metadata-size": String(metadata.byteLength) } });
}

export const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

export const checksumNumber = (checksum: Checksum): string => String(CHECKSUMS.indexOf(checksum));
