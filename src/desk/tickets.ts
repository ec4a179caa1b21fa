import type { Command } from "../domain/commands.ts";
import type { Actor } from "../domain/conversation.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { endOffer, type Round } from "./assigning.ts";
import { assignment } from "./following.ts";
import type { TicketRefusal } from "./port.ts";
import { type DeskTicket, holderOf } from "./ticket.ts";
import type { TicketStore } from "./ticket-store.ts";

/** The key of the command that a wish became; null where nothing had to be done. */
type Wished = Result<string | null, TicketRefusal>;

/** An agent takes a ticket. Whoever comes second is told who has it. Within a transaction. */
export function accept(tickets: TicketStore, id: string, agentId: string): Wished {
  const ticket = tickets.find(id);
  if (ticket === null) return err({ code: "not_found" });
  if (ticket.state === "closed") return err(closed(id));
  const holder = holderOf(ticket);
  if (holder === agentId) return ok(null);
  if (holder !== null) return err({ code: "ticket_assigned", agent_id: holder });
  const offer = tickets.offerOf(id);
  if (offer && offer.agent_id !== agentId) return err(offered(offer));
  return ok(give(tickets, ticket, agentId, { type: "agent", id: agentId }));
}

/** AS3: who has just got a ticket is the last to get another. */
export function countsInTurn({ presence, now }: Round, agentId: string, wished: Wished): Wished {
  if (wished.ok && wished.value !== null) presence.assigned(agentId, new Date(now).toISOString());
  return wished;
}

export function decline(tickets: TicketStore, id: string, agentId: string): Wished {
  const ticket = tickets.find(id);
  if (ticket === null) return err({ code: "not_found" });
  if (ticket.state === "closed") return err(closed(id));
  const offer = tickets.offerOf(id);
  if (offer?.agent_id === agentId) {
    endOffer(tickets, offer, "declined");
    return ok(null);
  }
  if (offer) return err(offered(offer));
  const holder = holderOf(ticket);
  if (holder !== null) return err({ code: "ticket_assigned", agent_id: holder });
  // A repetition: it was declined before.
  return ticket.declined.includes(agentId) ? ok(null) : err({ code: "not_offered", ticket_id: id });
}

export function assign(tickets: TicketStore, id: string, agentId: string, actor: Actor): Wished {
  const ticket = tickets.find(id);
  if (ticket === null) return err({ code: "not_found" });
  if (ticket.state === "closed") return err(closed(id));
  if (holderOf(ticket) === agentId) return ok(null);
  const offer = tickets.offerOf(id);
  if (offer && offer.agent_id !== agentId) endOffer(tickets, offer, "withdrawn");
  return ok(give(tickets, ticket, agentId, actor));
}

export function transfer(tickets: TicketStore, id: string, team_id: string, actor: Actor): Wished {
  const ticket = tickets.find(id);
  if (ticket === null) return err({ code: "not_found" });
  if (ticket.state === "closed") return err(closed(id));
  const offer = tickets.offerOf(id);
  if (offer) endOffer(tickets, offer, "withdrawn");
  tickets.change(id, { is_moving: true });
  const number = tickets.numberOf(ticket.conversation_id);
  const command: Command = { type: "transfer_ticket", number, ticket_id: id, team_id, actor };
  return ok(tickets.send(id, command));
}

function give(tickets: TicketStore, { id, conversation_id }: DeskTicket, agentId: string, actor: Actor): string {
  tickets.endOffer(id);
  tickets.change(id, { assigning: agentId });
  return tickets.send(id, assignment(tickets.numberOf(conversation_id), id, agentId, actor).command);
}

const closed = (ticket_id: string): TicketRefusal => ({
  code: "ticket_transition",
  ticket_id,
  from: "closed",
  to: "open",
});

const offered = ({ agent_id, until }: { agent_id: string; until: number }): TicketRefusal => ({
  code: "ticket_offered",
  agent_id,
  until: new Date(until).toISOString(),
});
