import type { Agent } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppContext, Principal } from "./context.ts";

/** The outlets whose tickets a caller may see; null for all. An agent who is not there any more sees none. */
export async function outletsOf(c: AppContext, { tenant_id, actor }: Principal): Promise<string[] | null> {
  if (actor.type !== "agent") return null;
  const agent = await agentOf(c, tenant_id, actor.id ?? "");
  return agent === null ? [] : outletsOfAgent(agent);
}

/** An admin works for all outlets, as does who is of none in particular. */
const outletsOfAgent = ({ role, outlet_ids }: Agent): string[] | null =>
  role === "admin" || outlet_ids.length === 0 ? null : outlet_ids;

/** Settings of people and places are for keys and admins: an agent must not make one of themselves. */
export async function mayManage(c: AppContext, { tenant_id, actor }: Principal): Promise<boolean> {
  if (actor.type !== "agent") return true;
  return (await agentOf(c, tenant_id, actor.id ?? ""))?.role === "admin";
}

export const isOf = (outlets: string[] | null, outletId: string): boolean =>
  outlets === null || outlets.includes(outletId);

/** Whether an agent may have a ticket of an outlet. */
export async function isEligible(c: AppContext, tenantId: string, id: string, outletId: string): Promise<boolean> {
  const agent = await agentOf(c, tenantId, id);
  return agent !== null && (agent.enabled ?? true) && isOf(outletsOfAgent(agent), outletId);
}

export async function agentOf(c: AppContext, tenantId: string, id: string): Promise<Agent | null> {
  const agents = await tenantAt(c.env, tenantId).agents();
  return agents.find((agent) => agent.id === id) ?? null;
}
