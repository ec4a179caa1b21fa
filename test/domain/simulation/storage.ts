import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** What survives the death of an object: its database, what it keeps by key, and when its alarm rings. */
export class Disk {
  readonly kept = new Map<string, unknown>();
  database = new DatabaseSync(":memory:");
  /** Epoch milliseconds; null while none is set. */
  alarmAt: number | null = null;
  readonly #statements = new Map<string, StatementSync>();

  statement(query: string): StatementSync {
    const known = this.#statements.get(query) ?? this.database.prepare(numbered(query));
    this.#statements.set(query, known);
    return known;
  }

  renew(): void {
    this.#statements.clear();
    this.database.close();
    this.database = new DatabaseSync(":memory:");
    this.kept.clear();
    this.alarmAt = null;
  }

  close(): void {
    this.#statements.clear();
    this.database.close();
  }
}

/** The disk as one life of an object sees it: whoever is dead writes and reads nothing any more. */
export function storageOf(disk: Disk, isAlive: () => boolean): DurableObjectStorage {
  const check = () => {
    if (!isAlive()) throw new Error("an object that is dead used its storage");
  };
  let depth = 0;
  const storage = {
    sql: {
      exec: (query: string, ...bindings: SQLInputValue[]) => {
        check();
        return cursorOf(execute(disk, query, bindings));
      },
      get databaseSize() {
        return 0;
      },
    },
    transactionSync: <T>(work: () => T): T => {
      check();
      const name = `s${depth++}`;
      disk.database.exec(`SAVEPOINT ${name}`);
      try {
        const done = work();
        disk.database.exec(`RELEASE ${name}`);
        return done;
      } catch (error) {
        disk.database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
        throw error;
      } finally {
        depth--;
      }
    },
    kv: {
      get: (key: string) => structuredClone(disk.kept.get(key)),
      put: (key: string, value: unknown) => {
        check();
        disk.kept.set(key, structuredClone(value));
      },
      delete: (key: string) => {
        check();
        return disk.kept.delete(key);
      },
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
  // Several statements at once are a step of a schema: nobody reads what they answer.
  if (bindings.length === 0 && query.trim().slice(0, -1).includes(";")) {
    disk.database.exec(query);
    return [];
  }
  const statement = disk.statement(query);
  if (!isNumbered(query)) return statement.all(...bindings) as Record<string, unknown>[];
  const named = Object.fromEntries(bindings.map((value, index) => [`p${index + 1}`, value]));
  return statement.all(named) as Record<string, unknown>[];
}

function cursorOf(rows: Record<string, unknown>[]) {
  return {
    toArray: () => rows,
    one: () => rows[0],
    rowsWritten: 0,
    rowsRead: 0,
    [Symbol.iterator]: () => rows[Symbol.iterator](),
  };
}

const isNumbered = (query: string): boolean => /\?\d/.test(query);

/** Node takes numbered parameters by name only. */
const numbered = (query: string): string => query.replace(/\?(\d+)/g, ":p$1");
