import type { BusinessHours } from "../domain/business-hours.ts";
import type { ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import type { Entry } from "./cell.ts";
import { type Facts, fold, foldErased } from "./facts.ts";
import { type Beat, beatOf } from "./pulse.ts";

/** What must be kept between two events of a thread. */
export interface Shelf {
  through(threadKey: string): number;
  setThrough(threadKey: string, through: number): void;
  facts(threadKey: string, number: number): Facts | null;
  factsThrough(threadKey: string, number: number): Facts[];
  saveFacts(threadKey: string, number: number, facts: Facts): void;
  forget(threadKey: string, number: number): void;
}

/** What happened in a thread, in order; of its conversations only where they are matters. */
export interface Passage {
  thread_key: string;
  told: { event: Event; conversation: Pick<ConversationView, "outlet_id" | "inbox_id"> }[];
  through: number;
}

/** What was counted: for reports, and for how messages pass now. */
export interface Counted {
  entries: Entry[];
  beats: Beat[];
}

/**
 * Counts what happened in a thread after what was counted before: the same again adds nothing.
 * @param hoursOf when people of an outlet are there; null for always
 */
export function countPassage(
  shelf: Shelf,
  { thread_key, told, through }: Passage,
  hoursOf: (outletId: string) => BusinessHours | null,
): Counted {
  const known = shelf.through(thread_key);
  if (through <= known) return { entries: [], beats: [] };
  const entries: Entry[] = [];
  const beats: Beat[] = [];
  const beat = ({ at }: Event, counted: Entry[], waiting: number) => {
    const one = beatOf(Date.parse(at), counted, waiting);
    if (one !== null) beats.push(one);
  };
  const read = new Map<number, Facts | null>();
  const save = () => {
    for (const [number, facts] of read) if (facts !== null) shelf.saveFacts(thread_key, number, facts);
    read.clear();
  };
  for (const { event, conversation } of told) {
    if (event.seq <= known) continue;
    if (event.type === "thread.erased") {
      save();
      beat(event, [], -unsentIn(shelf.factsThrough(thread_key, event.number)));
      entries.push(...erase(shelf, thread_key, event));
      continue;
    }
    const { number } = event;
    const before = read.get(number) ?? shelf.facts(thread_key, number);
    const { outlet_id, inbox_id } = conversation;
    const folded = fold(before, event, { outlet_id, inbox_id, hours: hoursOf(before?.outlet_id ?? outlet_id) });
    entries.push(...folded.entries);
    // Of what was known and forgotten nothing is begun again.
    const isKept = before !== null || event.type === "conversation.opened";
    if (isKept) read.set(number, folded.facts);
    beat(event, folded.entries, isKept ? unsentIn([folded.facts]) - unsentIn(before ? [before] : []) : 0);
  }
  save();
  shelf.setThrough(thread_key, through);
  return { entries, beats };
}

/** How many messages are still to be sent. */
const unsentIn = (facts: readonly Facts[]): number => facts.reduce((sum, { unsent = [] }) => sum + unsent.length, 0);

function erase(shelf: Shelf, threadKey: string, { number, at }: Event): Entry[] {
  const entries = shelf.factsThrough(threadKey, number).flatMap((facts) => foldErased(facts, at));
  shelf.forget(threadKey, number);
  return entries;
}
