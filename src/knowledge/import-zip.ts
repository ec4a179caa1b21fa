import { joined } from "../lib/bytes.ts";

/** Reads a ZIP archive (APPNOTE.TXT 6.3.10) by its directory, one file at a time, without trusting what it says of itself. */

export interface ZipEntry {
  /** As the archive writes it, with `/` between folders. */
  path: string;
  /** Opens the file: its bytes, or why there are none, in words. */
  read(limit: number): Promise<{ bytes: Uint8Array } | { fault: string }>;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/** The directory's end lies behind a comment of at most 65,535 bytes. */
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const IN_UTF_8 = 1 << 11;

/** Whether bytes begin as an archive does: with a file, or empty. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && [LOCAL, END].includes(viewOf(bytes).getUint32(0, true));

/** Every file of an archive, in the directory's order; null where it has no directory that can be read. */
export function entriesOf(bytes: Uint8Array): ZipEntry[] | null {
  try {
    const directory = directoryOf(bytes);
    return directory === null ? null : [...listed(bytes, directory)];
  } catch {
    // It says of itself that something lies where it has no bytes.
    return null;
  }
}

interface Directory {
  at: number;
  entries: number;
}

function directoryOf(bytes: Uint8Array): Directory | null {
  const view = viewOf(bytes);
  const lowest = Math.max(0, bytes.length - END_SIZE - LONGEST_COMMENT);
  let end = bytes.length - END_SIZE;
  while (end >= lowest && !isEnd(view, end)) end--;
  if (end < lowest) return null;
  const entries = view.getUint16(end + 10, true);
  const at = view.getUint32(end + 16, true);
  if (entries !== 0xffff && at !== 0xffffffff) return { at, entries };
  if (end < 20 || view.getUint32(end - 20, true) !== LOCATOR_64) return { at, entries };
  const large = number64(view, end - 20 + 8);
  if (view.getUint32(large, true) !== END_64) return null;
  return { at: number64(view, large + 48), entries: number64(view, large + 32) };
}

/** Whether the directory's end lies here: what only looks like it, within a comment, leads to no directory. */
function isEnd(view: DataView, end: number): boolean {
  if (view.getUint32(end, true) !== END) return false;
  const [entries, at] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (entries === 0 || at === 0xffffffff) return true;
  return at + 4 <= end && view.getUint32(at, true) === ENTRY;
}

function* listed(bytes: Uint8Array, { at: start, entries }: Directory): Generator<ZipEntry> {
  const view = viewOf(bytes);
  let at = start;
  for (let number = 0; number < entries; number++) {
    if (view.getUint32(at, true) !== ENTRY) throw new RangeError("no entry");
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const flags = view.getUint16(at + 8, true);
    const facts = {
      flags,
      method: view.getUint16(at + 10, true),
      check: view.getUint32(at + 16, true),
      ...placeOf(view, at, nameEnd, extraEnd),
    };
    const path = nameOf(bytes.subarray(at + 46, nameEnd), flags).replaceAll("\\", "/");
    yield { path, read: (limit) => open(bytes, facts, limit) };
    at = extraEnd + view.getUint16(at + 32, true);
  }
}

interface Facts {
  flags: number;
  method: number;
  /** CRC-32 of the file. */
  check: number;
  /** In bytes, packed and not. */
  packed: number;
  size: number;
  at: number;
}

/** Sizes and place of an entry: where one is too large for 32 bits, it stands in the extra field 1 in its turn. */
function placeOf(
  view: DataView,
  entry: number,
  extra: number,
  extraEnd: number,
): Pick<Facts, "packed" | "size" | "at"> {
  const short = [view.getUint32(entry + 24, true), view.getUint32(entry + 20, true), view.getUint32(entry + 42, true)];
  let at = extra;
  while (at + 4 <= extraEnd && view.getUint16(at, true) !== 1) at += 4 + view.getUint16(at + 2, true);
  let next = at + 4;
  const [size = 0, packed = 0, place = 0] = short.map((value) => {
    if (value !== 0xffffffff || next + 8 > extraEnd) return value;
    next += 8;
    return number64(view, next - 8);
  });
  return { size, packed, at: place };
}

/** In UTF-8 where the archive says so or it reads as such, else one character a byte. */
function nameOf(bytes: Uint8Array, flags: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: (flags & IN_UTF_8) === 0, ignoreBOM: false })
      .decode(bytes)
      .normalize("NFC");
  } catch {
    return String.fromCharCode(...bytes);
  }
}

async function open(bytes: Uint8Array, facts: Facts, limit: number): ReturnType<ZipEntry["read"]> {
  if (facts.flags & ENCRYPTED) return { fault: "It is encrypted: send the archive without a password." };
  if (facts.method !== STORED && facts.method !== DEFLATED)
    return { fault: `It is packed by method ${facts.method}: only deflate can be read.` };
  const tooLarge = { fault: `It is larger than ${limit} bytes.` };
  if (facts.size > limit) return tooLarge;
  const packed = packedIn(bytes, facts);
  if (packed === null) return { fault: "The archive is cut off here." };
  // What it unpacks to is counted while it does: what the archive says of it may be a lie.
  const whole = facts.method === STORED ? packed : await inflate(packed, limit);
  if (whole === "too_large" || (typeof whole !== "string" && whole.length > limit)) return tooLarge;
  if (typeof whole === "string" || whole.length !== facts.size || crc32(whole) !== facts.check)
    return { fault: "It is damaged." };
  return { bytes: whole };
}

/** A file's bytes as they lie in the archive. */
function packedIn(bytes: Uint8Array, { at, packed }: Facts): Uint8Array | null {
  const view = viewOf(bytes);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) return null;
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return start + packed > bytes.length ? null : bytes.subarray(start, start + packed);
}

async function inflate(packed: Uint8Array, limit: number): Promise<Uint8Array | "too_large" | "damaged"> {
  const body = new Response(packed as BodyInit).body;
  if (body === null) return new Uint8Array();
  const reader = body.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.byteLength;
      if (size > limit) {
        await reader.cancel().catch(() => undefined);
        return "too_large";
      }
      chunks.push(read.value);
    }
  } catch {
    return "damaged";
  }
  return joined(chunks);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (CRC_TABLE[(value ^ byte) & 0xff] ?? 0);
  return ~value >>> 0;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const number64 = (view: DataView, at: number) => Number(view.getBigUint64(at, true));
