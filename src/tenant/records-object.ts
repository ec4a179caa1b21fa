import { DurableObject } from "cloudflare:workers";
import type { Result } from "../lib/result.ts";
import { type Backlog, backlogOf } from "./backlog.ts";
import { type CustomerRow, type ImportOutcome, importCustomers } from "./customer-import.ts";
import { afterWebhook, type InboxSetup, noSetup, type WebhookNote } from "./inbox-setup.ts";
import { once } from "./once.ts";
import type {
  Customer,
  CustomerAddress,
  CustomerRejection,
  Idempotency,
  NewCustomer,
  SettingsRejection,
} from "./port.ts";
import type { FlowChanges, FlowRecord, NewRecord, Records } from "./records.ts";
import { TenantRepository } from "./repository.ts";

/** The part of a tenant's object that only keeps what it is given: small documents by kind, and customers. */
export abstract class RecordsObject extends DurableObject<Cloudflare.Env> {
  protected readonly repository = new TenantRepository(this.ctx.storage);

  records<Kind extends keyof Records>(kind: Kind): Records[Kind][] {
    return this.repository.all(kind) as Records[Kind][];
  }

  record<Kind extends keyof Records>(kind: Kind, id: string): Records[Kind] | null {
    return this.repository.find(kind, id) as Records[Kind] | null;
  }

  createRecord<Kind extends keyof Records>(
    kind: Kind,
    body: NewRecord<Kind>,
    idempotency: Idempotency,
  ): Result<Records[Kind], SettingsRejection> {
    return once(this.repository, idempotency, kind, (id) => this.#put(kind, id, body));
  }

  putRecord<Kind extends keyof Records>(kind: Kind, id: string, body: NewRecord<Kind>): Records[Kind] {
    return this.repository.transaction(() => this.#put(kind, id, body));
  }

  changeRecord<Kind extends keyof Records>(
    kind: Kind,
    id: string,
    changes: Partial<NewRecord<Kind>>,
  ): Records[Kind] | null {
    const known = this.record(kind, id);
    return known && this.repository.transaction(() => this.#put(kind, id, { ...known, ...changes }));
  }

  changeFlow(id: string, changes: FlowChanges): FlowRecord | null {
    const known = this.record("flow", id);
    if (known === null) return null;
    const flow = { ...known, ...changes };
    return this.changeRecord("flow", id, { ...flow, is_live: flow.enabled && flow.published_version !== null });
  }

  removeRecord(kind: keyof Records, id: string): boolean {
    // Asked first, so that a guess writes nothing.
    if (this.repository.find(kind, id) === null) return false;
    return this.repository.transaction(() => this.repository.remove(kind, id));
  }

  #put<Kind extends keyof Records>(kind: Kind, id: string, body: NewRecord<Kind>): Records[Kind] {
    const at = new Date().toISOString();
    const created_at = this.repository.find(kind, id)?.created_at ?? at;
    const record = { ...body, id, created_at, updated_at: at } as unknown as Records[Kind];
    this.repository.put(kind, id, record as never);
    return record;
  }

  noteKnowledge(isThereAny: boolean): void {
    this.repository.transaction(() => this.repository.put("knowledge", "articles", { is_there_any: isThereAny }));
  }

  backlog(): Backlog {
    return backlogOf(this.repository);
  }

  inboxSetup(inboxId: string): InboxSetup | null {
    return this.repository.find("inbox_setup", inboxId);
  }

  noteWebhook(inboxId: string, note: WebhookNote): void {
    this.#changeSetup(inboxId, (setup, now) => afterWebhook(setup, note, now));
  }

  noteCheck(inboxId: string, check: InboxSetup["check"]): void {
    this.#changeSetup(inboxId, (setup) => ({ ...setup, check }));
  }

  #changeSetup(inboxId: string, change: (setup: InboxSetup, now: number) => InboxSetup): void {
    // Asked first: an inbox that is not there leaves nothing.
    if (this.repository.find("inbox", inboxId) === null) return;
    const before = this.inboxSetup(inboxId) ?? noSetup(inboxId, new Date().toISOString());
    const after = change(before, Date.now());
    if (after !== before) this.repository.transaction(() => this.repository.put("inbox_setup", inboxId, after));
  }

  putCustomer(id: string, given: NewCustomer): Result<Customer, CustomerRejection> {
    return this.repository.changeCustomers((customers, at) => customers.put(id, given, at));
  }

  importCustomers(rows: CustomerRow[], isTrial: boolean): ImportOutcome[] {
    return importCustomers(this.repository, rows, isTrial);
  }

  removeCustomer(id: string): boolean {
    return this.repository.changeCustomers((customers) => customers.remove(id));
  }

  customer(id: string): Customer | null {
    return this.repository.customers.find(id);
  }

  customers(text: string, after: string, limit: number): Customer[] {
    return this.repository.customers.page(text, after, limit);
  }

  customerOf(addresses: CustomerAddress[]): Customer | null {
    return this.repository.customers.of(addresses);
  }
}
