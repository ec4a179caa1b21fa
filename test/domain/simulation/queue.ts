import { dispatch } from "../../../src/queues/dispatch.ts";
import { copyOf } from "./copy.ts";
import type { Caller } from "./host.ts";
import type { World } from "./world.ts";

type Batch = Parameters<typeof dispatch>[0];

/** After so many deliveries a job is dropped, as the configuration says. */
const MOST_ATTEMPTS = 6;

/** A job whose consumer died is delivered again so much later. */
const INVISIBLE_MS = 30_000;

/** A queue: what is sent is delivered late, twice, in another order, or never. */
export class SimulatedQueue {
  readonly #world: World;
  readonly #name: string;
  readonly #envOf: (caller: Caller) => Cloudflare.Env;

  constructor(world: World, name: string, envOf: (caller: Caller) => Cloudflare.Env) {
    this.#world = world;
    this.#name = name;
    this.#envOf = envOf;
  }

  /** The queue as an object sees it that puts jobs there. */
  producer(caller: Caller): Queue {
    const send = (job: unknown) =>
      new Promise<void>((resolve, reject) => {
        if (!caller.isAlive) return;
        const world = this.#world;
        const settle = (how: () => void) => void world.after(world.delay(), () => caller.isAlive && how());
        if (world.happens(world.faults.lost)) return settle(() => reject(new Error("the queue cannot be reached")));
        if (!world.happens(world.faults.forgotten)) this.#deliver(copyOf(job), 1);
        if (world.happens(world.faults.repeated)) this.#deliver(copyOf(job), 1);
        settle(resolve);
      });
    return { send } as unknown as Queue;
  }

  #deliver(job: unknown, attempts: number, wait = 0): void {
    const world = this.#world;
    if (attempts > MOST_ATTEMPTS) {
      world.note(`${this.#name} drops a job`);
      return;
    }
    world.after(wait + world.delay(), () => {
      const caller = { isAlive: true };
      let isSettled = false;
      const settle = (how: () => void) => {
        if (!isSettled && caller.isAlive) how();
        isSettled = true;
      };
      const message = {
        body: job,
        attempts,
        ack: () => settle(() => undefined),
        retry: ({ delaySeconds }: { delaySeconds: number }) =>
          settle(() => this.#deliver(job, attempts + 1, delaySeconds * 1_000)),
      };
      void dispatch({ queue: this.#name, messages: [message] } as unknown as Batch, this.#envOf(caller));
      if (!world.happens(world.faults.forgotten)) return;
      world.after(world.delay(), () => {
        if (isSettled) return;
        caller.isAlive = false;
        world.note(`a consumer of ${this.#name} dies`);
        this.#deliver(job, attempts + 1, INVISIBLE_MS);
      });
    });
  }
}
