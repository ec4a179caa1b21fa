import { withoutAddresses } from "../lib/addresses.ts";
import { fold, moods, type Vocabulary } from "../lib/sentiment.ts";

/** How far a sum of weights is from the end of the scale: one word of −3 alone is −0.61, one of −2 is −0.46. */
const SOFTNESS = 15;
/** "Not good" is less bad than "bad". */
const NEGATED = -0.6;
const EMPHASISED = 1.3;
/** Who asks what happens when something is broken does not complain that it is. */
const ASKED = 0.35;
/** Words after a negator that it still reaches. */
const REACH = 4;
const LONGEST_PHRASE = 4;
/** Characters that are read of a text: a tirade shows early, and no text may take long. */
const READ = 4096;
/** Its place among the vocabularies. */
const ENGLISH = 0;
const NONE: ReadonlySet<string> = new Set();

/** Three messages in a row, each worse than this, are frustration though none of them is angry. */
const FRUSTRATED = -0.2;
const IN_A_ROW = 3;

interface Token {
  word: string;
  /** The word, and what may be meant: "goood" is "good", and "baaaad" is "bad". */
  spellings: readonly [string, string, string];
  /** In capitals, or drawn out: "BAD", "baaaad". */
  loud: boolean;
}

/**
 * HO8: the mood of a text, −1 (hateful) to 1 (delighted), to two decimals; null where nothing in it tells of a mood.
 * Understands English, Spanish, Portuguese, Indonesian and mixtures of them, and emoji.
 */
export function sentimentOf(text: string): number | null {
  const sentences = sentencesOf(text);
  const vocabularies = byLikelihood(sentences.flatMap(({ tokens }) => tokens));
  const weights = sentences.flatMap((sentence) => weigh(sentence, vocabularies));
  if (weights.length === 0) return null;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // Adding 0 makes −0 plain.
  return Math.round((sum / Math.sqrt(sum * sum + SOFTNESS)) * 100) / 100 + 0;
}

/** HO8: frustration over several messages: the last three of a customer's that tell of a mood are all displeased. */
export function isFrustrated(scores: readonly number[]): boolean {
  const last = scores.slice(-IN_A_ROW);
  return last.length === IN_A_ROW && last.every((score) => score < FRUSTRATED);
}

interface Sentence {
  tokens: Token[];
  /** Ends in one question mark; several are not a question. */
  asked: boolean;
  exclaimed: boolean;
}

function sentencesOf(text: string): Sentence[] {
  const said = withoutAddresses(text.slice(0, READ).normalize("NFKC"));
  const isAllLoud = said === said.toUpperCase();
  return [...said.matchAll(/([^.!?;\n]+)([.!?;\n]*)/g)].map(([, words = "", end = ""]) => ({
    tokens: tokensOf(words, isAllLoud),
    asked: end.trim() === "?",
    exclaimed: /[!?]{2}/.test(end),
  }));
}

