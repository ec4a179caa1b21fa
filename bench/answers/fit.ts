import { type Signs, signsOf } from "../../src/knowledge/confidence.ts";
import { labelledIndex, questions, tenantSynonyms } from "./evaluate.ts";

/** Fits the factors of `src/knowledge/confidence.ts` to every other question, by logistic regression, and prints them. */
const NAMES: (keyof Signs)[] = ["coverage", "named", "gap", "margin", "unknown", "amount"];
const ROUNDS = 6000;
const STEP = 0.5;
/** Keeps factors small: there are few questions. */
const SHRINKAGE = 0.004;

const { index } = labelledIndex();
const synonyms = tenantSynonyms();
const samples = questions().flatMap(({ question, article, heading }, place) => {
  const { order, concepts } = index.look(question, synonyms);
  const signs = signsOf(order, concepts);
  if (signs === null) return [];
  const isRight = order[0]?.article_id === article && order[0]?.heading === heading;
  return [{ values: NAMES.map((name) => signs[name]), isRight, isFitted: place % 2 === 0 }];
});

const fitted = samples.filter((sample) => sample.isFitted);
let constant = 0;
let factors = NAMES.map(() => 0);
const likelihood = (values: readonly number[]) =>
  1 / (1 + Math.exp(-values.reduce((sum, value, at) => sum + value * (factors[at] ?? 0), constant)));
for (let round = 0; round < ROUNDS; round++) {
  const errors = fitted.map(({ values, isRight }) => Number(isRight) - likelihood(values));
  constant += (STEP * errors.reduce((sum, error) => sum + error, 0)) / fitted.length;
  factors = factors.map((factor, at) => {
    const slope = fitted.reduce((sum, { values }, which) => sum + (errors[which] ?? 0) * (values[at] ?? 0), 0);
    return factor + STEP * (slope / fitted.length - SHRINKAGE * factor);
  });
}
const lossOf = (some: typeof samples) =>
  some.reduce((sum, { values, isRight }) => sum - Math.log(isRight ? likelihood(values) : 1 - likelihood(values)), 0) /
  some.length;
console.log("constant", constant.toFixed(2));
for (const [at, name] of NAMES.entries()) console.log(name, (factors[at] ?? 0).toFixed(2));
console.log(
  "loss fitted",
  lossOf(fitted).toFixed(3),
  "held out",
  lossOf(samples.filter((one) => !one.isFitted)).toFixed(3),
);
