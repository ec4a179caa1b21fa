/**
 * How long things took, in so little room that it can be kept for ever: values that lie close together are counted
 * together, in buckets each 2 % wider than the one before. Two can be added, and a value can be taken out again, so it
 * does not matter in which order anything came.
 */
export interface Distribution {
  count: number;
  /** Of all values, in milliseconds: their average is exact. */
  sum: number;
  /** How many lie in each bucket, by its number. */
  buckets: { [bucket: string]: number };
}

/** What is told of a value is at most this part of it away from the truth. */
export const PRECISION = 0.01;

const GROWTH = (1 + PRECISION) / (1 - PRECISION);

/** Holds what took no time at all: the others hold what is longer than a millisecond, up to their upper end. */
const NO_TIME = -1;

export const noTimes = (): Distribution => ({ count: 0, sum: 0, buckets: {} });

/** One value, in milliseconds. Clocks may differ: what would have ended before it began took no time. */
export function timeOf(value: number): Distribution {
  const whole = Math.max(0, Math.round(value));
  return { count: 1, sum: whole, buckets: { [bucketOf(whole)]: 1 } };
}

/** Adds to one what is in the other. */
export function pourTimes(into: Distribution, from: Distribution): void {
  into.count += from.count;
  into.sum += from.sum;
  for (const bucket in from.buckets) into.buckets[bucket] = (into.buckets[bucket] ?? 0) + (from.buckets[bucket] ?? 0);
}

/** In milliseconds; null of nothing. */
export const averageOf = ({ count, sum }: Distribution): number | null => (count === 0 ? null : sum / count);

/**
 * The value that this part of all values does not exceed (nearest rank), to within 1 %. In milliseconds; null of nothing.
 * @param part 0.5 for the median
 */
export function quantileOf({ count, sum, buckets }: Distribution, part: number): number | null {
  if (count === 1) return sum;
  const rank = Math.max(1, Math.ceil(part * count));
  const inOrder = Object.entries(buckets).map(([bucket, held]) => ({ bucket: Number(bucket), held }));
  let passed = 0;
  for (const { bucket, held } of inOrder.sort((one, other) => one.bucket - other.bucket)) {
    passed += held;
    if (passed >= rank) return middleOf(bucket);
  }
  return null;
}

const bucketOf = (value: number): number => (value === 0 ? NO_TIME : Math.ceil(Math.log(value) / Math.log(GROWTH)));

/** Equally far, as a part, from both ends. */
const middleOf = (bucket: number): number => (bucket === NO_TIME ? 0 : (2 * GROWTH ** bucket) / (GROWTH + 1));
