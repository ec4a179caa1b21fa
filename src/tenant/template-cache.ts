import type { Database } from "../lib/database.ts";
import { piecesOf } from "../lib/pieces.ts";
import type { CachedTemplates } from "./port.ts";

/** So long a list of templates is taken for the one that WhatsApp has. */
const FRESH_MS = 10 * 60 * 1000;

/** The template lists of a tenant's inboxes, as they were last fetched. */
export class TemplateCache {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find(inboxId: string, now: number): (CachedTemplates & { is_fresh: boolean }) | null {
    const select = "SELECT fetched_at, stale, body FROM templates WHERE inbox_id = ? ORDER BY part";
    const pieces = this.#database.rows<{ fetched_at: string; stale: number; body: string }>(select, inboxId);
    const [first] = pieces;
    if (!first) return null;
    const { fetched_at, stale } = first;
    const is_fresh = stale === 0 && Date.parse(fetched_at) + FRESH_MS > now;
    return { fetched_at, templates: pieces.map(({ body }) => body).join(""), is_fresh };
  }

  /** Within a transaction. */
  keep(inboxId: string, { templates, fetched_at }: CachedTemplates): void {
    this.remove(inboxId);
    const insert = "INSERT INTO templates (inbox_id, part, fetched_at, stale, body) VALUES (?, ?, ?, 0, ?)";
    for (const [part, body] of piecesOf(templates).entries())
      this.#database.run(insert, inboxId, part, fetched_at, body);
  }

  /** The list is another now; it still serves where the new one cannot be had. Within a transaction. */
  outdate(inboxId: string): void {
    this.#database.run("UPDATE templates SET stale = 1 WHERE inbox_id = ? AND part = 0 AND stale = 0", inboxId);
  }

  /** Within a transaction. */
  remove(inboxId: string): void {
    this.#database.run("DELETE FROM templates WHERE inbox_id = ?", inboxId);
  }
}
