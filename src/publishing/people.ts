import type { Actor, Contact, ConversationView } from "../domain/conversation.ts";

/** What is known of a customer, in the seeds' words. Ours are not overwritten by what a service told. */
export const userDetailsOf = (contact: Contact, customerId = contact.customer_id): Record<string, unknown> => ({
  ...contact.customer_details,
  display_name: displayNameOf(contact),
  phone_number: contact.phone,
  codigo_cliente: customerId,
});

/** The customer's name, or words for one who has none. */
export function displayNameOf({ name, phone, user_id, username, customer_id }: Contact): string {
  if (name) return name;
  const address = phone ?? username ?? user_id;
  const who = customer_id === null ? "Anon. User" : `Customer ${customer_id}`;
  return address === null ? who : `${who} (${address})`;
}

/** The customer as their channel writes them. */
export const addressOf = ({ wa_id, phone, user_id }: Contact): string | null =>
  wa_id ?? phone?.replace(/\D/g, "") ?? user_id;

/** The seeds' words for a channel, and what its addresses begin with. */
const CHANNELS: { [channel: string]: { name: string; prefix: string } } = {
  whatsapp: { name: "whatsapp-business", prefix: "wa" },
};

export const channelName = (channel: string): string => CHANNELS[channel]?.name ?? channel;

/** Who writes, by channel: to be compared, not to be read. */
export function sourceIdOf({ channel, id }: ConversationView, { phone, user_id }: Contact): string {
  const address = phone?.replace(/\D/g, "") ?? user_id ?? id;
  return `${CHANNELS[channel]?.prefix ?? channel}.${address}`;
}

const NAMES: { [type in Actor["type"]]: string } = {
  customer: "Customer",
  llm: "AI agent",
  agent: "Agent",
  flow: "Flow",
  system: "System",
  api: "API",
  channel: "Channel",
};

/** Who did something, in words. */
export const actorName = ({ type, id }: Actor): string =>
  type === "agent" && id !== null ? `Agent ${id}` : NAMES[type];
