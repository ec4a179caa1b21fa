import * as z from "zod";
import { Conversation } from "./conversation.ts";
import { Customer, CustomerDocument, CustomerId, Identification, ImportReport, NewCustomer } from "./customer.ts";
import { GivenTime, OpaqueId, queryFlag, queryInteger } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const tag = "Customers";
const ofOne = { tag, params: z.object({ id: OpaqueId }), problems: ["not_found"] as ProblemCode[] };

/** Calls about whom the business knows. */
export const CUSTOMER_OPERATIONS = {
  listCustomers: operation({
    id: "listCustomers",
    method: "get",
    path: "/api/v1/customers",
    tag,
    summary: "Customers in the order of their ids",
    query: z.object({
      q: z.string().min(1).max(100).optional().meta({ description: "Text in the customer's id, name or an address" }),
      after: OpaqueId.optional(),
      limit: queryInteger(1, 500).optional(),
    }),
    answers: { 200: z.object({ customers: z.array(Customer), next_after: z.string().nullable() }) },
  }),
  getCustomer: operation({
    ...ofOne,
    id: "getCustomer",
    method: "get",
    path: "/api/v1/customers/{id}",
    summary: "One customer",
    answers: { 200: Customer },
  }),
  putCustomer: operation({
    ...ofOne,
    id: "putCustomer",
    method: "put",
    path: "/api/v1/customers/{id}",
    params: z.object({ id: CustomerId }),
    summary: "Keep a customer, in place of what was; their open conversations learn of it with their next message",
    body: NewCustomer,
    answers: { 200: Customer },
    problems: ["address_taken"],
  }),
  deleteCustomer: operation({
    ...ofOne,
    id: "deleteCustomer",
    managing: true,
    method: "delete",
    path: "/api/v1/customers/{id}",
    summary: "Forget a customer; conversations keep whose they were",
    answers: { 204: null },
  }),
  importCustomers: operation({
    id: "importCustomers",
    managing: true,
    isKeyless: true,
    method: "post",
    path: "/api/v1/customers/import",
    tag,
    summary: "Keep the customers of a spreadsheet; what it does not tell of them stays as it is",
    query: z.object({
      dry_run: queryFlag("`true` changes nothing, and tells what would be").optional(),
      report: z
        .enum(["refused", "all"])
        .optional()
        .meta({ description: "Which lines are told of; those refused unless said" }),
    }),
    bytes: {
      "text/csv": z.string().meta({
        description:
          "At most 10 MB and 50,000 lines. The first names the columns: `id`, `name`, `phone`, `email`, `user_id`; any other is an attribute. Cells are parted by commas, semicolons or tabs; several phones by semicolons, or in columns of the same name. UTF-8, UTF-16 or Windows-1252",
        example: "id,name,phone,tier\n40017,Ana Example,+15550100123;+15550100124,gold\n",
      }),
      "application/x-ndjson": z
        .string()
        .meta({ description: "One customer a line, as the list of customers prints them" }),
    },
    answers: { 200: ImportReport },
    problems: ["payload_too_large", "unsupported_media_type"],
  }),
  customerConversations: operation({
    ...ofOne,
    id: "customerConversations",
    method: "get",
    path: "/api/v1/customers/{id}/conversations",
    summary: "All conversations with a customer, over all inboxes, as one document in the order of time",
    query: z.object({
      from: GivenTime.optional(),
      to: GivenTime.optional().meta({ description: "Itself included" }),
      limit: queryInteger(1, 5_000)
        .optional()
        .meta({ description: "At most so many entries, the latest; 1,000 unless said" }),
    }),
    answers: { 200: CustomerDocument },
  }),
  identifyCustomer: operation({
    id: "identifyCustomer",
    method: "put",
    path: "/api/v1/conversations/{id}/customer",
    tag,
    summary: "Say which customer a conversation is with",
    params: idInPath,
    body: Identification,
    answers: { 200: Conversation },
    problems: ["conversation_not_found", "customer_not_found"],
  }),
};
