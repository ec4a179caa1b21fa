import { conversation } from "./beginning.ts";
import type { Command } from "./commands.ts";
import type { Conversation, Identity } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import type { Event } from "./events.ts";
import { existing } from "./find.ts";
import { ratingIn } from "./rating.ts";
import type { Rejection } from "./rejections.ts";
import type { Thread } from "./thread.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** ER1, ER6: all that the thread holds of its person is gone, and that it is stays; what was erased already is let be. */
export function eraseThread(draft: Draft, { of, actor }: Of<"erase_thread">): Rejection | null {
  const { current, history, erased } = draft.thread;
  const last_number = erased?.last_number ?? 0;
  if ("number" in of) {
    if (erased !== null && of.number >= 0 && of.number <= last_number) return null;
    const missing = of.number === 0 && history !== null ? null : existing(draft, of.number);
    if (missing) return missing;
  } else if (draft.thread.since === null || isSilent(draft.thread) || (erased?.at ?? "") >= of.since) return null;
  draft.record({ type: "thread.erased" }, actor, current?.number ?? last_number);
  return null;
}

/** ER4: whether nobody has written since the thread was erased: it learns nothing of anybody until then. */
export const isSilent = ({ erased, current }: Thread): boolean => erased !== null && current === null;

/** ER3: what is about something that was erased, or would only have added to it, is lost. It begins nothing. */
export function isLost(thread: Thread, command: Command): boolean {
  const { erased } = thread;
  if (erased === null) return false;
  if ("message_seq" in command) return command.message_seq <= erased.seq;
  if (command.type === "import_message") return true;
  const rating = command.type === "receive_message" ? ratingIn(command.saying) : null;
  if (rating !== null && rating.number <= erased.last_number) return true;
  return onlyAdds(command) && isSilent(thread);
}

/** CV4: whether it says nothing of its own: where there is nothing that it could be added to, it is refused. */
export const onlyAdds = (command: Command): boolean =>
  command.type === "change_message" || (command.type === "receive_message" && command.passive);

/** What services are told of a conversation that was erased: which it was, and nothing of anybody. */
export const erasedConversation = (
  event: Extract<Event, { type: "thread.erased" }>,
  place: Identity,
): Conversation => ({
  ...conversation({ ...event, identity: place, control: "none" }, null),
  state: "closed",
  ended_at: event.at,
  close_reason: "erased",
  closed_by: event.actor,
  deleted_at: event.at,
});
