import { jittered, LONGEST_WAIT_MS } from "./backoff.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** So many failures in a row, and a subscriber is down: one lane at a time finds out whether it is back. */
const OPENS_AT = 3;
const FIRST_PROBE_MS = SECOND;
const LONGEST_PROBE_MS = 5 * MINUTE;

/** Workers allow six connections that wait for an answer. */
const MOST_LANES = 6;

/** Without one success for so long a subscription is switched off. */
const HOPELESS_AFTER_MS = 3 * 24 * 60 * MINUTE;

/** Failures so far apart are not one long failure: nobody tried in between. */
const SEPARATE_MS = 3 * LONGEST_WAIT_MS;

/** After a shorter outage every lane's own next attempt comes soon enough. */
const SHORT_OUTAGE_MS = MINUTE;

/** How a subscriber fares, over all lanes. Times in epoch milliseconds. */
export interface Breaker {
  /** In a row. */
  failures: number;
  /** The first and the last of them. */
  failing_since: number | null;
  failed_at: number | null;
  /** Since when only one lane is tried at a time; null while all are. */
  opened_at: number | null;
  /** How often it was probed since then. */
  probes: number;
  /** Nothing is tried before. */
  not_before: number;
}

export const CLOSED: Breaker = {
  failures: 0,
  failing_since: null,
  failed_at: null,
  opened_at: null,
  probes: 0,
  not_before: 0,
};

/** How many lanes may be tried at the same time now. */
export function width({ opened_at, not_before }: Breaker, now: number): number {
  if (now < not_before) return 0;
  return opened_at === null ? MOST_LANES : 1;
}

/**
 * @param started when the attempt that failed began: one that was under way when it opened is no probe
 * @param chance from 0 to 1
 * @param retryAfter what the subscriber asked for, in milliseconds
 */
export function afterFailure(
  breaker: Breaker,
  started: number,
  at: number,
  chance: number,
  retryAfter: number | null,
): Breaker {
  const isOne = breaker.failed_at !== null && at - breaker.failed_at < SEPARATE_MS;
  const failures = breaker.failures + 1;
  const failing_since = isOne ? breaker.failing_since : started;
  const asked = retryAfter === null ? 0 : Math.ceil(at + retryAfter);
  const failed = {
    ...breaker,
    failures,
    failing_since,
    failed_at: at,
    not_before: Math.max(breaker.not_before, asked),
  };
  if (failures < OPENS_AT) return failed;
  const isProbe = breaker.opened_at === null || started > breaker.opened_at;
  if (!isProbe) return failed;
  const probes = breaker.opened_at === null ? 0 : breaker.probes + 1;
  const wait = jittered(Math.min(FIRST_PROBE_MS * 2 ** probes, LONGEST_PROBE_MS), chance);
  const not_before = Math.max(failed.not_before, Math.ceil(at + wait));
  return { ...failed, opened_at: breaker.opened_at ?? at, probes, not_before };
}

/** The same one when it had not failed. That a request from before succeeds takes back no plea to be left alone. */
export function afterSuccess(breaker: Breaker, at: number): Breaker {
  if (breaker.failures === 0) return breaker;
  const isAsked = breaker.opened_at === null && breaker.not_before > at;
  return isAsked ? { ...CLOSED, not_before: breaker.not_before } : CLOSED;
}

/** Whether a success is the end of an outage: lanes that wait because of it need not wait any longer. */
export const endsOutage = ({ opened_at }: Breaker, at: number): boolean =>
  opened_at !== null && at - opened_at >= SHORT_OUTAGE_MS;

export const isHopeless = ({ failing_since }: Breaker, at: number): boolean =>
  failing_since !== null && at - failing_since >= HOPELESS_AFTER_MS;
