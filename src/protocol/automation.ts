import * as z from "zod";
import { ActionResult, Actions } from "./action.ts";
import { LOG_EVENT_NAMES } from "./catalogue/names.ts";
import { Time } from "./fields.ts";

/** What tells of the way of things inside only, of the past, or of threads as such, sets nothing off. */
const SETS_NOTHING_OFF =
  /^(?:history\.|thread\.|phone\.|media\.|messages\.|message\.(?:imported|observed|sending|deferred|unanswered)$|document\.|conversation\.deleted$)/;

/** Events of the log that a rule may be about. */
const TRIGGERS = LOG_EVENT_NAMES.filter((name) => !SETS_NOTHING_OFF.test(name));

const OF_CONVERSATION = [
  ...["status", "state", "control", "channel", "inbox_id", "outlet_id", "number", "title", "labels", "priority"],
  ...["customer_id", "customer_phone", "customer_name", "handoff_requested", "handoff_reason", "handoff_trigger"],
  ...["handoff_team_id", "handoff_agent_id", "handoff_requested_at", "close_reason", "rating", "turn", "message_count"],
  ...["waiting_since", "started_at", "ended_at", "last_message_at", "last_customer_message_at", "window_expires_at"],
  ...["snoozed_until"],
];
const OF_MESSAGE = [
  "content",
  "message_type",
  "sender_type",
  "sender_id",
  "direction",
  "status",
  "channel",
  "received_at",
];
const OF_EVENT = [
  ...["type", "at", "actor_type", "actor_id", "reason", "trigger", "cause", "agent_id", "team_id", "ticket_id"],
  ...["outlet_id", "state", "status", "outcome", "score", "control", "priority", "labels", "content", "mentions"],
];

const FIELDS = new Set([
  ...OF_CONVERSATION.map((name) => `conversation.${name}`),
  ...OF_MESSAGE.map((name) => `message.${name}`),
  ...OF_EVENT.map((name) => `event.${name}`),
]);

/** What is known of a customer is the tenant's own to name. */
const isField = (field: string): boolean => FIELDS.has(field) || /^customer\.[A-Za-z0-9_]{1,64}$/.test(field);

const OPS = [
  ...(["equals", "not_equals", "contains", "not_contains", "in", "not_in", "exists", "not_exists"] as const),
  ...(["greater", "less", "older_than", "newer_than"] as const),
] as const;

const Scalar = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);

/** What an op needs beside it; null for nothing. */
function needs(op: (typeof OPS)[number], value: unknown): string | null {
  switch (op) {
    case "exists":
    case "not_exists":
      return value === undefined ? null : "goes without a value";
    case "in":
    case "not_in":
      return Array.isArray(value) ? null : "needs a list";
    case "older_than":
    case "newer_than":
      return typeof value === "number" && value >= 0 ? null : "needs a number of seconds";
    default:
      return value === undefined || Array.isArray(value) ? "needs one value" : null;
  }
}

/** One thing that is asked of how things stand. */
export const Condition = z
  .strictObject({
    field: z.string().refine(isField, "is no field that conditions know").meta({
      description:
        "`conversation.status`, `message.content`, `event.reason`, `customer.tier`…: of the conversation as it stands, of the message and the event that it is about, of the customer",
      example: "conversation.labels",
    }),
    op: z.enum(OPS).meta({
      description:
        "Case and accents do not matter. Of a list, `contains` asks for one of its members, `in` whether any is. `older_than`, `newer_than`: a time, so many seconds before the event",
    }),
    value: z.union([Scalar, z.array(Scalar).min(1).max(100)]).optional(),
  })
  .superRefine(({ op, value }, context) => {
    const fault = needs(op, value);
    if (fault) context.addIssue({ code: "custom", path: ["value"], message: `${op} ${fault}` });
  })
  .meta({ id: "Condition" });
export type Condition = z.output<typeof Condition>;

const Conditions = z
  .strictObject({ all: z.array(Condition).max(20).optional(), any: z.array(Condition).max(20).optional() })
  .meta({ description: "All of `all` hold and one of `any` does; what is not given does not matter" });
export type Conditions = z.output<typeof Conditions>;

const fields = {
  name: z.string().min(1).max(255),
  enabled: z.boolean(),
  on: z
    .array(z.enum(TRIGGERS))
    .min(1)
    .max(20)
    .meta({ description: "Events of the log, any of which sets it off", example: ["message.received"] }),
  conditions: Conditions,
  actions: Actions,
};

/** A rule of a tenant: event, conditions, actions. */
export const AutomationRule = z
  .object({
    id: z.guid(),
    ...fields,
    enabled_at: Time.nullable().meta({
      description: "What happened before is none of its business; null while it is off",
    }),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: "AutomationRule" });

export const NewAutomationRule = z.strictObject({
  ...fields,
  enabled: fields.enabled.default(true),
  conditions: fields.conditions.default({}),
});

/** What a rule did, once. */
export const AutomationRun = z
  .object({
    id: z.string(),
    rule_id: z.guid(),
    rule_name: z.string(),
    at: Time,
    conversation_id: z.guid(),
    event: z.object({ seq: z.number().int(), type: z.string(), at: Time }),
    matched: z.boolean(),
    outcome: z.enum(["done", "refused", "loop_guard"]).meta({
      description:
        "`refused`: one of the actions at least. `loop_guard`: rules had set off rules three deep, so nothing was done",
    }),
    depth: z.number().int().meta({
      description: "1 where people or time set it off, 2 where a rule did, 3 where a rule set off by a rule did",
    }),
    actions: z.array(ActionResult),
  })
  .meta({ id: "AutomationRun" });
export type AutomationRun = z.output<typeof AutomationRun>;

/** What a rule would do. */
export const AutomationTrial = z.object({
  matched: z.boolean(),
  event: z
    .object({ seq: z.number().int(), type: z.string(), at: Time })
    .nullable()
    .meta({ description: "The conversation's latest event that sets the rule off; null where there is none" }),
  conditions: z.array(
    z.object({ group: z.enum(["all", "any"]), condition: Condition, actual: z.unknown(), holds: z.boolean() }),
  ),
  actions: z
    .array(
      z.object({
        type: z.string(),
        outcome: z.enum(["done", "unchanged", "refused"]),
        events: z.array(z.string()).meta({ description: "What would happen, as types of the log's events" }),
        code: z.string().nullable(),
        text: z.string().nullable().meta({ description: "What would be said or noted" }),
      }),
    )
    .meta({ description: "As if it matched, one after the other" }),
});
export type AutomationTrial = z.output<typeof AutomationTrial>;
