import type { Migration } from "../lib/database.ts";

/** The desk's schema. Append only. The list is a projection: the conversations can always fill it again. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE conversations (
        id TEXT PRIMARY KEY, last_seq INTEGER NOT NULL, status TEXT NOT NULL, outlet_id TEXT NOT NULL,
        inbox_id TEXT NOT NULL, agent_id TEXT, last_message_at TEXT NOT NULL, labels TEXT NOT NULL,
        search TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE INDEX conversations_by_time ON conversations (last_message_at DESC, id DESC);
      CREATE INDEX conversations_by_status ON conversations (status, last_message_at DESC, id DESC);`,
  },
];
