import type { Migration } from "../lib/database.ts";

/** The tenant object's schema. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE settings (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
      CREATE TABLE keys (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE quarantine (id INTEGER PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL);`,
  },
  {
    id: 2,
    // Rows of the old quarantine were pieces of 500,000 characters that nothing tied together: a row that is no JSON
    // and follows a long one that is none either goes on with it.
    sql: `
      CREATE TABLE quarantine_items (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, reason TEXT NOT NULL, inbox_id TEXT,
        size INTEGER NOT NULL, preview TEXT NOT NULL
      );
      CREATE TABLE quarantine_pieces (
        item INTEGER NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (item, part)
      ) WITHOUT ROWID;
      INSERT INTO quarantine_pieces (item, part, body)
        WITH
          old AS (SELECT id, at, reason, json_valid(raw) AS whole, length(raw) AS size FROM quarantine),
          marked AS (
            SELECT id, NOT whole AND NOT lag(whole, 1, 1) OVER w AND lag(size) OVER w >= 250000
              AND lag(at) OVER w = at AND lag(reason) OVER w = reason AS goes_on
            FROM old WINDOW w AS (ORDER BY id)
          ),
          tied AS (SELECT id, max(CASE WHEN goes_on THEN NULL ELSE id END) OVER (ORDER BY id) AS item FROM marked)
        SELECT item, tied.id - item, raw FROM tied JOIN quarantine ON quarantine.id = tied.id;
      INSERT INTO quarantine_items (number, id, at, reason, inbox_id, size, preview)
        SELECT id, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-'
            || hex(randomblob(2)) || '-' || hex(randomblob(6))), at, reason, NULL,
          (SELECT sum(length(CAST(body AS BLOB))) FROM quarantine_pieces WHERE item = id), substr(raw, 1, 200)
        FROM quarantine WHERE id IN (SELECT item FROM quarantine_pieces);
      DROP TABLE quarantine;

      CREATE TABLE inbox_updates (
        inbox_id TEXT NOT NULL, number INTEGER NOT NULL, part INTEGER NOT NULL, hash TEXT, body TEXT NOT NULL,
        PRIMARY KEY (inbox_id, number, part)
      ) WITHOUT ROWID;
      CREATE TABLE held_threads (inbox_id TEXT NOT NULL, thread_key TEXT NOT NULL, PRIMARY KEY (inbox_id, thread_key))
        WITHOUT ROWID;
      CREATE TABLE templates (
        inbox_id TEXT NOT NULL, part INTEGER NOT NULL, fetched_at TEXT NOT NULL, stale INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (inbox_id, part)
      ) WITHOUT ROWID;

      UPDATE settings SET body = json_set(body,
          '$.health', json_object('status', 'healthy', 'code', NULL, 'reason', NULL,
            'since', json_extract(body, '$.created_at'), 'retry_at', NULL),
          '$.state', json('{"quality":null,"messaging_limit":null,"phone_numbers_limit":null,"name":null,"account":null,"account_review":null,"security":null,"as_of":{}}'))
        WHERE kind = 'inbox';
      UPDATE settings SET body = json_set(body, '$.channel.waba_id', NULL)
        WHERE kind = 'inbox' AND json_extract(body, '$.channel.type') = 'whatsapp';
      UPDATE keys SET answer = json_set(answer,
          '$.health', json_object('status', 'healthy', 'code', NULL, 'reason', NULL,
            'since', json_extract(answer, '$.created_at'), 'retry_at', NULL),
          '$.state', json('{"quality":null,"messaging_limit":null,"phone_numbers_limit":null,"name":null,"account":null,"account_review":null,"security":null,"as_of":{}}'))
        WHERE key LIKE 'inbox:%';
      UPDATE keys SET answer = json_set(answer, '$.channel.waba_id', NULL)
        WHERE key LIKE 'inbox:%' AND json_extract(answer, '$.channel.type') = 'whatsapp';`,
  },
  {
    id: 3,
    sql: `
      CREATE TABLE notices (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
        told INTEGER NOT NULL
      );`,
  },
  {
    id: 4,
    sql: `
      CREATE TABLE customers (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE customer_addresses (address TEXT PRIMARY KEY, customer_id TEXT NOT NULL) WITHOUT ROWID;
      CREATE INDEX addresses_of_customers ON customer_addresses (customer_id);`,
  },
  {
    id: 5,
    // Outlets of before were a name only.
    sql: `
      UPDATE settings SET body = json_insert(body, '$.business_hours', NULL,
          '$.created_at', (SELECT json_extract(body, '$.created_at') FROM settings WHERE kind = 'tenant'),
          '$.updated_at', (SELECT json_extract(body, '$.created_at') FROM settings WHERE kind = 'tenant'))
        WHERE kind = 'outlet';`,
  },
  {
    id: 6,
    // What people are found by is folded where SQLite cannot; of those of before when they are first looked for.
    sql: `
      ALTER TABLE customers ADD COLUMN search TEXT;
      CREATE INDEX customers_to_fold ON customers (id) WHERE search IS NULL;`,
  },
];
