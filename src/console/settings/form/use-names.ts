import { useCall } from "../../api/use-call.ts";

/** What forms choose from: ids and names, each empty until it is known. */
export function useNames() {
  const outlets = useCall("listOutlets").data?.outlets ?? [];
  const agents = useCall("listAgents").data?.agents ?? [];
  const teams = useCall("listTeams").data?.teams ?? [];
  return { outlets, agents, teams };
}

/** The names of some, in one line. */
export const namesOf = (all: { id: string; name: string }[], ids: readonly string[]): string =>
  ids.flatMap((id) => all.find((one) => one.id === id)?.name ?? []).join(", ");
