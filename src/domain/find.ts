import type { Conversation } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { conversationId } from "./ids.ts";
import type { Rejection } from "./rejections.ts";

/** The conversation of this number while it is the latest; a refusal when the thread has no such conversation. */
export function latest(draft: Draft, number: number): Conversation | Rejection {
  const { current, identity } = draft.thread;
  if (!current || !identity || number > current.number || number < 1) return { code: "conversation_not_found" };
  return number === current.number ? current : closed(draft, number);
}

/** The same while it is open: CV7, a closed conversation takes no message, hand-off or assignment. */
export function openOnly(draft: Draft, number: number): Conversation | Rejection {
  const found = latest(draft, number);
  return "code" in found || found.state === "open" ? found : closed(draft, number);
}

export const closed = (draft: Draft, number: number): Rejection => ({
  code: "conversation_closed",
  conversation_id: conversationId(draft.thread.identity?.thread_key ?? "", number),
});
