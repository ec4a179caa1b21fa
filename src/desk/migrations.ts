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
  {
    id: 4,
    // The list anew: rows in shelves (`list-shelves.ts`), marked ones beside them, counters instead of counting. Times in
    // epoch milliseconds; 253402300799999 (the end of the year 9999): waits for nobody. Of no team, agent or priority: ''.
    sql: `
      ALTER TABLE conversations RENAME TO conversations_before;
      CREATE TABLE shelves (
        id INTEGER PRIMARY KEY, outlet_id TEXT NOT NULL, inbox_id TEXT NOT NULL, status TEXT NOT NULL,
        control TEXT NOT NULL, team_id TEXT NOT NULL, agent_id TEXT NOT NULL, priority TEXT NOT NULL,
        is_snoozed INTEGER NOT NULL, listed INTEGER NOT NULL, unread INTEGER NOT NULL, waiting INTEGER NOT NULL,
        UNIQUE (outlet_id, inbox_id, status, control, team_id, agent_id, priority, is_snoozed));
      CREATE TABLE conversations (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, last_seq INTEGER NOT NULL, desk_seq INTEGER NOT NULL,
        shelf INTEGER, last_message_at INTEGER NOT NULL, waiting_at INTEGER NOT NULL, started_at INTEGER NOT NULL,
        is_unread INTEGER NOT NULL, customer_at INTEGER NOT NULL, customer_seq INTEGER NOT NULL, customer_id TEXT,
        search TEXT NOT NULL, body TEXT NOT NULL);
      CREATE TABLE marks (
        row INTEGER NOT NULL, mark TEXT NOT NULL, shelf INTEGER, last_message_at INTEGER NOT NULL,
        waiting_at INTEGER NOT NULL, started_at INTEGER NOT NULL, PRIMARY KEY (row, mark)) WITHOUT ROWID;
      CREATE TABLE marked_shelves (
        mark TEXT NOT NULL, shelf INTEGER NOT NULL, listed INTEGER NOT NULL, PRIMARY KEY (mark, shelf)) WITHOUT ROWID;
      CREATE TABLE reads (
        row INTEGER NOT NULL, agent_id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (row, agent_id)) WITHOUT ROWID;
      CREATE TABLE desk (id INTEGER PRIMARY KEY CHECK (id = 1), seq_floor INTEGER NOT NULL, rebuild TEXT);
      CREATE VIRTUAL TABLE names USING fts5 (
        grams, content = '', columnsize = 0, detail = 'none', tokenize = 'ascii');
      INSERT INTO names (names, rank) VALUES ('secure-delete', 1);

      CREATE TABLE facts AS
        SELECT id, last_seq, outlet_id, inbox_id, status, search,
          json_insert(body, '$.priority', NULL) AS body, labels,
          iif(json_extract(body, '$.state') = 'closed', '', json_extract(body, '$.control')) AS control,
          coalesce(json_extract(body, '$.handoff_team_id'), '') AS team_id, coalesce(agent_id, '') AS agent_id,
          coalesce(json_extract(body, '$.priority'), '') AS priority,
          json_extract(body, '$.snoozed_until') IS NOT NULL AS is_snoozed,
          json_extract(body, '$.deleted_at') IS NOT NULL AS is_deleted,
          CAST(round(unixepoch(last_message_at, 'subsec') * 1000) AS INTEGER) AS last_message_at,
          CAST(round(unixepoch(json_extract(body, '$.started_at'), 'subsec') * 1000) AS INTEGER) AS started_at,
          json_extract(body, '$.waiting_since') AS waiting_since,
          json_extract(body, '$.last_customer_message_at') AS customer_at,
          json_extract(body, '$.agent_last_seen_at') AS seen_at,
          json_extract(body, '$.customer_id') AS customer_id
        FROM conversations_before;
      DROP TABLE conversations_before;
      INSERT INTO shelves
        (outlet_id, inbox_id, status, control, team_id, agent_id, priority, is_snoozed, listed, unread, waiting)
        SELECT DISTINCT outlet_id, inbox_id, status, control, team_id, agent_id, priority, is_snoozed, 0, 0, 0
        FROM facts WHERE NOT is_deleted;
      INSERT INTO conversations
        (id, last_seq, desk_seq, shelf, last_message_at, waiting_at, started_at, is_unread, customer_at, customer_seq,
         customer_id, search, body)
        SELECT facts.id, last_seq, row_number() OVER (ORDER BY facts.id), iif(is_deleted, NULL, shelves.id),
          last_message_at,
          iif(facts.control IN ('', 'ai', 'flow') OR waiting_since IS NULL, 253402300799999,
            CAST(round(unixepoch(waiting_since, 'subsec') * 1000) AS INTEGER)),
          coalesce(started_at, last_message_at),
          facts.control NOT IN ('', 'ai', 'flow') AND waiting_since IS NOT NULL
            AND coalesce(seen_at, '') < coalesce(customer_at, ''),
          coalesce(CAST(round(unixepoch(customer_at, 'subsec') * 1000) AS INTEGER), 0), last_seq, customer_id, search,
          body
        FROM facts LEFT JOIN shelves USING (
          outlet_id, inbox_id, status, control, team_id, agent_id, priority, is_snoozed);
      INSERT INTO marks (row, mark, shelf, last_message_at, waiting_at, started_at)
        SELECT DISTINCT row, 'label:' || label.value, shelf, conversations.last_message_at, waiting_at,
          conversations.started_at
        FROM conversations JOIN facts USING (id), json_each(facts.labels) AS label;
      DROP TABLE facts;
      INSERT INTO names (rowid, grams)
        SELECT row, (
          WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < length(search))
          SELECT group_concat(hex(substr(search, i, 3)), ' ') FROM at)
        FROM conversations WHERE search <> '';

      CREATE UNIQUE INDEX conversations_by_change ON conversations (desk_seq);
      CREATE INDEX conversations_by_message ON conversations (shelf, last_message_at);
      CREATE INDEX conversations_by_wait ON conversations (shelf, waiting_at);
      CREATE INDEX conversations_by_start ON conversations (shelf, started_at);
      CREATE INDEX conversations_unread ON conversations (shelf, last_message_at) WHERE is_unread = 1;
      CREATE INDEX conversations_by_customer ON conversations (customer_id) WHERE customer_id IS NOT NULL;
      CREATE INDEX marks_by_message ON marks (mark, shelf, last_message_at, row);
      CREATE INDEX marks_by_wait ON marks (mark, shelf, waiting_at, row);
      CREATE INDEX marks_by_start ON marks (mark, shelf, started_at, row);

      UPDATE shelves SET
        listed = (SELECT count(*) FROM conversations WHERE shelf = shelves.id),
        unread = (SELECT count(*) FROM conversations WHERE shelf = shelves.id AND is_unread = 1),
        waiting = (SELECT count(*) FROM conversations WHERE shelf = shelves.id AND waiting_at < 253402300799999);
      INSERT INTO marked_shelves (mark, shelf, listed)
        SELECT mark, shelf, count(*) FROM marks WHERE shelf IS NOT NULL GROUP BY mark, shelf;`,
  },
  {
    id: 5,
    sql: "UPDATE conversations SET body = json_insert(body, '$.last_message', NULL, '$.unread_count', 0);",
  },
  {
    id: 6,
    sql: "CREATE TABLE forgotten (thread_key TEXT PRIMARY KEY, through INTEGER NOT NULL) WITHOUT ROWID;",
  },
  {
    id: 7,
    // Of those only with which there is something to do: most are closed.
    sql: `
      CREATE INDEX tickets_by_wait ON tickets (waiting_since, id) WHERE state = 'pending' AND waiting_since IS NOT NULL;
      CREATE INDEX tickets_declined ON tickets (id)
        WHERE state = 'pending' AND json_array_length(body, '$.declined') > 0;
      CREATE INDEX tickets_assigning ON tickets (id) WHERE json_extract(body, '$.assigning') IS NOT NULL;`,
  },
  {
    id: 8,
    // Only of what is about no ticket it is asked whether it is on its way.
    sql: "CREATE INDEX outbox_by_key ON outbox (key) WHERE ticket_id = '';",
  },
];
