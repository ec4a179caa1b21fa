import type { Conversation, Ticket } from "./conversation.ts";
import type { Event } from "./events.ts";

/** A ticket that stands by has no end of its own: its conversation sleeps until somebody moves. */
export const ENDLESS = "9999-12-31T23:59:59.999Z";

export const isOpen = ({ state }: Ticket): boolean => state !== "closed";

type Changed = Extract<Event, { type: "ticket.state_changed" }>;
type Closed = Extract<Event, { type: "ticket.closed" }>;

/** A conversation's tickets, one of them as it is now. */
export const withTicket = (
  conversation: Conversation | null,
  { ticket_id, state, agent_id }: Changed,
): Partial<Conversation> => changed(conversation, ticket_id, { state, agent_id });

export const withoutTicket = (conversation: Conversation | null, { ticket_id, at }: Closed): Partial<Conversation> =>
  changed(conversation, ticket_id, { state: "closed", closed_at: at });

const changed = (conversation: Conversation | null, id: string, news: Partial<Ticket>): Partial<Conversation> =>
  conversation
    ? { tickets: conversation.tickets.map((ticket) => (ticket.id === id ? { ...ticket, ...news } : ticket)) }
    : {};
