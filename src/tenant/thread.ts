import { normalisedAddress } from "../domain/address.ts";
import type { Contact, Identity } from "../domain/conversation.ts";
import { threadKeyFromDigest } from "../domain/ids.ts";
import { hmac } from "../lib/crypto.ts";
import type { Inbox, Tenant } from "./configuration.ts";

/** The thread between a contact and an inbox: its name needs no look-up. Null when nothing names the contact. */
export async function threadOf(tenant: Tenant, inbox: Inbox, contact: Contact): Promise<Identity | null> {
  const address = normalisedAddress(contact);
  if (address === null) return null;
  const channel = inbox.channel.type;
  const digest = await hmac(tenant.thread_salt, `${inbox.id}\n${channel}\n${address}`);
  const thread_key = threadKeyFromDigest(digest);
  return { tenant_id: tenant.id, inbox_id: inbox.id, outlet_id: inbox.outlet_id, channel, thread_key };
}
