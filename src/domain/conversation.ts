import { conversationId } from "./ids.ts";
import { type LastMessage, lastMessageOf } from "./last-message.ts";
import type { Message } from "./message.ts";
import type { Control } from "./policy.ts";
import type { Priority } from "./priority.ts";
import type { Turn } from "./turns.ts";

/** Who did something. */
export interface Actor {
  type: "customer" | "llm" | "agent" | "flow" | "system" | "api" | "channel";
  id: string | null;
}

/** Nobody in particular: time, or a rule. */
export const SYSTEM: Actor = { type: "system", id: null };

/**
 * `superseded`: the person goes on in another thread. `imported`: it was over before it came here. `erased`: with all that
 * was held of the person.
 */
export type CloseReason =
  | "inactivity"
  | "api"
  | "agent"
  | "ticket_closed"
  | "flow_ended"
  | "ai"
  | "superseded"
  | "imported"
  | "erased";
export type HandoffTrigger =
  | "people_first"
  | "automatic_limit"
  | "keyword"
  | "low_confidence"
  | "sentiment"
  | "channel"
  | "api"
  | "agent"
  | "ai_flag"
  | "ai_timeout"
  | "flow"
  | "ticket";

/** The thread's place: which object this is, and whom it leads to. */
export interface Identity {
  tenant_id: string;
  inbox_id: string;
  outlet_id: string;
  channel: string;
  thread_key: string;
}

/** The person outside, as this inbox sees them. `wa_id` is the channel's own spelling: what is sent to. */
export interface Contact {
  name: string | null;
  phone: string | null;
  wa_id: string | null;
  user_id: string | null;
  username: string | null;
  customer_id: string | null;
  /** What a service told of the customer. */
  customer_details: Record<string, unknown> | null;
}

/** Of whom nothing is known yet. */
export const NOBODY_KNOWN: Contact = {
  name: null,
  phone: null,
  wa_id: null,
  user_id: null,
  username: null,
  customer_id: null,
  customer_details: null,
};

/** A human's work on a conversation, kept by the service that does it. */
export interface Ticket {
  id: string;
  state: TicketState;
  agent_id: string | null;
  opened_at: string;
  closed_at: string | null;
  /** Who may take it, until when; null while it is offered to nobody. */
  offered_to: { agent_id: string; until: string } | null;
}

/** How an offer ended that was not taken. */
export type OfferOutcome = "declined" | "timed_out" | "withdrawn";

export type TicketState = "pending" | "open" | "standby" | "closed";

/** One episode of a thread. Facts only: what can be derived from them is in `conversationView`. */
export interface Conversation {
  number: number;
  outlet_id: string;
  /** What people call it; null for the name that is made of its contact. */
  title: string | null;
  detail: string | null;
  state: "open" | "closed";
  control: Control;
  handoff: { trigger: HandoffTrigger; reason: string; requested_at: string; team_id: string | null } | null;
  agent_id: string | null;
  labels: string[];
  /** Absent while nobody said so. */
  priority?: Priority | null;
  snoozed_until: string | null;
  started_at: string;
  ended_at: string | null;
  close_reason: CloseReason | null;
  closed_by: Actor | null;
  last_message_at: string;
  last_customer_message_at: string | null;
  /** The customer's last message in the channel's own time: what the service window counts from. */
  window_from: string | null;
  /** Silence is counted from here: the last message, reopening or end of a snooze. */
  active_since: string;
  /** The `active_since` of which it was told that its silence will close the conversation. */
  warned_since: string | null;
  low_confidence_count: number;
  message_count: number;
  /** The seq of what was said last; 0 before the first. */
  last_message_seq: number;
  /** The seq of what people, the AI or a flow said last: what lists show. Absent before the first. */
  shown_seq?: number;
  /** How much the customer has said since an agent last looked or answered; absent while nothing. */
  unread_count?: number;
  /** When an agent last looked, and when the customer last read. */
  agent_last_seen_at: string | null;
  contact_last_seen_at: string | null;
  /** Scores of what the customer last said, oldest first, while a bot has the word. */
  sentiment_scores: number[];
  turn: Turn;
  /** A service was asked who the customer is: until when it may say so, and whether that is over. */
  lookup: { deadline: string; done: boolean } | null;
  /** The execution of a flow that has the word; of a service's also the one that had it. */
  flow_execution_id: string | null;
  /** Which of our flows it is an execution of; null for a service's. */
  flow_id: string | null;
  /** When a ticket was asked for that is not opened yet. */
  ticket_requested_at: string | null;
  tickets: Ticket[];
  /** The customer's first message that nobody has answered, or the hand-off (HO11). */
  waiting_since: string | null;
  /** A person of ours has said something in it; absent while none has. */
  is_answered_by_person?: boolean;
  /** Another app of the business has the word (MS8); absent while none has. */
  is_answered_elsewhere?: boolean;
  /** The customer is asked how it was and has said nothing since; absent before it was asked for the first time. */
  is_asked_how?: boolean;
  /** What the customer said of it last, 1 to 5; absent while they said nothing. */
  rating?: number;
  deleted_at: string | null;
  first_seq: number;
  updated_at: string;
}

/** The seeds' words for a conversation. */
export type ConversationStatus = "active" | "resolved" | "handed_off" | "expired";

