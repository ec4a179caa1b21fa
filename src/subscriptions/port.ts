import type { Attempt, Delivery, DeliveryState } from "./delivery.ts";

/** The lane of what concerns the tenant itself; every other lane is the thread of its key. */
export const TENANT_LANE = "tenant";

/** Which deliveries, newest first; `before` is `next` of the page before. */
export interface DeliveryFilter {
  state: DeliveryState | null;
  before: number | null;
  limit: number;
}

/** How a subscription fares. */
export interface Standing {
  state: "working" | "failing" | "disabled";
  /** When it began to fail without one success since. */
  failing_since: string | null;
  /** Lanes with something to deliver. */
  behind: number;
  /** Deliveries that were tried in vain, and are tried again. */
  retrying: number;
  dead: number;
  last_delivered_at: string | null;
  next_attempt_at: string | null;
  /** A replay that is under way: since when it repeats, and how many lanes were set back so far. */
  replaying: { from: string; lanes: number } | null;
}

/** The subscription object as others see it. */
export interface SubscriptionPort {
  /** A lane has events: one that is not known yet begins after `after`, any other goes on where it is. */
  notify(lane: string, after: number, head: number): Promise<void>;
  /** Settings or secrets were changed: they are read anew, and it goes on if it is enabled. */
  changed(): Promise<void>;
  /** Sends `subscription.test` now, also when it is disabled. (The runtime keeps the name `test` for itself.) */
  sendTest(): Promise<Attempt>;
  deliveries(filter: DeliveryFilter): Promise<{ deliveries: Delivery[]; next: number | null }>;
  /** With the CloudEvent as it is sent, rendered anew from the log; null where the log no longer has it. */
  delivery(id: number): Promise<(Delivery & { body: Record<string, unknown> | null }) | null>;
  /** Begins to deliver it again, beside its lane. One that is being retried anyway is tried now. */
  redeliver(id: number): Promise<Delivery | null>;
  /** Begins to deliver again all that are dead, oldest first. @returns how many */
  redeliverAll(): Promise<number>;
  /** Forgets a delivery that is dead, or passes over one that is being retried. @returns whether it was either */
  discard(id: number): Promise<boolean>;
  /** Sets cursors back, never forward. @returns how many lanes so far; `standing` tells of what is still to come */
  replay(from: { time: string } | { lane: string; after: number }): Promise<number>;
  standing(): Promise<Standing>;
  /** Deletes all it has. */
  remove(): Promise<void>;
}

/** The object of a subscription. To be asked for only where the tenant's settings have it. */
export const subscriptionAt = (env: Cloudflare.Env, tenantId: string, subscriptionId: string): SubscriptionPort =>
  env.SUBSCRIPTION.getByName(`${tenantId}:${subscriptionId}`) as unknown as SubscriptionPort;
