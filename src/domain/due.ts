import { answerDue, askAgainDue, askDue } from "./asking.ts";
import type { Conversation } from "./conversation.ts";
import { lookupDue } from "./customers.ts";
import { fetchableFrom } from "./media.ts";
import { paceFrom } from "./pace.ts";
import type { Control, Policy } from "./policy.ts";
import type { PendingMedia, PendingSend, Retained, Thread } from "./thread.ts";
import { ENDLESS } from "./ticket.ts";

/** A send that no consumer claimed in this time is dispatched again: a queue may forget. */
const DISPATCH_TIMEOUT_MS = 30_000;

/**
 * A send whose answer was lost is not made again before this time: by then its status webhook, which carries our
 * id, would have told of it.
 */
const STATUS_GRACE_MS = 120_000;

/** How long a conversation may be silent while somebody has the word, in seconds; null for as long as it likes. */
export function silenceOf(policy: Policy, control: Control): number | null {
  const own = policy.inactivity_timeouts[control];
  return own === undefined ? policy.inactivity_timeout : own;
}

/** IN1: when silence closes a conversation, in epoch milliseconds; null when it does not. */
export function inactivityDue(conversation: Conversation, policy: Policy): number | null {
  if (conversation.state === "closed" || conversation.snoozed_until !== null) return null;
  const timeout = silenceOf(policy, conversation.control);
  return timeout === null ? null : Date.parse(conversation.active_since) + timeout * 1000;
}

/** IN6: when it is told that silence will close a conversation; null when it is not, or was. */
export function warningDue(conversation: Conversation, policy: Policy): number | null {
  const closes = inactivityDue(conversation, policy);
  if (closes === null || policy.inactivity_warning === null) return null;
  if (conversation.warned_since === conversation.active_since) return null;
  return Math.max(closes - policy.inactivity_warning * 1000, Date.parse(conversation.active_since));
}

/** When a snoozed conversation comes back. */
export const snoozeDue = (conversation: Conversation): number | null =>
  conversation.state === "open" && conversation.snoozed_until !== null && conversation.snoozed_until !== ENDLESS
    ? Date.parse(conversation.snoozed_until)
    : null;

/** When the messages of a closed conversation are purged. */
export const retentionDue = (retained: Retained, policy: Policy): number | null =>
  policy.retention_after_close === null ? null : Date.parse(retained.ended_at) + policy.retention_after_close * 1000;

/** From when on the first of the waiting sends may be claimed: DL9, not faster than the channel takes them. */
export function claimableFrom(send: PendingSend, pacedUntil: string | null, at: number): number {
  if (send.claimed_at !== null) return Date.parse(send.claimed_at) + STATUS_GRACE_MS;
  // What was queued by a clock that was ahead need not wait until that time comes.
  const wished = send.retry_at === null ? Math.min(Date.parse(send.queued_at), at) : Date.parse(send.retry_at);
  return Math.max(wished, paceFrom(pacedUntil, at));
}

/** DL5: when the first of the waiting sends must be dispatched again unless its verdict comes. */
function sendDue(send: PendingSend, pacedUntil: string | null, at: number): number {
  const from = claimableFrom(send, pacedUntil, at);
  const waits = send.claimed_at !== null || send.retry_at !== null || from > Date.parse(send.queued_at);
  return dispatchDue(waits ? from : from + DISPATCH_TIMEOUT_MS, at);
}

/** MD3: the same for a file that is to be fetched. */
function mediaDue(media: PendingMedia, at: number): number {
  const waits = media.claimed_at !== null || media.retry_at !== null;
  return dispatchDue(fetchableFrom(media) + (waits ? 0 : DISPATCH_TIMEOUT_MS), at);
}

/** What should have been dispatched by now was; a queue that forgot it is given it again. */
const dispatchDue = (expected: number, at: number): number => (expected > at ? expected : at + DISPATCH_TIMEOUT_MS);

/** The earliest time at which the thread has something to do by itself; null when never. What the one alarm is set to. */
export function nextDue(thread: Thread, policy: Policy, at: number): number | null {
  const { current, pending, media, retained } = thread;
  const first = pending[0];
  const askedAgain = current && askAgainDue(current);
  return earliest([
    current && inactivityDue(current, policy),
    current && warningDue(current, policy),
    current && snoozeDue(current),
    current && lookupDue(current),
    current && askDue(current, policy),
    current && answerDue(current),
    askedAgain === null ? null : dispatchDue(askedAgain, at),
    first ? sendDue(first, thread.paced_until, at) : null,
    ...media.map((one) => mediaDue(one, at)),
    ...retained.map((kept) => retentionDue(kept, policy)),
  ]);
}

/** The first of some times; null when none of them is one. */
export function earliest(times: readonly (number | null)[]): number | null {
  const first = Math.min(...times.map((time) => time ?? Infinity));
  return first === Infinity ? null : first;
}
