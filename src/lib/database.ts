/** One step of an object's schema. The list is append-only: a step that has run somewhere is never changed. */
export interface Migration {
  id: number;
  sql: string;
}

type Row = Record<string, SqlStorageValue>;
type Binding = string | number | null;

/**
 * An object's SQLite database. Its schema is brought up to date when the object wakes, and made by the first write: an
 * object that was only asked must leave nothing behind.
 */
export class Database {
  readonly #storage: DurableObjectStorage;
  readonly #migrations: readonly Migration[];
  #exists: boolean;
  #writes = 0;
  #undone = 0;

  constructor(storage: DurableObjectStorage, migrations: readonly Migration[]) {
    this.#storage = storage;
    this.#migrations = migrations;
    this.#exists = storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").toArray().length > 0;
    if (this.#exists) storage.transactionSync(() => this.#migrate());
  }

  /** Whether anything was ever written here. */
  get exists(): boolean {
    return this.#exists;
  }

  /** How much was written since the object woke: what was read stays true as long as this does. */
  get writes(): number {
    return this.#writes;
  }

  /** How often what had been written was undone: by a commit that failed, or by being made anew. */
  get undone(): number {
    return this.#undone;
  }

  /** One commit: all of it or nothing. */
  transaction<T>(work: () => T): T {
    const existed = this.#exists;
    try {
      return this.#storage.transactionSync(() => {
        if (!existed) this.#migrate();
        // From here on what the work writes can be read by it, also in the very first transaction.
        this.#exists = true;
        return work();
      });
    } catch (error) {
      this.#exists = existed;
      this.#writes += 1;
      this.#undone += 1;
      throw error;
    }
  }

  /**
   * Makes the database anew: nothing is in it but what the work writes. What is deleted row by row stays to be read in the
   * free pages of the file, and the platform allows neither VACUUM nor PRAGMA secure_delete. An alarm goes, too.
   */
  renew(work: () => void): void {
    // In one turn: only a machine that dies within it leaves nothing, as if the object had never been.
    void this.#storage.deleteAll();
    this.#exists = false;
    this.#writes += 1;
    this.#undone += 1;
    this.transaction(work);
  }

  /** What a query finds; nothing where nothing was ever written. */
  rows<T extends Row>(query: string, ...bindings: Binding[]): T[] {
    return this.#exists ? this.#storage.sql.exec<T>(query, ...bindings).toArray() : [];
  }

  /** Writes. @returns how many rows, those of indexes included */
  run(statement: string, ...bindings: Binding[]): number {
    this.#writes += 1;
    return this.#storage.sql.exec(statement, ...bindings).rowsWritten;
  }

  /** Refuses a database that knows steps we do not: it was written by newer code. */
  #migrate(): void {
    const { sql } = this.#storage;
    sql.exec("CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)");
    const applied = sql.exec<{ id: number }>("SELECT coalesce(max(id), 0) AS id FROM migrations").one().id;
    const newest = this.#migrations.at(-1)?.id ?? 0;
    if (applied > newest) throw new Error(`schema ${applied} is newer than this code's ${newest}`);
    for (const { id, sql: step } of this.#migrations.filter((migration) => migration.id > applied)) {
      sql.exec(step);
      sql.exec("INSERT INTO migrations (id, applied_at) VALUES (?, ?)", id, new Date().toISOString());
    }
  }
}
