import { Database } from "../lib/database.ts";
import { FRESH, type Round } from "./backoff.ts";
import type { Breaker } from "./breaker.ts";
import { Deliveries } from "./deliveries.ts";
import type { Known } from "./known.ts";
import { MIGRATIONS } from "./migrations.ts";
import type { Replay } from "./replaying.ts";

/** A place in a lane's log: of the event `seq` the first `part` publications are done, and all before it. */
export interface Position {
  seq: number;
  part: number;
}

/** A lane's cursor. */
export interface Lane extends Position {
  /** The last replay that set it back; 0 for none. */
  replay: number;
  /** Whether it has not yet come to the end since. */
  isReplaying: boolean;
}

/** A lane with something to deliver, and when. */
export interface Pending extends Round {
  due_at: number;
}

interface Documents {
  breaker: Breaker;
  known: Known;
  replay: Replay;
}

/**
 * All SQL of the subscription object. A lane is pending from when it hears of something until it was seen to have
 * nothing more for a while: what comes meanwhile costs no row, since a pending lane is read to its end in any case.
 */
export class SubscriptionRepository {
  readonly #database: Database;
  readonly deliveries: Deliveries;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
    this.deliveries = new Deliveries(this.#database);
  }

  /** Whether anything was ever written here. */
  get exists(): boolean {
    return this.#database.exists;
  }

  /** One commit: all of it or nothing. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  lane(lane: string): Lane | null {
    const select = "SELECT seq, part, replay, replaying FROM lanes WHERE lane = ?";
    const [row] = this.#database.rows<{ seq: number; part: number; replay: number; replaying: number }>(select, lane);
    return row ? { seq: row.seq, part: row.part, replay: row.replay, isReplaying: row.replaying === 1 } : null;
  }

  /** Lanes in the order of their keys. */
  lanesAfter(lane: string, limit: number): string[] {
    const select = "SELECT lane FROM lanes WHERE lane > ? ORDER BY lane LIMIT ?";
    return this.#database.rows<{ lane: string }>(select, lane, limit).map((row) => row.lane);
  }

  putLane(lane: string, { seq, part, replay, isReplaying }: Lane): void {
    const insert = "INSERT OR REPLACE INTO lanes (lane, seq, part, replay, replaying) VALUES (?, ?, ?, ?, ?)";
    this.#database.run(insert, lane, seq, part, replay, isReplaying ? 1 : 0);
  }

  pending(lane: string): Pending | null {
    const select = "SELECT due_at, tries, since FROM pending WHERE lane = ?";
    return this.#database.rows<{ due_at: number; tries: number; since: number | null }>(select, lane)[0] ?? null;
  }

  putPending(lane: string, { due_at, tries, since }: Pending): void {
    const insert = "INSERT OR REPLACE INTO pending (lane, due_at, tries, since) VALUES (?, ?, ?, ?)";
    this.#database.run(insert, lane, due_at, tries, since);
  }

  /** Has a lane looked at; one that waits for its next attempt goes on waiting. */
  pend(lane: string): void {
    if (this.pending(lane) === null) this.putPending(lane, { ...FRESH, due_at: 0 });
  }

  unpend(lanes: readonly string[]): void {
    this.#database.run("DELETE FROM pending WHERE lane IN (SELECT value FROM json_each(?))", JSON.stringify(lanes));
  }

  /** Pending lanes whose time has come, in the order of their keys: so each gets its turn, and no index is needed. */
  due(now: number, after: string, limit: number): string[] {
    const select = "SELECT lane FROM pending WHERE lane > ? AND due_at <= ? ORDER BY lane LIMIT ?";
    return this.#database.rows<{ lane: string }>(select, after, now, limit).map((row) => row.lane);
  }

  /** When the first of those comes whose time has not come yet; null when there is none. */
  nextDue(now: number): number | null {
    const select = "SELECT min(due_at) AS due_at FROM pending WHERE due_at > ?";
    return this.#database.rows<{ due_at: number | null }>(select, now)[0]?.due_at ?? null;
  }

  pendingCount(): number {
    return this.#database.rows<{ count: number }>("SELECT count(*) AS count FROM pending")[0]?.count ?? 0;
  }

  /** Every lane is tried at once; `anew` also begins its round again. */
  wakeAll(anew: boolean): void {
    const round = anew ? ", tries = 0, since = NULL" : "";
    this.#database.run(`UPDATE pending SET due_at = 0${round} WHERE tries > 0`);
  }

  document<K extends keyof Documents>(key: K): Documents[K] | null {
    const [row] = this.#database.rows<{ body: string }>("SELECT body FROM state WHERE key = ?", key);
    return row ? (JSON.parse(row.body) as Documents[K]) : null;
  }

  putDocument<K extends keyof Documents>(key: K, body: Documents[K]): void {
    this.#database.run("INSERT OR REPLACE INTO state (key, body) VALUES (?, ?)", key, JSON.stringify(body));
  }

  removeDocument(key: keyof Documents): void {
    this.#database.run("DELETE FROM state WHERE key = ?", key);
  }
}
