import fc from "fast-check";
import { expect, test } from "vitest";
import { contentOf } from "../../src/channels/whatsapp/content.ts";
import { renderTemplate } from "../../src/channels/whatsapp/template.ts";

const buttons = [{ reply: { id: "a", title: "Red" } }, { reply: { id: "b", title: "Blue" } }];
const sections = [{ title: "Sizes", rows: [{ title: "38" }, { title: "39" }] }];
const parameters = [
  { type: "text", text: "Ana" },
  { type: "currency", currency: { fallback_value: "5 €" } },
  { type: "date_time", date_time: { fallback_value: "May 1" } },
];

test.each([
  ["text", { body: "hello" }, "hello"],
  ["image", { media_id: "1" }, "📷 Photo"],
  ["document", { link: "https://shop.example/a.pdf", filename: "a.pdf" }, "📄 Document: a.pdf"],
  ["audio", { media_id: "1", voice: true }, "🎤 Voice message"],
  ["location", {}, "📍 Location"],
  ["contacts", { contacts: [{ name: { first_name: "Ana", last_name: "Lee" } }] }, "👤 Contact: Ana Lee"],
  [
    "interactive",
    { type: "button", header: { type: "text", text: "Shoes" }, body: { text: "Which?" }, action: { buttons } },
    "Shoes\nWhich?\n[Red] [Blue]",
  ],
  [
    "interactive",
    { type: "list", body: { text: "Size?" }, action: { button: "Choose", sections } },
    "Size?\n[Choose] [38] [39]",
  ],
  [
    "interactive",
    { type: "cta_url", body: { text: "Look" }, action: { name: "cta_url", parameters: { display_text: "See" } } },
    "Look\n[See]",
  ],
  [
    "interactive",
    { type: "flow", body: { text: "Rate us" }, action: { parameters: { flow_cta: "Open" } } },
    "Rate us\n[Open]",
  ],
  [
    "interactive",
    { type: "location_request_message", body: { text: "Where?" }, action: { name: "send_location" } },
    "Where?\n[Send location]",
  ],
  [
    "interactive",
    { type: "carousel", body: { text: "New" }, action: { cards: [{ body: { text: "Boot" }, action: { buttons } }] } },
    "New\n[Boot] [Red] [Blue]",
  ],
  ["interactive", { type: "product", action: { product_retailer_id: "SHOE-38" } }, "Interactive message"],
  [
    "interactive",
    { type: "call_permission_reply", call_permission_reply: { response: "reject" } },
    "📞 Calls not allowed",
  ],
  ["template", { name: "hello_world" }, "📄 Template: hello_world"],
  [
    "template",
    {
      name: "sale",
      components: [
        { type: "header", parameters: [{ type: "image", image: { id: "1" } }] },
        { type: "body", parameters },
        { type: "button", sub_type: "url", parameters: [{ type: "text", text: "x" }] },
      ],
    },
    "📄 Template: sale (image, Ana, 5 €, May 1)",
  ],
  ["reaction", { message_id: "1", emoji: "👍" }, "Reacted 👍"],
  ["reaction", { message_id: "1", emoji: "" }, "Removed a reaction"],
  ["system", { type: "user_changed_number" }, "The customer changed their number"],
  ["system", { type: "something_new" }, "System message: something new"],
  ["call", { event: "terminate", duration: 3_600 }, "📞 Voice call ended (1 h)"],
  ["call", { event: "terminate", status: "REJECTED", duration: 0 }, "📞 Voice call ended (rejected, 0 s)"],
  [
    "order",
    { product_items: [{ product_retailer_id: "A", quantity: 1, item_price: 2, currency: "EUR" }, {}] },
    "🛒 Order: 1 × A",
  ],
  ["list_reply", { id: "red" }, "red"],
  ["hologram", {}, "Unsupported message (hologram)"],
])("%s %j is %j", (type, payload, content) => {
  expect(contentOf(type, payload)).toBe(content);
});

test("a template is rendered with its values, by place or by name; a value that is missing stays a place", () => {
  const definition = {
    components: [
      { type: "HEADER", format: "TEXT", text: "Order {{1}}" },
      { type: "BODY", text: "Hi {{name}}, {{1}} {{2}} {{9}}" },
      { type: "FOOTER", text: "Bye" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "URL", text: "Track" },
          { type: "QUICK_REPLY", text: "Stop" },
        ],
      },
    ],
  };
  const components = [
    { type: "header", parameters: [{ type: "text", text: 42 }] },
    { type: "body", parameters: [{ type: "text", parameter_name: "name", text: "Ana" }, ...parameters] },
  ];
  expect(renderTemplate({ name: "order", components }, definition)).toBe(
    "Order 42\nHi Ana, Ana 5 € {{9}}\nBye\n[Track] [Stop]",
  );
  expect(renderTemplate({ name: "order" }, {})).toBeNull();
});

test("content is never empty, never endless, and well-formed, whatever the payload", () => {
  const types = ["text", "image", "document", "location", "contacts", "interactive", "flow_reply", "order", "template"];
  const type = fc.constantFrom(...types, "button", "list_reply", "reaction", "system", "call", "unsupported", "?");
  fc.assert(
    fc.property(type, fc.dictionary(fc.string(), fc.jsonValue()), (message_type, payload) => {
      const content = contentOf(message_type, payload);
      expect(content).not.toBe("");
      expect(content.isWellFormed()).toBe(true);
    }),
  );
  expect(contentOf("image", { caption: "😀".repeat(4_000) }).length).toBeLessThanOrEqual(4_096);
  expect(contentOf("text", { body: "😀".repeat(4_000) })).toHaveLength(8_000);
});
