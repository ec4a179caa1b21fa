import * as z from "zod";
import { FILE_HEADERS } from "./outgoing-media.ts";
import { differ, Link, listOf, words } from "./words.ts";

const Body = (most: number) => z.looseObject({ text: words("body text", most) });
const footer = z.looseObject({ text: words("footer text", 60) }).optional();
const TextHeader = z.looseObject({
  type: z.literal("text"),
  text: words("header text", 60),
  sub_text: z.string().optional(),
});
const header = z.discriminatedUnion("type", [TextHeader, ...FILE_HEADERS]).optional();

const said = { header, body: Body(1024), footer };

const Parameters = z.record(z.string(), z.unknown());
const free = (name: string) => z.looseObject({ name: z.literal(name), parameters: Parameters.optional() });

const ReplyButton = z.looseObject({
  type: z.literal("reply"),
  reply: z.looseObject({ id: words("id", 256), title: words("title", 20) }),
});

const Buttons = listOf(ReplyButton, "buttons", 3)
  .refine((buttons) => differ(buttons.map(({ reply }) => reply.id)), "each button needs an id of its own")
  .refine((buttons) => differ(buttons.map(({ reply }) => reply.title)), "each button needs a title of its own");

const Row = z.looseObject({
  id: words("id", 200),
  title: words("title", 24),
  description: words("description", 72).optional(),
});

const MOST_ROWS = 10;

const Sections = listOf(
  z.looseObject({ title: words("section title", 24).optional(), rows: listOf(Row, "rows", MOST_ROWS) }),
  "sections",
  10,
)
  .refine((sections) => rowsOf(sections).length <= MOST_ROWS, `at most ${MOST_ROWS} rows in all sections together`)
  .refine((sections) => differ(rowsOf(sections).map(({ id }) => id)), "each row needs an id of its own")
  .refine(haveTitles, "each section needs a title where there are several");

const rowsOf = (sections: { rows: z.output<typeof Row>[] }[]) => sections.flatMap(({ rows }) => rows);

function haveTitles(sections: { title?: string | undefined }[]): boolean {
  return sections.length === 1 || sections.every(({ title }) => title !== undefined);
}

const UrlAction = z.looseObject({
  name: z.literal("cta_url"),
  parameters: z.looseObject({ display_text: words("display_text", 20), url: Link }),
});

const FlowAction = z.looseObject({
  name: z.literal("flow"),
  parameters: z
    .looseObject({
      flow_message_version: z.string().min(1),
      flow_cta: words("flow_cta", 30),
      flow_id: z.string().min(1).optional(),
      flow_name: z.string().min(1).optional(),
      flow_token: z.string().min(1).optional(),
      flow_action: z.enum(["navigate", "data_exchange"]).optional(),
      flow_action_payload: Parameters.optional(),
      mode: z.enum(["draft", "published"]).optional(),
    })
    .refine(({ flow_id, flow_name }) => (flow_id === undefined) !== (flow_name === undefined), {
      error: "one of flow_id and flow_name is needed, and only one",
      path: ["flow_id"],
    }),
});

const Products = listOf(
  z.looseObject({
    title: words("section title", 24).optional(),
    product_items: listOf(z.looseObject({ product_retailer_id: z.string().min(1) }), "products", 30),
  }),
  "sections",
  10,
).refine(haveTitles, "each section needs a title where there are several");

const Card = z.looseObject({
  card_index: z.number().int().min(0).max(9),
  type: z.string().optional(),
  header: z.discriminatedUnion("type", [...FILE_HEADERS]).optional(),
  body: z.looseObject({ text: words("body text", 160) }).optional(),
  action: z.looseObject({}),
});

const offer = <T extends string, A extends z.ZodType>(type: T, action: A) =>
  z.looseObject({ type: z.literal(type), ...said, action });

/**
 * What is offered to choose from, as WhatsApp writes it (Meta, "Interactive messages"). It learns new fields often: what
 * is not named here goes as it is.
 */
export const Interactive = z.discriminatedUnion("type", [
  offer("button", z.looseObject({ buttons: Buttons })),
  z.looseObject({
    type: z.literal("list"),
    header: TextHeader.optional(),
    body: Body(4096),
    footer,
    action: z.looseObject({ button: words("button", 20), sections: Sections }),
  }),
  offer("cta_url", UrlAction),
  offer("flow", FlowAction),
  offer("location_request_message", free("send_location")),
  offer("contact_request", free("request_contact_info")),
  z.looseObject({
    type: z.literal("product"),
    body: Body(1024).optional(),
    footer,
    action: z.looseObject({ catalog_id: z.string().min(1), product_retailer_id: z.string().min(1) }),
  }),
  z.looseObject({
    type: z.literal("product_list"),
    header: TextHeader,
    body: Body(1024),
    footer,
    action: z.looseObject({ catalog_id: z.string().min(1), sections: Products }),
  }),
  offer("catalog_message", free("catalog_message")),
  offer("order_details", free("review_and_pay")),
  offer("order_status", free("review_order")),
  offer("address_message", free("address_message")),
  offer("call_permission_request", free("call_permission_request")),
  offer("voice_call", free("voice_call")),
  z.looseObject({
    type: z.literal("carousel"),
    body: Body(1024),
    action: z.looseObject({ cards: listOf(Card, "cards", 10) }),
  }),
]);
