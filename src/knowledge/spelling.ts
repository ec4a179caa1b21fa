/** Shorter words are told from each other by every letter. */
const SHORTEST = 4;
const LONG = 8;
/** So many words that look like one are taken for it. */
const MOST = 3;

/** How many letters may be wrong. */
const allowance = (word: string): number => (word.length < SHORTEST ? 0 : word.length < LONG ? 1 : 2);

/** How long a word may be that is meant by another. */
export const lengthsNear = (word: string): { least: number; most: number } => ({
  least: word.length - allowance(word),
  most: word.length + allowance(word),
});

/** The words that were meant by a misspelled one, nearest first: one wrong letter, two in a long word. */
export function meantBy(word: string, among: Iterable<string>): string[] {
  const allowed = allowance(word);
  if (allowed === 0) return [];
  const near: { other: string; distance: number }[] = [];
  for (const other of new Set(among)) {
    if (other.length < SHORTEST - 1 || Math.abs(other.length - word.length) > allowed) continue;
    const distance = editsBetween(word, other);
    if (distance <= allowed) near.push({ other, distance });
  }
  const least = Math.min(...near.map(({ distance }) => distance));
  return near
    .filter(({ distance }) => distance === least)
    .slice(0, MOST)
    .map(({ other }) => other);
}

/** Letters added, left out, changed, or two neighbours swapped (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const cost = one[line - 1] === other[column - 1] ? 0 : 1;
      let edits = Math.min((row[column - 1] ?? 0) + cost, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1);
      const isSwap = one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
      if (line > 1 && column > 1 && isSwap) edits = Math.min(edits, (before[column - 2] ?? 0) + 1);
      next.push(edits);
    }
    before = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}
