import { expect, test } from "vitest";
import { contentOf } from "../../src/channels/whatsapp/content.ts";
import { ownWords } from "../../src/domain/own-words.ts";

const own = (message_type: string, payload: Record<string, unknown>, content = contentOf(message_type, payload)) =>
  ownWords({ message_type, payload, content });

test.each([
  ["text", { body: "📷 Photo" }, "📷 Photo"],
  ["image", { caption: "¿lo tienen?" }, "¿lo tienen?"],
  ["document", { filename: "speak to a human.pdf", caption: "mira" }, "mira"],
  ["button_reply", { id: "1", title: "Yes" }, "Yes"],
  ["list_reply", { id: "1", title: "Tent", description: "Sleeps one person" }, "Tent"],
  ["flow_reply", { response: { flow_token: "t", contact_person: "Ana", people: 2, note: "late" } }, "Ana\nlate"],
  ["flow_reply", { body: "Sent", response: null }, ""],
  ["order", { product_items: [], text: "por favor" }, "por favor"],
  ["unsupported", { type: "x", raw: { text: { body: "hola" } } }, "hola"],
])("MS12 what somebody wrote is theirs: %s %j", (type, payload, words) => {
  expect(own(type, payload)).toBe(words);
});

test.each([
  ["image", {}],
  ["audio", { voice: true }],
  ["audio", {}],
  ["video", {}],
  ["document", { filename: "agent.pdf" }],
  ["sticker", {}],
  ["location", { name: "Human Resources" }],
  ["contacts", { contacts: [{ name: { formatted_name: "Agent Smith" } }] }],
  ["order", { product_items: [{ product_retailer_id: "agent" }] }],
  ["interactive", { type: "call_permission_reply", call_permission_reply: { response: "reject" } }],
  ["reaction", { emoji: "😡" }],
  ["call", { event: "terminate", status: "FAILED" }],
  ["system", { type: "customer_identity_changed" }],
  ["unsupported", { type: "poll_creation" }],
  ["unsupported", { type: "edit" }],
  ["unsupported", { type: "media_placeholder" }],
  ["unsupported", { type: "x", raw: { errors: [{ code: 131060 }], text: null } }],
  ["hologram", {}],
])("MS12 what stands for a message is nobody's words: %s %j", (type, payload) => {
  const message_type = type === "hologram" ? "unsupported" : type;
  expect(own(message_type, payload, contentOf(type, payload))).toBe("");
});

test("MS7 what was taken back is nobody's words", () => {
  const deleted_at = "2026-11-21T12:00:00.000Z";
  expect(ownWords({ message_type: "text", content: "This message was deleted", payload: {}, deleted_at })).toBe("");
});

test("MS12 what a service tells of a file, or of a type that it does not know, is the customer's", () => {
  expect(own("image", {}, "look at this")).toBe("look at this");
  expect(own("unsupported", {}, "look at this")).toBe("look at this");
});
