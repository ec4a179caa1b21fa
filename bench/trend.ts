/** A straight line through values at equal distances. */
interface Trend {
  /** What the line rises by from its first value to its last. */
  rise: number;
  mean: number;
  /** How many times its own uncertainty the rise is: more than three is hardly chance. */
  certainty: number;
}

/** The line with the least squares. */
export function trendOf(values: readonly number[]): Trend {
  const count = values.length;
  const mean = values.reduce((sum, one) => sum + one, 0) / count;
  const middle = (count - 1) / 2;
  const spread = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  const slope = values.reduce((sum, one, index) => sum + (index - middle) * (one - mean), 0) / spread;
  const left = values.reduce((sum, one, index) => sum + (one - mean - slope * (index - middle)) ** 2, 0);
  const error = Math.sqrt(left / (count - 2) / spread);
  const certainty = slope === 0 ? 0 : Math.abs(slope) / error;
  return { rise: slope * (count - 1), mean, certainty };
}

/** A rise is told from chance at so many times its uncertainty. */
const CERTAIN = 3;
/** And is none of importance below this share of the mean. */
const NEGLIGIBLE = 0.1;
const FEWEST = 4;

/**
 * Whether the second half of values, taken at equal distances, is flat or growing; null where they are too few to tell.
 * @param least a rise below it, in the values' own unit, is none
 */
export function isGrowing(values: readonly number[], least = 0): boolean | null {
  const half = values.slice(Math.floor(values.length / 2));
  if (half.length < FEWEST) return null;
  const { rise, mean, certainty } = trendOf(half);
  return rise > Math.max(least, NEGLIGIBLE * Math.abs(mean)) && certainty > CERTAIN;
}

export type Growth = "flat" | "no faster than log n" | "faster than log n";

/** What measuring twice differs by. */
const NOISE = 1.25;

/** How what one call costs has grown from a smaller size to a larger one. */
export function growthOf(first: { size: number; cost: number }, now: { size: number; cost: number }): Growth {
  const ratio = now.cost / first.cost;
  if (ratio <= NOISE) return "flat";
  const allowed = Math.log(now.size) / Math.log(first.size);
  return ratio <= allowed * NOISE ? "no faster than log n" : "faster than log n";
}
