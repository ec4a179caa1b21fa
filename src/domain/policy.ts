/** What a tenant may set about its conversations. Spans are in seconds. */
export interface Policy {
  /** Who has the word when a conversation opens: follows from the tenant's services. */
  opening_control: Control;
  /** An open conversation closes after this long without a message; null never. */
  inactivity_timeout: number | null;
  /** The same by who has the word; what is absent falls back to `inactivity_timeout`. */
  inactivity_timeouts: { [control in Control]?: number | null | undefined };
  /** What a customer's message does to a closed conversation of an identified customer. */
  reopen: "new" | "same";
  /** Messages are purged this long after their conversation closed; null never. */
  retention_after_close: number | null;
  /** Words and phrases by which a customer asks for a person. */
  handoff_keywords: string[];
  /** So many answers marked `low_confidence` hand the conversation over; null never. */
  low_confidence_limit: number | null;
  /** Hands a conversation over when what the customer writes is angry, or has been for several messages. */
  sentiment_handoff: boolean;
  /** When the customer sees that they were read: as soon as the message is stored, when we answer, or never by itself. */
  read_receipts: "on_receipt" | "on_reply" | "never";
}

/** What of it a tenant sets itself. */
export type TenantPolicies = Omit<Policy, "opening_control">;

/** Who has the word. */
export type Control = "flow" | "ai" | "queue" | "agent" | "none";

const DAY = 24 * 60 * 60;

/** What holds until a tenant says otherwise: the seeds' words and times. 92 days are three months, never less. */
export const DEFAULT_POLICY: Policy = {
  opening_control: "ai",
  inactivity_timeout: DAY,
  inactivity_timeouts: {},
  reopen: "new",
  retention_after_close: 92 * DAY,
  handoff_keywords: [
    "speak to human",
    "talk to agent",
    "representative",
    "escalate",
    "supervisor",
    "manager",
    "complaint",
    "human",
    "person",
  ],
  low_confidence_limit: 3,
  sentiment_handoff: false,
  read_receipts: "on_reply",
};
