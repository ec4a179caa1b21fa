import type { Event } from "../domain/events.ts";

/** A call carries 32 MiB, and characters may be of two bytes: one answer is of no more of them. */
export const MOST_CHARACTERS = 14_000_000;

/** What is told to others, of which several may go on in one call, is of no more. */
export const MOST_TOLD = 2_000_000;

/** The first events: so many at most, and of so many characters, but one whatever its size. */
export function portion(events: Iterable<Event>, limit: number, most: number): Event[] {
  const found: Event[] = [];
  let characters = 0;
  for (const event of events) {
    characters += JSON.stringify(event).length;
    if (characters > most && found.length > 0) break;
    found.push(event);
    if (found.length >= limit) break;
  }
  return found;
}

/** The last events of a list, in its order: within the same bounds. */
export function latest(events: Event[], limit: number, most: number): Event[] {
  let from = events.length;
  let characters = 0;
  while (from > 0 && events.length - from < limit) {
    characters += JSON.stringify(events[from - 1]).length;
    if (characters > most && from < events.length) break;
    from--;
  }
  return events.slice(from);
}
