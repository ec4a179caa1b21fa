import { conversationId, parseConversationId } from "../domain/ids.ts";
import type { Database } from "../lib/database.ts";

/** How far a rebuild of the list is. */
export interface Rebuilding {
  /** The threads of the list first, then all that are known. */
  of: "list" | "threads";
  /** The key of the last thread that was asked. */
  after: string;
  /** The desk's count when it began: what changed later is as new as what the threads say. */
  since: number;
  /** Conversations of the list. */
  done: number;
  total: number;
}

/** A conversation's number has 31 bits. */
const MOST_NUMBER = 0x7fff_ffff;

/** What a rebuild remembers and asks of the list: SQL. */
export class RebuildStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get rebuilding(): Rebuilding | null {
    const [row] = this.#database.rows<{ rebuild: string | null }>("SELECT rebuild FROM desk");
    return row?.rebuild ? (JSON.parse(row.rebuild) as Rebuilding) : null;
  }

  /** Begins from the beginning, whatever was under way. */
  begin(since: number): void {
    const total = this.#database.rows<{ total: number }>("SELECT count(*) AS total FROM conversations")[0]?.total ?? 0;
    this.put({ of: "list", after: "", since, done: 0, total });
  }

  put(rebuilding: Rebuilding | null): void {
    this.#database.run("INSERT OR IGNORE INTO desk (id, seq_floor) VALUES (1, 0)");
    this.#database.run(
      "UPDATE desk SET rebuild = ? WHERE id = 1",
      rebuilding === null ? null : JSON.stringify(rebuilding),
    );
  }

  /** The keys of the next threads that have rows: their ids begin with it, so the index of ids has them side by side. */
  threads(after: string, count: number): string[] {
    const keys: string[] = [];
    for (let last = after; keys.length < count; ) {
      const beyond = last === "" ? "" : conversationId(last, MOST_NUMBER);
      const [row] = this.#database.rows<{ id: string }>(
        "SELECT id FROM conversations WHERE id > ? ORDER BY id LIMIT 1",
        beyond,
      );
      const key = row && parseConversationId(row.id)?.threadKey;
      if (!key) return keys;
      keys.push(key);
      last = key;
    }
    return keys;
  }

  /** The numbers of a thread's conversations that have rows. */
  numbers(threadKey: string): number[] {
    const rows = this.#database.rows<{ id: string }>(
      "SELECT id FROM conversations WHERE id BETWEEN ? AND ?",
      conversationId(threadKey, 0),
      conversationId(threadKey, MOST_NUMBER),
    );
    return rows.map(({ id }) => parseConversationId(id)?.number ?? 0);
  }
}
