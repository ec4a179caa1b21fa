import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiProblem } from "../../api/problem.ts";
import { ProblemPane } from "../../ui/problem.tsx";
import { Loading } from "../../ui/spinner.tsx";

interface OneOfProps<T> {
  query: Pick<UseQueryResult<unknown>, "error" | "refetch">;
  /** Undefined until it is known, null where there is no such thing. */
  item: T | null | undefined;
  children: (item: T) => ReactNode;
}

/** One thing once it is known; else why it is not. */
export function OneOf<T>({ query, item, children }: OneOfProps<T>) {
  if (item === null) return <ProblemPane error={new ApiProblem("not_found", 404)} />;
  if (item !== undefined) return children(item);
  if (query.error) return <ProblemPane error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
