import type { Policy } from "../domain/policy.ts";
import { followingOf } from "../following/port.ts";
import { errorText, log } from "../lib/log.ts";
import { type Agent, type Configuration, configurationOf, outletsSeenBy, policyOf } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";

/** An agent as a desk needs them. */
export interface Staff {
  id: string;
  outlet_ids: string[];
  team_ids: string[];
  capacity: number;
}

/** What a desk's decisions follow from beside its own tables. */
export interface World {
  policy: Policy;
  /** Those who may work. */
  staff: Staff[];
  /** Those who were switched off. */
  off: string[];
  /** The outlets that each team answers in, by the team's id. */
  teams: ReadonlyMap<string, readonly string[]>;
}

/** Whether the desk plays the part of agents and tickets itself. */
export const playsAgents = (configuration: Configuration | null): boolean =>
  configuration !== null && (configuration.tenant.services.agents ?? "embedded") === "embedded";

/** Null where the desk has no part to play. */
export async function worldOf(env: Cloudflare.Env, tenantId: string): Promise<World | null> {
  const configuration = await configurationOf(env, tenantId);
  if (configuration === null || !playsAgents(configuration)) return null;
  const policy = policyOf(configuration);
  const agents = await tenantAt(env, tenantId).agents();
  const staff = agents.filter(isEnabled).map((agent) => staffOf(agent, configuration, policy));
  const off = agents.filter((agent) => !isEnabled(agent)).map(({ id }) => id);
  const outlets = configuration.outlets.map(({ id }) => id);
  const teams = configuration.teams.map(
    ({ id, outlet_ids }) => [id, outlet_ids.length > 0 ? outlet_ids : outlets] as const,
  );
  return { policy, staff, off, teams: new Map(teams) };
}

/** Agents of before are neither switched off nor limited. */
const isEnabled = ({ enabled = true }: Agent): boolean => enabled;

/** Who sees an outlet's conversations works for it; who sees all works for all. */
const staffOf = (agent: Agent, { teams }: Configuration, { agent_capacity }: Policy): Staff => ({
  id: agent.id,
  outlet_ids: outletsSeenBy(agent, teams) ?? [],
  team_ids: teams.filter(({ agent_ids }) => agent_ids.includes(agent.id)).map(({ id }) => id),
  capacity: agent.capacity ?? agent_capacity,
});

/**
 * Whoever derives something from all threads has news. What is not heard now is heard with the next.
 * @returns whether it was heard
 */
export async function nudgeFollowers(env: Cloudflare.Env, tenantId: string): Promise<boolean> {
  try {
    await followingOf(env, tenantId).nudge();
    return true;
  } catch (error) {
    log("warn", "following.nudge_failed", { error: errorText(error) });
    return false;
  }
}
