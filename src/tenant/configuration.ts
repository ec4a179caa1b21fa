import { resolve } from "../directory/port.ts";
import { type Control, DEFAULT_POLICY, type Policy, type TenantPolicies } from "../domain/policy.ts";

/** A business as its settings say. Read by whoever needs it, through a cache of seconds. */
export interface Configuration {
  tenant: Tenant;
  inboxes: Inbox[];
  outlets: Outlet[];
  /** SHA-256 of each bearer in force, hex, with whom it speaks for. */
  bearers: Bearer[];
}

export interface Tenant {
  id: string;
  name: string;
  created_at: string;
  /** Secret: names the tenant's threads. */
  thread_salt: string;
  default_outlet_id: string;
  policies: Partial<TenantPolicies>;
  services: Partial<Services>;
}

type Role = "ai" | "agents" | "customers" | "flows";
export type Services = { [role in Role]: "embedded" | "remote" | "off" };

export interface Outlet {
  id: string;
  name: string;
}

export interface Inbox {
  id: string;
  name: string;
  outlet_id: string;
  created_at: string;
  channel: WhatsAppChannel | { type: "none" };
}

export interface WhatsAppChannel {
  type: "whatsapp";
  phone_number_id: string;
  display_phone_number: string;
  access_token: string;
  /** The newest first; the older ones are taken until they are removed, so that a rotation loses nothing. */
  app_secrets: string[];
  verify_token: string;
}

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: "agent" | "admin";
  outlet_ids: string[];
  created_at: string;
}

export interface Bearer {
  hash: string;
  key_id: string;
  agent_id: string | null;
}

/** The policy of a tenant's conversations: its own words, and the defaults for the rest. */
export function policyOf(configuration: Configuration | null): Policy {
  if (configuration === null) return DEFAULT_POLICY;
  const { policies, services } = configuration.tenant;
  const opening_control: Control = services.ai === "off" ? "none" : "ai";
  return { ...DEFAULT_POLICY, ...policies, opening_control };
}

const LIFETIME_MS = 5_000;
const MOST_TENANTS = 1_000;

const cache = new Map<string, { configuration: Configuration | null; until: number }>();

/** What a tenant has set, at most five seconds old; null where there is no such tenant. */
export async function configurationOf(env: Cloudflare.Env, tenantId: string): Promise<Configuration | null> {
  const known = cache.get(tenantId);
  if (known && known.until > Date.now()) return known.configuration;
  // Asked of the directory first: an id that a stranger made up must not wake, and so make, an object.
  const exists = known?.configuration || (await resolve(env, "tenant", tenantId)) !== null;
  const configuration = exists ? await env.TENANT.getByName(tenantId).configuration() : null;
  if (cache.size >= MOST_TENANTS) cache.clear();
  cache.set(tenantId, { configuration, until: Date.now() + LIFETIME_MS });
  return configuration;
}

/** A change that this isolate made is seen by it at once. */
export const forgetConfiguration = (tenantId: string): void => {
  cache.delete(tenantId);
};
