import type { Saying } from "./commands.ts";
import { SYSTEM, windowExpiresAt } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { isFull } from "./unsent.ts";

const SENDER = { type: "system", id: null, display_name: "System" } as const;

/** Tells the customer something that nobody in particular says. Where it may not be sent now, it is not said at all. */
export function tell(draft: Draft, saying: Saying): void {
  const { open } = draft;
  if (open === null) return;
  const isSent = draft.thread.identity?.channel === "whatsapp";
  // MS4, MS11: what would be refused is not begun.
  if (isSent && (Date.parse(draft.at) >= (windowExpiresAt(open) ?? 0) || isFull(draft.thread))) return;
  const message = draft.message(SENDER, saying, "api");
  const queued = { ...message, status: "queued" as const, status_times: { queued: draft.at } };
  draft.record(isSent ? { type: "message.queued", message: queued } : { type: "message.added", message }, SYSTEM);
}

/** A text of our own making. */
export const plainSaying = (content: string, timestamp: string): Saying => ({
  message_type: "text",
  content,
  payload: { body: content },
  attachments: [],
  reply_to: null,
  referral: null,
  forwarded: null,
  whatsapp_message_id: null,
  timestamp,
  metadata: null,
});
