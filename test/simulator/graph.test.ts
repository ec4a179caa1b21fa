import { describe, expect, test } from "vitest";
import { BUDI, NUMBER, simulation, textTo } from "./support.ts";

const base = { messaging_product: "whatsapp", to: `+${BUDI}` };
const HELLO = { name: "hello_world", language: { code: "en_US" } };
const text = (body: unknown) => ({ ...base, type: "text", text: { body } });

describe("bodies that are refused", () => {
  test.each([
    ["no JSON", "{", 100, 400],
    ["a list", [], 100, 400],
    ["no messaging_product", { to: BUDI, text: { body: "a" } }, 100, 400],
    ["another product", { ...text("a"), messaging_product: "sms" }, 100, 400],
    ["no recipient", { messaging_product: "whatsapp", type: "text", text: { body: "a" } }, 100, 400],
    ["a recipient that is no number", { ...text("a"), to: "Budi" }, 131009, 400],
    ["an unknown type", { ...base, type: "fax", fax: {} }, 100, 400],
    ["no text", { ...base, type: "text" }, 131008, 400],
    ["no text body", { ...base, type: "text", text: {} }, 131008, 400],
    ["a text that is a number", text(1), 100, 400],
    ["an empty text", text(""), 100, 400],
    ["a text that is too long", text("x".repeat(4097)), 100, 400],
    ["an image without a source", { ...base, type: "image", image: {} }, 131008, 400],
    ["a context without a message", { ...text("a"), context: {} }, 100, 400],
    ["callback data that is too long", { ...text("a"), biz_opaque_callback_data: "x".repeat(513) }, 100, 400],
    ["the business's own number", { ...text("a"), to: "+1 555 000 1111" }, 131021, 400],
    ["an unknown recipient type", { ...text("a"), recipient_type: "everybody" }, 100, 400],
    ["a status that is not read", { messaging_product: "whatsapp", status: "seen", message_id: "x" }, 100, 400],
    ["an unknown message read", { messaging_product: "whatsapp", status: "read", message_id: "x" }, 131009, 400],
  ])("%s", async (_name, body, code, status) => {
    const { graph, say } = await simulation();
    await say("Hi");
    const answer = await graph(body);
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({
      error: {
        message: expect.stringMatching(new RegExp(`^\\(#${code}\\) `)),
        type: "OAuthException",
        code,
        error_data: { messaging_product: "whatsapp", details: expect.stringMatching(/\.$/) },
        fbtrace_id: expect.any(String),
      },
    });
  });
});

test("a wrong token is a 401 without details, and an unknown number a 33", async () => {
  const { graph, post } = await simulation();
  const wrong = await graph(text("a"), "other-token");
  expect([wrong.status, wrong.json.error.code, wrong.json.error.error_data]).toEqual([401, 190, undefined]);
  expect((await post(`/v25.0/${NUMBER}/messages`, text("a"))).status).toBe(401);
  const unknown = await graph(text("a"), undefined, "999");
  expect([unknown.status, unknown.json.error.code]).toEqual([400, 33]);
});

test("an accepted message is answered with its id and the recipient, by number or by user id", async () => {
  const { graph, say, state } = await simulation();
  await say("Hi");
  const sent = await graph({ ...text("x".repeat(4096)), to: "+62 812-3456-7890" });
  expect(sent.status).toBe(200);
  expect(sent.json).toEqual({
    messaging_product: "whatsapp",
    contacts: [{ input: "+62 812-3456-7890", wa_id: BUDI }],
    messages: [{ id: expect.stringMatching(/^wamid\./) }],
  });
  const user_id = state.get("contact", BUDI)?.user_id;
  const byId = await graph({ messaging_product: "whatsapp", recipient: user_id, type: "text", text: { body: "a" } });
  expect(byId.json.contacts).toEqual([{ input: user_id, user_id }]);
});

test("outside of 24 hours only a template may go out, unless the window is not enforced", async () => {
  const { graph, send, say, post, clock } = await simulation();
  const template = { ...base, type: "template", template: HELLO };
  expect((await send("a")).json.error.code).toBe(131047);
  expect((await graph(template)).status).toBe(200);
  await say("Hi");
  expect((await send("a")).status).toBe(200);
  await clock.pass(24 * 60 * 60 * 1000);
  expect((await send("a")).json.error.code).toBe(131047);
  await post("/simulator/settings", { enforce_window: false });
  expect((await send("a")).status).toBe(200);
});

test("who is not on WhatsApp is refused at once, or reported as failed later", async () => {
  const { send, say, patch, post, clock, business } = await simulation();
  await say("Hi");
  await patch(`/simulator/contacts/${BUDI}`, { on_whatsapp: false });
  expect((await send("a")).json.error.code).toBe(131026);
  await post("/simulator/settings", { failures: "later" });
  expect((await send("a")).status).toBe(200);
  await clock.pass(1_000);
  const { contacts, statuses } = JSON.parse(business.webhooks.at(-1)?.body ?? "").entry[0].changes[0].value;
  expect(contacts).toBeUndefined();
  expect(statuses[0]).toMatchObject({ status: "failed", errors: [{ code: 131026, title: "Message undeliverable" }] });
});

test("sends can be made to fail, and answers to be lost", async () => {
  const { send, say, post, chat } = await simulation();
  await say("Hi");
  await post("/simulator/settings", { fail_next: { code: 131056, count: 1 }, lose_next_answers: 1 });
  expect((await send("a")).json.error.code).toBe(131056);
  expect((await send("b")).status).toBe(502);
  expect((await send("c")).status).toBe(200);
  expect((await chat()).map(({ text }) => text)).toEqual(["Hi", "b", "c"]);
});

test.each([
  ["image", { link: "https://shop.test/a.jpg", caption: "Red" }, "📷 Photo \nRed"],
  ["location", { latitude: 1, longitude: 2, name: "Shop" }, "📍 Shop"],
  ["contacts", [{ name: { formatted_name: "Ana", first_name: "Ana" } }], "👤 Ana"],
  [
    "interactive",
    {
      type: "button",
      body: { text: "Which?" },
      action: { buttons: [{ type: "reply", reply: { id: "red", title: "Red" } }] },
    },
    "Which?\n▸ Red",
  ],
  [
    "template",
    {
      name: "order_update",
      language: { code: "es" },
      components: [
        {
          type: "body",
          parameters: [
            { type: "text", text: "Ana" },
            { type: "text", text: "42" },
          ],
        },
      ],
    },
    "Hola Ana, tu pedido 42 está en camino.",
  ],
])("a message of type %s is shown in words, and kept as it was sent", async (type, content, shown) => {
  const { graph, say, chat } = await simulation();
  await say("Hi");
  expect((await graph({ ...base, type, [type]: content })).status).toBe(200);
  expect((await chat()).at(-1)).toMatchObject({ type, text: shown, content: { [type]: content } });
});

test("a template may be the first that somebody unknown gets", async () => {
  const { graph, chat } = await simulation();
  const to = "447700900123";
  expect((await graph(textTo(to, "a"))).json.error.code).toBe(131047);
  await graph({ ...textTo(to, "a"), type: "template", template: HELLO });
  expect(await chat(to)).toHaveLength(1);
});
