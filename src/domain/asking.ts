import { type Conversation, SYSTEM } from "./conversation.ts";
import { lookUp, lookupDue } from "./customers.ts";
import type { Draft } from "./draft.ts";
import type { Message } from "./message.ts";
import type { Control, Policy } from "./policy.ts";

/** What a customer presses rather than writes: it is complete as it is. */
const PRESSED = new Set(["button", "button_reply", "list_reply", "flow_reply"]);

/**
 * Who is asked to answer what the customer has just said: whoever had the word when they said it, if a service plays that
 * part. The AI is asked when the customer falls silent, or at once for a button.
 */
export function ask(draft: Draft, { seq, message_type, id }: Message, before: Control, policy: Policy): void {
  const { open } = draft;
  if (open === null) return;
  lookUp(draft, seq, policy);
  const { ai, agents, flows } = policy.remote;
  if (before === "queue" || before === "agent") {
    if (agents) draft.record({ type: "answer.requested", of: "agent", message_seq: seq }, SYSTEM);
  } else if (open.control === "flow" && flows) {
    // FL1: the first message begins the flow's execution, which is named after it; the others go on with it.
    const isNew = open.flow_execution_id === null;
    if (isNew) draft.record({ type: "flow.requested", message_seq: seq, flow_execution_id: id }, SYSTEM);
    else draft.record({ type: "answer.requested", of: "flow", message_seq: seq }, SYSTEM);
  } else if (open.control === "ai" && ai && PRESSED.has(message_type) && !isWaitingForLookup(draft.open)) {
    askAi(draft, policy);
  }
}

const isWaitingForLookup = (conversation: Conversation | null): boolean =>
  conversation !== null && lookupDue(conversation) !== null;

/** TU2: the AI is asked to answer what the customer has said so far. */
export function askAi(draft: Draft, policy: Policy): void {
  const { open, thread } = draft;
  if (open === null) return;
  const { ai_deadline } = policy;
  const deadline = ai_deadline === null ? null : new Date(Date.parse(draft.at) + ai_deadline * 1000).toISOString();
  const { customer_id } = thread.contact;
  draft.record({ type: "ai.requested", turn: open.turn.number + 1, customer_id, deadline }, SYSTEM);
}

/** TU6: an answer that did not come in time hands the conversation over. */
export function giveUpOnAi(draft: Draft, policy: Policy): void {
  if (draft.open === null) return;
  draft.record({ type: "ai.timed_out", turn: draft.open.turn.number }, SYSTEM);
  const reason = `The AI agent did not answer within ${policy.ai_deadline ?? 0} seconds`;
  draft.record({ type: "handoff.requested", trigger: "ai_timeout", reason }, SYSTEM);
}

/** TU1: when the AI is asked: after so much silence, but not too long after the first message, nor before it is known who asks. */
export function askDue(conversation: Conversation, policy: Policy): number | null {
  const { state, control, turn } = conversation;
  if (state === "closed" || control !== "ai" || !policy.remote.ai || turn.collecting === null) return null;
  const { since, last_at } = turn.collecting;
  const silent = Date.parse(last_at) + policy.ai_debounce * 1000;
  const longest = Date.parse(since) + policy.ai_debounce_limit * 1000;
  return Math.max(Math.min(silent, longest), lookupDue(conversation) ?? 0);
}

/** TU6: when an answer must be there. */
export const answerDue = ({ state, turn }: Conversation): number | null =>
  state === "closed" || !turn.asked?.deadline ? null : Date.parse(turn.asked.deadline);
