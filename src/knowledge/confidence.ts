import type { Ranked, Weighted } from "./ranking.ts";

/** What the confidence is made of, each 0..1. */
export interface Signs {
  /** What the best passage has of the question: see `Ranked`. */
  coverage: number;
  named: number;
  gap: number;
  /** How far the next passage of another section is behind. */
  margin: number;
  /** The share of the question that no passage has. */
  unknown: number;
  /** How much is matched, whatever was asked. */
  amount: number;
}

/** The matched weight at which more makes no surer. */
const ENOUGH = 8;

export function signsOf(order: readonly Ranked[], concepts: readonly Weighted[]): Signs | null {
  const [best] = order;
  if (best === undefined) return null;
  const total = concepts.reduce((sum, { weight }) => sum + weight, 0);
  const unknown = concepts.reduce((sum, { weight, passages }) => sum + (passages === 0 ? weight : 0), 0);
  const rival = order.find(({ article_id, heading }) => article_id !== best.article_id || heading !== best.heading);
  return {
    coverage: best.coverage,
    named: best.named,
    gap: best.gap,
    margin: best.score > 0 ? 1 - (rival?.score ?? 0) / best.score : 0,
    unknown: total > 0 ? unknown / total : 1,
    amount: Math.min(1, (best.coverage * total) / ENOUGH),
  };
}

/**
 * A logistic curve. `bench/answers/fit.ts` fits it to every other question of the labelled set, by whether the best passage
 * was the right one; `npm run eval` prints how it does on the rest. Fit it anew when `ranking.ts` changes.
 */
const CONSTANT = -0.78;
const FACTORS: Signs = { coverage: 0.7, named: 1.54, gap: -0.68, margin: 0.78, unknown: -1.07, amount: 2.16 };

/** Below this an answer is marked as low: chosen on the fitted half, where few right answers and most wrong ones lie below. */
export const LOW_CONFIDENCE = 0.6;

/** How likely the best passage answers the question: 0..1. */
export function confidenceOf(signs: Signs | null): number {
  if (signs === null) return 0;
  const names = Object.keys(FACTORS) as (keyof Signs)[];
  const sum = names.reduce((so, name) => so + FACTORS[name] * signs[name], CONSTANT);
  return 1 / (1 + Math.exp(-sum));
}
