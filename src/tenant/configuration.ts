import { resolve } from "../directory/port.ts";
import { asksAi, type Control, DEFAULT_POLICY, type Policy, type TenantPolicies } from "../domain/policy.ts";
import { repeating } from "../lib/repeating.ts";
import type { AssistantRecord, FlowRecord, Outlet, Team } from "./records.ts";

/** A business as its settings say. Read by whoever needs it, through a cache of seconds. */
export interface Configuration {
  tenant: Tenant;
  inboxes: Inbox[];
  outlets: Outlet[];
  /** Those who were switched off included. */
  agents: Agent[];
  teams: Team[];
  /** Flows in force. */
  flows: FlowRecord[];
  /** How the embedded AI agent speaks; null while nobody said so. */
  assistant: AssistantRecord | null;
  /** Whether it has anything to answer from. */
  has_articles: boolean;
  subscriptions: Subscription[];
  /** When the tenant's list of customers was changed last; null while there was never any. */
  customers_changed_at: string | null;
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
export type Services = { [role in Role]: "embedded" | "remote" | "off" } & { channel: "embedded" | "remote" };

/** A service's wish to be sent some events and commands. Its secrets are not in it. */
export interface Subscription {
  id: string;
  url: string;
  /** Names, `*`, or prefixes such as `message.*`. */
  types: string[];
  /** Empty for all. */
  outlet_ids: string[];
  inbox_ids: string[];
  description: string | null;
  enabled: boolean;
  /** When and why it was switched off by itself. */
  disabled: { at: string; reason: string } | null;
  created_at: string;
  updated_at: string;
}

export interface Inbox {
  id: string;
  name: string;
  outlet_id: string;
  created_at: string;
  channel: WhatsAppChannel | { type: "none" };
  health: InboxHealth;
  state: InboxState;
}

/** Whether an inbox can send. While it cannot, its threads hold what they have to say. */
export interface InboxHealth {
  /** `paced`: the channel asks for patience, and it passes by itself. `unhealthy`: somebody must mend something. */
  status: "healthy" | "paced" | "unhealthy";
  /** The channel's own code of the trouble. */
  code: number | null;
  reason: string | null;
  since: string;
  /** When to try again; null when nothing but a mending helps. */
  retry_at: string | null;
}

/** What the channel last said of an inbox; null where it said nothing. */
export interface InboxState {
  quality: "flagged" | "unflagged" | null;
  /** To so many people in 24 hours a conversation may be opened. */
  messaging_limit: number | "unlimited" | null;
  /** So many numbers the account may have. */
  phone_numbers_limit: number | null;
  /** What became of the display name. */
  name: { decision: string; requested_name: string | null; rejection_reason: string | null } | null;
  /** The last trouble of the account, or the end of it. */
  account: { event: string; detail: string | null; at: string } | null;
  account_review: string | null;
  /** The last event about the number's PIN. */
  security: string | null;
  /** When each of these was said: what is older and comes later changes nothing. */
  as_of: { [aspect: string]: string };
}

export interface WhatsAppChannel {
  type: "whatsapp";
  phone_number_id: string;
  display_phone_number: string;
  access_token: string;
  /** The newest first; the older ones are taken until they are removed, so that a rotation loses nothing. */
  app_secrets: string[];
  verify_token: string;
  /** WhatsApp's id of the business account that the number belongs to; null until it is set or a webhook names it. */
  waba_id: string | null;
}

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: "agent" | "admin";
  /** Empty for all. */
  outlet_ids: string[];
  /** So many conversations at a time; null for what the tenant's policy says. Agents of before do not have it. */
  capacity?: number | null;
  /** Who is switched off gets no tickets and has no bearers. Agents of before do not have it. */
  enabled?: boolean;
  created_at: string;
  updated_at?: string;
}

export interface Bearer {
  hash: string;
  key_id: string;
  agent_id: string | null;
  /** What it is for. Bearers of before have none of these. */
  name?: string | null;
  /** How its secret ends. */
  last_four?: string;
  created_at?: string;
}

/**
 * The outlets of which an agent may see anything; null for all. An admin sees all, as does who is of none in particular;
 * a team brings its people to its outlets.
 */
export function outletsSeenBy({ id, role, outlet_ids }: Agent, teams: readonly Team[]): string[] | null {
  if (role === "admin" || outlet_ids.length === 0) return null;
  const theirs = teams.filter(({ agent_ids }) => agent_ids.includes(id));
  return [...new Set([...outlet_ids, ...theirs.flatMap((team) => team.outlet_ids)])];
}

/** A configuration is the same object for as long as it is kept, and asked by every call. */
const known = new WeakMap<Configuration, Policy>();

/** The policy of a tenant's conversations: its own words, and the defaults for the rest. */
export function policyOf(configuration: Configuration | null): Policy {
  if (configuration === null) return DEFAULT_POLICY;
  const policy = known.get(configuration) ?? policyFrom(configuration);
  known.set(configuration, policy);
  return policy;
}

function policyFrom(configuration: Configuration): Policy {
  const { policies, services } = configuration.tenant;
  const isRemote = (role: keyof Services) => services[role] === "remote";
  const remote = {
    ai: isRemote("ai"),
    agents: isRemote("agents"),
    customers: isRemote("customers"),
    flows: isRemote("flows"),
    channel: isRemote("channel"),
  };
  const embedded = embeddedOf(configuration);
  const flow_triggers = embedded.flows
    ? configuration.flows.flatMap(({ id, triggers }) => triggers.map((one) => ({ ...one, flow_id: id })))
    : [];
  const hours = Object.fromEntries(
    configuration.outlets.flatMap(({ id, business_hours }) => (business_hours ? [[id, business_hours]] : [])),
  );
  const parts = { remote, embedded, flow_triggers, hours };
  const opening_control = openingControl(parts, policies);
  const isFlows = remote.flows && policies.answers_first !== "people";
  const released_control = isFlows ? opening_control : asksAi(parts) ? "ai" : "none";
  return { ...DEFAULT_POLICY, ...policies, ...parts, opening_control, released_control };
}

/** Which parts we play ourselves: those with something to play them with. */
function embeddedOf({ tenant: { services }, has_articles, assistant, flows }: Configuration): Policy["embedded"] {
  const isEmbedded = (role: Role) => (services[role] ?? "embedded") === "embedded";
  return {
    ai: isEmbedded("ai") && (has_articles || (assistant?.model ?? null) !== null),
    flows: isEmbedded("flows") && flows.length > 0,
  };
}

/**
 * Who answers first: nobody, where people do (HO12); a flow that a new conversation begins, or that a service plays where none plays the AI, or where
 * the tenant says so.
 */
function openingControl(
  { remote, embedded, flow_triggers }: Pick<Policy, "remote" | "embedded" | "flow_triggers">,
  { answers_first: first }: Partial<TenantPolicies>,
): Control {
  if (first === "people") return "none";
  const isBegunByFlow = flow_triggers.some(({ on }) => on === "conversation") && first !== "ai";
  const isFlowFirst = first === "flow" || (!remote.ai && first !== "ai");
  if (isBegunByFlow || (remote.flows && isFlowFirst)) return "flow";
  return asksAi({ remote, embedded }) ? "ai" : "none";
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
  const configuration = exists ? await repeating(() => env.TENANT.getByName(tenantId)).configuration() : null;
  if (cache.size >= MOST_TENANTS) cache.clear();
  cache.set(tenantId, { configuration, until: Date.now() + LIFETIME_MS });
  return configuration;
}

/** A change that this isolate made is seen by it at once. */
export const forgetConfiguration = (tenantId: string): void => {
  cache.delete(tenantId);
};
