import type { Language } from "./language.ts";
import { stem } from "./stem.ts";
import { type Word, wordsOf } from "./words.ts";

/** How a question is written. */
export interface Form {
  language: Language;
  /** With the accents of Vietnamese, which tell its syllables apart. */
  isMarked: boolean;
}

/** What a word is found by. */
export const termOf = (word: Word, { language, isMarked }: Form): string => {
  if (word.isCharacter) return word.text;
  return language === "vi" && isMarked ? word.marked : stem(word.text, language);
};

/** What a phrase is found by, term by term. */
export const phraseOf = (phrase: string, form: Form): string[] => wordsOf(phrase).map((word) => termOf(word, form));

/**
 * What a text is found by, in order: its stems, and its single characters where a script has no spaces. A word of several
 * characters is found as a phrase of them, so every two neighbours are as good as indexed. Vietnamese stands here twice,
 * without accents and with them, since half of its writers leave them out.
 * @param known stems of this language that were made before: for who has many texts
 */
export function termsOf(text: string, language: Language | null, known = new Map<string, string>()): string[] {
  const words = wordsOf(text);
  const terms = words.map(({ text: word, isCharacter }) => {
    if (isCharacter) return word;
    const kept = known.get(word);
    if (kept !== undefined) return kept;
    const made = stem(word, language);
    known.set(word, made);
    return made;
  });
  return language === "vi" ? [...terms, ...words.map(({ marked }) => marked)] : terms;
}
