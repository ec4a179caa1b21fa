import type { ApiProblem } from "../../api/problem.ts";
import { type Kept, keptProblem, type Taken } from "./outgoing.ts";

/** Refusals that say nothing of the message: it is tried again by itself. */
const PASSING: readonly ApiProblem["code"][] = [
  "offline",
  "unreadable",
  "unauthorized",
  "unavailable",
  "internal_error",
];

const isPassing = ({ code, status }: ApiProblem): boolean => PASSING.includes(code) || status >= 500 || status === 429;

/** In the order in which they were said. */
export const inOrder = (all: readonly Kept[]): Kept[] =>
  [...all].sort((one, other) => one.order - other.order || (one.client_id < other.client_id ? -1 : 1));

/** What is held until its writer has read what was said meanwhile holds those that were said after it. */
const isHeld = ({ state, problem }: Kept): boolean => state === "failed" && problem?.code === "stale_reply";

/** The last seq that it is held for, as the refusal told it; 0 where it is not held. */
export function lastHeldFor(one: Kept): number {
  const { messages = [] } = (isHeld(one) ? (one.problem?.document ?? {}) : {}) as { messages?: { seq: number }[] };
  return Math.max(0, ...messages.map(({ seq }) => seq));
}

/** What goes next of one conversation; null when nothing may. What was under way in a lost page is under way again. */
export function nextOf(ofConversation: readonly Kept[]): Kept | null {
  for (const one of inOrder(ofConversation)) {
    if (isHeld(one)) return null;
    if (one.state !== "failed" && one.seq === null) return one;
  }
  return null;
}

export const begun = (one: Kept): Kept => ({ ...one, state: "sending", is_fixed: true, problem: null });

export const taken = (one: Kept, { message_id, seq }: Taken): Kept => ({ ...one, message_id, seq, state: "sending" });

/** What was not heard of waits as it is: it may have arrived. What was refused was not said, and may be said otherwise. */
export const refused = (one: Kept, problem: ApiProblem): Kept =>
  isPassing(problem)
    ? { ...one, state: "waiting" }
    : { ...one, state: "failed", is_fixed: false, problem: keptProblem(problem) };

/** Those of the same conversation that were said after it: what they came after includes it. */
export const raised = (ofConversation: readonly Kept[], { order, seq }: Kept): Kept[] =>
  ofConversation.flatMap((one) =>
    one.order > order && !one.is_fixed && one.seen_seq !== null && seq !== null && one.seen_seq < seq
      ? [{ ...one, seen_seq: seq }]
      : [],
  );

/** To be tried again, by the one who said it: whatever was said meanwhile, where that was why it was held. */
export const retried = (one: Kept): Kept => {
  if (one.state !== "failed") return one;
  return {
    ...one,
    state: "waiting",
    seen_seq: one.problem?.code === "stale_reply" ? null : one.seen_seq,
    problem: null,
  };
};

/**
 * Body of `POST /api/v1/messages`. Over the socket it is the same text, so that the same key means the same message
 * whichever way it went (`src/realtime/handling.ts`).
 */
export function bodyOf({
  conversation_id,
  draft,
  agent,
  seen_seq,
}: Kept): { conversation_id: string } & Record<string, unknown> {
  const { message_type, content, payload, reply_to } = draft;
  return {
    conversation_id,
    message_type,
    // Of what is no text the server makes the words that stand for it.
    ...(message_type === "text" && { content }),
    ...(payload && { payload }),
    ...(reply_to !== undefined && { reply_to }),
    ...(seen_seq !== null && { if_last_seq: seen_seq }),
    sender_name: agent.name,
    sender_type: "agent",
    sender_id: agent.id,
  };
}

/** The key under which the server knows a message, whichever way it came. */
export const keyOfMessage = ({ agent, client_id }: Kept): string => `client:${agent.id}:${client_id}`;
