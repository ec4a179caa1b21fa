import type { Conversation } from "../../api/types.ts";
import type { ListAddress, Sort } from "./address.ts";

/** `unknown`: the row alone does not say; the server must be asked. */
export type Belonging = "in" | "out" | "unknown";

/** Where those stand who wait for nobody: behind all others. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Whom a bot answers waits for seconds, and for nobody who looks at a list. */
export const waitsForPerson = ({ waiting_since, state, control }: Conversation): boolean =>
  waiting_since !== null && state === "open" && control !== "ai" && control !== "flow";

/** By what time a row is listed, in epoch milliseconds. */
export function keyOfRow(row: Conversation, sort: Sort): number {
  if (sort === "created") return Date.parse(row.started_at);
  if (sort === "last_message") return Date.parse(row.last_message_at);
  return waitsForPerson(row) ? Date.parse(row.waiting_since ?? "") : NEVER;
}

/**
 * Whether a conversation belongs to a list, by the rules of the API's views.
 * @param me whose views they are
 * @param isListed it is in the list that is at hand: that a note named somebody stays so
 */
export function belongs(row: Conversation, address: ListAddress, me: string, isListed: boolean): Belonging {
  const { view, filters } = address;
  const isOfStatus = filters.status
    ? row.status === filters.status
    : view === "all" || row.status === "active" || row.status === "handed_off";
  const isAwake = view === "all" || (view === "snoozed") === (row.snoozed_until !== null);
  if (row.deleted_at !== null || !isOfStatus || !isAwake || !fits(row, filters)) return "out";
  return ofView(row, address, me, isListed);
}

const fits = (row: Conversation, filters: ListAddress["filters"]): boolean =>
  is(row.inbox_id, filters.inbox_id) &&
  is(row.outlet_id, filters.outlet_id) &&
  is(row.handoff_team_id, filters.team_id) &&
  is(row.handoff_agent_id, filters.agent_id) &&
  is(row.priority, filters.priority) &&
  (filters.label === undefined || row.labels.includes(filters.label));

const is = (value: string | null, wanted: string | undefined): boolean => wanted === undefined || value === wanted;

function ofView(row: Conversation, { view }: ListAddress, me: string, isListed: boolean): Belonging {
  const agent = row.handoff_agent_id;
  switch (view) {
    case "all":
    case "snoozed":
      return "in";
    case "mine":
      return agent === me ? "in" : "out";
    case "waiting":
      return waitsForPerson(row) ? "in" : "out";
    case "unassigned":
      return agent === null && !isBots(row) ? "in" : "out";
    case "mentioned":
      return isListed ? "in" : "unknown";
    case "unread":
      // The server also knows who has read what without answering.
      return waitsForPerson(row) && !isSeen(row) && (agent === null || agent === me) ? "unknown" : "out";
  }
}

const isBots = ({ state, control }: Conversation): boolean =>
  state === "open" && (control === "ai" || control === "flow");

const isSeen = ({ agent_last_seen_at, last_customer_message_at }: Conversation): boolean =>
  (agent_last_seen_at ?? "") >= (last_customer_message_at ?? "");
