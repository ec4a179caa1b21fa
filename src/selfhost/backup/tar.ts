import { createReadStream } from "node:fs";
import { Refusal } from "../refusal.ts";

/** A file of an archive: what `tar` lists. */
export interface Member {
  path: string;
  size: number;
  /** Its bytes, or where they are. */
  content: { bytes: Buffer } | { file: string };
}

const BLOCK = 512;
/** Eleven octal digits. */
const MAX_BYTES = 8 ** 11 - 1;

/** Writes members as POSIX ustar, which every `tar` reads. */
export async function* writeTar(members: Iterable<Member>, modified: Date): AsyncGenerator<Buffer> {
  for (const member of members) {
    yield header(member, modified);
    if ("bytes" in member.content) yield member.content.bytes;
    else if (member.size > 0) yield* createReadStream(member.content.file);
    yield Buffer.alloc(padding(member.size));
  }
  yield Buffer.alloc(2 * BLOCK);
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function header({ path, size }: Member, modified: Date): Buffer {
  if (size > MAX_BYTES) throw new Refusal(`${path} has ${size} bytes, more than an archive's file can have.`);
  const [prefix, name] = split(path);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
  block.write(name, 0);
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(modified.getTime() / 1000), 136, 12);
  block.write("0ustar\x0000", 156, "latin1");
  block.write(prefix, 345);
  block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

/** A long path stands in two fields, parted at a slash. */
function split(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ["", path];
  const slash = path.lastIndexOf("/");
  const parts: [string, string] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
  if (Buffer.byteLength(parts[0]) <= 155 && Buffer.byteLength(parts[1]) <= 100) return parts;
  throw new Refusal(`${path} is too long a name for an archive.`);
}

/** The sum of a header's bytes, those of the sum itself taken for spaces. */
const checksum = (block: Buffer): number =>
  block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);

/** A file of an archive that is being read: its bytes must be taken before the next one comes. */
export interface ReadMember {
  path: string;
  size: number;
  content: AsyncIterable<Buffer>;
}

/** Reads an archive of `writeTar`, member by member; refuses one that is cut short or something else. */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<ReadMember> {
  const bytes = new Bytes(source);
  for (;;) {
    const block = await bytes.exactly(BLOCK);
    if (block.every((byte) => byte === 0)) return;
    const text = (at: number, length: number) =>
      block
        .subarray(at, at + length)
        .toString()
        .replace(/\0.*$/s, "");
    if (Number.parseInt(text(148, 8), 8) !== checksum(block) || text(156, 1) !== "0") throw notOurs();
    const [name, prefix] = [text(0, 100), text(345, 155)];
    const size = Number.parseInt(text(124, 12), 8);
    const content = bytes.next(size);
    yield { path: prefix === "" ? name : `${prefix}/${name}`, size, content };
    for await (const _ of content); // what nobody wanted
    await bytes.exactly(padding(size));
  }
}

const notOurs = () => new Refusal("This is no backup of a conversation store, or it is damaged.");

/** The bytes of a stream, as many at a time as are asked for. */
class Bytes {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async exactly(count: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.next(count)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async *next(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#rest.length === 0) {
        const { value, done } = await this.#source.next();
        if (done) throw new Refusal("The backup is cut short.");
        this.#rest = value;
      }
      const chunk = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(chunk.length);
      left -= chunk.length;
      yield chunk;
    }
  }
}
