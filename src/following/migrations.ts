import type { Migration } from "../lib/database.ts";

/** Append-only: a step that has run somewhere is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE threads (thread_key TEXT PRIMARY KEY, through INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE visits (thread_key TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE TABLE cursor (id INTEGER PRIMARY KEY CHECK (id = 1), through INTEGER NOT NULL);`,
  },
];
