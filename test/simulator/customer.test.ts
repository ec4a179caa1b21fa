import { describe, expect, test } from "vitest";
import { BUDI, NUMBER, simulation } from "./support.ts";

const base = { messaging_product: "whatsapp", to: BUDI };
const MINUTE = 60_000;

type Simulation = Awaited<ReturnType<typeof simulation>>;

/** A business that Budi wrote to, and asks him something. */
async function asked(interactive: object) {
  const all = await simulation();
  await all.say("Hi");
  const sent = await all.graph({ ...base, type: "interactive", interactive });
  return { ...all, id: sent.json.messages[0].id as string };
}

async function told(all: Simulation) {
  await all.clock.pass(0);
  return all.business.lastMessage;
}

describe("what a customer sends", () => {
  test.each<[string, object, object]>([
    [
      "location",
      { location: { latitude: 1.5, longitude: -2, name: "Shop" } },
      { latitude: 1.5, longitude: -2, name: "Shop" },
    ],
    [
      "contacts",
      { contacts: [{ name: { formatted_name: "Ana" } }] },
      [{ name: { formatted_name: "Ana" }, origin: "other" }],
    ],
    [
      "order",
      {
        order: {
          catalog_id: "c",
          text: "Please",
          product_items: [{ product_retailer_id: "p", quantity: 1, item_price: 2, currency: "EUR" }],
        },
      },
      { catalog_id: "c" },
    ],
    ["unsupported", { kind: "poll_creation" }, { type: "poll_creation" }],
  ])("a message of type %s", async (type, body, content) => {
    const all = await simulation();
    const { status, json } = await all.does("messages", { type, ...body });
    expect(status).toBe(201);
    expect(json.content[type]).toMatchObject(content);
    const message = await told(all);
    expect(message).toMatchObject({ type, id: json.id, [type]: content });
    expect(message.errors?.[0].code).toBe(type === "unsupported" ? 131051 : undefined);
  });

  test("forwarded, often forwarded, and from an ad", async () => {
    const all = await simulation();
    const referral = { source_type: "ad", source_id: "1", headline: "Shoes" };
    await all.say("One", { forwarded: true });
    expect((await told(all)).context).toEqual({ forwarded: true });
    await all.say("Two", { frequently_forwarded: true });
    expect((await told(all)).context).toEqual({ frequently_forwarded: true });
    expect(await all.say("Three", { referral })).toMatchObject({ referral });
    expect((await told(all)).referral).toEqual(referral);
    expect((await all.chat()).map(({ forwarded }) => forwarded)).toEqual([true, true, false]);
  });

  test.each<[string, object, string]>([
    ["nothing", {}, "text"],
    ["an unknown type", { type: "fax" }, "type"],
    [
      "a place that is not on earth",
      { type: "location", location: { latitude: 95, longitude: 0 } },
      "location.latitude",
    ],
    ["an empty order", { type: "order", order: { catalog_id: "c", product_items: [] } }, "order.product_items"],
  ])("%s is refused in words", async (_name, body, path) => {
    const { does } = await simulation();
    const { status, json } = await does("messages", body);
    expect([status, json.errors[0].path]).toEqual([400, path]);
  });
});

