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
  {
    id: 2,
    // Rows of before get what is new, so that every row can be read as it is.
    sql: `
      CREATE TABLE parked_changes (
        id INTEGER PRIMARY KEY, channel_message_id TEXT NOT NULL, body TEXT NOT NULL, parked_at TEXT NOT NULL);
      CREATE TABLE media_to_delete (media_id TEXT PRIMARY KEY) WITHOUT ROWID;
      UPDATE messages SET body = json_insert(body,
        '$.origin', CASE json_extract(body, '$.direction') WHEN 'in' THEN 'webhook' ELSE 'api' END,
        '$.passive', json('false'), '$.referral', NULL, '$.forwarded', NULL, '$.reactions', json('[]'), '$.edited_at', NULL, '$.deleted_at', NULL);
      UPDATE conversations SET body = json_insert(body, '$.title', NULL, '$.detail', NULL,
        '$.agent_last_seen_at', NULL, '$.contact_last_seen_at', NULL, '$.sentiment_scores', json('[]'),
        '$.deleted_at', NULL);
      UPDATE thread SET state = json_insert(state, '$.since', json_extract(state, '$.current.started_at'),
        '$.user_ids', json('[]'), '$.left_phones', json('[]'), '$.forwarded_to', NULL, '$.joined', json('[]'),
        '$.history', NULL, '$.paced_until', NULL, '$.last_inbound_id', NULL, '$.marked_read_id', NULL,
        '$.media', json('[]'), '$.current.title', NULL, '$.current.detail', NULL,
        '$.current.agent_last_seen_at', NULL, '$.current.contact_last_seen_at', NULL,
        '$.current.sentiment_scores', json('[]'), '$.current.deleted_at', NULL);`,
  },
  {
    id: 3,
    sql: `
      UPDATE conversations SET body = json_insert(body,
        '$.turn', json('{"number":0,"collecting":null,"asked":null}'), '$.lookup', NULL, '$.flow_execution_id', NULL,
        '$.ticket_requested_at', NULL, '$.tickets', json('[]'), '$.waiting_since', NULL, '$.last_message_seq', 0, '$.warned_since', NULL);
      UPDATE thread SET state = json_insert(state, '$.contact.customer_details', NULL,
        '$.current.turn', json('{"number":0,"collecting":null,"asked":null}'), '$.current.lookup', NULL,
        '$.current.flow_execution_id', NULL, '$.current.ticket_requested_at', NULL, '$.current.tickets', json('[]'),
        '$.current.waiting_since', NULL, '$.current.last_message_seq', 0, '$.current.warned_since', NULL,
        '$.history.turn', json('{"number":0,"collecting":null,"asked":null}'), '$.history.lookup', NULL,
        '$.history.flow_execution_id', NULL, '$.history.ticket_requested_at', NULL, '$.history.tickets', json('[]'),
        '$.history.waiting_since', NULL, '$.history.last_message_seq', 0, '$.history.warned_since', NULL);`,
  },
  {
    id: 4,
    sql: "UPDATE thread SET state = json_insert(state, '$.erased', NULL);",
  },
  {
    id: 5,
    sql: `
      ALTER TABLE media_to_delete RENAME TO media_to_delete_at_once;
      CREATE TABLE media_to_delete (
        media_id TEXT NOT NULL, due_at INTEGER NOT NULL, PRIMARY KEY (media_id, due_at)) WITHOUT ROWID;
      INSERT INTO media_to_delete (media_id, due_at) SELECT media_id, 0 FROM media_to_delete_at_once;
      DROP TABLE media_to_delete_at_once;`,
  },
  {
    id: 6,
    sql: "UPDATE thread SET state = json_insert(state, '$.automatic', NULL);",
  },
];
