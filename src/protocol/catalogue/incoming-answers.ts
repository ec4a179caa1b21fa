import * as z from "zod";
import { AgentDetails, type Person } from "./parties.ts";
import {
  BODY,
  ConversationId,
  envelope,
  flags,
  LONGEST_BODY,
  mustBe,
  optional,
  optionalId,
  payload,
  wantsTicket,
} from "./reading.ts";

const place = { ...envelope, conversation_id: ConversationId };

const Turn = z
  .union([z.int(), z.string().regex(/^\d{1,9}$/)], { error: "must be the `turn` of the command that this answers" })
  .nullish()
  .transform((turn) => (turn === null || turn === undefined ? null : Number(turn)))
  .meta({ description: "The `turn` of the command that this answers; without it the newest is meant" });

const Text = z
  .string(mustBe("the text that is said"))
  .max(LONGEST_BODY, `must have at most ${LONGEST_BODY} characters`);

const Body = Text.regex(/\S/, "must be the text that is said, not an empty text");

const PerhapsBody = Text.nullish().transform((body) => (body?.trim() ? body : null));

const metadata = z.record(z.string(), z.unknown(), "must be one JSON object").nullish();

const EMPTY = {
  error: "is missing: an answer without a text is taken only with open_ticket: true, when a person is to take over",
  path: ["body"],
};

const flow = {
  flow_execution_id: optionalId("the `flow_execution_id` of start-flow-execution"),
  flow_type: z.string("must be a text, such as rigid").max(64).nullish(),
};

/** What the services that have the word answer. */
export const INCOMING_ANSWERS = {
  "ai-agent-answer-generated": payload(
    {
      ...place,
      ...flags,
      agent_details: optional(AgentDetails),
      body: PerhapsBody,
      turn: Turn,
      low_confidence: z.boolean("must be true or false").nullish().meta({
        description: "The AI is not sure: too many of these in a conversation hand it over",
      }),
      confidence: z.number("must be a number").nullish(),
      close_conversation: z.boolean("must be true or false").nullish().meta({
        description: "With this answer the conversation is over",
      }),
      metadata,
    },
    BODY,
  )
    .transform((said) => ({
      uuid: said.uuid,
      timestamp: said.timestamp,
      conversation_id: said.conversation_id,
      agent_details: said.agent_details,
      body: said.body,
      turn: said.turn,
      wants_ticket: wantsTicket(said),
      low_confidence: said.low_confidence ?? false,
      confidence: said.confidence ?? null,
      wants_close: said.close_conversation ?? false,
      metadata: said.metadata ?? null,
    }))
    .refine(({ body, wants_ticket }) => body !== null || wants_ticket, EMPTY),

  "flow-answer-generated": payload({ ...place, ...flags, ...flow, body: PerhapsBody }, BODY)
    .transform((said) => ({
      uuid: said.uuid,
      timestamp: said.timestamp,
      conversation_id: said.conversation_id,
      flow_execution_id: said.flow_execution_id,
      flow_type: said.flow_type ?? null,
      body: said.body,
      wants_ticket: wantsTicket(said),
    }))
    .refine(({ body, wants_ticket }) => body !== null || wants_ticket, EMPTY),

  "flow-execution-ended": payload({ ...place, ...flags, ...flow, body: PerhapsBody }, BODY).transform((said) => ({
    uuid: said.uuid,
    timestamp: said.timestamp,
    conversation_id: said.conversation_id,
    flow_execution_id: said.flow_execution_id,
    flow_type: said.flow_type ?? null,
    body: said.body,
    wants_ticket: wantsTicket(said),
  })),

  "agent-answer-generated": payload(
    {
      ...envelope,
      conversation_id: optional(ConversationId),
      ticket_id: optionalId("the ticket's id"),
      agent_id: optionalId("the agent's id"),
      agent_details: optional(AgentDetails),
      body: Body,
    },
    BODY,
  )
    .refine(({ conversation_id, ticket_id }) => conversation_id !== null || ticket_id !== null, {
      error: "is missing: it, or a ticket_id, says which conversation is answered",
      path: ["conversation_id"],
    })
    .transform((said, context) => {
      const { uuid, timestamp, conversation_id, ticket_id, agent_details, body } = said;
      const agent_id = said.agent_id ?? agent_details?.agent_id ?? agent_details?.codename;
      if (agent_id === undefined || agent_id === null) {
        const message = "is missing: it must be the id of the agent who answers, as a text";
        context.issues.push({ code: "custom", message, input: said, path: ["agent_id"] });
        return z.NEVER;
      }
      const agent: Person = { agent_id, display_name: agent_details?.display_name ?? null };
      return { uuid, timestamp, conversation_id, ticket_id, ...agent, body };
    }),
};
