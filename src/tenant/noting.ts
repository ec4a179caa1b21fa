import type { Inbox } from "./configuration.ts";
import { afterReport } from "./health.ts";
import { afterUpdate, isAbout, namesItsNumber } from "./inbox-state.ts";
import type { HealthReport } from "./port.ts";
import type { TenantRepository } from "./repository.ts";
import type { HashedUpdate } from "./update-log.ts";

/**
 * Keeps what the channel said to an inbox, and folds it into the inbox's state and health. What concerns the whole
 * business account is noted for each of its inboxes: the channel says it once. Within a transaction.
 */
export function noteUpdates(
  repository: TenantRepository,
  called: Inbox,
  updates: readonly HashedUpdate[],
  now: number,
): void {
  const byInbox = Map.groupBy(
    updates.flatMap((update) => concerned(repository, called, update).map((id) => ({ id, update }))),
    ({ id }) => id,
  );
  for (const [id, noted] of byInbox) {
    const fresh = repository.updates.add(
      id,
      noted.map(({ update }) => update),
      new Date(now).toISOString(),
    );
    for (const update of fresh) fold(repository, id, update, now);
  }
}

/** The inboxes that an update is about; the one that was called where it is about none that we know. */
function concerned(repository: TenantRepository, called: Inbox, update: HashedUpdate): string[] {
  const waba = called.channel.type === "whatsapp" ? called.channel.waba_id : null;
  if (waba === null || namesItsNumber(update)) return [called.id];
  const account = repository
    .all("inbox")
    .filter(({ channel }) => channel.type === "whatsapp" && channel.waba_id === waba);
  const about = account.filter((inbox) => isAbout(inbox, update));
  return about.length === 0 ? [called.id] : about.map(({ id }) => id);
}

function fold(repository: TenantRepository, inboxId: string, update: HashedUpdate, now: number): void {
  const inbox = repository.find("inbox", inboxId);
  if (inbox === null) return;
  const { state, health, hasOtherTemplates } = afterUpdate(inbox, update, now);
  if (hasOtherTemplates) repository.templates.outdate(inboxId);
  if (state !== inbox.state) repository.put("inbox", inboxId, { ...inbox, state });
  if (health !== null) noteHealth(repository, inboxId, health, null, now);
}

/**
 * Keeps how an inbox fares, and the thread that waits for it. Trouble that is known already writes nothing but the
 * thread: a row written is billed, and every send may report it. Within a transaction.
 */
export function noteHealth(
  repository: TenantRepository,
  inboxId: string,
  report: HealthReport,
  threadKey: string | null,
  now: number,
): void {
  const inbox = repository.find("inbox", inboxId);
  if (inbox === null) return;
  const health = afterReport(inbox.health, report, now);
  if (health !== inbox.health) repository.put("inbox", inboxId, { ...inbox, health });
  if (report.status !== "healthy" && threadKey !== null) repository.held.hold(inboxId, threadKey);
}
