import * as z from "zod";
import { GivenTime, queryInteger, Time } from "./fields.ts";

const TYPE =
  "An event's type as it is printed (`message.received`), a command's in any spelling (`generate-ai-agent-answer`), `*`, or a prefix such as `message.*`";

const URL_IN_WORDS = "Where callbacks are sent by POST; `https:` and public, unless the operator allows others";
const OUTLETS = "Only what happens in these outlets; empty for all";
const INBOXES = "Only what happens in these inboxes; empty for all";
const NOTE = "What it is for, in your words";
const ENABLED = "While it is off, what happens waits; switched on again, it goes on from where it stopped";

const Url = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .meta({ description: URL_IN_WORDS, example: "https://services.example.com/callbacks" });
const Types = z
  .array(z.string().min(1).max(100).meta({ description: TYPE }))
  .min(1)
  .max(200)
  .meta({
    description: "What to be sent. `*` is all but the names of VoIPBin's events, which must be named",
    example: ["message.*", "open-ticket"],
  });
const Ids = z.array(z.guid()).max(1000);
const Description = z.string().max(255).nullable();

export const NewSubscription = z.strictObject({
  url: Url,
  types: Types,
  outlet_ids: Ids.default([]).meta({ description: OUTLETS }),
  inbox_ids: Ids.default([]).meta({ description: INBOXES }),
  description: Description.default(null).meta({ description: NOTE }),
  enabled: z.boolean().default(true).meta({ description: ENABLED }),
});

/** What is not given stays. */
export const SubscriptionChanges = z
  .strictObject({
    url: Url,
    types: Types,
    outlet_ids: Ids.meta({ description: OUTLETS }),
    inbox_ids: Ids.meta({ description: INBOXES }),
    description: Description.meta({ description: NOTE }),
    enabled: z.boolean().meta({ description: ENABLED }),
  })
  .partial();

/** A service's wish to be sent some events and commands. */
export const Subscription = z
  .object({
    id: z.guid(),
    url: z.string().meta({ description: URL_IN_WORDS }),
    types: z.array(z.string()).meta({ description: "What it is sent, each name in the spelling that is printed" }),
    outlet_ids: z.array(z.guid()).meta({ description: OUTLETS }),
    inbox_ids: z.array(z.guid()).meta({ description: INBOXES }),
    description: Description.meta({ description: NOTE }),
    enabled: z.boolean().meta({ description: ENABLED }),
    disabled: z
      .object({ at: Time, reason: z.string() })
      .nullable()
      .meta({ description: "When and why it was switched off by itself" }),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: "Subscription" });

export const SubscriptionCreated = Subscription.extend({
  secret: z.string().meta({ description: "Signs the callbacks (Standard Webhooks); shown this once" }),
}).meta({ id: "SubscriptionCreated" });

export const Standing = z.object({
  state: z.enum(["working", "failing", "disabled"]).meta({
    description: "`failing`: the last attempts all failed, and one delivery at a time finds out whether it is back",
  }),
  failing_since: Time.nullable().meta({
    description: "Since when nothing was taken; after three days it is switched off",
  }),
  behind: z.number().int().meta({ description: "Threads with something to deliver" }),
  retrying: z.number().int().meta({ description: "Deliveries that were tried in vain, and are tried again" }),
  dead: z.number().int().meta({ description: "Deliveries that were given up" }),
  last_delivered_at: Time.nullable().meta({ description: "When it last took something" }),
  next_attempt_at: Time.nullable().meta({ description: "When something is tried next; null where nothing waits" }),
  replaying: z
    .object({
      from: Time.meta({ description: "All that happened since is sent again" }),
      lanes: z.number().int().meta({ description: "Threads that were set back so far" }),
    })
    .nullable()
    .meta({ description: "A replay under way" }),
});

export const SubscriptionDetail = Subscription.extend({ standing: Standing }).meta({ id: "SubscriptionDetail" });

export const Attempt = z
  .object({
    at: Time.meta({ description: "When the request began" }),
    duration_ms: z.number().meta({ description: "How long it took until the answer, or the end of patience" }),
    status: z.number().int().nullable().meta({ description: "Of HTTP; null where no answer came" }),
    error: z.string().nullable().meta({ description: "Why it did not succeed; null when it did" }),
    answer: z.string().nullable().meta({ description: "The first 500 characters of the subscriber's answer" }),
  })
  .meta({ id: "Attempt" });

