import { useMemo } from "react";
import { useCall } from "./use-call.ts";

/** Settings change seldom: what was read of them is good for so long. */
export const SETTINGS_STALE_MS = 300_000;

/** The agents of the tenant, and how each is called. */
export function usePeople() {
  const { data } = useCall("listAgents", undefined, { staleTime: SETTINGS_STALE_MS });
  return useMemo(() => {
    const agents = data?.agents ?? [];
    const names = new Map(agents.map(({ id, name }) => [id, name]));
    /** @returns null of nobody, and of whoever is not known here */
    const nameOf = (id: string | null | undefined): string | null => (id ? (names.get(id) ?? null) : null);
    return { agents, nameOf };
  }, [data]);
}

export type People = ReturnType<typeof usePeople>;
