/** Every reason for which a rule refuses a command. */
export type Rejection =
  | { code: "conversation_not_found" }
  | { code: "conversation_closed"; conversation_id: string }
  | { code: "window_closed" }
  | { code: "content_too_long"; limit: number }
  | { code: "invalid_snooze" }
  | { code: "quoted_message_not_found" }
  | { code: "nothing_to_attach_to" }
  | { code: "thread_mismatch" }
  /** The contact's messages are taken by another thread. */
  | { code: "thread_forwarded"; to: string }
  | { code: "idempotency_conflict" };
