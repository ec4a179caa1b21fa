import * as z from "zod";
import type { SenderType, Message as StoredMessage } from "../domain/message.ts";
import { OpaqueId, Time } from "./fields.ts";
import { Outgoing } from "./outgoing.ts";

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

const MESSAGE_TYPES =
  "`text`, `image`, `video`, `audio`, `document`, `sticker`, `location`, `contacts`, `interactive`, `button_reply`, " +
  "`list_reply`, `flow_reply`, `button`, `order`, `template`, `reaction`, `system`, `call`, or `unsupported` with the " +
  "raw form in `payload`; there may be more one day";

const Attachment = z
  .object({
    id: z.string().meta({ description: "Its bytes are at `GET /api/v1/media/{id}` once they are `stored`" }),
    kind: z.enum(["image", "video", "audio", "document", "sticker"]),
    mime_type: z.string().nullable(),
    file_name: z.string().nullable(),
    size: z.number().int().nullable().meta({ description: "In bytes" }),
    sha256: z.string().nullable().meta({ description: "Lower-case hex" }),
    voice: z.boolean().meta({ description: "A recorded voice note rather than an audio file" }),
    channel_media_id: z.string().nullable().meta({ description: "WhatsApp's own id of the file; it expires" }),
    link: z.string().nullable().meta({ description: "Where the file lies that somebody else serves" }),
    state: z.enum(["pending", "stored", "failed", "expired"]),
    error: z.string().nullable().meta({ description: "Why there are no bytes, in words" }),
    single_use: z.exactOptional(z.literal(true)).meta({ description: "Uploaded for this message: deleted with it" }),
  })
  .meta({ id: "Attachment" });

const Reaction = z.object({
  sender_type: z.enum(["customer", "agent"]),
  sender_id: z.string().nullable(),
  emoji: z.string().nullable().meta({ description: "null once it was taken back" }),
  at: Time,
});

/** One thing said, by anyone. */
export const Message = z
  .object({
    schema_version: z.literal(1),
    id: z.guid(),
    conversation_id: z.guid(),
    seq: z.number().int().meta({ description: "Its place in the thread's log: the order of messages" }),
    direction: z.enum(["in", "out"]),
    origin: z.enum(["webhook", "api", "echo", "history", "standby"]).meta({
      description:
        "How it came: from WhatsApp, by this API, from the business's own phone, out of its past, or as a copy of what another app says",
    }),
    sender_type: z.enum(SENDERS),
    sender_id: z.string().nullable(),
    sender: z.object({ type: z.enum(SENDERS), id: z.string().nullable(), display_name: z.string() }),
    channel: z.string(),
    message_type: z.string().meta({ description: MESSAGE_TYPES }),
    content: z.string().meta({ description: "Its text; for anything else a text that names it" }),
    payload: z.record(z.string(), z.unknown()).meta({ description: "What it says, as WhatsApp writes its type" }),
    attachments: z.array(Attachment),
    reply_to: z.object({ message_id: z.guid().nullable(), channel_message_id: z.string().nullable() }).nullable(),
    referral: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "The advertisement that the customer came by, as WhatsApp told of it" }),
    forwarded: z.enum(["once", "often"]).nullable().meta({ description: "`often`: more than five times" }),
    reactions: z.array(Reaction).meta({ description: "One of each who reacted" }),
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
    edited_at: Time.nullable().meta({ description: "When its sender changed it last" }),
    deleted_at: Time.nullable().meta({ description: "When its sender took it back; what it said is gone" }),
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

const Delivered = z.object({
  conversation_id: z.guid(),
  sender_type: SenderSpelling.transform((spelling): SenderType => SENDER_SPELLINGS[spelling]),
  sender_id: OpaqueId.nullish().meta({
    description: "Who calls as an agent writes as itself: left out, or its own id",
  }),
  sender_name: z.string().min(1).max(255).nullish(),
  whatsapp_message_id: z
    .string()
    .min(1)
    .max(255)
    .nullish()
    .meta({ description: "The same id again is the same message" }),
  reply_to: z.guid().nullish().meta({ description: "Id of the message that is quoted" }),
  if_last_seq: z
    .number()
    .int()
    .min(0)
    .nullish()
    .meta({ description: "The last seq that its sender has seen: refused with 409 when something was said since" }),
  deliver: z.boolean().default(true).meta({ description: "false stores the message and sends nothing" }),
  metadata: z
    .record(z.string(), z.unknown())
    .refine(
      (metadata) => JSON.stringify(metadata).length <= METADATA_LIMIT,
      `must print to at most ${METADATA_LIMIT} characters`,
    )
    .nullish(),
});

/** What only a business says. */
const OURS = ["template", "reaction", "interactive"];

/** Body of `POST /messages`: who says it, and what. */
export const NewMessage = z
  .intersection(Delivered, Outgoing)
  .refine(({ sender_type, message_type }) => sender_type !== "customer" || !OURS.includes(message_type), {
    error: "a customer's message is of another type",
    path: ["message_type"],
  })
  .refine(({ message_type, reply_to }) => message_type !== "reaction" || !reply_to, {
    error: "a reaction quotes nothing: payload.message_id says what it is for",
    path: ["reply_to"],
  });

/** Answer of `POST /messages`. */
export const MessageCreated = z.object({
  message: Message,
  handoff_requested: z.boolean().meta({ description: "Whether this message handed the conversation over" }),
  handoff_reason: z.string().optional(),
});

/** Body of `POST /conversations/{id}/read`. */
export const ReadMark = z.object({
  typing: z.boolean().default(false).meta({ description: "Shows the customer that an answer is being written" }),
});
