import type { InboxHealth } from "./configuration.ts";
import type { TenantRepository } from "./repository.ts";

/** Nobody needs to know more exactly, and counting on would take ever longer. */
const MOST_COUNTED = 10_000;

/** How many there are; with `has_more` there are more than that. */
interface Count {
  count: number;
  has_more: boolean;
}

/** An inbox that cannot send now, or whose threads still wait since it could not. */
interface HeldInbox extends InboxHealth {
  inbox_id: string;
  name: string;
  /** Those that wait for it. */
  threads: Count;
}

/** What lies about in a tenant's object until somebody sees to it. */
export interface Backlog {
  held: HeldInbox[];
  quarantine: Count & { oldest_at: string | null };
}

export function backlogOf(repository: TenantRepository): Backlog {
  const { held, quarantine } = repository;
  const inboxes = repository.all("inbox").map(({ id, name, health }) => {
    const threads = upTo((limit) => held.countUpTo(id, limit));
    return { inbox_id: id, name, ...health, threads };
  });
  return {
    held: inboxes.filter(({ status, threads }) => status !== "healthy" || threads.count > 0),
    quarantine: { ...upTo((limit) => quarantine.countUpTo(limit)), oldest_at: quarantine.oldestAt() },
  };
}

function upTo(countUpTo: (limit: number) => number): Count {
  const counted = countUpTo(MOST_COUNTED + 1);
  return { count: Math.min(counted, MOST_COUNTED), has_more: counted > MOST_COUNTED };
}
