import { withoutAddresses } from "../lib/addresses.ts";
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
  // Within a word nobody else writes a grave accent; at its end French and Italian do.
  [/[àìòù](?=[aeiouymncpt])|[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/gu, "vi"],
  [/[ñ¿¡]|ción\b/gu, "es"],
  [/[ãõç]|(?<=\p{L}{2})lh[aeo]/gu, "pt"],
];

/** How often two letters of a word must be these for a word that no list knows (endings and beginnings). */
const SHAPES: [RegExp, Language][] = [
  [/^(me[mn]|peng?|di|ber|ter)\p{L}{4,}|\p{L}{3,}(nya|kan|kah)$/u, "id"],
  [/(cao|coes|inho|inha|agem|eiro|eira)$/u, "pt"],
  [/(cion|ciones|illo|illa|iendo|uedo|ieren?)$/u, "es"],
  [/(ing|tion|ght|ould|ness|ly)$/u, "en"],
];

const LATIN = ["en", "es", "pt", "id", "vi"] as const;

/** By so little one language leads another. */
const LEAST_LEAD = 0.15;
/** A letter that stands alone is a size or a sign as often as a word. */
const LONE_LETTER = 0.3;

/**
 * The language of a text.
 * @param lead points by which it leads, which tell how sure it is: a common word gives one; a script tells all
 * @returns null where it cannot be told, which is so for a word or two in Latin letters
 */
export function languageOf(text: string, lead = LEAST_LEAD): Language | null {
  const sample = withoutAddresses(text.slice(0, SAMPLE));
  // A name in Latin letters is as a character to who writes another script.
  const letters = count(sample, /\p{sc=Latin}+|\p{L}/gu);
  for (const [script, language] of SCRIPTS) {
    const share = count(sample, script) / letters;
    if (share > (language === "ja" ? 0.1 : 0.3)) return language;
  }
  return ofLatin(sample, lead);
}

function ofLatin(sample: string, lead: number): Language | null {
  const points = new Map<Language, number>();
  const give = (language: Language, some: number) => points.set(language, (points.get(language) ?? 0) + some);
  const words = withoutNames(sample);
  for (const [letter, language] of LETTERS) give(language, 2 * Math.min(4, count(words.toLowerCase(), letter)));
  for (const { text } of wordsOf(words)) {
    const knowing = LATIN.filter((language) => stopWords(language).has(text));
    // A word of several languages tells less of each.
    for (const language of knowing) give(language, (text.length === 1 ? LONE_LETTER : 1) / knowing.length);
    if (knowing.length > 0) continue;
    const shape = SHAPES.find(([ending]) => ending.test(text));
    if (shape !== undefined) give(shape[1], 0.4);
  }
  const [first, second] = [...points].sort(([, one], [, other]) => other - one);
  if (first === undefined || first[1] < 0.4) return null;
  return first[1] - (second?.[1] ?? 0) >= lead ? first[0] : null;
}

/** A name within a sentence is of any language; where every word begins in capitals none is one. */
function withoutNames(text: string): string {
  const others = text.replace(/(?<=[\p{Ll}\p{N},] )\p{Lu}\p{Ll}+/gu, " ");
  return wordsOf(others).length * 2 >= wordsOf(text).length ? others : text;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
