import type { ListQuery, Sort } from "./list-query.ts";

/** What a list is made of: which shelves, in which order, and what of a row the shelves do not say. */
export interface Plan {
  /** Conditions on `shelves`. */
  shelves: string;
  bindings: (string | number)[];
  /** Rows must bear all of these; the first leads. */
  marks: string[];
  only_unread: boolean;
  only_waiting: boolean;
  sort: Sort;
  newest_first: boolean;
}

export const labelMark = (label: string): string => `label:${label}`;
export const mentionMark = (agentId: string): string => `mention:${agentId}`;

export function planOf(query: ListQuery): Plan {
  const { view = "all", viewer = null } = query;
  const conditions: string[] = [];
  const bindings: (string | number)[] = [];
  const add = (condition: string, ...values: (string | number)[]) => {
    conditions.push(condition);
    bindings.push(...values);
  };
  if (view !== "all") add("is_snoozed = ?", view === "snoozed" ? 1 : 0);
  if (query.status) add("status = ?", query.status);
  else if (view !== "all") add("status IN ('active', 'handed_off')");
  if (view === "mine") add("agent_id = ?", viewer ?? "");
  if (view === "unassigned") add("agent_id = '' AND control NOT IN ('ai', 'flow')");
  if (view === "unread" && viewer !== null) add("agent_id IN (?, '')", viewer);
  for (const trait of ["outlet_id", "inbox_id", "team_id", "agent_id", "priority"] as const) {
    const value = query[trait];
    if (value !== undefined) add(`${trait} = ?`, value);
  }
  if (query.outlet_ids) add("outlet_id IN (SELECT value FROM json_each(?))", JSON.stringify(query.outlet_ids));
  const { sort = view === "waiting" ? "waiting" : "last_message" } = query;
  return {
    shelves: conditions.length === 0 ? "1 = 1" : conditions.join(" AND "),
    bindings,
    marks: [
      ...(view === "mentioned" ? [mentionMark(viewer ?? "")] : []),
      ...(query.label === undefined ? [] : [labelMark(query.label)]),
    ],
    only_unread: view === "unread",
    only_waiting: view === "waiting",
    sort,
    // Who waits longest comes first; otherwise what is newest.
    newest_first: (query.order ?? (sort === "waiting" ? "asc" : "desc")) === "desc",
  };
}
