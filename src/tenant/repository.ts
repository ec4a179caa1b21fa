import { Database } from "../lib/database.ts";
import type { Agent, Bearer, Inbox, Subscription, Tenant } from "./configuration.ts";
import type { InvitationRecord, PasswordRecord, SessionRecord, SocketTicketRecord } from "./credentials.ts";
import { Customers } from "./customers.ts";
import { HeldThreads } from "./held-threads.ts";
import type { InboxSetup } from "./inbox-setup.ts";
import { MIGRATIONS } from "./migrations.ts";
import { Notices } from "./notices.ts";
import { Quarantine } from "./quarantine.ts";
import type { Records } from "./records.ts";
import type { SubscriptionSecrets } from "./subscriptions.ts";
import { TemplateCache } from "./template-cache.ts";
import { UpdateLog } from "./update-log.ts";

interface Kinds extends Records {
  tenant: Tenant;
  inbox: Inbox;
  inbox_setup: InboxSetup;
  agent: Agent;
  bearer: Bearer;
  password: PasswordRecord;
  invitation: InvitationRecord;
  session: SessionRecord;
  socket_ticket: SocketTicketRecord;
  subscription: Subscription;
  subscription_secrets: SubscriptionSecrets;
  /** One, `list`: when the customers were changed last. */
  customers: { changed_at: string };
  /** One, `articles`: whether the embedded AI agent has anything to answer from. */
  knowledge: { is_there_any: boolean };
}

/** All SQL of the tenant object: settings are small documents, read together and written one by one. */
export class TenantRepository {
  readonly #database: Database;
  readonly quarantine: Quarantine;
  readonly held: HeldThreads;
  readonly updates: UpdateLog;
  readonly templates: TemplateCache;
  readonly notices: Notices;
  readonly customers: Customers;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
    this.quarantine = new Quarantine(this.#database);
    this.held = new HeldThreads(this.#database);
    this.updates = new UpdateLog(this.#database);
    this.templates = new TemplateCache(this.#database);
    this.notices = new Notices(this.#database);
    this.customers = new Customers(this.#database);
  }

  /** One commit: all of it or nothing. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  /** Changes the list of customers, and says when. */
  changeCustomers<T>(change: (customers: Customers, at: string) => T): T {
    const at = new Date().toISOString();
    return this.transaction(() => {
      const changed = change(this.customers, at);
      this.put("customers", "list", { changed_at: at });
      return changed;
    });
  }

  all<K extends keyof Kinds>(kind: K): Kinds[K][] {
    const oldestFirst = "ORDER BY json_extract(body, '$.created_at'), id";
    const rows = this.#database.rows<{ body: string }>(`SELECT body FROM settings WHERE kind = ? ${oldestFirst}`, kind);
    return rows.map(({ body }) => JSON.parse(body) as Kinds[K]);
  }

  /** With their ids, the oldest first. */
  entries<K extends keyof Kinds>(kind: K): [string, Kinds[K]][] {
    const oldestFirst = "ORDER BY json_extract(body, '$.created_at'), id";
    const select = `SELECT id, body FROM settings WHERE kind = ? ${oldestFirst}`;
    const rows = this.#database.rows<{ id: string; body: string }>(select, kind);
    return rows.map(({ id, body }) => [id, JSON.parse(body) as Kinds[K]]);
  }

  find<K extends keyof Kinds>(kind: K, id: string): Kinds[K] | null {
    const select = "SELECT body FROM settings WHERE kind = ? AND id = ?";
    const [row] = this.#database.rows<{ body: string }>(select, kind, id);
    return row ? (JSON.parse(row.body) as Kinds[K]) : null;
  }

  put<K extends keyof Kinds>(kind: K, id: string, value: Kinds[K]): void {
    const body = JSON.stringify(value);
    this.#database.run("INSERT OR REPLACE INTO settings (kind, id, body) VALUES (?, ?, ?)", kind, id, body);
  }

  remove(kind: keyof Kinds, id: string): boolean {
    return this.#database.run("DELETE FROM settings WHERE kind = ? AND id = ?", kind, id) > 0;
  }

  known(key: string): { fingerprint: string; answer: string } | null {
    const select = "SELECT fingerprint, answer FROM keys WHERE key = ?";
    return this.#database.rows<{ fingerprint: string; answer: string }>(select, key)[0] ?? null;
  }

  remember(key: string, fingerprint: string, answer: string): void {
    this.#database.run("INSERT INTO keys (key, fingerprint, answer) VALUES (?, ?, ?)", key, fingerprint, answer);
  }
}
