import { type BusinessHours, inWordsAt, isOpenAt, nextOpening } from "./business-hours.ts";
import type { Saying } from "./commands.ts";
import type { Actor, CloseReason, Conversation } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import type { Policy } from "./policy.ts";
import { question, type Rating, ratingIn, scoreIn } from "./rating.ts";
import { plainSaying, tell } from "./telling.ts";

/** Who closes a conversation by these has a word with the customer. */
const SAID_WITH: readonly CloseReason[] = ["agent", "api", "ticket_closed", "flow_ended"];

/** What is written later is hardly an answer any more; pressed, it counts whenever it comes. */
const ANSWERED_WITHIN_MS = 24 * 60 * 60 * 1_000;

/**
 * HO10: who begins to wait for a person while nobody is there is told when somebody will be.
 * @param before the thread's latest conversation before this decision
 */
export function tellOffHours(draft: Draft, before: Conversation | null, policy: Policy): void {
  const { open } = draft;
  if (policy.off_hours_text === null || open?.control !== "queue" || hasWaited(draft, before)) return;
  const hours = policy.hours[open.outlet_id];
  const at = Date.parse(draft.at);
  if (hours === undefined || isOpenAt(hours, at)) return;
  tell(draft, plainSaying(filled(policy.off_hours_text, hours, at), draft.at));
}

/** Whether the customer waited already: of a second wish for a person nobody need be told. */
function hasWaited({ open, events }: Draft, before: Conversation | null): boolean {
  const wasWaiting = before?.state === "open" && before.control === "queue" && before.number === open?.number;
  const interrupted = ["conversation.closed", "control.released", "agent.assigned"];
  return wasWaiting && !events.some(({ type }) => interrupted.includes(type));
}

/** `{{next_opening}}` in words; a language may be named, as in `{{next_opening:pt-BR}}`. */
const filled = (text: string, hours: BusinessHours, at: number): string =>
  text.replace(/\{\{\s*next_opening(?::([\w-]+))?\s*\}\}/g, (_, language?: string) => {
    const next = nextOpening(hours, at);
    return next === null ? "further notice" : inWords(hours.time_zone, next, language);
  });

/** A language that does not exist must not fail what has to be decided. */
function inWords(timeZone: string, at: number, language: string | undefined): string {
  try {
    return inWordsAt(timeZone, at, language);
  } catch {
    return inWordsAt(timeZone, at);
  }
}

/** CV14, CV15: the last words to the customer, and the question how it was. */
export function takeLeave(draft: Draft, reason: CloseReason, policy: Policy): void {
  const { open } = draft;
  if (open === null || !SAID_WITH.includes(reason)) return;
  if (policy.farewell_text !== null) tell(draft, plainSaying(policy.farewell_text, draft.at));
  if (policy.satisfaction_question !== null && open.is_answered_by_person === true)
    tell(draft, question(policy.satisfaction_question, open.number, draft.at));
}

/** CV16, CV19: the same, pressed or written, where it is of a conversation that is there. */
export function ratingOf(draft: Draft, saying: Saying): Rating | null {
  const { current, erased } = draft.thread;
  const rating = ratingIn(saying) ?? writtenRating(draft, saying);
  const isThere = rating && rating.number <= (current?.number ?? 0) && rating.number > (erased?.last_number ?? 0);
  return isThere ? rating : null;
}

/** CV19: many write the number, or the stars, instead of opening the list. */
function writtenRating({ thread: { current }, at }: Draft, saying: Saying): Rating | null {
  if (current?.state !== "closed" || current.is_asked_how !== true || saying.message_type !== "text") return null;
  const { ended_at, number } = current;
  if (Date.parse(at) - Date.parse(ended_at ?? at) > ANSWERED_WITHIN_MS) return null;
  const score = scoreIn(saying.content);
  return score === null ? null : { number, score };
}

/** CV16: the answer is kept with its conversation, closed or not; the latest counts. */
export function rate(draft: Draft, { number, score }: Rating, actor: Actor): void {
  draft.record({ type: "conversation.rated", score }, actor, number);
}
