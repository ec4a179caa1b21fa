import type { Language } from "./language.ts";
import { stem } from "./stem.ts";
import { stopWords, type WordList, weakWords } from "./stop-words.ts";
import { type Groups, keyOf, LONGEST_PHRASE, type Phrase, type PhraseBook, phraseBook } from "./synonyms.ts";
import { type Form, termOf } from "./terms.ts";
import { type Word, wordsOf } from "./words.ts";

/** A way to say a concept; `quality` (0..1) is how sure it is the same. */
export interface Wording {
  phrase: Phrase;
  quality: number;
}

/** One thing that a question is about, in all wordings that may stand in a passage. */
export interface Concept {
  /** As it was asked: to know it again. */
  asked: string;
  /** One word that may be misspelled. */
  isWord: boolean;
  wordings: Wording[];
  /** What it counts, before it is known how rare it is: 0..1. */
  importance: number;
}

/** The languages that a question may be in, the likeliest first, and what their words mean. */
export interface Tongues {
  likely: { form: Form; book: PhraseBook }[];
  /** Languages of the index beside them: a word may be spelled alike there. */
  others: readonly Language[];
}

const SYNONYM = 0.8;
const OTHER_LANGUAGE = 0.7;
const CUE = 0.35;
const WEAK = 0.3;
/** Two neighbours of a spaceless script may cross the border of two words; a syllable is half a word. */
const PART = 0.5;

export function tonguesOf(
  question: string,
  languages: readonly Language[],
  others: readonly Language[],
  groups: Groups,
): Tongues {
  const isMarked = wordsOf(question).some(({ text, marked }) => text !== marked);
  const forms = languages.map((language) => ({ language, isMarked }));
  return { likely: forms.map((form) => ({ form, book: phraseBook(form, groups) })), others };
}

/** The concepts of a question, in its order. */
export function conceptsOf(question: string, tongues: Tongues): Concept[] {
  const words = wordsOf(question);
  const concepts: Concept[] = [];
  for (let at = 0; at < words.length; ) {
    const { length, concept } = longestAt(words, at, tongues) ?? {
      length: 1,
      concept: plainConcept(words, at, tongues),
    };
    if (concept !== null && !concepts.some((known) => isSame(known, concept))) concepts.push(concept);
    at += length;
  }
  return concepts;
}

/** What a term means: for a spelling put right. */
export const wordingsOf = (term: string, { likely }: Tongues): Wording[] =>
  likely.flatMap(({ book }) => synonymsOf([term], book));

/** Words that the books know. */
export const wordsInBooks = ({ likely }: Tongues): string[] => likely.flatMap(({ book }) => book.words());

/** The longest phrase from here that a list knows. A phrase of trade wins over one that says nothing: "in store". */
function longestAt(words: Word[], at: number, tongues: Tongues): { length: number; concept: Concept | null } | null {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length > 0; length--) {
    const found = words.slice(at, at + length);
    if (found.slice(1).some((word) => !word.follows)) continue;
    const concept = inBooks(found, tongues);
    if (concept !== null) return { length, concept };
    if (length > 1 && !found[0]?.isCharacter) continue;
    if (isIn(stopWords, found, tongues)) return { length, concept: null };
    if (isIn(weakWords, found, tongues)) {
      const phrases = tongues.likely.map(({ form }) => found.map((word) => termOf(word, form)));
      const wordings = phrases.map((phrase) => ({ phrase, quality: 1 }));
      return { length, concept: { asked: asked(found), isWord: false, wordings, importance: WEAK } };
    }
  }
  return null;
}

const asked = (words: readonly Word[]): string => words.map(({ text }) => text).join(" ");

const isIn = (list: WordList, words: readonly Word[], { likely }: Tongues): boolean =>
  likely.some(({ form }) =>
    list(form.language).has(words.map(({ text, marked }) => (form.isMarked ? marked : text)).join("")),
  );

function inBooks(words: readonly Word[], { likely }: Tongues): Concept | null {
  const phrases = likely.map(({ form, book }) => ({ book, phrase: words.map((word) => termOf(word, form)) }));
  const wordings = phrases.flatMap(({ book, phrase }) => synonymsOf(phrase, book));
  if (wordings.length === 0) return null;
  const isCue = phrases.every(({ book, phrase }) => book.find(keyOf(phrase))?.isCue ?? true);
  return { asked: asked(words), isWord: words.length === 1 && !isCue, wordings, importance: isCue ? CUE : 1 };
}

function synonymsOf(phrase: Phrase, book: PhraseBook): Wording[] {
  const own = keyOf(phrase);
  const phrases = book.find(own)?.phrases ?? [];
  return phrases.map((other) => ({ phrase: other, quality: keyOf(other) === own ? 1 : SYNONYM }));
}

/** A word that no list knows; in a spaceless script it and the character after it. */
function plainConcept(words: Word[], at: number, { likely, others }: Tongues): Concept | null {
  const word = words[at];
  if (word === undefined) return null;
  if (word.isCharacter) return neighbours(word, words[at + 1]);
  const wordings = new Map<string, number>();
  for (const language of others) wordings.set(stem(word.text, language), OTHER_LANGUAGE);
  for (const { form } of likely) wordings.set(termOf(word, form), 1);
  const isPart = likely[0]?.form.language === "vi" || word.text.length < 2;
  return {
    asked: word.text,
    isWord: true,
    wordings: [...wordings].map(([term, quality]) => ({ phrase: [term], quality })),
    importance: isPart ? PART : 1,
  };
}

function neighbours(word: Word, next: Word | undefined): Concept {
  const isPair = next?.isCharacter === true && next.follows;
  const phrase = isPair ? [word.text, next.text] : [word.text];
  return { asked: phrase.join(""), isWord: false, wordings: [{ phrase, quality: 1 }], importance: PART };
}

const isSame = (one: Concept, other: Concept): boolean => one.asked === other.asked || keysOf(one) === keysOf(other);

const keysOf = ({ wordings }: Concept): string =>
  wordings
    .map(({ phrase }) => keyOf(phrase))
    .sort()
    .join("|");
