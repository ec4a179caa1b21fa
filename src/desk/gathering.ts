import type { ConversationView } from "../domain/conversation.ts";
import { customerSeqs } from "./list-facts.ts";
import type { Heard } from "./port.ts";

/** What comes within this time is stored in one commit; in milliseconds. */
const GATHER_MS = 10;

/** What nobody waits for is stored so seldom while much comes: each conversation once, however often it changed meanwhile. */
const SELDOM_MS = 250;

/** What conversations told the desk of themselves, until it is stored. */
export class Gathering {
  readonly #views = new Map<string, ConversationView>();
  /** Of the customers' last messages, by conversation, as far as they were heard of. */
  readonly customerSeqs = new Map<string, number>();
  readonly #store: () => Promise<void>;
  /** Settled with the commit that is to come; null when nothing waits for one. */
  #stored: PromiseWithResolvers<void> | null = null;
  #due = Number.POSITIVE_INFINITY;
  #lastAt = 0;

  /** @param store stores what was gathered, and clears it */
  constructor(store: () => Promise<void>) {
    this.#store = store;
  }

  get size(): number {
    return this.#views.size;
  }

  /** Takes conversations as they stand. Done once they are stored. */
  add(views: readonly ConversationView[], heard?: Heard): Promise<void> {
    for (const view of views) {
      if (view.last_seq > (this.#views.get(view.id)?.last_seq ?? 0)) this.#views.set(view.id, view);
    }
    for (const [id, seq] of customerSeqs(heard?.events ?? [])) this.customerSeqs.set(id, seq);
    const now = Date.now();
    // A clock that was set back keeps nobody waiting for longer.
    const rest = Math.min(Math.max(GATHER_MS, this.#lastAt + SELDOM_MS - now), SELDOM_MS);
    const wait = heard?.may_wait ? rest : GATHER_MS;
    this.#stored ??= Promise.withResolvers();
    const { promise } = this.#stored;
    if (now + wait < this.#due) {
      this.#due = now + wait;
      void scheduler.wait(wait).then(() => this.#end());
    }
    return promise;
  }

  get views(): ConversationView[] {
    return [...this.#views.values()];
  }

  /** It is stored. */
  clear(): void {
    this.#views.clear();
    this.customerSeqs.clear();
  }

  /** Conversations with ids in this range, both ends included, are gone. */
  forget(first: string, last: string): void {
    for (const id of this.#views.keys()) if (id >= first && id <= last) this.#views.delete(id);
  }

  /** A later time that was meant for the same finds it done, or does it early. */
  async #end(): Promise<void> {
    const stored = this.#stored;
    if (stored === null) return;
    this.#stored = null;
    this.#due = Number.POSITIVE_INFINITY;
    this.#lastAt = Date.now();
    await this.#store().then(stored.resolve, stored.reject);
  }
}
