import { DurableObject } from "cloudflare:workers";
import { claim } from "../directory/port.ts";
import { hmac, newSecret, sha256 } from "../lib/crypto.ts";
import { errorText, log } from "../lib/log.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { newBearer } from "./bearer.ts";
import type { Agent, Configuration, Inbox, Tenant } from "./configuration.ts";
import { healthyAt } from "./health.ts";
import { UNTOLD, wabaOf } from "./inbox-state.ts";
import { noteHealth, noteUpdates } from "./noting.ts";
import type {
  CachedTemplates,
  HealthReport,
  Idempotency,
  InboxChanges,
  InboxUpdate,
  Issued,
  KeptUpdate,
  NewAgent,
  NewInbox,
  Quarantined,
  QuarantineFilter,
  QuarantinePage,
  SetAside,
  SettingsRejection,
  TenantChanges,
} from "./port.ts";
import { identified } from "./quarantine.ts";
import { TenantRepository } from "./repository.ts";
import { Templates } from "./templates.ts";
import { hashed } from "./update-log.ts";
import { lookAfter, nextDue } from "./waking.ts";

type Answer<T> = Result<T, SettingsRejection>;

/** What could not be done is done again after so long. */
const AGAIN_MS = 30_000;

/** A business's settings, credentials and quarantine, and how its inboxes fare. */
export class TenantObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new TenantRepository(this.ctx.storage);
  readonly #templates = new Templates(this.#repository);

  /** All that requests are decided by; null when no such tenant was made. Writes nothing. */
  configuration(): Configuration | null {
    const [tenant] = this.#repository.all("tenant");
    if (!tenant) return null;
    const [inboxes, outlets, bearers] = [
      this.#repository.all("inbox"),
      this.#repository.all("outlet"),
      this.#repository.all("bearer"),
    ];
    return { tenant, inboxes, outlets, bearers };
  }

  /** Makes this tenant, with its first outlet and API key. */
  async create(name: string, idempotency: Idempotency): Promise<Answer<{ tenant: Tenant; api_key: Issued }>> {
    const made = this.#once<Tenant>(idempotency, "tenant", (id) => {
      const outlet = { id: crypto.randomUUID(), name };
      const tenant: Tenant = {
        id: this.ctx.id.name ?? id,
        name,
        created_at: new Date().toISOString(),
        thread_salt: newSecret(),
        default_outlet_id: outlet.id,
        policies: {},
        services: {},
      };
      this.#repository.put("outlet", outlet.id, outlet);
      this.#repository.put("tenant", tenant.id, tenant);
      return tenant;
    });
    if (!made.ok) return made;
    const key = await this.issueBearer(null, idempotency);
    return key.ok ? ok({ tenant: made.value, api_key: key.value }) : key;
  }

  update({ name, policies, services }: TenantChanges): Tenant {
    const tenant = this.#tenant();
    const changed: Tenant = {
      ...tenant,
      name: name ?? tenant.name,
      policies: merge(tenant.policies, policies),
      services: merge(tenant.services, services),
    };
    this.#repository.transaction(() => this.#repository.put("tenant", tenant.id, changed));
    return changed;
  }

  createInbox({ name, outlet_id, channel }: NewInbox, idempotency: Idempotency): Answer<Inbox> {
    return this.#once(idempotency, "inbox", (id) => {
      const outlet = outlet_id ?? this.#tenant().default_outlet_id;
      this.#adoptOutlet(outlet);
      const health = healthyAt(Date.now());
      const inbox = { id, name, outlet_id: outlet, channel, created_at: health.since, health, state: UNTOLD };
      this.#repository.put("inbox", id, inbox);
      return { ...inbox, channel: withoutSecrets(channel) };
    });
  }

  /** A new access token mends the inbox; another business account has other templates. */
  async updateInbox(id: string, { name, ...settings }: InboxChanges): Promise<Answer<Inbox>> {
    const inbox = this.#repository.find("inbox", id);
    if (!inbox) return err({ code: "not_found" });
    const channel = inbox.channel.type === "whatsapp" ? merge(inbox.channel, settings) : inbox.channel;
    const health = settings.access_token === undefined ? inbox.health : healthyAt(Date.now());
    const changed = { ...inbox, name: name ?? inbox.name, channel, health };
    this.#repository.transaction(() => {
      this.#repository.put("inbox", id, changed);
      if (settings.waba_id !== undefined) this.#repository.templates.remove(id);
    });
    await this.#arm();
    return ok(changed);
  }

  /** The inbox that an outlet's conversations are held in: its own, or one that only stores. */
  outletInbox(outletId: string): Inbox {
    const own = this.#repository.all("inbox").filter((inbox) => inbox.outlet_id === outletId);
    const found = own.find(({ channel }) => channel.type === "whatsapp") ?? own[0];
    if (found) return found;
    const made = this.createInbox({ name: "Stored only", outlet_id: outletId, channel: { type: "none" } }, null);
    if (!made.ok) throw new Error("an inbox without a key cannot be refused");
    return made.value;
  }

  createAgent(agent: NewAgent, idempotency: Idempotency): Answer<Agent> {
    return this.#once(idempotency, "agent", (id) => {
      const made = { id, ...agent, created_at: new Date().toISOString() };
      this.#repository.put("agent", id, made);
      return made;
    });
  }

  agents(): Agent[] {
    return this.#repository.all("agent");
  }

  /** Issues an API key, or a bearer for an agent. Under a client's key the secret is made of it, so it need not be kept. */
  async issueBearer(agentId: string | null, idempotency: Idempotency): Promise<Answer<Issued>> {
    if (agentId !== null && !this.agents().some(({ id }) => id === agentId)) return err({ code: "not_found" });
    const tenant = this.#tenant();
    const seed = idempotency && (await hmac(tenant.thread_salt, `bearer:${agentId}:${idempotency.key}`));
    const secret = newBearer(agentId === null ? "key" : "agent", tenant.id, seed ?? undefined);
    const hash = await sha256(secret);
    const issued = this.#once(idempotency, "bearer", (id) => {
      this.#repository.put("bearer", id, { hash, key_id: id, agent_id: agentId });
      return { id };
    });
    return issued.ok ? ok({ ...issued.value, secret }) : issued;
  }

  revokeBearer(id: string): boolean {
    return this.#repository.transaction(() => this.#repository.remove("bearer", id));
  }

  async quarantine(items: SetAside[]): Promise<void> {
    const known = await Promise.all(items.map(identified));
    this.#repository.transaction(() => {
      for (const item of known) this.#repository.quarantine.add(item, Date.now());
    });
    await this.#arm();
  }

  quarantined(filter: QuarantineFilter): QuarantinePage {
    const { quarantine } = this.#repository;
    return { ...quarantine.page(filter), total: quarantine.total(filter.reason) };
  }

  quarantinedItem(id: string): (Quarantined & { raw: string }) | null {
    return this.#repository.quarantine.find(id);
  }

  explainQuarantined(id: string, reason: string): void {
    this.#repository.transaction(() => this.#repository.quarantine.explain(id, reason));
  }

  discardQuarantined(id: string): boolean {
    // Asked first: the object of a stranger's guess must not be made by it.
    if (this.#repository.quarantine.find(id) === null) return false;
    return this.#repository.transaction(() => this.#repository.quarantine.remove(id));
  }

  answerTo(key: string, fingerprint: string): string | null {
    const known = this.#repository.known(`answer:${key}`);
    return known?.fingerprint === fingerprint ? known.answer : null;
  }

  keepAnswer(key: string, fingerprint: string, answer: string): void {
    if (this.#repository.known(`answer:${key}`) !== null) return;
    this.#repository.transaction(() => this.#repository.remember(`answer:${key}`, fingerprint, answer));
  }

  async noteUpdates(inboxId: string, updates: InboxUpdate[]): Promise<void> {
    if (this.#repository.find("inbox", inboxId) === null) return;
    const waba = updates.map(wabaOf).find((id) => id !== null);
    if (waba) await this.noteWaba(inboxId, waba);
    const known = await Promise.all(updates.map(hashed));
    const inbox = this.#repository.find("inbox", inboxId);
    if (inbox === null) return;
    this.#repository.transaction(() => noteUpdates(this.#repository, inbox, known, Date.now()));
    await this.#arm();
  }

  updates(inboxId: string, limit: number, before: number | null): { updates: KeptUpdate[]; next: number | null } {
    return this.#repository.updates.page(inboxId, limit, before);
  }

  async noteWaba(inboxId: string, wabaId: string): Promise<void> {
    const isUnknown = (inbox: Inbox | null) => inbox?.channel.type === "whatsapp" && inbox.channel.waba_id === null;
    if (!isUnknown(this.#repository.find("inbox", inboxId))) return;
    await claim(this.env, "waba", wabaId, { tenant_id: this.#tenant().id, inbox_id: null });
    const inbox = this.#repository.find("inbox", inboxId);
    if (inbox?.channel.type !== "whatsapp" || !isUnknown(inbox)) return;
    const channel = { ...inbox.channel, waba_id: wabaId };
    this.#repository.transaction(() => this.#repository.put("inbox", inboxId, { ...inbox, channel }));
  }

  async reportHealth(inboxId: string, report: HealthReport, threadKey: string | null): Promise<void> {
    if (this.#repository.find("inbox", inboxId) === null) return;
    this.#repository.transaction(() => noteHealth(this.#repository, inboxId, report, threadKey, Date.now()));
    await this.#arm();
  }

  async resume(inboxId: string): Promise<Answer<Inbox>> {
    await this.reportHealth(inboxId, { status: "healthy", code: null, reason: null, retry_at: null }, null);
    const inbox = this.#repository.find("inbox", inboxId);
    return inbox === null ? err({ code: "not_found" }) : ok(inbox);
  }

  templates(inboxId: string, refresh: boolean, fetch: () => Promise<string | null>): Promise<CachedTemplates | null> {
    return this.#templates.get(inboxId, refresh, fetch);
  }

  /** Does what is due. Never throws: an alarm that fails too often is dropped for good. */
  override async alarm(): Promise<void> {
    try {
      this.#repository.transaction(() => this.#repository.quarantine.expire(Date.now()));
      for (const { id } of this.#repository.all("inbox"))
        await lookAfter(this.#repository, this.env.OUTBOUND, this.#tenant().id, id, Date.now());
      await this.#arm();
    } catch (error) {
      log("error", "tenant.alarm_failed", { error: errorText(error) });
      await this.ctx.storage.setAlarm(Date.now() + AGAIN_MS);
    }
  }

  /** Sets the alarm where it must come earlier; one that comes too early finds nothing to do. */
  async #arm(): Promise<void> {
    const due = nextDue(this.#repository);
    if (due === null) return;
    const at = Math.max(due, Date.now());
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > at) await this.ctx.storage.setAlarm(at);
  }

  /** Does something once for a client's key, and gives the same answer again; without a key, each time. */
  #once<T>(idempotency: Idempotency, kind: string, make: (id: string) => T): Answer<T> {
    if (idempotency === null) return ok(this.#repository.transaction(() => make(crypto.randomUUID())));
    const { fingerprint } = idempotency;
    const key = `${kind}:${idempotency.key}`;
    const known = this.#repository.known(key);
    if (known)
      return known.fingerprint === fingerprint
        ? ok(JSON.parse(known.answer) as T)
        : err({ code: "idempotency_conflict" });
    const answer = this.#repository.transaction(() => {
      const made = make(crypto.randomUUID());
      this.#repository.remember(key, fingerprint, JSON.stringify(made));
      return made;
    });
    return ok(answer);
  }

  /** Outlets are the business's own: the first mention of one makes it known. */
  #adoptOutlet(id: string): void {
    if (this.#repository.all("outlet").some((outlet) => outlet.id === id)) return;
    this.#repository.put("outlet", id, { id, name: "Outlet" });
  }

  #tenant(): Tenant {
    const [tenant] = this.#repository.all("tenant");
    if (!tenant) throw new Error("no such tenant");
    return tenant;
  }
}

/** An answer is kept under the client's key: what an inbox's secrets are is kept with the inbox alone. */
const withoutSecrets = (channel: Inbox["channel"]): Inbox["channel"] =>
  channel.type === "none" ? channel : { ...channel, access_token: "", app_secrets: [], verify_token: "" };

const merge = <T extends object>(before: T, changes: object | undefined): T => {
  const given = Object.entries(changes ?? {}).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(given) };
};
