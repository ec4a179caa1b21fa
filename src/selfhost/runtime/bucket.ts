import { errorText, log } from "../../lib/log.ts";
import { answer, answerWithBytes, checksumNumber, type Facts, Refused, refuse, type Span } from "./bucket-answer.ts";
import { type Disk, hex, openBlob, type Written, writeBlob } from "./bucket-disk.ts";
import type { Blob, BucketIndex, Entry } from "./bucket-index.ts";
import {
  type BucketRequest,
  CHECKSUMS,
  type Checksum,
  type Metadata,
  type Received,
  receive,
} from "./bucket-request.ts";
import { holds, isKey, isSmallEnough, rangeOf } from "./bucket-rules.ts";

export { BucketIndex } from "./bucket-index.ts";

interface Env {
  INDEX: { getByName(bucket: string): Index };
  DISK: Disk;
}

type Index = DurableObjectStub<BucketIndex>;
type Of<Method extends BucketRequest["method"]> = Extract<BucketRequest, { method: Method }>;
type Body = ReadableStream<Uint8Array>;

/** The service behind the Worker's R2 bindings. Bytes go between the Worker and the disk, past the object that knows where they are. */
export default {
  async fetch(request, env, ctx) {
    const received = await receive(request);
    const answered = respond(received, env.INDEX.getByName(ctx.props.bucket), env.DISK).catch(async (error) => {
      if (!(error instanceof Refused)) log("error", "bucket.failed", { error: errorText(error) });
      // The binding hears the answer when it has sent all.
      await received.body?.pipeTo(new WritableStream()).catch(() => {});
      return refuse(error instanceof Refused ? error.refusal : "internal");
    });
    // Of an upload whose sender is gone, the file must still be removed.
    ctx.waitUntil(answered);
    return answered;
  },
} satisfies ExportedHandler<Env, unknown, unknown, { bucket: string }>;

async function respond({ request, body }: Received, index: Index, disk: Disk): Promise<Response> {
  check(request);
  if (request.method === "head") return head(index, request);
  if (request.method === "get") return get(index, disk, request);
  if (request.method === "list") return list(index, request);
  if (body === null) throw new Error(`${request.method} came without a body.`);
  if (request.method === "put") return put(index, disk, request, body);
  if (request.method === "delete") return remove(index, request);
  if (request.method === "createMultipartUpload") return begin(index, request);
  if (request.method === "uploadPart") return putPart(index, disk, request, body);
  if (request.method === "completeMultipartUpload") return complete(index, request);
  await index.abort(request.uploadId, request.object);
  return answer({});
}

function check(request: BucketRequest): void {
  if ("object" in request && !isKey(request.object)) throw new Refused("badKey");
  if ("customFields" in request && !isSmallEnough(request)) throw new Refused("metadataTooLarge");
  if ("ssec" in request) throw new Refused("noEncryption");
}

async function head(index: Index, { object }: Of<"head">): Promise<Response> {
  const entry = await index.find(object);
  return entry === null ? refuse("notFound") : answer(entry.facts);
}

async function get(index: Index, disk: Disk, request: Of<"get">): Promise<Response> {
  let entry: Entry | null = await index.find(request.object);
  while (entry !== null) {
    const { facts, blobs } = entry;
    if (request.onlyIf && !holds(request.onlyIf, facts)) return refuse("condition", facts);
    const range = rangeOf(request, facts.size);
    if (range === null) return refuse("badRange");
    const [first, ...rest] = cut(blobs, range);
    const bytes = first && (await openBlob(disk, first, first.span));
    if (bytes !== null) return answerWithBytes(facts, range, (writable) => write(disk, bytes, rest, writable));
    const again: Entry | null = await index.find(request.object);
    // Replaced since it was looked up: the new one is as good. Not replaced: the file was lost.
    if (again?.facts.version === facts.version) throw new Error(`The file of version ${facts.version} is not there.`);
    entry = again;
  }
  return refuse("notFound");
}

/** The files that a range lies in, and what it wants of each. */
function cut(blobs: Blob[], { offset, length }: Span): (Blob & { span: Span })[] {
  let start = 0;
  return blobs.flatMap((blob) => {
    const from = Math.max(offset - start, 0);
    const to = Math.min(offset + length - start, blob.size);
    start += blob.size;
    return from < to ? [{ ...blob, span: { offset: from, length: to - from } }] : [];
  });
}

