import { type CallbackJob, threadAt } from "../conversation/port.ts";
import type { Event } from "../domain/events.ts";
import { typesOf } from "../publishing/publication.ts";
import { wants } from "../subscriptions/matching.ts";
import { subscriptionAt } from "../subscriptions/port.ts";
import { configurationOf, type Subscription } from "../tenant/configuration.ts";

/** So many events are looked at in one go. */
const AT_ONCE = 200;

/** So many subscriptions are told in one go. */
const TOLD_AT_ONCE = 50;

/**
 * Tells each subscription that wants any of it how far a thread's log goes; each then reads the log itself, at its own
 * pace. A repeated or reordered job tells nobody anything new.
 */
export async function tellServices(env: Cloudflare.Env, { tenant_id, thread_key }: CallbackJob): Promise<void> {
  const thread = threadAt(env, tenant_id, thread_key);
  const configuration = await configurationOf(env, tenant_id);
  for (;;) {
    const untold = await thread.untold(AT_ONCE);
    if (untold === null || untold.after >= untold.head) return;
    const { events, place, after, through, head } = untold;
    const telling = configuration?.subscriptions.filter((one) => wantsAny(one, events, place)) ?? [];
    for (let from = 0; from < telling.length; from += TOLD_AT_ONCE) {
      const some = telling.slice(from, from + TOLD_AT_ONCE);
      await Promise.all(some.map(({ id }) => subscriptionAt(env, tenant_id, id).notify(thread_key, after, through)));
    }
    await thread.heard(through);
    if (through >= head) return;
  }
}

const wantsAny = (
  subscription: Subscription,
  events: readonly Event[],
  place: { outlet_id: string; inbox_id: string } | null,
): boolean => {
  // The outlet is that of each conversation, which only the lane knows: it may have been transferred.
  const anywhere = { ...subscription, outlet_ids: [] };
  return events.some((event) => typesOf(event).some((type) => wants(anywhere, type, place)));
};
