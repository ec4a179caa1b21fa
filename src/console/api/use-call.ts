import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type Call, call } from "./client.ts";
import type { ApiProblem } from "./problem.ts";
import type { Answer, OperationId } from "./types.ts";

interface QueryOptions {
  enabled?: boolean;
  staleTime?: number;
  refetchInterval?: number;
}

/** The key of what a call answered: its id first, so that `["listAgents"]` means all of it. */
export const keyOf = <Id extends OperationId>(id: Id, given?: Omit<Call<Id>, "signal">): QueryKey =>
  given === undefined ? [id] : [id, given];

/** Reads by a call, and keeps what it read. */
export function useCall<Id extends OperationId>(
  id: Id,
  given?: Call<Id>,
  options: QueryOptions = {},
): UseQueryResult<Answer<Id>, ApiProblem> {
  return useQuery({
    queryKey: keyOf(id, given),
    queryFn: ({ signal }) => (call as (id: Id, given: unknown) => Promise<Answer<Id>>)(id, { ...given, signal }),
    ...options,
  });
}

/**
 * Changes something by a call. What was read by `stale` calls is read again afterwards.
 * @example const remove = useChange("deleteTeam", ["listTeams"]); remove.mutate({ params: { id } })
 */
export function useChange<Id extends OperationId>(
  id: Id,
  stale: OperationId[] = [],
): UseMutationResult<Answer<Id>, ApiProblem, Call<Id>> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Call<Id>) => (call as (id: Id, given: unknown) => Promise<Answer<Id>>)(id, given),
    onSuccess: () => Promise.all(stale.map((one) => client.invalidateQueries({ queryKey: [one] }))),
  });
}