async function write(
  disk: Disk,
  first: Body | undefined,
  rest: (Blob & { span: Span })[],
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  await first?.pipeTo(writable, { preventClose: true });
  for (const blob of rest) {
    const bytes = await openBlob(disk, blob, blob.span);
    if (bytes === null) throw new Error("The object was replaced while it was read.");
    await bytes.pipeTo(writable, { preventClose: true });
  }
  await writable.close();
}

async function list(index: Index, request: Of<"list">): Promise<Response> {
  const listed = await index.list(request);
  return "refusal" in listed ? refuse(listed.refusal) : answer(listed);
}

async function put(index: Index, disk: Disk, request: Of<"put">, body: Body): Promise<Response> {
  const expected = CHECKSUMS.filter((checksum) => request[checksum] !== undefined);
  return keep(index, disk, body, expected, async (blob, { size, checksums }) => {
    const isAsExpected = (checksum: Checksum) => checksums.get(checksum) === expectedHex(request, checksum);
    if (!expected.every(isAsExpected)) throw new Refused("badDigest");
    const facts: Facts = {
      ...factsOf(request.object, checksums.get("md5") ?? "", request),
      size,
      checksums: Object.fromEntries([...checksums].map(([checksum, digits]) => [checksumNumber(checksum), digits])),
    };
    const change = await index.put(facts, { blob, size }, request.onlyIf);
    if ("refusal" in change) throw new Refused(change.refusal);
    return answer(change.facts);
  });
}

/** Writes the body to a new file; whatever goes wrong then, the file goes too. */
async function keep(
  index: Index,
  disk: Disk,
  body: Body,
  checksums: Checksum[],
  use: (blob: string, written: Written) => Promise<Response>,
): Promise<Response> {
  const blob = await index.reserve();
  try {
    return await use(blob, await writeBlob(disk, blob, body, [...new Set<Checksum>(["md5", ...checksums])]));
  } catch (error) {
    await index.discard(blob);
    throw error;
  }
}

/** The binding sends one of them in Base64. */
function expectedHex(request: Of<"put">, checksum: Checksum): string | undefined {
  const given = request[checksum];
  return checksum === "md5" && given !== undefined ? Uint8Array.fromBase64(given).toHex() : given?.toLowerCase();
}

const factsOf = (name: string, etag: string, metadata: Metadata): Facts => ({
  name,
  version: crypto.randomUUID().replaceAll("-", ""),
  size: 0,
  etag,
  uploaded: Date.now(),
  checksums: {},
  ...metadataOf(metadata),
});

const metadataOf = ({ httpFields, customFields, storageClass = "Standard" }: Metadata): Metadata => ({
  ...(httpFields ? { httpFields } : {}),
  ...(customFields ? { customFields } : {}),
  storageClass,
});

async function remove(index: Index, { object, objects = [] }: Of<"delete">): Promise<Response> {
  await index.delete(object === undefined ? objects : [object]);
  return answer({});
}

async function begin(index: Index, request: Of<"createMultipartUpload">): Promise<Response> {
  return answer({ uploadId: await index.begin(request.object, metadataOf(request)) });
}

async function putPart(index: Index, disk: Disk, request: Of<"uploadPart">, body: Body): Promise<Response> {
  return keep(index, disk, body, [], async (blob, { size, checksums }) => {
    const etag = checksums.get("md5") ?? "";
    const part = { number: request.partNumber, etag, size, blob };
    const refusal = await index.putPart(request.uploadId, request.object, part);
    if (refusal !== null) throw new Refused(refusal);
    return answer({ etag });
  });
}

async function complete(index: Index, { object, uploadId, parts }: Of<"completeMultipartUpload">): Promise<Response> {
  const named = parts.toSorted((a, b) => a.part - b.part);
  // As S3 has it: the MD5 of the parts' MD5s. A part's etag is its MD5, and the index knows whether it is the right one.
  const md5s = named.map(({ etag }) => (/^[0-9a-f]{32}$/.test(etag) ? etag : "")).join("");
  const etag = `${hex(await crypto.subtle.digest("MD5", Uint8Array.fromHex(md5s)))}-${named.length}`;
  const { storageClass: _, ...facts } = factsOf(object, etag, {});
  const change = await index.complete(uploadId, named, facts);
  return "refusal" in change ? refuse(change.refusal) : answer(change.facts);
}