const STATES = ["delivered", "retrying", "dead"] as const;

export const Delivery = z
  .object({
    id: z.number().int().meta({ description: "Later deliveries have higher ones" }),
    event_id: z.string().meta({ description: "The CloudEvent's id: `webhook-id` of each attempt" }),
    type: z.string().meta({ description: "The CloudEvent's type" }),
    conversation_id: z.guid().nullable().meta({ description: "Null of what concerns the tenant itself" }),
    seq: z.number().int().meta({ description: "The event's place in its thread's log" }),
    state: z
      .enum(STATES)
      .meta({ description: "`dead`: it was not taken at the last attempt, and those behind it went on" }),
    attempts: z.array(Attempt).meta({ description: "Oldest first; of very many the latest" }),
    next_attempt_at: Time.nullable().meta({ description: "When it is tried again; null where it is not" }),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: "Delivery" });

export const DeliveryDetail = Delivery.extend({
  body: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: "The CloudEvent as it is sent, made anew from the log; null where that no longer has it" }),
}).meta({ id: "DeliveryDetail" });

export const DeliveryQuery = z.object({
  state: z.enum(STATES).optional().meta({ description: "Only those that have come to this" }),
  before: queryInteger(1, Number.MAX_SAFE_INTEGER).optional().meta({ description: "`next_before` of the page before" }),
  limit: queryInteger(1, 200).optional().meta({ description: "At most so many; 50 unless said" }),
});

export const DeliveryPage = z.object({
  deliveries: z.array(Delivery).meta({ description: "The newest first" }),
  next_before: z.number().int().nullable().meta({ description: "Where there are more: `before` of the next page" }),
});

export const Rotation = z.strictObject({
  grace_seconds: z
    .number()
    .int()
    .min(0)
    .max(604_800)
    .default(86_400)
    .meta({ description: "So long at most the secrets before sign beside the new one; 0 ends them at once" }),
});

export const Rotated = z.object({
  secret: z.string().meta({ description: "Shown this once" }),
  previous_valid_until: Time.nullable().meta({ description: "Until when the one before signs too; null: no more" }),
});

/** From a time on, or a conversation's thread after a seq. */
export const Replay = z
  .strictObject({
    from: GivenTime.optional().meta({ description: "All that happened since this time" }),
    conversation_id: z.guid().optional().meta({ description: "Or what happened in this conversation's thread" }),
    after_seq: z.number().int().min(0).optional().meta({ description: "With `conversation_id`: after this `seq`" }),
  })
  .superRefine(({ from, conversation_id, after_seq }, context) => {
    const refuse = (message: string, field: string) => context.addIssue({ code: "custom", path: [field], message });
    const isOfThread = conversation_id !== undefined || after_seq !== undefined;
    if ((from !== undefined) === isOfThread) refuse("Give either from, or conversation_id and after_seq", "from");
    else if (isOfThread && conversation_id === undefined) refuse("Say in which conversation", "conversation_id");
    else if (isOfThread && after_seq === undefined) refuse("Say after which seq; 0 for all", "after_seq");
  });

const Notice = z
  .object({
    seq: z.number().int().meta({ description: "Its place among the tenant's notices: 1, 2, 3…" }),
    at: Time,
    type: z.string().meta({ description: "Such as `subscription.disabled`" }),
    data: z.record(z.string(), z.unknown()).meta({ description: "What it says, as the catalogue describes the type" }),
  })
  .meta({ id: "Notice" });

export const NoticeQuery = z.object({
  after: queryInteger(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .meta({ description: "The `seq` of the last one that is known" }),
  limit: queryInteger(1, 200).optional().meta({ description: "At most so many; 50 unless said" }),
});

export const NoticePage = z.object({
  notices: z.array(Notice).meta({ description: "The oldest first; each is kept for 90 days" }),
  next_after: z.number().int().nullable().meta({ description: "Where there are more: `after` of the next page" }),
});
