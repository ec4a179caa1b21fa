import type { Strategy } from "./assignment.ts";
import type { BusinessHours } from "./business-hours.ts";
import type { FlowTrigger } from "./triggers.ts";

/** What a tenant may set about its conversations. Spans are in seconds. */
export interface Policy {
  /** Who has the word when a conversation opens: follows from the tenant's services. */
  opening_control: Control;
  /** Who gets it back from people, or from a flow that does not end the conversation. */
  released_control: Control;
  /** Which parts a service outside plays: follows from the tenant's services. */
  remote: { ai: boolean; agents: boolean; customers: boolean; flows: boolean; channel: boolean };
  /** Which of them we play ourselves, having something to do so with: follows from the tenant's services. */
  embedded: { ai: boolean; flows: boolean };
  /** What begins a flow of ours: follows from those in force. */
  flow_triggers: (FlowTrigger & { flow_id: string })[];
  /** An open conversation closes after this long without a message; null never. */
  inactivity_timeout: number | null;
  /** The same by who has the word; what is absent falls back to `inactivity_timeout`. */
  inactivity_timeouts: { [control in Control]?: number | null | undefined };
  /** So long before silence closes a conversation this is told; null never. */
  inactivity_warning: number | null;
  /** What the customer is told then; null for nothing. */
  inactivity_warning_text: string | null;
  /** What a customer's message does to a closed conversation of an identified customer. */
  reopen: "new" | "same";
  /** Messages are purged this long after their conversation closed; null never. */
  retention_after_close: number | null;
  /** Words and phrases by which a customer asks for a person. */
  handoff_keywords: string[];
  /** So many answers marked `low_confidence` hand the conversation over; null never. */
  low_confidence_limit: number | null;
  /** So many messages of the AI and of flows within a day, and no person's word, hand it over; null never. */
  automatic_limit: number | null;
  /** Hands a conversation over when what the customer writes is angry, or has been for several messages. */
  sentiment_handoff: boolean;
  /** The AI is asked after so much silence, so that messages in a row make one turn; in seconds. */
  ai_debounce: number;
  /** It is asked so long after the first of them at the latest; in seconds. */
  ai_debounce_limit: number;
  /** An answer that did not come in this time hands the conversation over; null waits for ever. In seconds. */
  ai_deadline: number | null;
  /** The AI waits so long for a service to say who the customer is; in seconds. */
  customer_lookup_deadline: number;
  /** Who answers first: people, or the AI or the flow where there are both; null for the AI. */
  answers_first: "ai" | "flow" | "people" | null;
  /** When the customer sees that they were read: as soon as the message is stored, when we answer, or never by itself. */
  read_receipts: "on_receipt" | "on_reply" | "never";
  /** Who gets the next ticket: whom people choose, each in turn, or who has the least to do. */
  assignment: Strategy;
  /** Whether an agent is asked first; otherwise a ticket is theirs at once. */
  offers: boolean;
  /** An agent may take what is offered to them for so long; in seconds. */
  offer_timeout: number;
  /** Who waited so long for a person waits no more, where `nobody_available` says so; null for ever. In seconds. */
  queue_timeout: number | null;
  /** What becomes of a conversation for which nobody has time: it waits, or the AI goes on. */
  nobody_available: "wait" | "ai";
  /** When people are there, by outlet; they always are where nothing is said. Follows from the outlets. */
  hours: { [outlet_id: string]: BusinessHours };
  /** What a customer is told who begins to wait for a person while none is there; `{{next_opening}}` says until when. */
  off_hours_text: string | null;
  /** What is said last, before people or flows close a conversation. */
  farewell_text: string | null;
  /** What a customer is then asked whom a person has answered; they choose one to five stars. */
  satisfaction_question: string | null;
  /** So many conversations at a time an agent can take, unless said otherwise of them. */
  agent_capacity: number;
}

/** What of it a tenant sets itself. */
export type TenantPolicies = Omit<
  Policy,
  "opening_control" | "released_control" | "remote" | "embedded" | "flow_triggers" | "hours"
>;

/** Whether the AI is asked, wherever it is. */
export const asksAi = ({ remote, embedded }: Pick<Policy, "remote" | "embedded">): boolean => remote.ai || embedded.ai;

/** Who has the word. */
export type Control = "flow" | "ai" | "queue" | "agent" | "none";

const DAY = 24 * 60 * 60;

/** What holds until a tenant says otherwise: the seeds' words and times. 92 days are three months, never less. */
export const DEFAULT_POLICY: Policy = {
  opening_control: "ai",
  released_control: "ai",
  remote: { ai: false, agents: false, customers: false, flows: false, channel: false },
  embedded: { ai: false, flows: false },
  flow_triggers: [],
  hours: {},
  off_hours_text: null,
  farewell_text: null,
  satisfaction_question: null,
  inactivity_timeout: DAY,
  inactivity_timeouts: {},
  inactivity_warning: null,
  inactivity_warning_text: null,
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
  automatic_limit: 200,
  sentiment_handoff: false,
  ai_debounce: 1.5,
  ai_debounce_limit: 15,
  ai_deadline: 60,
  customer_lookup_deadline: 3,
  answers_first: null,
  read_receipts: "on_reply",
  assignment: "manual",
  offers: true,
  offer_timeout: 30,
  queue_timeout: null,
  nobody_available: "wait",
  agent_capacity: 5,
};
