/**
 * WhatsApp's pair rate (Meta, "Throughput": one message every 6 seconds to one person, and up to 45 at once that are
 * borrowed from the time that follows), kept as the time at which all that was borrowed is paid back.
 */
const INTERVAL_MS = 6_000;
const BURST = 45;

/** The state after a send at `at`. */
export function paceAfter(pacedUntil: string | null, at: string): string {
  const from = Math.max(Date.parse(at), pacedUntil === null ? 0 : Date.parse(pacedUntil));
  return new Date(from + INTERVAL_MS).toISOString();
}

/** The state once it is known that nothing was sent after all. */
export const paceWithout = (pacedUntil: string | null): string | null =>
  pacedUntil === null ? null : new Date(Date.parse(pacedUntil) - INTERVAL_MS).toISOString();

/** From when on the next message may be sent, in epoch milliseconds. */
export const paceFrom = (pacedUntil: string | null): number =>
  pacedUntil === null ? 0 : Date.parse(pacedUntil) - (BURST - 1) * INTERVAL_MS;
