/** One step of an object's schema. The list is append-only: a step that has run somewhere is never changed. */
export interface Migration {
  id: number;
  sql: string;
}

/**
 * Brings an object's database to the newest schema, in one transaction.
 * Refuses to run on a database that knows steps we do not: it was written by newer code.
 */
export function migrate(storage: DurableObjectStorage, migrations: readonly Migration[]): void {
  storage.transactionSync(() => {
    const { sql } = storage;
    sql.exec("CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)");
    const applied = sql.exec<{ id: number }>("SELECT coalesce(max(id), 0) AS id FROM migrations").one().id;
    const newest = migrations.at(-1)?.id ?? 0;
    if (applied > newest) throw new Error(`schema ${applied} is newer than this code's ${newest}`);
    for (const { id, sql: step } of migrations.filter((migration) => migration.id > applied)) {
      sql.exec(step);
      sql.exec("INSERT INTO migrations (id, applied_at) VALUES (?, ?)", id, new Date().toISOString());
    }
  });
}

/** Whether anything was ever written here. An object that was only asked must not leave a schema behind. */
export const isWritten = (storage: DurableObjectStorage): boolean =>
  storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").toArray().length > 0;
