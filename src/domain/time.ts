import { SYSTEM } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { inactivityDue, retentionDue, snoozeDue } from "./due.ts";
import type { Policy } from "./policy.ts";
import { fail } from "./sending.ts";

/** Records what time alone has brought about by `at`. Safe early, late and twice. */
export function passTime(draft: Draft, policy: Policy, at: number): void {
  const isDue = (time: number | null) => time !== null && time <= at;
  if (draft.open && isDue(snoozeDue(draft.open))) {
    draft.record({ type: "conversation.unsnoozed", cause: "time" }, SYSTEM);
  }
  if (draft.open && isDue(inactivityDue(draft.open, policy))) {
    draft.record({ type: "conversation.closed", reason: "inactivity" }, SYSTEM);
  }
  for (const { number, from_seq } of draft.thread.retained.filter((kept) => isDue(retentionDue(kept, policy)))) {
    for (const send of draft.thread.pending.filter((waiting) => waiting.number === number)) {
      fail(draft, send, { code: null, title: "Purged", detail: "The message was purged before it could be sent" });
    }
    const through_seq = lastSeqOf(draft, number);
    draft.record({ type: "messages.purged", from_seq, through_seq }, SYSTEM, number);
  }
}

/** What came after the closing, such as a reaction, belongs to the conversation until the next one begins. */
function lastSeqOf(draft: Draft, number: number): number {
  const { current, retained, seq } = draft.thread;
  // What is imported lies between the messages of today, wherever it came in.
  if (number === 0) return seq;
  const later = retained.filter((kept) => kept.number > number).map((kept) => kept.from_seq);
  if (current && current.number > number) later.push(current.first_seq);
  return later.length === 0 ? seq : Math.min(...later) - 1;
}
