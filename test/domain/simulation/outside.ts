import { createHash, createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Outgoing, Plant } from "./plant.ts";
import { chanceOf, type World } from "./world.ts";

const SAID_ALOUD = ["info", "warn", "error"] as const;

/** So much of where an error comes from is enough, and what is more takes longer than what it is about. */
const STACK = 8;

/** Puts time, chance and the way out into the hands of the world. @returns what takes them back */
export function outside(world: World, plant: Plant): () => void {
  const chance = chanceOf(world.steps + 1);
  const timers = new Map<number, () => void>();
  let count = 0;
  const restores = [
    instead(globalThis, {
      Date: dateOf(world),
      fetch: (url: string, init: Outgoing) => plant.fetch(url, init),
      setTimeout: (run: () => void, wait = 0) => {
        timers.set(++count, world.after(wait, run));
        return count;
      },
      clearTimeout: (timer: number) => timers.get(timer)?.(),
      scheduler: { wait: (wait: number, { signal }: { signal?: AbortSignal } = {}) => waiting(world, wait, signal) },
      FixedLengthStream,
      WebSocketRequestResponsePair: class {},
    }),
    instead(Math, { random: chance }),
    instead(AbortSignal, { timeout: () => new AbortController().signal }),
    instead(Error, { stackTraceLimit: STACK }),
    instead(console, Object.fromEntries(SAID_ALOUD.map((level) => [level, () => undefined]))),
    // Not in threads of their own, which would be done when they are.
    instead(crypto.subtle, {
      importKey: async (_: string, secret: Uint8Array) => secret,
      sign: async (_: string, secret: Uint8Array, bytes: Uint8Array) =>
        new Uint8Array(createHmac("sha256", secret).update(bytes).digest()).buffer,
      digest: async (_: string, bytes: Uint8Array) =>
        new Uint8Array(createHash("sha256").update(bytes).digest()).buffer,
    }),
    instead(crypto, { DigestStream, randomUUID: () => uuidOf(chance) }),
    // Nobody looks at it, and it takes as long as all else about a delivery.
    instead(Webhook.prototype, { sign: () => "v1,signature" }),
    // What the Worker's runtime has and Node has not yet.
    instead(Uint8Array.prototype, {
      toHex(this: Uint8Array) {
        return Buffer.from(this).toString("hex");
      },
    }),
  ];
  return () => {
    for (const restore of restores) restore();
  };
}

/** Puts these in the place of what an object has. @returns what takes them back */
function instead(object: object, others: Record<string, unknown>): () => void {
  const before = Object.keys(others).map((name) => [name, Object.getOwnPropertyDescriptor(object, name)] as const);
  for (const [name, value] of Object.entries(others))
    Object.defineProperty(object, name, { value, configurable: true, writable: true });
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(object, name, descriptor);
      else Reflect.deleteProperty(object, name);
    }
  };
}

function waiting(world: World, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const callOff = world.after(milliseconds, resolve);
    signal?.addEventListener("abort", () => {
      callOff();
      reject(new Error("nobody waits any more"));
    });
  });
}

/** This and the next are what the Worker's runtime has and Node has not. */
class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
  /** @param _size more or fewer bytes than these are not sent here */
  constructor(_size: number) {
    super();
  }
}

class DigestStream extends WritableStream<Uint8Array> {
  readonly digest: Promise<ArrayBuffer>;

  constructor() {
    const hash = createHash("sha256");
    const { promise, resolve, reject } = Promise.withResolvers<ArrayBuffer>();
    super({
      write: (chunk) => void hash.update(chunk),
      close: () => resolve(new Uint8Array(hash.digest()).buffer),
      abort: (reason) => reject(reason),
    });
    this.digest = promise;
  }
}

const uuidOf = (chance: () => number): string =>
  "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => Math.floor(chance() * 16).toString(16));

/** The clock that everybody looks at. */
function dateOf(world: World): typeof Date {
  return class extends Date {
    constructor(...values: [] | [number | string]) {
      super(values.length === 0 ? world.now : values[0]);
    }
    static override now(): number {
      return world.now;
    }
  } as typeof Date;
}