/** A conversation as the outside sees it. */
export interface ConversationView {
  id: string;
  tenant_id: string;
  outlet_id: string;
  inbox_id: string;
  channel: string;
  active_channel: string;
  number: number;
  previous_id: string | null;
  title: string;
  detail: string | null;
  customer_id: string | null;
  customer_phone: string | null;
  customer_name: string | null;
  /** The customer's business-scoped user id at WhatsApp: what names them where the phone number is hidden. */
  customer_user_id: string | null;
  status: ConversationStatus;
  state: "open" | "closed";
  control: Control;
  handoff_requested: boolean;
  handoff_agent_id: string | null;
  handoff_reason: string | null;
  handoff_trigger: HandoffTrigger | null;
  handoff_requested_at: string | null;
  /** The people who are wished for, where it matters. */
  handoff_team_id: string | null;
  labels: string[];
  priority: Priority | null;
  snoozed_until: string | null;
  /** The latest of its tickets. */
  ticket: Ticket | null;
  /** Of the turn that the AI was asked last. */
  turn: number;
  waiting_since: string | null;
  started_at: string;
  ended_at: string | null;
  close_reason: CloseReason | null;
  closed_by: Actor | null;
  last_message_at: string;
  last_customer_message_at: string | null;
  window_expires_at: string | null;
  message_count: number;
  /** What was said last, for lists; null before that, and once it is purged. */
  last_message: LastMessage | null;
  unread_count: number;
  agent_last_seen_at: string | null;
  contact_last_seen_at: string | null;
  /** What the customer said of it last, 1 to 5. */
  rating: number | null;
  deleted_at: string | null;
  last_seq: number;
  updated_at: string;
}

/** WhatsApp's customer service window: 24 hours from the customer's last message (Meta, "Customer service windows"). */
const SERVICE_WINDOW_MS = 24 * 60 * 60 * 1000;

/** CV9: closed by silence is `expired`, closed otherwise `resolved`; with or for a person `handed_off`; else `active`. */
export function statusOf(conversation: Conversation): ConversationStatus {
  if (conversation.state === "closed") return conversation.close_reason === "inactivity" ? "expired" : "resolved";
  return conversation.control === "queue" || conversation.control === "agent" ? "handed_off" : "active";
}

/** When the service window of a WhatsApp conversation ends, in epoch milliseconds; null where it never opened. */
export const windowExpiresAt = (conversation: Conversation): number | null =>
  conversation.window_from === null ? null : Date.parse(conversation.window_from) + SERVICE_WINDOW_MS;

/** Tickets of before know nothing of offers. */
const ticketView = (ticket: Ticket | undefined): Ticket | null =>
  ticket ? { ...ticket, offered_to: ticket.offered_to ?? null } : null;

/**
 * Prints a conversation for the outside.
 * @param shown the message of `shown_seq`, as it stands; null where there is none
 */
export function conversationView(
  identity: Identity,
  contact: Contact,
  conversation: Conversation,
  lastSeq: number,
  shown: Message | null = null,
): ConversationView {
  const { number, handoff } = conversation;
  const window = identity.channel === "whatsapp" ? windowExpiresAt(conversation) : null;
  return {
    id: conversationId(identity.thread_key, number),
    tenant_id: identity.tenant_id,
    outlet_id: conversation.outlet_id,
    inbox_id: identity.inbox_id,
    channel: identity.channel,
    active_channel: identity.channel,
    number,
    previous_id: number > 1 ? conversationId(identity.thread_key, number - 1) : null,
    title:
      conversation.title ?? `${identity.channel} · ${contact.name ?? contact.phone ?? contact.username ?? "Customer"}`,
    detail: conversation.detail,
    customer_id: contact.customer_id,
    customer_phone: contact.phone,
    customer_name: contact.name,
    customer_user_id: contact.user_id,
    status: statusOf(conversation),
    state: conversation.state,
    control: conversation.control,
    handoff_requested: handoff !== null,
    handoff_agent_id: conversation.agent_id,
    handoff_reason: handoff?.reason ?? null,
    handoff_trigger: handoff?.trigger ?? null,
    handoff_requested_at: handoff?.requested_at ?? null,
    handoff_team_id: handoff?.team_id ?? null,
    labels: conversation.labels,
    priority: conversation.priority ?? null,
    snoozed_until: conversation.snoozed_until,
    ticket: ticketView(conversation.tickets.at(-1)),
    turn: conversation.turn.number,
    waiting_since: conversation.waiting_since,
    started_at: conversation.started_at,
    ended_at: conversation.ended_at,
    close_reason: conversation.close_reason,
    closed_by: conversation.closed_by,
    last_message_at: conversation.last_message_at,
    last_customer_message_at: conversation.last_customer_message_at,
    window_expires_at: window === null ? null : new Date(window).toISOString(),
    message_count: conversation.message_count,
    last_message: shown && lastMessageOf(shown),
    unread_count: conversation.unread_count ?? 0,
    agent_last_seen_at: conversation.agent_last_seen_at,
    contact_last_seen_at: conversation.contact_last_seen_at,
    rating: conversation.rating ?? null,
    deleted_at: conversation.deleted_at,
    last_seq: lastSeq,
    updated_at: conversation.updated_at,
  };
}
