import { folded } from "../lib/folding.ts";

/** A word of a text as it is sought: folded; in a script without spaces, one character. */
export interface Word {
  /** Lower case, in compatibility form, without accents. */
  text: string;
  /** Where it stands in the text as it was written, in UTF-16 units: `to` is behind it. */
  from: number;
  to: number;
  /** Stands in a script that puts no spaces between words, or is an emoji. */
  isCharacter: boolean;
}

const SPACELESS =
  "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}" +
  "\\p{Extended_Pictographic}";
/** A syllable of Korean in its parts, as file names of some systems have it. */
const JAMO = "[\\u1100-\\u115F\\uA960-\\uA97C][\\u1160-\\u11A7\\uD7B0-\\uD7C6]*[\\u11A8-\\u11FF\\uD7CB-\\uD7FB]*";
/** A character with its marks; half-width Katakana have theirs as letters of their own. */
const CHARACTER = `${JAMO}|[${SPACELESS}][\\p{M}\\uFF9E\\uFF9F]*`;
/** Joiners and soft hyphens stand within a word. */
const LETTERS = `[[\\p{L}\\p{M}\\p{N}\\u00AD\\u200C\\u200D]--[${SPACELESS}\\uFF9E\\uFF9F]]+`;
const WORD = new RegExp(`(${CHARACTER})|${LETTERS}`, "gv");

/** What is longer says nothing more. */
const LONGEST_WORD = 64;

/** The words of a text, in order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: found, 1: character, index } of text.matchAll(WORD)) {
    const isCharacter = character !== undefined;
    const text = isCharacter ? found.normalize("NFKC").replace(MUTE, "") : fold(found);
    if (text !== "") words.push({ text, from: index, to: index + found.length, isCharacter });
  }
  return words;
}

/** The words of scripts without spaces that follow each other with nothing between them. */
export function runsOf(words: readonly Word[]): Word[][] {
  const runs: Word[][] = [];
  for (const word of words) {
    if (!word.isCharacter) continue;
    const run = runs.at(-1);
    if (run?.at(-1)?.to === word.from) run.push(word);
    else runs.push([word]);
  }
  return runs;
}

/** Every two neighbours of a run. */
export const pairsOf = (run: readonly Word[]): string[] =>
  run.slice(1).map((word, index) => `${run[index]?.text}${word.text}`);

const PLAIN = /^[A-Za-z0-9]*$/;
const MUTE = /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/gu;
/** Letters that no normal form takes apart. */
const ALIKE: Record<string, string> = { đ: "d", ß: "ss", ı: "i", ø: "o", ł: "l", æ: "ae", œ: "oe", ς: "σ", ـ: "" };

function fold(word: string): string {
  if (PLAIN.test(word)) return word.toLowerCase().slice(0, LONGEST_WORD);
  return folded(word)
    .replace(/[đßıøłæœςـ]/g, (letter) => ALIKE[letter] ?? letter)
    .replace(MUTE, "")
    .slice(0, LONGEST_WORD);
}
