import type { Database } from "../lib/database.ts";
import type { Traits } from "./list-facts.ts";

/** Where a row lies, and what it counts for. */
export interface Place {
  shelf: number | null;
  is_unread: number;
  is_waiting: number;
}

const NOWHERE: Place = { shelf: null, is_unread: 0, is_waiting: 0 };

/** The shelves and marks of the list, with how much lies on each: SQL. Nothing is counted when it is asked for. */
export class Shelves {
  readonly #database: Database;
  readonly #known = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The shelf of these traits; made where there is none. Within a transaction. */
  of(traits: Traits): number {
    const { outlet_id, inbox_id, status, control, team_id, agent_id, priority, is_snoozed } = traits;
    const values = [outlet_id, inbox_id, status, control, team_id, agent_id, priority, is_snoozed];
    const key = JSON.stringify(values);
    const known = this.#known.get(key) ?? this.#find(values) ?? this.#make(values);
    this.#known.set(key, known);
    return known;
  }

  /** What was made in a transaction that failed is not there. */
  forgetKnown(): void {
    this.#known.clear();
  }

  /** Counts a row that has moved; null: it was not there, or is no more. */
  move(from: Place | null, to: Place | null): void {
    const [before, after] = [from ?? NOWHERE, to ?? NOWHERE];
    if (before.shelf === after.shelf) {
      this.#count(after.shelf, 0, after.is_unread - before.is_unread, after.is_waiting - before.is_waiting);
      return;
    }
    this.#count(before.shelf, -1, -before.is_unread, -before.is_waiting);
    this.#count(after.shelf, 1, after.is_unread, after.is_waiting);
  }

  countMark(mark: string, shelf: number | null, change: 1 | -1): void {
    if (shelf === null) return;
    this.#database.run(
      `INSERT INTO marked_shelves (mark, shelf, listed) VALUES (?, ?, ?)
       ON CONFLICT (mark, shelf) DO UPDATE SET listed = listed + excluded.listed`,
      mark,
      shelf,
      change,
    );
  }

  /** Counts everything anew, and drops what belongs to no row. Reads the whole list: only a rebuild does. */
  recount(): void {
    for (const table of ["marks", "reads"])
      this.#database.run(`DELETE FROM ${table} WHERE row NOT IN (SELECT row FROM conversations)`);
    const on = "FROM conversations WHERE shelf = shelves.id";
    this.#database.run(
      `UPDATE shelves SET listed = (SELECT count(*) ${on}), unread = (SELECT count(*) ${on} AND is_unread = 1),
         waiting = (SELECT count(*) ${on} AND waiting_at < 253402300799999)`,
    );
    this.#database.run("DELETE FROM marked_shelves");
    this.#database.run(
      `INSERT INTO marked_shelves (mark, shelf, listed)
       SELECT mark, shelf, count(*) FROM marks WHERE shelf IS NOT NULL GROUP BY mark, shelf`,
    );
  }

  #count(shelf: number | null, listed: number, unread: number, waiting: number): void {
    if (shelf === null || (listed === 0 && unread === 0 && waiting === 0)) return;
    const change = "UPDATE shelves SET listed = listed + ?, unread = unread + ?, waiting = waiting + ? WHERE id = ?";
    this.#database.run(change, listed, unread, waiting, shelf);
  }

  #find(values: (string | number)[]): number | null {
    const select = `SELECT id FROM shelves WHERE outlet_id = ? AND inbox_id = ? AND status = ? AND control = ?
      AND team_id = ? AND agent_id = ? AND priority = ? AND is_snoozed = ?`;
    return this.#database.rows<{ id: number }>(select, ...values)[0]?.id ?? null;
  }

  #make(values: (string | number)[]): number {
    const [row] = this.#database.rows<{ id: number }>(
      `INSERT INTO shelves
         (outlet_id, inbox_id, status, control, team_id, agent_id, priority, is_snoozed, listed, unread, waiting)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0) RETURNING id`,
      ...values,
    );
    if (!row) throw new Error("a shelf was not made");
    return row.id;
  }
}
