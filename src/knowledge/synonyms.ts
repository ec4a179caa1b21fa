import { type Form, phraseOf } from "./terms.ts";
import { TRADE_WORDS } from "./trade-words.ts";

/** A word or a phrase as terms, one after the other. */
export type Phrase = readonly string[];

/** What means the same as a phrase, itself included. */
interface Meaning {
  phrases: readonly Phrase[];
  /** Says what kind of answer is asked for ("how long") rather than of what. */
  isCue: boolean;
}

/** Finds the meaning of a phrase by its key. */
export interface PhraseBook {
  find(key: string): Meaning | undefined;
  /** Words that are phrases of their own. */
  words(): string[];
}

export type Groups = readonly (readonly string[])[];

export const keyOf = (phrase: Phrase): string => phrase.join(" ");

/** The longest phrase that is looked for, in terms. */
export const LONGEST_PHRASE = 6;

/** The book of a language: everyday words of trade, and the tenant's own groups. */
export function phraseBook(form: Form, own: Groups): PhraseBook {
  const trade = tradeBook(form);
  const added = ownBook(form, own);
  return {
    find: (key) => joined(trade.get(key), added.get(key)),
    words: () => [...trade.keys(), ...added.keys()].filter((key) => !key.includes(" ")),
  };
}

const joined = (one: Meaning | undefined, other: Meaning | undefined): Meaning | undefined =>
  one === undefined || other === undefined
    ? (one ?? other)
    : { phrases: unlike([...one.phrases, ...other.phrases]), isCue: one.isCue && other.isCue };

type Book = ReadonlyMap<string, Meaning>;

const tradeBooks = new Map<string, Book>();
/** A tenant's groups are the same array from one question to the next. */
const ownBooks = new WeakMap<Groups, Map<string, Book>>();

const nameOf = ({ language, isMarked }: Form): string => `${language} ${language === "vi" && isMarked}`;

function tradeBook(form: Form): Book {
  const lines = (TRADE_WORDS[form.language] ?? "").trim().split("\n");
  return kept(tradeBooks, form, () => lines.map((line) => line.split(",")));
}

function ownBook(form: Form, own: Groups): Book {
  const books = ownBooks.get(own) ?? new Map<string, Book>();
  ownBooks.set(own, books);
  return kept(books, form, () => own);
}

function kept(books: Map<string, Book>, form: Form, groups: () => Groups): Book {
  const book = books.get(nameOf(form)) ?? bookOf(groups(), form);
  books.set(nameOf(form), book);
  return book;
}

const CUE = /^\s*\?/;

function bookOf(groups: Groups, form: Form): Book {
  const book = new Map<string, Meaning>();
  for (const group of groups) {
    const isCue = CUE.test(group[0] ?? "");
    const phrases = group.map((one) => phraseOf(one, form)).filter((phrase) => phrase.length > 0);
    for (const phrase of phrases) {
      const known = book.get(keyOf(phrase));
      // What names a thing counts for more than what asks for a kind of answer.
      if (known !== undefined && isCue && !known.isCue) continue;
      const others = known?.isCue === isCue ? known.phrases : [];
      book.set(keyOf(phrase), { phrases: unlike([...others, phrase, ...phrases]), isCue });
    }
  }
  return book;
}

const unlike = (phrases: readonly Phrase[]): Phrase[] => [...new Map(phrases.map((one) => [keyOf(one), one])).values()];
