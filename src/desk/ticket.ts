import type { Presence } from "../domain/assignment.ts";
import type { TicketState } from "../domain/conversation.ts";

/** A ticket as the desk keeps it: what its conversation says of it, and where it stands in the queue. */
export interface DeskTicket {
  id: string;
  conversation_id: string;
  outlet_id: string;
  team_id: string | null;
  agent_id: string | null;
  state: TicketState;
  opened_at: string;
  closed_at: string | null;
  /** Since when it waits for a person; null while it does not. */
  waiting_since: string | null;
  /** Its conversation has it; until then it is on its way there. */
  is_opened: boolean;
  /** Who is to have it, while the conversation is being told. */
  assigning: string | null;
  /** It is being given to a team, or back to the AI: the conversation is being told. */
  is_moving: boolean;
  /** Who declined it, or let it pass, in this round of offers. */
  declined: string[];
  /** Everybody has: when the next round begins, in epoch milliseconds. */
  rests_until: number | null;
  /** So many commands were sent about it: each has a number. */
  commands: number;
}

/** Whose it is, or will be as soon as its conversation knows. */
export const holderOf = ({ assigning, agent_id }: DeskTicket): string | null => assigning ?? agent_id;

/** A ticket is offered to one agent at a time. `until` in epoch milliseconds. */
export interface Offer {
  ticket_id: string;
  agent_id: string;
  until: number;
}

/** What the desk knows of an agent. Times are ISO 8601. */
export interface AgentPresence {
  agent_id: string;
  status: Presence;
  /** From then on the agent is off line; null for as long as nobody says otherwise. */
  until: string | null;
  last_seen_at: string | null;
  /** When a ticket was last offered or given to them. */
  last_assigned_at: string | null;
  /** Conversations that they have, and tickets that are offered to them. */
  load: number;
}

/** A ticket as the outside sees it. */
export interface TicketView {
  id: string;
  conversation_id: string;
  outlet_id: string;
  inbox_id: string;
  team_id: string | null;
  agent_id: string | null;
  state: TicketState;
  offered_to: { agent_id: string; until: string } | null;
  waiting_since: string | null;
  reason: string | null;
  customer_name: string | null;
  customer_phone: string | null;
  channel: string;
  opened_at: string;
  closed_at: string | null;
}
