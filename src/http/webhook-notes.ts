import { waitUntil } from "cloudflare:workers";
import { resolve } from "../directory/port.ts";
import { errorText, log } from "../lib/log.ts";
import { tenantAt, type WebhookNote } from "../tenant/port.ts";
import type { AppContext } from "./context.ts";

/** The same is told once in so long by each isolate: neither a flood of webhooks nor one of strangers writes more. */
const EVERY_MS = 60_000;
const MOST_KEPT = 1_000;

const told = new Map<string, number>();

/** Where an inbox is: itself, or whose number it is. */
export type Noted = { tenant_id: string; inbox_id: string } | { phone_number_id: string };

/** Tells an inbox's tenant what became of a call of its webhook, behind the answer, which never waits nor fails for it. */
export function noteWebhook({ env }: Pick<AppContext, "env">, noted: Noted, note: WebhookNote): void {
  const whose = "inbox_id" in noted ? noted.inbox_id : `number:${noted.phone_number_id}`;
  const key = `${whose}:${note.type === "refused" ? note.reason : note.type}`;
  const now = Date.now();
  if (now - (told.get(key) ?? 0) < EVERY_MS) return;
  if (told.size >= MOST_KEPT) told.clear();
  told.set(key, now);
  waitUntil(tell(env, noted, note).catch((error) => log("warn", "webhook.not_noted", { error: errorText(error) })));
}

async function tell(env: Cloudflare.Env, noted: Noted, note: WebhookNote): Promise<void> {
  const place = "inbox_id" in noted ? noted : await resolve(env, "whatsapp", noted.phone_number_id);
  if (place?.inbox_id) await tenantAt(env, place.tenant_id).noteWebhook(place.inbox_id, note);
}