function tokensOf(text: string, isAllLoud: boolean): Token[] {
  const joined = text.replace(/n['’]t\b/gi, "nt").replace(/['’]/g, " ");
  return (joined.match(/[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu) ?? []).map((raw) => {
    const capitals = !isAllLoud && raw.length > 2 && raw === raw.toUpperCase() && raw !== raw.toLowerCase();
    const word = fold(raw);
    const spellings = [word, word.replace(/(.)\1{2,}/gu, "$1$1"), word.replace(/(.)\1+/gu, "$1")] as const;
    return { word, spellings, loud: capitals || /(\p{L})\1\1/iu.test(raw) };
  });
}

/**
 * The vocabularies to look words up in, the likeliest language first. Of a language of which no common word was said
 * when one of another was, only its surest words count ("mata" kills in Spanish and is an eye in Indonesian); but
 * English is mixed into all of them.
 */
function byLikelihood(tokens: readonly Token[]): readonly Vocabulary[] {
  const { vocabularies } = moods();
  const votes = vocabularies.map(({ common }) => tokens.filter(({ word }) => common.has(word)).length);
  if (votes.every((count) => count === 0)) return vocabularies;
  const isAsked = (index: number) => index === ENGLISH || (votes[index] ?? 0) > 0;
  return vocabularies
    .map((vocabulary, index) => ({
      vocabulary: isAsked(index) ? vocabulary : surest(vocabulary),
      votes: votes[index] ?? 0,
    }))
    .sort((one, other) => other.votes - one.votes)
    .map(({ vocabulary }) => vocabulary);
}

const surest = ({ own, openings }: Vocabulary): Vocabulary => ({
  weights: own,
  own,
  openings,
  common: NONE,
  negators: NONE,
  boosters: NONE,
  stems: () => [],
});

/** The weights of a sentence's words and emoji, each turned or strengthened by its neighbours. */
function weigh({ tokens, asked, exclaimed }: Sentence, vocabularies: readonly Vocabulary[]): number[] {
  const weights: number[] = [];
  let negatedUntil = -1;
  for (let at = 0; at < tokens.length; ) {
    const { weight, length } = lookUp(tokens, at, vocabularies);
    const phrase = tokens.slice(at, at + length);
    if (weight === 0 && length === 1 && is("negators", tokens[at], vocabularies)) negatedUntil = at + REACH;
    if (weight !== 0) {
      const emphasised =
        phrase.some(({ loud }) => loud) ||
        is("boosters", tokens[at - 1], vocabularies) ||
        is("boosters", tokens[at + length], vocabularies);
      const turned = isEmoji(tokens[at]) || at > negatedUntil ? 1 : NEGATED;
      weights.push(
        weight * turned * (asked ? ASKED : 1) * (emphasised ? EMPHASISED : 1) * (exclaimed ? EMPHASISED : 1),
      );
    }
    at += length;
  }
  return weights;
}

const isEmoji = (token: Token | undefined): boolean => token !== undefined && moods().emoji.has(token.word);

/** Whether a word is one of a kind in the likeliest language that knows it: "no" denies in Spanish, not in Portuguese. */
function is(kind: "negators" | "boosters", token: Token | undefined, vocabularies: readonly Vocabulary[]): boolean {
  if (token === undefined) return false;
  const [, word] = token.spellings;
  const knows = vocabularies.find(({ common, negators, boosters }) =>
    [common, negators, boosters].some((words) => words.has(word)),
  );
  return knows?.[kind].has(word) ?? false;
}

/** The longest phrase that starts here and has a weight; else one word of none. */
function lookUp(tokens: readonly Token[], at: number, vocabularies: readonly Vocabulary[]) {
  const emoji = moods().emoji.get(tokens[at]?.word ?? "");
  if (emoji !== undefined) return { weight: emoji, length: 1 };
  for (let length = Math.min(LONGEST_PHRASE, tokens.length - at); length > 0; length--) {
    const words = tokens.slice(at, at + length);
    for (const vocabulary of vocabularies) {
      const weight = length > 1 ? phraseWeight(words, vocabulary) : wordWeight(words[0], vocabulary);
      if (weight !== null) return { weight, length };
    }
  }
  return { weight: 0, length: 1 };
}

function phraseWeight(words: readonly Token[], { weights, openings }: Vocabulary): number | null {
  if (!words[0]?.spellings.some((word) => openings.has(word))) return null;
  const weightOf = (spelling: 0 | 1 | 2) => weights.get(words.map(({ spellings }) => spellings[spelling]).join(" "));
  return weightOf(0) ?? weightOf(1) ?? weightOf(2) ?? null;
}

/** Null where the word is unknown; 0 where it only serves. */
function wordWeight(token: Token | undefined, vocabulary: Vocabulary): number | null {
  const { weights, common, negators, boosters, stems } = vocabulary;
  for (const word of token?.spellings ?? []) {
    if (negators.has(word)) return 0;
    const weight = weights.get(word) ?? (common.has(word) || boosters.has(word) ? 0 : undefined);
    if (weight !== undefined) return weight;
    const stem = stems(word).find((form) => weights.has(form));
    if (stem !== undefined) return weights.get(stem) ?? null;
  }
  return null;
}
