import * as z from "zod";
import { Time } from "./fields.ts";

const Name = z.string().min(1).max(255);
const Secret = z.string().min(1).max(1024);
/** Goes into the header of every call of the Graph API: what no header can bear is refused here, where somebody reads it. */
const AccessToken = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,1024}$/, "must be the token as Meta shows it: letters, digits and signs, without spaces");
const PhoneNumberId = z.string().regex(/^\d{1,32}$/, "must be the digits of WhatsApp's phone number id");
const WabaId = z
  .string()
  .regex(/^\d{1,32}$/, "must be the digits of WhatsApp's business account id")
  .meta({ description: "Id of the WhatsApp Business account; learned from webhooks unless set" });
/** One secret, or several while they are rotated, the newest first. */
const AppSecret = z.union([Secret, z.array(Secret).min(1).max(5)]);

export const NewInbox = z.object({
  name: Name,
  outlet_id: z.guid().nullish(),
  channel: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("whatsapp"),
      phone_number_id: PhoneNumberId,
      display_phone_number: z.string().min(1).max(50),
      access_token: AccessToken,
      app_secret: AppSecret,
      verify_token: Secret,
      waba_id: WabaId.nullish(),
    }),
    z.object({ type: z.literal("none") }),
  ]),
});

export const InboxChanges = z
  .object({ name: Name, access_token: AccessToken, app_secret: AppSecret, verify_token: Secret, waba_id: WabaId })
  .partial();

const InboxHealth = z.object({
  status: z.enum(["healthy", "paced", "unhealthy"]).meta({
    description:
      "`paced`: WhatsApp asks for patience, which passes by itself. `unhealthy`: messages are held until it is mended",
  }),
  code: z.number().int().nullable().meta({ description: "WhatsApp's code of the trouble" }),
  reason: z.string().nullable(),
  since: Time,
  retry_at: Time.nullable().meta({ description: "When one message is tried again" }),
});

/** What WhatsApp last said; null where it said nothing. */
const InboxState = z.object({
  quality: z.enum(["flagged", "unflagged"]).nullable(),
  messaging_limit: z
    .union([z.number().int(), z.literal("unlimited")])
    .nullable()
    .meta({ description: "To so many people in 24 hours a conversation may be opened" }),
  phone_numbers_limit: z.number().nullable().meta({ description: "So many numbers the account may have" }),
  name: z
    .object({ decision: z.string(), requested_name: z.string().nullable(), rejection_reason: z.string().nullable() })
    .nullable()
    .meta({ description: "What became of the display name" }),
  account: z
    .object({ event: z.string(), detail: z.string().nullable(), at: z.string() })
    .nullable()
    .meta({ description: "The account's last trouble, or its end, in WhatsApp's words" }),
  account_review: z.string().nullable(),
  security: z.string().nullable().meta({ description: "The last event about the number's PIN" }),
});

export const Inbox = z
  .object({
    id: z.guid(),
    name: z.string(),
    outlet_id: z.guid(),
    created_at: Time,
    channel: z.discriminatedUnion("type", [
      z.object({
        type: z.literal("whatsapp"),
        phone_number_id: z.string(),
        display_phone_number: z.string(),
        waba_id: z.string().nullable(),
        webhook_path: z.string().meta({ description: "Where WhatsApp's webhooks for this inbox go" }),
      }),
      z.object({ type: z.literal("none") }),
    ]),
    health: InboxHealth,
    state: InboxState,
  })
  .meta({ id: "Inbox" });

export const InboxUpdate = z
  .object({
    number: z.number().int().meta({ description: "Its place among the inbox's updates" }),
    field: z.string().meta({ description: "The webhook field it came under" }),
    at: z.string().nullable().meta({ description: "When WhatsApp said it, where it says so" }),
    received_at: Time,
    value: z.unknown().meta({ description: "As it came" }),
  })
  .meta({ id: "InboxUpdate" });

export const Templates = z.object({
  templates: z.array(z.record(z.string(), z.unknown())).meta({ description: "As WhatsApp describes them" }),
  fetched_at: Time,
});
