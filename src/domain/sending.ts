import type { Command, ReportedStatus } from "./commands.ts";
import { SYSTEM } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { claimableFrom } from "./due.ts";
import { messageId } from "./ids.ts";
import type { MessageError } from "./message.ts";
import { paceFrom } from "./pace.ts";
import type { Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";
import type { PendingSend, Thread } from "./thread.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** DL6: after so many attempts a message fails, in words. */
export const MAX_ATTEMPTS = 8;

const CHANNEL = { type: "channel", id: null } as const;

/** The send that may be made now: the thread's first, unless it is in flight or must wait. */
export function claimable({ pending, paced_until }: Thread, at: number, resume = false): PendingSend | null {
  const first = pending[0];
  if (!first) return null;
  // DL8: the inbox can send again, so what was held for it need not wait for its time.
  if (resume && first.held) return paceFrom(paced_until, at) <= at ? first : null;
  return claimableFrom(first, paced_until, at) <= at ? first : null;
}

/** DL4: one message of a thread is in flight; whoever wants to send must claim it, so that two never do. */
export function claimSend(draft: Draft, command: Of<"claim_send">, policy: Policy, at: number): Rejection | null {
  const send = claimable(draft.thread, at, command.resume);
  if (send === null) return null;
  const { message_id, message_seq, number, attempt, claimed_at } = send;
  if (attemptsThatCount(send) >= MAX_ATTEMPTS) {
    fail(draft, send, {
      code: null,
      title: "Given up",
      detail: `No answer from the channel after ${MAX_ATTEMPTS} attempts`,
    });
    return claimSend(draft, command, policy, at);
  }
  const repeats = claimed_at !== null;
  const { last_inbound_id, marked_read_id } = draft.thread;
  const marks_read = policy.read_receipts === "on_reply" && last_inbound_id !== marked_read_id ? last_inbound_id : null;
  const by_service = policy.remote.channel;
  draft.record(
    { type: "message.sending", message_id, message_seq, attempt: attempt + 1, repeats, marks_read, by_service },
    SYSTEM,
    number,
  );
  return null;
}

/** DL8: those in which it was held do not count. */
export const attemptsThatCount = ({ attempt, held_attempts = 0 }: PendingSend): number => attempt - held_attempts;

/** How an attempt ended. Of an attempt that is no longer the one in flight only what it brought is kept. */
export function reportSend(draft: Draft, command: Of<"report_send">, at: number): Rejection | null {
  const { message_seq, attempt, verdict } = command;
  const send = draft.thread.pending.find((waiting) => waiting.message_seq === message_seq);
  if (verdict.outcome === "accepted") {
    const { channel_message_id } = verdict;
    const report = { status: "accepted", at: draft.at, channel_message_id, error: null } as const;
    status(draft, message_seq, command.number, report);
    return null;
  }
  if (!send || send.attempt !== attempt || send.claimed_at === null) return null;
  const { message_id, number } = send;
  const { error } = verdict;
  if (verdict.outcome === "unknown") {
    draft.record({ type: "message.unanswered", message_id, message_seq, error }, CHANNEL, number);
  } else if (
    verdict.outcome === "held" ||
    (verdict.outcome === "try_later" && attemptsThatCount(send) < MAX_ATTEMPTS)
  ) {
    const until = new Date(at + verdict.delay_ms).toISOString();
    const held = verdict.outcome === "held";
    draft.record({ type: "message.deferred", message_id, message_seq, until, error, held }, CHANNEL, number);
  } else {
    fail(draft, send, error);
  }
  return null;
}

/** A status webhook. It also ends the wait for an answer that was lost. */
export function reportStatus(draft: Draft, command: Of<"report_status">): Rejection | null {
  status(draft, command.message_seq, command.number, command.report);
  return null;
}

/** Ends a send in words. */
export const fail = (draft: Draft, { message_seq, number }: PendingSend, error: MessageError): void =>
  status(draft, message_seq, number, { status: "failed", at: draft.at, channel_message_id: null, error });

function status(draft: Draft, message_seq: number, number: number, report: ReportedStatus): void {
  const { identity, seq } = draft.thread;
  if (identity === null || message_seq > seq) return;
  const message_id = messageId(identity.thread_key, message_seq);
  const { at: status_at, ...reported } = report;
  draft.record({ type: "message.status", message_id, message_seq, status_at, ...reported }, CHANNEL, number);
}
