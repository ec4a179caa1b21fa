import { stopWords } from "./stop-words.ts";
import { wordsOf } from "./words.ts";

/** Languages that the index knows something of (ISO 639-1). */
export type Language = "en" | "es" | "pt" | "id" | "vi" | "ar" | "zh" | "ja" | "ko" | "th";

/** So much of a long text tells its language. */
const SAMPLE = 4000;

/** A script that (nearly) one language uses tells at once. Kana before Han: Japanese writes both. */
const SCRIPTS: [RegExp, Language][] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/gu, "ja"],
  [/\p{sc=Hangul}/gu, "ko"],
  [/\p{sc=Thai}/gu, "th"],
  [/\p{sc=Han}/gu, "zh"],
  [/\p{sc=Arabic}/gu, "ar"],
];

/** Letters that one of the languages in Latin script has and the others have not. */
const LETTERS: [RegExp, Language][] = [
  [/[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/gu, "vi"],
  [/[ñ¿¡]|ción\b/gu, "es"],
  [/[ãõç]|lh[aeo]/gu, "pt"],
];

/** How often two letters of a word must be these for a word that no list knows (endings and beginnings). */
const SHAPES: [RegExp, Language][] = [
  [/^(me[mn]|peng?|di|ber|ter)\p{L}{4,}|\p{L}{3,}(nya|kan|kah)$/u, "id"],
  [/(cao|coes|inho|inha|agem|eiro|eira)$/u, "pt"],
  [/(cion|ciones|illo|illa|iendo|uedo|ieren?)$/u, "es"],
  [/(ing|tion|ght|ould|ness|ly)$/u, "en"],
];

const LATIN = ["en", "es", "pt", "id", "vi"] as const;

/** The language of a text. @returns null where it cannot be told, which is so for a word or two in Latin letters */
export function languageOf(text: string): Language | null {
  const sample = text.slice(0, SAMPLE);
  const letters = count(sample, /\p{L}/gu);
  for (const [script, language] of SCRIPTS) {
    const share = count(sample, script) / letters;
    if (share > (language === "ja" ? 0.1 : 0.3)) return language;
  }
  return ofLatin(sample);
}

function ofLatin(sample: string): Language | null {
  const points = new Map<Language, number>();
  const give = (language: Language, some: number) => points.set(language, (points.get(language) ?? 0) + some);
  for (const [letter, language] of LETTERS) give(language, 2 * Math.min(4, count(sample.toLowerCase(), letter)));
  for (const { text } of wordsOf(sample)) {
    const knowing = LATIN.filter((language) => stopWords(language).has(text));
    // A word of several languages tells less of each.
    for (const language of knowing) give(language, 1 / knowing.length);
    if (knowing.length > 0) continue;
    const shape = SHAPES.find(([ending]) => ending.test(text));
    if (shape !== undefined) give(shape[1], 0.4);
  }
  const [first, second] = [...points].sort(([, one], [, other]) => other - one);
  if (first === undefined || first[1] < 0.4) return null;
  return first[1] - (second?.[1] ?? 0) >= 0.15 ? first[0] : null;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
