import type { TicketState } from "./conversation.ts";

/** Every reason for which a rule refuses a command. */
export type Rejection =
  | { code: "conversation_not_found" }
  | { code: "conversation_closed"; conversation_id: string }
  | { code: "window_closed" }
  | { code: "content_too_long"; limit: number }
  /** Something was said since that the sender has not seen. */
  | { code: "stale_reply"; last_message_seq: number }
  | { code: "invalid_snooze" }
  | { code: "quoted_message_not_found" }
  | { code: "ticket_transition"; ticket_id: string; from: TicketState; to: TicketState }
  | { code: "nothing_to_attach_to" }
  | { code: "thread_mismatch" }
  /** The contact's messages are taken by another thread. */
  | { code: "thread_forwarded"; to: string }
  /** It is about something that was erased: nothing is left of it. */
  | { code: "thread_erased" }
  | { code: "idempotency_conflict" };
