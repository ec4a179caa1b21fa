import type { Action } from "../protocol/action.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppContext } from "./context.ts";

/** What of a tenant's settings something names. */
interface Named {
  agent_ids?: readonly string[] | undefined;
  outlet_ids?: readonly string[] | undefined;
  actions?: readonly Action[];
}

/** The first thing that is named and is not there, in words; null where all is. */
export async function missingIn(
  c: AppContext,
  tenantId: string,
  { agent_ids = [], outlet_ids = [], actions = [] }: Named,
) {
  const tenant = tenantAt(c.env, tenantId);
  const wanted = [
    ...agent_ids.map((id, index) => ({ kind: "agent" as const, id, field: `agent_ids.${index}` })),
    ...outlet_ids.map((id, index) => ({ kind: "outlet" as const, id, field: `outlet_ids.${index}` })),
    ...actions.flatMap((action, index) =>
      namedBy(action).map((one) => ({ ...one, field: `actions.${index}.${one.field}` })),
    ),
  ];
  // Once for all of a kind: a team may have a thousand people.
  const idsOf = async (kind: (typeof wanted)[number]["kind"]) => {
    const all = await (kind === "agent" ? tenant.agents() : tenant.records(kind));
    return [kind, new Set(all.map(({ id }) => id))] as const;
  };
  const known = new Map(await Promise.all([...new Set(wanted.map(({ kind }) => kind))].map(idsOf)));
  const missing = wanted.find(({ kind, id }) => !known.get(kind)?.has(id));
  return missing ? { detail: `${missing.field}: there is no ${missing.kind} ${missing.id}.` } : null;
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
