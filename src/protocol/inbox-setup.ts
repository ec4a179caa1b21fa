import * as z from "zod";
import { Time } from "./fields.ts";
import { Inbox } from "./inbox.ts";

/** What a check may say. Codes are only ever added. */
const FINDINGS = [
  "token",
  "token_refused",
  "permission_missing",
  "number",
  "number_unknown",
  "number_differs",
  "test_number",
  "registered",
  "not_registered",
  "number_stopped",
  "name_not_approved",
  "quality",
  "quality_unknown",
  "quality_low",
  "messaging_limit",
  "health",
  "held",
  "account_unknown",
  "account_locked",
  "subscribed",
  "not_subscribed",
  "subscription_unknown",
  "webhook",
  "webhook_heard",
  "webhook_missing",
  "webhook_elsewhere",
  "webhook_taken",
  "webhook_refused",
  "webhook_silent",
  "rate_limited",
  "unreachable",
  "refused",
] as const;

const nullable = (description?: string) =>
  z
    .string()
    .nullable()
    .meta(description === undefined ? {} : { description });

const FindingShape = z
  .object({
    code: z.enum(FINDINGS),
    level: z.enum(["right", "warning", "wrong"]).meta({
      description: "`wrong`: messages do not go out, or do not come in, until it is mended",
    }),
    text: z.string().meta({ description: "In words" }),
    way_out: nullable("What to do about it; null where nothing need be done"),
  })
  .meta({ id: "Finding" });

/** Something that a check found. */
export type Finding = z.output<typeof FindingShape>;

/** What WhatsApp says of the number; null where it does not say. */
const CheckedNumber = z.object({
  display_phone_number: nullable(),
  verified_name: nullable("The name that customers see"),
  status: nullable("`CONNECTED` where messages can be sent and received"),
  quality_rating: nullable("`GREEN`, `YELLOW`, `RED`, or `UNKNOWN`"),
  messaging_limit: z
    .union([z.number().int(), z.literal("unlimited")])
    .nullable()
    .meta({ description: "To so many people in 24 hours a conversation may be opened" }),
  name_status: nullable(),
  account_mode: nullable("`LIVE`, or `SANDBOX` of a test number"),
  throughput: nullable("`STANDARD` or `HIGH`"),
});

export const InboxCheck = z
  .object({
    checked_at: Time,
    outcome: z.enum(["right", "warning", "wrong"]).meta({ description: "The worst of what was found" }),
    number: CheckedNumber.nullable().meta({ description: "Null where WhatsApp did not tell of it" }),
    findings: z.array(FindingShape).meta({ description: "What is wrong first, then warnings, then what is right" }),
  })
  .meta({ id: "InboxCheck" });

/** What a check found. */
export type Check = z.output<typeof InboxCheck>;

/** How WhatsApp and the inbox find each other. Times of webhooks are true to within a minute. */
const InboxSetup = z.object({
  webhook_url: z.string().meta({ description: "The callback URL to give to WhatsApp, with the inbox's verify token" }),
  verified_at: Time.nullable().meta({ description: "When WhatsApp last verified that address" }),
  last_webhook_at: Time.nullable().meta({ description: "When a webhook of this number was last taken" }),
  last_refused: z
    .object({
      at: Time,
      reason: z.enum(["signature_missing", "signature_wrong", "verify_token_wrong"]),
      detail: z.string().meta({ description: "In words, with the way out" }),
    })
    .nullable()
    .meta({ description: "When a call of the webhook was last refused, and why" }),
  can_send: z.boolean().meta({ description: "False while its messages are held: `health` says why" }),
  check: InboxCheck.nullable().meta({ description: "What the last check found" }),
});

/** How an inbox that has a number is set up. */
export type Setup = NonNullable<z.output<typeof InboxDetail>["setup"]>;

export const InboxDetail = Inbox.extend({
  setup: InboxSetup.nullable().meta({ description: "Null of an inbox that only stores" }),
}).meta({ id: "InboxDetail" });
