import { unreachable } from "../lib/unreachable.ts";
import type { Contact, Conversation, Identity } from "./conversation.ts";
import type { Event } from "./events.ts";
import type { Message } from "./message.ts";

/** A message on its way to the channel. The first of the thread may be in flight, the others wait for it. */
export interface PendingSend {
  message_seq: number;
  message_id: string;
  /** Its conversation. */
  number: number;
  queued_at: string;
  attempt: number;
  /** When the attempt that is in flight began. */
  claimed_at: string | null;
  /** Not before this time, as the channel asked. */
  retry_at: string | null;
}

/** A closed conversation whose messages are still kept. */
export interface Retained {
  number: number;
  ended_at: string;
  from_seq: number;
}

/** All that is known of a thread: the fold of its log. */
export interface Thread {
  seq: number;
  identity: Identity | null;
  contact: Contact;
  /** The latest conversation, open or closed. */
  current: Conversation | null;
  pending: PendingSend[];
  retained: Retained[];
}

export const EMPTY_THREAD: Thread = {
  seq: 0,
  identity: null,
  contact: { name: null, phone: null, wa_id: null, user_id: null, username: null, customer_id: null },
  current: null,
  pending: [],
  retained: [],
};

/** The state after an event. Total: a new kind of event does not compile until it is handled here. */
export function evolve(thread: Thread, event: Event): Thread {
  const next = { ...thread, seq: event.seq };
  switch (event.type) {
    case "conversation.opened":
      return { ...next, identity: event.identity, contact: event.contact, current: opened(event, next.current) };
    case "conversation.reopened":
      return {
        ...change(next, event, {
          state: "open",
          control: event.control,
          handoff: null,
          agent_id: null,
          low_confidence_count: 0,
          ended_at: null,
          close_reason: null,
          closed_by: null,
          active_since: event.at,
        }),
        retained: next.retained.filter(({ number }) => number !== event.number),
      };
    case "conversation.closed":
      return {
        ...change(next, event, {
          state: "closed",
          control: "none",
          snoozed_until: null,
          ended_at: event.at,
          close_reason: event.reason,
          closed_by: event.actor,
        }),
        retained: [
          ...next.retained,
          { number: event.number, ended_at: event.at, from_seq: thread.current?.first_seq ?? event.seq },
        ],
      };
    case "conversation.snoozed":
      return change(next, event, { snoozed_until: event.until });
    case "conversation.unsnoozed":
      // Silence counts from the snooze's own end, so that an alarm that comes late changes nothing.
      return change(next, event, {
        snoozed_until: null,
        active_since: event.cause === "time" ? (next.current?.snoozed_until ?? event.at) : event.at,
      });
    case "conversation.labels_changed":
      return change(next, event, { labels: event.labels });
    case "contact.changed":
      return change({ ...next, contact: event.contact }, event, {});
    case "handoff.requested":
      return change(next, event, {
        control: "queue",
        active_since: event.at,
        agent_id: null,
        handoff: { trigger: event.trigger, reason: event.reason, requested_at: event.at },
      });
    case "agent.assigned":
      return change(next, event, { control: "agent", agent_id: event.agent_id, active_since: event.at });
    case "control.released":
      return change(next, event, {
        control: event.control,
        active_since: event.at,
        handoff: null,
        agent_id: null,
        low_confidence_count: 0,
      });
    case "message.received":
    case "message.queued":
    case "message.added":
      return said(next, event, event.message);
    case "message.suppressed":
      return change(next, event, {});
    case "message.sending":
      return pending(next, event.message_seq, { claimed_at: event.at, retry_at: null, attempt: event.attempt });
    case "message.deferred":
      return pending(next, event.message_seq, { claimed_at: null, retry_at: event.until });
    case "message.unanswered":
      return next;
    case "message.status":
      return { ...next, pending: next.pending.filter(({ message_seq }) => message_seq !== event.message_seq) };
    case "messages.purged":
      return { ...next, retained: next.retained.filter(({ number }) => number !== event.number) };
    default:
      return unreachable(event);
  }
}

function opened(event: Extract<Event, { type: "conversation.opened" }>, last: Conversation | null): Conversation {
  return {
    number: event.number,
    outlet_id: event.identity.outlet_id,
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
    low_confidence_count: 0,
    message_count: 0,
    first_seq: event.seq,
    updated_at: event.at,
  };
}

/** Only people, the AI and flows count as activity: a system's text must not keep a conversation open. */
function said(thread: Thread, event: Event, message: Message): Thread {
  const { current } = thread;
  if (current === null) return thread;
  const active = message.sender_type !== "system" && !message.passive;
  const customer = active && message.direction === "in";
  const unsure = message.sender_type === "llm" && message.metadata?.low_confidence === true;
  const changed = change(thread, event, {
    message_count: current.message_count + 1,
    ...(active && { last_message_at: event.at, active_since: event.at }),
    ...(customer && { last_customer_message_at: event.at, window_from: later(current.window_from, message.timestamp) }),
    ...(unsure && { low_confidence_count: current.low_confidence_count + 1 }),
  });
  if (current.state === "closed") return { ...changed, retained: retainedWith(changed.retained, current, event) };
  if (event.type !== "message.queued") return changed;
  const send = { message_seq: event.seq, message_id: message.id, number: event.number, queued_at: event.at };
  return { ...changed, pending: [...changed.pending, { ...send, attempt: 0, claimed_at: null, retry_at: null }] };
}

/** A webhook may come after a younger one: the window never shrinks. */
const later = (one: string | null, other: string): string =>
  one !== null && Date.parse(one) > Date.parse(other) ? one : other;

/** What comes to a conversation after its purge, such as a reaction, falls due with it. */
const retainedWith = (retained: Retained[], { number, ended_at }: Conversation, { seq, at }: Event): Retained[] =>
  retained.some((kept) => kept.number === number)
    ? retained
    : [...retained, { number, ended_at: ended_at ?? at, from_seq: seq }];

function change(thread: Thread, event: Event, changes: Partial<Conversation>): Thread {
  if (thread.current === null) return thread;
  return { ...thread, current: { ...thread.current, ...changes, updated_at: event.at } };
}

const pending = (thread: Thread, seq: number, changes: Partial<PendingSend>): Thread => ({
  ...thread,
  pending: thread.pending.map((send) => (send.message_seq === seq ? { ...send, ...changes } : send)),
});
