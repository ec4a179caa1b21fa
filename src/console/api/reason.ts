import { textsOf } from "../locales/text.ts";
import { usualIn } from "../locales/usual.ts";
import type { Conversation, LogEvent } from "./types.ts";

/** The reason of who gives none (`src/domain/usual-reasons.ts`): the sentence says it. */
const TAKEN = "Taken over";

/** Why something happened, in the words of whoever did it; null where the sentence about it says as much. */
export function reasonOf({ type, reason, trigger }: LogEvent): string | null {
  const isSaid = type === "conversation.closed" || reason === TAKEN || trigger === "people_first";
  return isSaid || typeof reason !== "string" || reason.trim() === "" ? null : inWords(reason);
}

/** Why a person is asked for; null where they answer first, whatever it is about. */
export const whyHandedOver = ({ handoff_trigger, handoff_reason }: Conversation): string | null =>
  handoff_trigger === "people_first" || !handoff_reason ? null : inWords(handoff_reason);

/** What the store says where nobody gave a reason in their own words. */
const USUAL = [
  ["keyword", /^Customer requested human agent \(keyword: '(?<keyword>.+)'\)$/s],
  ["person", /^The customer asks for a person$/],
  ["channel", /^Passed on by another app$/],
  ["sentiment", /^Negative sentiment \(score (?<score>.+)\)$/],
  ["frustration", /^Frustration over several messages$/],
  ["unsure", /^Multiple low-confidence responses$/],
  ["late", /^The AI agent did not answer within (?<count>\d+) seconds$/],
  ["machines", /^(?<count>\d+) automatic messages within a day$/],
  ["ai", /^The AI agent asks for a person$/],
  ["ai_failed", /^The AI agent's model gave no answer that can be sent$/],
  ["flow", /^The flow asks for a person$/],
  ["not_understood", /^The flow did not understand the customer's answer \((?<question>.+)\)$/s],
  ["given_up", /^Given up by its agent$/],
  ["status", /^Status set to handed_off$/],
  ["ticket", /^Ticket (?<id>\S+) was opened$/],
  ["rule", /^Rule (?<name>.+)$/s],
  ["macro", /^Macro (?<name>.+)$/s],
] as const;

/** A reason in the agent's language where the store gave it; else as somebody wrote it. */
function inWords(reason: string): string {
  const usual = usualIn(USUAL, reason);
  return usual === null ? reason : textsOf("common")(`reason.${usual.key}`, usual.values);
}
