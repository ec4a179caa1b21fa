import { baseType } from "./mime-type.ts";

/** So many bytes are enough to tell; a PDF may have a few before its own first ones. */
const ENOUGH = 1024;

/** The first bytes of a stream, and the whole of it still to be read. */
export async function peek(
  source: ReadableStream<Uint8Array>,
): Promise<{ first: Uint8Array; stream: ReadableStream<Uint8Array> }> {
  const reader = source.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < ENOUGH) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  const first = new Uint8Array(Math.min(size, ENOUGH));
  let offset = 0;
  for (const chunk of chunks) {
    first.set(chunk.subarray(0, first.length - offset), offset);
    offset = Math.min(offset + chunk.byteLength, first.length);
  }
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const held = chunks.shift();
        if (held) return controller.enqueue(held);
        const { done, value } = await reader.read();
        return done ? controller.close() : controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { first, stream };
}

type Sign = (first: Uint8Array) => boolean;

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const starts =
  (...bytes: number[]): Sign =>
  (first) =>
    bytes.every((byte, index) => first[index] === byte);
const says =
  (word: string, offset = 0): Sign =>
  (first) =>
    text(first.subarray(offset, offset + word.length)) === word;
const both =
  (one: Sign, other: Sign): Sign =>
  (first) =>
    one(first) && other(first);
const either =
  (one: Sign, other: Sign): Sign =>
  (first) =>
    one(first) || other(first);

const BOX: Sign = says("ftyp", 4);
const MATROSKA = starts(0x1a, 0x45, 0xdf, 0xa3);
/** The eleven bits that a frame of MPEG audio begins with; in AAC's own frames the layer is 0. */
const MPEG_FRAME: Sign = ([first = 0, second = 0]) => first === 0xff && second >= 0xe0 && (second & 0x06) !== 0;
const AAC_FRAME: Sign = ([first = 0, second = 0]) => first === 0xff && (second & 0xf6) === 0xf0;

/** How files of the usual types begin. */
const SIGNS: { [type: string]: Sign } = {
  "image/jpeg": starts(0xff, 0xd8, 0xff),
  "image/png": starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  "image/gif": says("GIF8"),
  "image/webp": both(says("RIFF"), says("WEBP", 8)),
  "audio/aac": (first) => [AAC_FRAME, says("ADIF"), says("ID3")].some((sign) => sign(first)),
  "audio/amr": says("#!AMR"),
  "audio/mpeg": either(says("ID3"), MPEG_FRAME),
  "audio/mp4": BOX,
  "audio/ogg": says("OggS"),
  "audio/opus": says("OggS"),
  "audio/wav": both(says("RIFF"), says("WAVE", 8)),
  "audio/webm": MATROSKA,
  "video/mp4": BOX,
  "video/3gpp": BOX,
  "video/quicktime": (first) => ["ftyp", "moov", "mdat", "wide", "free"].some((word) => says(word, 4)(first)),
  "video/webm": MATROSKA,
  "application/pdf": (first) => text(first).includes("%PDF-"),
};

/** Whether a file that begins so may be of a type. Of a type that we know no sign of, any may. */
export function mayBe(mimeType: string, first: Uint8Array): boolean {
  const sign = Object.hasOwn(SIGNS, baseType(mimeType)) ? SIGNS[baseType(mimeType)] : undefined;
  return sign === undefined || sign(first);
}
