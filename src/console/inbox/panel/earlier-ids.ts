import type { Conversation } from "../../api/types.ts";

/** The number of its episode is the last 32 bits of a conversation's id (`src/domain/ids.ts`). */
const NUMBER_DIGITS = 8;

/** Ids of the conversations of the same thread before this one, the latest first. */
export function beforeOf({ id, previous_id, number }: Pick<Conversation, "id" | "previous_id" | "number">): string[] {
  if (previous_id === null) return [];
  const thread = id.slice(0, -NUMBER_DIGITS);
  const last = Number.parseInt(previous_id.slice(-NUMBER_DIGITS), 16);
  // The history that was imported.
  if (last === 0) return [previous_id];
  return Array.from({ length: Math.max(0, Math.min(last, number - 1)) }, (_, index) => {
    const digits = (last - index).toString(16).padStart(NUMBER_DIGITS, "0");
    return `${thread}${digits}`;
  });
}
