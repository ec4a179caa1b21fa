import { tenantAt } from "../tenant/port.ts";
import type { AppContext, Principal } from "./context.ts";
import { problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { agentOf, answersIn, isEligible } from "./staff.ts";

/**
 * AS8, AG5: why a conversation may not be given to an agent or a team. An agent whom nobody here knows a service has
 * named: that is its own affair. Of an unknown team nobody would ever come, but where a service plays the agents.
 */
export async function refuseReceiver(
  c: AppContext,
  principal: Principal,
  id: string,
  { agent_id, team_id }: { agent_id?: string | null | undefined; team_id?: string | null | undefined },
): Promise<Response | null> {
  const { tenant_id, configuration } = principal;
  const isNamed = (agent_id ?? null) !== null || (team_id ?? null) !== null;
  if (!isNamed || configuration.tenant.services.agents === "remote") return null;
  const reached = await reach(c, principal, id);
  const view = await reached?.thread.conversation(reached.number);
  if (!view) return problem(c, "conversation_not_found");
  const team = team_id ? await tenantAt(c.env, tenant_id).record("team", team_id) : null;
  if (team_id && team === null)
    return problem(c, "unknown_reference", { detail: `team_id: there is no team ${team_id}.` });
  const isKnown = agent_id ? (await agentOf(c, tenant_id, agent_id)) !== null : false;
  const mayHave = !isKnown || (await isEligible(c, tenant_id, agent_id ?? "", view.outlet_id));
  return mayHave && (team === null || answersIn(team, view.outlet_id)) ? null : problem(c, "assignee_not_eligible");
}
