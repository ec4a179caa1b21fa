import { answerDue, askAi, askDue, giveUpOnAi, passWord, waitForPeople } from "./asking.ts";
import { type Conversation, SYSTEM } from "./conversation.ts";
import { giveUpOnLookup, lookupDue } from "./customers.ts";
import type { Draft } from "./draft.ts";
import { inactivityDue, retentionDue, snoozeDue, warningDue } from "./due.ts";
import { close } from "./lifecycle.ts";
import { asksAi, type Policy } from "./policy.ts";
import { fail } from "./sending.ts";
import { plainSaying, tell } from "./telling.ts";

/** Something that time alone brings about in an open conversation. */
interface Step {
  due: number | null;
  take: (draft: Draft, policy: Policy) => void;
}

const steps = (conversation: Conversation, policy: Policy): Step[] => [
  {
    due: snoozeDue(conversation),
    take: (draft) => draft.record({ type: "conversation.unsnoozed", cause: "time" }, SYSTEM),
  },
  { due: lookupDue(conversation), take: giveUpOnLookup },
  { due: askDue(conversation, policy), take: asksAi(policy) ? askAi : doWithoutAi },
  { due: answerDue(conversation), take: giveUpOnAi },
  { due: warningDue(conversation, policy), take: warn },
  {
    due: inactivityDue(conversation, policy),
    take: (draft) => close(draft, "inactivity", SYSTEM),
  },
];

/** TU10, HO12: there is nobody any more to ask. */
function doWithoutAi(draft: Draft, policy: Policy): void {
  passWord(draft, policy);
  waitForPeople(draft, policy);
}

/** IN6: silence will close the conversation; the customer is told so where there is something to say, and may be said. */
function warn(draft: Draft, policy: Policy): void {
  const closes = draft.open && inactivityDue(draft.open, policy);
  if (!draft.open || closes === null) return;
  draft.record({ type: "inactivity.warned", closes_at: new Date(closes).toISOString() }, SYSTEM);
  // An alarm that comes too late would have them told just before the end.
  const isLate = closes <= Date.parse(draft.at);
  if (policy.inactivity_warning_text === null || isLate) return;
  // A system's text is no activity: it does not keep open what it warns of.
  tell(draft, plainSaying(policy.inactivity_warning_text, draft.at));
}

/** Records what time alone has brought about by `at`, in the order in which it fell due. Safe early, late and twice. */
export function passTime(draft: Draft, policy: Policy, at: number): void {
  const isDue = (time: number | null): time is number => time !== null && time <= at;
  for (;;) {
    const due = draft.open ? steps(draft.open, policy).filter((step) => isDue(step.due)) : [];
    if (due.length === 0) break;
    due.reduce((one, other) => (Number(other.due) < Number(one.due) ? other : one)).take(draft, policy);
  }
  for (const { number, from_seq } of draft.thread.retained.filter((kept) => isDue(retentionDue(kept, policy)))) {
    for (const send of draft.thread.pending.filter((waiting) => waiting.number === number)) {
      fail(draft, send, { code: null, title: "Purged", detail: "The message was purged before it could be sent" });
    }
    // TI8: a note may be of a conversation that others have followed since.
    const through_seq = Math.max(from_seq, lastSeqOf(draft, number));
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
