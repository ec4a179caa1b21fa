import * as z from "zod";
import { Addressed, Customer, Party, partyOf } from "./parties.ts";
import {
  BODY,
  Body,
  ConversationId,
  CUSTOMER,
  envelope,
  idOf,
  LONGEST_BODY,
  optional,
  optionalId,
  payload,
  textOf,
} from "./reading.ts";

const WAMID = "the channel's id of the message (wamid), the same again when it is sent again";
const wamid = { description: "WhatsApp's id of the message" };

const ends = {
  sender: Addressed,
  receiver: Addressed.meta({ description: "The business's number: which inbox it is for" }),
  message_id: idOf(WAMID).meta(wamid),
  conversation_id: optional(ConversationId).meta({ description: "As the look-up named it, where this answers one" }),
};

const text = { ...envelope, ...ends, body: Body };

/** What a message says that is no text: as WhatsApp writes its type. */
const content = {
  ...envelope,
  ...ends,
  message_type: textOf("what the message is, such as image", 64)
    .default("text")
    .meta({ description: "`text`, `image`, `location`, …: as WhatsApp calls it" }),
  body: z
    .string("must be a text")
    .max(LONGEST_BODY, `must have at most ${LONGEST_BODY} characters`)
    .nullish()
    .meta({ description: "The text; of what is none, a text that stands for it" }),
  payload: z
    .record(z.string(), z.unknown(), "must be one JSON object")
    .nullish()
    .meta({ description: "What it says, as WhatsApp writes its type" }),
};

type Ends = z.output<ReturnType<typeof payload<typeof ends & typeof envelope>>>;

const placed = ({ uuid, timestamp, sender, receiver, message_id, conversation_id }: Ends) => ({
  uuid,
  timestamp,
  sender,
  receiver,
  message_id,
  conversation_id,
});

const known = { customer_details: Customer.meta({ description: "With `codigo_cliente`, the business's own id" }) };
const perhapsKnown = { customer_details: optional(known.customer_details) };

const UNKNOWN =
  "codigo_cliente is missing: a customer whom nobody knows is told of without user info, by the event of that name";
const isKnown = { error: UNKNOWN, path: ["customer_details"] };

const CONTENT_SYNONYMS = { ...BODY, ...CUSTOMER, message_type: ["type_of_message"] };
const EMPTY = { error: "is missing: a text message says something", path: ["body"] };

type Content = z.output<ReturnType<typeof payload<typeof content>>>;
const says = ({ message_type, body }: Content): boolean => message_type !== "text" || Boolean(body);
const contentOf = (said: Content) => ({
  ...placed(said),
  message_type: said.message_type,
  body: said.body || null,
  payload: said.payload ?? {},
});

/** What a customer wrote, told by the service that has the channel, or the one that knows the customers. */
export const INCOMING_MESSAGES = {
  "whatsapp-business-text-message-received": payload({ ...text, ...perhapsKnown }, { ...BODY, ...CUSTOMER }).transform(
    (said) => ({ ...placed(said), body: said.body, customer: said.customer_details }),
  ),

  "whatsapp-business-text-message-with-user-info-received": payload({ ...text, ...known }, { ...BODY, ...CUSTOMER })
    .refine(({ customer_details }) => customer_details !== null, isKnown)
    .transform((said) => ({ ...placed(said), body: said.body, customer: said.customer_details })),

  "whatsapp-business-message-received": payload({ ...content, ...perhapsKnown }, CONTENT_SYNONYMS)
    .refine(says, EMPTY)
    .transform((said) => ({ ...contentOf(said), customer: said.customer_details })),

  "whatsapp-business-message-with-user-info-received": payload({ ...content, ...known }, CONTENT_SYNONYMS)
    .refine(says, EMPTY)
    .refine(({ customer_details }) => customer_details !== null, isKnown)
    .transform((said) => ({ ...contentOf(said), customer: said.customer_details })),

  "message-received": payload(
    {
      ...envelope,
      sender: optional(Party),
      receiver: optional(Addressed),
      body: Body,
      source_id: optionalId("the id of who writes, such as wa.15550100").meta({
        description: "Who writes, by channel: `wa.<phone number or user id>`",
      }),
      channel: textOf("the channel, such as whatsapp-business", 64).default("whatsapp-business"),
      channel_details: z.record(z.string(), z.unknown(), "must be one JSON object").nullish(),
      message_id: optionalId(WAMID).meta(wamid),
      ...perhapsKnown,
    },
    { ...BODY, ...CUSTOMER },
  )
    .transform((said) => ({
      uuid: said.uuid,
      timestamp: said.timestamp,
      sender: said.sender?.id ? said.sender : partyOf(said.source_id, said.sender?.display_name ?? null),
      receiver: said.receiver,
      source_id: said.source_id,
      channel: CHANNELS[said.channel.toLowerCase()] ?? said.channel,
      channel_details: said.channel_details ?? {},
      message_id: said.message_id,
      body: said.body,
      customer: said.customer_details,
    }))
    .refine(({ sender }) => sender.id !== null, {
      error: "is missing: source_id says who writes, such as wa.15550100, where sender has no phone_number and no id",
      path: ["source_id"],
    }),

  "whatsapp-business-message-delivered": payload(
    {
      ...envelope,
      message_id: optionalId("the `message_id` of the command that sent it, or WhatsApp's own id").meta({
        description: "The `message_id` of the command that sent it, or WhatsApp's own; without it the latest is meant",
      }),
      whatsapp_message_id: optionalId(WAMID).meta(wamid),
      sender: optional(Party),
      receiver: optional(Addressed),
    },
    { whatsapp_message_id: ["wamid", "channel_message_id"] },
  )
    .refine(({ message_id, receiver }) => message_id !== null || receiver !== null, {
      error: "is missing: it must be the `message_id` of the command that sent it, or else receiver says to whom",
      path: ["message_id"],
    })
    .transform(({ uuid, timestamp, message_id, whatsapp_message_id, sender, receiver }) => ({
      uuid,
      timestamp,
      message_id,
      whatsapp_message_id,
      sender,
      receiver,
    })),
};

/** The seeds' words for a channel, by ours. */
const CHANNELS: { [spelling: string]: string } = {
  "whatsapp-business": "whatsapp",
  whatsapp_business: "whatsapp",
  whatsapp: "whatsapp",
};