describe("what a customer chooses", () => {
  const buttons = {
    type: "button",
    body: { text: "Which?" },
    action: { buttons: [{ type: "reply", reply: { id: "red", title: "Red" } }] },
  };

  test("a button", async () => {
    const all = await asked(buttons);
    expect((await all.does("messages", { type: "choice", message_id: all.id, id: "red" })).json).toMatchObject({
      type: "interactive",
      text: "Red",
      reply_to: all.id,
    });
    expect(await told(all)).toMatchObject({
      context: { from: NUMBER, id: all.id },
      interactive: { type: "button_reply", button_reply: { id: "red", title: "Red" } },
    });
    const none = await all.does("messages", { type: "choice", message_id: all.id, id: "blue" });
    expect(none.json).toMatchObject({ status: 409, code: "no_choice" });
    const unknown = await all.does("messages", { type: "choice", message_id: "wamid.x", id: "red" });
    expect(unknown.json).toMatchObject({ status: 409, code: "no_message" });
  });

  test("a row", async () => {
    const rows = [{ id: "m", title: "Medium", description: "Fits most" }];
    const all = await asked({ type: "list", body: { text: "?" }, action: { button: "Size", sections: [{ rows }] } });
    await all.does("messages", { type: "choice", message_id: all.id, id: "m" });
    expect((await told(all)).interactive).toEqual({ type: "list_reply", list_reply: rows[0] });
  });

  test("a quick reply of a template, with its payload or its words", async () => {
    const all = await simulation();
    const value = (parameter_name: string) => ({ type: "text", parameter_name, text: "x" });
    const components = [
      { type: "header", parameters: [value("day")] },
      { type: "body", parameters: ["first_name", "day", "time"].map(value) },
      { type: "button", sub_type: "quick_reply", index: 1, parameters: [{ type: "payload", payload: "cancel-7" }] },
    ];
    const template = { name: "appointment_reminder", language: { code: "en_US" }, components };
    const message_id = (await all.graph({ ...base, type: "template", template })).json.messages[0].id;
    await all.does("messages", { type: "choice", message_id, id: "1" });
    expect(await told(all)).toMatchObject({
      type: "button",
      button: { payload: "cancel-7", text: "Cancel" },
      context: { id: message_id },
    });
    await all.does("messages", { type: "choice", message_id, id: "0" });
    expect((await told(all)).button).toEqual({ payload: "Confirm", text: "Confirm" });
    expect((await all.does("messages", { type: "choice", message_id, id: "2" })).status).toBe(409);
  });

  test("a form, which bears the token that it came with", async () => {
    const parameters = { flow_message_version: "3", flow_id: "1", flow_cta: "Open", flow_token: "t-1" };
    const all = await asked({ type: "flow", body: { text: "?" }, action: { name: "flow", parameters } });
    await all.does("messages", { type: "flow_reply", message_id: all.id, response: { rating: 5 } });
    const { nfm_reply } = (await told(all)).interactive;
    expect(nfm_reply).toEqual({ name: "flow", body: "Sent", response_json: '{"flow_token":"t-1","rating":5}' });
  });

  test("whether the business may call", async () => {
    const all = await asked({ type: "call_permission_request", action: { name: "call_permission_request" } });
    await all.does("messages", { type: "choice", message_id: all.id, id: "accept" });
    expect((await told(all)).interactive.call_permission_reply).toMatchObject({ response: "accept" });
  });

  test("a contact that was asked for says so", async () => {
    const all = await asked({ type: "contact_request", body: { text: "?" }, action: { name: "request_contact_info" } });
    const contacts = [{ name: { formatted_name: "Budi" }, phones: [{ phone: "+62" }] }];
    await all.does("messages", { type: "contacts", reply_to: all.id, contacts });
    expect((await told(all)).contacts[0].origin).toBe("contact_request");
  });
});

