import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const FOLDER = "media";

/** Only its owner may read the files, as with the journal. */
const PRIVATE = 0o600;
const HEAD_BYTES = 32;

interface WrittenFile {
  /** The file's name in the folder. */
  file: string;
  file_size: number;
  /** Lower-case hex. */
  sha256: string;
  /** The first bytes, which tell what kind of file it is. */
  head: Uint8Array;
}

/** The bytes of the media, each file under a name that nobody guesses. */
export interface MediaFiles {
  /** Null when there was more than `most` bytes: then nothing is kept. */
  write(bytes: ReadableStream<Uint8Array>, most: number): Promise<WrittenFile | null>;
  /** All of a file, or from one byte to another; null when it is gone. */
  read(file: string, part?: { start: number; end: number }): ReadableStream<Uint8Array> | null;
  remove(file: string): void;
  all(): string[];
}

class TooLarge extends Error {}

/** Files beside the journal, streamed in and out. */
export function mediaFiles(stateDir: string): MediaFiles {
  const folder = join(stateDir, FOLDER);
  const pathOf = (file: string) => join(folder, file);
  return {
    async write(bytes, most) {
      mkdirSync(folder, { recursive: true });
      const file = randomUUID();
      const hash = createHash("sha256");
      const heads: Uint8Array[] = [];
      let file_size = 0;
      async function* measured() {
        for await (const chunk of bytes) {
          if (file_size < HEAD_BYTES) heads.push(chunk.slice(0, HEAD_BYTES));
          file_size += chunk.byteLength;
          if (file_size > most) throw new TooLarge();
          hash.update(chunk);
          yield chunk;
        }
      }
      try {
        await pipeline(measured, createWriteStream(pathOf(file), { mode: PRIVATE }));
      } catch (error) {
        rmSync(pathOf(file), { force: true });
        if (error instanceof TooLarge) return null;
        throw error;
      }
      const head = new Uint8Array(Buffer.concat(heads).subarray(0, HEAD_BYTES));
      return { file, file_size, sha256: hash.digest("hex"), head };
    },
    read(file, part) {
      if (!existsSync(pathOf(file))) return null;
      return Readable.toWeb(createReadStream(pathOf(file), part)) as ReadableStream<Uint8Array>;
    },
    remove(file) {
      rmSync(pathOf(file), { force: true });
    },
    all: () => (existsSync(folder) ? readdirSync(folder) : []),
  };
}
