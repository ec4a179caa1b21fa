import * as z from "zod";
import type { ConversationView } from "../domain/conversation.ts";
import { MOST_LABELS } from "../domain/details.ts";
import { PRIORITIES } from "../domain/priority.ts";
import { GivenTime, OpaqueId, Phone, Time } from "./fields.ts";
import { Message } from "./message.ts";

export const STATUSES = ["active", "resolved", "handed_off", "expired"] as const;

const Actor = z.object({
  type: z.enum(["customer", "llm", "agent", "flow", "system", "api", "channel"]),
  id: z.string().nullable(),
});

export const HandoffTrigger = z.enum([
  "people_first",
  "automatic_limit",
  "keyword",
  "low_confidence",
  "sentiment",
  "channel",
  "api",
  "agent",
  "ai_flag",
  "ai_timeout",
  "flow",
  "ticket",
]);

const Ticket = z.object({
  id: z.string(),
  state: z.enum(["pending", "open", "standby", "closed"]),
  agent_id: z.string().nullable(),
  opened_at: Time,
  closed_at: Time.nullable(),
  offered_to: z
    .object({ agent_id: z.string(), until: Time })
    .nullable()
    .meta({ description: "Who may take it, until when; null while it is offered to nobody" }),
});

const { seq, direction, sender_type, message_type } = Message.shape;

const LastMessage = z.object({
  seq,
  direction,
  sender_type,
  message_type,
  content: z.string().max(160).meta({ description: "One line of it" }),
  at: Time.meta({ description: "When it came; of what was imported the channel's own time" }),
  status: z.enum(["failed"]).nullable().meta({ description: "Only that it could not be sent" }),
  deleted_at: Time.nullable().meta({ description: "When its sender took it back" }),
});

/** One episode between a contact and an inbox, from its opening to its closing. */
export const Conversation = z
  .object({
    id: z.guid(),
    tenant_id: z.guid(),
    outlet_id: z.guid(),
    inbox_id: z.guid(),
    channel: z.string().meta({ description: "`whatsapp`, or `none` where messages are only stored" }),
    active_channel: z.string(),
    number: z
      .number()
      .int()
      .meta({ description: "Which conversation of its thread: 1, 2, 3…; 0 is the history that was imported" }),
    previous_id: z.guid().nullable(),
    title: z.string().meta({ description: "What people call it; made of its contact unless set" }),
    detail: z.string().nullable(),
    customer_id: z.string().nullable(),
    customer_phone: z.string().nullable(),
    customer_name: z.string().nullable(),
    customer_user_id: z
      .string()
      .nullable()
      .meta({ description: "WhatsApp's business-scoped user id: what names a customer whose number is hidden" }),
    status: z.enum(STATUSES),
    state: z.enum(["open", "closed"]),
    control: z.enum(["flow", "ai", "queue", "agent", "none"]).meta({ description: "Who has the word" }),
    handoff_requested: z.boolean(),
    handoff_agent_id: z.string().nullable(),
    handoff_reason: z.string().nullable(),
    handoff_trigger: HandoffTrigger.nullable().meta({
      description:
        "`ai_flag`: the AI asked for it. `ai_timeout`: it did not answer in time. `people_first`: people answer first. `automatic_limit`: machines have said as much within a day as they may",
    }),
    handoff_requested_at: Time.nullable(),
    handoff_team_id: z.string().nullable().meta({ description: "The team that is wished for, where it matters" }),
    labels: z.array(z.string()),
    priority: z.enum(PRIORITIES).nullable().meta({ description: "How pressing it is; null while nobody said so" }),
    snoozed_until: Time.nullable(),
    ticket: Ticket.nullable().meta({ description: "The latest of its tickets" }),
    turn: z.number().int().meta({ description: "Of the AI's turn that was asked last; 0 before the first" }),
    waiting_since: Time.nullable().meta({
      description:
        "Since when the customer waits: their first message that nobody has answered, or the hand-off; null once it is closed",
    }),
    started_at: Time,
    ended_at: Time.nullable(),
    close_reason: z
      .enum(["inactivity", "api", "agent", "ticket_closed", "flow_ended", "ai", "superseded", "imported", "erased"])
      .nullable()
      .meta({
        description:
          "`superseded`: the person goes on in another thread. `imported`: over before it came here. `erased`: with all that was held of the person",
      }),
    closed_by: Actor.nullable(),
    last_message_at: Time,
    last_customer_message_at: Time.nullable(),
    window_expires_at: Time.nullable().meta({ description: "End of WhatsApp's customer service window" }),
    message_count: z.number().int(),
    last_message: LastMessage.nullable().meta({
      description: "What people, the AI or a flow said last; null before that, and once it is purged",
    }),
    unread_count: z
      .number()
      .int()
      .meta({ description: "What the customer has said since an agent last looked or answered; 999 at most" }),
    agent_last_seen_at: Time.nullable(),
    contact_last_seen_at: Time.nullable().meta({ description: "When the customer last read something of ours" }),
    rating: z
      .number()
      .int()
      .min(1)
      .max(5)
      .nullable()
      .meta({ description: "What the customer said of it last, in stars" }),
    deleted_at: Time.nullable(),
    last_seq: z.number().int().meta({ description: "The thread's newest event" }),
    updated_at: Time,
  })
  .meta({ id: "Conversation" }) satisfies z.ZodType<ConversationView>;

/** Body of `POST /conversations` and `POST /conversations/find-or-create`. */
export const NewConversation = z.object({
  outlet_id: z.guid(),
  customer_phone: Phone,
  customer_name: z.string().min(1).max(255).nullish(),
  customer_id: OpaqueId.nullish().meta({ description: "The business's own id of the person, where it is known" }),
});

export const HandoffRequest = z.object({
  reason: z.string().min(1).max(1000).default("Human agent requested"),
  agent_id: OpaqueId.nullish().meta({ description: "The agent to hand over to; without one the conversation waits" }),
  team_id: OpaqueId.nullish().meta({ description: "The team that is to answer; without one any" }),
});

/** Why, for who reads the log. */
export const Reason = z.string().min(1).max(1000).nullish().meta({ description: "Why, for who reads the log" });

export const Release = z.object({ reason: Reason });
export const Assignment = z.object({ agent_id: OpaqueId, reason: Reason });
export const StatusChange = z.object({ status: z.enum(STATUSES) });
export const Snooze = z.object({
  until: GivenTime.meta({ description: "When the conversation comes back; in the future" }),
  reason: Reason,
});
export const Labels = z.object({ labels: z.array(z.string().min(1).max(64)).max(MOST_LABELS), reason: Reason });

/** One entry of a thread's log. */
export const Event = z
  .looseObject({
    seq: z.number().int(),
    type: z.string().meta({ description: "What happened, past tense, such as `message.received`" }),
    at: Time,
    number: z.number().int().meta({ description: "Which conversation of the thread" }),
    actor: Actor,
  })
  .meta({ id: "Event" });
