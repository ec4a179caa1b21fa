import { type Phrase, placesOf } from "./query.ts";
import { wordsOf } from "./words.ts";

/** The part of a text that shows why it was found. */
export interface Snippet {
  snippet: string;
  /** What was sought, in the snippet: from and behind, in UTF-16 units, in order, apart from each other. */
  highlights: [number, number][];
}

/** So long a snippet is, at most and without the signs that something was left out; so much of it stands before the find. */
const LONGEST = 200;
const BEFORE = 60;
const LEFT_OUT = "…";

export function snippetOf(text: string, phrases: readonly Phrase[]): Snippet {
  const marks = marksIn(text, phrases);
  const from = text.length <= LONGEST ? 0 : beginOf(text, (marks[0]?.[0] ?? 0) - BEFORE);
  const to = text.length <= from + LONGEST ? text.length : endOf(text, from + LONGEST);
  const before = from > 0 ? LEFT_OUT : "";
  const shift = before.length - from;
  const within = marks.filter(([begin, end]) => begin >= from && end <= to);
  return {
    snippet: `${before}${text.slice(from, to)}${to < text.length ? LEFT_OUT : ""}`,
    highlights: within.map(([begin, end]): [number, number] => [begin + shift, end + shift]),
  };
}

function marksIn(text: string, phrases: readonly Phrase[]): [number, number][] {
  const words = wordsOf(text);
  const found = phrases.flatMap((phrase) =>
    placesOf(phrase, words).map((place): [number, number] => {
      const last = words[place + phrase.words.length - 1];
      return [words[place]?.from ?? 0, last?.to ?? 0];
    }),
  );
  return joined(found.sort(([one, oneEnd], [other, otherEnd]) => one - other || otherEnd - oneEnd));
}

/** What touches or lies within another is one. */
function joined(marks: readonly [number, number][]): [number, number][] {
  const apart: [number, number][] = [];
  for (const [from, to] of marks) {
    const last = apart.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

/** At a word's beginning, where one is near; never within a character. */
function beginOf(text: string, wished: number): number {
  if (wished <= 0) return 0;
  const space = text.slice(wished, wished + BEFORE / 2).search(/\s/);
  return whole(text, space === -1 ? wished : wished + space + 1);
}

function endOf(text: string, wished: number): number {
  const space = text.slice(wished - BEFORE / 2, wished).search(/\s\S*$/);
  return whole(text, space === -1 ? wished : wished - BEFORE / 2 + space);
}

const whole = (text: string, place: number): number => {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff ? place - 1 : place;
};