describe("what a customer changes", () => {
  test("a reaction is told with its own id, and taken back without an emoji", async () => {
    const all = await simulation();
    const { id } = await all.say("Hi");
    const first = await all.does("reactions", { message_id: id, emoji: "❤️" });
    expect(first).toMatchObject({ status: 201, json: { id: expect.stringMatching(/^wamid\./) } });
    expect(await told(all)).toMatchObject({
      type: "reaction",
      id: first.json.id,
      reaction: { message_id: id, emoji: "❤️" },
    });
    expect(await all.chat()).toMatchObject([{ reactions: [{ from: "customer", emoji: "❤️" }] }]);
    await all.does("reactions", { message_id: id, emoji: "" });
    expect((await told(all)).reaction).toEqual({ message_id: id });
    expect(await all.chat()).toMatchObject([{ reactions: [] }]);
    expect((await all.does("reactions", { message_id: "x", emoji: "👍" })).status).toBe(409);
  });

  test("an edit has its own id and the new words, for fifteen minutes", async () => {
    const all = await simulation();
    const { id } = await all.say("Helo");
    const { status, json } = await all.post(`/simulator/messages/${id}/edit`, { text: "Hello" });
    expect([status, json.text, json.edited, json.content]).toEqual([200, "Hello", true, { text: { body: "Hello" } }]);
    const { type, edit, id: ownId } = await told(all);
    expect([type, ownId === id]).toEqual(["edit", false]);
    expect(edit).toEqual({
      original_message_id: id,
      message: { context: { id: "M0" }, type: "text", text: { body: "Hello" } },
    });
    expect(await all.chat()).toHaveLength(1);
    await all.clock.pass(16 * MINUTE);
    expect((await all.post(`/simulator/messages/${id}/edit`, { text: "a" })).json.code).toBe("too_late");
  });

  test("a picture's caption is edited", async () => {
    const all = await simulation();
    const media_id = await all.file("image/jpeg", new Uint8Array(3));
    const { id } = (await all.does("messages", { type: "image", media_id, caption: "Rde" })).json;
    await all.post(`/simulator/messages/${id}/edit`, { caption: "Red" });
    expect((await told(all)).edit.message.image).toMatchObject({
      caption: "Red",
      id: media_id,
      url: expect.any(String),
    });
  });

  test("a message is taken back once, and only by who wrote it", async () => {
    const all = await simulation();
    const { id } = await all.say("Hi");
    const sent = (await all.send("Hello")).json.messages[0].id;
    expect((await all.post(`/simulator/messages/${id}/revoke`, {})).json).toMatchObject({ id, revoked: true });
    expect(await told(all)).toMatchObject({ type: "revoke", revoke: { original_message_id: id } });
    expect((await all.post(`/simulator/messages/${id}/revoke`, {})).status).toBe(409);
    expect((await all.post(`/simulator/messages/${sent}/revoke`, {})).json.code).toBe("not_theirs");
    expect((await all.post("/simulator/messages/wamid.x/revoke", {})).status).toBe(404);
  });

  test("none of it is a bubble, and all of it waits for a phone that is offline", async () => {
    const all = await simulation();
    const { id } = await all.say("Hi");
    await all.clock.pass(0);
    await all.patch(`/simulator/contacts/${BUDI}`, { online: false });
    await all.does("reactions", { message_id: id, emoji: "👍" });
    await all.clock.pass(0);
    expect(all.business.told).toEqual(["Hi"]);
    await all.patch(`/simulator/contacts/${BUDI}`, { online: true });
    await all.clock.pass(0);
    expect(all.business.told).toEqual(["Hi", "reaction"]);
    const { chats } = (await all.get("/simulator/snapshot")).json;
    expect(chats).toMatchObject([{ unread: 0, last_message: { id } }]);
  });
});

test("what the business says in its app arrives as an echo, without statuses", async () => {
  const all = await simulation();
  await all.say("Hi");
  const { status, json } = await all.does("business-app", { text: "From my phone" });
  expect([status, json.via, json.direction]).toEqual([201, "business_app", "to_customer"]);
  await all.clock.pass(5_000);
  expect(all.business.told).toEqual(["Hi", "smb_message_echoes"]);
  expect(all.business.changes.at(-1)?.value.message_echoes).toMatchObject([
    {
      from: NUMBER,
      to: BUDI,
      to_user_id: expect.any(String),
      id: json.id,
      type: "text",
      text: { body: "From my phone" },
    },
  ]);
  expect((await all.chat()).at(-1)?.status).toBe("read");
});

test("any webhook can be sent, signed like the others", async () => {
  const { post, business, clock } = await simulation();
  const value = { event: "DISABLED_UPDATE" };
  expect((await post("/simulator/webhooks", { phone_number_id: NUMBER, field: "account_update", value })).status).toBe(
    202,
  );
  await clock.pass(0);
  const [webhook] = business.webhooks;
  expect(JSON.parse(webhook?.body ?? "").entry).toMatchObject([
    { time: 1793610000, changes: [{ field: "account_update", value }] },
  ]);
  expect(webhook?.signature).toMatch(/^sha256=[0-9a-f]{64}$/);
  expect((await post("/simulator/webhooks", { phone_number_id: "x", field: "a", value })).status).toBe(409);
});
