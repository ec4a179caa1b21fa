import type { OutboundJob } from "../conversation/port.ts";
import { subscriptionAt, TENANT_LANE } from "../subscriptions/port.ts";
import type { InboxHealth } from "./configuration.ts";
import { healthyAt, probedAt, wakesAt } from "./health.ts";
import type { TenantRepository } from "./repository.ts";

/** A queue takes so many jobs at once. */
const BATCH = 100;

/** So many threads a second go on: the least that a number may send (Meta, "Throughput"). All at once would be too quick again. */
const RELEASED_PER_SECOND = 20;

/** A queue delays no job for longer. */
const LONGEST_DELAY_S = 12 * 60 * 60;

/** When the tenant's object has something to do, in epoch milliseconds; null where nothing waits for a time. */
export function nextDue(repository: TenantRepository): number | null {
  const times = repository
    .all("inbox")
    .map(({ id, health }) => wakesAt(health, repository.held.any(id)))
    .concat(repository.quarantine.expiresAt(), repository.notices.expiresAt())
    .concat(repository.notices.untold() === null ? null : 0)
    .filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * Does what is due for an inbox: tells the threads that it can send again, or lets one of them find out whether it can.
 * Safe early, late and twice. While the queue is waited for others may change the inbox, so it is read anew each time.
 */
export async function lookAfter(
  repository: TenantRepository,
  queue: Queue<OutboundJob>,
  tenantId: string,
  inboxId: string,
  now: number,
): Promise<void> {
  const health = repository.find("inbox", inboxId)?.health;
  const due = health ? wakesAt(health, repository.held.any(inboxId)) : null;
  if (!health || due === null || due > now) return;
  if (health.status === "unhealthy") {
    await dispatchHeld(repository, queue, { tenantId, inboxId, count: 1, released: 0 });
    change(repository, inboxId, (after) => (after.status === "unhealthy" ? probedAt(after, now) : after));
    return;
  }
  if (health.status === "paced") change(repository, inboxId, () => healthyAt(now));
  for (let released = 0; repository.find("inbox", inboxId)?.health.status === "healthy"; released += BATCH) {
    if (!(await dispatchHeld(repository, queue, { tenantId, inboxId, count: BATCH, released }))) return;
  }
}

function change(repository: TenantRepository, id: string, after: (health: InboxHealth) => InboxHealth): void {
  const inbox = repository.find("inbox", id);
  if (inbox === null) return;
  const health = after(inbox.health);
  if (health !== inbox.health) repository.transaction(() => repository.put("inbox", id, { ...inbox, health }));
}

/** How many held threads of an inbox go on, and how many did so just before. */
interface Release {
  tenantId: string;
  inboxId: string;
  count: number;
  released: number;
}

/** Dispatches the first held threads; lets go of them once the queue has them. @returns whether there were any */
async function dispatchHeld(
  repository: TenantRepository,
  queue: Queue<OutboundJob>,
  { tenantId, inboxId, count, released }: Release,
): Promise<boolean> {
  const keys = repository.held.first(inboxId, count);
  if (keys.length === 0) return false;
  await queue.sendBatch(
    keys.map((thread_key, index) => ({
      body: { tenant_id: tenantId, thread_key, resume: true },
      delaySeconds: Math.min(Math.floor((released + index) / RELEASED_PER_SECOND), LONGEST_DELAY_S),
    })),
  );
  repository.transaction(() => repository.held.release(inboxId, keys));
  return true;
}

/** Lets every subscription know how far the tenant's own log goes; each reads it at its own pace. */
export async function tellOfNotices(repository: TenantRepository, env: Cloudflare.Env): Promise<void> {
  const [tenant] = repository.all("tenant");
  const untold = repository.notices.untold();
  if (!tenant || untold === null) return;
  const { first, head } = untold;
  const all = repository.all("subscription");
  await Promise.all(all.map(({ id }) => subscriptionAt(env, tenant.id, id).notify(TENANT_LANE, first - 1, head)));
  repository.transaction(() => repository.notices.told(head));
}
