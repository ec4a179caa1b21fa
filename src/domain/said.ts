import type { Conversation } from "./conversation.ts";
import type { Event } from "./events.ts";
import type { Message } from "./message.ts";
import { isQuestion } from "./rating.ts";
import type { Retained, Thread } from "./thread.ts";
import { answered, collected } from "./turns.ts";

/** So many scores of what the customer wrote are kept: as many as the rule looks at. */
const SCORES_KEPT = 3;

/** CV18: beyond so many nobody counts. */
const MOST_UNREAD = 999;

/** Only people, the AI and flows count as activity: a system's text must not keep a conversation open. */
export function said(thread: Thread, event: Event, message: Message): Thread {
  const { current } = thread;
  if (current === null) return thread;
  const active = message.sender_type !== "system" && !message.passive;
  const customer = active && message.direction === "in";
  // The window is the number's, whichever app answers (Meta, "Standby webhooks"): who sends takes the conversation over.
  const opensWindow = customer && (message.origin === "webhook" || message.origin === "standby");
  const isToUs = customer && message.origin === "webhook";
  const byPerson = active && message.sender_type === "agent" && message.origin !== "standby";
  const unsure = message.sender_type === "llm" && message.metadata?.low_confidence === true;
  const score = customer ? message.metadata?.sentiment : undefined;
  const changed = change(thread, event, {
    message_count: current.message_count + 1,
    last_message_seq: event.seq,
    ...(active && { last_message_at: event.at, active_since: event.at }),
    ...(active && { shown_seq: event.seq, ...unread(current, message) }),
    ...(customer && collected(current, event)),
    ...(active && !customer && answered(current)),
    ...(customer && { last_customer_message_at: event.at }),
    ...(opensWindow && { window_from: later(current.window_from, message.timestamp) }),
    ...(byPerson && { is_answered_by_person: true }),
    ...(message.origin === "standby" && { is_answered_elsewhere: true }),
    ...(isQuestion(message) && { is_asked_how: true }),
    ...(unsure && { low_confidence_count: current.low_confidence_count + 1 }),
    ...(typeof score === "number" && { sentiment_scores: [...current.sentiment_scores, score].slice(-SCORES_KEPT) }),
  });
  const heard =
    isToUs && message.whatsapp_message_id !== null
      ? { ...changed, last_inbound_id: message.whatsapp_message_id }
      : changed;
  if (current.state === "closed") return { ...heard, retained: retainedWith(heard.retained, current, event) };
  if (event.type !== "message.queued") return heard;
  const send = { message_seq: event.seq, message_id: message.id, number: event.number, queued_at: event.at };
  return { ...heard, pending: [...heard.pending, { ...send, attempt: 0, claimed_at: null, retry_at: null }] };
}

/** CV18: what the customer says counts until an agent answers, wherever they do. */
function unread({ unread_count = 0 }: Conversation, { direction, sender_type }: Message): Partial<Conversation> {
  if (direction === "in") return { unread_count: Math.min(unread_count + 1, MOST_UNREAD) };
  return sender_type === "agent" ? { unread_count: 0 } : {};
}

/** What is imported has its own past times, and touches nothing of today. */
export function remembered(thread: Thread, event: Event, message: Message): Thread {
  const { history } = thread;
  if (history === null) return thread;
  const first = history.message_count === 0;
  const at = message.timestamp;
  const changed: Conversation = {
    ...history,
    message_count: history.message_count + 1,
    started_at: first || at < history.started_at ? at : history.started_at,
    last_message_at: first || at > history.last_message_at ? at : history.last_message_at,
    last_customer_message_at:
      message.direction === "in" ? later(history.last_customer_message_at, at) : history.last_customer_message_at,
    ...((first || at >= history.last_message_at) && { shown_seq: event.seq }),
    ended_at: event.at,
    updated_at: event.at,
  };
  return { ...thread, history: changed, retained: retainedWith(thread.retained, changed, event) };
}

/** A webhook may come after a younger one: the window never shrinks. */
export const later = (one: string | null, other: string): string =>
  one !== null && Date.parse(one) > Date.parse(other) ? one : other;

/** What comes to a conversation after its purge, such as a reaction, falls due with it. */
const retainedWith = (
  retained: Retained[],
  { number, ended_at }: Pick<Conversation, "number" | "ended_at">,
  { seq, at }: Event,
): Retained[] =>
  retained.some((kept) => kept.number === number)
    ? retained
    : [...retained, { number, ended_at: ended_at ?? at, from_seq: seq }];

/** TI8: a note on a conversation that is over is kept as long as its messages were, from when it was written. */
export function noted(thread: Thread, event: Event): Thread {
  const { current, retained } = thread;
  const { number, at } = event;
  if (current?.number === number && current.state === "open") return thread;
  return { ...thread, retained: retainedWith(retained, { number, ended_at: at }, event) };
}

/** The latest conversation, changed. */
export function change(thread: Thread, event: Event, changes: Partial<Conversation>): Thread {
  if (thread.current === null) return thread;
  return { ...thread, current: { ...thread.current, ...changes, updated_at: event.at } };
}
