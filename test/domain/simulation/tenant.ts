import type { TenantPolicies } from "../../../src/domain/policy.ts";
import type { Configuration, Services, Subscription } from "../../../src/tenant/configuration.ts";
import type { AutomationRuleRecord, Outlet } from "../../../src/tenant/records.ts";
import { copyOf } from "./copy.ts";
import { flowRecordFor, recordOf } from "./flow.ts";
import type { World } from "./world.ts";

const BEFORE = "2031-01-01T00:00:00.000Z";

const INBOX = "6a0f5a3e-0d5c-4b69-8f0e-3f7f1f0a7c01";
const OUTLET = "6a0f5a3e-0d5c-4b69-8f0e-3f7f1f0a7c02";
/** The shop's number, as the channel calls it. */
export const NUMBER_ID = "155500010";
export const OTHER_OUTLET = "6a0f5a3e-0d5c-4b69-8f0e-3f7f1f0a7c05";
export const TEAM = "6a0f5a3e-0d5c-4b69-8f0e-3f7f1f0a7c06";
export const AGENTS = ["agent-1", "agent-2"];

const rule = (last: string, on: AutomationRuleRecord["on"], actions: AutomationRuleRecord["actions"]) => ({
  id: `6a0f5a3e-0d5c-4b69-8f0e-3f7f1f0a7d${last}`,
  name: "Rule",
  enabled: true,
  on,
  conditions: {},
  actions,
  enabled_at: BEFORE,
  created_at: BEFORE,
  updated_at: BEFORE,
});

/** A note of whatever a customer writes, and a label for whoever is handed over. */
export const RULES: AutomationRuleRecord[] = [
  rule("01", ["message.received"], [{ type: "add_note", content: "Noted: {{message.content}}" }]),
  rule("02", ["handoff.requested"], [{ type: "add_labels", labels: ["asked"] }]),
];

const SUBSCRIPTION: Subscription = {
  id: "6a0f5a3e-0d5c-4b69-8f0e-3f7f1f0a7c03",
  url: "https://subscriber.example/events",
  types: ["*"],
  outlet_ids: [],
  inbox_ids: [],
  description: null,
  enabled: true,
  disabled: null,
  created_at: BEFORE,
  updated_at: BEFORE,
};

/** What a shop may have chosen. */
const policiesOf = (world: World): Partial<TenantPolicies> => ({
  assignment: world.pick(["manual", "round_robin", "least_loaded"]),
  offers: world.pick([true, false]),
  inactivity_timeout: world.pick([600, 86_400]),
  ai_deadline: world.pick([10, 60]),
  reopen: world.pick(["new", "same"]),
  queue_timeout: world.pick([null, 120]),
  nobody_available: world.pick(["wait", "ai"]),
  read_receipts: world.pick(["on_receipt", "on_reply", "never"]),
  ...(world.isBusy && rarerPoliciesOf(world)),
});

const servicesOf = (world: World): Partial<Services> => ({
  ai: world.pick(["embedded", "remote"]),
  customers: world.pick(["embedded", "remote"]),
  agents: world.pick(["embedded", "remote"]),
  flows: world.pick(["embedded", "remote"]),
});

const rarerPoliciesOf = (world: World): Partial<TenantPolicies> => ({
  off_hours_text: world.pick([null, "We are back {{next_opening}}"]),
  farewell_text: world.pick([null, "Goodbye"]),
  satisfaction_question: world.pick([null, "How was it?"]),
  inactivity_warning: world.pick([null, 300]),
  inactivity_warning_text: world.pick([null, "Are you still there?"]),
  inactivity_timeouts: world.pick([{}, { queue: null }, { agent: 900 }]),
  low_confidence_limit: world.pick([1, 3, null]),
  automatic_limit: world.pick([3, 200, 200]),
  answers_first: world.pick([null, null, "people"]),
  ai_deadline: world.pick([10, 60]),
  ...(world.purges && { retention_after_close: 300 }),
});

const outlet = (id: string, business_hours: Outlet["business_hours"]): Outlet => ({
  id,
  name: "Shop",
  business_hours,
  created_at: BEFORE,
  updated_at: BEFORE,
});

/** A team of one, and another outlet, with or without hours; the storm comes at 8, when one of them is closed. */
const rarerPlacesOf = (world: World): Pick<Configuration, "outlets" | "teams"> => {
  const opens = (from: string) => ({ time_zone: "UTC", weekly: { sat: [[from, "18:00"]] }, holidays: [] });
  const hours = world.pick([null, opens("07:00"), opens("10:00")]);
  const team = { id: TEAM, name: "Team", agent_ids: AGENTS.slice(0, 1), outlet_ids: [] };
  return {
    outlets: [outlet(OUTLET, hours), outlet(OTHER_OUTLET, null)],
    teams: [{ ...team, created_at: BEFORE, updated_at: BEFORE }],
  };
};

/** A shop as its settings say: two agents, an AI agent of ours, one number and one subscriber to everything. */
export function configurationFor(world: World, tenantId: string): Configuration {
  const agent = (id: string) => ({
    id,
    name: id,
    email: `${id}@shop.example`,
    role: "agent" as const,
    outlet_ids: [],
    capacity: 2,
    created_at: BEFORE,
  });
  return {
    tenant: {
      id: tenantId,
      name: "Shop",
      created_at: BEFORE,
      thread_salt: "salt",
      default_outlet_id: OUTLET,
      policies: policiesOf(world),
      services: world.hasServices ? servicesOf(world) : {},
    },
    inboxes: [
      {
        id: INBOX,
        name: "Shop",
        outlet_id: OUTLET,
        created_at: BEFORE,
        channel: {
          type: "whatsapp",
          phone_number_id: NUMBER_ID,
          display_phone_number: "+15550001000",
          access_token: "token",
          app_secrets: ["secret"],
          verify_token: "verify",
          waba_id: null,
        },
        health: { status: "healthy", code: null, reason: null, since: BEFORE, retry_at: null },
        state: {
          quality: null,
          messaging_limit: null,
          phone_numbers_limit: null,
          name: null,
          account: null,
          account_review: null,
          security: null,
          as_of: {},
        },
      },
    ],
    ...(world.isBusy ? rarerPlacesOf(world) : { outlets: [], teams: [] }),
    agents: AGENTS.map(agent),
    flows: flowRecordFor(world),
    assistant: null,
    has_articles: true,
    // Most that happens in a shop with a subscriber is that it is told.
    subscriptions: world.happens(0.6) || world.hasServices || world.administers ? [{ ...SUBSCRIPTION }] : [],
    customers_changed_at: null,
    bearers: [],
  };
}

/** What the settings answer; they are always there. */
export const settingsOf = (configuration: Configuration) => ({
  configuration: async () => copyOf(configuration),
  agents: async () => copyOf(configuration.agents),
  subscription: async (id: string) => {
    const subscription = configuration.subscriptions.find((one) => one.id === id);
    return subscription ? copyOf({ subscription, secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] }) : null;
  },
  quarantine: async () => undefined,
  disableSubscription: async () => undefined,
  reportHealth: async () => undefined,
  customerOf: async () => null,
  record: async (kind: string, id: string) => copyOf(recordOf(kind, id)),
  notices: async () => ({ notices: [], head: 0 }),
  records: async (kind: string) =>
    copyOf(kind === "automation_rule" ? RULES : kind === "team" ? configuration.teams : []),
});
