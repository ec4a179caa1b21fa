import { type Conversation, type Identity, SYSTEM } from "./conversation.ts";
import type { Event } from "./events.ts";
import { UNASKED } from "./turns.ts";

/** A conversation as it begins. */
export function conversation(
  event: { number: number; identity: Identity; control: Conversation["control"]; at: string; seq: number },
  last: Conversation | null,
): Conversation {
  return {
    number: event.number,
    outlet_id: event.identity.outlet_id,
    title: null,
    detail: null,
    state: "open",
    control: event.control,
    handoff: null,
    agent_id: null,
    labels: [],
    snoozed_until: null,
    started_at: event.at,
    ended_at: null,
    close_reason: null,
    closed_by: null,
    last_message_at: event.at,
    last_customer_message_at: null,
    // The service window is the thread's: a new conversation neither opens nor closes it.
    window_from: last?.window_from ?? null,
    active_since: event.at,
    warned_since: null,
    low_confidence_count: 0,
    message_count: 0,
    last_message_seq: 0,
    agent_last_seen_at: null,
    contact_last_seen_at: null,
    sentiment_scores: [],
    turn: UNASKED,
    lookup: null,
    flow_execution_id: null,
    flow_id: null,
    ticket_requested_at: null,
    tickets: [],
    waiting_since: null,
    deleted_at: null,
    first_seq: event.seq,
    updated_at: event.at,
  };
}

/** The history is over before it begins here; its times are those of its messages. */
export const imported = (event: Extract<Event, { type: "history.begun" }>): Conversation => ({
  ...conversation({ ...event, number: 0, control: "none" }, null),
  state: "closed",
  ended_at: event.at,
  close_reason: "imported",
  closed_by: SYSTEM,
});
