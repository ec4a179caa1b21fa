/** A word as it is compared: lower case, without accents; in a script without spaces, one character. */
export interface Word {
  text: string;
  /** With its accents. */
  marked: string;
  /** Stands in a script that puts no spaces between words. */
  isCharacter: boolean;
  /** Follows the word before it with nothing between them but, in a script with spaces, one space. */
  follows: boolean;
}

const SPACELESS =
  "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
const CHARACTER = new RegExp(`^[${SPACELESS}]`, "v");
const WORD = new RegExp(
  `[${SPACELESS}]\\p{M}*|[[\\p{L}\\p{M}\\p{N}]--[${SPACELESS}]]+(?:['’][[\\p{L}]--[${SPACELESS}]]+)*`,
  "gv",
);

/** The words of a text, in order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let end = -1;
  for (const { 0: found, index } of text.matchAll(WORD)) {
    const isCharacter = CHARACTER.test(found);
    const gap = index - end;
    const folded = isCharacter ? found.normalize("NFKC") : fold(found);
    if (folded !== "")
      words.push({
        text: folded,
        marked: isCharacter ? folded : found.toLowerCase().normalize("NFC"),
        isCharacter,
        follows: gap === 0 || (!isCharacter && gap === 1),
      });
    end = index + found.length;
  }
  return words;
}

const ASCII = /^[a-z0-9]*$/;
const DRAGGED = /(.)\1\1/;
/** Letters that no normal form takes apart. */
const LETTERS: Record<string, string> = { đ: "d", ß: "ss", ı: "i", ø: "o", ł: "l", æ: "ae", œ: "oe", ـ: "" };

/** Customers leave accents out, and drag out words that matter to them ("pleeease"). */
function fold(word: string): string {
  if (ASCII.test(word) && !DRAGGED.test(word)) return word;
  const lower = word.toLowerCase().replace(/['’]s?/g, "");
  const plain = ASCII.test(lower)
    ? lower
    : lower
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .replace(/[đßıøłæœـ]/g, (letter) => LETTERS[letter] ?? letter);
  return plain.replace(/(\p{L})\1{2,}/gu, "$1");
}
