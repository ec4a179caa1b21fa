import type { Database } from "../lib/database.ts";

/** So many characters make one term of the index. */
const GRAM = 3;

const utf8 = new TextEncoder();

/** Names and numbers, found by any part of them: an index of all pieces of three characters, and of what ends in fewer. */
export class Names {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param before what was indexed of this row; the index can only take out what it is told */
  put(row: number, before: string, after: string): void {
    if (before === after) return;
    const remove = "INSERT INTO names (names, rowid, grams) VALUES ('delete', ?, ?)";
    if (before !== "") this.#database.run(remove, row, grams(before));
    if (after !== "") this.#database.run("INSERT INTO names (rowid, grams) VALUES (?, ?)", row, grams(after));
  }
}

/**
 * What finds rows that may hold a text; they are to be looked at. Each term is the UTF-8 of its characters in
 * hexadecimal, so that what begins alike is spelled alike, in every script.
 */
export function nameQuery(text: string): string {
  const characters = [...text];
  if (characters.length < GRAM) return `${hex(text)}*`;
  const terms = characters.slice(GRAM - 1).map((_, at) => hex(characters.slice(at, at + GRAM).join("")));
  return [...new Set(terms)].join(" AND ");
}

function grams(text: string): string {
  const characters = [...text];
  return characters.map((_, at) => hex(characters.slice(at, at + GRAM).join(""))).join(" ");
}

const hex = (text: string): string => utf8.encode(text).toHex();
