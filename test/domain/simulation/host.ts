import type { Migration } from "../../../src/lib/database.ts";
import { copyOf } from "./copy.ts";
import { Disk, storageOf } from "./storage.ts";
import type { Ringing, World } from "./world.ts";

/** Whoever calls: what it waits for comes only while it lives. */
export interface Caller {
  readonly isAlive: boolean;
}

/** The platform's retry of an alarm whose object died. */
const RETRIED_MS = 2_000;

type Method = (...values: unknown[]) => unknown;
type Objects = new (context: DurableObjectState, env: Cloudflare.Env) => object;

/** A class of objects, by its word. */
export interface Kind {
  word: string;
  type: Objects;
  migrations: readonly Migration[];
}

interface Life {
  isAlive: boolean;
  object: Record<string, Method>;
  isRinging: boolean;
  /** What the object does first, before anything reaches it. */
  beginning: Promise<unknown>;
}

/** Where an object lives: its disk stays, the object itself comes and goes. */
export class Host implements Ringing {
  readonly name: string;
  readonly disk: Disk;
  readonly #world: World;
  readonly #class: Objects;
  readonly #objectName: string;
  readonly #envOf: (caller: Caller) => Cloudflare.Env;
  #life: Life | null = null;
  /** What callers wait for: it fails when the object dies. */
  readonly #awaited = new Set<(error: Error) => void>();

  constructor(world: World, { word, type, migrations }: Kind, name: string, envOf: (caller: Caller) => Cloudflare.Env) {
    this.#world = world;
    this.#class = type;
    this.#objectName = name;
    this.name = `${word} ${name.slice(-6)}`;
    this.disk = new Disk(migrations, () => world.elapsed);
    this.#envOf = envOf;
    world.ringing.push(this);
  }

  /** While it is doing what an alarm was for, the next one waits. */
  get alarmAt(): number | null {
    return this.#life?.isRinging ? null : this.disk.alarmAt;
  }

  kill(): void {
    if (this.#life === null) return;
    this.#world.note(`${this.name} dies`);
    this.#life.isAlive = false;
    if (this.#life.isRinging) this.disk.alarmAt ??= this.#world.now + RETRIED_MS;
    this.#life = null;
    for (const fail of this.#awaited) fail(new Error("the object died"));
    this.#awaited.clear();
  }

  ring(): void {
    if (this.#life?.isRinging) return;
    const life = this.#wake();
    this.disk.alarmAt = null;
    life.isRinging = true;
    const rung = life.beginning.then(() => (life.isAlive ? life.object.alarm?.() : undefined));
    void rung.then(
      () => {
        life.isRinging = false;
      },
      (error: unknown) => this.#world.note(`${this.name}: its alarm failed: ${error}`),
    );
  }

  /** A call that has arrived. */
  call(method: string, values: unknown[]): Promise<unknown> {
    const { object, beginning } = this.#wake();
    return new Promise((resolve, reject) => {
      this.#awaited.add(reject);
      const done = beginning.then(() => object[method]?.(...values));
      done.then(resolve, reject).finally(() => this.#awaited.delete(reject));
    });
  }

  #wake(): Life {
    if (this.#life) return this.#life;
    const life: Life = { isAlive: true, object: {}, isRinging: false, beginning: Promise.resolve() };
    const context = {
      id: { name: this.#objectName },
      storage: storageOf(this.disk, () => life.isAlive),
      waitUntil: (work: Promise<unknown>) => void work.catch(() => undefined),
      blockConcurrencyWhile: (work: () => Promise<unknown>) => {
        const done = work();
        life.beginning = Promise.all([life.beginning, done]);
        return done;
      },
      getWebSockets: () => [],
      setWebSocketAutoResponse: () => undefined,
      // Nobody is connected, so nobody calls through a socket.
      exports: { AgentCalls: () => ({}) },
    };
    const object = new this.#class(context as unknown as DurableObjectState, this.#envOf(life));
    life.object = object as Life["object"];
    this.#life = life;
    return life;
  }
}

/** Calls of what is elsewhere: on the way there and back anything may happen to them. */
export function stubOf(world: World, target: () => Host, caller: Caller): object {
  const call = (method: string, values: unknown[]) =>
    new Promise((resolve, reject) => {
      // Whoever is dead calls nobody.
      if (!caller.isAlive) return;
      const later = (settle: () => void) => void world.after(world.delay(), () => caller.isAlive && settle());
      // The platform says of some errors that they pass, of others not.
      const retryable = world.happens(world.faults.lost > 0 ? 0.5 : 0);
      const lost = () => reject(Object.assign(new Error("the call was lost"), { retryable }));
      if (world.happens(world.faults.lost)) return later(lost);
      const isAnswerLost = world.happens(world.faults.lost);
      const copies = copyOf(values);
      world.after(world.delay(), () => {
        target()
          .call(method, copies)
          .then(
            (value) => later(isAnswerLost ? lost : () => resolve(copyOf(value))),
            (error) => later(() => reject(error)),
          );
      });
    });
  return new Proxy(
    {},
    { get: (_, method) => (method === "then" ? undefined : (...values: unknown[]) => call(String(method), values)) },
  );
}
