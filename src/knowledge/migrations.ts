import type { Migration } from "../lib/database.ts";
import { INDEX_TABLES } from "./passage-index.ts";

/** The schema of a tenant's knowledge. Append only. The index is a projection: the articles can always fill it again. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    sql: `
      CREATE TABLE articles (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, format TEXT NOT NULL, language TEXT, source_url TEXT,
        status TEXT NOT NULL, version INTEGER NOT NULL, size INTEGER NOT NULL, passages INTEGER NOT NULL,
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE article_versions (
        article_id TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, format TEXT NOT NULL, language TEXT,
        source_url TEXT, size INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (article_id, version)) WITHOUT ROWID;
      CREATE TABLE article_pieces (
        article_id TEXT NOT NULL, version INTEGER NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (article_id, version, part));
      CREATE TABLE documents (kind TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE answers (
        conversation_id TEXT NOT NULL, turn INTEGER NOT NULL, answered_at INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (conversation_id, turn)) WITHOUT ROWID;
      CREATE INDEX answers_by_time ON answers (answered_at);
      CREATE TABLE usage (
        day TEXT PRIMARY KEY, requests INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
        cost REAL NOT NULL) WITHOUT ROWID;`,
  },
  { id: 2, sql: `${INDEX_TABLES.join(";\n")};` },
];
