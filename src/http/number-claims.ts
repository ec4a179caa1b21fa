import { askNumber, askSubscribed } from "../channels/whatsapp/number.ts";
import { mayRead } from "../channels/whatsapp/number-findings.ts";
import { claim, move } from "../directory/port.ts";
import { configurationOf, type Inbox, type WhatsAppChannel } from "../tenant/configuration.ts";

/** For what WhatsApp is asked where two tenants name the same. */
const PATIENCE_MS = 10_000;

export type WhatsAppInbox = Inbox & { channel: WhatsAppChannel };

export const isWhatsApp = (inbox: Inbox): inbox is WhatsAppInbox => inbox.channel.type === "whatsapp";

/**
 * WH7: what comes by the deployment's own address is brought to the tenant that named a number first, and its account's to
 * who named that; to another who names it where WhatsApp lets their token read it, and no longer the first one's.
 * @returns whether the number's webhooks come to this inbox from there
 */
export async function claimNumber(env: Cloudflare.Env, tenant_id: string, inbox: Claimant): Promise<boolean> {
  const { phone_number_id, waba_id } = inbox.channel;
  if (waba_id !== null) await settle(env, { kind: "waba", key: waba_id, tenant_id, inbox });
  return settle(env, { kind: "whatsapp", key: phone_number_id, tenant_id, inbox });
}

/** An inbox with its secrets. */
type Claimant = Pick<WhatsAppInbox, "id" | "channel">;

interface Claimed {
  kind: "whatsapp" | "waba";
  key: string;
  tenant_id: string;
  inbox: Claimant;
}

/** What WhatsApp says of a whole account names only the account, which may have several inboxes. */
async function settle(env: Cloudflare.Env, { kind, key, tenant_id, inbox }: Claimed): Promise<boolean> {
  const claimed = { tenant_id, inbox_id: kind === "waba" ? null : inbox.id };
  const holder = await claim(env, kind, key, claimed);
  if (holder.tenant_id === tenant_id) return true;
  const theirs = (await configurationOf(env, holder.tenant_id))?.inboxes.filter(isWhatsApp) ?? [];
  const rivals = theirs.filter(({ channel }) => (kind === "waba" ? channel.waba_id : channel.phone_number_id) === key);
  const [own, ...others] = await Promise.all([inbox, ...rivals].map((one) => reads(env, kind, key, one)));
  // A rival of whom WhatsApp does not say it just now keeps what they have.
  if (own !== true || others.some((other) => other !== false)) return false;
  await move(env, kind, key, holder, claimed);
  return true;
}

async function reads(
  { WHATSAPP_GRAPH_URL: graph_url }: Cloudflare.Env,
  kind: Claimed["kind"],
  key: string,
  { channel: { access_token } }: Claimant,
): Promise<boolean | null> {
  const access = { graph_url, access_token };
  return mayRead(
    kind === "waba"
      ? await askSubscribed({ ...access, waba_id: key }, PATIENCE_MS)
      : await askNumber({ ...access, phone_number_id: key }, PATIENCE_MS),
  );
}
