import { ask } from "./asking.ts";
import { isMachine } from "./automatic.ts";
import { applyChange } from "./changing.ts";
import type { Command, Saying, Sender } from "./commands.ts";
import { type Actor, type Conversation, SYSTEM, windowExpiresAt } from "./conversation.ts";
import { rate, ratingOf } from "./courtesies.ts";
import type { Draft } from "./draft.ts";
import { existing, openOnly } from "./find.ts";
import { findHandoffKeyword } from "./hand-off.ts";
import { parseMessageId } from "./ids.ts";
import { ensureOpen, learn } from "./lifecycle.ts";
import type { Message } from "./message.ts";
import { ownWords } from "./own-words.ts";
import type { Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";
import { isFrustrated, sentimentOf } from "./sentiment.ts";
import type { Thread } from "./thread.ts";
import { beginTicket } from "./tickets.ts";
import { isFull, MOST_UNSENT } from "./unsent.ts";
import { USUAL_REASONS } from "./usual-reasons.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** WhatsApp's limit on the body of a text message, in characters. */
const WHATSAPP_TEXT_LIMIT = 4096;

/** HO8: below this a single message is angry. */
const ANGRY = -0.5;

/** CV1, MS1: a customer's message always lands: in the open conversation, or in the one that it opens. */
export function receiveMessage(draft: Draft, command: Of<"receive_message">, policy: Policy): Rejection | null {
  const { place, saying, changes = [] } = command;
  const { identity } = draft.thread;
  const rating = changes.length === 0 ? ratingOf(draft, saying) : null;
  const passive = command.passive || rating !== null;
  const missing = "number" in place ? existing(draft, place.number) : null;
  if (missing) return missing;
  const contact = "contact" in place ? place.contact : draft.thread.contact;
  const actor: Actor = {
    type: "customer",
    id: "sender_id" in place ? place.sender_id : (contact.phone ?? contact.user_id),
  };
  const known = "identity" in place ? place.identity : identity;
  if (known === null || (identity !== null && identity.thread_key !== known.thread_key))
    return { code: "thread_mismatch" };
  if (!passive) {
    const rejection = ensureOpen(draft, { identity: known, contact, actor }, policy);
    if (rejection) return rejection;
  }
  if (draft.thread.current === null) return { code: "nothing_to_attach_to" };
  if (passive) learn(draft, contact, actor);
  if (!passive && draft.open?.snoozed_until) {
    draft.record({ type: "conversation.unsnoozed", cause: "customer" }, actor);
  }
  const before = draft.open?.control ?? "none";
  const display_name = draft.thread.contact.name ?? contact.phone ?? "Customer";
  const said = draft.message({ type: "customer", id: actor.id, display_name }, saying, "webhook");
  const message = changes.reduce(applyChange, said);
  const heard = passive ? message : withSentiment(draft, message, policy);
  const received: Message = { ...heard, passive, status: "received", status_times: { received: draft.at } };
  draft.record({ type: "message.received", message: received }, actor);
  if (rating !== null) rate(draft, rating, actor);
  if (passive) detectPassedControl(draft, saying, actor);
  // What was taken back before it came is there, and nobody is asked about it.
  else if (received.deleted_at === null) {
    detectKeyword(draft, received, policy, actor);
    detectSentiment(draft, received, policy, actor);
    ask(draft, received, before, policy);
  }
  return null;
}

/** Whether a bot has the word: only then can a conversation be handed over. */
const isWithBot = ({ open }: Draft): boolean => open !== null && open.control !== "queue" && open.control !== "agent";

/** What a flow offers is the flow's to understand: "Ask a person" may be its own button. */
const isForFlow = ({ open }: Draft, { message_type }: Message): boolean =>
  open?.control === "flow" &&
  open.flow_execution_id !== null &&
  (message_type === "button_reply" || message_type === "list_reply");

/** HO2: the customer asks for a person in the tenant's words. Only a bot's conversation can be handed over. */
function detectKeyword(draft: Draft, message: Message, policy: Policy, actor: Actor): void {
  if (!isWithBot(draft) || isForFlow(draft, message)) return;
  const keyword = findHandoffKeyword(ownWords(message), policy.handoff_keywords);
  if (keyword === null) return;
  const reason = USUAL_REASONS.keyword(keyword);
  draft.record({ type: "handoff.requested", trigger: "keyword", reason }, actor);
}

/** HO9: another app that had the thread passes it to people: here they are. */
function detectPassedControl(draft: Draft, { metadata }: Saying, actor: Actor): void {
  const handover = metadata?.handover;
  if (!isWithBot(draft) || typeof handover !== "object" || handover === null) return;
  if (!("new_owner_role" in handover) || handover.new_owner_role !== "escalation") return;
  const reason = "metadata" in handover && typeof handover.metadata === "string" ? handover.metadata : "";
  draft.record({ type: "handoff.requested", trigger: "channel", reason: reason || USUAL_REASONS.channel() }, actor);
}

/** HO8: the score is kept with the message, so that the log alone says why a conversation was handed over. */
function withSentiment({ open }: Draft, message: Message, policy: Policy): Message {
  if (!policy.sentiment_handoff || open === null) return message;
  const score = sentimentOf(ownWords(message));
  return score === null ? message : { ...message, metadata: { ...message.metadata, sentiment: score } };
}

/** HO8: an angry message, or frustration over several of them. */
function detectSentiment(draft: Draft, { metadata }: Message, policy: Policy, actor: Actor): void {
  const score = metadata?.sentiment;
  if (!policy.sentiment_handoff || typeof score !== "number" || !isWithBot(draft)) return;
  const reason =
    score < ANGRY
      ? USUAL_REASONS.sentiment(score)
      : isFrustrated(draft.open?.sentiment_scores ?? [])
        ? USUAL_REASONS.frustration()
        : null;
  if (reason !== null) draft.record({ type: "handoff.requested", trigger: "sentiment", reason }, actor);
}

/** MS2 to MS6: something is said to the customer, by whoever may. */
export function sendMessage(draft: Draft, command: Of<"send_message">, policy: Policy, at: number): Rejection | null {
  const { sender, saying } = command;
  const conversation = openOnly(draft, command.number);
  if ("code" in conversation) return conversation;
  const actor: Actor = { type: sender.type, id: sender.id };
  const { if_last_seq = null } = command;
  const { last_message_seq } = conversation;
  if (if_last_seq !== null && last_message_seq > if_last_seq) return { code: "stale_reply", last_message_seq };
  if (isSilenced(sender, conversation)) return suppress(draft, sender, saying);
  const deliver = command.deliver && draft.thread.identity?.channel === "whatsapp";
  const refusal = deliver ? refuseDelivery(draft.thread, conversation, saying, at) : null;
  if (refusal) return refusal;
  // CV4: a reaction says nothing of its own, whoever it is from.
  const passive = saying.message_type === "reaction";
  if (sender.type === "agent" && !passive) {
    takeOver(draft, conversation, sender.id, actor);
    beginTicket(draft, actor);
  }
  const message = { ...draft.message(sender, saying, "api"), passive };
  const queued = { ...message, status: "queued" as const, status_times: { queued: draft.at } };
  draft.record(deliver ? { type: "message.queued", message: queued } : { type: "message.added", message }, actor);
  if (passive) react(draft, sender, saying, actor);
  if (sender.type === "llm") detectLowConfidence(draft, policy);
  return null;
}

/** HO6: what came too late to be said is kept, and never sent. */
export function suppress(draft: Draft, sender: Sender, saying: Saying): null {
  const message = { ...draft.message(sender, saying, "api"), status: "suppressed" as const };
  const event = { ...message, status_times: { suppressed: draft.at } };
  draft.record({ type: "message.suppressed", message: event }, { type: sender.type, id: sender.id });
  return null;
}

/** HO6: machines are silent from the moment a person has or awaits the word. */
const isSilenced = (sender: Sender, { control }: Conversation): boolean =>
  isMachine(sender.type) && (control === "queue" || control === "agent");

/** MS7: our own reaction stands at its message at once. */
function react(draft: Draft, sender: Sender, { payload, reply_to, timestamp }: Saying, actor: Actor): void {
  const emoji = typeof payload.emoji === "string" && payload.emoji !== "" ? payload.emoji : null;
  const reaction = { sender_type: "agent", sender_id: sender.id, emoji, at: timestamp } as const;
  const { message_id = null, channel_message_id = null } = reply_to ?? {};
  const message_seq = message_id === null ? null : (parseMessageId(message_id)?.seq ?? null);
  const target = { message_id, message_seq, channel_message_id };
  draft.record({ type: "message.changed", target, change: { type: "reaction", reaction } }, actor);
}

/** MS4, MS5: what WhatsApp would refuse is refused before. Templates are what may be sent outside the window. */
function refuseDelivery(thread: Thread, conversation: Conversation, saying: Saying, at: number): Rejection | null {
  const { message_type, content } = saying;
  if (isFull(thread)) return { code: "too_many_unsent", limit: MOST_UNSENT };
  if (message_type === "template") return null;
  if (message_type === "text" && [...content].length > WHATSAPP_TEXT_LIMIT)
    return { code: "content_too_long", limit: WHATSAPP_TEXT_LIMIT };
  const expires = windowExpiresAt(conversation);
  return expires === null || at >= expires ? { code: "window_closed" } : null;
}

/** HO7: an agent who speaks has the word, unless a colleague has it. */
export function takeOver(draft: Draft, { control }: Conversation, agentId: string | null, actor: Actor): void {
  if (control !== "agent") draft.record({ type: "agent.assigned", agent_id: agentId }, actor);
}

/** HO3: too many unsure answers hand the conversation over. */
function detectLowConfidence(draft: Draft, policy: Policy): void {
  const count = draft.open?.low_confidence_count ?? 0;
  if (policy.low_confidence_limit === null || count < policy.low_confidence_limit) return;
  const reason = USUAL_REASONS.unsure();
  draft.record({ type: "handoff.requested", trigger: "low_confidence", reason }, SYSTEM);
}
