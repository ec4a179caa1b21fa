import * as z from "zod";
import { graphemesOf } from "../lib/graphemes.ts";
import { Interactive } from "./outgoing-interactive.ts";
import { Audio, Document, Picture, Sticker } from "./outgoing-media.ts";
import { Template } from "./outgoing-template.ts";
import { listOf, shown, words } from "./words.ts";

/** As the longest that is stored; what goes to WhatsApp must be shorter. */
const Content = shown("must not be blank").max(65_536);

const Location = z.looseObject({
  latitude: z.number().min(-90, "latitude from -90 to 90").max(90, "latitude from -90 to 90"),
  longitude: z.number().min(-180, "longitude from -180 to 180").max(180, "longitude from -180 to 180"),
  name: words("name", 1000).optional(),
  address: words("address", 1000).optional(),
});

const kind = z.string().optional();

/** Somebody's card; WhatsApp wants one more part of the name beside the whole of it. */
const Contact = z.looseObject({
  name: z
    .looseObject({
      formatted_name: words("formatted_name", 255),
      first_name: z.string().optional(),
      last_name: z.string().optional(),
      middle_name: z.string().optional(),
      prefix: z.string().optional(),
      suffix: z.string().optional(),
    })
    .refine(({ formatted_name: _, ...parts }) => Object.values(parts).some((part) => part), {
      error: "beside formatted_name one more part of the name is needed, such as first_name",
      path: ["first_name"],
    }),
  phones: z.array(z.looseObject({ phone: z.string().min(1), type: kind, wa_id: z.string().optional() })).optional(),
  emails: z.array(z.looseObject({ email: z.string().min(1), type: kind })).optional(),
  addresses: z.array(z.record(z.string(), z.string())).optional(),
  urls: z.array(z.looseObject({ url: z.string().min(1), type: kind })).optional(),
  org: z.record(z.string(), z.string()).optional(),
  birthday: z.iso.date("birthday as YYYY-MM-DD").optional(),
});

const Contacts = z.object({ contacts: listOf(Contact, "contacts", 257) });

const Reaction = z.strictObject({
  message_id: z.guid().meta({ description: "Id of the message that it is for" }),
  emoji: z
    .string()
    .refine((emoji) => [...graphemesOf(emoji)].length <= 1, "one emoji, or nothing")
    .meta({ description: "One emoji; the empty text takes the reaction back" }),
});

const TextPayload = z
  .object({
    body: Content.optional().meta({ description: "The text, where `content` does not have it" }),
    preview_url: z
      .boolean()
      .optional()
      .meta({ description: "Whether a link is shown; where there is one unless said" }),
  })
  .nullish();

const Text = z
  .object({
    // Without a type it is a text.
    message_type: z.literal("text").optional().default("text"),
    content: Content.optional(),
    payload: TextPayload,
  })
  .refine(({ content, payload }) => (content ?? payload?.body) !== undefined, {
    error: "a text is needed",
    path: ["content"],
  })
  .refine(({ content, payload }) => content === undefined || (payload?.body ?? content) === content, {
    error: "must be the same as content, where both are given",
    path: ["payload", "body"],
  });

/** What a message of each type says. For all but text the text that stands for it is made of it, unless given. */
const typed = <T extends string, P extends z.ZodType>(type: T, payload: P) =>
  z.object({ message_type: z.literal(type), content: Content.nullish(), payload });

const TYPES = [
  Text,
  typed("image", Picture),
  typed("video", Picture),
  typed("audio", Audio),
  typed("document", Document),
  typed("sticker", Sticker),
  typed("location", Location),
  typed("contacts", Contacts),
  typed("reaction", Reaction),
  typed("interactive", Interactive),
  typed("template", Template),
] as const;

export const Outgoing = z.discriminatedUnion("message_type", TYPES, {
  error: ({ code, options }) => {
    if (code !== "invalid_union") return;
    const named = (options as unknown[]).filter((type) => type !== undefined);
    return `must be one of ${named.join(", ")}; text unless said`;
  },
});
