import type { Database } from "../lib/database.ts";
import type { Attempt, Delivery, DeliveryState } from "./delivery.ts";
import type { DeliveryFilter } from "./port.ts";
import type { Position } from "./repository.ts";

const DAY = 24 * 60 * 60 * 1_000;

const DELIVERED_DAYS = 7;
const DEAD_DAYS = 30;
const MOST_DELIVERED = 10_000;

/** So many of the attempts are kept; a round has about twenty. */
const MOST_ATTEMPTS = 50;

/** So many rows are deleted at a time. */
const BATCH = 5_000;

/** A delivery with its place. `again`: it is delivered anew beside its lane. */
export interface Kept extends Position {
  id: number;
  lane: string;
  event_id: string;
  type: string;
  conversation_id: string | null;
  state: DeliveryState;
  again: boolean;
  attempts: Attempt[];
  created_at: number;
  updated_at: number;
}

type Row = Omit<Kept, "again" | "attempts"> & { again: number; attempts: string } & Record<string, SqlStorageValue>;

/** Written out, since the indexes of what is not delivered are found by these very words. */
const WHERE: { [state in DeliveryState]: string } = {
  delivered: "state = 'delivered'",
  retrying: "state = 'retrying'",
  dead: "state = 'dead'",
};

/** All SQL of the deliveries. An id is the millisecond in which it was made, counted on where that is taken. */
export class Deliveries {
  readonly #database: Database;
  #lastId: number | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  add(delivery: Omit<Kept, "id" | "created_at" | "updated_at">, at: number): void {
    this.#lastId = Math.max(at, (this.#lastId ?? this.#newestId()) + 1);
    const { lane, seq, part, event_id, type, conversation_id, state, again, attempts } = delivery;
    this.#database.run(
      `INSERT INTO deliveries (id, lane, seq, part, event_id, type, conversation_id, state, again, attempts, created_at,
         updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      this.#lastId,
      lane,
      seq,
      part,
      event_id,
      type,
      conversation_id,
      state,
      again ? 1 : 0,
      JSON.stringify(attempts),
      at,
      at,
    );
  }

  #newestId(): number {
    return this.#database.rows<{ id: number | null }>("SELECT max(id) AS id FROM deliveries")[0]?.id ?? 0;
  }

  /** Notes what became of it; nothing when it was discarded meanwhile. */
  change({ id, attempts }: Kept, state: DeliveryState, again: boolean, attempt: Attempt, at: number): void {
    const kept = JSON.stringify([...attempts, attempt].slice(-MOST_ATTEMPTS));
    const update = "UPDATE deliveries SET state = ?, again = ?, attempts = ?, updated_at = ? WHERE id = ?";
    this.#database.run(update, state, again ? 1 : 0, kept, at, id);
  }

  /** Has it delivered anew, beside its lane. */
  begin(id: number): void {
    this.#database.run("UPDATE deliveries SET state = 'retrying', again = 1 WHERE id = ?", id);
  }

  /** The same for all that are dead. @returns how many, and the lanes they are of */
  beginDead(): { count: number; lanes: string[] } {
    const lanes = this.#database.rows<{ lane: string }>(`SELECT DISTINCT lane FROM deliveries WHERE ${WHERE.dead}`);
    const count = this.deadCount();
    this.#database.run(`UPDATE deliveries SET state = 'retrying', again = 1 WHERE ${WHERE.dead}`);
    return { count, lanes: lanes.map(({ lane }) => lane) };
  }

  remove(id: number): void {
    this.#database.run("DELETE FROM deliveries WHERE id = ?", id);
  }

  find(id: number): Kept | null {
    return this.#rows("id = ?", id)[0] ?? null;
  }

  /** Those of a lane that are being retried, oldest first: in their lane, or beside it. */
  retrying(lane: string, again: boolean): Kept[] {
    return this.#rows(`${WHERE.retrying} AND lane = ? AND again = ? ORDER BY id`, lane, again ? 1 : 0);
  }

  page({ state, before, limit }: DeliveryFilter): { rows: Kept[]; next: number | null } {
    const which = state === null ? "true" : WHERE[state];
    const bound = before ?? Number.MAX_SAFE_INTEGER;
    const rows = this.#rows(`${which} AND id < ? ORDER BY id DESC LIMIT ?`, bound, limit + 1);
    const page = rows.slice(0, limit);
    return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  }

  deadCount(): number {
    return this.#count("dead");
  }

  retryingCount(): number {
    return this.#count("retrying");
  }

  #count(state: DeliveryState): number {
    const select = `SELECT count(*) AS count FROM deliveries WHERE ${WHERE[state]}`;
    return this.#database.rows<{ count: number }>(select)[0]?.count ?? 0;
  }

  lastDeliveredAt(): number | null {
    return this.#rows(`${WHERE.delivered} ORDER BY id DESC LIMIT 1`)[0]?.updated_at ?? null;
  }

  /** Forgets what is older, or more, than is kept, so much of it at a time. @returns what there is to do from here on */
  trim(now: number): "nothing" | "later" | "more" {
    if (!this.#database.exists) return "nothing";
    const surplus = `SELECT id FROM deliveries WHERE ${WHERE.delivered} ORDER BY id DESC LIMIT 1 OFFSET ${MOST_DELIVERED}`;
    const [last] = this.#database.rows<{ id: number }>(surplus);
    const kept = Math.max((last?.id ?? 0) + 1, now - DELIVERED_DAYS * DAY);
    const isMore =
      this.#forget(`${WHERE.delivered} AND id < ? ORDER BY id`, kept) ||
      this.#forget(`${WHERE.dead} AND updated_at < ?`, now - DEAD_DAYS * DAY);
    return isMore ? "more" : this.#newestId() > 0 ? "later" : "nothing";
  }

  /** @returns whether there may be more of it */
  #forget(which: string, before: number): boolean {
    const some = `SELECT id FROM deliveries WHERE ${which} LIMIT ${BATCH}`;
    return this.#database.run(`DELETE FROM deliveries WHERE id IN (${some})`, before) >= BATCH;
  }

  #rows(where: string, ...bindings: (string | number)[]): Kept[] {
    return this.#database
      .rows<Row>(`SELECT * FROM deliveries WHERE ${where}`, ...bindings)
      .map((row) => ({ ...row, again: row.again === 1, attempts: JSON.parse(row.attempts) as Attempt[] }));
  }
}

/** As it is shown. @param nextAt when it is tried next, in epoch milliseconds */
export function shown(kept: Kept, nextAt: number | null): Delivery {
  const { id, event_id, type, conversation_id, seq, state, attempts } = kept;
  return {
    id,
    event_id,
    type,
    conversation_id,
    seq,
    state,
    attempts,
    next_attempt_at: nextAt === null ? null : new Date(nextAt).toISOString(),
    created_at: new Date(kept.created_at).toISOString(),
    updated_at: new Date(kept.updated_at).toISOString(),
  };
}
