import type { ConversationView } from "../domain/conversation.ts";
import { customerSeqs } from "./list-facts.ts";
import type { Heard } from "./port.ts";

/** What comes within this time is stored together; in milliseconds. */
const GATHER_MS = 10;

/** What nobody waits for is stored so seldom while much comes: each conversation once, however often it changed meanwhile. */
const SELDOM_MS = 250;

/** So many are stored in one commit, and then others' turn comes: on one machine nothing else is answered meanwhile. */
const STORED_AT_ONCE = 16;
const BREAK_MS = 1;

/** A conversation as it stands, and where its customer said something last, as far as that was heard of. */
export interface Gathered {
  view: ConversationView;
  customerSeq: number | null;
}

interface Waiting extends PromiseWithResolvers<void> {
  /** Waits for all that was gathered up to here. */
  place: number;
}

/** What conversations told the desk of themselves, until it is stored: in the order in which they came. */
export class Gathering {
  readonly #gathered = new Map<string, Gathered & { place: number }>();
  readonly #begin: () => Promise<void>;
  readonly #store: (some: readonly Gathered[]) => void;
  #waiting: Waiting[] = [];
  #places = 0;
  #due = Number.POSITIVE_INFINITY;
  #lastAt = 0;

  /**
   * @param begin what must be known before anything is stored
   * @param store stores some, in one commit
   */
  constructor(begin: () => Promise<void>, store: (some: readonly Gathered[]) => void) {
    this.#begin = begin;
    this.#store = store;
  }

  get size(): number {
    return this.#gathered.size;
  }

  /** Takes conversations as they stand. Done once they are stored, and all that came before them. */
  add(views: readonly ConversationView[], heard?: Heard): Promise<void> {
    for (const view of views) {
      const known = this.#gathered.get(view.id);
      const { customerSeq, place } = known ?? { customerSeq: null, place: ++this.#places };
      if (view.last_seq > (known?.view.last_seq ?? 0)) this.#gathered.set(view.id, { view, customerSeq, place });
    }
    for (const [id, seq] of customerSeqs(heard?.events ?? [])) {
      const known = this.#gathered.get(id);
      // What is told again after a failure may come after what is newer.
      if (known) known.customerSeq = Math.max(seq, known.customerSeq ?? 0);
    }
    if (this.size === 0) return Promise.resolve();
    const waiting = { ...Promise.withResolvers<void>(), place: this.#places };
    this.#waiting.push(waiting);
    this.#arm(heard?.may_wait ?? false);
    return waiting.promise;
  }

  /** Stores all at once: somebody asks. */
  async flush(): Promise<void> {
    if (this.size === 0) return;
    await this.#begin();
    this.#storeSome(this.size);
  }

  /** Conversations with ids in this range, both ends included, are gone. */
  forget(first: string, last: string): void {
    for (const id of this.#gathered.keys()) if (id >= first && id <= last) this.#gathered.delete(id);
  }

  #arm(mayWait: boolean): void {
    const now = Date.now();
    // A clock that was set back keeps nobody waiting for longer.
    const rest = Math.min(Math.max(GATHER_MS, this.#lastAt + SELDOM_MS - now), SELDOM_MS);
    const wait = mayWait ? rest : GATHER_MS;
    if (now + wait >= this.#due) return;
    this.#due = now + wait;
    void scheduler.wait(wait).then(() => this.#end());
  }

  /** A later time that was meant for the same finds it done, or does it early. */
  async #end(): Promise<void> {
    if (this.#due === Number.POSITIVE_INFINITY) return;
    this.#due = Number.POSITIVE_INFINITY;
    this.#lastAt = Date.now();
    try {
      await this.#begin();
      // What comes meanwhile has a time of its own.
      for (let left = this.size; left > 0; left -= STORED_AT_ONCE) {
        this.#storeSome(STORED_AT_ONCE);
        if (left > STORED_AT_ONCE) await scheduler.wait(BREAK_MS);
      }
      this.#settle();
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    }
  }

  #storeSome(most: number): void {
    const some = [...this.#gathered.values()].slice(0, most);
    if (some.length === 0) return;
    this.#store(some);
    for (const { view } of some) this.#gathered.delete(view.id);
    this.#settle();
  }

  /** Nobody waits any longer for what is stored, or was forgotten. */
  #settle(): void {
    const [next] = this.#gathered.values();
    const settled = this.#waiting.filter(({ place }) => next === undefined || place < next.place);
    this.#waiting.splice(0, settled.length);
    for (const { resolve } of settled) resolve();
  }
}
