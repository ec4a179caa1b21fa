import type { Conversation, Query, View } from "../../api/types.ts";

/** The views, in the order in which they are offered. */
export const VIEWS = [
  "mine",
  "unassigned",
  "waiting",
  "unread",
  "mentioned",
  "snoozed",
  "all",
] as const satisfies readonly View[];
export const STATUSES = [
  "active",
  "handed_off",
  "resolved",
  "expired",
] as const satisfies readonly Conversation["status"][];
export const PRIORITIES = ["urgent", "high", "normal", "low"] as const satisfies readonly Conversation["priority"][];
export const SORTS = ["last_message", "waiting", "created"] as const;
export const ORDERS = ["desc", "asc"] as const;

/** What narrows a view, by its name in the API and in the address. */
export const FILTERS = ["status", "inbox_id", "outlet_id", "team_id", "agent_id", "label", "priority"] as const;
export type Filter = (typeof FILTERS)[number];
export type Sort = (typeof SORTS)[number];
export type Order = (typeof ORDERS)[number];

/** Which conversations are listed, in which order, and what is searched: all of it stands in the page's address. */
export interface ListAddress {
  view: View;
  filters: { [Name in Filter]?: string };
  /** Only what differs from how the view is sorted by itself. */
  sort: Sort | null;
  order: Order | null;
  /** What is searched in all conversations; empty while nothing is. */
  q: string;
}

/** The API takes no longer ones. */
const LONGEST_SEARCH = 200;
const LONGEST: Record<Filter, number> = {
  status: 20,
  priority: 20,
  label: 64,
  inbox_id: 36,
  outlet_id: 36,
  team_id: 36,
  agent_id: 255,
};
const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const oneOf = <T extends string>(all: readonly T[], text: string | null): T | null =>
  all.find((one) => one === text) ?? null;

/** Views that are somebody's: there the API reads `agent_id` as whose. */
export const isOwnView = (view: View): boolean => view === "mine" || view === "mentioned" || view === "unread";

export const usualSort = (view: View): Sort => (view === "waiting" ? "waiting" : "last_message");
export const usualOrder = (sort: Sort): Order => (sort === "waiting" ? "asc" : "desc");
export const sortOf = ({ view, sort }: ListAddress): Sort => sort ?? usualSort(view);
export const orderOf = (address: ListAddress): Order => address.order ?? usualOrder(sortOf(address));

/** Reads the query of an address. What is not understood is left out, so that an old link still opens a list. */
export function parseAddress(search: string): ListAddress {
  const query = new URLSearchParams(search);
  const view = oneOf(VIEWS, query.get("view")) ?? "all";
  const filters: ListAddress["filters"] = {};
  for (const name of FILTERS) {
    const value = query.get(name) ?? "";
    if (isFilter(name, value) && !(name === "agent_id" && isOwnView(view))) filters[name] = value;
  }
  const sort = oneOf(SORTS, query.get("sort"));
  const kept = sort === usualSort(view) ? null : sort;
  const order = oneOf(ORDERS, query.get("order"));
  return {
    view,
    filters,
    sort: kept,
    order: order === usualOrder(kept ?? usualSort(view)) ? null : order,
    q: (query.get("q") ?? "").slice(0, LONGEST_SEARCH).toWellFormed(),
  };
}

function isFilter(name: Filter, value: string): boolean {
  if (value === "" || value.length > LONGEST[name]) return false;
  if (name === "status") return oneOf(STATUSES, value) !== null;
  if (name === "priority") return oneOf(PRIORITIES, value as (typeof PRIORITIES)[number]) !== null;
  return name === "label" || name === "agent_id" || GUID.test(value);
}

/** The query of an address, `?` included; empty for all conversations. */
export function printAddress({ view, filters, sort, order, q }: ListAddress): string {
  const query = new URLSearchParams();
  if (view !== "all") query.set("view", view);
  for (const name of FILTERS) if (filters[name]) query.set(name, filters[name]);
  if (sort) query.set("sort", sort);
  if (order) query.set("order", order);
  if (q) query.set("q", q);
  return query.size === 0 ? "" : `?${query}`;
}

/** Another view, with what still makes sense there. */
export function withView(address: ListAddress, view: View): ListAddress {
  const { agent_id: _, ...others } = address.filters;
  return { ...address, view, filters: isOwnView(view) ? others : address.filters, sort: null, order: null, q: "" };
}

export function withFilter(address: ListAddress, name: Filter, value: string | null): ListAddress {
  const { [name]: _, ...others } = address.filters;
  return { ...address, filters: value ? { ...others, [name]: value } : others };
}

/** The address of a conversation, with the list as it is beside it; at a place in it where one is given. */
export function conversationHref(id: string, address: ListAddress, at?: number): string {
  const query = printAddress(address);
  const place = at === undefined ? "" : `${query === "" ? "?" : "&"}at=${at}`;
  return `/conversations/${encodeURIComponent(id)}${query}${place}`;
}

/** What the API is asked for a page of this list. */
export const listQuery = ({ view, filters, sort, order }: ListAddress): Query<"listConversations"> => ({
  view,
  ...filters,
  ...(sort === null ? {} : { sort }),
  ...(order === null ? {} : { order }),
});
