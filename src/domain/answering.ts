import type { Command, Saying } from "./commands.ts";
import type { Conversation } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { openOnly } from "./find.ts";
import { isOver } from "./flow-turns.ts";
import { close } from "./lifecycle.ts";
import { sendMessage, suppress } from "./messaging.ts";
import { asksAi, type Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";
import { USUAL_REASONS } from "./usual-reasons.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** TU3: who has the word, and which turn is open, is decided when the answer arrives. */
export function receiveAnswer(
  draft: Draft,
  command: Of<"receive_answer">,
  policy: Policy,
  at: number,
): Rejection | null {
  const { number, by, sender_id, display_name, saying, wants_ticket, reason = null, wants_close = false } = command;
  const conversation = openOnly(draft, number);
  if ("code" in conversation) return conversation;
  const sender = { type: by, id: sender_id, display_name };
  const unfit = unfitness(conversation, command, policy);
  if (unfit !== null) {
    if (saying) suppress(draft, sender, withMetadata(saying, { suppressed: unfit }));
    return null;
  }
  const { turn } = conversation;
  const said = saying && by === "llm" && turn.asked ? withMetadata(saying, { turn: turn.number }) : saying;
  const refused =
    said && sendMessage(draft, { type: "send_message", number, sender, saying: said, deliver: true }, policy, at);
  if (refused) return refused;
  const isWithPerson = draft.open?.control === "queue" || draft.open?.control === "agent";
  if (wants_ticket && !isWithPerson) {
    const trigger = by === "llm" ? "ai_flag" : "flow";
    const usual = by === "llm" ? USUAL_REASONS.ai() : USUAL_REASONS.flow();
    draft.record({ type: "handoff.requested", trigger, reason: reason ?? usual }, { type: by, id: sender_id });
  } else if (wants_close && !isWithPerson && draft.open) {
    close(draft, by === "llm" ? "ai" : "flow_ended", { type: by, id: sender_id }, policy);
  } else if (!said && by === "llm" && turn.asked) {
    draft.record({ type: "ai.abstained", turn: turn.number }, { type: by, id: sender_id });
  }
  return null;
}

/** Why an answer is not said, as its suppressed message tells; null when it is. */
function unfitness(
  conversation: Conversation,
  { by, turn: named, sender_id }: Of<"receive_answer">,
  policy: Policy,
): string | null {
  const { control, turn } = conversation;
  if (control === "queue" || control === "agent") return "a person has or awaits the word";
  if (by === "flow") return isOver(conversation, sender_id, policy) ? "this flow is over" : null;
  if (control === "flow") return "a flow has the word";
  if (!asksAi(policy)) return null;
  if (named !== null) return turn.asked && named === turn.number ? null : `turn ${named} is not open`;
  return turn.asked || turn.collecting ? null : "no turn is open";
}

const withMetadata = (saying: Saying, metadata: Record<string, unknown>): Saying => ({
  ...saying,
  metadata: { ...saying.metadata, ...metadata },
});
