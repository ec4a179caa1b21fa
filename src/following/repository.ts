import { Database } from "../lib/database.ts";
import { MIGRATIONS } from "./migrations.ts";

interface Through {
  thread_key: string;
  through: number;
}

/** How far the followers have heard: of the tenant's list, and of each thread. */
export class FollowingRepository {
  readonly #database: Database;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
  }

  /** The desk's count up to which every changed thread was followed. */
  get cursor(): number {
    return this.#database.rows<{ through: number }>("SELECT through FROM cursor")[0]?.through ?? 0;
  }

  through(threadKey: string): number {
    const select = "SELECT through FROM threads WHERE thread_key = ?";
    return this.#database.rows<{ through: number }>(select, threadKey)[0]?.through ?? 0;
  }

  /** The keys of threads that were heard of, in order after this one. */
  threads(after: string, count: number): string[] {
    const select = "SELECT thread_key FROM threads WHERE thread_key > ? ORDER BY thread_key LIMIT ?";
    return this.#database.rows<{ thread_key: string }>(select, after, count).map(({ thread_key }) => thread_key);
  }

  /** Threads that are to be followed though the list does not say so. */
  visits(limit: number): string[] {
    const select = "SELECT thread_key FROM visits ORDER BY thread_key LIMIT ?";
    return this.#database.rows<{ thread_key: string }>(select, limit).map(({ thread_key }) => thread_key);
  }

  /** How many those are, up to a limit. */
  visitCount(limit: number): number {
    const select = "SELECT count(*) AS count FROM (SELECT 1 FROM visits LIMIT ?)";
    return this.#database.rows<{ count: number }>(select, limit)[0]?.count ?? 0;
  }

  visit(threadKey: string): void {
    const put = "INSERT OR IGNORE INTO visits (thread_key) VALUES (?)";
    this.#database.transaction(() => this.#database.run(put, threadKey));
  }

  /** One commit, once every follower has taken what lies before. */
  advance(threads: readonly Through[], visited: readonly string[], cursor: number): void {
    this.#database.transaction(() => {
      for (const key of visited) this.#database.run("DELETE FROM visits WHERE thread_key = ?", key);
      const put = "INSERT OR REPLACE INTO threads (thread_key, through) VALUES (?, ?)";
      for (const { thread_key, through } of threads) this.#database.run(put, thread_key, through);
      this.#database.run("INSERT OR REPLACE INTO cursor (id, through) VALUES (1, ?)", cursor);
    });
  }

  rewind(): void {
    this.#database.transaction(() => {
      this.#database.run("DELETE FROM threads");
      this.#database.run("DELETE FROM cursor");
    });
  }
}
