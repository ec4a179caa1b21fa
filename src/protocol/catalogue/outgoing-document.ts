import * as z from "zod";
import { Conversation } from "../conversation.ts";
import { Time } from "../fields.ts";
import { Message } from "../message.ts";

/** What every printed payload has. More fields may be added; `schema_version` is raised when a reader could misread it. */
export const printed = {
  uuid: z.guid().meta({ description: "The same again is the same message" }),
  timestamp: Time.meta({ description: "When it was decided" }),
  schema_version: z.literal(1),
};

/** What is known of the customer: their record where they are identified, and how the channel names them. */
export const UserDetails = z
  .looseObject({
    codigo_cliente: z.string().nullable().meta({ description: "The business's own id; null of an anonymous customer" }),
    display_name: z.string(),
    phone_number: z.string().nullable(),
  })
  .meta({ description: "What is known of the customer, with what a service told of them" });

const Whom = z.looseObject({ agent_id: z.string().nullable(), display_name: z.string() });

/** One thing of a conversation, to be rendered from itself alone. */
export const LogEntry = z
  .looseObject({
    type: z
      .string()
      .regex(/^v\d+\.\d+\.\d+(\.[a-z_-]+)+$/)
      .meta({
        description:
          "`v0.0.1.chat.<wa|agent|ai-agent|flow|system>.<text, image, …>`, `v0.0.1.comment`, `v0.0.1.assignment`, `v0.0.1.state`, or `v0.0.1.<event of the log>`",
      }),
    seq: z.number().int().meta({ description: "Its place in the log: the order of entries" }),
    timestamp: Time.meta({ description: "The channel's own time of what was said there" }),
    fallback_text: z.string().min(1).meta({ description: "What it says or tells, in words" }),
    sender: z.looseObject({
      display_name: z.string().min(1),
      phone_number: z.string().optional(),
      agent_id: z.string().nullable().optional(),
    }),
    message: Message.optional(),
    comment: z.string().optional(),
    ticket_id: z.string().nullable().optional(),
    new_state: z.enum(["pending", "open", "standby", "closed"]).optional(),
    new_agent: Whom.optional(),
    authorized_by: Whom.optional(),
  })
  .meta({ id: "LogEntry" });

/** A conversation's header and log, as the seeds write it. */
export const ConversationDocument = z.looseObject({
  uuid: z.guid().meta({ description: "The conversation's id" }),
  codigo_cliente: z.string().nullable(),
  active_channel: z.string().meta({ description: "`whatsapp-business`, or `none` where messages are only stored" }),
  source_id: z.string().meta({ description: "Who writes, by channel: opaque, to be compared only" }),
  user_details: UserDetails,
  manage_by: z.enum(["ai-agent", "agent"]).meta({ description: "`agent` as soon as people have or await the word" }),
  log: z.array(LogEntry),
});

/** What `get-conversation` asks for. */
export const DocumentAnswer = z.looseObject({
  schema_version: z.literal(1),
  request_id: z.string().meta({ description: "The `uuid` of the get-conversation" }),
  conversation_id: z.guid(),
  start_timestamp: Time.nullable().meta({ description: "As it was asked for; null from the beginning" }),
  end_timestamp: Time.nullable().meta({ description: "As it was asked for, itself included; null to the end" }),
  conversation: ConversationDocument,
  view: Conversation.meta({ description: "The conversation as the HTTP API prints it" }),
});
