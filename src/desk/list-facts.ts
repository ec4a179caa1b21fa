import type { ConversationStatus, ConversationView } from "../domain/conversation.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import { searchable } from "../lib/searchable.ts";

/** When somebody begins to wait who waits for nobody: the end of the year 9999, in epoch milliseconds. */
export const NEVER = 253_402_300_799_999;

/**
 * What lists are filtered by. Conversations that are alike in all of it lie on one shelf, so that every list is a few
 * shelves, each in the order that is asked for. What is not there is ''.
 */
export interface Traits {
  outlet_id: string;
  inbox_id: string;
  status: ConversationStatus;
  /** Who has the word; '' once it is closed. */
  control: string;
  team_id: string;
  agent_id: string;
  priority: string;
  is_snoozed: number;
}

/** What the list keeps of a conversation beside how it stands. Times in epoch milliseconds. */
export interface Facts {
  /** Null for what is in no list. */
  traits: Traits | null;
  last_message_at: number;
  /** Since when the customer waits for a person; `NEVER` where they do not. */
  waiting_at: number;
  started_at: number;
  /** The customer's last message; 0 before the first. */
  customer_at: number;
  /** Somebody of ours has looked since the customer wrote, as the conversation says. */
  is_seen: boolean;
  customer_id: string | null;
  labels: string[];
  /** The name and the number that it is found by. */
  search: string;
}

export function factsOf(view: ConversationView): Facts {
  const { customer_name, customer_phone, customer_id, last_customer_message_at, agent_last_seen_at } = view;
  return {
    traits: view.deleted_at === null ? traitsOf(view) : null,
    last_message_at: Date.parse(view.last_message_at),
    waiting_at: waitsForPerson(view) ? Date.parse(view.waiting_since) : NEVER,
    started_at: Date.parse(view.started_at),
    customer_at: last_customer_message_at === null ? 0 : Date.parse(last_customer_message_at),
    is_seen: (agent_last_seen_at ?? "") >= (last_customer_message_at ?? ""),
    customer_id,
    labels: [...new Set(view.labels)],
    search: searchable(`${customer_name ?? ""} ${customer_phone ?? ""}`),
  };
}

/** Where customers said something last, by conversation. */
export const customerSeqs = (events: readonly Event[]): [id: string, seq: number][] =>
  events.flatMap((event) =>
    isMessageEvent(event) && event.message.direction === "in" ? [[event.message.conversation_id, event.seq]] : [],
  );

const traitsOf = (view: ConversationView): Traits => ({
  outlet_id: view.outlet_id,
  inbox_id: view.inbox_id,
  status: view.status,
  control: view.state === "closed" ? "" : view.control,
  team_id: view.handoff_team_id ?? "",
  agent_id: view.handoff_agent_id ?? "",
  priority: view.priority ?? "",
  is_snoozed: view.snoozed_until === null ? 0 : 1,
});

/** Whom a bot answers waits for seconds, and for nobody who looks at a list. */
const waitsForPerson = (view: ConversationView): view is ConversationView & { waiting_since: string } =>
  view.waiting_since !== null && view.state === "open" && view.control !== "ai" && view.control !== "flow";
