import { unreachable } from "../lib/unreachable.ts";
import { canonicalPhone } from "./address.ts";
import { automaticAfter } from "./automatic.ts";
import { conversation, imported } from "./beginning.ts";
import type { Contact, Conversation, Identity } from "./conversation.ts";
import type { Event } from "./events.ts";
import { paceAfter, paceWithout } from "./pace.ts";
import { fetching, withFilesOf, withMedia, withoutMedia } from "./pending-media.ts";
import { change, later, noted, remembered, said } from "./said.ts";
import { EMPTY_THREAD, type PendingSend, type Thread } from "./thread.ts";
import { withNewTicket, withOffer, withoutTicket, withTicket } from "./ticket.ts";
import { answered, asked, quiet, resumed } from "./turns.ts";

/** The state after an event. Total: a new kind of event does not compile until it is handled here. */
export function evolve(thread: Thread, event: Event): Thread {
  const automatic = automaticAfter(thread.automatic, event);
  const next = { ...thread, seq: event.seq, since: thread.since ?? event.at, automatic };
  switch (event.type) {
    case "conversation.opened":
      return { ...known(next, event), current: conversation(event, next.current) };
    case "history.begun":
      return { ...known(next, event), history: imported(event) };
    case "thread.forwarded":
      return { ...known(next, event), forwarded_to: event.to };
    case "thread.joined":
      return windowed(
        { ...known(next, event), joined: [...next.joined, { thread_key: event.from, at: event.at }] },
        event,
        event.window_from ?? null,
      );
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
          lookup: null,
          is_answered_elsewhere: false,
          is_asked_how: false,
          ...(next.current && answered(next.current)),
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
          ...(next.current && answered(next.current)),
          ...withoutFlow(next.current),
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
    case "conversation.priority_changed":
      return change(next, event, { priority: event.priority });
    case "conversation.moved":
      return change(next, event, { outlet_id: event.outlet_id });
    case "conversation.details_changed":
      return change(next, event, { title: event.title, detail: event.detail });
    case "inactivity.warned":
      return change(next, event, { warned_since: next.current?.active_since ?? null });
    case "conversation.seen":
      return change(next, event, { agent_last_seen_at: event.at, unread_count: 0 });
    case "conversation.rated":
      return ofCurrent(next, event, { rating: event.score, is_asked_how: false });
    case "conversation.deleted":
      return change(next, event, { deleted_at: event.at });
    case "thread.erased":
      return erased(next, event);
    case "contact.changed":
      return change(known(next, event), event, {});
    case "phone.left":
      return { ...next, left_phones: [...new Set([...next.left_phones, canonicalPhone(event.phone)])] };
    case "handoff.requested":
      return change(next, event, {
        control: "queue",
        active_since: event.at,
        agent_id: null,
        waiting_since: next.current?.waiting_since ?? event.at,
        ...quiet(next.current),
        ...withoutFlow(next.current),
        handoff: {
          trigger: event.trigger,
          reason: event.reason,
          requested_at: event.at,
          team_id: event.team_id ?? null,
        },
      });
    case "agent.assigned":
      return change(next, event, {
        control: "agent",
        agent_id: event.agent_id,
        active_since: event.at,
        ...quiet(next.current),
        ...withoutFlow(next.current),
      });
    case "control.released":
      return change(next, event, {
        control: event.control,
        active_since: event.at,
        handoff: null,
        agent_id: null,
        low_confidence_count: 0,
        ticket_requested_at: null,
        ...withoutFlow(next.current),
        ...resumed(next.current, event),
      });
    case "ai.requested":
      return change(next, event, asked(next.current, event));
    case "ai.timed_out":
    case "ai.abstained":
      return change(next, event, quiet(next.current));
    case "flow.requested":
      return change(next, event, {
        control: "flow",
        active_since: event.at,
        flow_execution_id: event.flow_execution_id,
        flow_id: event.flow_id ?? null,
        ...quiet(next.current),
      });
    case "flow.ended":
      return change(next, event, { flow_execution_id: null, flow_id: null });
    case "ticket.requested":
      return change(next, event, { ticket_requested_at: event.at });
    case "ticket.opened":
      return ofCurrent(next, event, withNewTicket(next.current, event));
    case "ticket.offered":
    case "ticket.offer_ended":
      return ofCurrent(next, event, withOffer(next.current, event));
    case "ticket.state_changed":
      return ofCurrent(next, event, withTicket(next.current, event));
    case "ticket.closed":
      return ofCurrent(next, event, withoutTicket(next.current, event));
    case "customer.requested":
      return change(next, event, { lookup: { deadline: event.deadline, done: false } });
    case "customer.looked_up":
      return change(next, event, { lookup: next.current?.lookup ? { ...next.current.lookup, done: true } : null });
    case "note.added":
      return noted(next, event);
    case "answer.requested":
    case "document.requested":
      return next;
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

/** WH3: the service window is the person's, whichever of their threads they wrote to. */
const windowed = (thread: Thread, event: Event, from: string | null): Thread =>
  from === null ? thread : change(thread, event, { window_from: later(thread.current?.window_from ?? null, from) });

/** What is known of the contact from now on; a number that is no longer theirs is remembered as left. */
function known(thread: Thread, { contact, ...event }: { contact: Contact; identity?: Identity }): Thread {
  const { phone, user_id } = thread.contact;
  const moved = phone !== null && contact.phone !== null && canonicalPhone(phone) !== canonicalPhone(contact.phone);
  const user_ids = [user_id, contact.user_id].filter((id) => id !== null);
  const left = [...thread.left_phones, ...(moved ? [canonicalPhone(phone)] : [])];
  return {
    ...thread,
    identity: thread.identity ?? event.identity ?? null,
    // Events of before do not have it.
    contact: { ...contact, customer_details: contact.customer_details ?? null },
    user_ids: [...new Set([...thread.user_ids, ...user_ids])],
    left_phones: left.filter((one) => contact.phone === null || one !== canonicalPhone(contact.phone)),
  };
}

/** Which thread it is, how far it went and which others are the same person's: nothing else is known any more. */
const erased = ({ seq, since, identity, forwarded_to, joined }: Thread, { at, actor, number }: Event): Thread => ({
  ...EMPTY_THREAD,
  ...{ seq, since, identity, forwarded_to, joined },
  erased: { at, by: actor, seq, last_number: number },
});

/** FL6: a flow of ours is over when others get the word. What a service's does then is its own affair. */
const withoutFlow = (current: Conversation | null): Partial<Conversation> =>
  (current?.flow_id ?? null) === null ? {} : { flow_id: null, flow_execution_id: null };

/** The same of what may come to a conversation that is over: its log has it, the conversation of today is another. */
const ofCurrent = (thread: Thread, event: Event, changes: Partial<Conversation>): Thread =>
  thread.current?.number === event.number ? change(thread, event, changes) : thread;

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
