import type { Database } from "../lib/database.ts";
import type { Notice } from "./port.ts";

const KEPT_MS = 90 * 24 * 60 * 60 * 1_000;

/** What a tenant is told of its own settings: a log of its own, that subscriptions read as they read a thread's. */
export class Notices {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Within a transaction. */
  add(type: string, data: Record<string, unknown>, at: number): void {
    const insert = "INSERT INTO notices (at, type, data, told) VALUES (?, ?, ?, 0)";
    this.#database.run(insert, new Date(at).toISOString(), type, JSON.stringify(data));
  }

  /** Those after a seq, oldest first, and the newest seq there is. */
  after(seq: number, limit: number): { notices: Notice[]; head: number } {
    const rows = this.#database.rows<{ seq: number; at: string; type: string; data: string }>(
      "SELECT seq, at, type, data FROM notices WHERE seq > ? ORDER BY seq LIMIT ?",
      seq,
      limit,
    );
    return { notices: rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Notice["data"] })), head: this.#head };
  }

  /** The first and the last seq of which not every subscription knows yet; null when all know of all. */
  untold(): { first: number; head: number } | null {
    const [row] = this.#database.rows<{ first: number | null }>("SELECT min(seq) AS first FROM notices WHERE told = 0");
    return row?.first == null ? null : { first: row.first, head: this.#head };
  }

  /** Within a transaction. */
  told(head: number): void {
    this.#database.run("UPDATE notices SET told = 1 WHERE told = 0 AND seq <= ?", head);
  }

  /** Forgets what is older than 90 days. Within a transaction. */
  expire(now: number): void {
    this.#database.run("DELETE FROM notices WHERE at <= ?", new Date(now - KEPT_MS).toISOString());
  }

  /** When the oldest one's time is over, in epoch milliseconds; null where there is none. */
  expiresAt(): number | null {
    const [oldest] = this.#database.rows<{ at: string }>("SELECT at FROM notices ORDER BY seq LIMIT 1");
    return oldest ? Date.parse(oldest.at) + KEPT_MS : null;
  }

  get #head(): number {
    return this.#database.rows<{ head: number | null }>("SELECT max(seq) AS head FROM notices")[0]?.head ?? 0;
  }
}
