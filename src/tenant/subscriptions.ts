import { hmac } from "../lib/crypto.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { Subscription } from "./configuration.ts";
import { merge } from "./merge.ts";
import { once } from "./once.ts";
import type { Idempotency, NewSubscription, SettingsRejection, SubscriptionChanges } from "./port.ts";
import type { TenantRepository } from "./repository.ts";

/** So many subscriptions a tenant may have: each is told of every event. */
const MOST = 200;

/** Each has its own signature in a header: more would make it long, and nobody rotates so often. */
const MOST_SECRETS = 5;

/** A subscription's secrets, the newest first; `until` says how long an older one signs beside it. */
export interface SubscriptionSecrets {
  id: string;
  secrets: { secret: string; until: string | null }[];
}

type Answer<T> = Result<T, SettingsRejection>;

/** The tenant's subscriptions. Their secrets lie apart: no list, no cache and no kept answer has them. */
export class Subscriptions {
  readonly #repository: TenantRepository;

  constructor(repository: TenantRepository) {
    this.#repository = repository;
  }

  /** Under a client's key the secret is made of it, so the same call again shows the same one. */
  async create(
    wish: NewSubscription,
    idempotency: Idempotency,
    salt: string,
  ): Promise<Answer<{ subscription: Subscription; secret: string }>> {
    const secret = await secretFor(salt, "subscription", idempotency);
    const isKnown = idempotency !== null && this.#repository.known(`subscription:${idempotency.key}`) !== null;
    if (!isKnown && this.#repository.all("subscription").length >= MOST) return err({ code: "subscription_limit" });
    const made = once(this.#repository, idempotency, "subscription", (id) => {
      const at = new Date().toISOString();
      const subscription: Subscription = { id, ...wish, disabled: null, created_at: at, updated_at: at };
      this.#repository.put("subscription", id, subscription);
      this.#repository.put("subscription_secrets", id, { id, secrets: [{ secret, until: null }] });
      return { subscription };
    });
    return made.ok ? ok({ ...made.value, secret }) : made;
  }

  /** One that is switched on again is no longer said to have failed. */
  update(id: string, changes: SubscriptionChanges): Answer<Subscription> {
    const before = this.#repository.find("subscription", id);
    if (before === null) return err({ code: "not_found" });
    const changed = merge(before, changes);
    const disabled = changed.enabled ? null : before.disabled;
    const subscription = { ...changed, disabled, updated_at: new Date().toISOString() };
    this.#repository.transaction(() => this.#repository.put("subscription", id, subscription));
    return ok(subscription);
  }

  /** @returns whether it was there */
  remove(id: string): boolean {
    return this.#repository.transaction(() => {
      this.#repository.remove("subscription_secrets", id);
      return this.#repository.remove("subscription", id);
    });
  }

  /**
   * A new secret; all before it sign beside it for so long at most, so that its reader can change over. Who rotates
   * twice has not lost the one that the reader still has.
   */
  async rotate(
    id: string,
    graceSeconds: number,
    idempotency: Idempotency,
    salt: string,
  ): Promise<Answer<{ secret: string; previous_valid_until: string | null }>> {
    const secret = await secretFor(salt, `secret:${id}`, idempotency);
    const before = this.#repository.find("subscription_secrets", id);
    if (before === null) return err({ code: "not_found" });
    const made = once(this.#repository, idempotency, `secret:${id}`, () => {
      const now = Date.now();
      const until = iso(now + graceSeconds * 1_000);
      const older = before.secrets.map((one) => ({
        ...one,
        until: one.until && one.until < until ? one.until : until,
      }));
      const secrets = [{ secret, until: null }, ...older.filter((one) => isInForce(one, now))].slice(0, MOST_SECRETS);
      this.#repository.put("subscription_secrets", id, { id, secrets });
      return { previous_valid_until: graceSeconds > 0 ? until : null };
    });
    return made.ok ? ok({ secret, ...made.value }) : made;
  }

  /** With the secrets in force, the newest first. */
  find(id: string): { subscription: Subscription; secrets: string[] } | null {
    const subscription = this.#repository.find("subscription", id);
    const kept = this.#repository.find("subscription_secrets", id);
    if (subscription === null || kept === null) return null;
    const now = Date.now();
    const inForce = kept.secrets.filter((one) => isInForce(one, now));
    return { subscription, secrets: inForce.map(({ secret }) => secret) };
  }

  /** Switches off what failed for too long, and tells the tenant. */
  disable(id: string, reason: string): void {
    const before = this.#repository.find("subscription", id);
    if (before === null || !before.enabled) return;
    const now = Date.now();
    const at = iso(now);
    this.#repository.transaction(() => {
      const disabled = { ...before, enabled: false, disabled: { at, reason }, updated_at: at };
      this.#repository.put("subscription", id, disabled);
      this.#repository.notices.add("subscription.disabled", { subscription_id: id, url: before.url, reason }, now);
    });
  }
}

/** 256 bits as the Standard Webhooks specification writes secrets: at random, or those that belong to a client's key. */
async function secretFor(salt: string, kind: string, idempotency: Idempotency): Promise<string> {
  const seed = idempotency && (await hmac(salt, `${kind}:${idempotency.key}`));
  return `whsec_${btoa(String.fromCharCode(...(seed ?? crypto.getRandomValues(new Uint8Array(32)))))}`;
}

const isInForce = ({ until }: SubscriptionSecrets["secrets"][number], now: number): boolean =>
  until === null || Date.parse(until) > now;

const iso = (time: number): string => new Date(time).toISOString();
