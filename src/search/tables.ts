/**
 * A tenant's search. `entries` is what was said, in the order of time: an id is the time it was said at (epoch
 * milliseconds) times 1,024, and a number among those of that millisecond. `entry_terms` finds it without a copy of the
 * text, `person_terms` finds `threads` by whom they are with. What is deleted from either is taken out of its pages at
 * once (`secure-delete`), not only marked: no word stays behind.
 */
export const SEARCH_TABLES: string[] = [
  `CREATE TABLE threads (id INTEGER PRIMARY KEY, thread_key TEXT NOT NULL UNIQUE, through INTEGER NOT NULL, name TEXT,
    username TEXT, phone TEXT)`,
  `CREATE TABLE conversations (id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, number INTEGER NOT NULL,
    inbox_id TEXT NOT NULL, outlet_id TEXT NOT NULL, agent_id TEXT, labels TEXT NOT NULL, UNIQUE (thread, number))`,
  `CREATE TABLE entries (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,
    sender_type TEXT NOT NULL, text TEXT NOT NULL)`,
  "CREATE INDEX entries_by_place ON entries (conversation, seq)",
  // The terms come in ready: all that is to be done with them is to part them at spaces. Two letters after the mark of
  // their week have an index of their own: they are the beginning of the most words.
  `CREATE VIRTUAL TABLE entry_terms USING fts5 (words, pairs, facets, content = '', columnsize = 0, tokenize = 'ascii',
    prefix = '5')`,
  "INSERT INTO entry_terms (entry_terms, rank) VALUES ('secure-delete', 1)",
  `CREATE VIRTUAL TABLE person_terms USING fts5 (words, pairs, digits, content = '', columnsize = 0, tokenize = 'ascii')`,
  "INSERT INTO person_terms (person_terms, rank) VALUES ('secure-delete', 1)",
  "CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
];

type Row = Record<string, ArrayBuffer | string | number | null>;

/** The database that holds the index. */
export interface Rows {
  rows<T extends Row>(sql: string, ...bindings: (string | number | null)[]): T[];
  run(sql: string, ...bindings: (string | number | null)[]): number;
}
