import type { Command } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { latest } from "./find.ts";
import { close } from "./lifecycle.ts";
import { because } from "./reason.ts";
import type { Rejection } from "./rejections.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** So many labels a conversation may have. */
export const MOST_LABELS = 50;

/** CV10: the same labels again are no event. */
export function setLabels(draft: Draft, command: Of<"set_labels">): Rejection | null {
  const { number, reason, actor } = command;
  const found = latest(draft, number);
  if ("code" in found) return found;
  const labels = [...new Set(command.labels)].sort();
  if (labels.length > MOST_LABELS) return { code: "label_limit", limit: MOST_LABELS };
  if (JSON.stringify(labels) !== JSON.stringify(found.labels)) {
    draft.record({ type: "conversation.labels_changed", labels, ...because(reason) }, actor);
  }
  return null;
}

/** AG2: the other labels stay as they are. */
export function changeLabels(draft: Draft, command: Of<"change_labels">): Rejection | null {
  const { add, remove, ...rest } = command;
  const found = latest(draft, command.number);
  if ("code" in found) return found;
  const labels = [...found.labels.filter((label) => !remove.includes(label)), ...add];
  return setLabels(draft, { ...rest, type: "set_labels", labels });
}

/** CV11: what is not given stays; the same again is no event. */
export function setDetails(draft: Draft, command: Of<"set_details">): Rejection | null {
  const found = latest(draft, command.number);
  if ("code" in found) return found;
  const { title = found.title, detail = found.detail } = command;
  if (title === found.title && detail === found.detail) return null;
  draft.record({ type: "conversation.details_changed", title, detail }, command.actor);
  return null;
}

/** CV12: a conversation that is deleted is closed first and leaves every list. */
export function deleteConversation(draft: Draft, command: Of<"delete_conversation">): Rejection | null {
  const found = latest(draft, command.number);
  if ("code" in found) return found;
  const { actor } = command;
  if (found.deleted_at !== null) return null;
  if (found.state === "open") close(draft, actor.type === "agent" ? "agent" : "api", actor);
  draft.record({ type: "conversation.deleted" }, actor);
  return null;
}

/** CV13, CV18: looking again at what was seen is no event. */
export function markSeen(draft: Draft, command: Of<"mark_seen">): Rejection | null {
  const found = latest(draft, command.number);
  if ("code" in found) return found;
  const seen = found.agent_last_seen_at !== null && found.agent_last_seen_at >= found.last_message_at;
  // What came in the same millisecond is unread all the same.
  if (!seen || (found.unread_count ?? 0) > 0) draft.record({ type: "conversation.seen" }, command.actor);
  return null;
}
