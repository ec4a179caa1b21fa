import type { Command } from "../domain/commands.ts";
import { type Actor, type ConversationView, SYSTEM } from "../domain/conversation.ts";
import { publicationUuid } from "../publishing/uuid.ts";
import type { DeskTicket, Offer } from "./ticket.ts";

/** What follows from how a conversation stands: tickets as they are now, commands to its thread, and whether an offer is over. */
export interface Following {
  tickets: DeskTicket[];
  commands: { ticket_id: string; command: Command }[];
  endsOffer: boolean;
}

const NOTHING: Following = { tickets: [], commands: [], endsOffer: false };

/**
 * Follows a conversation: it is the truth, the desk's ticket only mirrors it.
 * @param known the ticket of this conversation that the desk takes for open
 * @param offer to whom that one is offered
 */
export function follow(view: ConversationView, known: DeskTicket | null, offer: Offer | null): Following {
  const isOver = view.state === "closed" || view.deleted_at !== null;
  const told = view.ticket && view.ticket.state !== "closed" ? view.ticket : null;
  if (isOver) return ended(view, known, isOver);
  if (told === null) return known && wasOpened(view, known) ? endedAndBegun(view, known) : begun(view, known);
  const base = known?.id === told.id ? known : newTicket(view, told.id);
  const others = known && known.id !== told.id ? ended(view, known, true).tickets : [];
  const now: DeskTicket = {
    ...base,
    outlet_id: view.outlet_id,
    team_id: view.handoff_team_id,
    agent_id: told.agent_id,
    state: told.state,
    opened_at: told.opened_at,
    is_opened: true,
    waiting_since: told.state === "pending" && view.control === "queue" ? waitingSince(view, base) : null,
  };
  const moved = now.team_id !== base.team_id || now.waiting_since !== base.waiting_since;
  const ticket = moved ? { ...now, declined: [], rests_until: null } : now;
  const takes = taking(view, ticket, told);
  const endsOffer = offer !== null && (ticket.waiting_since === null || ticket.id !== known?.id);
  const withdrawn = endsOffer && told.offered_to?.agent_id === offer.agent_id ? [withdrawal(view, offer)] : [];
  return {
    tickets: [...others, takes ? { ...ticket, assigning: takes } : ticket],
    endsOffer,
    commands: [
      ...withdrawn,
      ...(takes ? [assignment(view.number, ticket.id, takes, { type: "agent", id: takes })] : []),
    ],
  };
}

/** Nobody waits twice as long because somebody asked for a person again; who is given to a team waits anew. */
function waitingSince(view: ConversationView, { waiting_since, team_id }: DeskTicket): string {
  if (waiting_since !== null && team_id === view.handoff_team_id) return waiting_since;
  return view.handoff_requested_at ?? view.updated_at;
}

/** The agent who has the word, where the ticket does not say so yet: it is theirs. */
function taking(view: ConversationView, { assigning }: DeskTicket, told: { agent_id: string | null; state: string }) {
  const agentId = view.control === "agent" ? view.handoff_agent_id : null;
  const isTold = told.agent_id === agentId && told.state !== "pending";
  return agentId === null || isTold || assigning !== null ? null : agentId;
}

/**
 * AS6: a conversation that waits for a person gets a ticket. Its name follows from the hand-off and the ticket before, so
 * it is made once.
 */
function begun(view: ConversationView, known: DeskTicket | null): Following {
  if (known !== null || view.control !== "queue") return NOTHING;
  const id = publicationUuid(view.id, 0, `ticket ${view.handoff_requested_at} ${view.ticket?.id ?? ""}`);
  const command: Command = { type: "open_ticket", number: view.number, ticket_id: id, if_waiting: true, actor: SYSTEM };
  const waiting_since = view.handoff_requested_at ?? view.updated_at;
  const ticket = { ...newTicket(view, id), waiting_since };
  return { tickets: [ticket], commands: [{ ticket_id: id, command }], endsOffer: false };
}

/** What opened it may still be on its way back, and what has happened since is heard first. */
const wasOpened = (view: ConversationView, { id, is_opened }: DeskTicket): boolean =>
  is_opened || view.ticket?.id === id;

/** Only the latest is told: between its ticket's end and now a person may have been asked for again. */
function endedAndBegun(view: ConversationView, known: DeskTicket): Following {
  const end = ended(view, known, false);
  const { tickets, commands } = begun(view, null);
  const [over] = end.tickets.map((ticket) => ({ ...ticket, is_opened: true }));
  return { ...end, tickets: over ? [over, ...tickets] : tickets, commands };
}

function ended(view: ConversationView, known: DeskTicket | null, isOver: boolean): Following {
  if (known === null) return NOTHING;
  const told = view.ticket?.id === known.id ? view.ticket.closed_at : null;
  const closed_at = told ?? (isOver ? view.ended_at : null) ?? view.updated_at;
  const gone = { assigning: null, is_moving: false, waiting_since: null, rests_until: null, declined: [] };
  return { tickets: [{ ...known, ...gone, state: "closed", closed_at }], commands: [], endsOffer: true };
}

const newTicket = (view: ConversationView, id: string): DeskTicket => ({
  id,
  conversation_id: view.id,
  outlet_id: view.outlet_id,
  team_id: view.handoff_team_id,
  agent_id: null,
  state: "pending",
  opened_at: view.updated_at,
  closed_at: null,
  waiting_since: null,
  is_opened: false,
  assigning: null,
  is_moving: false,
  declined: [],
  rests_until: null,
  commands: 0,
});

const withdrawal = ({ number }: ConversationView, { ticket_id, agent_id }: Offer) => ({
  ticket_id,
  command: { type: "end_offer", number, ticket_id, agent_id, outcome: "withdrawn", actor: SYSTEM } as const,
});

/** TI3: the agent who gets a ticket has the word. */
export const assignment = (number: number, ticket_id: string, agent_id: string, actor: Actor) => ({
  ticket_id,
  command: { type: "assign_ticket", number, ticket_id, agent_id, actor } as const,
});
