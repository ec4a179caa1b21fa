import * as z from "zod";
import { PRIORITIES } from "../domain/priority.ts";
import { OpaqueId } from "./fields.ts";
import { Variables } from "./flow-nodes.ts";

const Label = z.string().min(1).max(64);
const Wording = z.string().trim().min(1).max(4096).meta({
  description: "`{{customer.name}}` and the like are filled in; `{{customer.name|there}}` says what stands for nothing",
});
/** Longer than a year nobody sleeps. */
const MOST_SECONDS = 366 * 24 * 60 * 60;

/** What a macro or an automation rule does with a conversation. */
export const Action = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("add_labels"), labels: z.array(Label).min(1).max(50) }),
    z.strictObject({ type: z.literal("remove_labels"), labels: z.array(Label).min(1).max(50) }),
    z.strictObject({ type: z.literal("set_priority"), priority: z.enum(PRIORITIES).nullable() }),
    z.strictObject({ type: z.literal("assign_agent"), agent_id: OpaqueId }),
    z.strictObject({ type: z.literal("assign_team"), team_id: z.guid() }),
    z.strictObject({
      type: z.literal("request_handoff"),
      reason: z.string().min(1).max(1000).optional(),
      team_id: z.guid().optional(),
    }),
    z.strictObject({ type: z.literal("release") }).meta({ description: "Gives the word back, as a release does" }),
    z.strictObject({ type: z.literal("send_text"), text: Wording }),
    z.strictObject({ type: z.literal("add_note"), content: Wording }),
    z.strictObject({ type: z.literal("start_flow"), flow_id: z.guid(), variables: Variables.optional() }),
    z.strictObject({ type: z.literal("snooze"), seconds: z.number().int().min(1).max(MOST_SECONDS) }),
    z.strictObject({ type: z.literal("close") }),
  ])
  .meta({ id: "Action" });
export type Action = z.output<typeof Action>;

export const Actions = z.array(Action).min(1).max(20).meta({ description: "Done in this order" });

/** What became of an action. */
export const ActionResult = z
  .object({
    type: z.string().meta({ description: "The action's" }),
    outcome: z.enum(["done", "refused", "skipped"]).meta({ description: "`skipped`: one before it was refused" }),
    code: z.string().nullable().meta({ description: "Why it was refused: the code of the problem" }),
    detail: z.string().nullable(),
  })
  .meta({ id: "ActionResult" });
export type ActionResult = z.output<typeof ActionResult>;
