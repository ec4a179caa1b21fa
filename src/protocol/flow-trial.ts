import * as z from "zod";
import { GivenTime, TimeZone } from "./fields.ts";
import { Name, Variables } from "./flow-nodes.ts";

/** What happens in a test run: the customer says or presses something, or time passes. */
const TrialInput = z.union([
  z.strictObject({ text: z.string().min(1).max(4_096) }),
  z.strictObject({ press: Name.meta({ description: "The id of an option of the question that is asked" }) }),
  z.strictObject({
    location: z.strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: z.string().optional(),
      address: z.string().optional(),
    }),
  }),
  z.strictObject({
    message: z
      .strictObject({ message_type: z.string(), content: z.string(), payload: z.record(z.string(), z.unknown()) })
      .meta({ description: "A message of any other type" }),
  }),
  z.strictObject({ wait: z.number().int().min(1).max(2_592_000).meta({ description: "So many seconds pass" }) }),
]);

const HttpAnswer = z.strictObject({
  status: z.number().int().min(100).max(599).default(200),
  body: z.unknown().optional(),
});

const AiAnswer = z.strictObject({ body: z.string().max(4_096).nullable(), low_confidence: z.boolean().default(false) });

/** Body of `POST /flows/{id}/test`. */
export const Trial = z.strictObject({
  inputs: z.array(TrialInput).max(100).default([]),
  variables: Variables.default({}),
  customer: z.record(z.string(), z.unknown()).default({ name: "Ann" }),
  http: z
    .record(Name, z.array(HttpAnswer).min(1).max(20))
    .default({})
    .meta({ description: "What the calls of a node are answered, one after the other; the last again and again" }),
  ai: z
    .record(Name, z.array(AiAnswer).min(1).max(20))
    .default({})
    .meta({ description: "What the AI agent answers at a node, likewise" }),
  at: GivenTime.optional().meta({ description: "When it begins; now unless said" }),
  time_zone: TimeZone.default("UTC"),
});

/** Answer of `POST /flows/{id}/test`. */
export const TrialResult = z
  .object({
    transcript: z
      .array(
        z.object({
          from: z.enum(["customer", "flow", "service", "time"]),
          node: z.string().nullable().meta({ description: "Where the flow stood then" }),
          type: z
            .string()
            .meta({ description: "`said`, `passed`, `say`, `call_http`, `ask_ai`, `wait_until`, `ended`…" }),
          content: z.string().meta({ description: "In words" }),
          data: z.record(z.string(), z.unknown()).meta({ description: "What it is in full" }),
        }),
      )
      .meta({ description: "In the order in which it happened" }),
    ended: z.boolean(),
    waiting_for: z.enum(["answer", "time", "http", "ai"]).nullable(),
    node: z.string().nullable().meta({ description: "Where the flow stands" }),
    answers: z.record(z.string(), z.unknown()),
    variables: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "FlowTrial" });

export type Trial = z.output<typeof Trial>;
export type TrialInput = z.output<typeof TrialInput>;
export type TrialResult = z.output<typeof TrialResult>;
