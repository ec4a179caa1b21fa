import type { Verdict } from "../domain/commands.ts";
import { errorText, log } from "../lib/log.ts";
import { configurationOf, forgetConfiguration, type Inbox, type InboxHealth } from "../tenant/configuration.ts";
import { type HealthReport, tenantAt } from "../tenant/port.ts";

/** A thread, and the inbox that it sends by. */
export interface Line {
  tenant_id: string;
  thread_key: string;
  inbox_id: string;
}

/** Threads that are held are told when the inbox is mended; this is only for the one whose job is lost. */
const LONGEST_HOLD_MS = 60 * 60_000;
const HELD_AFTER_PAUSE_MS = 60_000;

/**
 * The inbox as its tenant has it, at most seconds old; null where there is none. That it cannot send is believed only
 * of what was read just now: somebody may have mended it.
 */
export async function inboxNow(
  env: Cloudflare.Env,
  { tenant_id, inbox_id }: Omit<Line, "thread_key">,
  anew: boolean,
): Promise<Inbox | null> {
  if (anew) forgetConfiguration(tenant_id);
  const configuration = await configurationOf(env, tenant_id);
  const inbox = configuration?.inboxes.find(({ id }) => id === inbox_id) ?? null;
  if (anew || inbox === null || inbox.health.status === "healthy") return inbox;
  return inboxNow(env, { tenant_id, inbox_id }, true);
}

/** Holds a message while its inbox cannot send; null when it can, or it is time to try. */
export function waitOf({ status, code, reason, retry_at }: InboxHealth, now: number): Verdict | null {
  if (status === "healthy" || (retry_at !== null && Date.parse(retry_at) <= now)) return null;
  const error = { code, title: reason ?? "The inbox cannot send now", detail: null };
  const untilRetry = retry_at === null ? LONGEST_HOLD_MS : Date.parse(retry_at) - now;
  return { outcome: "held", error, delay_ms: status === "paced" ? untilRetry + HELD_AFTER_PAUSE_MS : LONGEST_HOLD_MS };
}

/** What the inbox suffers from, and that this thread waits for the end of it. */
export const reportTrouble = (env: Cloudflare.Env, line: Line, health: HealthReport): Promise<void> => {
  const { status, code, reason, retry_at } = health;
  return report(env, line, { status, code, reason, retry_at }, line.thread_key);
};

export const reportHealthy = (env: Cloudflare.Env, line: Line): Promise<void> =>
  report(env, line, { status: "healthy", code: null, reason: null, retry_at: null }, null);

/** Never throws: what became of the message must be told to its thread, or it would be sent again. */
async function report(
  env: Cloudflare.Env,
  { tenant_id, inbox_id }: Line,
  health: HealthReport,
  threadKey: string | null,
): Promise<void> {
  try {
    await tenantAt(env, tenant_id).reportHealth(inbox_id, health, threadKey);
    forgetConfiguration(tenant_id);
  } catch (error) {
    log("warn", "inbox.report_failed", { inbox_id, error: errorText(error) });
  }
}
