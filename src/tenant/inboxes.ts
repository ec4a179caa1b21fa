import { err, ok, type Result } from "../lib/result.ts";
import type { Inbox } from "./configuration.ts";
import { healthyAt } from "./health.ts";
import { UNTOLD } from "./inbox-state.ts";
import { merge } from "./merge.ts";
import { once } from "./once.ts";
import type { Idempotency, InboxChanges, InboxRejection, NewInbox, SettingsRejection } from "./port.ts";
import type { TenantRepository } from "./repository.ts";

type Answer<T> = Result<T, SettingsRejection>;

/** The tenant's inboxes. */
export class Inboxes {
  readonly #repository: TenantRepository;

  constructor(repository: TenantRepository) {
    this.#repository = repository;
  }

  /** A number is one inbox's: of two that had it, one would wait for its messages for ever. */
  create({ name, outlet_id, channel }: NewInbox, idempotency: Idempotency): Result<Inbox, InboxRejection> {
    const isKnown = idempotency !== null && this.#repository.known(`inbox:${idempotency.key}`) !== null;
    const holder = isKnown
      ? undefined
      : this.#repository.all("inbox").find((one) => isSameNumber(one.channel, channel));
    if (holder) return err({ code: "phone_number_taken", inbox_id: holder.id });
    return once(this.#repository, idempotency, "inbox", (id) => {
      const outlet = outlet_id ?? this.#repository.all("tenant")[0]?.default_outlet_id ?? id;
      this.#adoptOutlet(outlet);
      const health = healthyAt(Date.now());
      const inbox = { id, name, outlet_id: outlet, channel, created_at: health.since, health, state: UNTOLD };
      this.#repository.put("inbox", id, inbox);
      return { ...inbox, channel: withoutSecrets(channel) };
    });
  }

  /** A new access token mends the inbox; another business account has other templates. */
  update(id: string, { name, ...settings }: InboxChanges): Answer<Inbox> {
    const inbox = this.#repository.find("inbox", id);
    if (!inbox) return err({ code: "not_found" });
    const channel = inbox.channel.type === "whatsapp" ? merge(inbox.channel, settings) : inbox.channel;
    const health = settings.access_token === undefined ? inbox.health : healthyAt(Date.now());
    const changed = { ...inbox, name: name ?? inbox.name, channel, health };
    this.#repository.transaction(() => {
      this.#repository.put("inbox", id, changed);
      if (settings.waba_id !== undefined) this.#repository.templates.remove(id);
    });
    return ok(changed);
  }

  /** The inbox that an outlet's conversations are held in: its own, or one that only stores. */
  ofOutlet(outletId: string): Inbox {
    const own = this.#repository.all("inbox").filter((inbox) => inbox.outlet_id === outletId);
    const found = own.find(({ channel }) => channel.type === "whatsapp") ?? own[0];
    if (found) return found;
    const made = this.create({ name: "Stored only", outlet_id: outletId, channel: { type: "none" } }, null);
    if (!made.ok) throw new Error("an inbox without a key cannot be refused");
    return made.value;
  }

  /** Outlets are the business's own: the first mention of one makes it known. */
  #adoptOutlet(id: string): void {
    if (this.#repository.all("outlet").some((outlet) => outlet.id === id)) return;
    const at = new Date().toISOString();
    const outlet = { id, name: "Outlet", business_hours: null, created_at: at, updated_at: at };
    this.#repository.put("outlet", id, outlet);
  }
}

const isSameNumber = (one: Inbox["channel"], other: Inbox["channel"]): boolean =>
  one.type === "whatsapp" && other.type === "whatsapp" && one.phone_number_id === other.phone_number_id;

/** An answer is kept under the client's key: what an inbox's secrets are is kept with the inbox alone. */
const withoutSecrets = (channel: Inbox["channel"]): Inbox["channel"] =>
  channel.type === "none" ? channel : { ...channel, access_token: "", app_secrets: [], verify_token: "" };
