import * as z from "zod";

export const Text = (longest: number) => z.string().min(1).max(longest);

const Id = Text(1_000);
const Fields = z.record(z.string(), z.unknown());

export const ChatBody = z.object({ phone_number_id: Text(100).optional() });

/** What any message may have beside its content. */
const Around = ChatBody.extend({
  reply_to: Id.nullish(),
  forwarded: z.boolean().optional(),
  frequently_forwarded: z.boolean().optional(),
  referral: Fields.optional(),
});

/** Far beyond what WhatsApp lets a customer write, so that a tester can send too much. */
const LONGEST = 200_000;

const Media = Around.extend({
  media_id: Text(100),
  caption: z.string().max(LONGEST).optional(),
  filename: Text(1_000).optional(),
  voice: z.boolean().optional(),
  animated: z.boolean().optional(),
});

const Location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().max(1_000).optional(),
  address: z.string().max(1_000).optional(),
  url: z.string().max(2_000).optional(),
});

const Order = z.looseObject({
  catalog_id: Text(200),
  text: z.string().max(LONGEST).optional(),
  product_items: z.array(Fields).min(1).max(1_000),
});

const OfEachType = z.discriminatedUnion("type", [
  Around.extend({ type: z.literal("text"), text: Text(LONGEST) }),
  Media.extend({ type: z.enum(["image", "video", "audio", "document", "sticker"]) }),
  Around.extend({ type: z.literal("location"), location: Location }),
  Around.extend({ type: z.literal("contacts"), contacts: z.array(Fields).min(1).max(257) }),
  Around.extend({ type: z.literal("choice"), message_id: Id, id: Id }),
  Around.extend({ type: z.literal("flow_reply"), message_id: Id, response: Fields }),
  Around.extend({ type: z.literal("order"), order: Order }),
  Around.extend({ type: z.literal("unsupported"), kind: Text(100).optional() }),
]);

/** What a customer writes; without a type it is a text. */
export const MessageBody = z.preprocess(
  (body) => (typeof body === "object" && body !== null && !("type" in body) ? { ...body, type: "text" } : body),
  OfEachType,
);

export type MessageRequest = z.infer<typeof OfEachType>;

export const ReactionBody = ChatBody.extend({ message_id: Id, emoji: z.string().max(100) });

export const EditBody = z
  .strictObject({ text: Text(LONGEST).optional(), caption: Text(LONGEST).optional() })
  .refine(({ text, caption }) => (text === undefined) !== (caption === undefined), "must have text or caption");

export const EchoBody = ChatBody.extend({ text: Text(LONGEST) });
