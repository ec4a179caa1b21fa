import type { Phrase, Query } from "./query.ts";
import { pairsOf, runsOf, wordsOf } from "./words.ts";

/**
 * What a text is found by: its words and single characters, and every two neighbours of a script without spaces.
 * @param mark what every term begins with
 */
export function termsOf(text: string, mark: string): { words: string; pairs: string } {
  const words = wordsOf(text);
  const runs = runsOf(words).filter(({ length }) => length > 1);
  return {
    words: marked(mark, textsOf(words)).join(" "),
    // Nothing that is sought is empty: what stands on the two sides of a mark alone are no neighbours.
    pairs: runs.map((run) => marked(mark, pairsOf(run)).join(" ")).join(` ${mark || "x"} `),
  };
}

/**
 * A query as FTS5 writes it; null where nothing is sought. Every word is folded, so none of its signs can be in one.
 * @param mark what every term begins with
 * @param conditions what must stand in the column of facets: one of each
 */
export function expressionOf(
  { all, none }: Query,
  mark: string,
  conditions: readonly (readonly string[])[] = [],
): string | null {
  const facets = conditions.map((any) => `facets : (${marked(mark, any).join(" OR ")})`);
  const wanted = [...facets, ...all.map((phrase) => clauseOf(phrase, mark))].map((clause) => `(${clause})`);
  if (wanted.length === 0) return null;
  const unwanted = none.map((phrase) => `(${clauseOf(phrase, mark)})`);
  const found = `(${wanted.join(" AND ")})`;
  return unwanted.length === 0 ? found : `${found} NOT (${unwanted.join(" OR ")})`;
}

function clauseOf({ words, isPrefix }: Phrase, mark: string): string {
  const runs = runsOf(words).filter(({ length }) => length > 1);
  const isOneRun = runs.length === 1 && runs[0]?.length === words.length;
  const pairs = runs.map((run) => {
    const isLast = run.at(-1) === words.at(-1);
    return `pairs : ${quoted(marked(mark, pairsOf(run)), isLast && isPrefix)}`;
  });
  // Pairs are rarer than their characters, and lead there as surely.
  return (isOneRun ? pairs : [`words : ${quoted(marked(mark, textsOf(words)), isPrefix)}`, ...pairs]).join(" AND ");
}

const textsOf = (words: Phrase["words"]): string[] => words.map(({ text }) => text);

const marked = (mark: string, terms: readonly string[]): string[] => terms.map((term) => `${mark}${term}`);

const quoted = (terms: readonly string[], isPrefix: boolean): string => `"${terms.join(" ")}"${isPrefix ? " *" : ""}`;
