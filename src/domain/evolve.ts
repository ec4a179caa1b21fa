import { unreachable } from "../lib/unreachable.ts";
import { canonicalPhone } from "./address.ts";
import { type Contact, type Conversation, type Identity, SYSTEM } from "./conversation.ts";
import type { Event } from "./events.ts";
import type { Message } from "./message.ts";
import { paceAfter, paceWithout } from "./pace.ts";
import { fetching, withFilesOf, withMedia, withoutMedia } from "./pending-media.ts";
import type { PendingSend, Retained, Thread } from "./thread.ts";

/** The state after an event. Total: a new kind of event does not compile until it is handled here. */
export function evolve(thread: Thread, event: Event): Thread {
  const next = { ...thread, seq: event.seq, since: thread.since ?? event.at };
  switch (event.type) {
    case "conversation.opened":
      return { ...known(next, event), current: conversation(event, next.current) };
    case "history.begun":
      return { ...known(next, event), history: imported(event) };
    case "thread.forwarded":
      return { ...known(next, event), forwarded_to: event.to };
    case "thread.joined":
      return { ...known(next, event), joined: [...next.joined, { thread_key: event.from, at: event.at }] };
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
    case "conversation.details_changed":
      return change(next, event, { title: event.title, detail: event.detail });
    case "conversation.seen":
      return change(next, event, { agent_last_seen_at: event.at });
    case "conversation.deleted":
      return change(next, event, { deleted_at: event.at });
    case "contact.changed":
      return change(known(next, event), event, {});
    case "phone.left":
      return { ...next, left_phones: [...new Set([...next.left_phones, canonicalPhone(event.phone)])] };
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
    case "message.echoed":
    case "message.observed":
      return withMedia(said(next, event, event.message), event.message);
    case "message.imported":
      return withMedia(remembered(next, event, event.message), event.message);
    case "message.suppressed":
      return change(next, event, {});
    case "message.changed":
      return change(withFilesOf(next, event), event, {});
    case "message.sending":
      return {
        ...pending(next, event.message_seq, {
          claimed_at: event.at,
          retry_at: null,
          attempt: event.attempt,
          held: false,
        }),
        paced_until: paceAfter(next.paced_until, event.at),
        marked_read_id: event.marks_read ?? next.marked_read_id,
      };
    case "message.deferred":
      return deferred(next, event);
    case "message.unanswered":
      return next;
    case "message.status":
      return reported(next, event);
    case "media.fetching":
      return fetching(next, event.message_seq, { claimed_at: event.at, retry_at: null, attempt: event.attempt });
    case "media.deferred":
      return fetching(next, event.message_seq, { claimed_at: null, retry_at: event.until });
    case "media.settled":
      return withoutMedia(next, event.message_seq);
    case "messages.purged":
      return {
        ...next,
        retained: next.retained.filter(({ number }) => number !== event.number),
        media: next.media.filter(({ number }) => number !== event.number),
      };
    default:
      return unreachable(event);
  }
}

/** What is known of the contact from now on; a number that is no longer theirs is remembered as left. */
function known(thread: Thread, { contact, ...event }: { contact: Contact; identity?: Identity }): Thread {
  const { phone, user_id } = thread.contact;
  const moved = phone !== null && contact.phone !== null && canonicalPhone(phone) !== canonicalPhone(contact.phone);
  const user_ids = [user_id, contact.user_id].filter((id) => id !== null);
  const left = [...thread.left_phones, ...(moved ? [canonicalPhone(phone)] : [])];
  return {
    ...thread,
    identity: thread.identity ?? event.identity ?? null,
    contact,
    user_ids: [...new Set([...thread.user_ids, ...user_ids])],
    left_phones: left.filter((one) => contact.phone === null || one !== canonicalPhone(contact.phone)),
  };
}

function conversation(
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
    low_confidence_count: 0,
    message_count: 0,
    agent_last_seen_at: null,
    contact_last_seen_at: null,
    sentiment_scores: [],
    deleted_at: null,
    first_seq: event.seq,
    updated_at: event.at,
  };
}

