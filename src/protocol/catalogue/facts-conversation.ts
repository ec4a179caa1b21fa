import * as z from "zod";
import { PRIORITIES } from "../../domain/priority.ts";
import { Time } from "../fields.ts";
import { CONTACT, IDENTITY } from "./examples.ts";
import type { FactEntries } from "./outgoing-events.ts";

/** Why, where who did it says so. */
const reason = z.string().optional();
const Control = z.enum(["flow", "ai", "queue", "agent", "none"]);

const Identity = z.object({
  tenant_id: z.guid(),
  inbox_id: z.guid(),
  outlet_id: z.guid(),
  channel: z.string(),
  thread_key: z.string(),
});

const Contact = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  wa_id: z.string().nullable(),
  user_id: z.string().nullable(),
  username: z.string().nullable(),
  customer_id: z.string().nullable(),
  customer_details: z.record(z.string(), z.unknown()).nullable(),
});

/** What becomes of a conversation, and of the person in it. */
export const CONVERSATION_FACTS: FactEntries<
  | `conversation.${"opened" | "reopened" | "closed" | "snoozed" | "unsnoozed"}`
  | `conversation.${"labels_changed" | "priority_changed" | "moved" | "details_changed" | "rated" | "seen" | "deleted"}`
  | "inactivity.warned"
  | "history.begun"
  | "thread.forwarded"
  | "thread.joined"
  | "thread.erased"
  | "contact.changed"
  | "phone.left"
  | "messages.purged"
> = {
  "conversation.opened": {
    title: "Conversation opened",
    summary: "A customer wrote for the first time, or again after the conversation before was closed.",
    shape: { number: z.number().int(), identity: Identity, contact: Contact, control: Control },
    example: { number: 1, identity: IDENTITY, contact: CONTACT, control: "ai" },
  },
  "conversation.reopened": {
    title: "Conversation reopened",
    summary: "A closed conversation goes on; `control` says who has the word.",
    shape: { control: Control },
    example: { control: "ai" },
  },
  "conversation.closed": {
    title: "Conversation closed",
    summary: "By an agent, by a service, by the AI agent, by the end of its last ticket or of its flow, or by silence.",
    shape: {
      reason: z.enum(["inactivity", "api", "agent", "ticket_closed", "flow_ended", "ai", "superseded", "imported"]),
    },
    example: { reason: "inactivity" },
  },
  "conversation.snoozed": {
    title: "Conversation snoozed",
    summary: "It sleeps until then, or until the customer writes.",
    shape: { until: Time, reason },
    example: { until: "2026-01-06T09:00:00.000Z", reason: "Waits for a delivery" },
  },
  "conversation.unsnoozed": {
    title: "Conversation unsnoozed",
    summary: "It is awake again: its time has come, or somebody took it up.",
    shape: { cause: z.enum(["time", "customer", "agent", "api"]), reason },
    example: { cause: "agent", reason: "It has come" },
  },
  "conversation.labels_changed": {
    title: "Labels changed",
    summary: "The labels of a conversation, all of them.",
    shape: { labels: z.array(z.string()), reason },
    example: { labels: ["billing"], reason: "Asks about an invoice" },
  },
  "conversation.priority_changed": {
    title: "Priority changed",
    summary: "How pressing the conversation is, as people see it; null when nobody says so any more.",
    shape: { priority: z.enum(PRIORITIES).nullable(), reason },
    example: { priority: "urgent", reason: "A VIP" },
  },
  "conversation.moved": {
    title: "Moved to another outlet",
    summary: "The people of another outlet answer the conversation from now on.",
    shape: { outlet_id: z.guid(), reason },
    example: { outlet_id: IDENTITY.outlet_id, reason: "Nearer to the customer" },
  },
  "conversation.details_changed": {
    title: "Title or detail changed",
    summary: "What people call a conversation; null is the name that is made of its contact.",
    shape: { title: z.string().nullable(), detail: z.string().nullable() },
    example: { title: "Opening hours", detail: null },
  },
  "inactivity.warned": {
    title: "Inactivity warned",
    summary: "Nobody has said anything for a while: silence until then closes the conversation.",
    shape: { closes_at: Time },
    example: { closes_at: "2026-01-06T09:00:00.000Z" },
  },
  "conversation.rated": {
    title: "Conversation rated",
    summary: "What the customer says of a conversation, closed or not: one to five stars. The latest counts.",
    shape: { score: z.number().int().min(1).max(5) },
    example: { score: 5 },
  },
  "conversation.seen": {
    title: "Conversation seen",
    summary: "An agent has looked at what the customer wrote.",
    shape: {},
    example: {},
  },
  "conversation.deleted": {
    title: "Conversation deleted",
    summary: "It left every list; its messages go when their retention ends.",
    shape: {},
    example: {},
  },
  "history.begun": {
    title: "History begun",
    summary: "Messages of the time before are taken over from the channel, as conversation number 0.",
    shape: { identity: Identity, contact: Contact },
    example: { identity: IDENTITY, contact: CONTACT },
  },
  "thread.forwarded": {
    title: "Thread forwarded",
    summary: "The person goes on in an older thread that turned out to be theirs.",
    shape: { identity: Identity, contact: Contact, to: z.string() },
    example: { identity: IDENTITY, contact: CONTACT, to: "fedcba9876543211f012345" },
  },
  "thread.joined": {
    title: "Thread joined",
    summary: "A younger thread of the same person leads here from now on.",
    shape: {
      identity: Identity,
      contact: Contact,
      from: z.string(),
      window_from: Time.nullable().optional().meta({
        description: "When they last wrote to the other thread, which opened the service window of both",
      }),
    },
    example: {
      identity: IDENTITY,
      contact: CONTACT,
      from: "fedcba9876543211f012345",
      window_from: "2026-01-05T09:12:03.000Z",
    },
  },
  "thread.erased": {
    title: "Person erased",
    summary:
      "All that was held of the person is gone, up to the conversation of this number; so should be what you keep of it. The ids of a thread's conversations differ in their last eight digits only: the number, hexadecimal.",
    shape: {},
    example: {},
  },
  "contact.changed": {
    title: "Contact changed",
    summary: "Something else is known of the person who writes.",
    shape: { contact: Contact },
    example: { contact: CONTACT },
  },
  "phone.left": {
    title: "Phone number given up",
    summary: "The person has given up this number: who writes from it next may be somebody else.",
    shape: { phone: z.string() },
    example: { phone: "+15550100123" },
  },
  "messages.purged": {
    title: "Messages purged",
    summary: "Their retention has ended: what was said between these places in the log is gone.",
    shape: { from_seq: z.number().int(), through_seq: z.number().int() },
    example: { from_seq: 1, through_seq: 40 },
  },
};
