import type { Conversation } from "../../api/types.ts";

/** What an agent does with a conversation. */
export type WorkAction =
  | "takeOver"
  | "handBack"
  | "resolve"
  | "reopen"
  | "assign"
  | "transfer"
  | "snooze"
  | "unsnooze"
  | "labels"
  | "priority"
  | "macro";

/** Why it cannot be done now; each has its words. */
export type Hindrance = "closed" | "open" | "mine" | "noPerson" | "awake" | "imported";

type Standing = Pick<Conversation, "state" | "control" | "handoff_agent_id" | "snoozed_until" | "number">;

/** Why an action cannot be done with a conversation as it stands; null where it can. */
export function hindranceOf(action: WorkAction, conversation: Standing, meId: string): Hindrance | null {
  const isClosed = conversation.state === "closed";
  switch (action) {
    case "labels":
    case "priority":
      return null;
    case "reopen":
      if (!isClosed) return "open";
      return conversation.number === 0 ? "imported" : null;
    case "takeOver":
      if (isClosed) return "closed";
      return isMine(conversation, meId) ? "mine" : null;
    case "handBack":
      if (isClosed) return "closed";
      return isWithPeople(conversation) ? null : "noPerson";
    case "unsnooze":
      if (isClosed) return "closed";
      return conversation.snoozed_until === null ? "awake" : null;
    default:
      return isClosed ? "closed" : null;
  }
}

export const isMine = ({ control, handoff_agent_id }: Pick<Standing, "control" | "handoff_agent_id">, meId: string) =>
  control === "agent" && handoff_agent_id === meId;

/** Whether a person has or awaits the word. */
export const isWithPeople = ({ control }: Pick<Standing, "control">): boolean =>
  control === "queue" || control === "agent";
