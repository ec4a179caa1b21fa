/** One HTTP request to a subscriber, and what came of it. */
export interface Attempt {
  at: string;
  duration_ms: number;
  /** Null where no answer came. */
  status: number | null;
  /** Why it did not succeed, in words; null when it did. */
  error: string | null;
  /** The first 500 characters of the subscriber's answer; null where there was none. */
  answer: string | null;
}

/** `dead`: it was not delivered after the last attempt, and its lane went on. */
export type DeliveryState = "delivered" | "retrying" | "dead";

/** One event for one subscriber. */
export interface Delivery {
  /** Later deliveries have higher ones. */
  id: number;
  event_id: string;
  type: string;
  /** Null of what concerns the tenant itself. */
  conversation_id: string | null;
  seq: number;
  state: DeliveryState;
  /** Oldest first; of very many the latest. */
  attempts: Attempt[];
  next_attempt_at: string | null;
  created_at: string;
  updated_at: string;
}
