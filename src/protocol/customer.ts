import { z } from "zod";
import { OpaqueId, Phone, queryInteger, Time } from "./fields.ts";
import { operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

/** In characters of JSON. */
const ATTRIBUTES_LIMIT = 4_096;

const Address = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("phone"), target: Phone }),
  z.strictObject({ type: z.literal("email"), target: z.email().max(255) }),
  z.strictObject({ type: z.literal("user_id"), target: z.string().min(1).max(255) }),
]);

const NewCustomer = z.strictObject({
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
const Customer = z
  .object({
    id: OpaqueId.meta({ description: "The business's own id" }),
    name: z.string().nullable(),
    addresses: z.array(z.object({ type: z.enum(["phone", "email", "user_id"]), target: z.string() })),
    attributes: z.record(z.string(), z.unknown()),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: "Customer" });

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
    query: z.object({ after: OpaqueId.optional(), limit: queryInteger(1, 500).optional() }),
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
    summary: "Keep a customer, in place of what was; their open conversations learn of it with their next message",
    body: NewCustomer,
    answers: { 200: Customer },
    problems: ["address_taken"],
  }),
  deleteCustomer: operation({
    ...ofOne,
    id: "deleteCustomer",
    method: "delete",
    path: "/api/v1/customers/{id}",
    summary: "Forget a customer; conversations keep whose they were",
    answers: { 204: null },
  }),
};
