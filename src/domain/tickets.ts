import type { Command } from "./commands.ts";
import type { Actor, Conversation, OfferOutcome, Ticket, TicketState } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { existing, openOnly } from "./find.ts";
import { close } from "./lifecycle.ts";
import type { Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";
import { ENDLESS, isOpen } from "./ticket.ts";
import { USUAL_REASONS } from "./usual-reasons.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** What may become of a ticket (the seeds' machine). One that was never begun may be closed, too. */
const LEGAL: { [state in TicketState]: readonly TicketState[] } = {
  pending: ["open", "closed"],
  open: ["standby", "closed"],
  standby: ["open", "closed"],
  closed: [],
};

/** TI1: where a service keeps the tickets, it is asked for one as soon as a conversation waits for a person. */
export function requestTicket(draft: Draft, policy: Policy): void {
  const { open } = draft;
  if (!policy.remote.agents || open?.control !== "queue" || open.ticket_requested_at !== null) return;
  if (open.tickets.some(isOpen)) return;
  const handoff = draft.events.findLast((event) => event.type === "handoff.requested");
  if (handoff) draft.record({ type: "ticket.requested", reason: handoff.reason }, handoff.actor);
}

/** TI2: from here on a person is to have the word. A conversation that is over only learns of its ticket. */
export function openTicket(draft: Draft, command: Of<"open_ticket">): Rejection | null {
  const { number, ticket_id, if_waiting = false, actor } = command;
  const rejection = existing(draft, number);
  if (rejection) return rejection;
  const current = currentOf(draft, number);
  if (current?.tickets.some(({ id }) => id === ticket_id)) return null;
  const isWithPerson = current?.control === "queue" || current?.control === "agent";
  if (if_waiting && (current?.state !== "open" || !isWithPerson || current.tickets.some(isOpen))) return null;
  draft.record({ type: "ticket.opened", ticket_id }, actor, number);
  if (current?.state === "open" && !isWithPerson) {
    const reason = USUAL_REASONS.ticket(ticket_id);
    draft.record({ type: "handoff.requested", trigger: "ticket", reason }, actor);
  }
  return null;
}

/** TI3: the agent who gets a ticket has the word. */
export function assignTicket(draft: Draft, command: Of<"assign_ticket">): Rejection | null {
  const { number, ticket_id, agent_id, actor } = command;
  const found = openOnly(draft, number);
  if ("code" in found) return found;
  const ticket = ensureTicket(draft, number, ticket_id, actor);
  if (ticket?.state === "closed") return { code: "ticket_transition", ticket_id, from: "closed", to: "open" };
  if (draft.open?.control !== "agent" || draft.open.agent_id !== agent_id)
    draft.record({ type: "agent.assigned", agent_id }, actor);
  // A ticket that stands by goes on doing so, whoever has it.
  const state = ticket?.state === "standby" ? "standby" : "open";
  if (ticket && (ticket.state !== state || ticket.agent_id !== agent_id))
    draft.record({ type: "ticket.state_changed", ticket_id, state, agent_id }, actor);
  return null;
}

/** TI12: a pending ticket is offered to one agent at a time; the same offer again is no event. */
export function offerTicket(draft: Draft, command: Of<"offer_ticket">): Rejection | null {
  const { number, ticket_id, agent_id, until, actor } = command;
  const found = openOnly(draft, number);
  if ("code" in found) return found;
  const ticket = found.tickets.find(({ id }) => id === ticket_id);
  if (ticket?.state !== "pending" || found.control !== "queue") return { code: "not_offered", ticket_id };
  const { offered_to } = ticket;
  if (offered_to?.agent_id === agent_id && offered_to.until === until) return null;
  if (offered_to) withdraw(draft, ticket, "withdrawn", actor);
  draft.record({ type: "ticket.offered", ticket_id, agent_id, until }, actor);
  return null;
}

/** TI12: an offer ends when it is declined, withdrawn, or its time is over; one that is over is no event. */
export function endOffer(draft: Draft, command: Of<"end_offer">): Rejection | null {
  const { number, ticket_id, agent_id, outcome, actor } = command;
  const ticket = currentOf(draft, number)?.tickets.find(({ id }) => id === ticket_id);
  if (ticket?.offered_to?.agent_id === agent_id) withdraw(draft, ticket, outcome, actor);
  return null;
}

function withdraw(draft: Draft, { id: ticket_id, offered_to }: Ticket, outcome: OfferOutcome, actor: Actor): void {
  if (offered_to)
    draft.record({ type: "ticket.offer_ended", ticket_id, agent_id: offered_to.agent_id, outcome }, actor);
}

/** TI4: a ticket moves as the seeds' machine says; the same state again is no event. */
export function changeTicket(draft: Draft, command: Of<"change_ticket">, policy: Policy): Rejection | null {
  const { number, ticket_id, state, actor } = command;
  const rejection = existing(draft, number);
  if (rejection) return rejection;
  const ticket = ensureTicket(draft, number, ticket_id, actor);
  if (ticket !== null) {
    const { state: from } = ticket;
    if (from === state) return null;
    const isMeant = command.from === undefined || command.from === from;
    if (!isMeant || !LEGAL[from].includes(state)) return { code: "ticket_transition", ticket_id, from, to: state };
  }
  if (state === "closed") closeTicket(draft, number, ticket_id, actor, policy);
  else {
    draft.record({ type: "ticket.state_changed", ticket_id, state, agent_id: ticket?.agent_id ?? null }, actor, number);
    if (currentOf(draft, number)?.state === "open") sleep(draft, state, actor);
  }
  return null;
}

/** TI5: the end of the last open ticket is the end of its conversation. */
function closeTicket(draft: Draft, number: number, ticket_id: string, actor: Actor, policy: Policy): void {
  draft.record({ type: "ticket.closed", ticket_id }, actor, number);
  const current = currentOf(draft, number);
  if (current?.state !== "open") return;
  if (!current.tickets.some(isOpen)) close(draft, "ticket_closed", actor, policy);
  else if (!current.tickets.some(({ state }) => state === "standby")) sleep(draft, "open", actor);
}

/** TI6: a ticket that stands by lets its conversation sleep until it is taken up again, or the customer writes. */
function sleep(draft: Draft, state: TicketState, actor: Actor): void {
  const snoozed = draft.open?.snoozed_until ?? null;
  if (state === "standby") draft.record({ type: "conversation.snoozed", until: ENDLESS }, actor);
  else if (snoozed === ENDLESS) draft.record({ type: "conversation.unsnoozed", cause: "agent" }, actor);
}

/** TI7: an agent's answer begins the work on a ticket: that of whoever has the word, also where a colleague answers. */
export function beginTicket(draft: Draft, actor: Actor): void {
  const { tickets = [], agent_id = null } = draft.open ?? {};
  for (const { id } of tickets.filter(({ state }) => state === "pending"))
    draft.record({ type: "ticket.state_changed", ticket_id: id, state: "open", agent_id }, actor);
}

const currentOf = ({ thread: { current } }: Draft, number: number): Conversation | null =>
  current?.number === number ? current : null;

/** A service's word that there is a ticket is enough. Null for one of a conversation that is no longer the latest. */
function ensureTicket(draft: Draft, number: number, ticket_id: string, actor: Actor): Ticket | null {
  const find = () => currentOf(draft, number)?.tickets.find(({ id }) => id === ticket_id) ?? null;
  if (find() === null && currentOf(draft, number)) draft.record({ type: "ticket.opened", ticket_id }, actor, number);
  return find();
}
