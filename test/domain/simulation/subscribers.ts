import type { SubscriptionPort } from "../../../src/subscriptions/port.ts";
import { forgetConfiguration, type Subscription } from "../../../src/tenant/configuration.ts";
import { AGAIN_MS, OUTSIDE } from "./customers.ts";
import { stubOf } from "./host.ts";
import type { Plant } from "./plant.ts";

/** What a service may want to be told. */
const WANTED = [["*"], ["*"], ["message.*"], ["message.received", "handoff.*"], ["conversation.*"]];

/** A replay goes back by so much at most. */
const REPLAYED_MS = 10 * 60_000;

/** Who has services told of what happens: pauses them, has them told again, and adds another one. */
export class Subscribers {
  /** Who was told once, and since when not any more; in milliseconds that had passed. */
  readonly removed: { id: string; url: string; since: number }[] = [];
  /** What each wanted before, and until when by the clock; oldest first. */
  readonly #wanted: { url: string; until: string; types: string[] }[] = [];
  readonly #plant: Plant;
  #count = 0;

  constructor(plant: Plant) {
    this.#plant = plant;
  }

  act(threadKey: string): void {
    const { world } = this.#plant;
    const [first] = this.#subscriptions;
    if (!first) return;
    world.pick([
      () => this.#enable(first, !first.enabled),
      () => this.#enable(first, !first.enabled),
      () => this.#replay(first, { time: new Date(world.now - world.chance() * REPLAYED_MS).toISOString() }),
      () => this.#replay(first, { lane: threadKey, after: Math.floor(world.chance() * 10) }),
      () => this.#add(first),
      () => this.#remove(),
      () => this.#want(),
      () => this.#want(),
    ])();
  }

  /** Whatever was paused goes on. */
  goHome(): void {
    for (const one of this.#subscriptions) {
      one.enabled = true;
      this.#learn(one);
    }
  }

  /** What a subscription wanted before. */
  before({ url }: Subscription): { until: string; types: string[] }[] {
    return this.#wanted.filter((one) => one.url === url);
  }

  get #subscriptions(): Subscription[] {
    return this.#plant.configuration.subscriptions;
  }

  #enable(subscription: Subscription, enabled: boolean): void {
    if (subscription.enabled === enabled) return;
    const { world } = this.#plant;
    Object.assign(subscription, { enabled, updated_at: new Date(world.now).toISOString() });
    world.note(`${subscription.url} is ${enabled ? "told again" : "paused"}`);
    // Not every client asks again; the next news says so, too.
    if (world.happens(0.7)) this.#learn(subscription);
  }

  /** From when on it wants other things is told by the time of its settings, as above. */
  #want(): void {
    const { world, tenantId } = this.#plant;
    const subscription = world.pick(this.#subscriptions);
    // Services play their parts by what the first is told.
    const isBusy = world.hasServices && subscription === this.#subscriptions[0];
    if (!subscription || isBusy || world.faults.clock > 0) return;
    const { url, types } = subscription;
    const updated_at = new Date(world.now).toISOString();
    this.#wanted.push({ url, until: updated_at, types });
    Object.assign(subscription, { types: world.pick(WANTED), updated_at });
    world.note(`${url} wants ${subscription.types}`);
    // Others may have read the settings a moment ago.
    if (world.happens(0.5)) forgetConfiguration(tenantId);
    if (world.happens(0.7)) this.#learn(subscription);
  }

  #replay({ id, url }: Subscription, from: Parameters<SubscriptionPort["replay"]>[0]): void {
    this.#plant.world.note(`${url} is told again from ${Object.values(from).join(" ")} on`);
    void this.#object(id)
      .replay(from)
      .catch(() => undefined);
  }

  /** What it is told begins with its time, which a clock that is set back does not tell. */
  #add(first: Subscription): void {
    const { world, tenantId } = this.#plant;
    if (this.#subscriptions.length > 1 || world.faults.clock > 0) return;
    const created_at = new Date(world.now).toISOString();
    const number = ++this.#count;
    const place = { id: `${first.id.slice(0, -2)}9${number}`, url: `https://another${number}.example/events` };
    const added = { ...first, ...place, enabled: true, created_at, updated_at: created_at };
    world.note(`${added.url} is told, too`);
    this.#subscriptions.push(added);
    this.#learn(added);
    forgetConfiguration(tenantId);
  }

  #remove(): void {
    const { world, tenantId } = this.#plant;
    const [, last] = this.#subscriptions;
    if (!last) return;
    world.note(`${last.url} is not told any more`);
    this.#subscriptions.pop();
    forgetConfiguration(tenantId);
    const remove = () =>
      this.#object(last.id)
        .remove()
        .then(
          () => void this.removed.push({ id: last.id, url: last.url, since: world.elapsed }),
          () => void world.after(AGAIN_MS, remove),
        );
    void remove();
  }

  /** As the API does it, whose client repeats what is not answered. */
  #learn(subscription: Subscription): void {
    const learn = () =>
      this.#object(subscription.id)
        .changed()
        .catch(() => void this.#plant.world.after(AGAIN_MS, learn));
    void learn();
  }

  #object(id: string): SubscriptionPort {
    const { world } = this.#plant;
    return stubOf(world, () => this.#plant.subscription(id), OUTSIDE) as SubscriptionPort;
  }
}
