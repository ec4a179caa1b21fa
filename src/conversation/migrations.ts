import type { Migration } from "../lib/database.ts";

/** The conversation object's schema; every table is described in `schemas/storage.md`. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE thread (
        id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, state TEXT NOT NULL, cursors TEXT NOT NULL);
      CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE messages (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE conversations (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE keys (key TEXT PRIMARY KEY, seq INTEGER, fingerprint TEXT, answer TEXT) WITHOUT ROWID;
      CREATE TABLE parked_statuses (
        id INTEGER PRIMARY KEY, channel_message_id TEXT NOT NULL, body TEXT NOT NULL, parked_at TEXT NOT NULL);`,
  },
];
