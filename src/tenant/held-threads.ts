import type { Database } from "../lib/database.ts";

/** The threads that wait for an inbox to send again. */
export class HeldThreads {
  readonly #database: Database;
  /** Held again while those that were read are dispatched: that dispatch does not count for them. */
  #again: Set<string> | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  any(inboxId: string): boolean {
    return this.#database.rows("SELECT 1 AS held FROM held_threads WHERE inbox_id = ? LIMIT 1", inboxId).length > 0;
  }

  /** How many wait for an inbox, up to a limit. */
  countUpTo(inboxId: string, limit: number): number {
    const select = "SELECT count(*) AS count FROM (SELECT 1 FROM held_threads WHERE inbox_id = ? LIMIT ?)";
    return this.#database.rows<{ count: number }>(select, inboxId, limit)[0]?.count ?? 0;
  }

  /** Within a transaction. */
  hold(inboxId: string, threadKey: string): void {
    this.#again?.add(`${inboxId}:${threadKey}`);
    const insert = "INSERT OR IGNORE INTO held_threads (inbox_id, thread_key) VALUES (?, ?)";
    this.#database.run(insert, inboxId, threadKey);
  }

  /** The first so many, to be dispatched and then released. */
  first(inboxId: string, count: number): string[] {
    this.#again = new Set();
    const select = "SELECT thread_key FROM held_threads WHERE inbox_id = ? ORDER BY thread_key LIMIT ?";
    return this.#database.rows<{ thread_key: string }>(select, inboxId, count).map(({ thread_key }) => thread_key);
  }

  /** Lets go of those that `first` gave, but for any that was held again since. Within a transaction. */
  release(inboxId: string, threadKeys: readonly string[]): void {
    for (const key of threadKeys) {
      if (this.#again?.has(`${inboxId}:${key}`)) continue;
      this.#database.run("DELETE FROM held_threads WHERE inbox_id = ? AND thread_key = ?", inboxId, key);
    }
    this.#again = null;
  }
}
