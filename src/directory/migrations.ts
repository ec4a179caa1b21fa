import type { Migration } from "../lib/database.ts";

/** The directory's tables, beside its keys; only the objects of tickets have them. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE parked_events (
        number INTEGER PRIMARY KEY AUTOINCREMENT, ticket TEXT NOT NULL, id TEXT NOT NULL, parked_at INTEGER NOT NULL,
        body TEXT NOT NULL);
      CREATE UNIQUE INDEX parked_events_by_ticket ON parked_events (ticket, id);`,
  },
];
