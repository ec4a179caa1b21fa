/** A file of an archive, with what its directory says of it where that is to be wrong. */
export interface File {
  path: string;
  content?: string | Uint8Array;
  /** As they lie in the archive, deflated. */
  packed?: Uint8Array;
  size?: number;
  flags?: number;
  method?: number;
  crc?: number;
  /** Sizes stand in the extra field of ZIP64. */
  isLong?: boolean;
}

const IN_UTF_8 = 0x800;

/** A ZIP archive of these files, stored unless they are packed already. */
export function zipOf(files: readonly File[]): Uint8Array<ArrayBuffer> {
  const locals: number[][] = [];
  const directory: number[][] = [];
  let at = 0;
  const parts: Uint8Array[] = [];
  for (const file of files) {
    const { name, extra, head, bytes } = described(file);
    const local = [...u32(0x04034b50), ...head, ...u16(name.length), ...u16(0), ...name];
    locals.push(local);
    parts.push(Uint8Array.from(local), bytes);
    const entry = [...u32(0x02014b50), ...u16(20), ...head, ...u16(name.length), ...u16(extra.length)];
    directory.push([...entry, ...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(at), ...name, ...extra]);
    at += local.length + bytes.length;
  }
  const listed = directory.flat();
  const count = u16(files.length);
  const end = [
    ...u32(0x06054b50),
    ...u16(0),
    ...u16(0),
    ...count,
    ...count,
    ...u32(listed.length),
    ...u32(at),
    ...u16(0),
  ];
  return joined([...parts, Uint8Array.from(listed), Uint8Array.from(end)]);
}

function described(file: File) {
  const { content = "", packed, flags = 0, isLong = false } = file;
  const plain = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const bytes = packed ?? plain;
  const size = file.size ?? plain.length;
  const method = file.method ?? (packed ? 8 : 0);
  const sizes = isLong ? [...u32(0xffffffff), ...u32(0xffffffff)] : [...u32(bytes.length), ...u32(size)];
  const extra = isLong ? [...u16(1), ...u16(16), ...u64(size), ...u64(bytes.length)] : [];
  const crc = file.crc ?? crc32(plain);
  const head = [...u16(20), ...u16(flags | IN_UTF_8), ...u16(method), ...u16(0), ...u16(0), ...u32(crc), ...sizes];
  return { name: [...new TextEncoder().encode(file.path)], extra, head, bytes };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}

const u16 = (value: number) => [value & 255, (value >>> 8) & 255];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const u64 = (value: number) => [...u32(value), ...u32(0)];
