import { SETTINGS_STALE_MS, usePeople } from "../../api/people.ts";
import type { Agent, Answer } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useMe } from "../../app/session.tsx";
import { usePresence } from "../../live/live.tsx";
import type { PresenceStatus } from "./presence-shape.tsx";

type Team = Answer<"listTeams">["teams"][number];

export interface Colleague {
  agent: Agent;
  isMe: boolean;
  status: PresenceStatus;
  /** Conversations that they have; null while it is not known. */
  load: number | null;
}

const RANKS: Record<PresenceStatus, number> = { online: 0, busy: 1, away: 2, offline: 3 };

/** Whether an agent may have what is an outlet's: theirs, or one of a team of theirs; an admin, and who has none, all. */
function isOfOutlet(agent: Agent, teams: readonly Team[], outletId: string): boolean {
  if (agent.role === "admin" || agent.outlet_ids.length === 0 || agent.outlet_ids.includes(outletId)) return true;
  return teams.some(({ agent_ids, outlet_ids }) => agent_ids.includes(agent.id) && outlet_ids.includes(outletId));
}

/** Oneself first, then who is there, and of these who has the least to do. */
const inOrder = (colleagues: Colleague[]): Colleague[] =>
  colleagues.toSorted(
    (one, other) =>
      Number(other.isMe) - Number(one.isMe) ||
      RANKS[one.status] - RANKS[other.status] ||
      (one.load ?? 0) - (other.load ?? 0) ||
      one.agent.name.localeCompare(other.agent.name),
  );

/** Who may have a conversation of an outlet, whether they are there, and what they have to do. */
export function useColleagues(outletId: string): { colleagues: Colleague[]; isLoading: boolean } {
  const meId = useMe().id;
  const { agents } = usePeople();
  const teams = useCall("listTeams", undefined, { staleTime: SETTINGS_STALE_MS }).data?.teams ?? [];
  const loads = useCall("listPresence", undefined, { staleTime: 0 }).data?.presence;
  const presence = usePresence();
  const colleagues = agents
    .filter((agent) => agent.enabled && isOfOutlet(agent, teams, outletId))
    .map((agent) => ({
      agent,
      isMe: agent.id === meId,
      status: presence.get(agent.id) ?? "offline",
      load: loads ? (loads.find(({ agent_id }) => agent_id === agent.id)?.load ?? 0) : null,
    }));
  return { colleagues: inOrder(colleagues), isLoading: agents.length === 0 };
}
