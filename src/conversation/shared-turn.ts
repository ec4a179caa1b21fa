/** Calls that follow each other so quickly come many at a time. */
const BUSY_MS = 3;

/** So long those are gathered that share a turn. */
const GATHER_MS = 2;

/** Where so often in a row nobody came to share, it is one client that waits for each answer: it is left alone for so long. */
const MOST_ALONE = 4;
const ALONE_MS = 300;

/**
 * Lets calls that come many at a time share a commit: the platform commits at once what one turn of the event loop wrote,
 * and holds every answer until then, so that each call would wait for the commits of all that came before it.
 */
export class SharedTurn {
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly #now: () => number;
  #next: Promise<void> | null = null;
  #members = 0;
  /** So often in a row nobody came to share. */
  #alone = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #aloneUntil = Number.NEGATIVE_INFINITY;

  /** @param now epoch milliseconds */
  constructor(wait = (milliseconds: number): Promise<void> => scheduler.wait(milliseconds), now = () => Date.now()) {
    this.#wait = wait;
    this.#now = now;
  }

  /** Done in the turn that the call is to write in, in the order in which calls came; null when that is this one. */
  join(): Promise<void> | null {
    this.#members += 1;
    if (this.#next !== null) return this.#next;
    const now = this.#now();
    // A clock that was set back holds nobody up, and leaves nobody alone for longer.
    const isAlone = now < this.#aloneUntil && this.#aloneUntil - now <= ALONE_MS;
    const isBusy = Math.abs(now - this.#lastAt) <= BUSY_MS;
    this.#lastAt = now;
    if (isAlone || !isBusy) return null;
    this.#members = 1;
    this.#next = this.#wait(GATHER_MS).then(() => {
      this.#next = null;
      this.#lastAt = this.#now();
      this.#alone = this.#members === 1 ? this.#alone + 1 : 0;
      if (this.#alone === MOST_ALONE) this.#aloneUntil = this.#lastAt + ALONE_MS;
      this.#alone %= MOST_ALONE;
    });
    return this.#next;
  }
}
