import * as z from "zod";
import { Time } from "./fields.ts";

const QuarantineItem = z
  .object({
    id: z.guid(),
    at: Time,
    reason: z.string().meta({ description: "Why it could not be placed" }),
    inbox_id: z.string().nullable(),
    size: z.number().int().meta({ description: "Of the raw form, in bytes" }),
    preview: z.string().meta({ description: "The first 200 characters of the raw form" }),
  })
  .meta({ id: "QuarantineItem" });

export const QuarantinePage = z.object({
  items: z.array(QuarantineItem).meta({ description: "The newest first" }),
  next_cursor: z.string().nullable(),
  total: z.number().int().meta({ description: "Of all pages" }),
});

export const QuarantineItemWhole = QuarantineItem.extend({
  raw: z.unknown().meta({ description: "As it came: JSON, or a text where it is none" }),
});

export const Replayed = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("placed") }),
  z.object({ outcome: z.literal("still_quarantined"), reason: z.string() }),
]);

/** Digits of ours: opaque to others. */
export const QuarantineCursor = z
  .string()
  .regex(/^\d{1,15}$/, "is none of ours")
  .meta({ description: "`next_cursor` of the page before" });

export const Reason = z.string().min(1).max(100).meta({ description: "Only what is here for this reason" });

export const ReplayRequest = z.object({ reason: Reason, cursor: QuarantineCursor }).partial();

export const ReplayedAll = z.object({
  placed: z.number().int(),
  still_quarantined: z.number().int(),
  next_cursor: z.string().nullable().meta({ description: "Where there are more: for the next call" }),
});
