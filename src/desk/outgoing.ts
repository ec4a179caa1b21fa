import type { Command } from "../domain/commands.ts";
import type { Database } from "../lib/database.ts";

/** A command on its way from the desk to a thread. `due_at` in epoch milliseconds: not before. */
export interface Letter {
  id: number;
  conversation_id: string;
  ticket_id: string;
  /** By which the thread knows that it has taken it. */
  key: string;
  command: Command;
  due_at: number;
  tries: number;
}

/** Commands that threads have not taken yet: SQL. Stored with what they follow from, so that no crash loses one. */
export class Outgoing {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add({ conversation_id, ticket_id, key, command }: Omit<Letter, "id" | "due_at" | "tries">): void {
    this.#database.run(
      "INSERT INTO outbox (conversation_id, ticket_id, key, command, due_at, tries) VALUES (?, ?, ?, ?, 0, 0)",
      conversation_id,
      ticket_id,
      key,
      JSON.stringify(command),
    );
  }

  /** Whether a command that is about no ticket is on its way. */
  has(key: string): boolean {
    return this.#database.rows("SELECT 1 FROM outbox WHERE key = ? AND ticket_id = ''", key).length > 0;
  }

  /** The first of each conversation, at most so many: the next one waits until it was taken. */
  first(now: number, limit: number): Letter[] {
    const rows = this.#database.rows<Omit<Letter, "command"> & { command: string }>(
      `SELECT * FROM outbox WHERE id IN (SELECT min(id) FROM outbox GROUP BY conversation_id) AND due_at <= ?
        ORDER BY id LIMIT ?`,
      now,
      limit,
    );
    return rows.map((row) => ({ ...row, command: JSON.parse(row.command) as Command }));
  }

  remove(id: number): void {
    this.#database.run("DELETE FROM outbox WHERE id = ?", id);
  }

  /** What was still to be done about a ticket that is over. */
  drop(ticketId: string): void {
    this.#database.run("DELETE FROM outbox WHERE ticket_id = ?", ticketId);
  }

  postpone(id: number, dueAt: number): void {
    this.#database.run("UPDATE outbox SET due_at = ?, tries = tries + 1 WHERE id = ?", dueAt, id);
  }

  /** When the next is due that waits for no other; null when there is none. Epoch milliseconds. */
  get due(): number | null {
    const [row] = this.#database.rows<{ due: number | null }>(
      "SELECT min(due_at) AS due FROM outbox WHERE id IN (SELECT min(id) FROM outbox GROUP BY conversation_id)",
    );
    return row?.due ?? null;
  }

  forget(first: string, last: string): void {
    this.#database.run("DELETE FROM outbox WHERE conversation_id BETWEEN ? AND ?", first, last);
  }
}
