import { DurableObject } from "cloudflare:workers";
import { hmac, newSecret, sha256 } from "../lib/crypto.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { newBearer } from "./bearer.ts";
import type { Agent, Configuration, Inbox, Tenant } from "./configuration.ts";
import type {
  Idempotency,
  InboxChanges,
  Issued,
  NewAgent,
  NewInbox,
  SettingsRejection,
  TenantChanges,
} from "./port.ts";
import { TenantRepository } from "./repository.ts";

type Answer<T> = Result<T, SettingsRejection>;

/** A business's settings, credentials and quarantine. */
export class TenantObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new TenantRepository(this.ctx.storage);

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
      const inbox = { id, name, outlet_id: outlet, channel, created_at: new Date().toISOString() };
      this.#repository.put("inbox", id, inbox);
      return { ...inbox, channel: withoutSecrets(channel) };
    });
  }

  updateInbox(id: string, { name, ...secrets }: InboxChanges): Answer<Inbox> {
    const inbox = this.#repository.all("inbox").find((one) => one.id === id);
    if (!inbox) return err({ code: "not_found" });
    const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined));
    const channel = inbox.channel.type === "whatsapp" ? { ...inbox.channel, ...given } : inbox.channel;
    const changed = { ...inbox, name: name ?? inbox.name, channel };
    this.#repository.transaction(() => this.#repository.put("inbox", id, changed));
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

  /** Keeps what could not be placed, as it came. */
  quarantine(reason: string, raw: string[]): void {
    const at = new Date().toISOString();
    this.#repository.transaction(() => {
      for (const item of raw) this.#repository.quarantine(at, reason, item);
    });
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
