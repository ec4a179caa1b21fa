import * as z from "zod";
import type { Event, Fact } from "../../domain/events.ts";
import { Conversation } from "../conversation.ts";
import { Time } from "../fields.ts";
import { printed } from "./outgoing-document.ts";

/** An event of the log as the catalogue describes it. */
export interface FactEntry<Type extends Fact["type"] = Fact["type"]> {
  title: string;
  summary: string;
  /** Its fields beside those that every event has. */
  shape: z.ZodRawShape;
  example: Omit<Extract<Fact, { type: Type }>, "type">;
}

/** Entries of some of the log's events; each example has exactly the fields of its type. */
export type FactEntries<Type extends Fact["type"]> = { [type in Type]: FactEntry<type> };

const Actor = z.object({
  type: z.enum(["customer", "llm", "agent", "flow", "system", "api", "channel"]),
  id: z.string().nullable(),
});

/** An event of the log under its own type: itself, and its conversation as it stands when it is told. */
export const factSchema = (type: Event["type"], shape: z.ZodRawShape) =>
  z.looseObject({
    ...printed,
    type: z.literal(type),
    seq: z.number().int().meta({ description: "Its place in the thread's log" }),
    at: Time,
    number: z.number().int().meta({ description: "Which conversation of the thread" }),
    actor: Actor.meta({ description: "Who did it" }),
    ...shape,
    conversation: Conversation.meta({ description: "As it stands now, not as it stood then" }),
  });
