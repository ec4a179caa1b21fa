import { type Word, wordsOf } from "./words.ts";

/** Words that must stand next to each other. */
export interface Phrase {
  words: Word[];
  /** The last word may go on. */
  isPrefix: boolean;
}

/** What is sought: a text with all of some phrases, and with none of others. */
export interface Query {
  all: Phrase[];
  none: Phrase[];
}

/** More than this nobody means; what follows is not looked at. */
const MOST_PHRASES = 16;

/** In parts: `-`, then something in quotes (the last may stand open), or what lies between spaces. */
const PART = /(-?)(?:"([^"]*)("?)|([^\s"]+))(\s?)/g;
const QUOTES = /[“”„«»＂]/g;
/** Scripts whose characters bear vowels as marks: one may be half typed. */
const MARKED = /^[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/v;

/**
 * Reads what people write into a search box. Words are all sought, `"words in quotes"` as they follow each other,
 * `-without` them; the last word may be one that is not finished. Anything else is no more than a space.
 */
export function parseQuery(text: string): Query {
  const query: Query = { all: [], none: [] };
  const parts = [...text.replace(QUOTES, '"').matchAll(PART)];
  for (const [index, [, minus, quoted, , plain, space]] of parts.entries()) {
    const words = wordsOf(quoted ?? plain ?? "");
    if (words.length === 0) continue;
    const isUnfinished = index === parts.length - 1 && plain !== undefined && minus === "" && space === "";
    const phrase = { words, isPrefix: isUnfinished && mayGoOn(words.at(-1)) };
    (minus === "-" ? query.none : query.all).push(phrase);
    if (query.all.length + query.none.length === MOST_PHRASES) break;
  }
  return query;
}

/** One letter alone is the beginning of too much. */
function mayGoOn(word: Word | undefined): boolean {
  if (word === undefined) return false;
  return word.isCharacter ? MARKED.test(word.text) : [...word.text].length > 1;
}

/** Where a phrase stands among the words of a text: the places of its first words. */
export function placesOf({ words, isPrefix }: Phrase, among: readonly Word[]): number[] {
  const places: number[] = [];
  const last = words.length - 1;
  for (let place = 0; place + last < among.length; place++) {
    const stands = words.every(({ text }, index) => {
      const other = among[place + index]?.text ?? "";
      return index === last && isPrefix ? other.startsWith(text) : other === text;
    });
    if (stands) places.push(place);
  }
  return places;
}
