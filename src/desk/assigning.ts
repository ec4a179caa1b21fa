import { type Candidate, isDeclinedByAll, isFree, mayTake, nextAgent } from "../domain/assignment.ts";
import { SYSTEM } from "../domain/conversation.ts";
import { earliest } from "../domain/due.ts";
import { asksAi, type Policy } from "../domain/policy.ts";
import { assignment } from "./following.ts";
import { type PresenceStore, unseen } from "./presence-store.ts";
import type { DeskTicket, Offer } from "./ticket.ts";
import type { TicketStore } from "./ticket-store.ts";
import type { Reach } from "./waiting-tickets.ts";
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
  const agents = candidates(round);
  giveBack(round, agents);
  for (const ticket of round.tickets.waiting.declined()) rest(round, ofTeam(round, ticket), agents);
  if (round.world.policy.assignment !== "manual") giveOut(round, agents);
}

/** Gives away what waits as long as anybody is free. */
function giveOut(round: Round, all: Candidate[]): void {
  const { world, tickets, now } = round;
  let agents = all;
  let last: DeskTicket | null = null;
  for (;;) {
    const free = agents.filter(isFree);
    const waiting: DeskTicket[] | null =
      free.length === 0 ? null : tickets.waiting.next(reachOf(free, world.teams), last);
    if (waiting === null) return;
    for (const ticket of waiting) {
      const agentId = nextAgent(ofTeam(round, ticket), agents, world.policy.assignment);
      if (agentId === null) continue;
      give(round, ticket, agentId);
      // Each ticket that is given away is somebody's load for the next.
      agents = agents.map((agent) => (agent.id === agentId ? busier(agent, now) : agent));
    }
    last = waiting.at(-1) ?? null;
  }
}

/** A team that is there no more, or not in the ticket's outlet, keeps nobody waiting. */
const ofTeam = ({ world }: Round, ticket: DeskTicket): DeskTicket =>
  ticket.team_id === null || world.teams.get(ticket.team_id)?.includes(ticket.outlet_id)
    ? ticket
    : { ...ticket, team_id: null };

function reachOf(agents: readonly Candidate[], teams: World["teams"]): Reach {
  const own = new Set(agents.flatMap(({ team_ids }) => team_ids));
  const seesAll = agents.some(({ outlet_ids }) => outlet_ids.length === 0);
  return {
    outlet_ids: seesAll ? null : [...new Set(agents.flatMap(({ outlet_ids }) => outlet_ids))],
    other_teams: [...teams].flatMap(([id, outlets]) =>
      own.has(id) ? [] : outlets.map((outlet) => [id, outlet] as const),
    ),
  };
}

const busier = (agent: Candidate, now: number): Candidate => ({
  ...agent,
  load: agent.load + 1,
  last_assigned_at: new Date(now).toISOString(),
});

/** What fell due happens before anything that is asked for, so a late alarm changes no outcome. */
export function passTime(round: Round): void {
  const { tickets, presence, now } = round;
  presence.expire(now);
  const offers = tickets.offers();
  const agents = new Map(offers.length === 0 ? [] : candidates(round).map((agent) => [agent.id, agent]));
  for (const offer of offers) {
    const [ticket, agent] = [tickets.find(offer.ticket_id), agents.get(offer.agent_id)];
    // AS1: the ticket or the agent may have gone to another team or outlet since.
    const isFor = ticket !== null && agent?.presence === "online" && mayTake(ofTeam(round, ticket), agent);
    if (offer.until <= now) endOffer(tickets, offer, "timed_out");
    else if (!isFor) endOffer(tickets, offer, "withdrawn");
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
function rest({ tickets, now }: Round, ticket: DeskTicket, agents: Candidate[]): void {
  const { id, rests_until } = ticket;
  const isDeclined = isDeclinedByAll(ticket, agents);
  if (isDeclined && rests_until === null) tickets.change(id, { rests_until: now + ROUND_MS });
  else if (isDeclined && Number(rests_until) <= now) tickets.change(id, { declined: [], rests_until: null });
  // Somebody has come who can be asked: a pause that is over and that nobody ends would ring for ever.
  else if (!isDeclined && rests_until !== null) tickets.change(id, { rests_until: null });
}

/** AS7: nobody has time, and the tenant wishes the AI to go on then. */
function giveBack(round: Round, agents: Candidate[]): void {
  const { world, tickets, now } = round;
  const { policy } = world;
  if (!mayGoBack(policy)) return;
  if (policy.queue_timeout !== null) {
    const due = new Date(now - policy.queue_timeout * 1_000).toISOString();
    for (let some = tickets.waiting.since(due); some.length > 0; some = tickets.waiting.since(due))
      for (const ticket of some) release(round, ticket);
  }
  if (policy.assignment === "manual") return;
  const declined = tickets.waiting.declined().filter((ticket) => isDeclinedByAll(ofTeam(round, ticket), agents));
  for (const ticket of declined) release(round, ticket);
}

function release({ tickets }: Round, ticket: DeskTicket): void {
  tickets.change(ticket.id, { is_moving: true });
  const number = tickets.numberOf(ticket.conversation_id);
  tickets.send(ticket.id, { type: "release_handoff", number, actor: SYSTEM });
}

const mayGoBack = (policy: Policy): boolean => policy.nobody_available === "ai" && asksAi(policy);

/** When time will bring something; epoch milliseconds. Null for nothing. */
export function nextDue({ world, tickets, presence }: Round): number | null {
  const { queue_timeout } = world.policy;
  const first = queue_timeout !== null && mayGoBack(world.policy) ? tickets.waiting.first : null;
  return earliest([
    presence.due,
    ...tickets.offers().map(({ until }) => until),
    ...tickets.waiting.declined().map(({ rests_until }) => rests_until),
    first === null ? null : Date.parse(first) + Number(queue_timeout) * 1_000,
  ]);
}

/** Agents as they stand now. */
function candidates({ world, presence }: Round): Candidate[] {
  const present = presence.all();
  return world.staff.map((agent: Staff) => {
    const { status, load, last_assigned_at } = present.get(agent.id) ?? unseen(agent.id);
    return { ...agent, presence: status, load, last_assigned_at };
  });
}
