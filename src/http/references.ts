import type { Action } from "../protocol/action.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppContext } from "./context.ts";

/** What of a tenant's settings something names. */
interface Named {
  outlet_ids?: readonly string[];
  actions?: readonly Action[];
}

/** The first thing that is named and is not there, in words; null where all is. */
export async function missingIn(c: AppContext, tenantId: string, { outlet_ids = [], actions = [] }: Named) {
  const tenant = tenantAt(c.env, tenantId);
  const wanted = [
    ...outlet_ids.map((id, index) => ({ kind: "outlet" as const, id, field: `outlet_ids.${index}` })),
    ...actions.flatMap((action, index) =>
      namedBy(action).map((one) => ({ ...one, field: `actions.${index}.${one.field}` })),
    ),
  ];
  for (const { kind, id, field } of wanted) {
    const found =
      kind === "agent" ? (await tenant.agents()).some((agent) => agent.id === id) : await tenant.record(kind, id);
    if (!found) return { detail: `${field}: there is no ${kind} ${id}.` };
  }
  return null;
}

function namedBy(action: Action): { kind: "agent" | "team" | "flow"; id: string; field: string }[] {
  switch (action.type) {
    case "assign_agent":
      return [{ kind: "agent", id: action.agent_id, field: "agent_id" }];
    case "assign_team":
      return [{ kind: "team", id: action.team_id, field: "team_id" }];
    case "request_handoff":
      return action.team_id === undefined ? [] : [{ kind: "team", id: action.team_id, field: "team_id" }];
    case "start_flow":
      return [{ kind: "flow", id: action.flow_id, field: "flow_id" }];
    default:
      return [];
  }
}
