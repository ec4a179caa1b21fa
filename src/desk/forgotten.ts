import { parseConversationId } from "../domain/ids.ts";
import type { Database } from "../lib/database.ts";

/** ER1: up to which number a thread's conversations are gone for good, whoever tells of one of them too late. */
export class Forgotten {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(threadKey: string, through: number): void {
    this.#database.run(
      `INSERT INTO forgotten (thread_key, through) VALUES (?, ?)
       ON CONFLICT (thread_key) DO UPDATE SET through = max(through, excluded.through)`,
      threadKey,
      through,
    );
  }

  has(id: string): boolean {
    const place = parseConversationId(id);
    if (place === null) return false;
    const select = "SELECT 1 FROM forgotten WHERE thread_key = ? AND through >= ?";
    return this.#database.rows(select, place.threadKey, place.number).length > 0;
  }
}
