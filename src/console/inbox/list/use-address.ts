import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { type ListAddress, parseAddress, printAddress } from "./address.ts";

/** The list that the page's address names, and how to go to another: what is open stays open. */
export function useAddress(): [ListAddress, (next: ListAddress, options?: { replace?: boolean }) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  // The place in a conversation is no part of the list.
  const query = printAddress(parseAddress(search));
  const address = useMemo(() => parseAddress(query), [query]);
  const go = useCallback(
    (next: ListAddress, options: { replace?: boolean } = {}) => navigate(`${path}${printAddress(next)}`, options),
    [path, navigate],
  );
  return [address, go];
}
