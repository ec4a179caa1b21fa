import { fetchTemplates, type Template } from "../channels/whatsapp/templates.ts";
import { log } from "../lib/log.ts";
import type { Configuration, Inbox } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";

/**
 * The message templates of an inbox's account, at most ten minutes old unless WhatsApp does not answer; null when there
 * are none to be had: the account is not known, or was never reached.
 */
export async function templatesOf(
  env: Cloudflare.Env,
  { tenant }: Configuration,
  inbox: Inbox,
  refresh: boolean,
): Promise<{ templates: Template[]; fetched_at: string } | null> {
  if (inbox.channel.type === "none" || inbox.channel.waba_id === null) return null;
  const { waba_id, access_token } = inbox.channel;
  const asked = { graph_url: env.WHATSAPP_GRAPH_URL, waba_id, access_token };
  const found = await tenantAt(env, tenant.id).templates(inbox.id, refresh, async () => {
    const fetched = await fetchTemplates(asked);
    if (!fetched.ok) log("warn", "templates.fetch_failed", { inbox_id: inbox.id, error: fetched.error });
    return fetched.ok ? JSON.stringify(fetched.value) : null;
  });
  return found && { ...found, templates: JSON.parse(found.templates) as Template[] };
}
