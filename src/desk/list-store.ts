import type { ConversationView } from "../domain/conversation.ts";
import type { Database } from "../lib/database.ts";
import { Forgotten } from "./forgotten.ts";
import { type Facts, factsOf, NEVER } from "./list-facts.ts";
import { Names } from "./list-names.ts";
import type { Changed } from "./list-query.ts";
import { type Place, Shelves } from "./list-shelves.ts";
import { labelMark, mentionMark } from "./views.ts";

type Value = string | number | null;
/** A row as it is stored, but for how the conversation stands. */
type Row = {
  row: number;
  last_seq: number;
  desk_seq: number;
  shelf: number | null;
  last_message_at: number;
  waiting_at: number;
  started_at: number;
  is_unread: number;
  customer_at: number;
  customer_seq: number;
  customer_id: string | null;
  search: string;
};
/** A row with what else is known of it. */
type Found = Row & { read_seq: number; is_marked: number };

/** Where a conversation lay before it was saved, and where it lies now; null for what is in no list. */
export interface Move {
  from: number | null;
  to: number | null;
}

const COLUMNS = `row, last_seq, desk_seq, shelf, last_message_at, waiting_at, started_at, is_unread, customer_at,
  customer_seq, customer_id, search`;

/** What of a row its marks repeat, so that marked rows are listed from an index of their own. */
const REPEATED = ["shelf", "last_message_at", "waiting_at", "started_at"] as const;

/**
 * The list's rows: SQL. The platform bills written rows, those of indexes included: only columns that have changed are
 * written.
 */
export class ListStore {
  readonly #database: Database;
  readonly #names: Names;
  readonly shelves: Shelves;
  readonly forgotten: Forgotten;
  #seq: number | null = null;
  #undone = 0;

  constructor(database: Database) {
    this.#database = database;
    this.#names = new Names(database);
    this.shelves = new Shelves(database);
    this.forgotten = new Forgotten(database);
  }

  /**
   * Takes a conversation as it stands; what is older than what is held changes nothing. Within a transaction.
   * @param customerSeq of the customer's last message, where it was just heard of
   * @param unlessSince takes it also where it is not newer, unless the row has changed since this count: to mend rows
   * @returns what moved; null where nothing was written
   */
  save(view: ConversationView, customerSeq: number | null = null, unlessSince: number | null = null): Move | null {
    const facts = factsOf(view);
    const before = this.#find(view.id, facts.traits?.agent_id);
    const mends = before !== null && unlessSince !== null && before.desk_seq <= unlessSince;
    if (before !== null && view.last_seq <= before.last_seq && !mends) return null;
    if (before === null && this.forgotten.has(view.id)) return null;
    const isSaid = before?.customer_at === facts.customer_at;
    const customer_seq = customerSeq ?? (isSaid ? before.customer_seq : view.last_seq);
    const after: Omit<Row, "row" | "search"> = {
      last_seq: view.last_seq,
      desk_seq: this.seq + 1,
      shelf: facts.traits === null ? null : this.shelves.of(facts.traits),
      last_message_at: facts.last_message_at,
      waiting_at: facts.waiting_at,
      started_at: facts.started_at,
      is_unread: isUnread(facts, before, customer_seq) ? 1 : 0,
      customer_at: facts.customer_at,
      customer_seq,
      customer_id: facts.customer_id,
    };
    const given = { ...after, search: facts.search, body: JSON.stringify(view) };
    const row = before === null ? this.#insert(view.id, given) : this.#update(before, given);
    this.#seq = after.desk_seq;
    if (mends) this.#names.put(row, before.search, "");
    this.#names.put(row, mends ? "" : (before?.search ?? ""), facts.search);
    this.shelves.move(before && placeOf(before), placeOf(after));
    this.#mark(row, before, after, facts.labels);
    return { from: before?.shelf ?? null, to: after.shelf };
  }

  /** Conversations with ids in this range, both ends included, are gone. Within a transaction. */
  remove(first: string, last: string): void {
    const rows = this.#database.rows<Row>(`SELECT ${COLUMNS} FROM conversations WHERE id BETWEEN ? AND ?`, first, last);
    if (rows.length === 0) return;
    // The desk's own count never goes back.
    this.#put("seq_floor", this.seq);
    for (const row of rows) this.#removeRow(row);
  }

