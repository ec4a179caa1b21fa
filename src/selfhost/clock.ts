/** How often the clocks are compared, and what they may differ by from one time to the next; in milliseconds. */
const EVERY_MS = 1_000;
const SLACK_MS = 2_000;

/**
 * Tells when the machine's clock was set back. The runtime's timers stand still until it shows their time again: what
 * waits for ten milliseconds would wait for an hour.
 * @param back is told by how many milliseconds, at most once in a second
 * @returns ends it
 */
export function watchClock(back: (byMs: number) => void): () => void {
  let ahead = Date.now() - performance.now();
  const timer = setInterval(() => {
    const before = ahead;
    ahead = Date.now() - performance.now();
    if (before - ahead > SLACK_MS) back(Math.round(before - ahead));
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
