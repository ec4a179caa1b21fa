import type { Caller } from "./host.ts";
import type { World } from "./world.ts";

interface Kept {
  bytes: Uint8Array;
  sha256: string | null;
}

/** Where files are: what is put there may be there although nobody heard of it. */
export class Bucket {
  readonly files = new Map<string, Kept>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The bucket as one caller has it. */
  bindingOf(caller: Caller): R2Bucket {
    const { files } = this;
    const binding = {
      put: async (
        key: string,
        stream: ReadableStream<Uint8Array>,
        { sha256 = null }: { sha256?: string | null } = {},
      ) => {
        const bytes = await allOf(stream);
        return this.#answer(caller, () => {
          files.set(key, { bytes, sha256 });
          return objectOf(key, { bytes, sha256 });
        });
      },
      head: (key: string) => this.#answer(caller, () => this.#find(key)),
      get: (key: string) => this.#answer(caller, () => this.#find(key)),
      delete: (key: string) => this.#answer(caller, () => files.delete(key)),
    };
    return binding as unknown as R2Bucket;
  }

  #find(key: string) {
    const kept = this.files.get(key);
    return kept ? objectOf(key, kept) : null;
  }

  #answer<T>(caller: Caller, work: () => T): Promise<T> {
    const world = this.#world;
    return new Promise((resolve, reject) => {
      if (!caller.isAlive) return;
      const settle = (how: () => void) => void world.after(world.delay(), () => caller.isAlive && how());
      const lost = () => reject(new Error("the bucket cannot be reached"));
      if (world.happens(world.faults.lost)) return settle(lost);
      const isAnswerLost = world.happens(world.faults.lost);
      world.after(world.delay(), () => {
        const done = work();
        settle(isAnswerLost ? lost : () => resolve(done));
      });
    });
  }
}

async function allOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: number[] = [];
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(chunks);
    chunks.push(...value);
  }
}

/** Bytes as they come from elsewhere. */
export const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes);
      controller.close();
    },
  });

const objectOf = (key: string, { bytes, sha256 }: Kept) => ({
  key,
  size: bytes.length,
  etag: key,
  uploaded: new Date(),
  checksums: { toJSON: () => (sha256 === null ? {} : { sha256 }) },
  body: streamOf(bytes),
});
