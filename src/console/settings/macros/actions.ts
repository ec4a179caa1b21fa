import type { Answer } from "../../api/types.ts";

export type Macro = Answer<"listMacros">["macros"][number];
export type Action = Macro["actions"][number];
export type ActionType = Action["type"];

/** In the order in which they are offered. */
export const ACTION_TYPES = [
  ...(["add_labels", "remove_labels", "set_priority", "assign_agent", "assign_team", "request_handoff"] as const),
  ...(["release", "send_text", "add_note", "start_flow", "snooze", "close"] as const),
] as const satisfies readonly ActionType[];

/** An action before anything was said of it. */
export function emptyAction(type: ActionType): Action {
  switch (type) {
    case "add_labels":
    case "remove_labels":
      return { type, labels: [] };
    case "set_priority":
      return { type, priority: "high" };
    case "assign_agent":
      return { type, agent_id: "" };
    case "assign_team":
      return { type, team_id: "" };
    case "send_text":
      return { type, text: "" };
    case "add_note":
      return { type, content: "" };
    case "start_flow":
      return { type, flow_id: "" };
    case "snooze":
      return { type, seconds: 3_600 };
    default:
      return { type };
  }
}

/** What lies at `from` stands at `to`. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...all.slice(from, from + 1), ...rest.slice(to)];
}
