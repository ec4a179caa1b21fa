import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { call } from "../../api/client.ts";
import type { Conversation } from "../../api/types.ts";
import { useMe } from "../../app/session.tsx";
import { useConnectionStatus, useFrames } from "../../live/live.tsx";
import { type ListAddress, listQuery, printAddress } from "./address.ts";
import { extended, type Listing, listingOf, type Page, patched, renewed } from "./listing.ts";
import { ASK_MS, LISTINGS, LiveListings, underway } from "./live-listings.ts";

const PAGE = 50;

const keyOfListing = (address: ListAddress) => [LISTINGS, printAddress({ ...address, q: "" })];

async function pageOf(
  address: ListAddress,
  me: string,
  put: (page: Page) => Listing,
  given: { cursor?: string; signal?: AbortSignal },
) {
  const told: Conversation[] = [];
  underway.add(told);
  try {
    const listing = put(await ask(address, given));
    return told.reduce((now, row) => patched(now, row, address, me).listing, listing);
  } finally {
    underway.delete(told);
  }
}

const ask = (address: ListAddress, { cursor, signal }: { cursor?: string; signal?: AbortSignal }) =>
  call("listConversations", {
    query: { ...listQuery(address), limit: PAGE, cursor },
    ...(signal === undefined ? {} : { signal }),
  });

/** The conversations of a list, page by page; as they change, once `useListingsLive` is there. */
export function useListing(address: ListAddress) {
  const client = useQueryClient();
  const me = useMe().id;
  const key = useMemo(() => keyOfListing(address), [address]);
  const first = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      pageOf(
        address,
        me,
        (page) => {
          const before = client.getQueryData<Listing>(key);
          return before ? renewed(before, page, address) : listingOf(page, address);
        },
        { signal },
      ),
    structuralSharing: false,
  });
  const [error, setError] = useState<unknown>(null);
  const isLoading = useRef(false);
  const more = useCallback(async () => {
    const cursor = client.getQueryData<Listing>(key)?.cursor;
    if (!cursor || isLoading.current) return;
    isLoading.current = true;
    setError(null);
    try {
      const put = (page: Page) => {
        const before = client.getQueryData<Listing>(key);
        return before?.cursor === cursor ? extended(before, page, address) : (before ?? listingOf(page, address));
      };
      const listing = await pageOf(address, me, put, { cursor });
      client.setQueryData(key, listing);
    } catch (problem) {
      setError(problem);
    } finally {
      isLoading.current = false;
    }
  }, [client, key, address, me]);
  return { listing: first.data, error: first.error, retry: first.refetch, more, moreError: error };
}

/** Keeps all lists that were read as their rows change. Once, beside them. */
export function useListingsLive(): void {
  const client = useQueryClient();
  const me = useMe().id;
  const status = useConnectionStatus();
  const live = useMemo(() => new LiveListings(client, me), [client, me]);
  useEffect(() => () => live.close(), [live]);
  useEffect(() => {
    if (status !== "open") return;
    // What changed between the first page and the socket's beginning was told to nobody.
    const timer = setTimeout(() => live.askAll(), ASK_MS);
    return () => clearTimeout(timer);
  }, [status, live]);
  useFrames(({ type, data }) => {
    if (type === "conversation:new" || type === "conversation:updated") live.take(data);
    if (type === "conversation:left") live.drop(data.conversation_id);
  });
}
