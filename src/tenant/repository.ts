import { isWritten, migrate } from "../lib/migrate.ts";
import type { Agent, Bearer, Inbox, Outlet, Tenant } from "./configuration.ts";
import { MIGRATIONS } from "./migrations.ts";

interface Kinds {
  tenant: Tenant;
  outlet: Outlet;
  inbox: Inbox;
  agent: Agent;
  bearer: Bearer;
}

/** All SQL of the tenant object: settings are small documents, read together and written one by one. */
export class TenantRepository {
  readonly #storage: DurableObjectStorage;
  #ready: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#ready = isWritten(storage);
    if (this.#ready) migrate(storage, MIGRATIONS);
  }

  /** One commit: all of it or nothing. The schema is made by the first write. */
  transaction<T>(work: () => T): T {
    return this.#storage.transactionSync(() => {
      if (!this.#ready) migrate(this.#storage, MIGRATIONS);
      const result = work();
      this.#ready = true;
      return result;
    });
  }

  all<K extends keyof Kinds>(kind: K): Kinds[K][] {
    if (!this.#ready) return [];
    const oldestFirst = "ORDER BY json_extract(body, '$.created_at'), id";
    const select = `SELECT body FROM settings WHERE kind = ? ${oldestFirst}`;
    const rows = this.#storage.sql.exec<{ body: string }>(select, kind);
    return rows.toArray().map(({ body }) => JSON.parse(body) as Kinds[K]);
  }

  put<K extends keyof Kinds>(kind: K, id: string, value: Kinds[K]): void {
    const body = JSON.stringify(value);
    this.#storage.sql.exec("INSERT OR REPLACE INTO settings (kind, id, body) VALUES (?, ?, ?)", kind, id, body);
  }

  remove(kind: keyof Kinds, id: string): boolean {
    return this.#storage.sql.exec("DELETE FROM settings WHERE kind = ? AND id = ?", kind, id).rowsWritten > 0;
  }

  known(key: string): { fingerprint: string; answer: string } | null {
    if (!this.#ready) return null;
    const rows = this.#storage.sql.exec<{ fingerprint: string; answer: string }>(
      "SELECT fingerprint, answer FROM keys WHERE key = ?",
      key,
    );
    return rows.toArray()[0] ?? null;
  }

  remember(key: string, fingerprint: string, answer: string): void {
    const insert = "INSERT INTO keys (key, fingerprint, answer) VALUES (?, ?, ?)";
    this.#storage.sql.exec(insert, key, fingerprint, answer);
  }

  quarantine(at: string, reason: string, raw: string): void {
    this.#storage.sql.exec("INSERT INTO quarantine (at, reason, raw) VALUES (?, ?, ?)", at, reason, raw);
  }
}
