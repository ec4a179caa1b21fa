import type { TicketState } from "./conversation.ts";

/** Every reason for which a rule refuses a command. */
export type Rejection =
  | { code: "conversation_not_found" }
  | { code: "conversation_closed"; conversation_id: string }
  | { code: "window_closed" }
  | { code: "content_too_long"; limit: number }
  /** So many messages of the person's wait to be sent already. */
  | { code: "too_many_unsent"; limit: number }
  /** Something was said since that the sender has not seen. */
  | { code: "stale_reply"; last_message_seq: number }
  | { code: "invalid_snooze" }
  /** There would be more labels than a conversation may have. */
  | { code: "label_limit"; limit: number }
  | { code: "quoted_message_not_found" }
  | { code: "ticket_transition"; ticket_id: string; from: TicketState; to: TicketState }
  /** A person has or awaits the word, so no machine may have it. */
  | { code: "with_person" }
  /** Flows are not ours to begin: a service runs them, or nobody. */
  | { code: "flows_not_embedded" }
  | { code: "flow_running"; flow_execution_id: string }
  /** Nobody offers this ticket to this agent now. */
  | { code: "not_offered"; ticket_id: string }
  | { code: "nothing_to_attach_to" }
  | { code: "thread_mismatch" }
  /** The contact's messages are taken by another thread. */
  | { code: "thread_forwarded"; to: string }
  /** It is about something that was erased: nothing is left of it. */
  | { code: "thread_erased" }
  /** The person is served by an outlet that the asker does not see. */
  | { code: "outlet_not_seen" }
  | { code: "idempotency_conflict" };
