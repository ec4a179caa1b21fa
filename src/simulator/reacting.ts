import type { Fields, Reaction } from "./model.ts";
import type { State } from "./state.ts";

/** A reaction takes the place of the same side's earlier one; an empty emoji takes it away. */
export function react(state: State, from: Reaction["from"], { message_id, emoji }: Fields): void {
  const target = state.get("message", String(message_id));
  if (!target) return;
  const others = target.reactions.filter((reaction) => reaction.from !== from);
  const reactions = emoji ? [...others, { from, emoji: String(emoji) }] : others;
  state.merge("message", target.id, { reactions });
}
