import { hmac, uuidFrom } from "../lib/crypto.ts";
import type { Database } from "../lib/database.ts";
import { beginningOf, piecesOf } from "../lib/pieces.ts";
import type { Quarantined, QuarantineFilter, SetAside } from "./port.ts";

/** So long what was set aside is kept. */
export const QUARANTINE_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Another app on the same number has statuses of its own, one or more for each of its messages: of them the latest are
 * kept, give or take as many as come before the next look.
 */
const OTHERS_STATUSES = "status_of_unknown_message";
const MOST_OF_OTHERS = 1_000;
const LOOKS_EVERY = 100;

const PREVIEW = 200;
const COLUMNS = "number, id, at, reason, inbox_id, size, preview";

/** Something to set aside, under the id that its raw form has: the same form again is the same item. */
export type Identified = SetAside & { id: string };

export const identified = async (item: SetAside): Promise<Identified> => ({
  ...item,
  id: uuidFrom(await hmac("quarantine", item.raw)),
});

type Row = Quarantined & { number: number };

/** All SQL of the quarantine. An item's raw form lies in pieces, so that a list need not read it. */
export class Quarantine {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps an item unless it is kept already, and forgets what is too old. Within a transaction. */
  add({ id, reason, inbox_id, raw }: Identified, now: number): void {
    this.expire(now);
    const size = new TextEncoder().encode(raw).byteLength;
    const insert = `INSERT OR IGNORE INTO quarantine_items (id, at, reason, inbox_id, size, preview)
      VALUES (?, ?, ?, ?, ?, ?)`;
    const at = new Date(now).toISOString();
    const isNew = this.#database.run(insert, id, at, reason, inbox_id, size, beginningOf(raw, 0, PREVIEW)) > 0;
    if (!isNew) return;
    const insertPiece = `INSERT INTO quarantine_pieces (item, part, body)
      SELECT number, ?, ? FROM quarantine_items WHERE id = ?`;
    for (const [part, body] of piecesOf(raw).entries()) this.#database.run(insertPiece, part, body, id);
    if (reason === OTHERS_STATUSES) this.#forgetOthers(id);
  }

  #forgetOthers(newest: string): void {
    const number = this.#row(newest)?.number ?? 0;
    if (number % LOOKS_EVERY !== 0) return;
    const surplus = `SELECT number FROM quarantine_items WHERE reason = ? ORDER BY number DESC LIMIT -1 OFFSET ?`;
    const rows = this.#database.rows<{ number: number }>(surplus, OTHERS_STATUSES, MOST_OF_OTHERS);
    for (const one of rows) this.#removeUntil(one.number, one.number);
  }

  /** A page of what is set aside; `next` leads to the one after it. */
  page({ reason, order, after, limit }: QuarantineFilter): { items: Quarantined[]; next: number | null } {
    const isNewest = order === "newest";
    const where = `WHERE (?1 IS NULL OR reason = ?1) AND (?2 IS NULL OR number ${isNewest ? "<" : ">"} ?2)`;
    const select = `SELECT ${COLUMNS} FROM quarantine_items ${where} ORDER BY number ${isNewest ? "DESC" : ""} LIMIT ?3`;
    const rows = this.#database.rows<Row & Record<string, SqlStorageValue>>(select, reason, after, limit);
    const next = rows.length < limit ? null : (rows.at(-1)?.number ?? null);
    return { items: rows.map(({ number: _, ...item }) => item), next };
  }

  total(reason: string | null): number {
    const select = "SELECT count(*) AS total FROM quarantine_items WHERE ?1 IS NULL OR reason = ?1";
    return this.#database.rows<{ total: number }>(select, reason)[0]?.total ?? 0;
  }

  /** How many there are, up to a limit. */
  countUpTo(limit: number): number {
    const select = "SELECT count(*) AS count FROM (SELECT 1 FROM quarantine_items LIMIT ?)";
    return this.#database.rows<{ count: number }>(select, limit)[0]?.count ?? 0;
  }

  find(id: string): (Quarantined & { raw: string }) | null {
    const row = this.#row(id);
    if (row === null) return null;
    const { number, ...item } = row;
    const select = "SELECT body FROM quarantine_pieces WHERE item = ? ORDER BY part";
    const pieces = this.#database.rows<{ body: string }>(select, number);
    return { ...item, raw: pieces.map(({ body }) => body).join("") };
  }

  /** Says anew why an item is here. Within a transaction. */
  explain(id: string, reason: string): void {
    this.#database.run("UPDATE quarantine_items SET reason = ?2 WHERE id = ?1 AND reason <> ?2", id, reason);
  }

  /** Within a transaction. @returns whether it was here */
  remove(id: string): boolean {
    const row = this.#row(id);
    if (row !== null) this.#removeUntil(row.number, row.number);
    return row !== null;
  }

  /** Forgets what is older than 90 days. Within a transaction. */
  expire(now: number): void {
    const oldest = this.expiresAt();
    if (oldest === null || oldest > now) return;
    const select = "SELECT max(number) AS number FROM quarantine_items WHERE at <= ?";
    const last = this.#database.rows<{ number: number }>(select, new Date(now - QUARANTINE_MS).toISOString())[0];
    if (last) this.#removeUntil(0, last.number);
  }

  /** When the oldest item's time is over, in epoch milliseconds; null where there is none. */
  expiresAt(): number | null {
    const oldest = this.oldestAt();
    return oldest === null ? null : Date.parse(oldest) + QUARANTINE_MS;
  }

  /** Since when the oldest item is here; null where there is none. */
  oldestAt(): string | null {
    const select = "SELECT at FROM quarantine_items ORDER BY number LIMIT 1";
    return this.#database.rows<{ at: string }>(select)[0]?.at ?? null;
  }

  #removeUntil(first: number, last: number): void {
    this.#database.run("DELETE FROM quarantine_pieces WHERE item BETWEEN ? AND ?", first, last);
    this.#database.run("DELETE FROM quarantine_items WHERE number BETWEEN ? AND ?", first, last);
  }

  #row(id: string): Row | null {
    const select = `SELECT ${COLUMNS} FROM quarantine_items WHERE id = ?`;
    return this.#database.rows<Row & Record<string, SqlStorageValue>>(select, id)[0] ?? null;
  }
}
