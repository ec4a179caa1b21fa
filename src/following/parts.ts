import type { Passage } from "./port.ts";

/** So many events are told by a thread, and given to a follower, in one go: on one machine nothing else is answered meanwhile. */
export const EVENTS_WITHOUT_BREAK = 50;

/**
 * Passages as they are given one after the other, so that no follower takes more than may be in one go, unless a single
 * passage is longer. Each part holds a passage of a thread once: what follows is given after what was before.
 */
export function* parts(passages: readonly Passage[]): Generator<Passage[]> {
  for (let left = passages; left.length > 0; ) {
    const seen = new Set<string>();
    let events = 0;
    const part = left.filter(({ thread_key, told }) => {
      const isFirst = !seen.has(thread_key);
      seen.add(thread_key);
      if (!isFirst || (events > 0 && events + told.length > EVENTS_WITHOUT_BREAK)) return false;
      events += told.length;
      return true;
    });
    yield part;
    left = left.filter((passage) => !part.includes(passage));
  }
}
