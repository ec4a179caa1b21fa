const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;

/** After the first attempts the next one waits so long; after all later ones the longest. */
const WAITS_MS = [5, 25, 90, 5 * 60, 15 * 60, 30 * 60, 60 * 60].map((seconds) => seconds * SECOND);
export const LONGEST_WAIT_MS = 2 * HOUR;

/** So much is added by chance, so that those who failed together do not come back together. */
const JITTER = 0.1;

/** What failed is tried until so long after its first attempt. */
export const GIVES_UP_AFTER_MS = 24 * HOUR;

/** The attempts to deliver one event since it was first tried, or begun anew. Times in epoch milliseconds. */
export interface Round {
  tries: number;
  /** When the first of them began; null before it. */
  since: number | null;
}

export const FRESH: Round = { tries: 0, since: null };

/**
 * When to try again what failed at `at`; null when that was the last attempt.
 * @param round this attempt included
 * @param chance from 0 to 1
 * @param retryAfter what the subscriber asked for, in milliseconds
 */
export function nextAttempt(round: Round, at: number, chance: number, retryAfter: number | null): number | null {
  if (at - (round.since ?? at) >= GIVES_UP_AFTER_MS) return null;
  const wait = WAITS_MS[round.tries - 1] ?? LONGEST_WAIT_MS;
  return Math.ceil(at + Math.max(jittered(wait, chance), retryAfter ?? 0));
}

export const jittered = (wait: number, chance: number): number => wait * (1 + JITTER * chance);

/** Statuses with which a subscriber may say when to come again (RFC 6585, 4; RFC 9110, 15.6.4). */
const MAY_ASK = [429, 503];

/**
 * How long a subscriber asks to be left alone, in milliseconds; null where it does not. It gets at most the longest
 * wait: more would be an error of its own, and stop everything.
 */
export function retryAfterOf(status: number, header: string | null, now: number): number | null {
  if (header === null || !MAY_ASK.includes(status)) return null;
  const text = header.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
  return Number.isFinite(wait) && wait > 0 ? Math.min(wait, LONGEST_WAIT_MS) : null;
}
