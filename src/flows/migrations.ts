import type { Migration } from "../lib/database.ts";

/** The flow object's schema. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE state (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE outbox (n INTEGER PRIMARY KEY, command TEXT NOT NULL);`,
  },
];
