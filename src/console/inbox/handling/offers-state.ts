import type { Conversation, Ticket } from "../../api/types.ts";

/** A ticket that waits for the agent's yes or no. */
export interface Offer {
  ticket_id: string;
  conversation_id: string;
  /** ISO time. */
  until: string;
}

/** What is offered now, what ends first foremost; at most one of a conversation. */
export type Offers = readonly Offer[];

const inOrder = (offers: Offer[]): Offers => offers.toSorted((one, other) => (one.until < other.until ? -1 : 1));

const isLive = ({ until }: Pick<Offer, "until">, now: number): boolean => Date.parse(until) > now;

/** What the desk's tickets offer to an agent; what was told of meanwhile (`heard`: ids of conversations) stays as it is. */
export function withTickets(
  offers: Offers,
  tickets: readonly Ticket[],
  { meId, now, heard }: { meId: string; now: number; heard: ReadonlySet<string> },
): Offers {
  const read = tickets
    .filter(({ conversation_id, offered_to }) => offered_to?.agent_id === meId && !heard.has(conversation_id))
    .map(({ id, conversation_id, offered_to }) => ({ ticket_id: id, conversation_id, until: offered_to?.until ?? "" }));
  const told = offers.filter(({ conversation_id }) => heard.has(conversation_id));
  return inOrder([...told, ...read].filter((offer) => isLive(offer, now)));
}

/** What a conversation as it stands says of it: offered, or no more. The same again is the same list. */
export function withConversation(
  offers: Offers,
  { id, state, ticket }: Pick<Conversation, "id" | "state" | "ticket">,
  { meId, now }: { meId: string; now: number },
): Offers {
  const offered = state === "open" && ticket?.offered_to?.agent_id === meId ? ticket.offered_to : null;
  const before = offers.find(({ conversation_id }) => conversation_id === id);
  if (offered === null || ticket === null || !isLive(offered, now))
    return before ? offers.filter((one) => one !== before) : offers;
  if (before?.ticket_id === ticket.id && before.until === offered.until) return offers;
  const others = offers.filter((one) => one !== before);
  return inOrder([...others, { ticket_id: ticket.id, conversation_id: id, until: offered.until }]);
}

/** What has not ended by itself. */
export const stillLive = (offers: Offers, now: number): Offers =>
  offers.every((offer) => isLive(offer, now)) ? offers : offers.filter((offer) => isLive(offer, now));

export const withoutTicket = (offers: Offers, ticketId: string): Offers =>
  offers.filter(({ ticket_id }) => ticket_id !== ticketId);
