/** A row by what it is sorted by; `row` tells those apart that are alike. */
export interface Spot {
  key: number;
  row: number;
}

/** A run of spots in order, of which only a bound of the first is known until it is read. */
export interface Run {
  /** Nothing in it comes before this. */
  first: number;
  /** The next spots after this one (from the start: null), at most so many. */
  read(after: Spot | null, count: number): Spot[];
}

/** So many spots of a run are read at first, and ever more. */
const FIRST_READ = 16;
const MOST_READ = 512;

interface Open {
  run: Run;
  next: Spot;
  /** Read, and not given yet: `next` is the first of them. Null before the run was read. */
  read: Spot[] | null;
  at: number;
  count: number;
}

/**
 * All spots of many runs, in order. A run is read when its turn comes: who takes fifty spots reads few runs, however many
 * there are.
 */
export function* merged(runs: readonly Run[], newestFirst: boolean): Generator<Spot> {
  const precedes = (one: Spot, other: Spot): boolean =>
    newestFirst
      ? one.key > other.key || (one.key === other.key && one.row > other.row)
      : one.key < other.key || (one.key === other.key && one.row < other.row);
  // Before it is read, a run stands before everything of its key.
  const edge = newestFirst ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const heap: Open[] = [];
  for (const run of runs)
    push(heap, { run, next: { key: run.first, row: edge }, read: null, at: 0, count: FIRST_READ }, precedes);
  for (let open = heap[0]; open !== undefined; open = heap[0]) {
    if (open.read !== null) yield open.next;
    if (advance(open)) sink(heap, precedes);
    else pop(heap, precedes);
  }
}

/** Goes on to the run's next spot; false when there is none. */
function advance(open: Open): boolean {
  const { read } = open;
  open.at++;
  if (read === null || open.at >= read.length) {
    // A short answer was the last one.
    if (read !== null && read.length < open.count) return false;
    if (read !== null) open.count = Math.min(open.count * 4, MOST_READ);
    open.read = open.run.read(read === null ? null : open.next, open.count);
    open.at = 0;
  }
  const next = open.read?.[open.at];
  if (next) open.next = next;
  return next !== undefined;
}

type Precedes = (one: Spot, other: Spot) => boolean;

function push(heap: Open[], open: Open, precedes: Precedes): void {
  heap.push(open);
  for (let at = heap.length - 1; at > 0; ) {
    const above = (at - 1) >> 1;
    if (!swapIfBefore(heap, at, above, precedes)) return;
    at = above;
  }
}

function pop(heap: Open[], precedes: Precedes): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  sink(heap, precedes);
}

function sink(heap: Open[], precedes: Precedes): void {
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const first = right < heap.length && isBefore(heap, right, left, precedes) ? right : left;
    if (first >= heap.length || !swapIfBefore(heap, first, at, precedes)) return;
    at = first;
  }
}

function isBefore(heap: Open[], at: number, other: number, precedes: Precedes): boolean {
  const [one, two] = [heap[at], heap[other]];
  return one !== undefined && two !== undefined && precedes(one.next, two.next);
}

function swapIfBefore(heap: Open[], at: number, other: number, precedes: Precedes): boolean {
  const [one, two] = [heap[at], heap[other]];
  if (one === undefined || two === undefined || !precedes(one.next, two.next)) return false;
  heap[at] = two;
  heap[other] = one;
  return true;
}
