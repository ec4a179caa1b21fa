import { useMemo } from "react";
import { useCall } from "../../api/use-call.ts";

/** People and places rarely change. In milliseconds. */
export const RARELY_MS = 300_000;

const NOBODY: ReadonlyMap<string, string> = new Map();

/** Names of agents, by id. */
export function useAgentNames(): ReadonlyMap<string, string> {
  const { data } = useCall("listAgents", undefined, { staleTime: RARELY_MS });
  return useMemo(() => (data ? new Map(data.agents.map(({ id, name }) => [id, name])) : NOBODY), [data]);
}

/** Names of all that lists are filtered by, by id. */
export function useFilterNames() {
  const agents = useAgentNames();
  const inboxes = useCall("listInboxes", undefined, { staleTime: RARELY_MS }).data?.inboxes;
  const outlets = useCall("listOutlets", undefined, { staleTime: RARELY_MS }).data?.outlets;
  const teams = useCall("listTeams", undefined, { staleTime: RARELY_MS }).data?.teams;
  return useMemo(
    () => ({
      agent_id: agents,
      inbox_id: namesOf(inboxes),
      outlet_id: namesOf(outlets),
      team_id: namesOf(teams),
    }),
    [agents, inboxes, outlets, teams],
  );
}

const namesOf = (all: { id: string; name: string }[] = []): ReadonlyMap<string, string> =>
  new Map(all.map(({ id, name }) => [id, name]));
