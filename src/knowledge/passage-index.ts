import { type Concept, conceptsOf, type Tongues, tonguesOf, wordingsOf, wordsInBooks } from "./concepts.ts";
import { confidenceOf, signsOf } from "./confidence.ts";
import { cut } from "./cut.ts";
import { type Language, languageOf } from "./language.ts";
import { type Candidate, phraseQuery, type Ranked, ranked, type Weighted } from "./ranking.ts";
import { lengthsNear, meantBy } from "./spelling.ts";
import type { Groups } from "./synonyms.ts";
import { termsOf } from "./terms.ts";

export { LOW_CONFIDENCE } from "./confidence.ts";

type Row = Record<string, ArrayBuffer | string | number | null>;

/** The database that holds the index. */
export interface Rows {
  rows<T extends Row>(sql: string, ...bindings: (string | number | null)[]): T[];
  run(sql: string, ...bindings: (string | number | null)[]): number;
}

/**
 * `passages` holds what is quoted; `passage_terms` finds it (without a copy of the text; a passage's parts are the columns
 * title, heading and body); `passage_words` has every term that ever stood in it, for spellings; `passage_languages`
 * counts, so that no search has to.
 */
export const INDEX_TABLES: string[] = [
  `CREATE TABLE passages (id INTEGER PRIMARY KEY, article_id TEXT NOT NULL, passage INTEGER NOT NULL, language TEXT,
    title TEXT NOT NULL, heading TEXT, text TEXT NOT NULL)`,
  "CREATE INDEX passages_by_article ON passages (article_id, passage)",
  // The terms come in ready: all that is to be done with them is to part them at spaces.
  `CREATE VIRTUAL TABLE passage_terms USING fts5 (title, heading, body, content = '', contentless_delete = 1,
    tokenize = 'ascii')`,
  "CREATE TABLE passage_words (term TEXT PRIMARY KEY) WITHOUT ROWID",
  "CREATE TABLE passage_languages (language TEXT PRIMARY KEY, passages INTEGER NOT NULL)",
];

export interface Found {
  article_id: string;
  passage: number;
  heading: string | null;
  text: string;
  score: number;
}

export interface Search {
  language: Language | null;
  found: Found[];
  /** 0..1, of `found[0]`: how likely it answers the question. */
  confidence: number;
}

/** Words that may be misspelled. */
const SPELLED = /^\p{L}{3,24}$/u;
/** So many passages are looked at closely. */
const CANDIDATES = 40;
/** A word that stands in more passages than this is common, however common. */
const COMMON = 1000;
/** So many passages are weighed by BM25: the time of a search does not grow with the articles. */
const MOST_WEIGHED = 2000;
/** What counts less than this is not counted: it is too common, and nobody is led by it. */
const SLIGHT = 0.4;
/** A question is a few lines; more of a text is not looked at. */
const LONGEST_QUESTION = 600;
const MOST_CONCEPTS = 20;
/** The number of spellings that are looked through for a word that nothing has. */
const MOST_SPELLINGS = 20_000;
/** What a concept counts however common it is: a small set of articles says little of how rare a word is. */
const BASE_WEIGHT = 1.5;
const MISSPELLED = 0.85;

/** Finds the passages of a tenant's articles that answer a question. */
export class PassageIndex {
  readonly #database: Rows;

  constructor(database: Rows) {
    this.#database = database;
  }

