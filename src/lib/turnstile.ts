/** How many may pass. Times in milliseconds. */
interface Rate {
  /** One in so long. */
  every: number;
  /** So many at once, after a time in which nobody came. */
  atOnce: number;
  /** Nobody waits for longer than this. */
  patience: number;
}

/** Lets callers of one process pass at a rate: who comes too soon waits, and is not let in where that would be long. */
export class Turnstile {
  readonly #rate: Rate;
  /** When all who passed have been paid for. */
  #paid = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** @returns for how long to wait before passing; negative: not let in, come again after so long */
  enter(now: number): number {
    const { every, atOnce, patience } = this.#rate;
    const ahead = (atOnce - 1) * every;
    // More than this nobody owes: the clock was ahead.
    const owed = this.#paid - now > ahead + patience + every ? 0 : Math.max(this.#paid - now, 0);
    const wait = Math.max(owed - ahead, 0);
    if (wait > patience) return patience - wait;
    this.#paid = now + owed + every;
    return wait;
  }
}
