/** How a list moved under who looks at it. */
export interface Shift {
  /** By so many rows what is looked at has moved down. */
  rows: number;
  /** Rows that came above what is looked at. */
  arrived: string[];
}

const NONE: Shift = { rows: 0, arrived: [] };

/**
 * By how much a list must be scrolled so that what is looked at stays where it is. Most of the rows in sight decide: one
 * of them may itself have moved.
 * @param before ids of the rows before the change, with the first and the last that are in sight
 */
export function shiftOf(before: readonly string[], after: readonly string[], first: number, last: number): Shift {
  if (before === after || before.length === 0) return NONE;
  const places = new Map(after.map((id, index) => [id, index]));
  const moves: number[] = [];
  for (let index = first; index <= last && index < before.length; index++) {
    const place = places.get(before[index] ?? "");
    if (place !== undefined) moves.push(place - index);
  }
  if (moves.length === 0) return NONE;
  const rows = moves.sort((one, other) => one - other)[Math.floor(moves.length / 2)] ?? 0;
  const above = new Set(before.slice(0, first));
  return { rows, arrived: after.slice(0, Math.max(0, first + rows)).filter((id) => !above.has(id)) };
}