  /** Takes an article in, in place of what was known of it. @returns the number of its passages */
  put(
    articleId: string,
    article: { title: string; format: "markdown" | "text"; content: string; language: Language | null },
  ): number {
    this.remove(articleId);
    const language = article.language ?? languageOf(`${article.title}\n${article.content.slice(0, 4000)}`);
    const stems = new Map<string, string>();
    const title = termsOf(article.title, language, stems).join(" ");
    const pieces = cut(article);
    let id = this.#database.rows<{ id: number | null }>("SELECT max(id) AS id FROM passages")[0]?.id ?? 0;
    for (const [passage, { heading, text }] of pieces.entries()) {
      id++;
      this.#database.run(
        "INSERT INTO passages (id, article_id, passage, language, title, heading, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[id, articleId, passage, language, article.title, heading, text],
      );
      const terms = [heading ?? "", text].map((part) => termsOf(part, language, stems).join(" "));
      this.#database.run(
        "INSERT INTO passage_terms (rowid, title, heading, body) VALUES (?, ?, ?, ?)",
        id,
        title,
        ...terms,
      );
    }
    this.#learn([...stems.values()]);
    this.#count(language, pieces.length);
    return pieces.length;
  }

  remove(articleId: string): void {
    const known = this.#database.rows<{ language: Language | null; passages: number }>(
      "SELECT language, count(*) AS passages FROM passages WHERE article_id = ? GROUP BY language",
      articleId,
    );
    if (known.length === 0) return;
    this.#database.run(
      "DELETE FROM passage_terms WHERE rowid IN (SELECT id FROM passages WHERE article_id = ?)",
      articleId,
    );
    this.#database.run("DELETE FROM passages WHERE article_id = ?", articleId);
    for (const { language, passages } of known) this.#count(language, -passages);
  }

  search(question: string, options: { limit: number; synonyms: Groups }): Search {
    const { language, order, concepts } = this.look(question, options.synonyms);
    const found = order.slice(0, options.limit).map(({ article_id, passage, heading, text, score }) => {
      return { article_id, passage, heading, text, score };
    });
    return { language, found, confidence: confidenceOf(signsOf(order, concepts)) };
  }

  /** A search with all that it went by: for who measures it. */
  look(question: string, synonyms: Groups): { language: Language | null; order: Ranked[]; concepts: Weighted[] } {
    const asked = question.slice(0, LONGEST_QUESTION);
    const language = languageOf(asked);
    const sizes = this.#sizes();
    const all = [...sizes.keys()];
    if (all.length === 0) return { language, order: [], concepts: [] };
    const languages = language !== null && all.includes(language) ? [language] : all;
    const others = all.filter((one) => !languages.includes(one));
    const size = languages.reduce((sum, one) => sum + (sizes.get(one) ?? 0), 0);
    const tongues = tonguesOf(asked, languages, others, synonyms);
    const concepts = conceptsOf(asked, tongues)
      .slice(0, MOST_CONCEPTS)
      .map((concept) => this.#weigh(concept, tongues, Math.max(1, size)));
    return { language, order: ranked(this.#candidates(concepts), concepts, language), concepts };
  }

  /** How many passages there are in each language. A text whose language cannot be told counts as English. */
  #sizes(): Map<Language, number> {
    const rows = this.#database.rows<{ language: Language | ""; passages: number }>(
      "SELECT language, passages FROM passage_languages WHERE passages > 0 ORDER BY passages DESC",
    );
    const sizes = new Map<Language, number>();
    for (const { language, passages } of rows)
      sizes.set(language || "en", (sizes.get(language || "en") ?? 0) + passages);
    return sizes;
  }

  #learn(terms: readonly string[]): void {
    const words = [...new Set(terms)].filter((term) => SPELLED.test(term));
    this.#database.run(
      "INSERT OR IGNORE INTO passage_words (term) SELECT value FROM json_each(?)",
      JSON.stringify(words),
    );
  }

  #count(language: Language | null, more: number): void {
    this.#database.run(
      `INSERT INTO passage_languages (language, passages) VALUES (?, ?)
        ON CONFLICT (language) DO UPDATE SET passages = passages + excluded.passages`,
      language ?? "",
      more,
    );
  }

  #weigh(concept: Concept, tongues: Tongues, size: number): Weighted {
    const passages = concept.importance < SLIGHT ? Math.ceil(size / 3) : this.#passagesWith(concept);
    if (passages > 0 || !concept.isWord) return { ...concept, passages, weight: weightOf(concept, passages, size) };
    const meant = { ...concept, wordings: this.#spellings(concept, tongues) };
    const withMeant = meant.wordings.length === 0 ? 0 : this.#passagesWith(meant);
    const one = withMeant === 0 ? concept : meant;
    return { ...one, passages: withMeant, weight: weightOf(one, withMeant, size) };
  }

  #passagesWith(concept: Concept): number {
    const [row] = this.#database.rows<{ passages: number }>(
      "SELECT count(*) AS passages FROM (SELECT 1 FROM passage_terms WHERE passage_terms MATCH ? LIMIT ?)",
      anyOf([concept]),
      COMMON,
    );
    return row?.passages ?? 0;
  }

  /** What may have been meant by a word that no passage has. */
  #spellings(concept: Concept, tongues: Tongues): Concept["wordings"] {
    const terms = [...new Set(concept.wordings.flatMap(({ phrase }) => (phrase.length === 1 ? phrase : [])))].slice(-2);
    return terms.flatMap((term) => {
      const { least, most } = lengthsNear(term);
      const first = term.slice(0, 1);
      // Hardly anybody gets the first letter wrong, and there are many words but for it: "near", "year".
      const book = wordsInBooks(tongues).filter((word) => word.startsWith(first));
      const known = this.#database.rows<{ term: string }>(
        `SELECT term FROM passage_words WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? LIMIT ?`,
        ...[first, `${first}\u{10FFFF}`, least, most, MOST_SPELLINGS],
      );
      return meantBy(term, [...known.map((row) => row.term), ...book]).flatMap((word) => [
        { phrase: [word], quality: MISSPELLED },
        ...wordingsOf(word, tongues).map(({ phrase, quality }) => ({
          phrase,
          quality: quality * MISSPELLED,
        })),
      ]);
    });
  }

  #candidates(concepts: readonly Weighted[]): Candidate[] {
    const known = concepts.filter(({ passages }) => passages > 0);
    const telling = known.filter(({ importance }) => importance >= SLIGHT);
    const [first, ...rest] = (telling.length > 0 ? telling : known).sort((one, other) => one.passages - other.passages);
    if (first === undefined) return [];
    if (first.passages >= COMMON) return this.#common(first, rest[0]);
    let weighed = first.passages;
    const sought = rest.filter(({ passages }) => {
      weighed += passages;
      return weighed <= MOST_WEIGHED;
    });
    return this.#best(anyOf([first, ...sought]));
  }

  /** Where even the rarest is common: passages that have it in their heading, or two of the concepts. BM25 counts too long. */
  #common(first: Concept, second: Concept | undefined): Candidate[] {
    const any = `(${anyOf([first])})`;
    const queries = [`heading : ${any}`, second === undefined ? any : `${any} AND (${anyOf([second])})`, any];
    const found = queries.flatMap((query) =>
      this.#database.rows<Candidate & Row>(
        `SELECT passages.* FROM (SELECT rowid AS id FROM passage_terms WHERE passage_terms MATCH ? LIMIT ?) AS some
          JOIN passages ON passages.id = some.id`,
        query,
        CANDIDATES,
      ),
    );
    return [...new Map(found.map((candidate) => [candidate.id, candidate])).values()];
  }

  #best(query: string): Candidate[] {
    return this.#database.rows<Candidate & Row>(
      `SELECT passages.id, article_id, passage, language, passages.title, passages.heading, text FROM
        (SELECT rowid AS id, bm25(passage_terms, 1.5, 1.5, 1.0) AS rank FROM passage_terms WHERE passage_terms MATCH ?
          ORDER BY rank LIMIT ?) AS best JOIN passages ON passages.id = best.id ORDER BY best.rank`,
      query,
      CANDIDATES,
    );
  }
}

const anyOf = (concepts: readonly Concept[]): string =>
  [...new Set(concepts.flatMap(({ wordings }) => wordings.map(({ phrase }) => phraseQuery(phrase))))].join(" OR ");

/** The rarer, the more it tells; what no passage has tells most. */
const weightOf = ({ importance }: Concept, passages: number, size: number): number =>
  importance * (BASE_WEIGHT + Math.log(1 + (Math.max(size, passages) - passages + 0.5) / (passages + 0.5)));
