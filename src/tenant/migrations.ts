import type { Migration } from "../lib/database.ts";

/** The tenant object's schema. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE settings (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
      CREATE TABLE keys (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE quarantine (id INTEGER PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL);`,
  },
];