  /** A conversation as it stands; null when it is not listed. */
  view(id: string): ConversationView | null {
    const [row] = this.#database.rows<{ body: string }>("SELECT body FROM conversations WHERE id = ?", id);
    return row ? (JSON.parse(row.body) as ConversationView) : null;
  }

  /** An agent has looked at a conversation up to a seq of its thread. Within a transaction. */
  noteRead(agentId: string, id: string, seq: number): void {
    const row = this.#find(id);
    if (row === null) return;
    const done = this.#database.run(
      `INSERT INTO reads (row, agent_id, seq) VALUES (?, ?, ?)
       ON CONFLICT (row, agent_id) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`,
      row.row,
      agentId,
      seq,
    );
    if (done === 0 || row.is_unread === 0 || row.shelf === null || seq < row.customer_seq) return;
    const owner = this.#ownerOf(row.shelf);
    if (owner !== "" && owner !== agentId) return;
    this.#database.run("UPDATE conversations SET is_unread = 0 WHERE row = ?", row.row);
    this.shelves.move(placeOf(row), placeOf({ ...row, is_unread: 0 }));
  }

  /** A note in a conversation names an agent. Safe to repeat. Within a transaction. */
  noteMention(agentId: string, id: string): void {
    const row = this.#find(id);
    if (row) this.#addMark(row.row, mentionMark(agentId), row);
  }

  /** Counts what lies on each shelf anew. Reads the whole list. Within a transaction. */
  recount(): void {
    this.shelves.recount();
  }

  /** Whether a conversation's move made it another's work, or put it to sleep. */
  isOtherWork({ from, to }: Move): boolean {
    return from !== to && this.#workOn(from) !== this.#workOn(to);
  }

  #workOn(shelf: number | null): string | null {
    const select = "SELECT status || agent_id || is_snoozed AS work FROM shelves WHERE id = ? AND agent_id <> ''";
    return shelf === null ? null : (this.#database.rows<{ work: string }>(select, shelf)[0]?.work ?? null);
  }

  /** The desk's own count: of all changes of rows so far. */
  get seq(): number {
    if (this.#undone !== this.#database.undone) this.#seq = null;
    this.#undone = this.#database.undone;
    this.#seq ??= this.#counted();
    return this.#seq;
  }

  #counted(): number {
    const select = `SELECT max(coalesce((SELECT max(desk_seq) FROM conversations), 0),
      coalesce((SELECT seq_floor FROM desk), 0)) AS seq`;
    return this.#database.rows<{ seq: number }>(select)[0]?.seq ?? 0;
  }

  /** Rows that changed after a count, each as it is now, in the order in which they did. */
  changedSince(after: number, limit: number): Changed {
    const rows = this.rowsSince(after, limit);
    const head = this.seq;
    // What was counted and is not there any more changed again, or was forgotten.
    const through = rows.length < limit ? head : (rows.at(-1)?.desk_seq ?? after);
    return { ids: rows.map(({ id }) => id), through, head };
  }

  /** The same with how each stands (JSON). */
  rowsSince(after: number, limit: number): { id: string; desk_seq: number; body: string }[] {
    return this.#database.rows<{ id: string; desk_seq: number; body: string }>(
      "SELECT id, desk_seq, body FROM conversations WHERE desk_seq > ? ORDER BY desk_seq LIMIT ?",
      after,
      limit,
    );
  }

  #ownerOf(shelf: number): string {
    return (
      this.#database.rows<{ agent_id: string }>("SELECT agent_id FROM shelves WHERE id = ?", shelf)[0]?.agent_id ?? ""
    );
  }

  /** @param agentId up to where this agent has looked, or anybody for '' */
  #find(id: string, agentId = ""): Found | null {
    const select = `SELECT ${COLUMNS},
      coalesce((SELECT max(seq) FROM reads WHERE reads.row = conversations.row AND ?2 IN ('', agent_id)), 0) AS read_seq,
      EXISTS (SELECT 1 FROM marks WHERE marks.row = conversations.row) AS is_marked
      FROM conversations WHERE id = ?1`;
    return this.#database.rows<Found>(select, id, agentId)[0] ?? null;
  }

  #insert(id: string, given: { [column: string]: Value }): number {
    const columns = Object.keys(given);
    const [made] = this.#database.rows<{ row: number }>(
      `INSERT INTO conversations (id, ${columns.join(", ")}) VALUES (?${", ?".repeat(columns.length)}) RETURNING row`,
      id,
      ...Object.values(given),
    );
    if (!made) throw new Error("a row was not made");
    return made.row;
  }

  #update(before: Row, given: { [column: string]: Value }): number {
    const held: { [column: string]: Value } = before;
    this.#set(
      "conversations",
      before.row,
      changed(given, (column) => held[column]),
    );
    return before.row;
  }

  #set(table: "conversations" | "marks", row: number, changes: [string, Value][]): void {
    if (changes.length === 0) return;
    const columns = changes.map(([column]) => `${column} = ?`).join(", ");
    const values = changes.map(([, value]) => value);
    this.#database.run(`UPDATE ${table} SET ${columns} WHERE row = ?`, ...values, row);
  }

  #mark(row: number, before: Found | null, after: Omit<Row, "row" | "search">, labels: string[]): void {
    const marks = before?.is_marked ? this.#marksOf(row) : [];
    const wanted = new Set(labels.map(labelMark));
    const isOver = (mark: string) => mark.startsWith(labelMark("")) && !wanted.has(mark);
    for (const mark of marks.filter(isOver)) this.#removeMark(row, mark, before?.shelf ?? null);
    const kept = marks.filter((mark) => !isOver(mark));
    if (before !== null && kept.length > 0) {
      const repeated = Object.fromEntries(REPEATED.map((column) => [column, after[column]]));
      this.#set(
        "marks",
        row,
        changed(repeated, (column) => before[column as (typeof REPEATED)[number]]),
      );
      if (before.shelf !== after.shelf) {
        for (const mark of kept) {
          this.shelves.countMark(mark, before.shelf, -1);
          this.shelves.countMark(mark, after.shelf, 1);
        }
      }
    }
    for (const mark of wanted) if (!kept.includes(mark)) this.#addMark(row, mark, after);
  }

  #marksOf(row: number): string[] {
    const rows = this.#database.rows<{ mark: string }>("SELECT mark FROM marks WHERE row = ?", row);
    return rows.map(({ mark }) => mark);
  }

  #addMark(row: number, mark: string, at: Pick<Row, (typeof REPEATED)[number]>): void {
    const written = this.#database.run(
      `INSERT INTO marks (row, mark, shelf, last_message_at, waiting_at, started_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      row,
      mark,
      ...REPEATED.map((column) => at[column]),
    );
    if (written > 0) this.shelves.countMark(mark, at.shelf, 1);
  }

  #removeMark(row: number, mark: string, shelf: number | null): void {
    this.#database.run("DELETE FROM marks WHERE row = ? AND mark = ?", row, mark);
    this.shelves.countMark(mark, shelf, -1);
  }

  #removeRow(row: Row): void {
    for (const mark of this.#marksOf(row.row)) this.#removeMark(row.row, mark, row.shelf);
    this.#database.run("DELETE FROM reads WHERE row = ?", row.row);
    this.#names.put(row.row, row.search, "");
    this.#database.run("DELETE FROM conversations WHERE row = ?", row.row);
    this.shelves.move(placeOf(row), null);
  }

  #put(column: "seq_floor", value: number): void {
    this.#database.run("INSERT OR IGNORE INTO desk (id, seq_floor) VALUES (1, 0)");
    this.#database.run(`UPDATE desk SET ${column} = ? WHERE id = 1`, value);
  }
}

const isUnread = ({ traits, waiting_at, is_seen }: Facts, before: Found | null, customerSeq: number): boolean =>
  traits !== null && waiting_at !== NEVER && !is_seen && (before === null || before.read_seq < customerSeq);

const placeOf = ({ shelf, is_unread, waiting_at }: Pick<Row, "shelf" | "is_unread" | "waiting_at">): Place =>
  shelf === null
    ? { shelf, is_unread: 0, is_waiting: 0 }
    : { shelf, is_unread, is_waiting: waiting_at === NEVER ? 0 : 1 };

const changed = (given: { [column: string]: Value }, held: (column: string) => Value | undefined): [string, Value][] =>
  Object.entries(given).filter(([column, value]) => held(column) !== value);
