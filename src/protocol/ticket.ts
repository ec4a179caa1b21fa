import * as z from "zod";
import { PRESENCES } from "../domain/assignment.ts";
import { Time } from "./fields.ts";

export const TICKET_STATES = ["pending", "open", "standby", "closed"] as const;

/** A person's work on a conversation, as the desk keeps it. */
export const Ticket = z
  .object({
    id: z.string(),
    conversation_id: z.guid(),
    outlet_id: z.guid(),
    inbox_id: z.guid(),
    team_id: z.string().nullable().meta({ description: "The people who are wished for; null for any of the outlet" }),
    agent_id: z.string().nullable().meta({ description: "Who has it" }),
    state: z.enum(TICKET_STATES).meta({ description: "pending → open ⇄ standby → closed" }),
    offered_to: z
      .object({ agent_id: z.string(), until: Time })
      .nullable()
      .meta({ description: "Who may take it, until when" }),
    waiting_since: Time.nullable().meta({ description: "null while it does not wait for a person" }),
    reason: z.string().nullable().meta({ description: "Why the conversation was handed over" }),
    customer_name: z.string().nullable(),
    customer_phone: z.string().nullable(),
    channel: z.string(),
    opened_at: Time,
    closed_at: Time.nullable(),
  })
  .meta({ id: "Ticket" });

/** Whether an agent is there, and what they have to do. */
export const AgentPresence = z
  .object({
    agent_id: z.string(),
    status: z.enum(PRESENCES),
    until: Time.nullable().meta({ description: "Off line from then on; null for as long as nothing else is said" }),
    last_seen_at: Time.nullable(),
    last_assigned_at: Time.nullable().meta({ description: "When a ticket was last offered or given to them" }),
    load: z.number().int().meta({ description: "Conversations that they have, and tickets that are offered to them" }),
  })
  .meta({ id: "AgentPresence" });
