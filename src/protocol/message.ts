import { z } from "zod";
import type { SenderType, Message as StoredMessage } from "../domain/message.ts";
import { OpaqueId, Time } from "./fields.ts";

const SENDERS = ["customer", "llm", "agent", "flow", "system"] as const;

const Status = z.enum([
  "received",
  "queued",
  "accepted",
  "sent",
  "delivered",
  "read",
  "played",
  "failed",
  "suppressed",
]);

/** One thing said, by anyone. */
export const Message = z
  .object({
    schema_version: z.literal(1),
    id: z.guid(),
    conversation_id: z.guid(),
    seq: z.number().int().meta({ description: "Its place in the thread's log: the order of messages" }),
    direction: z.enum(["in", "out"]),
    sender_type: z.enum(SENDERS),
    sender_id: z.string().nullable(),
    sender: z.object({ type: z.enum(SENDERS), id: z.string().nullable(), display_name: z.string() }),
    channel: z.string(),
    message_type: z.string().meta({ description: "`text`, or `unsupported` with the raw form in `payload`" }),
    content: z.string().meta({ description: "Its text; for anything else a text that names it" }),
    payload: z.record(z.string(), z.unknown()),
    attachments: z.array(z.unknown()),
    reply_to: z.object({ message_id: z.guid().nullable(), channel_message_id: z.string().nullable() }).nullable(),
    whatsapp_message_id: z.string().nullable(),
    status: Status.nullable().meta({ description: "How far it came; null where it was only stored" }),
    status_times: z.partialRecord(Status, Time),
    error: z
      .object({ code: z.number().nullable(), title: z.string(), detail: z.string().nullable() })
      .nullable()
      .meta({ description: "Why it failed, in the channel's words" }),
    possible_duplicate: z.boolean().meta({ description: "Sent again because the first attempt's answer was lost" }),
    timestamp: Time.meta({ description: "The channel's own time" }),
    received_at: Time.meta({ description: "When it was stored" }),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    passive: z.boolean().meta({ description: "A reaction or a system text: it is no activity" }),
  })
  .meta({ id: "Message" }) satisfies z.ZodType<StoredMessage>;

/** The seeds' and their neighbours' words for who speaks. */
const SENDER_SPELLINGS = {
  customer: "customer",
  user: "customer",
  contact: "customer",
  llm: "llm",
  ai: "llm",
  "ai-agent": "llm",
  bot: "llm",
  agent: "agent",
  human: "agent",
  flow: "flow",
  system: "system",
} as const satisfies Record<string, SenderType>;

const SenderSpelling = z.enum(Object.keys(SENDER_SPELLINGS) as (keyof typeof SENDER_SPELLINGS)[]);

/** A row holds 2 MB; a number such as 1e20 prints longer than it was sent. */
const METADATA_LIMIT = 262_144;

/** Body of `POST /messages`. */
export const NewMessage = z.object({
  conversation_id: z.guid(),
  sender_type: SenderSpelling.transform((spelling): SenderType => SENDER_SPELLINGS[spelling]),
  sender_id: OpaqueId.nullish(),
  sender_name: z.string().min(1).max(255).nullish(),
  content: z.string().min(1).max(65_536),
  whatsapp_message_id: z
    .string()
    .min(1)
    .max(255)
    .nullish()
    .meta({ description: "The same id again is the same message" }),
  reply_to: z.guid().nullish().meta({ description: "Id of the message that is quoted" }),
  deliver: z.boolean().default(true).meta({ description: "false stores the message and sends nothing" }),
  metadata: z
    .record(z.string(), z.unknown())
    .refine(
      (metadata) => JSON.stringify(metadata).length <= METADATA_LIMIT,
      `must print to at most ${METADATA_LIMIT} characters`,
    )
    .nullish(),
});

/** Answer of `POST /messages`. */
export const MessageCreated = z.object({
  message: Message,
  handoff_requested: z.boolean().meta({ description: "Whether this message handed the conversation over" }),
  handoff_reason: z.string().optional(),
});
