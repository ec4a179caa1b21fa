import type { SQLInputValue } from "node:sqlite";
import type { Migration } from "../../../src/lib/database.ts";
import { copyOf } from "./copy.ts";
import { giveBack, type Prepared, preparedBy, type Schema, schemaOf, takeOne } from "./schema.ts";

/** What survives the death of an object: its database, what it keeps by key, and when its alarm rings. */
export class Disk {
  readonly kept = new Map<string, unknown>();
  /** Epoch milliseconds; null while none is set. */
  alarmAt: number | null = null;
  /** Nothing was ever written: that the schema is there already, nobody may see. */
  isBlank = true;
  /** When all was deleted last, in milliseconds that had passed; null while it never was. */
  renewedAt: number | null = null;
  readonly schema: Schema;
  readonly #elapsed: () => number;
  /** Null once it is closed. */
  #database: Prepared | null = null;

  constructor(migrations: readonly Migration[], elapsed: () => number) {
    this.#elapsed = elapsed;
    this.schema = schemaOf(migrations);
  }

  /** Whoever never did anything has none. */
  get database(): Prepared {
    this.#database ??= takeOne(this.schema);
    return this.#database;
  }

  renew(): void {
    this.close();
    this.isBlank = true;
    this.renewedAt = this.#elapsed();
    this.kept.clear();
    this.alarmAt = null;
  }

  close(): void {
    if (this.#database) giveBack(this.schema, this.#database);
    this.#database = null;
  }

  /** Every text that stands in it. */
  texts(): string[] {
    const texts = [...this.kept].map((entry) => JSON.stringify(entry));
    return this.isBlank ? texts : [...texts, ...this.schema.tables.map((table) => this.#textOf(table))];
  }

  rows(query: string): unknown[] {
    return preparedBy(this.database, query).statement.all();
  }

  #textOf(table: string): string {
    return JSON.stringify(this.rows(`SELECT * FROM "${table}"`));
  }
}

/** The disk as one life of an object sees it: whoever is dead writes and reads nothing any more. */
export function storageOf(disk: Disk, isAlive: () => boolean): DurableObjectStorage {
  const check = () => {
    if (!isAlive()) throw new Error("an object that is dead used its storage");
  };
  let depth = 0;
  const run = (statement: string) => preparedBy(disk.database, statement).statement.all();
  const storage = {
    sql: {
      exec: (query: string, ...bindings: SQLInputValue[]) => {
        check();
        return new Cursor(execute(disk, query, bindings), () => Number(run("SELECT changes() AS n")[0]?.n));
      },
      get databaseSize() {
        return 0;
      },
    },
    transactionSync: <T>(work: () => T): T => {
      check();
      const name = `s${depth++}`;
      const { isBlank } = disk;
      run(`SAVEPOINT ${name}`);
      try {
        const done = work();
        run(`RELEASE ${name}`);
        return done;
      } catch (error) {
        run(`ROLLBACK TO ${name}`);
        run(`RELEASE ${name}`);
        disk.isBlank = isBlank;
        throw error;
      } finally {
        depth--;
      }
    },
    kv: {
      get: (key: string) => copyOf(disk.kept.get(key)),
      put: (key: string, value: unknown) => {
        check();
        disk.kept.set(key, copyOf(value));
      },
      delete: (key: string) => {
        check();
        return disk.kept.delete(key);
      },
      list: ({ prefix = "" } = {}) => copyOf([...disk.kept].filter(([key]) => key.startsWith(prefix))),
    },
    getAlarm: async () => disk.alarmAt,
    setAlarm: async (at: number) => {
      if (isAlive()) disk.alarmAt = at;
    },
    deleteAlarm: async () => {
      disk.alarmAt = null;
    },
    deleteAll: async () => {
      check();
      disk.renew();
    },
  };
  return storage as unknown as DurableObjectStorage;
}

function execute(disk: Disk, query: string, bindings: SQLInputValue[]): Record<string, unknown>[] {
  if (disk.isBlank) {
    if (query.includes("sqlite_master")) return [];
    if (!query.startsWith("CREATE TABLE")) throw new Error(`asked of an object that was never made: ${query}`);
    disk.isBlank = false;
    return [];
  }
  const { statement, order } = preparedBy(disk.database, query);
  const values = order === null ? bindings : order.map((place) => bindings[place] ?? null);
  return statement.all(...values) as Record<string, unknown>[];
}

/** What a statement found. */
class Cursor {
  readonly rowsRead = 0;
  readonly #rows: Record<string, unknown>[];
  readonly #written: () => number;

  constructor(rows: Record<string, unknown>[], written: () => number) {
    this.#rows = rows;
    this.#written = written;
  }

  /** By the statement before, where that was this one. */
  get rowsWritten(): number {
    return this.#written();
  }

  toArray() {
    return this.#rows;
  }

  one() {
    return this.#rows[0];
  }

  [Symbol.iterator]() {
    return this.#rows[Symbol.iterator]();
  }
}
