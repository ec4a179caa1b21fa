import { type ConversationPort, threadAt } from "../conversation/port.ts";
import type { Command } from "../domain/commands.ts";
import type { ConversationView } from "../domain/conversation.ts";
import type { Rejection } from "../domain/rejections.ts";
import type { Result } from "../lib/result.ts";
import type { Action } from "../protocol/action.ts";
import { problemOf } from "../protocol/problem.ts";
import { type Agent, outletsSeenBy } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { Team } from "../tenant/records.ts";

/** What of the world actions need: that whom they name is there, and the thread. */
export interface World {
  /** Why an action cannot even be asked for; null where it can. */
  fault(action: Action, conversation: ConversationView): Promise<Fault | null>;
  execute(command: Command, keys: string[]): Promise<Result<unknown, Rejection>>;
}

/** Why something was refused, by the codes of the API. */
export interface Fault {
  code: string;
  detail: string | null;
}

/** The world of one thread of a tenant. */
export function worldOf(env: Cloudflare.Env, tenantId: string, threadKey: string): World {
  const thread: ConversationPort = threadAt(env, tenantId, threadKey);
  return {
    fault: (action, conversation) => faultOf(env, tenantId, action, conversation),
    execute: (command, keys) => thread.execute({ keys, fingerprint: null, command }),
  };
}

/** What a rule refused, in words. */
export function faultIn(rejection: Rejection): Fault {
  const { code, detail = null } = problemOf(rejection);
  return { code, detail };
}

/** What an action names must be there when it is done, whatever was when it was written. */
export async function faultOf(
  env: Cloudflare.Env,
  tenantId: string,
  action: Action,
  { outlet_id }: Pick<ConversationView, "outlet_id">,
): Promise<Fault | null> {
  const tenant = tenantAt(env, tenantId);
  if (action.type === "assign_agent") {
    const [agents, teams] = await Promise.all([tenant.agents(), tenant.records("team")]);
    const agent = agents.find(({ id }) => id === action.agent_id);
    const detail = `Agent ${action.agent_id} is not there, or not of the conversation's outlet.`;
    return agent && mayHave(agent, teams, outlet_id) ? null : { code: "assignee_not_eligible", detail };
  }
  if (action.type === "assign_team" || (action.type === "request_handoff" && action.team_id !== undefined)) {
    const team = await tenant.record("team", action.team_id ?? "");
    const isOf = team && (team.outlet_ids.length === 0 || team.outlet_ids.includes(outlet_id));
    const detail = `Team ${action.team_id} is not there, or not of the conversation's outlet.`;
    return isOf ? null : { code: "assignee_not_eligible", detail };
  }
  if (action.type === "start_flow") {
    const flow = await tenant.record("flow", action.flow_id);
    if (flow === null) return { code: "not_found", detail: `There is no flow ${action.flow_id}.` };
    return flow.published_version === null ? { code: "flow_not_published", detail: null } : null;
  }
  return null;
}

function mayHave(agent: Agent, teams: readonly Team[], outletId: string): boolean {
  const outlets = outletsSeenBy(agent, teams);
  return (agent.enabled ?? true) && (outlets === null || outlets.includes(outletId));
}
