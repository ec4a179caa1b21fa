import type { Migration } from "../lib/database.ts";

/** The subscription object's schema. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    // What is delivered costs no index: of those that are not there are few.
    sql: `
      CREATE TABLE lanes (
        lane TEXT PRIMARY KEY, seq INTEGER NOT NULL, part INTEGER NOT NULL, replay INTEGER NOT NULL,
        replaying INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE pending (
        lane TEXT PRIMARY KEY, due_at INTEGER NOT NULL, tries INTEGER NOT NULL, since INTEGER
      ) WITHOUT ROWID;
      CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY, lane TEXT NOT NULL, seq INTEGER NOT NULL, part INTEGER NOT NULL, event_id TEXT NOT NULL,
        type TEXT NOT NULL, conversation_id TEXT, state TEXT NOT NULL, again INTEGER NOT NULL, attempts TEXT NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
      );
      CREATE INDEX dead_deliveries ON deliveries (id) WHERE state = 'dead';
      CREATE INDEX retrying_deliveries ON deliveries (lane, id) WHERE state = 'retrying';
      CREATE TABLE state (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;`,
  },
];
