import * as z from "zod";
import { OpaqueId, Time } from "../fields.ts";
import { Message } from "../message.ts";
import type { CommandName } from "./names.ts";
import { ConversationDocument, DocumentAnswer, printed, UserDetails } from "./outgoing-document.ts";

const base = { ...printed, conversation_id: z.guid() };

const aiTurn = {
  ...base,
  turn: z.number().int().meta({ description: "To be sent back with the answer: an older one comes too late" }),
  deadline: Time.nullable().meta({ description: "An answer after this is not waited for; null for ever" }),
  conversation: ConversationDocument.meta({ description: "With what was said last, at most 20 messages" }),
};

const said = {
  ...base,
  user_details: UserDetails,
  user_data: UserDetails.meta({ description: "The same as user_details, by its older name" }),
  source_id: z.string(),
  channel: z.string(),
  ticket_id: z.string().nullable(),
  body: z.string(),
  message: Message,
};

const ends = {
  sender: z.string().nullable(),
  receiver: z.string().nullable(),
};

const sending = {
  ...base,
  sender: ends.sender.meta({ description: "The business's own number" }),
  receiver: z.string().meta({ description: "The customer's number as WhatsApp writes it, else their user id" }),
  message_id: z.guid().meta({ description: "Ours: send it once, and name it in whatsapp-business-message-delivered" }),
  reply_to: z.string().nullable().meta({ description: "The channel's id of the message that is quoted" }),
};

const lookUp = {
  ...base,
  deadline: Time.meta({ description: "Until then the AI waits to be told who it is" }),
  sender: ends.sender.meta({ description: "The customer's number as WhatsApp writes it, else their user id" }),
  receiver: ends.receiver.meta({ description: "The business's own number" }),
  display_name: z.string(),
  message_id: OpaqueId.meta({ description: "To be sent back, with customer_details, in …-with-user-info-received" }),
};

/** What this store asks of services, by its printed name. */
export const COMMANDS = {
  "generate-ai-agent-answer": z.looseObject(aiTurn),
  "generate-ai-agent-answer-with-user-info": z.looseObject({
    ...aiTurn,
    user_details: UserDetails.extend({ codigo_cliente: z.string() }),
  }),
  "generate-agent-answer": z.looseObject(said),
  "message-added": z.looseObject({
    ...said,
    of: z.enum(["agent", "flow"]).meta({ description: "Who is to answer it" }),
  }),
  "open-ticket": z.looseObject({
    ...base,
    type: z.literal("v0.conv.open_ticket"),
    user_details: UserDetails,
    reason: z.string(),
    messages: z.array(
      z.looseObject({
        timestamp: Time,
        origin: z.enum(["user", "ai-agent", "agent", "flow", "system"]),
        body: z.string(),
      }),
    ),
  }),
  "conversation-document": DocumentAnswer.extend(printed),
  "start-flow-execution": z.looseObject({
    ...base,
    flow_execution_id: z.string().meta({ description: "To be sent back with the flow's answers" }),
    user_details: UserDetails,
    source_id: z.string(),
    channel: z.string(),
    initial_message: z.looseObject({ message_id: z.guid(), timestamp: Time, body: z.string(), message: Message }),
  }),
  "send-whatsapp-business-text-message": z.looseObject({
    ...sending,
    body: z.string().max(4096),
    preview_url: z
      .boolean()
      .optional()
      .meta({ description: "Whether a link is shown; as the channel does unless said" }),
  }),
  "send-whatsapp-business-message": z.looseObject({
    ...sending,
    message_type: z.string(),
    body: z.string().meta({ description: "A text that stands for it" }),
    payload: z.record(z.string(), z.unknown()).meta({ description: "What it says, as WhatsApp writes its type" }),
    message: Message,
  }),
  "whatsapp-business-text-message-received": z.looseObject({ ...lookUp, body: z.string() }),
  "whatsapp-business-message-received": z.looseObject({
    ...lookUp,
    message_type: z.string(),
    body: z.string(),
    payload: z.record(z.string(), z.unknown()),
  }),
} satisfies { [name in CommandName]: z.ZodType };
