import { sha256 } from "../lib/crypto.ts";
import type { Database } from "../lib/database.ts";
import { piecesOf } from "../lib/pieces.ts";
import type { InboxUpdate, KeptUpdate } from "./port.ts";

/** So many updates of an inbox are kept. */
const KEPT = 200;

/** A page ends after so many characters: what one call answers has a limit, and an update may be large. */
const PAGE_CHARACTERS = 4_000_000;

export type HashedUpdate = InboxUpdate & { hash: string };

/** WhatsApp repeats what it said: the same words of the same time are the same update. */
export const hashed = async (update: InboxUpdate): Promise<HashedUpdate> => ({
  ...update,
  hash: await sha256(JSON.stringify([update.field, update.at, update.value])),
});

/** The latest that the channel said of each inbox beside messages. */
export class UpdateLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps what is new of a batch and drops the oldest. Within a transaction. @returns what was new */
  add(inboxId: string, updates: readonly HashedUpdate[], receivedAt: string): HashedUpdate[] {
    const select = "SELECT number, hash FROM inbox_updates WHERE inbox_id = ? AND part = 0";
    const kept = this.#database.rows<{ number: number; hash: string }>(select, inboxId);
    const known = new Set(kept.map(({ hash }) => hash));
    const fresh = updates.filter(({ hash }) => !known.has(hash) && known.add(hash));
    if (fresh.length === 0) return [];
    let number = kept.at(-1)?.number ?? 0;
    for (const update of fresh) this.#insert(inboxId, ++number, update, receivedAt);
    const drop = "DELETE FROM inbox_updates WHERE inbox_id = ? AND number <= ?";
    this.#database.run(drop, inboxId, number - KEPT);
    return fresh;
  }

  /** The newest first, those before a number where one is given. */
  page(inboxId: string, limit: number, before: number | null): { updates: KeptUpdate[]; next: number | null } {
    const sizes = this.#database.rows<{ number: number; size: number }>(
      `SELECT number, sum(length(body)) AS size FROM inbox_updates WHERE inbox_id = ?1 AND (?2 IS NULL OR number < ?2)
       GROUP BY number ORDER BY number DESC LIMIT ?3`,
      inboxId,
      before,
      limit + 1,
    );
    let room = PAGE_CHARACTERS;
    const shown = sizes.slice(0, limit).filter(({ size }, index) => {
      room -= size;
      return index === 0 || room >= 0;
    });
    const next = shown.length < sizes.length ? (shown.at(-1)?.number ?? null) : null;
    return { updates: shown.map(({ number }) => this.#read(inboxId, number)), next };
  }

  #insert(inboxId: string, number: number, { hash, field, at, value }: HashedUpdate, received_at: string): void {
    const insert = "INSERT INTO inbox_updates (inbox_id, number, part, hash, body) VALUES (?, ?, ?, ?, ?)";
    const text = JSON.stringify({ field, at, received_at, value });
    for (const [part, body] of piecesOf(text).entries())
      this.#database.run(insert, inboxId, number, part, part === 0 ? hash : null, body);
  }

  #read(inboxId: string, number: number): KeptUpdate {
    const select = "SELECT body FROM inbox_updates WHERE inbox_id = ? AND number = ? ORDER BY part";
    const pieces = this.#database.rows<{ body: string }>(select, inboxId, number);
    return { number, ...JSON.parse(pieces.map(({ body }) => body).join("")) } as KeptUpdate;
  }
}
