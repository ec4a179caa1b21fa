import type { Command } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { latest } from "./find.ts";
import { because } from "./reason.ts";
import type { Rejection } from "./rejections.ts";

/** The least pressing first. */
export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

/** How pressing a conversation is, as people see it; null while nobody said so. */
export type Priority = (typeof PRIORITIES)[number];

/** AG3: the same again is no event; a closed conversation may get one while it is the latest. */
export function setPriority(
  draft: Draft,
  { number, priority, reason, actor }: Extract<Command, { type: "set_priority" }>,
): Rejection | null {
  const found = latest(draft, number);
  if ("code" in found) return found;
  if ((found.priority ?? null) === priority) return null;
  draft.record({ type: "conversation.priority_changed", priority, ...because(reason) }, actor);
  return null;
}
