import type { Language } from "./language.ts";
import { stemArabic } from "./stem-arabic.ts";
import { stemEnglish } from "./stem-english.ts";
import { stemIndonesian } from "./stem-indonesian.ts";
import { stemPortuguese, stemSpanish } from "./stem-romance.ts";

const STEMMERS: Partial<Record<Language, (word: string) => string>> = {
  en: stemEnglish,
  es: stemSpanish,
  pt: stemPortuguese,
  id: stemIndonesian,
  ar: stemArabic,
};

const ARABIC = /\p{sc=Arabic}/u;
const DIGIT = /\d/;

/**
 * What is left of a word (as `wordsOf` gives it) when its endings are off: equal for "return", "returned" and "returns", and not
 * always a word. A foreign word in Arabic or Chinese text, and one whose language cannot be told, is taken for English.
 */
export function stem(word: string, language: Language | null): string {
  if (DIGIT.test(word)) return word;
  if (ARABIC.test(word)) return stemArabic(word);
  if (language === "vi") return word;
  return (language === null || language === "ar" ? stemEnglish : (STEMMERS[language] ?? stemEnglish))(word);
}
