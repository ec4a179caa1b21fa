import type { Actor, Conversation, Ticket } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import type { Event } from "./events.ts";

/** A ticket that stands by has no end of its own: its conversation sleeps until somebody moves. */
export const ENDLESS = "9999-12-31T23:59:59.999Z";

export const isOpen = ({ state }: Ticket): boolean => state !== "closed";

/** TI14: so many closed tickets a conversation remembers: one that is handed over and given back for weeks must not grow. */
const CLOSED_KEPT = 50;

type Opened = Extract<Event, { type: "ticket.opened" }>;
type Changed = Extract<Event, { type: "ticket.state_changed" }>;
type Offered = Extract<Event, { type: "ticket.offered" }>;
type OfferEnded = Extract<Event, { type: "ticket.offer_ended" }>;
type Closed = Extract<Event, { type: "ticket.closed" }>;

export const withNewTicket = (
  conversation: Conversation | null,
  { ticket_id: id, at: opened_at }: Opened,
): Partial<Conversation> => {
  const ticket: Ticket = { id, state: "pending", agent_id: null, opened_at, closed_at: null, offered_to: null };
  return { tickets: [...(conversation?.tickets ?? []), ticket], ticket_requested_at: null };
};

/** A conversation's tickets, one of them as it is now. */
export const withTicket = (
  conversation: Conversation | null,
  { ticket_id, state, agent_id }: Changed,
): Partial<Conversation> => changed(conversation, ticket_id, { state, agent_id, offered_to: null });

export const withoutTicket = (conversation: Conversation | null, { ticket_id, at }: Closed): Partial<Conversation> =>
  changed(conversation, ticket_id, { state: "closed", closed_at: at, offered_to: null });

export const withOffer = (conversation: Conversation | null, event: Offered | OfferEnded): Partial<Conversation> =>
  changed(conversation, event.ticket_id, {
    offered_to: event.type === "ticket.offered" ? { agent_id: event.agent_id, until: event.until } : null,
  });

/** TI10, TI11: what is left of a conversation's tickets ends with the people's word. */
export function endTickets(draft: Draft, actor: Actor): void {
  for (const { id } of draft.open?.tickets.filter(isOpen) ?? [])
    draft.record({ type: "ticket.closed", ticket_id: id }, actor);
}

function changed(conversation: Conversation | null, id: string, news: Partial<Ticket>): Partial<Conversation> {
  if (conversation === null) return {};
  const tickets = conversation.tickets.map((ticket) => (ticket.id === id ? { ...ticket, ...news } : ticket));
  const forgotten = tickets.filter((ticket) => !isOpen(ticket)).slice(0, -CLOSED_KEPT);
  return { tickets: tickets.filter((ticket) => !forgotten.includes(ticket)) };
}
