import type { Passage } from "./port.ts";

/** So many events are told by a thread, and given to a follower, in one go: on one machine nothing else is answered meanwhile. */
export const EVENTS_WITHOUT_BREAK = 50;

/** What is given in one go is of so many characters at most: a call carries 32 MiB. */
const MOST_CHARACTERS = 8_000_000;

/**
 * Passages as they are given one after the other, so that no follower takes more than may be in one go, unless a single
 * passage is longer. Each part holds a passage of a thread once: what follows is given after what was before.
 */
export function* parts(passages: readonly Passage[]): Generator<Passage[]> {
  for (let left = passages; left.length > 0; ) {
    const seen = new Set<string>();
    let [events, characters] = [0, 0];
    const part = left.filter(({ thread_key, told, characters: more }) => {
      const isFirst = !seen.has(thread_key);
      seen.add(thread_key);
      const isTooMuch = events + told.length > EVENTS_WITHOUT_BREAK || characters + more > MOST_CHARACTERS;
      if (!isFirst || (events > 0 && isTooMuch)) return false;
      [events, characters] = [events + told.length, characters + more];
      return true;
    });
    yield part;
    left = left.filter((passage) => !part.includes(passage));
  }
}
