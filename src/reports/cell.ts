import type { CloseReason, HandoffTrigger } from "../domain/conversation.ts";
import type { MessageStatus } from "../domain/message.ts";
import { type Distribution, noTimes, pourTimes } from "./distribution.ts";

/**
 * So long is what is counted together. Half an hour, since the clocks of so many people (in India, for one) are half an
 * hour off the full one: their days begin where a cell does.
 */
export const PERIOD_MS = 30 * 60_000;

/** Where something is counted: when it happened, and whose it was then. */
export interface Place {
  /** Half hours since 1970. */
  period: number;
  outlet_id: string;
  inbox_id: string;
  /** Who had the conversation then, or said it; null for nobody. */
  agent_id: string | null;
  /** The team that was wished for; null for none. */
  team_id: string | null;
}

/** Whose a message is that was said: one of ours, or somebody's in another app. */
export type Speaker = "agent" | "llm" | "flow" | "system" | "elsewhere";

export type CountName =
  | "opened"
  | "reopened"
  | `closed:${CloseReason}`
  /** A person is asked for or takes it: once in a conversation. */
  | "handed_off"
  | `handoff:${HandoffTrigger}`
  | "assigned"
  | "received"
  | `said:${Speaker}`
  /** Conversations in which the AI answered; went to people after that; ended without. */
  | "ai_conversations"
  | "ai_handed_off"
  | "ai_alone"
  | "ai_unsure"
  | "ai_suppressed"
  | "ai_timed_out"
  | "queued"
  | `status:${MessageStatus}`
  /** By the channel's code. */
  | `error:${number | "none"}`
  | "rating_asked"
  | `rated:${number}`;

export type TimeName = "first_response" | "first_human_response" | "reply" | "wait" | "resolution";

/** `:open`: the same in the opening hours of an outlet that has any. */
export type KeptTime = TimeName | `${TimeName}:open`;

/** What was counted in one place. */
export interface Cell {
  counts: { [name in CountName]?: number };
  times: { [name in KeptTime]?: Distribution };
}

/** Something to be counted; less than nothing takes back what was. */
export type Entry = { place: Place } & ({ count: CountName; by: number } | { time: KeptTime; taken: Distribution });

export const emptyCell = (): Cell => ({ counts: {}, times: {} });

/** Adds to one cell what is in another. */
export function pour(into: Cell, { counts, times }: Cell): void {
  for (const [name, count = 0] of Object.entries(counts)) add(into, name as CountName, count);
  for (const [name, taken] of Object.entries(times)) addTimes(into, name as KeptTime, taken);
}

function add({ counts }: Cell, name: CountName, by: number): void {
  counts[name] = (counts[name] ?? 0) + by;
}

function addTimes({ times }: Cell, name: KeptTime, taken: Distribution): void {
  const known = times[name] ?? noTimes();
  times[name] = known;
  pourTimes(known, taken);
}

/** The same for two of one place, and for no others. */
const placeKey = ({ period, outlet_id, inbox_id, agent_id, team_id }: Place): string =>
  JSON.stringify([period, outlet_id, inbox_id, agent_id, team_id]);

/**
 * Entries gathered by their place.
 * @param placeOf where an entry is counted
 */
export function gather(entries: Iterable<Entry>, placeOf = (place: Place) => place): { place: Place; cell: Cell }[] {
  const gathered = new Map<string, { place: Place; cell: Cell }>();
  for (const entry of entries) {
    const place = placeOf(entry.place);
    const key = placeKey(place);
    const known = gathered.get(key) ?? { place, cell: emptyCell() };
    gathered.set(key, known);
    if ("count" in entry) add(known.cell, entry.count, entry.by);
    else addTimes(known.cell, entry.time, entry.taken);
  }
  return [...gathered.values()];
}
