import { claim } from "../directory/port.ts";
import { hmac, sha256 } from "../lib/crypto.ts";
import { errorText, log } from "../lib/log.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { newBearer } from "./bearer.ts";
import type { Agent, Configuration, Inbox, Subscription, Tenant } from "./configuration.ts";
import { CredentialsObject } from "./credentials-object.ts";
import { found } from "./founding.ts";
import { wabaOf } from "./inbox-state.ts";
import { Inboxes } from "./inboxes.ts";
import { merge } from "./merge.ts";
import { noteHealth, noteUpdates } from "./noting.ts";
import { once } from "./once.ts";
import type {
  CachedTemplates,
  HealthReport,
  Idempotency,
  InboxChanges,
  InboxRejection,
  InboxUpdate,
  Issued,
  KeptUpdate,
  NewAgent,
  NewInbox,
  NewSubscription,
  Notice,
  Quarantined,
  QuarantineFilter,
  QuarantinePage,
  SetAside,
  SettingsRejection,
  SubscriptionChanges,
  TenantChanges,
} from "./port.ts";
import { identified } from "./quarantine.ts";
import { Subscriptions } from "./subscriptions.ts";
import { Templates } from "./templates.ts";
import { hashed } from "./update-log.ts";
import { lookAfter, nextDue, tellOfNotices } from "./waking.ts";

type Answer<T> = Result<T, SettingsRejection>;

/** What could not be done is done again after so long. */
const AGAIN_MS = 30_000;

/** A business's settings, credentials and quarantine, and how its inboxes fare. */
export class TenantObject extends CredentialsObject {
  readonly #templates = new Templates(this.repository);
  readonly #inboxes = new Inboxes(this.repository);
  readonly #subscriptions = new Subscriptions(this.repository);

  /** All that requests are decided by; null when no such tenant was made. Writes nothing. */
  configuration(): Configuration | null {
    const [tenant] = this.repository.all("tenant");
    if (!tenant) return null;
    const [inboxes, outlets] = [this.repository.all("inbox"), this.repository.all("outlet")];
    const [subscriptions, bearers] = [this.repository.all("subscription"), this.repository.all("bearer")];
    const customers_changed_at = this.repository.find("customers", "list")?.changed_at ?? null;
    const has_articles = this.repository.find("knowledge", "articles")?.is_there_any ?? false;
    const [agents, teams, flows] = [
      this.agents(),
      this.records("team"),
      this.records("flow").filter(({ is_live }) => is_live),
    ];
    const assistant = this.record("assistant", "assistant");
    const known = { customers_changed_at, has_articles };
    return { tenant, inboxes, outlets, agents, teams, flows, assistant, subscriptions, ...known, bearers };
  }

  /** Makes this tenant, with its first outlet and API key. */
  async create(name: string, idempotency: Idempotency): Promise<Answer<{ tenant: Tenant; api_key: Issued }>> {
    const made = once<Tenant>(this.repository, idempotency, "tenant", (id) =>
      found(this.repository, this.ctx.id.name ?? id, name),
    );
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
    this.repository.transaction(() => this.repository.put("tenant", tenant.id, changed));
    return changed;
  }

  createInbox(inbox: NewInbox, idempotency: Idempotency): Result<Inbox, InboxRejection> {
    return this.#inboxes.create(inbox, idempotency);
  }

  async updateInbox(id: string, changes: InboxChanges): Promise<Answer<Inbox>> {
    const changed = this.#inboxes.update(id, changes);
    await this.#arm();
    return changed;
  }

  outletInbox(outletId: string): Inbox {
    return this.#inboxes.ofOutlet(outletId);
  }

  createSubscription(
    wish: NewSubscription,
    idempotency: Idempotency,
  ): Promise<Answer<{ subscription: Subscription; secret: string }>> {
    return this.#subscriptions.create(wish, idempotency, this.#tenant().thread_salt);
  }

  updateSubscription(id: string, changes: SubscriptionChanges): Answer<Subscription> {
    return this.#subscriptions.update(id, changes);
  }

  deleteSubscription(id: string): boolean {
    return this.#subscriptions.remove(id);
  }

  rotateSecret(
    id: string,
    graceSeconds: number,
    idempotency: Idempotency = null,
  ): Promise<Answer<{ secret: string; previous_valid_until: string | null }>> {
    return this.#subscriptions.rotate(id, graceSeconds, idempotency, this.#tenant().thread_salt);
  }

  subscription(id: string): { subscription: Subscription; secrets: string[] } | null {
    return this.#subscriptions.find(id);
  }

  async disableSubscription(id: string, reason: string): Promise<void> {
    this.#subscriptions.disable(id, reason);
    await this.#arm();
  }

  notices(after: number, limit: number): { notices: Notice[]; head: number } {
    return this.repository.notices.after(after, limit);
  }

  createAgent(agent: NewAgent, idempotency: Idempotency): Answer<Agent> {
    return once(this.repository, idempotency, "agent", (id) => {
      const made = { id, ...agent, created_at: new Date().toISOString() };
      this.repository.put("agent", id, made);
      return made;
    });
  }

  agents(): Agent[] {
    return this.repository.all("agent");
  }

