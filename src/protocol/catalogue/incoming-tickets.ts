import * as z from "zod";
import type { TicketState } from "../../domain/conversation.ts";
import { Agent } from "./parties.ts";
import { ConversationId, envelope, idOf, optional, payload, Timestamp, textOf } from "./reading.ts";

const ticket_id = idOf("the ticket's id, the same in every event of it");

const ticket = {
  ...envelope,
  ticket_id,
  conversation_id: optional(ConversationId).meta({ description: "Needed only where ticket-opened has not told it" }),
  authorized_by: optional(Agent).meta({ description: "The agent who did it: `{agent_id, display_name?}`" }),
};

const STATES: { [spelling: string]: TicketState } = {
  pending: "pending",
  open: "open",
  opened: "open",
  standby: "standby",
  "stand-by": "standby",
  stand_by: "standby",
  closed: "closed",
  close: "closed",
};

const State = z
  .enum(["pending", "open", "standby", "closed"], { error: "must be pending, open, standby or closed" })
  .meta({ description: "`standby` lets the conversation sleep; `closed` of its last ticket closes it" });

const NewState = z.preprocess(
  (value) => (typeof value === "string" ? (STATES[value.trim().toLowerCase()] ?? value) : value),
  State,
);

const Bound = optional(Timestamp);

const range = {
  start_timestamp: Bound.meta({ description: "From then on; from its beginning without it" }),
  end_timestamp: Bound.meta({ description: "Until then, itself included; until its end without it" }),
};
const BOUNDS = { start_timestamp: ["start"], end_timestamp: ["end"] };

const isRange = ({ start_timestamp: from, end_timestamp: to }: { [bound in keyof typeof range]: string | null }) =>
  from === null || to === null || from <= to;
const noRange = { error: "must not be after end_timestamp", path: ["start_timestamp"] };

/** What the service that keeps the tickets tells, and what it asks. */
export const INCOMING_TICKETS = {
  "ticket-opened": payload({ ...ticket, conversation_id: ConversationId }).transform(
    ({ uuid, timestamp, ticket_id, conversation_id, authorized_by }) => ({
      uuid,
      timestamp,
      ticket_id,
      conversation_id,
      authorized_by,
    }),
  ),

  "ticket-closed": payload(ticket).transform(({ uuid, timestamp, ticket_id, conversation_id, authorized_by }) => ({
    uuid,
    timestamp,
    ticket_id,
    conversation_id,
    authorized_by,
  })),

  "ticket-state-changed": payload({ ...ticket, new_state: NewState }, { new_state: ["state"] }).transform(
    ({ uuid, timestamp, ticket_id, conversation_id, authorized_by, new_state }) => ({
      uuid,
      timestamp,
      ticket_id,
      conversation_id,
      authorized_by,
      new_state,
    }),
  ),

  "agent-assigned": payload(
    { ...ticket, agent_assigned: Agent.meta({ description: "Who has it from now on: `{agent_id, display_name?}`" }) },
    { agent_assigned: ["new_agent", "agent_id"] },
  ).transform(({ uuid, timestamp, ticket_id, conversation_id, authorized_by, agent_assigned }) => ({
    uuid,
    timestamp,
    ticket_id,
    conversation_id,
    authorized_by,
    agent_assigned,
  })),

  "ticket-comment-added": payload(
    { ...ticket, comment: textOf("the text of the comment", 65_536) },
    { comment: ["body", "text", "content"] },
  ).transform(({ uuid, timestamp, ticket_id, conversation_id, authorized_by, comment }) => ({
    uuid,
    timestamp,
    ticket_id,
    conversation_id,
    authorized_by,
    comment,
  })),

  "get-conversation": payload({ ...envelope, conversation_id: ConversationId, ...range }, BOUNDS)
    .transform(({ uuid, timestamp, conversation_id, start_timestamp, end_timestamp }) => ({
      uuid,
      timestamp,
      conversation_id,
      start_timestamp,
      end_timestamp,
    }))
    .refine(isRange, noRange),

  "get-user-conversation": payload(
    { ...envelope, codigo_cliente: idOf("the business's own id of the customer"), ...range },
    { ...BOUNDS, codigo_cliente: ["customer_id", "user_id"] },
  )
    .transform(({ uuid, timestamp, codigo_cliente, start_timestamp, end_timestamp }) => ({
      uuid,
      timestamp,
      codigo_cliente,
      start_timestamp,
      end_timestamp,
    }))
    .refine(isRange, noRange),
};
