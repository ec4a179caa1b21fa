import { describe, expect, test } from "vitest";
import { BUDI, simulation } from "./support.ts";

const body = { text: "Which one?" };
const link = "https://shop.test/a.jpg";
const reply = (id: string, title = id) => ({ type: "reply", reply: { id, title } });
const buttons = (...ids: string[]) => ({ type: "button", body, action: { buttons: ids.map((id) => reply(id)) } });
const rows = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, title: `Row ${index}`, ...more }));
const list = (...sections: object[]) => ({ type: "list", body, action: { button: "Choose", sections } });
const named = (type: string, name: string, parameters?: object) => ({
  type,
  body,
  action: { name, ...(parameters && { parameters }) },
});
const flow = (more: object) =>
  named("flow", "flow", { flow_message_version: "3", flow_id: "1", flow_cta: "Open", ...more });
const card = (card_index: number, action: object = named("", "cta_url", URL_BUTTON).action) => ({
  card_index,
  type: "cta_url",
  header: { type: "image", image: { link } },
  action,
});
const URL_BUTTON = { display_text: "See", url: "https://shop.test" };
const carousel = (...cards: object[]) => ({ type: "carousel", body, action: { cards } });
const amount = { value: 100, offset: 100 };
const order = {
  reference_id: "r1",
  type: "digital-goods",
  currency: "INR",
  total_amount: amount,
  order: { status: "pending", items: [{ name: "Bread", amount, quantity: 1 }] },
};

async function send(interactive: unknown) {
  const { graph, say } = await simulation();
  await say("Hi");
  return graph({ messaging_product: "whatsapp", to: BUDI, type: "interactive", interactive });
}

describe("interactive messages that are sent", () => {
  test.each<[string, object]>([
    ["buttons", { ...buttons("a", "b", "c"), header: { type: "image", image: { link } }, footer: { text: "Shop" } }],
    [
      "a list",
      list(
        { title: "One", rows: rows(5) },
        { title: "Two", rows: rows(5).map((row) => ({ ...row, id: `x${row.id}` })) },
      ),
    ],
    ["a list with a long body", { ...list({ rows: rows(10) }), body: { text: "x".repeat(4096) } }],
    ["a link", named("cta_url", "cta_url", URL_BUTTON)],
    ["a flow by id", flow({ flow_token: "t", flow_action: "navigate", flow_action_payload: { screen: "A" } })],
    ["a draft flow by name", flow({ flow_id: undefined, flow_name: "visit", mode: "draft" })],
    ["a request for the location", named("location_request_message", "send_location")],
    ["a request for the contact", named("contact_request", "request_contact_info")],
    ["the same by its other name", named("request_contact_info", "request_contact_info")],
    ["a product without a body", { type: "product", action: { catalog_id: "c", product_retailer_id: "p" } }],
    [
      "products",
      {
        type: "product_list",
        header: { type: "text", text: "New" },
        body,
        action: { catalog_id: "c", sections: [{ title: "A", product_items: [{ product_retailer_id: "p" }] }] },
      },
    ],
    ["the catalogue", named("catalog_message", "catalog_message")],
    ["an order's details", named("order_details", "review_and_pay", order)],
    ["an order's status", named("order_status", "review_order", { reference_id: "r1", order: { status: "shipped" } })],
    ["a request for an address", named("address_message", "address_message", { country: "IN" })],
    ["a request to be called", { type: "call_permission_request", action: { name: "call_permission_request" } }],
    ["a call button", named("voice_call", "voice_call", { display_text: "Call us", ttl_minutes: 100 })],
    ["cards with links", carousel(card(0), card(1))],
    [
      "cards with buttons",
      carousel(
        ...[0, 1].map((index) =>
          card(index, { buttons: [{ type: "quick_reply", quick_reply: { id: `b${index}`, title: "Take" } }] }),
        ),
      ),
    ],
  ])("%s", async (_name, interactive) => {
    const answer = await send(interactive);
    expect(answer.json).toMatchObject({ messages: [{ id: expect.stringMatching(/^wamid\./) }] });
  });
});

