import type { Conversation } from "./conversation.ts";
import type { Event } from "./events.ts";

/** Where a conversation stands with the AI: what the customer says in a row is one turn, answered once. */
export interface Turn {
  /** Of the turn that was asked last: 1, 2, 3…; 0 before the first. */
  number: number;
  /** What the customer has said since, and nobody was asked about yet. */
  collecting: { since: string; last_at: string } | null;
  /** The turn that waits for its answer; what is said meanwhile makes it stale. */
  asked: Asked | null;
}

interface Asked {
  at: string;
  deadline: string | null;
  /** Where the log says so. */
  seq: number;
  /** A service was asked, not our own AI agent. */
  by_service: boolean;
}

/** A conversation in which the AI was asked for nothing yet. */
export const UNASKED: Turn = { number: 0, collecting: null, asked: null };

/** TU1: what the customer says is collected; the answer that is on its way no longer fits. */
export function collected(
  { turn, control, waiting_since }: Conversation,
  { at }: { at: string },
): Partial<Conversation> {
  const collecting = { since: turn.collecting?.since ?? at, last_at: at };
  return {
    waiting_since: waiting_since ?? at,
    ...(control === "ai" && { turn: { ...turn, collecting, asked: null } }),
  };
}

/** Somebody has answered, or it is over (TU5): nothing is open. */
export const answered = (conversation: Conversation): Partial<Conversation> => ({
  waiting_since: null,
  ...quiet(conversation),
});

/** TU4: nobody is asked any more, since others have the word. */
export const quiet = (conversation: Conversation | null): Partial<Conversation> =>
  conversation ? { turn: { ...conversation.turn, collecting: null, asked: null } } : {};

/** TU5: the AI gets the word back and finds what nobody has answered. */
export function resumed(
  conversation: Conversation | null,
  { at, control }: { at: string; control: Conversation["control"] },
): Partial<Conversation> {
  if (conversation === null) return {};
  const { waiting_since, last_customer_message_at } = conversation;
  // Who waits since a later hand-off was answered before it: what they waited for was a person (HO11).
  const isOpen = waiting_since !== null && waiting_since <= (last_customer_message_at ?? "");
  const collecting = isOpen && control === "ai" ? { since: at, last_at: at } : null;
  return { waiting_since: isOpen ? waiting_since : null, turn: { ...conversation.turn, collecting, asked: null } };
}

export function asked(
  conversation: Conversation | null,
  { at, seq, turn: number, deadline, by_service = true }: Extract<Event, { type: "ai.requested" }>,
): Partial<Conversation> {
  return conversation ? { turn: { number, collecting: null, asked: { at, deadline, seq, by_service } } } : {};
}
