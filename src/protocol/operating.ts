import * as z from "zod";
import { Time, TimeZone } from "./fields.ts";
import { Health } from "./health.ts";
import { Desk } from "./list-operations.ts";
import { operation } from "./operation.ts";
import { Standing } from "./subscription.ts";

const whole = z.number().int().min(0);

/** Counts that could grow without end stop at 10,000. */
const counted = { count: whole, has_more: z.boolean().meta({ description: "There are more than that" }) };

const passed = {
  messages_in: whole.meta({ description: "What customers said" }),
  messages_out: whole.meta({ description: "What people, the AI, flows and the system said" }),
  failed: whole.meta({ description: "Messages that could not be delivered" }),
};

const Following = z.object({
  lag: whole.meta({ description: "Changes of the desk's list that search, reports and automation have not heard of" }),
  visits: whole.meta({ description: "Erased threads that they have not heard of" }),
  failing_since: Time.nullable().meta({ description: "Since when they cannot be told; null while they can" }),
});

const Messages = z.object({
  minutes: z
    .array(z.object({ at: Time, ...passed }))
    .meta({ description: "The last sixty, the oldest first; the last one is not over yet. A second or two late" }),
  today: z.object({ date: z.iso.date(), time_zone: z.string(), ...passed }),
});

const HeldInbox = z.object({
  inbox_id: z.guid(),
  name: z.string(),
  status: z.enum(["healthy", "paced", "unhealthy"]),
  code: z.number().int().nullable().meta({ description: "WhatsApp's code of the trouble" }),
  reason: z.string().nullable(),
  since: Time,
  retry_at: Time.nullable(),
  threads: z.object(counted).meta({ description: "Threads that wait until it can send again" }),
});

const Outbound = z.object({
  waiting: whole.nullable().meta({ description: "Messages that WhatsApp has neither taken nor refused" }),
  held: z.array(HeldInbox).nullable().meta({ description: "Inboxes that cannot send now, and why" }),
  failed_last_24_hours: whole.nullable().meta({ description: "To within half an hour" }),
});

const Deliveries = z.object({
  pending: whole.meta({ description: "Threads with something to deliver, over all subscriptions" }),
  retrying: whole,
  dead: whole,
  is_complete: z.boolean().meta({ description: "False where a subscription could not be asked: the sums lack it" }),
  subscriptions: z.array(
    z.object({
      id: z.guid(),
      url: z.string(),
      description: z.string().nullable(),
      enabled: z.boolean(),
      standing: Standing.nullable(),
    }),
  ),
});

const Assistant = z.object({
  answers: whole.meta({ description: "What the AI agent said today" }),
  low_confidence: whole.meta({ description: "Of these, those of which it was not sure" }),
  timed_out: whole.meta({ description: "Turns that it did not answer in time" }),
  model: z
    .object({ requests: whole, cost: z.number() })
    .nullable()
    .meta({ description: "What the model took today (UTC); null where it was not asked" }),
});

const Missing = z.object({
  part: z.string().meta({ description: "Such as `desk`, `outbound.held` or `deliveries.<subscription id>`" }),
  reason: z.enum(["timed_out", "failed"]),
  detail: z.string(),
});

export const Operating = z
  .object({
    at: Time,
    health: Health.nullable(),
    desk: Desk.omit({ sockets: true }).nullable(),
    following: Following.nullable(),
    messages: Messages.nullable(),
    outbound: Outbound,
    deliveries: Deliveries,
    dead_letters: z
      .object({ count: whole, is_complete: z.boolean() })
      .meta({ description: "Deliveries that were given up" }),
    quarantine: z.object({ ...counted, oldest_at: Time.nullable() }).nullable(),
    sockets: z.object({ agents: whole.meta({ description: "Who have any" }), sockets: whole }).nullable(),
    assistant: Assistant.nullable(),
    missing: z.array(Missing).meta({ description: "What could not be had within three seconds, and is null" }),
  })
  .meta({ id: "Operating" });

export const OPERATING_OPERATIONS = {
  getOperations: operation({
    id: "getOperations",
    managing: true,
    method: "get",
    path: "/api/v1/operations",
    tag: "Operation",
    summary: "How the tenant fares: what is behind, what waits, what failed, who is there",
    query: z.object({
      time_zone: TimeZone.optional().meta({
        description: "Whose day today is; that of the first outlet's business hours unless said, else UTC",
      }),
    }),
    answers: { 200: Operating },
  }),
};
