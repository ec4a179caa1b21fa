import { healthOf } from "../channels/whatsapp/errors.ts";
import type { Item } from "../channels/whatsapp/items.ts";
import { tenantAt } from "../tenant/port.ts";
import type { Owner } from "./people.ts";

/** What a status says of its inbox holds for so long: one that WhatsApp repeats days later says nothing of today. */
const NEWS_MS = 10 * 60_000;

/** WhatsApp often accepts a message first and tells only by its status that the account cannot send. */
export async function noteTrouble(
  env: Cloudflare.Env,
  { configuration, inbox }: Owner,
  items: Extract<Item, { kind: "status" }>[],
): Promise<void> {
  const now = Date.now();
  const recent = items.filter(({ report }) => Date.parse(report.at) > now - NEWS_MS);
  const troubles = recent
    .map(({ report: { error } }) => error && healthOf(error))
    .filter((trouble) => trouble !== null);
  const worst = troubles.find(({ status }) => status === "unhealthy") ?? troubles[0];
  if (!worst) return;
  const { status, code, reason, retry_after_ms } = worst;
  const retry_at = new Date(now + retry_after_ms).toISOString();
  await tenantAt(env, configuration.tenant.id).reportHealth(inbox.id, { status, code, reason, retry_at }, null);
}
