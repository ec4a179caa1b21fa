/** How a desk chooses who gets the next ticket. `manual`: nobody is chosen, people choose for themselves. */
export type Strategy = "manual" | "round_robin" | "least_loaded";

/** `busy`: is there, and gets nothing new. */
export const PRESENCES = ["online", "busy", "away", "offline"] as const;

export type Presence = (typeof PRESENCES)[number];

/** A ticket that waits for a person. */
export interface WaitingTicket {
  outlet_id: string;
  /** The team that it was given to; null for anybody of the outlet. */
  team_id: string | null;
  /** Agents who declined it, or let it pass, in this round. */
  declined: readonly string[];
}

/** An agent as whoever gives out tickets sees them. */
export interface Candidate {
  id: string;
  /** Empty for all. */
  outlet_ids: readonly string[];
  team_ids: readonly string[];
  presence: Presence;
  /** So many conversations at a time. */
  capacity: number;
  /** Conversations that the agent has, and tickets that are offered to them. */
  load: number;
  /** ISO 8601; null for one who never got any. */
  last_assigned_at: string | null;
}

/** AS1: a ticket is for the agents of its outlet and, where it is a team's that answers there, of that team. */
export const mayTake = ({ outlet_id, team_id }: Omit<WaitingTicket, "declined">, agent: Candidate): boolean =>
  (agent.outlet_ids.length === 0 || agent.outlet_ids.includes(outlet_id)) &&
  (team_id === null || agent.team_ids.includes(team_id));

/** AS2: nobody gets a ticket who is not on line, or has as many conversations as they can take. */
export const isFree = ({ presence, load, capacity }: Candidate): boolean => presence === "online" && load < capacity;

/** Who gets the ticket next; null when nobody can, or the tenant's people choose for themselves. */
export function nextAgent(ticket: WaitingTicket, agents: readonly Candidate[], strategy: Strategy): string | null {
  if (strategy === "manual") return null;
  const able = agents.filter((agent) => isFree(agent) && mayTake(ticket, agent) && !ticket.declined.includes(agent.id));
  const order = strategy === "least_loaded" ? byLoad : byPatience;
  const [first] = able.toSorted(order);
  return first?.id ?? null;
}

/** AS5: nobody is left whom the ticket could be offered to in this round, now or when they have time. */
export const isDeclinedByAll = (ticket: WaitingTicket, agents: readonly Candidate[]): boolean =>
  ticket.declined.length > 0 &&
  !agents.some((agent) => agent.presence === "online" && mayTake(ticket, agent) && !ticket.declined.includes(agent.id));

/** AS3: in turn: whose last ticket is the longest ago. Equal times are told apart by the id, so that it is certain. */
function byPatience(one: Candidate, other: Candidate): number {
  const [earlier, later] = [one.last_assigned_at ?? "", other.last_assigned_at ?? ""];
  if (earlier !== later) return earlier < later ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

/** AS4: who has the least to do, in turn. */
const byLoad = (one: Candidate, other: Candidate): number => one.load - other.load || byPatience(one, other);
