import { meant } from "../lib/words.ts";
import type { NodeOf } from "../protocol/flow.ts";
import type { Execution } from "./execution.ts";
import { fillAll, printed, valueAt } from "./template.ts";

type When = NodeOf<"condition">["cases"][number]["when"];
type Test = NonNullable<When["all"]>[number];

export function holds({ all, any }: When, execution: Execution): boolean {
  return all ? all.every((test) => passes(test, execution)) : (any ?? []).some((test) => passes(test, execution));
}

function passes({ variable, op, value: given, words = [] }: Test, execution: Execution): boolean {
  const value = valueAt(variable, execution);
  const wanted = fillAll(given, execution);
  switch (op) {
    case "exists":
      return value !== undefined && value !== null && value !== "";
    case "equals":
      return isSame(value, wanted);
    case "not_equals":
      return !isSame(value, wanted);
    case "contains":
      return contains(value, wanted);
    case "greater":
      return compared(value, wanted) > 0;
    case "less":
      return compared(value, wanted) < 0;
    case "matches":
      return words.some((word) => hasWords(printed(value), word));
  }
}

/** As people mean it: 3 and "3" are the same, and so are "Sí" and "si". */
const isSame = (one: unknown, other: unknown): boolean =>
  one === other || (one ?? "") === (other ?? "") || sameText(printed(one), printed(other));

const sameText = (one: string, other: string): boolean =>
  one === other || (meant(one) !== "" && meant(one) === meant(other));

const contains = (value: unknown, wanted: unknown): boolean =>
  Array.isArray(value)
    ? value.some((one) => isSame(one, wanted))
    : has(printed(value), printed(wanted), (text, words) => text.includes(words));

/** Numbers by their size, days and times as they are written; NaN, which is neither, where they cannot be compared. */
function compared(one: unknown, other: unknown): number {
  const [left, right] = [printed(one), printed(other)];
  if (left.trim() === "" || right.trim() === "") return Number.NaN;
  const [a, b] = [Number(left), Number(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  const areTimes = [left, right].every((text) => /^\d{4}-\d{2}-\d{2}/.test(text));
  return areTimes ? Number(left > right) - Number(left < right) : Number.NaN;
}

/** Whole words only: "no" is not in "north". */
const hasWords = (text: string, words: string): boolean =>
  has(text, words, (one, other) => ` ${one} `.includes(` ${other} `));

/** Of what has no words, such as 👍, it is seen whether it is in there. */
function has(text: string, sought: string, among: (text: string, words: string) => boolean): boolean {
  const words = meant(sought);
  return words === "" ? sought.trim() !== "" && text.includes(sought.trim()) : among(meant(text), words);
}
