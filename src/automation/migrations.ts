import type { Migration } from "../lib/database.ts";

/** The automation object's schema. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE threads (thread_key TEXT PRIMARY KEY, through INTEGER NOT NULL, depth INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE runs (
        n INTEGER PRIMARY KEY,
        rule_id TEXT NOT NULL,
        thread_key TEXT NOT NULL,
        seq INTEGER NOT NULL,
        is_done INTEGER NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (rule_id, thread_key, seq)
      );
      CREATE INDEX runs_by_rule ON runs (rule_id, n);
      CREATE INDEX runs_by_thread ON runs (thread_key, n);`,
  },
];
