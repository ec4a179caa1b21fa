import type { Command, Sender } from "../domain/commands.ts";
import type { Actor } from "../domain/conversation.ts";
import { mentionedIn } from "../domain/notes.ts";
import { plainSaying } from "../domain/telling.ts";
import type { Action } from "../protocol/action.ts";
import { type Scope, worded } from "./wording.ts";

/** Who does it, where, and when. */
export interface Doing {
  /** The conversation's. */
  number: number;
  actor: Actor;
  /** As whom a text is said. */
  sender: Sender;
  /** Why, for who reads the log. */
  reason: string;
  scope: Scope;
  /** Epoch milliseconds. */
  at: number;
}

/** What an action asks of the thread; null where its words come to nothing. */
export function commandOf(action: Action, { number, actor, sender, reason, scope, at }: Doing): Command | null {
  switch (action.type) {
    case "add_labels":
      return { type: "change_labels", number, add: action.labels, remove: [], reason, actor };
    case "remove_labels":
      return { type: "change_labels", number, add: [], remove: action.labels, reason, actor };
    case "set_priority":
      return { type: "set_priority", number, priority: action.priority, reason, actor };
    case "assign_agent":
      return { type: "assign_agent", number, agent_id: action.agent_id, reason, actor };
    case "assign_team":
      return { type: "transfer_conversation", number, to: { team_id: action.team_id }, note: null, reason, actor };
    case "request_handoff": {
      const { reason: words = reason, team_id = null } = action;
      const trigger = actor.type === "agent" ? "agent" : "api";
      return { type: "request_handoff", number, trigger, reason: words, agent_id: null, team_id, actor };
    }
    case "release":
      return { type: "release_handoff", number, reason, actor };
    case "send_text": {
      const text = textOf(action, scope) ?? "";
      const saying = plainSaying(text, new Date(at).toISOString());
      return text === "" ? null : { type: "send_message", number, sender, saying, deliver: true };
    }
    case "add_note": {
      const content = textOf(action, scope) ?? "";
      const mentions = mentionedIn(content);
      return content === "" ? null : { type: "add_note", number, ticket_id: null, content, mentions, actor };
    }
    case "start_flow":
      return { type: "start_flow", number, flow_id: action.flow_id, variables: action.variables ?? null, actor };
    case "snooze":
      return { type: "snooze", number, until: new Date(at + action.seconds * 1_000).toISOString(), reason, actor };
    case "close":
      return { type: "set_status", number, status: "resolved", actor };
  }
}

/** What an action would say or note; null of one that says nothing. */
export function textOf(action: Action, scope: Scope): string | null {
  if (action.type === "send_text") return worded(action.text, scope, false).text.trim();
  return action.type === "add_note" ? worded(action.content, scope, false).text.trim() : null;
}
