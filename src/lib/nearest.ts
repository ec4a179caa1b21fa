/** So many names are offered to whoever misspelled one. */
const MOST = 3;

/** The names that are nearest to a spelling, the nearest first. */
export const nearest = (spelling: string, names: readonly string[]): string[] =>
  names
    .map((name) => ({ name, distance: distance(plain(spelling), plain(name)) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ name }) => name);

/** Nobody means a name by a text that is longer than this. */
const LONGEST = 100;

const plain = (name: string): string =>
  name
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

/** How many characters must be added, taken away or changed to make one of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, character] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, wanted] of [...other].entries()) {
      const changed = (row[column] ?? 0) + (character === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
