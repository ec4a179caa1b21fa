import type { Concept } from "./concepts.ts";
import type { Language } from "./language.ts";
import { keyOf, type Phrase } from "./synonyms.ts";
import { termsOf } from "./terms.ts";

/** A concept with what it counts in this index: its importance times how rare it is. */
export interface Weighted extends Concept {
  weight: number;
  /** In how many passages it stands. */
  passages: number;
}

export interface Candidate {
  id: number;
  article_id: string;
  passage: number;
  language: Language | null;
  title: string;
  heading: string | null;
  text: string;
}

/** How well a passage answers. Shares are of the question's whole weight, 0..1. */
export interface Ranked extends Candidate {
  score: number;
  /** What the passage, its heading and its title have of the question. */
  coverage: number;
  /** The same of its heading and title alone. */
  named: number;
  /** The weight of the heaviest concept that is not there, of the heaviest concept's. */
  gap: number;
}

/** What a hit counts where it is. A title names all passages of its article, a heading a few. */
const IN_TEXT = 0.7;
const IN_HEADING = 0.7;
const IN_TITLE = 0.5;
const NEAR_BONUS = 0.25;
/** Terms between two concepts that belong together. */
const NEAR = 5;
/** A passage in another language than the question's helps only who reads it. */
const OTHER_LANGUAGE = 0.4;
/** From here on a longer passage has a word by chance (terms). */
const USUAL_LENGTH = 60;

interface Hit {
  weight: number;
  quality: number;
  value: number;
  named: number;
  places: number[];
}

/** The passages, the best first. */
export function ranked(
  candidates: readonly Candidate[],
  concepts: readonly Weighted[],
  language: Language | null,
): Ranked[] {
  const total = Math.max(
    concepts.reduce((sum, { weight }) => sum + weight, 0),
    Number.EPSILON,
  );
  return candidates
    .map((candidate) => rank(candidate, concepts, total, language))
    .sort((one, other) => other.score - one.score || one.id - other.id);
}

function rank(candidate: Candidate, concepts: readonly Weighted[], total: number, language: Language | null): Ranked {
  const title = placesOf(termsOf(candidate.title, candidate.language));
  const heading = placesOf(termsOf(candidate.heading ?? "", candidate.language));
  const terms = termsOf(candidate.text, candidate.language);
  const text = placesOf(terms);
  const hits = concepts.map((concept) => hitOf(concept, text, heading, title, terms.length));
  const share = (of: (hit: Hit) => number) => hits.reduce((sum, hit) => sum + hit.weight * of(hit), 0) / total;
  const near = nearness(hits) / total;
  const value = share((hit) => hit.value) + NEAR_BONUS * near;
  const isOther = language !== null && candidate.language !== null && language !== candidate.language;
  return {
    ...candidate,
    score: value * (isOther ? OTHER_LANGUAGE : 1),
    coverage: share(({ quality }) => quality),
    named: share(({ named }) => named),
    gap: heaviest(hits.filter(({ quality }) => quality === 0)) / heaviest(hits),
  };
}

type Places = Map<string, number[]>;

function placesOf(terms: readonly string[]): Places {
  const places: Places = new Map();
  for (const [place, term] of terms.entries()) {
    const known = places.get(term);
    if (known === undefined) places.set(term, [place]);
    else known.push(place);
  }
  return places;
}

/** Where a phrase begins. */
function find(phrase: Phrase, places: Places): number[] {
  const [first = "", ...rest] = phrase;
  const starts = places.get(first) ?? [];
  if (rest.length === 0) return starts;
  return starts.filter((start) => rest.every((term, index) => places.get(term)?.includes(start + index + 1)));
}

function hitOf(concept: Weighted, text: Places, heading: Places, title: Places, length: number): Hit {
  const hit: Hit = { weight: concept.weight, quality: 0, value: 0, named: 0, places: [] };
  const long = Math.max(1, length / USUAL_LENGTH);
  for (const { phrase, quality } of concept.wordings) {
    const places = find(phrase, text);
    const isHeading = find(phrase, heading).length > 0;
    const isTitle = find(phrase, title).length > 0;
    if (places.length === 0 && !isHeading && !isTitle) continue;
    const often = places.length / (places.length + 0.4 * long);
    const missed = (1 - IN_TEXT * often) * (isHeading ? 1 - IN_HEADING : 1) * (isTitle ? 1 - IN_TITLE : 1);
    hit.quality = Math.max(hit.quality, quality);
    hit.value = Math.max(hit.value, quality * (1 - missed));
    if (isHeading || isTitle) hit.named = Math.max(hit.named, quality);
    hit.places.push(...places);
  }
  return hit;
}

const heaviest = (hits: readonly Hit[]): number =>
  hits.reduce((most, { weight }) => Math.max(most, weight), Number.EPSILON);

/** The weight of neighbours in the question that are neighbours in the text, too. */
function nearness(hits: readonly Hit[]): number {
  let sum = 0;
  for (const [index, hit] of hits.entries()) {
    const next = hits[index + 1];
    if (next === undefined) break;
    const isNear = hit.places.some((place) => next.places.some((other) => Math.abs(other - place) <= NEAR));
    if (isNear) sum += Math.min(hit.weight, next.weight);
  }
  return sum;
}

/** What FTS5 searches for a phrase. Terms hold letters, digits and marks only; quotes make them no operators. */
export const phraseQuery = (phrase: Phrase): string => `"${keyOf(phrase)}"`;
