import * as z from "zod";
import type { TenantPolicies } from "../domain/policy.ts";
import { Time } from "./fields.ts";

/** A span in seconds; null switches the timer off. */
const Span = z.number().int().min(1).max(315_360_000).nullable();

const Policies = z.strictObject({
  inactivity_timeout: Span,
  inactivity_timeouts: z.strictObject({ flow: Span, ai: Span, queue: Span, agent: Span, none: Span }).partial(),
  inactivity_warning: Span,
  inactivity_warning_text: z.string().trim().min(1).max(1024).nullable(),
  reopen: z.enum(["new", "same"]),
  retention_after_close: Span,
  handoff_keywords: z.array(z.string().min(1).max(200)).max(500),
  low_confidence_limit: z.number().int().min(1).max(100).nullable(),
  automatic_limit: z.number().int().min(1).max(10_000).nullable(),
  sentiment_handoff: z.boolean(),
  ai_debounce: z.number().min(0).max(60),
  ai_debounce_limit: z.number().min(1).max(120),
  ai_deadline: z.number().min(1).max(3600).nullable(),
  customer_lookup_deadline: z.number().min(0.5).max(60),
  answers_first: z.enum(["ai", "flow", "people"]).nullable(),
  read_receipts: z.enum(["on_receipt", "on_reply", "never"]),
  off_hours_text: z.string().trim().min(1).max(1024).nullable(),
  farewell_text: z.string().trim().min(1).max(1024).nullable(),
  satisfaction_question: z.string().trim().min(1).max(1024).nullable(),
  assignment: z.enum(["manual", "round_robin", "least_loaded"]),
  offers: z.boolean(),
  offer_timeout: z.number().int().min(5).max(3600),
  queue_timeout: Span,
  nobody_available: z.enum(["wait", "ai"]),
  agent_capacity: z.number().int().min(1).max(1000),
}) satisfies z.ZodType<TenantPolicies>;

const Choice = z.enum(["embedded", "remote", "off"]);
const Services = z
  .strictObject({
    ai: Choice,
    agents: Choice,
    customers: Choice,
    flows: Choice,
    channel: z.enum(["embedded", "remote"]),
  })
  .partial();

export const Tenant = z
  .object({
    id: z.guid(),
    name: z.string(),
    created_at: Time,
    default_outlet_id: z.guid(),
    policies: Policies,
    services: Services,
  })
  .meta({ id: "Tenant" });

const Name = z.string().min(1).max(255);

export const NewTenant = z.object({ name: Name });
export const TenantChanges = z.object({ name: Name, policies: Policies.partial(), services: Services }).partial();

export const Issued = z.object({ id: z.guid(), secret: z.string().meta({ description: "Shown this once" }) });
export const NewApiKey = z.strictObject({
  name: Name.nullable().default(null).meta({ description: "What it is for, in your words" }),
});

/** A bearer as it is listed: nobody is shown its secret again. */
export const ApiKey = z
  .object({
    id: z.guid(),
    name: z.string().nullable().meta({ description: "What it is for" }),
    agent_id: z.guid().nullable().meta({ description: "For whom it speaks; null of a key of the tenant" }),
    last_four: z.string().nullable().meta({ description: "How it ends; null of those of before this was kept" }),
    created_at: Time.nullable(),
  })
  .meta({ id: "ApiKey" });
export const TenantCreated = z.object({ tenant: Tenant, api_key: Issued });
export const Token = z.object({ token: z.string().meta({ description: "A bearer for the API; shown this once" }) });

const Capacity = z
  .number()
  .int()
  .min(0)
  .max(1000)
  .nullable()
  .meta({ description: "So many conversations at a time; null for what the tenant's policy says" });

export const NewAgent = z.object({
  name: Name,
  email: z.email().max(255),
  role: z.enum(["agent", "admin"]).default("agent"),
  outlet_ids: z.array(z.guid()).max(1000).default([]).meta({ description: "Empty for all" }),
  capacity: Capacity.default(null),
});

export const AgentChanges = z
  .strictObject({
    name: Name,
    role: z.enum(["agent", "admin"]),
    outlet_ids: z.array(z.guid()).max(1000),
    capacity: Capacity,
    enabled: z.boolean().meta({
      description: "Who is switched off gets no tickets, and loses every bearer; what they had waits for others",
    }),
  })
  .partial();

export const Agent = z
  .object({
    id: z.guid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(["agent", "admin"]),
    outlet_ids: z.array(z.guid()),
    capacity: Capacity,
    enabled: z.boolean(),
    created_at: Time,
  })
  .meta({ id: "Agent" });
