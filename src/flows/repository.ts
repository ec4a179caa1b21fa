import { Database } from "../lib/database.ts";
import type { Flow } from "../protocol/flow.ts";
import type { Execution, Output } from "./execution.ts";
import { MIGRATIONS } from "./migrations.ts";

/** A flow under way in a conversation of the thread. */
export interface Running {
  execution_id: string;
  /** The conversation's. */
  number: number;
  flow_id: string;
  name: string;
  version: number;
  execution: Execution;
  /** So many things it has wished to say or end so far: each has a number of its own. */
  outputs: number;
  /** The thread's seq of what it said last. Executions of before do not have it. */
  said_seq?: number;
  /** How often what it waits for from outside was begun: a crash may repeat it, but not for ever. */
  attempts: number;
}

/** What the thread is to be told. */
export type Telling = Extract<Output, { type: "say" | "ended" }>;

interface Documents {
  /** How far the thread's log was read. */
  cursor: { seq: number };
  running: Running;
  /** The flow as it was when it began. */
  flow: Flow;
}

/** All SQL of the flow object. */
export class FlowRepository {
  readonly #database: Database;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
  }

  /** Whether anything was ever written here. */
  get exists(): boolean {
    return this.#database.exists;
  }

  /** One commit: all of it or nothing. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  /** Deletes all there is but how far the log was read. */
  forget(seq: number): void {
    this.#database.renew(() => this.putDocument("cursor", { seq }));
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

  /** What the thread is to be told next. `n` is its number in the execution. */
  first(): { n: number; telling: Telling } | null {
    const [row] = this.#database.rows<{ n: number; command: string }>(
      "SELECT n, command FROM outbox ORDER BY n LIMIT 1",
    );
    return row ? { n: row.n, telling: JSON.parse(row.command) as Telling } : null;
  }

  addTelling(n: number, telling: Telling): void {
    this.#database.run("INSERT INTO outbox (n, command) VALUES (?, ?)", n, JSON.stringify(telling));
  }

  removeTelling(n: number): void {
    this.#database.run("DELETE FROM outbox WHERE n = ?", n);
  }

  removeTellings(): void {
    this.#database.run("DELETE FROM outbox");
  }
}
