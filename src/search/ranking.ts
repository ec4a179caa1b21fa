import { placesOf, type Query } from "./query.ts";
import { type Word, wordsOf } from "./words.ts";

/** As BM25 is usually set: how much a repetition counts, and how much the length. */
const SATURATION = 1.2;
const LENGTH = 0.75;

/**
 * How well each of some texts is about what is sought (BM25): the higher the better.
 * @param rarity in how many texts each phrase of `query.all` stands, and of how many
 */
export function scoresOf(
  texts: readonly string[],
  query: Query,
  { numbers, size }: { numbers: readonly number[]; size: number },
): number[] {
  const all = texts.map((text) => wordsOf(text));
  const average = all.reduce((sum, { length }) => sum + length, 0) / Math.max(1, all.length);
  const weights = numbers.map((number) => Math.log(1 + (Math.max(0, size - number) + 0.5) / (number + 0.5)));
  return all.map((words) => scoreOf(words, query, weights, average));
}

function scoreOf(words: readonly Word[], { all }: Query, weights: readonly number[], average: number): number {
  const norm = SATURATION * (1 - LENGTH + (LENGTH * words.length) / Math.max(1, average));
  return all.reduce((sum, phrase, index) => {
    const times = placesOf(phrase, words).length;
    return sum + ((weights[index] ?? 0) * times * (SATURATION + 1)) / (times + norm);
  }, 0);
}
