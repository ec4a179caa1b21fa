/** Time, as an argument: tests bring their own and need no sleeps. */
export interface Clock {
  now(): number;
  /** Runs something later; the function that it gives back calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export const isoTime = (at: number): string => new Date(at).toISOString();