  /** Issues an API key, or a bearer for an agent. Under a client's key the secret is made of it, so it need not be kept. */
  async issueBearer(
    agentId: string | null,
    idempotency: Idempotency,
    name: string | null = null,
  ): Promise<Answer<Issued>> {
    if (agentId !== null && !this.agents().some(({ id }) => id === agentId)) return err({ code: "not_found" });
    const tenant = this.#tenant();
    const seed = idempotency && (await hmac(tenant.thread_salt, `bearer:${agentId}:${idempotency.key}`));
    const secret = newBearer(agentId === null ? "key" : "agent", tenant.id, seed ?? undefined);
    const hash = await sha256(secret);
    const shown = { name, last_four: secret.slice(-4), created_at: new Date().toISOString() };
    const issued = once(this.repository, idempotency, "bearer", (id) => {
      this.repository.put("bearer", id, { hash, key_id: id, agent_id: agentId, ...shown });
      return { id };
    });
    return issued.ok ? ok({ ...issued.value, secret }) : issued;
  }

  revokeBearer(id: string): boolean {
    return this.repository.transaction(() => this.repository.remove("bearer", id));
  }

  async quarantine(items: SetAside[]): Promise<void> {
    const known = await Promise.all(items.map(identified));
    this.repository.transaction(() => {
      for (const item of known) this.repository.quarantine.add(item, Date.now());
    });
    await this.#arm();
  }

  quarantined(filter: QuarantineFilter): QuarantinePage {
    const { quarantine } = this.repository;
    return { ...quarantine.page(filter), total: quarantine.total(filter.reason) };
  }

  quarantinedItem(id: string): (Quarantined & { raw: string }) | null {
    return this.repository.quarantine.find(id);
  }

  explainQuarantined(id: string, reason: string): void {
    this.repository.transaction(() => this.repository.quarantine.explain(id, reason));
  }

  discardQuarantined(id: string): boolean {
    // Asked first: the object of a stranger's guess must not be made by it.
    if (this.repository.quarantine.find(id) === null) return false;
    return this.repository.transaction(() => this.repository.quarantine.remove(id));
  }

  answerTo(key: string, fingerprint: string): string | null {
    const known = this.repository.known(`answer:${key}`);
    return known?.fingerprint === fingerprint ? known.answer : null;
  }

  keepAnswer(key: string, fingerprint: string, answer: string): void {
    if (this.repository.known(`answer:${key}`) !== null) return;
    this.repository.transaction(() => this.repository.remember(`answer:${key}`, fingerprint, answer));
  }

  async noteUpdates(inboxId: string, updates: InboxUpdate[]): Promise<void> {
    if (this.repository.find("inbox", inboxId) === null) return;
    const waba = updates.map(wabaOf).find((id) => id !== null);
    if (waba) await this.noteWaba(inboxId, waba);
    const known = await Promise.all(updates.map(hashed));
    const inbox = this.repository.find("inbox", inboxId);
    if (inbox === null) return;
    this.repository.transaction(() => noteUpdates(this.repository, inbox, known, Date.now()));
    await this.#arm();
  }

  updates(inboxId: string, limit: number, before: number | null): { updates: KeptUpdate[]; next: number | null } {
    return this.repository.updates.page(inboxId, limit, before);
  }

  async noteWaba(inboxId: string, wabaId: string): Promise<void> {
    const isUnknown = (inbox: Inbox | null) => inbox?.channel.type === "whatsapp" && inbox.channel.waba_id === null;
    if (!isUnknown(this.repository.find("inbox", inboxId))) return;
    await claim(this.env, "waba", wabaId, { tenant_id: this.#tenant().id, inbox_id: null });
    const inbox = this.repository.find("inbox", inboxId);
    if (inbox?.channel.type !== "whatsapp" || !isUnknown(inbox)) return;
    const channel = { ...inbox.channel, waba_id: wabaId };
    this.repository.transaction(() => this.repository.put("inbox", inboxId, { ...inbox, channel }));
  }

  async reportHealth(inboxId: string, report: HealthReport, threadKey: string | null): Promise<void> {
    if (this.repository.find("inbox", inboxId) === null) return;
    this.repository.transaction(() => noteHealth(this.repository, inboxId, report, threadKey, Date.now()));
    await this.#arm();
  }

  async resume(inboxId: string): Promise<Answer<Inbox>> {
    await this.reportHealth(inboxId, { status: "healthy", code: null, reason: null, retry_at: null }, null);
    const inbox = this.repository.find("inbox", inboxId);
    return inbox === null ? err({ code: "not_found" }) : ok(inbox);
  }

  templates(inboxId: string, refresh: boolean, fetch: () => Promise<string | null>): Promise<CachedTemplates | null> {
    return this.#templates.get(inboxId, refresh, fetch);
  }

  /** Does what is due. Never throws: an alarm that fails too often is dropped for good. */
  override async alarm(): Promise<void> {
    try {
      this.repository.transaction(() => {
        this.repository.quarantine.expire(Date.now());
        this.repository.notices.expire(Date.now());
      });
      for (const { id } of this.repository.all("inbox"))
        await lookAfter(this.repository, this.env.OUTBOUND, this.#tenant().id, id, Date.now());
      // Last: a subscription that cannot be told must not keep inboxes from being looked after.
      await tellOfNotices(this.repository, this.env);
      await this.#arm();
    } catch (error) {
      log("error", "tenant.alarm_failed", { error: errorText(error) });
      await this.ctx.storage.setAlarm(Date.now() + AGAIN_MS);
    }
  }

  /** Sets the alarm where it must come earlier; one that comes too early finds nothing to do. */
  async #arm(): Promise<void> {
    const due = nextDue(this.repository);
    if (due === null) return;
    const at = Math.max(due, Date.now());
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > at) await this.ctx.storage.setAlarm(at);
  }

  #tenant(): Tenant {
    const [tenant] = this.repository.all("tenant");
    if (!tenant) throw new Error("no such tenant");
    return tenant;
  }
}
