import { withoutAddresses } from "../lib/addresses.ts";
import { folded } from "../lib/folding.ts";

/** Words that may stand inside a phrase: "speak to a human" is "speak to human". */
const ARTICLES = new Set(["a", "an", "the"]);

/**
 * Words of a text after compatibility normalisation and case folding; letters, digits and marks of any script.
 * By way of the upper case, because only that makes "ß" and "ss" one.
 */
const words = (text: string) =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

/** A keyword's words without its articles, so that it matches with and without them. */
function significant(wanted: readonly string[]): readonly string[] {
  const others = wanted.filter((word) => !ARTICLES.has(word));
  return others.length === 0 ? wanted : others;
}

/** Scripts that do not part their words: there, a keyword is looked for within the text. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Where a phrase ends: nobody asks for anything across it. */
const PHRASE_END = /[.!?…,;:\n。！？，、；：]+/u;

/** The words in which a customer asks for a person, or null. Who counts ("1 person") asks for nobody. */
export const findHandoffKeyword = (text: string, keywords: readonly string[]): string | null =>
  findWords(text, keywords, (before) => !/^\p{Nd}+$/u.test(before));

/**
 * Which of these a text has, as it is written there, or null. Whole words only ("humane" is not "human"); articles between
 * a phrase's words are passed over, and accents, which customers leave out; the longest match wins, so that a reason names
 * all of it.
 * @param fits whether it may stand behind this word
 */
export function findWords(
  written: string,
  keywords: readonly string[],
  fits: (before: string) => boolean = () => true,
): string | null {
  const text = withoutAddresses(written);
  const said = words(text);
  const plain = said.map(folded);
  const isWithin = keywords.some((keyword) => WITHOUT_SPACES.test(keyword));
  const phrases = isWithin ? text.split(PHRASE_END).map((phrase) => words(phrase).join("")) : [];
  let longest: string | null = null;
  for (const keyword of keywords) {
    if (WITHOUT_SPACES.test(keyword)) {
      const wanted = words(keyword).join("");
      if (phrases.some((phrase) => phrase.includes(wanted)) && wanted.length > (longest?.length ?? 0)) longest = wanted;
      continue;
    }
    const wanted = significant(words(keyword)).map(folded);
    for (let start = 0; wanted.length > 0 && start < said.length; start++) {
      const end = fits(said[start - 1] ?? "") ? matchEnd(plain, start, wanted) : null;
      const match = end === null ? null : said.slice(start, end).join(" ");
      if (match !== null && match.length > (longest?.length ?? 0)) longest = match;
    }
  }
  return longest;
}

function matchEnd(said: readonly string[], start: number, wanted: readonly string[]): number | null {
  let at = start;
  for (const [index, word] of wanted.entries()) {
    while (index > 0 && said[at] !== word && ARTICLES.has(said[at] ?? "")) at++;
    if (said[at] !== word) return null;
    at++;
  }
  return at;
}
