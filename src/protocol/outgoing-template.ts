import * as z from "zod";
import { FILE_HEADERS } from "./outgoing-media.ts";
import { listOf, shown, words } from "./words.ts";

const parameter_name = z.string().min(1).max(255).optional();
const Text = shown("text must not be blank").max(1024, "text at most 1024 characters");

/** What is put into a place of a template. */
const Parameter = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text"), parameter_name, text: Text }),
  z.looseObject({
    type: z.literal("currency"),
    parameter_name,
    currency: z.looseObject({ fallback_value: Text, code: z.string().length(3), amount_1000: z.number().int() }),
  }),
  z.looseObject({
    type: z.literal("date_time"),
    parameter_name,
    date_time: z.looseObject({ fallback_value: Text }),
  }),
  ...FILE_HEADERS,
  z.looseObject({ type: z.literal("location"), location: z.looseObject({}) }),
  z.looseObject({ type: z.literal("product"), product: z.looseObject({}) }),
  z.looseObject({ type: z.literal("payload"), payload: words("payload", 256) }),
  z.looseObject({ type: z.literal("coupon_code"), coupon_code: words("coupon_code", 20) }),
  z.looseObject({ type: z.literal("action"), action: z.looseObject({}) }),
  z.looseObject({ type: z.literal("limited_time_offer"), limited_time_offer: z.looseObject({}) }),
]);

const index = z.union([z.string().regex(/^\d{1,2}$/), z.number().int().min(0).max(20)]);
const parameters = z.array(Parameter);

const HEADER = z.looseObject({ type: z.literal("header"), parameters: parameters.max(10) });
const BODY = z.looseObject({ type: z.literal("body"), parameters });
const BUTTON = z.looseObject({
  type: z.literal("button"),
  sub_type: z.string().min(1).meta({ description: "`quick_reply`, `url`, `copy_code`, `flow`, `catalog`, `mpm`…" }),
  index,
  parameters: parameters.optional(),
});
const OFFER = z.looseObject({ type: z.literal("limited_time_offer"), parameters });
const CAROUSEL = z.looseObject({
  type: z.literal("carousel"),
  cards: listOf(
    z.looseObject({ card_index: index, components: z.array(z.discriminatedUnion("type", [HEADER, BODY, BUTTON])) }),
    "cards",
    10,
  ),
});

/** A template with what is put into it, as WhatsApp writes it (Meta, "Message templates"). */
export const Template = z.looseObject({
  name: words("name", 512),
  language: z.looseObject({ code: z.string().min(2).max(15).meta({ example: "en_US" }) }),
  components: z.array(z.discriminatedUnion("type", [HEADER, BODY, BUTTON, OFFER, CAROUSEL])).optional(),
});