describe("interactive messages that are refused", () => {
  test.each<[string, unknown, number, string]>([
    ["no type", { action: {} }, 131008, "interactive['type']"],
    ["an unknown type", { type: "poll", action: {} }, 100, "must be one of"],
    ["no action", { type: "button", body }, 131008, "interactive['action']"],
    ["no body", { ...buttons("a"), body: undefined }, 131008, "interactive['body']"],
    ["a body that is too long", { ...buttons("a"), body: { text: "x".repeat(1025) } }, 131009, "1024"],
    ["four buttons", buttons("a", "b", "c", "d"), 131009, "Max allowed: 3"],
    ["no button", buttons(), 131009, "Min allowed: 1"],
    ["a long button title", { ...buttons(), action: { buttons: [reply("a", "x".repeat(21))] } }, 131009, "20"],
    ["a long button id", { ...buttons(), action: { buttons: [reply("x".repeat(257), "a")] } }, 131009, "256"],
    [
      "two buttons of one id",
      { ...buttons(), action: { buttons: [reply("a"), reply("a", "b")] } },
      131009,
      "duplicate",
    ],
    [
      "two buttons of one title",
      { ...buttons(), action: { buttons: [reply("a", "t"), reply("b", "t")] } },
      131009,
      "duplicate",
    ],
    ["an id with a space at its end", buttons("a "), 131009, "space"],
    ["a long footer", { ...buttons("a"), footer: { text: "x".repeat(61) } }, 131009, "60"],
    ["a long header", { ...buttons("a"), header: { type: "text", text: "x".repeat(61) } }, 131009, "60"],
    ["a header without its file", { ...buttons("a"), header: { type: "image" } }, 131008, "['id'] or"],
    ["a header with an unknown file", { ...buttons("a"), header: { type: "image", image: { id: "1" } } }, 100, "ID"],
    ["a picture over a list", { ...list({ rows: rows(1) }), header: { type: "image", image: { link } } }, 100, "TEXT"],
    ["eleven rows", list({ rows: rows(11) }), 131009, "Max allowed: 10"],
    [
      "eleven rows in two sections",
      list({ title: "A", rows: rows(6) }, { title: "B", rows: rows(5) }),
      131009,
      "Total rows",
    ],
    ["two sections without titles", list({ rows: rows(1) }, { rows: rows(1) }), 131008, "['title']"],
    ["a long row title", list({ rows: rows(1, { title: "x".repeat(25) }) }), 131009, "24"],
    ["a long row id", list({ rows: rows(1, { id: "x".repeat(201) }) }), 131009, "200"],
    ["a long description", list({ rows: rows(1, { description: "x".repeat(73) }) }), 131009, "72"],
    ["two rows of one id", list({ rows: rows(2, { id: "a" }) }), 131009, "duplicate"],
    [
      "a long list button",
      { ...list(), action: { button: "x".repeat(21), sections: [{ rows: rows(1) }] } },
      131009,
      "20",
    ],
    ["a long link title", named("cta_url", "cta_url", { ...URL_BUTTON, display_text: "x".repeat(21) }), 131009, "20"],
    ["a link to nowhere", named("cta_url", "cta_url", { ...URL_BUTTON, url: "shop" }), 100, "URI"],
    ["the wrong action", named("cta_url", "open", URL_BUTTON), 100, "CTA_URL"],
    ["a flow without id and name", flow({ flow_id: undefined }), 131009, "flow_name"],
    ["another flow version", flow({ flow_message_version: "2" }), 100, "flow_message_version"],
    [
      "a footer where there is none",
      { ...named("location_request_message", "send_location"), footer: { text: "a" } },
      100,
      "footer",
    ],
    ["an address of no country", named("address_message", "address_message", {}), 131008, "country"],
    ["one card", carousel(card(0)), 131009, "Min allowed: 2"],
    ["two cards at one place", carousel(card(0), card(0)), 131009, "duplicate"],
    ["a card without a header", carousel(card(0), { ...card(1), header: undefined }), 131008, "['header']"],
    [
      "a state that orders do not have",
      named("order_status", "review_order", { reference_id: "r", order: { status: "lost" } }),
      100,
      "PENDING",
    ],
  ])("%s", async (_name, interactive, code, words) => {
    const { status, json } = await send(interactive);
    expect([status, json.error.code]).toEqual([400, code]);
    expect(json.error.error_data.details).toContain(words);
  });
});
