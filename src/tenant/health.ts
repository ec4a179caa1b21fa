import type { InboxHealth } from "./configuration.ts";
import type { HealthReport } from "./port.ts";

/** For so long after a mending somebody may still send as before it, and what he reports is not how the inbox fares now. */
const SETTLING_MS = 15_000;

/** A thread that was to find out whether the inbox can send again has so long to say so; then another one tries. */
const PROBE_AGAIN_MS = 5 * 60 * 1000;

export const healthyAt = (now: number): InboxHealth => ({
  status: "healthy",
  code: null,
  reason: null,
  since: new Date(now).toISOString(),
  retry_at: null,
});

/** An inbox's health after a report; the very same value when the report says nothing new. */
export function afterReport(before: InboxHealth, report: HealthReport, now: number): InboxHealth {
  const { status, code, reason, retry_at } = report;
  if (status === "healthy") return before.status === "healthy" ? before : healthyAt(now);
  if (!isSameTrouble(before, report)) {
    const settled = Date.parse(before.since) + SETTLING_MS;
    const isHasty = before.status === "healthy" && now < settled && retry_at === null;
    const again = isHasty ? new Date(settled).toISOString() : retry_at;
    return { status, code, reason, since: new Date(now).toISOString(), retry_at: again };
  }
  const isWaiting = before.retry_at === null ? retry_at === null : Date.parse(before.retry_at) > now;
  return isWaiting ? before : { ...before, retry_at };
}

/** Trouble is the same when its code is; without a code, when its words are. */
const isSameTrouble = (before: InboxHealth, { status, code, reason }: HealthReport): boolean =>
  before.status === status && before.code === code && (code !== null || before.reason === reason);

/** The health of an inbox that one thread was asked to try. */
export const probedAt = (before: InboxHealth, now: number): InboxHealth => ({
  ...before,
  retry_at: new Date(now + PROBE_AGAIN_MS).toISOString(),
});

/** When to look after an inbox again, in epoch milliseconds: at once when it is healthy and threads are held. */
export function wakesAt({ status, retry_at }: InboxHealth, hasHeld: boolean): number | null {
  if (status === "healthy") return hasHeld ? 0 : null;
  if (retry_at === null || (status === "unhealthy" && !hasHeld)) return null;
  return Date.parse(retry_at);
}
