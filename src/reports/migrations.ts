import type { Migration } from "../lib/database.ts";

/** Append-only: a step that has run somewhere is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE threads (thread_key TEXT PRIMARY KEY, through INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE facts (
        thread_key TEXT NOT NULL, number INTEGER NOT NULL, opened_at INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (thread_key, number)) WITHOUT ROWID;
      CREATE INDEX facts_by_age ON facts (opened_at);
      CREATE TABLE cells (
        scale TEXT NOT NULL, period INTEGER NOT NULL, outlet_id TEXT NOT NULL, inbox_id TEXT NOT NULL,
        agent_id TEXT NOT NULL, team_id TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (scale, period, outlet_id, inbox_id, agent_id, team_id)) WITHOUT ROWID;`,
  },
  {
    id: 2,
    sql: "CREATE TABLE pulse (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL);",
  },
];
