import { expect, test } from "vitest";
import { evaluate, figuresOf, PROMISED } from "../../bench/answers/evaluate.ts";

const outcomes = evaluate();
const all = figuresOf(outcomes);

test("the labelled set is as large as was promised, in seven languages", () => {
  expect(outcomes.length).toBeGreaterThanOrEqual(210);
  expect(outcomes.filter(({ article }) => article === null).length).toBeGreaterThanOrEqual(45);
  expect(new Set(outcomes.map(({ language }) => language)).size).toBe(7);
});

test("the right passage comes first, and much oftener than by plain full text search", () => {
  expect(all.first).toBeGreaterThanOrEqual(PROMISED.first);
  expect(all.first).toBeGreaterThan(all.plainFirst + 0.2);
});

test("questions without an answer are marked low, and few others are", () => {
  expect(all.unanswerableLow).toBeGreaterThanOrEqual(PROMISED.unanswerableLow);
  expect(all.falseAlarms).toBeLessThanOrEqual(PROMISED.falseAlarms);
});

test("a surer answer is righter", () => {
  const rightFrom = (least: number, most: number) => {
    const some = outcomes.filter(({ confidence }) => confidence >= least && confidence < most);
    return some.filter(({ place }) => place === 0).length / some.length;
  };
  expect(rightFrom(0, 0.4)).toBeLessThan(0.4);
  expect(rightFrom(0.4, 0.8)).toBeGreaterThan(rightFrom(0, 0.4));
  expect(rightFrom(0.8, 1.01)).toBeGreaterThan(0.8);
});
