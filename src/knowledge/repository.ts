import type { Database } from "../lib/database.ts";
import { piecesOf } from "../lib/pieces.ts";
import { type Article, type ArticleVersion, type NewArticle, sizeOf, type Wording } from "./articles.ts";

/** So many versions of an article are kept, that in force among them. */
const KEPT_VERSIONS = 20;

const COLUMNS =
  "id, title, format, language, source_url, status, version, size, passages, created_at, updated_at" as const;
const VERSION_COLUMNS = "version, title, format, language, source_url, size, at";

type Row<T> = T & Record<string, SqlStorageValue>;

/** Articles as they are kept. What one says lies in pieces by version, so that a list need not read it. */
export class Articles {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find(id: string): Article | null {
    return this.#database.rows<Row<Article>>(`SELECT ${COLUMNS} FROM articles WHERE id = ?`, id)[0] ?? null;
  }

  /** In the order of their ids. */
  page(after: string, limit: number): Article[] {
    const select = `SELECT ${COLUMNS} FROM articles WHERE id > ? ORDER BY id LIMIT ?`;
    return this.#database.rows<Row<Article>>(select, after, limit);
  }

  isAnyPublished(): boolean {
    return this.#database.rows("SELECT 1 AS one FROM articles WHERE status = 'published' LIMIT 1").length > 0;
  }

  /** Keeps an article as it stands, its wording as its next version where it says something else. In a transaction. */
  save(id: string, article: NewArticle, passages: number, at: string): Article {
    const before = this.find(id);
    const isNewWording = before === null || !this.#says(before, article);
    const version = (before?.version ?? 0) + (isNewWording ? 1 : 0);
    const { title, format, language, source_url, status, content } = article;
    const about = { title, format, language, source_url, status };
    const size = sizeOf(content);
    const created_at = before?.created_at ?? at;
    const kept: Article = { id, ...about, version, size, passages, created_at, updated_at: at };
    this.#database.run(
      `INSERT OR REPLACE INTO articles (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...COLUMNS.split(", ").map((column) => kept[column as keyof Article]),
    );
    if (isNewWording) this.#saveVersion(id, version, article, size, at);
    return kept;
  }

  /** Whether an article is what it is to be. */
  is(kept: Article, article: NewArticle): boolean {
    return kept.status === article.status && this.#says(kept, article);
  }

  remove(id: string): void {
    for (const table of ["article_pieces", "article_versions"])
      this.#database.run(`DELETE FROM ${table} WHERE article_id = ?`, id);
    this.#database.run("DELETE FROM articles WHERE id = ?", id);
  }

  contentOf(id: string, version: number): string {
    const select = "SELECT body FROM article_pieces WHERE article_id = ? AND version = ? ORDER BY part";
    return this.#database
      .rows<{ body: string }>(select, id, version)
      .map(({ body }) => body)
      .join("");
  }

  /** The newest first. */
  versions(id: string): ArticleVersion[] {
    const select = `SELECT ${VERSION_COLUMNS} FROM article_versions WHERE article_id = ? ORDER BY version DESC`;
    return this.#database.rows<Row<ArticleVersion>>(select, id);
  }

  version(id: string, version: number): ArticleVersion | null {
    const select = `SELECT ${VERSION_COLUMNS} FROM article_versions WHERE article_id = ? AND version = ?`;
    return this.#database.rows<Row<ArticleVersion>>(select, id, version)[0] ?? null;
  }

  #says(kept: Article, wording: Wording): boolean {
    const { title, format, language, source_url, content } = wording;
    const isSameAbout =
      kept.title === title &&
      kept.format === format &&
      kept.language === language &&
      kept.source_url === source_url &&
      kept.size === sizeOf(content);
    return isSameAbout && this.contentOf(kept.id, kept.version) === content;
  }

  #saveVersion(id: string, version: number, wording: Wording, size: number, at: string): void {
    const { title, format, language, source_url, content } = wording;
    this.#database.run(
      `INSERT INTO article_versions (article_id, ${VERSION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, version, title, format, language, source_url, size, at],
    );
    const insert = "INSERT INTO article_pieces (article_id, version, part, body) VALUES (?, ?, ?, ?)";
    for (const [part, body] of piecesOf(content).entries()) this.#database.run(insert, id, version, part, body);
    for (const table of ["article_pieces", "article_versions"])
      this.#database.run(`DELETE FROM ${table} WHERE article_id = ? AND version <= ?`, id, version - KEPT_VERSIONS);
  }
}