/** The history is over before it begins here; its times are those of its messages. */
const imported = (event: Extract<Event, { type: "history.begun" }>): Conversation => ({
  ...conversation({ ...event, number: 0, control: "none" }, null),
  state: "closed",
  ended_at: event.at,
  close_reason: "imported",
  closed_by: SYSTEM,
});

/** So many scores of what the customer wrote are kept: as many as the rule looks at. */
const SCORES_KEPT = 3;

/** Only people, the AI and flows count as activity: a system's text must not keep a conversation open. */
function said(thread: Thread, event: Event, message: Message): Thread {
  const { current } = thread;
  if (current === null) return thread;
  const active = message.sender_type !== "system" && !message.passive;
  const customer = active && message.direction === "in";
  // A copy of what another app is answering does not open our window: it is that app's conversation.
  const opensWindow = customer && message.origin === "webhook";
  const unsure = message.sender_type === "llm" && message.metadata?.low_confidence === true;
  const score = customer ? message.metadata?.sentiment : undefined;
  const changed = change(thread, event, {
    message_count: current.message_count + 1,
    ...(active && { last_message_at: event.at, active_since: event.at }),
    ...(customer && { last_customer_message_at: event.at }),
    ...(opensWindow && { window_from: later(current.window_from, message.timestamp) }),
    ...(unsure && { low_confidence_count: current.low_confidence_count + 1 }),
    ...(typeof score === "number" && { sentiment_scores: [...current.sentiment_scores, score].slice(-SCORES_KEPT) }),
  });
  const heard =
    opensWindow && message.whatsapp_message_id !== null
      ? { ...changed, last_inbound_id: message.whatsapp_message_id }
      : changed;
  if (current.state === "closed") return { ...heard, retained: retainedWith(heard.retained, current, event) };
  if (event.type !== "message.queued") return heard;
  const send = { message_seq: event.seq, message_id: message.id, number: event.number, queued_at: event.at };
  return { ...heard, pending: [...heard.pending, { ...send, attempt: 0, claimed_at: null, retry_at: null }] };
}

/** What is imported has its own past times, and touches nothing of today. */
function remembered(thread: Thread, event: Event, message: Message): Thread {
  const { history } = thread;
  if (history === null) return thread;
  const first = history.message_count === 0;
  const at = message.timestamp;
  const changed: Conversation = {
    ...history,
    message_count: history.message_count + 1,
    started_at: first || at < history.started_at ? at : history.started_at,
    last_message_at: first || at > history.last_message_at ? at : history.last_message_at,
    last_customer_message_at:
      message.direction === "in" ? later(history.last_customer_message_at, at) : history.last_customer_message_at,
    ended_at: event.at,
    updated_at: event.at,
  };
  return { ...thread, history: changed, retained: retainedWith(thread.retained, changed, event) };
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

function deferred(thread: Thread, event: Extract<Event, { type: "message.deferred" }>): Thread {
  const held = event.held === true;
  const before = thread.pending.find(({ message_seq }) => message_seq === event.message_seq)?.held_attempts ?? 0;
  const held_attempts = before + (held ? 1 : 0);
  // Nothing was sent, so nothing was marked as read with it either.
  const unsent = { paced_until: paceWithout(thread.paced_until), marked_read_id: null };
  const next = held ? { ...thread, ...unsent } : thread;
  return pending(next, event.message_seq, { claimed_at: null, retry_at: event.until, held, held_attempts });
}

/** A status ends the wait for an answer; that the customer read something is also known of the conversation. */
function reported(thread: Thread, event: Extract<Event, { type: "message.status" }>): Thread {
  const next = { ...thread, pending: thread.pending.filter(({ message_seq }) => message_seq !== event.message_seq) };
  const read = event.status === "read" || event.status === "played";
  if (!read || thread.current?.number !== event.number) return next;
  const contact_last_seen_at = later(thread.current.contact_last_seen_at, event.status_at);
  return { ...next, current: { ...thread.current, contact_last_seen_at } };
}
