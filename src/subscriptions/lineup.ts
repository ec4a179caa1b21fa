/** Lanes are looked up in the table so many at a time, and so many are remembered. */
const PAGE = 100;
const MOST_READY = 1_000;

/** Pending lanes whose time has come, in the order of their keys. */
type Due = (now: number, after: string, limit: number) => string[];

/**
 * Which lane is next. Those that were just heard of are known; others are looked for in the table when something says
 * that there may be some, round after round in the order of their keys, so that every lane gets its turn however many
 * there are. What it remembers is a cache: the table has it all.
 */
export class Lineup {
  readonly #due: Due;
  readonly #ready = new Set<string>();
  /** Lanes that had nothing more, and since when: still pending, so that what comes next costs no row. */
  readonly #quiet = new Map<string, { since: number; seq: number }>();
  #after = "";
  /** How often the end of the table is still to be reached. */
  #laps = 0;
  /** When the first lane that waits for its next attempt is due. */
  retryAt: number | null = null;

  constructor(due: Due) {
    this.#due = due;
  }

  /** Whether some lane may be due. */
  get hasMore(): boolean {
    return this.#ready.size > 0 || this.#laps > 0;
  }

  get quietCount(): number {
    return this.#quiet.size;
  }

  add(lane: string): void {
    this.#quiet.delete(lane);
    if (this.#ready.size < MOST_READY) this.#ready.add(lane);
    else this.search();
  }

  /** Looks for all that are due: what was passed in the round that is under way is met in the next one. */
  search(): void {
    this.#laps = this.#after === "" ? 1 : 2;
  }

  /** A lane waits for its next attempt. */
  wait(until: number): void {
    this.retryAt = Math.min(until, this.retryAt ?? until);
  }

  /** The lane that is to be looked at next; null when none is due. @param nextDue when the next one will be */
  next(now: number, isRunning: (lane: string) => boolean, nextDue: () => number | null): string | null {
    for (;;) {
      for (const lane of this.#ready) {
        this.#ready.delete(lane);
        if (!isRunning(lane)) return lane;
      }
      if (this.#laps === 0) return null;
      const page = this.#due(now, this.#after, PAGE);
      for (const lane of page) if (!this.#quiet.has(lane) && !isRunning(lane)) this.#ready.add(lane);
      this.#after = page.length < PAGE ? "" : (page.at(-1) ?? "");
      if (this.#after === "" && --this.#laps === 0) this.retryAt = nextDue();
    }
  }

  /** A lane has nothing at or after this seq. */
  settle(lane: string, seq: number, now: number): void {
    this.#quiet.set(lane, { since: now, seq });
  }

  /** The seq from which on a lane has nothing; null of one that is not known to have nothing. */
  quietFrom(lane: string): number | null {
    return this.#quiet.get(lane)?.seq ?? null;
  }

  /** Lanes that have had nothing for so long; they need not be pending any longer. */
  sweep(before: number): string[] {
    const swept = [...this.#quiet].filter(([, { since }]) => since <= before).map(([lane]) => lane);
    for (const lane of swept) this.#quiet.delete(lane);
    return swept;
  }
}
