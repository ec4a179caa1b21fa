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
  {
    id: 2,
    // Rows of before get what is new, as their threads would print it.
    sql: `
      UPDATE conversations SET body = json_insert(body,
        '$.title', json_extract(body, '$.channel') || ' · ' ||
          coalesce(json_extract(body, '$.customer_name'), json_extract(body, '$.customer_phone'), 'Customer'),
        '$.detail', NULL, '$.customer_user_id', NULL, '$.agent_last_seen_at', NULL, '$.contact_last_seen_at', NULL,
        '$.deleted_at', NULL);`,
  },
];
