import { QueryClient } from "@tanstack/react-query";
import { isProblem } from "./problem.ts";

/** What we asked and were refused, we would be refused again. */
const MOST_RETRIES = 2;

/** All that was read, kept while it is looked at. What sockets tell is put in as it comes, so little is asked twice. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) =>
          count < MOST_RETRIES && (!isProblem(error) || error.status >= 500 || error.code === "offline"),
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: "always" },
    },
  });
