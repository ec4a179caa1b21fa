import type { Body, Conversation } from "../../api/types.ts";

type Calls =
  | "assignAgent"
  | "unassignAgent"
  | "releaseHandoff"
  | "requestHandoff"
  | "takeOver"
  | "transferConversation";
type Changes = "setStatus" | "setLabels" | "setPriority" | "snooze" | "unsnooze";

/** One call about a conversation, which answers with it as it then stands. */
export type Step = { [Id in Calls | Changes]: { id: Id; body?: Body<Id> } }[Calls | Changes];

/** Who has the word after what is to be undone. */
type Now = "people" | "ai";

/**
 * The calls that give the word back to who had it before. A flow that was broken off cannot be taken up again: then
 * the word goes to whom the tenant's services say.
 */
export function wordBack(before: Conversation, now: Now, reason: string): Step[] {
  const { control, handoff_agent_id, handoff_reason, handoff_team_id } = before;
  if (control === "agent")
    return handoff_agent_id === null ? [] : [{ id: "assignAgent", body: { agent_id: handoff_agent_id } }];
  if (control !== "queue") return now === "people" ? [{ id: "releaseHandoff", body: {} }] : [];
  if (now === "people") return [{ id: "unassignAgent" }];
  const team = handoff_team_id === null ? {} : { team_id: handoff_team_id };
  return [{ id: "requestHandoff", body: { reason: handoff_reason || reason, ...team } }];
}

/** The calls that open a resolved conversation again as it was. */
export const openBack = (before: Conversation, reason: string): Step[] => [
  { id: "setStatus", body: { status: "active" } },
  ...wordBack(before, "ai", reason),
];

/** The calls that let a conversation sleep, or wake, as it did. */
export const sleepBack = ({ snoozed_until }: Pick<Conversation, "snoozed_until">): Step[] =>
  snoozed_until === null ? [{ id: "unsnooze" }] : [{ id: "snooze", body: { until: snoozed_until } }];
