import { type Agent, outletsSeenBy } from "../tenant/configuration.ts";
import { isEnabled } from "../tenant/credentials.ts";
import { tenantAt } from "../tenant/port.ts";
import type { Team } from "../tenant/records.ts";
import type { AppContext, Principal } from "./context.ts";

/** Settings of people and places are for keys and admins: an agent must not make one of themselves. */
export const mayManage = ({ actor, scope }: Principal): boolean =>
  actor.type !== "agent" || scope.agent?.role === "admin";

export const isOf = (outlets: readonly string[] | null, outletId: string): boolean =>
  outlets === null || outlets.includes(outletId);

/** Whether an agent may have a ticket of an outlet. */
export async function isEligible(c: AppContext, tenantId: string, id: string, outletId: string): Promise<boolean> {
  const [agent, teams] = await Promise.all([agentOf(c, tenantId, id), tenantAt(c.env, tenantId).records("team")]);
  return agent !== null && isEnabled(agent) && isOf(outletsSeenBy(agent, teams), outletId);
}

/** Whether the people of a team answer in an outlet. */
export const answersIn = ({ outlet_ids }: Team, outletId: string): boolean =>
  isOf(outlet_ids.length === 0 ? null : outlet_ids, outletId);

export async function agentOf(c: AppContext, tenantId: string, id: string): Promise<Agent | null> {
  const agents = await tenantAt(c.env, tenantId).agents();
  return agents.find((agent) => agent.id === id) ?? null;
}
