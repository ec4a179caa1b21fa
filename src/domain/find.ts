import type { Conversation } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { conversationId } from "./ids.ts";
import type { Rejection } from "./rejections.ts";

/** The conversation of this number while it is the latest; a refusal when the thread has no such conversation. */
export function latest(draft: Draft, number: number): Conversation | Rejection {
  const { current } = draft.thread;
  if (!current || !isThere(draft, number)) return { code: "conversation_not_found" };
  return number === current.number ? current : closed(draft, number);
}

/** A refusal unless the thread has, or had, a conversation of this number. */
export const existing = (draft: Draft, number: number): Rejection | null =>
  isThere(draft, number) ? null : { code: "conversation_not_found" };

/** ER2: those that were erased are not. */
const isThere = ({ thread: { current, identity, erased } }: Draft, number: number): boolean =>
  current !== null && identity !== null && number <= current.number && number > (erased?.last_number ?? 0);

/** The same while it is open: CV7, a closed conversation takes no message, hand-off or assignment. */
export function openOnly(draft: Draft, number: number): Conversation | Rejection {
  const found = latest(draft, number);
  return "code" in found || found.state === "open" ? found : closed(draft, number);
}

export const closed = (draft: Draft, number: number): Rejection => ({
  code: "conversation_closed",
  conversation_id: conversationId(draft.thread.identity?.thread_key ?? "", number),
});
