import { DurableObject } from "cloudflare:workers";
import { errorText, log } from "../lib/log.ts";
import { OneAlarm } from "../lib/one-alarm.ts";
import { isAllowedUrl } from "../lib/outside-url.ts";
import { cloudEventOf, type Publication } from "../publishing/publication.ts";
import { tenantAt } from "../tenant/port.ts";
import { type Sent, send, TIMEOUT_MS } from "./attempt.ts";
import { Deliverer } from "./deliverer.ts";
import type { Attempt, Delivery } from "./delivery.ts";
import { Letters } from "./letters.ts";
import type { DeliveryFilter, Standing } from "./port.ts";
import { Replaying } from "./replaying.ts";
import { SubscriptionRepository } from "./repository.ts";
import { sourceOf } from "./source.ts";
import type { Settings, World } from "./world.ts";

const SECOND = 1_000;

/** Should the alarm fail, it comes again so much later. One that is so long overdue was lost. */
const AGAIN_MS = 30 * SECOND;

/** One subscription: the shell around its delivery. The logs are the outbox; here is how far each was delivered. */
export class SubscriptionObject extends DurableObject<Cloudflare.Env> {
  readonly #alarm = new OneAlarm(this.ctx);
  readonly #world = this.#makeWorld();
  #delivery = this.#makeDelivery();

  async notify(lane: string, after: number, head: number): Promise<void> {
    if (!(await this.#isThere())) return;
    const { deliverer, replaying } = this.#delivery;
    await deliverer.recheck();
    deliverer.notify(lane, await replaying.beginning(lane, after), head);
  }

  async changed(): Promise<void> {
    if (!(await this.#isThere())) return;
    await this.#delivery.deliverer.changed();
    this.#delivery.replaying.catchUp();
  }

  async sendTest(): Promise<Attempt> {
    const { deliverer } = this.#delivery;
    const settings = await deliverer.settings();
    if (settings === null) throw new Error("a subscription that is not there was tested");
    const { id } = settings.subscription;
    const uuid = crypto.randomUUID();
    const time = new Date().toISOString();
    const data = { uuid, timestamp: time, schema_version: 1, subscription_id: id };
    const publication = { id: `${id}:test:${uuid}`, type: "subscription.test", seq: 0, subject: id, time, data };
    const { attempt } = await this.#send(publication, settings);
    if (attempt.error === null) deliverer.recover();
    return attempt;
  }

  deliveries(filter: DeliveryFilter): { deliveries: Delivery[]; next: number | null } {
    return this.#delivery.letters.page(filter);
  }

  async delivery(id: number): Promise<(Delivery & { body: Record<string, unknown> | null }) | null> {
    const { deliverer, letters } = this.#delivery;
    const kept = deliverer.repository.deliveries.find(id);
    if (kept === null) return null;
    const { listed } = await this.#world.source.read(kept.lane, kept.seq - 1, 1);
    const found = listed.find(({ publication }) => publication.id === kept.event_id);
    return { ...letters.show(kept), body: found ? cloudEventOf(found.publication, this.#tenantId) : null };
  }

  redeliver(id: number): Delivery | null {
    return this.#delivery.letters.redeliver(id);
  }

  redeliverAll(): number {
    return this.#delivery.letters.redeliverAll();
  }

  discard(id: number): boolean {
    return this.#delivery.letters.discard(id);
  }

  async replay(from: { time: string } | { lane: string; after: number }): Promise<number> {
    const { deliverer, replaying } = this.#delivery;
    if ((await deliverer.settings()) === null) return 0;
    const lanes = "time" in from ? await replaying.begin(from.time) : await replaying.lane(from.lane, from.after);
    deliverer.pump();
    return lanes;
  }

  async standing(): Promise<Standing> {
    await this.#delivery.deliverer.recheck();
    await this.#delivery.deliverer.settings();
    return this.#delivery.letters.standing();
  }

  async remove(): Promise<void> {
    const { deliverer } = this.#delivery;
    deliverer.stop();
    if (deliverer.repository.exists) await this.ctx.storage.deleteAll();
    this.#alarm.gone();
    this.#delivery = this.#makeDelivery();
  }

  /** Never throws: an alarm that fails too often is dropped for good. */
  override async alarm(): Promise<void> {
    this.#alarm.gone();
    try {
      if (!this.#delivery.deliverer.repository.exists) return;
      this.#delivery.deliverer.wake();
      await this.#delivery.replaying.goOn();
      this.#delivery.deliverer.pump();
    } catch (error) {
      log("error", "subscription.alarm_failed", { error: errorText(error) });
      this.#alarm.arm(Date.now() + AGAIN_MS);
    }
  }

  /** Reads the settings first where nothing was written yet: what is nobody's leaves nothing behind. */
  async #isThere(): Promise<boolean> {
    const { deliverer, replaying } = this.#delivery;
    if (deliverer.repository.exists) return true;
    if ((await deliverer.settings()) === null) return false;
    if (!deliverer.repository.exists) replaying.catchUp();
    return true;
  }

  #makeDelivery() {
    const deliverer = new Deliverer(new SubscriptionRepository(this.ctx.storage), this.#world);
    return { deliverer, replaying: new Replaying(deliverer, this.#world), letters: new Letters(deliverer) };
  }

  #makeWorld(): World {
    return {
      now: () => Date.now(),
      chance: () => Math.random(),
      source: sourceOf(this.env, this.#tenantId),
      settings: () => tenantAt(this.env, this.#tenantId).subscription(this.#id),
      send: (publication, settings) => this.#send(publication, settings),
      disable: (reason) => tenantAt(this.env, this.#tenantId).disableSubscription(this.#id, reason),
      arm: (at) => this.#alarm.arm(at),
      keep: (work) => this.ctx.waitUntil(work),
      vanish: () => this.remove(),
    };
  }

  #send(publication: Publication, { subscription: { url }, secrets }: Settings): Promise<Sent> {
    const { OUTSIDE = globalThis, ALLOW_PRIVATE_URLS: allowed } = this.env;
    // The way out reaches public addresses only.
    const out = isAllowedUrl(url, allowed) ? globalThis : OUTSIDE;
    const body = JSON.stringify(cloudEventOf(publication, this.#tenantId));
    const fetch = (address: string, init: RequestInit) => out.fetch(address, init);
    return send({ url, secrets, id: publication.id, body }, { fetch, now: Date.now, allowed, timeoutMs: TIMEOUT_MS });
  }

  get #tenantId(): string {
    return this.ctx.id.name?.split(":")[0] ?? "";
  }

  get #id(): string {
    return this.ctx.id.name?.split(":")[1] ?? "";
  }
}
