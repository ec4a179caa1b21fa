import * as z from "zod";
import { ATTRIBUTES_LIMIT } from "../domain/customers.ts";
import { LogEntry } from "./catalogue/outgoing-document.ts";
import { Conversation } from "./conversation.ts";
import { OpaqueId, Phone, Time } from "./fields.ts";

const Address = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("phone"), target: Phone }),
  z.strictObject({ type: z.literal("email"), target: z.email().max(255) }),
  z.strictObject({ type: z.literal("user_id"), target: z.string().min(1).max(255) }),
]);

/** The id that a business gives a customer; one that the address of a call can name. */
export const CustomerId = OpaqueId.regex(/^\P{Cc}+$/u, "must have no control characters").refine(
  (id) => id !== "." && id !== "..",
  "must be neither . nor ..",
);

/** What is to be known of a customer, in place of what was. */
export const NewCustomer = z.strictObject({
  name: z.string().min(1).max(255).nullable().default(null),
  addresses: z.array(Address).max(50).default([]).meta({ description: "Each is one customer's at a time" }),
  attributes: z
    .record(z.string(), z.unknown())
    .refine(
      (attributes) => JSON.stringify(attributes).length <= ATTRIBUTES_LIMIT,
      `must print to at most ${ATTRIBUTES_LIMIT} characters`,
    )
    .default({})
    .meta({ description: "What the business knows of them; the AI agent is told" }),
});

/** The business's own record of a person. */
export const Customer = z
  .object({
    id: OpaqueId.meta({ description: "The business's own id" }),
    name: z.string().nullable(),
    addresses: z.array(z.object({ type: z.enum(["phone", "email", "user_id"]), target: z.string() })),
    attributes: z.record(z.string(), z.unknown()),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: "Customer" });

const OUTCOMES = ["created", "updated", "unchanged", "refused"] as const;

/** What became of the customers of a file. */
export const ImportReport = z
  .object({
    dry_run: z.boolean().meta({ description: "Nothing was changed: this is what would be" }),
    encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]).meta({ description: "As what it was read" }),
    delimiter: z.enum([",", ";", "\t"]).nullable().meta({ description: "What parts its cells; null of JSON lines" }),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
    lines: z
      .array(
        z.object({
          line: z
            .number()
            .int()
            .meta({ description: "On which it begins: 1, 2, 3…, the names of the columns included" }),
          id: z.string().nullable(),
          outcome: z.enum(OUTCOMES),
          detail: z.string().nullable().meta({ description: "Why it was refused" }),
        }),
      )
      .meta({ description: "Those that were refused; with `report=all` all" }),
  })
  .meta({ id: "CustomerImport" });

/** An entry of a log, and which conversation's. */
const CustomerLogEntry = LogEntry.extend({ conversation_id: z.guid(), inbox_id: z.guid(), channel: z.string() }).meta({
  id: "CustomerLogEntry",
});

/** Everything with a customer, over all inboxes, as one document. */
export const CustomerDocument = z
  .object({
    customer: Customer,
    conversations: z.array(Conversation).meta({ description: "Their latest 100, the oldest first" }),
    log: z
      .array(CustomerLogEntry)
      .meta({ description: "What was said and what happened in them, in the order of time" }),
    next_to: Time.nullable().meta({ description: "Where there is more before that: ask again with it as `to`" }),
  })
  .meta({ id: "CustomerDocument" });

/** Who a conversation is with. */
export const Identification = z.strictObject({
  customer_id: OpaqueId.meta({ description: "One of the tenant's list" }),
});
