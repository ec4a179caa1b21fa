import type { SenderType } from "../domain/message.ts";
import { termsOf } from "./expression.ts";
import type { Rows } from "./tables.ts";

/** Something said, in a conversation as the index knows it. */
export interface Entry {
  conversation: number;
  seq: number;
  kind: "message" | "note";
  sender_type: SenderType;
  /** When it was said, in epoch milliseconds. */
  at: number;
  text: string;
}

/** A conversation in the index: what its entries may be found by stands with each of them. */
export interface Place {
  id: number;
  inbox_id: string;
  outlet_id: string;
}

type Said = Pick<Entry, "sender_type" | "text">;
type Kept = { id: number; seq: number; kind: Entry["kind"]; sender_type: SenderType; text: string };

/** So many things may be said in one millisecond; what comes then is moved to the next. */
const IN_ONE_MS = 1024;
/** The latest time whose ids are whole numbers: in the year 2248. */
const LATEST_MS = 2 ** 43 - 1;

export const firstIdAt = (ms: number): number => Math.min(Math.max(ms, 0), LATEST_MS) * IN_ONE_MS;
export const lastIdAt = (ms: number): number => firstIdAt(ms) + IN_ONE_MS - 1;
const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/**
 * Every term begins with the week it was said in. FTS5 reaches what is long past only through all that came since; so it
 * has to pass a week at most. A week is three digits to the base of 36, enough until the year 2864.
 */
export const weekOf = (id: number): { mark: string; first: number; last: number } => {
  const week = Math.floor(timeOfId(id) / WEEK_MS);
  const mark = week.toString(36).padStart(3, "0");
  return { mark, first: firstIdAt(week * WEEK_MS), last: lastIdAt((week + 1) * WEEK_MS - 1) };
};

export const timeOfId = (id: number): number => Math.floor(id / IN_ONE_MS);

/** What an entry is found by beside its words: where it is and who said it. */
export const facet = {
  conversation: (id: number): string => `c${id}`,
  inbox: (id: string): string => `i${plain(id)}`,
  outlet: (id: string): string => `o${plain(id)}`,
  sender: (type: SenderType): string => `s${type}`,
};

const plain = (id: string): string => id.toLowerCase().replace(/[^a-z0-9]/g, "");

/** What was said in a tenant's conversations, by its words. Every change is part of a transaction of the caller's. */
export class Entries {
  readonly #database: Rows;

  constructor(database: Rows) {
    this.#database = database;
  }

  /** Takes in what was said behind all that is known of its conversation. */
  add(place: Place, entry: Entry): void {
    if (entry.text === "") return;
    const id = firstIdAt(entry.at);
    // Seldom are two things said in one millisecond.
    this.#index(place, entry, this.#insert(id, entry) ? id : this.#insertAt(this.#freeId(entry.at), entry));
  }

  /** Whether something at this place of the log is found. */
  has(place: Place, seq: number): boolean {
    return this.#at(place, seq, seq).length > 0;
  }

  /** Takes in what was said, in place of what was known at its place of the log. */
  put(place: Place, entry: Entry): void {
    const [known] = this.#at(place, entry.seq, entry.seq);
    if (known === undefined) {
      this.add(place, entry);
      return;
    }
    if (known.text === entry.text && known.sender_type === entry.sender_type) return;
    this.#remove(place, [known]);
    if (entry.text !== "") this.#index(place, entry, this.#insertAt(known.id, entry));
  }

  #insertAt(id: number, entry: Entry): number {
    if (!this.#insert(id, entry)) throw new Error("an entry's place is taken");
    return id;
  }

  #insert(id: number, { conversation, seq, kind, sender_type, text }: Entry): boolean {
    const insert = `INSERT INTO entries (id, conversation, seq, kind, sender_type, text) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING`;
    return this.#database.run(insert, id, conversation, seq, kind, sender_type, text) > 0;
  }

  /** A part of a conversation is gone; one kind of it, or all. */
  remove(place: Place, from: number, through: number, kind?: Entry["kind"]): void {
    const known = this.#at(place, from, through);
    this.#remove(place, kind === undefined ? known : known.filter((entry) => entry.kind === kind));
  }

  /** The conversation is another outlet's from now on. */
  move(from: Place, to: Place): void {
    const known = this.#at(from, 0, Number.MAX_SAFE_INTEGER);
    for (const entry of known) this.#unindex(from, entry);
    for (const entry of known) this.#index(to, entry, entry.id);
  }

  #at({ id }: Place, from: number, through: number): Kept[] {
    return this.#database.rows<Kept>(
      "SELECT id, seq, kind, sender_type, text FROM entries WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY id",
      ...[id, from, through],
    );
  }

  #remove(place: Place, entries: readonly Kept[]): void {
    for (const entry of entries) {
      this.#unindex(place, entry);
      this.#database.run("DELETE FROM entries WHERE id = ?", entry.id);
    }
  }

  #index(place: Place, said: Said, id: number): void {
    this.#database.run(
      "INSERT INTO entry_terms (rowid, words, pairs, facets) VALUES (?, ?, ?, ?)",
      ...[id, ...columnsOf(place, said, id)],
    );
  }

  /** The index has no copy of the text: it is told what it was given. */
  #unindex(place: Place, entry: Kept): void {
    this.#database.run(
      "INSERT INTO entry_terms (entry_terms, rowid, words, pairs, facets) VALUES ('delete', ?, ?, ?, ?)",
      ...[entry.id, ...columnsOf(place, entry, entry.id)],
    );
  }

  #freeId(at: number): number {
    const [row] = this.#database.rows<{ id: number | null }>(
      "SELECT max(id) AS id FROM entries WHERE id BETWEEN ? AND ?",
      ...[firstIdAt(at), lastIdAt(at)],
    );
    const taken = row?.id ?? null;
    if (taken === null) return firstIdAt(at);
    return taken < lastIdAt(at) ? taken + 1 : this.#freeId(at + 1);
  }
}

function columnsOf(place: Place, { sender_type, text }: Said, id: number): [string, string, string] {
  const { mark } = weekOf(id);
  const { words, pairs } = termsOf(text, mark);
  const facets = [
    facet.conversation(place.id),
    facet.inbox(place.inbox_id),
    facet.outlet(place.outlet_id),
    facet.sender(sender_type),
  ];
  return [words, pairs, facets.map((one) => `${mark}${one}`).join(" ")];
}
