import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "../../api/client.ts";
import { type DeliveryState, EVERY_MS } from "./subscription.ts";

const AT_A_TIME = 30;
/** Who has gone further back than this is not told anew by itself: each page is asked for again. */
const MOST_PAGES_LIVE = 3;

/** What became of what a subscription was sent, the newest first, told anew while somebody looks. */
export function useDeliveries(id: string, state: DeliveryState | null) {
  const query = useInfiniteQuery({
    queryKey: ["listDeliveries", id, state],
    queryFn: ({ pageParam, signal }) =>
      call("listDeliveries", {
        params: { id },
        query: { state: state ?? undefined, limit: AT_A_TIME, before: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next_before }) => next_before,
    refetchInterval: ({ state: { data } }) => ((data?.pages.length ?? 0) > MOST_PAGES_LIVE ? false : EVERY_MS),
  });
  return { ...query, deliveries: query.data?.pages.flatMap((page) => page.deliveries) };
}
