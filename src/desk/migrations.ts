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
  {
    id: 3,
    sql: `
      CREATE TABLE tickets (
        id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, state TEXT NOT NULL, outlet_id TEXT NOT NULL, team_id TEXT,
        agent_id TEXT, waiting_since TEXT, opened_at TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE INDEX tickets_by_conversation ON tickets (conversation_id);
      CREATE INDEX tickets_by_state ON tickets (state, opened_at, id);
      CREATE INDEX tickets_by_time ON tickets (opened_at, id);
      CREATE TABLE offers (ticket_id TEXT PRIMARY KEY, agent_id TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE agents (
        agent_id TEXT PRIMARY KEY, status TEXT NOT NULL, until INTEGER, seen_at TEXT, last_assigned_at TEXT) WITHOUT ROWID;
      CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id TEXT NOT NULL, ticket_id TEXT NOT NULL, key TEXT NOT NULL,
        command TEXT NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL);
      UPDATE conversations SET body = json_insert(body, '$.handoff_team_id', NULL, '$.rating', NULL);
      UPDATE conversations SET body = json_insert(body, '$.ticket.offered_to', NULL)
        WHERE json_type(body, '$.ticket') = 'object';`,
  },
];
