import type { Database } from "../lib/database.ts";
import type { Article, ArticleVersion, NewArticle } from "./articles.ts";
import type { Language } from "./language.ts";
import { LOW_CONFIDENCE, PassageIndex, type Search } from "./passage-index.ts";
import type { Findings } from "./port.ts";
import { Articles } from "./repository.ts";

/** In another language words are found as they are written. */
const LANGUAGES: readonly Language[] = ["en", "es", "pt", "id", "vi", "ar", "zh", "ja", "ko", "th"];

/** A tenant's articles together with what finds their passages. */
export class Library {
  readonly #database: Database;
  readonly #articles: Articles;
  readonly #index: PassageIndex;
  /** As they were last read: the index knows them again. */
  #synonyms: string[][] | null = null;

  constructor(database: Database) {
    this.#database = database;
    this.#articles = new Articles(database);
    this.#index = new PassageIndex(database);
  }

  /** Keeps an article in place of what was. The article and its passages are one commit. */
  put(id: string, article: NewArticle, now: number): { kept: Article; outcome: "created" | "updated" | "unchanged" } {
    const before = this.find(id);
    if (before && this.#articles.is(before, article)) return { kept: before, outcome: "unchanged" };
    const kept = this.#database.transaction(() => {
      const passages = this.#putPassages(id, article);
      return this.#articles.save(id, article, passages, new Date(now).toISOString());
    });
    return { kept, outcome: before ? "updated" : "created" };
  }

  find(id: string): Article | null {
    return this.#articles.find(id);
  }

  whole(id: string): (Article & { content: string }) | null {
    const article = this.find(id);
    return article && { ...article, content: this.#articles.contentOf(id, article.version) };
  }

  page(after: string, limit: number): Article[] {
    return this.#articles.page(after, limit);
  }

  isAnyPublished(): boolean {
    return this.#articles.isAnyPublished();
  }

  /** @returns whether there was one */
  remove(id: string): boolean {
    // Asked first, so that a guess writes nothing.
    if (this.find(id) === null) return false;
    this.#database.transaction(() => {
      this.#index.remove(id);
      this.#articles.remove(id);
    });
    return true;
  }

  versions(id: string): ArticleVersion[] | null {
    return this.find(id) && this.#articles.versions(id);
  }

  version(id: string, version: number): (ArticleVersion & { content: string }) | null {
    const found = this.#articles.version(id, version);
    return found && { ...found, content: this.#articles.contentOf(id, version) };
  }

  /** An article as it would be kept to say again what a version of it says. */
  asItWas(id: string, version: number): NewArticle | null {
    const [article, was] = [this.find(id), this.version(id, version)];
    if (article === null || was === null) return null;
    const { title, format, language, source_url, content } = was;
    return { title, format, language, source_url, content, status: article.status };
  }

  search(question: string, limit: number): Search {
    if (!this.isAnyPublished()) return { language: null, found: [], confidence: 0 };
    return this.#index.search(question, { limit, synonyms: this.synonyms() });
  }

  /** What would be found, with what names each passage's article. */
  findings(question: string, limit: number): Findings {
    const { language, confidence, found } = this.search(question, limit);
    const passages = found.flatMap((one) => {
      const article = this.find(one.article_id);
      return article ? [{ ...one, title: article.title, source_url: article.source_url }] : [];
    });
    return { language, confidence, low_confidence: confidence < LOW_CONFIDENCE, passages };
  }

  synonyms(): string[][] {
    this.#synonyms ??= (this.#document("synonyms") ?? []) as string[][];
    return this.#synonyms;
  }

  putSynonyms(groups: string[][]): void {
    this.#putDocument("synonyms", groups);
    this.#synonyms = groups;
  }

  /** Whether the tenant was last told that there is anything published. */
  told(): boolean {
    return this.#document("told") === true;
  }

  noteTold(isThereAny: boolean): void {
    this.#putDocument("told", isThereAny);
  }

  #putPassages(id: string, article: NewArticle): number {
    const language = LANGUAGES.find((known) => known === article.language) ?? null;
    if (article.status === "published") return this.#index.put(id, { ...article, language });
    this.#index.remove(id);
    return 0;
  }

  #document(kind: string): unknown {
    const row = this.#database.rows<{ body: string }>("SELECT body FROM documents WHERE kind = ?", kind)[0];
    return row ? JSON.parse(row.body) : null;
  }

  #putDocument(kind: string, body: unknown): void {
    const insert = "INSERT OR REPLACE INTO documents (kind, body) VALUES (?, ?)";
    this.#database.transaction(() => this.#database.run(insert, kind, JSON.stringify(body)));
  }
}
