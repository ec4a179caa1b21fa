/**
 * WhatsApp's pair rate (Meta, "Throughput": one message every 6 seconds to one person, and up to 45 at once that are
 * borrowed from the time that follows), kept as the time at which all that was borrowed is paid back.
 */
const INTERVAL_MS = 6_000;
const BURST = 45;

/** More than this nobody can owe: it was borrowed while the clock was ahead, and is forgotten once it is set back. */
const MOST_OWED_MS = BURST * INTERVAL_MS;

/** When all is paid back, as the clock stands at `at`, both in epoch milliseconds; 0 where nothing is owed. */
function paidBack(pacedUntil: string | null, at: number): number {
  const until = pacedUntil === null ? 0 : Date.parse(pacedUntil);
  return until - at > MOST_OWED_MS ? 0 : until;
}

/** The state after a send at `at`. */
export function paceAfter(pacedUntil: string | null, at: string): string {
  const now = Date.parse(at);
  return new Date(Math.max(now, paidBack(pacedUntil, now)) + INTERVAL_MS).toISOString();
}

/** The state once it is known that nothing was sent after all. */
export const paceWithout = (pacedUntil: string | null): string | null =>
  pacedUntil === null ? null : new Date(Date.parse(pacedUntil) - INTERVAL_MS).toISOString();

/** From when on the next message may be sent, as the clock stands at `at`; both in epoch milliseconds. */
export const paceFrom = (pacedUntil: string | null, at: number): number =>
  paidBack(pacedUntil, at) - (BURST - 1) * INTERVAL_MS;
