import { breakOff } from "./automatic.ts";
import { type Conversation, SYSTEM } from "./conversation.ts";
import { lookUp, lookupDue } from "./customers.ts";
import type { Draft } from "./draft.ts";
import { askFlow } from "./flow-turns.ts";
import type { Message } from "./message.ts";
import { asksAi, type Control, type Policy } from "./policy.ts";
import { USUAL_REASONS } from "./usual-reasons.ts";

/** By then our own AI agent has usually answered. */
const ASK_AGAIN_MS = 30_000;

/** What a customer presses rather than writes: it is complete as it is. */
const PRESSED = new Set(["button", "button_reply", "list_reply", "flow_reply"]);

/**
 * Who is asked to answer what the customer has just said: whoever had the word when they said it, if a service plays that
 * part. The AI is asked when the customer falls silent, or at once for a button.
 */
export function ask(draft: Draft, message: Message, before: Control, policy: Policy): void {
  const { open } = draft;
  const { seq } = message;
  if (open === null) return;
  lookUp(draft, seq, policy);
  if (before === "queue" || before === "agent") {
    if (policy.remote.agents) draft.record({ type: "answer.requested", of: "agent", message_seq: seq }, SYSTEM);
    return;
  }
  if (open.control === "queue" || breakOff(draft, policy)) return;
  passWord(draft, policy);
  if (askFlow(draft, message, policy) || waitForPeople(draft, policy)) return;

  const isAsked = draft.open?.control === "ai" && asksAi(policy);
  if (isAsked && PRESSED.has(message.message_type) && !isWaitingForLookup(draft.open)) askAi(draft, policy);
}

/** TU10: an AI that is gone loses the word, so that people see who waits; one that has come since gets what is nobody's. */
export function passWord(draft: Draft, policy: Policy): void {
  const { open } = draft;
  if (open === null || open.control === policy.released_control) return;
  const isForAi = isNobodys(open) && policy.answers_first !== "people";
  if (asksAi(policy) ? isForAi : open.control === "ai")
    draft.record({ type: "control.released", control: policy.released_control }, SYSTEM);
}

/**
 * HO12: who writes waits for a person, where people answer first.
 * @returns whether they do
 */
export function waitForPeople(draft: Draft, { answers_first }: Policy): boolean {
  if (answers_first !== "people" || draft.open === null || !isNobodys(draft.open)) return false;
  const reason = USUAL_REASONS.people_first();
  draft.record({ type: "handoff.requested", trigger: "people_first", reason }, SYSTEM);
  return true;
}

const isNobodys = ({ control, is_answered_elsewhere }: Conversation): boolean =>
  control === "none" && is_answered_elsewhere !== true;

const isWaitingForLookup = (conversation: Conversation | null): boolean =>
  conversation !== null && lookupDue(conversation) !== null;

/** TU2: the AI is asked to answer what the customer has said so far. */
export function askAi(draft: Draft, policy: Policy): void {
  const { open, thread } = draft;
  if (open === null) return;
  const { ai_deadline } = policy;
  const deadline = ai_deadline === null ? null : new Date(Date.parse(draft.at) + ai_deadline * 1000).toISOString();
  const { customer_id } = thread.contact;
  const turn = open.turn.number + 1;
  draft.record({ type: "ai.requested", turn, customer_id, deadline, by_service: policy.remote.ai }, SYSTEM);
}

/** TU6: an answer that did not come in time hands the conversation over. */
export function giveUpOnAi(draft: Draft, policy: Policy): void {
  if (draft.open === null) return;
  draft.record({ type: "ai.timed_out", turn: draft.open.turn.number }, SYSTEM);
  const reason = USUAL_REASONS.late(policy.ai_deadline ?? 0);
  draft.record({ type: "handoff.requested", trigger: "ai_timeout", reason }, SYSTEM);
}

/**
 * TU1: when the AI is asked, or found to be gone (TU10): after so much silence, but not too long after the first message,
 * nor before it is known who asks.
 */
export function askDue(conversation: Conversation, policy: Policy): number | null {
  const { state, control, turn } = conversation;
  const isDecided = asksAi(policy) || policy.released_control !== "ai";
  if (state === "closed" || control !== "ai" || !isDecided || turn.collecting === null) return null;
  const { since, last_at } = turn.collecting;
  const silent = Date.parse(last_at) + policy.ai_debounce * 1000;
  const longest = Date.parse(since) + policy.ai_debounce_limit * 1000;
  return Math.max(Math.min(silent, longest), lookupDue(conversation) ?? 0);
}

/** TU8: a queue may forget: our own AI agent is asked again while its answer is waited for. */
export const askAgainDue = ({ state, turn: { asked } }: Conversation): number | null =>
  state === "closed" || asked === null || asked.by_service !== false ? null : Date.parse(asked.at) + ASK_AGAIN_MS;

/** TU6: when an answer must be there. */
export const answerDue = ({ state, turn }: Conversation): number | null =>
  state === "closed" || !turn.asked?.deadline ? null : Date.parse(turn.asked.deadline);
