import { listed } from "../form/contains.ts";

/** A group of words as it is written: `refund, money back`. */
export interface Row {
  key: string;
  text: string;
}

let last = 0;

/** Groups as lines that are written in. */
export const rowsOf = (groups: readonly string[][]): Row[] =>
  groups.map((words) => ({ key: `group-${++last}`, text: words.join(", ") }));

/** What the lines say; the keys of those that name one word only. Empty lines say nothing. */
export function groupsOf(rows: readonly Row[]): { groups: string[][]; tooShort: string[] } {
  const read = rows.map(({ key, text }) => ({ key, words: listed(text) })).filter(({ words }) => words.length > 0);
  return {
    groups: read.map(({ words }) => words),
    tooShort: read.filter(({ words }) => words.length < 2).map(({ key }) => key),
  };
}
