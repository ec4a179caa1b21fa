import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { INDEX_TABLES, LOW_CONFIDENCE, PassageIndex, type Rows } from "../../src/knowledge/passage-index.ts";
import { wordsOf } from "../../src/knowledge/words.ts";

/** A question as a customer wrote it, and the passage that answers it: an article's name and a heading, or null. */
export interface Question {
  question: string;
  language: string;
  article: string | null;
  heading: string | null;
}

/** What the index said to a question. */
export interface Outcome extends Question {
  /** The place of the right passage among those found: 0 is the first; null: not found, or there is none. */
  place: number | null;
  confidence: number;
  isLow: boolean;
  milliseconds: number;
  /** The place that plain BM25 gives the right passage. */
  plainPlace: number | null;
}

/** Shares of a set of questions, 0..1. */
export interface Figures {
  questions: number;
  first: number;
  firstThree: number;
  plainFirst: number;
  unanswerableLow: number;
  falseAlarms: number;
}

const LIMIT = 5;

/** A database in memory that keeps prepared statements, as an object's does. */
export function memory(): Rows {
  const database = new DatabaseSync(":memory:");
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    rows: <T>(sql: string, ...bindings: (string | number | null)[]) => prepared(sql).all(...bindings) as T[],
    run: (sql, ...bindings) => Number(prepared(sql).run(...bindings).changes),
  };
}

export const questions = (): Question[] =>
  readFileSync(`${import.meta.dirname}/questions.ndjson`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

export const tenantSynonyms = (): string[][] =>
  JSON.parse(readFileSync(`${import.meta.dirname}/synonyms.json`, "utf8"));

interface Article {
  id: string;
  title: string;
  content: string;
}

function articles(): Article[] {
  const folder = `${import.meta.dirname}/articles`;
  return readdirSync(folder).map((file) => {
    const [first = "", ...rest] = readFileSync(`${folder}/${file}`, "utf8").split("\n");
    return { id: file.replace(/\.md$/, ""), title: first.replace(/^# /, ""), content: rest.join("\n") };
  });
}

/** The articles of the set, in an index of their own. */
export function labelledIndex(): { index: PassageIndex; database: Rows } {
  const database = memory();
  for (const table of INDEX_TABLES) database.run(table);
  const index = new PassageIndex(database);
  for (const { id, title, content } of articles())
    index.put(id, { title, format: "markdown", content, language: null });
  return { index, database };
}

/** Asks all questions, in the order of the file. */
export function evaluate(): Outcome[] {
  const { index, database } = labelledIndex();
  const plain = plainSearch(database);
  const synonyms = tenantSynonyms();
  return questions().map((question) => {
    const began = performance.now();
    const { found, confidence } = index.search(question.question, { limit: LIMIT, synonyms });
    const milliseconds = performance.now() - began;
    const place = placeOf(question, found);
    const plainPlace = placeOf(question, plain(question.question));
    return { ...question, place, confidence, isLow: confidence < LOW_CONFIDENCE, milliseconds, plainPlace };
  });
}

type Place = { article_id: string; heading: string | null };

function placeOf({ article, heading }: Question, found: Place[]): number | null {
  const place = found.findIndex((one) => one.article_id === article && (heading === null || one.heading === heading));
  return place < 0 ? null : place;
}

/** What full text search does by itself: the words as they are, accents aside, any of them, by BM25. */
function plainSearch(database: Rows): (question: string) => Place[] {
  const plainWords = (text: string) => wordsOf(text).map((word) => word.text);
  database.run("CREATE VIRTUAL TABLE plain USING fts5 (body, tokenize = 'ascii')");
  const passages = database.rows<Place & { id: number; title: string; text: string }>("SELECT * FROM passages");
  for (const { id, title, heading, text } of passages) {
    database.run(
      "INSERT INTO plain (rowid, body) VALUES (?, ?)",
      id,
      plainWords(`${title} ${heading} ${text}`).join(" "),
    );
  }
  return (question) =>
    database.rows<Place>(
      `SELECT article_id, heading FROM plain JOIN passages ON passages.id = plain.rowid WHERE plain MATCH ?
        ORDER BY bm25(plain) LIMIT ${LIMIT}`,
      plainWords(question)
        .map((word) => `"${word}"`)
        .join(" OR "),
    );
}

export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const answerable = outcomes.filter(({ article }) => article !== null);
  const unanswerable = outcomes.filter(({ article }) => article === null);
  return {
    questions: outcomes.length,
    first: share(answerable, ({ place }) => place === 0),
    firstThree: share(answerable, ({ place }) => place !== null && place < 3),
    plainFirst: share(answerable, ({ plainPlace }) => plainPlace === 0),
    unanswerableLow: share(unanswerable, ({ isLow }) => isLow),
    falseAlarms: share(answerable, ({ isLow }) => isLow),
  };
}

export const share = <T>(among: readonly T[], is: (one: T) => boolean): number =>
  among.length === 0 ? 0 : among.filter(is).length / among.length;

/** What is promised of the whole set. */
export const PROMISED = { first: 0.8, unanswerableLow: 0.8, falseAlarms: 0.2 };

export const isAsPromised = (figures: Figures): boolean =>
  figures.first >= PROMISED.first &&
  figures.unanswerableLow >= PROMISED.unanswerableLow &&
  figures.falseAlarms <= PROMISED.falseAlarms;
