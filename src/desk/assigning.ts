import { type Candidate, isDeclinedByAll, nextAgent } from "../domain/assignment.ts";
import { SYSTEM } from "../domain/conversation.ts";
import { asksAi, type Policy } from "../domain/policy.ts";
import { assignment } from "./following.ts";
import { type PresenceStore, unseen } from "./presence-store.ts";
import type { DeskTicket, Offer } from "./ticket.ts";
import type { TicketStore } from "./ticket-store.ts";
import type { Staff, World } from "./world.ts";

/** Whoever all have declined is offered again after this time: nobody shall wait for ever beside people who have time. */
const ROUND_MS = 60_000;

/** What a round works on; within a transaction. `now` in epoch milliseconds. */
export interface Round {
  world: World;
  tickets: TicketStore;
  presence: PresenceStore;
  now: number;
}

/** Does what time has brought, then gives the tickets that wait to those who can take them, the oldest first. */
export function assignAll(round: Round): void {
  passTime(round);
  let agents = candidates(round);
  for (const ticket of round.tickets.waiting()) {
    // A team that is there no more keeps nobody waiting.
    const isOfTeam = ticket.team_id !== null && round.world.team_ids.includes(ticket.team_id);
    const agentId = place(round, isOfTeam ? ticket : { ...ticket, team_id: null }, agents);
    // Each ticket that is given away is somebody's load for the next.
    if (agentId !== null) agents = agents.map((agent) => (agent.id === agentId ? busier(agent, round.now) : agent));
  }
}

const busier = (agent: Candidate, now: number): Candidate => ({
  ...agent,
  load: agent.load + 1,
  last_assigned_at: new Date(now).toISOString(),
});

/** What fell due happens before anything that is asked for, so a late alarm changes no outcome. */
export function passTime({ world, tickets, presence, now }: Round): void {
  presence.expire(now);
  const present = presence.all();
  for (const offer of tickets.offers()) {
    const isThere =
      present.get(offer.agent_id)?.status === "online" && world.staff.some(({ id }) => id === offer.agent_id);
    if (offer.until <= now) endOffer(tickets, offer, "timed_out");
    else if (!isThere) endOffer(tickets, offer, "withdrawn");
  }
}

/** AS5: who declines a ticket, or lets it pass, is passed over until the next round. */
export function endOffer(tickets: TicketStore, offer: Offer, outcome: "declined" | "timed_out" | "withdrawn"): void {
  const { ticket_id, agent_id } = offer;
  const ticket = tickets.find(ticket_id);
  tickets.endOffer(ticket_id);
  if (ticket === null) return;
  if (outcome !== "withdrawn") tickets.change(ticket_id, { declined: [...new Set([...ticket.declined, agent_id])] });
  const number = tickets.numberOf(ticket.conversation_id);
  const actor = outcome === "declined" ? ({ type: "agent", id: agent_id } as const) : SYSTEM;
  tickets.send(ticket_id, { type: "end_offer", number, ticket_id, agent_id, outcome, actor });
}

/** @returns who gets the ticket, or is offered it */
function place(round: Round, given: DeskTicket, agents: Candidate[]): string | null {
  const { world, tickets, now } = round;
  if (goesBack(given, agents, world.policy, now)) {
    release(round, given);
    return null;
  }
  const ticket = rested(tickets, given, agents, now);
  const agent_id = nextAgent(ticket, agents, world.policy.assignment);
  if (agent_id !== null) give(round, ticket, agent_id);
  return agent_id;
}

function give(round: Round, ticket: DeskTicket, agent_id: string): void {
  const { world, tickets, now } = round;
  const number = tickets.numberOf(ticket.conversation_id);
  round.presence.assigned(agent_id, new Date(now).toISOString());
  if (!world.policy.offers) {
    tickets.change(ticket.id, { assigning: agent_id });
    tickets.send(ticket.id, assignment(number, ticket.id, agent_id, SYSTEM).command);
    return;
  }
  const until = now + world.policy.offer_timeout * 1_000;
  tickets.offer({ ticket_id: ticket.id, agent_id, until });
  const at = new Date(until).toISOString();
  tickets.send(ticket.id, { type: "offer_ticket", number, ticket_id: ticket.id, agent_id, until: at, actor: SYSTEM });
}

/** When everybody has declined, there is a pause, and then another round. */
function rested(tickets: TicketStore, ticket: DeskTicket, agents: Candidate[], now: number): DeskTicket {
  if (!isDeclinedByAll(ticket, agents)) return ticket;
  if (ticket.rests_until === null) {
    tickets.change(ticket.id, { rests_until: now + ROUND_MS });
    return ticket;
  }
  if (ticket.rests_until > now) return ticket;
  const fresh = { declined: [], rests_until: null };
  tickets.change(ticket.id, fresh);
  return { ...ticket, ...fresh };
}

/** AS7: nobody has time, and the tenant wishes the AI to go on then. */
function goesBack(ticket: DeskTicket, agents: Candidate[], policy: Policy, now: number): boolean {
  if (!mayGoBack(policy)) return false;
  const due = queueDue(ticket, policy);
  return (due !== null && due <= now) || (policy.assignment !== "manual" && isDeclinedByAll(ticket, agents));
}

function release({ tickets }: Round, ticket: DeskTicket): void {
  tickets.change(ticket.id, { is_moving: true });
  const number = tickets.numberOf(ticket.conversation_id);
  tickets.send(ticket.id, { type: "release_handoff", number, actor: SYSTEM });
}

const mayGoBack = (policy: Policy): boolean => policy.nobody_available === "ai" && asksAi(policy);

const queueDue = ({ waiting_since }: DeskTicket, { queue_timeout }: Policy): number | null =>
  waiting_since === null || queue_timeout === null ? null : Date.parse(waiting_since) + queue_timeout * 1_000;

/** When time will bring something; epoch milliseconds. Null for nothing. */
export function nextDue({ world, tickets, presence }: Round): number | null {
  const waiting = tickets.waiting();
  const dues = [
    presence.due,
    ...tickets.offers().map(({ until }) => until),
    ...waiting.map(({ rests_until }) => rests_until),
    ...(mayGoBack(world.policy) ? waiting.map((ticket) => queueDue(ticket, world.policy)) : []),
  ].filter((due) => due !== null);
  return dues.length === 0 ? null : Math.min(...dues);
}

/** Agents as they stand now. */
function candidates({ world, presence }: Round): Candidate[] {
  const present = presence.all();
  return world.staff.map((agent: Staff) => {
    const { status, load, last_assigned_at } = present.get(agent.id) ?? unseen(agent.id);
    return { ...agent, presence: status, load, last_assigned_at };
  });
}
