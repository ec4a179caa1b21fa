import { expressionOf, termsOf } from "./expression.ts";
import { parseQuery } from "./query.ts";
import type { Rows } from "./tables.ts";

/** Whom a thread is with. */
export interface Person {
  name: string | null;
  username: string | null;
  phone: string | null;
}

/** A number is found by any of its digits that follow each other, from so many on. */
const FEWEST_DIGITS = 4;
const NUMBER = /^[+\d\s().-]+$/;
const NOBODY: Person = { name: null, username: null, phone: null };

/** Whom a tenant's threads are with, by name and number. Every change is part of a transaction of the caller's. */
export class People {
  readonly #database: Rows;

  constructor(database: Rows) {
    this.#database = database;
  }

  /** Keeps whom a thread is with; null where nothing of them may stay. */
  put(thread: number, person: Person | null): void {
    const { name, username, phone } = person ?? NOBODY;
    const [known = NOBODY] = this.#database.rows<{ [key in keyof Person]: string | null }>(
      "SELECT name, username, phone FROM threads WHERE id = ?",
      thread,
    );
    if (known.name === name && known.username === username && known.phone === phone) return;
    this.#write(
      "INSERT INTO person_terms (person_terms, rowid, words, pairs, digits) VALUES ('delete', ",
      thread,
      known,
    );
    this.#write("INSERT INTO person_terms (rowid, words, pairs, digits) VALUES (", thread, { name, username, phone });
    const put = "UPDATE threads SET name = ?, username = ?, phone = ? WHERE id = ?";
    this.#database.run(put, name, username, phone, thread);
  }

  /** Threads with somebody of this name or number, the newest first. */
  find(text: string, limit: number): number[] {
    const expression = soughtIn(text);
    if (expression === null) return [];
    const select = "SELECT rowid AS id FROM person_terms WHERE person_terms MATCH ? ORDER BY rowid DESC LIMIT ?";
    return this.#database.rows<{ id: number }>(select, expression, limit).map(({ id }) => id);
  }

  #write(statement: string, thread: number, person: Person): void {
    const columns = columnsOf(person);
    if (columns.every((column) => column === "")) return;
    this.#database.run(`${statement}?, ?, ?, ?)`, thread, ...columns);
  }
}

/** Agents type a part of a number, or as it is dialled in its country: then it begins with zeros that it does not have. */
function soughtIn(text: string): string | null {
  const digits = text.replace(/\D/g, "");
  if (!NUMBER.test(text.trim()) || digits.length < FEWEST_DIGITS) return expressionOf(parseQuery(text), "");
  const spellings = [...new Set([digits, digits.replace(/^0+/, "")])].filter(({ length }) => length >= FEWEST_DIGITS);
  return spellings.map((spelling) => `(digits : "${spelling}" *)`).join(" OR ");
}

function columnsOf({ name, username, phone }: Person): [string, string, string] {
  const { words, pairs } = termsOf([name, username].filter((one) => one !== null).join("\n"), "");
  const digits = (phone ?? "").replace(/\D/g, "");
  const ends = Array.from({ length: Math.max(0, digits.length - FEWEST_DIGITS + 1) }, (_, at) => digits.slice(at));
  return [words, pairs, ends.join(" ")];
}
