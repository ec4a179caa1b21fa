import { describe, expect, test } from "vitest";
import { BUDI, simulation } from "./support.ts";

const base = { messaging_product: "whatsapp", to: `+${BUDI}`, type: "template" };
const text = (value: unknown) => ({ type: "text", text: value });
const named = (parameter_name: string, value: string) => ({ ...text(value), parameter_name });
const body = (...parameters: object[]) => ({ type: "body", parameters });
const header = (...parameters: object[]) => ({ type: "header", parameters });
const button = (sub_type: string, index: number | string, ...parameters: object[]) => ({
  type: "button",
  sub_type,
  index,
  parameters,
});
const picture = { type: "image", image: { link: "https://shop.test/a.jpg" } };

async function send(name: string, components?: object[], code = "en_US") {
  const { graph } = await simulation();
  const template = { name, language: { code }, ...(components && { components }) };
  return graph({ ...base, template });
}

const ORDER = [header(picture), body(text("Ana"), text(42)), button("url", "0", text("42"))];
const VISIT = [
  header(named("day", "Monday")),
  body(named("first_name", "Ana"), named("day", "Monday"), named("time", "9")),
];

describe("templates that are sent", () => {
  test.each<[string, string, object[] | undefined]>([
    ["without values", "hello_world", undefined],
    ["with a picture, values and a button", "order_update", ORDER],
    [
      "with an amount for a value",
      "order_update",
      [
        header(picture),
        body({ type: "currency", currency: { fallback_value: "$1", code: "USD", amount_1000: 1000 } }, text("b")),
        button("URL", 0, text("42")),
      ],
    ],
    ["with named values", "appointment_reminder", VISIT],
    ["with payloads", "appointment_reminder", [...VISIT, button("quick_reply", 1, { type: "payload", payload: "no" })]],
    [
      "with a code to copy",
      "spring_offer",
      [body(text("20%")), button("copy_code", 0, { type: "coupon_code", coupon_code: "S20" })],
    ],
    ["with a flow", "feedback", [button("flow", "0", { type: "action", action: { flow_token: "t" } })]],
    ["to log in with", "login_code", [body(text("123456")), button("url", 0, text("123456"))]],
  ])("%s", async (_name, name, components) => {
    expect((await send(name, components)).json).toMatchObject({ messages: [{ message_status: "accepted" }] });
  });
});

describe("templates that are refused", () => {
  test.each<[string, string, object[] | undefined, number, string]>([
    ["an unknown name", "nothing", undefined, 132001, "template name (nothing) does not exist in en_US"],
    ["one that is paused", "winter_offer", undefined, 132015, "paused"],
    [
      "no values",
      "order_update",
      [header(picture), button("url", 0, text("1"))],
      132000,
      "body: number of localizable_params (0) does not match the expected number of params (2)",
    ],
    [
      "too many values",
      "hello_world",
      [body(text("a"))],
      132000,
      "(1) does not match the expected number of params (0)",
    ],
    [
      "no picture",
      "order_update",
      [body(text("a"), text("b")), button("url", 0, text("1"))],
      132012,
      "header: Format mismatch, expected IMAGE, received UNKNOWN",
    ],
    ["a text for a picture", "order_update", [header(text("a")), ...ORDER.slice(1)], 132012, "received TEXT"],
    [
      "a picture for a text",
      "order_update",
      [ORDER[0] ?? {}, body(picture, text("b")), ORDER[2] ?? {}],
      132012,
      "body",
    ],
    [
      "a missing button value",
      "order_update",
      ORDER.slice(0, 2),
      131008,
      "Button at index 0 of type Url requires a parameter",
    ],
    [
      "a button at a wrong place",
      "order_update",
      [...ORDER, button("quick_reply", 0, { type: "payload", payload: "a" })],
      132012,
      "index 0",
    ],
    [
      "an empty value",
      "order_update",
      [ORDER[0] ?? {}, body(text(""), text("b")), ORDER[2] ?? {}],
      131008,
      "missing text",
    ],
    [
      "a value of two lines",
      "order_update",
      [ORDER[0] ?? {}, body(text("a\nb"), text("b")), ORDER[2] ?? {}],
      132018,
      "new-line",
    ],
    ["values without names", "appointment_reminder", [header(text("a")), ...VISIT.slice(1)], 100, "Parameter name"],
    [
      "a value of another name",
      "appointment_reminder",
      [header(named("hour", "9")), ...VISIT.slice(1)],
      132012,
      "hour",
    ],
    [
      "a text that grows too long",
      "order_update",
      [ORDER[0] ?? {}, body(text("x".repeat(1024)), text("b")), ORDER[2] ?? {}],
      132005,
      "1024",
    ],
    ["a component that there is not", "hello_world", [{ type: "sidebar" }], 100, "HEADER"],
    [
      "a payload that is too long",
      "appointment_reminder",
      [...VISIT, button("quick_reply", 1, { type: "payload", payload: "x".repeat(257) })],
      132018,
      "256",
    ],
  ])("%s", async (_name, name, components, code, words) => {
    const { json } = await send(name, components);
    expect(json.error.code).toBe(code);
    expect(json.error.error_data.details).toContain(words);
  });

  test("a language that it is not written in, which is a 404", async () => {
    const { status, json } = await send("hello_world", undefined, "en");
    expect([status, json.error.code]).toEqual([404, 132001]);
  });

  test("a code to log in with, to somebody known by user id only", async () => {
    const { graph, state } = await simulation();
    const components = [body(text("1")), button("url", 0, text("1"))];
    const { json } = await graph({
      ...base,
      to: undefined,
      recipient: state.get("contact", BUDI)?.user_id,
      template: { name: "login_code", language: { code: "en_US" }, components },
    });
    expect(json.error.code).toBe(131062);
  });
});

test("its status says what it is priced as", async () => {
  const { graph, clock, business } = await simulation();
  const components = [body(text("20%")), button("copy_code", 0, { type: "coupon_code", coupon_code: "S20" })];
  await graph({ ...base, template: { name: "spring_offer", language: { code: "en_US" }, components } });
  await clock.pass(1_000);
  expect(business.changes[0]?.value.statuses[0].pricing).toMatchObject({ category: "marketing", type: "regular" });
});

test("the cards of a carousel are checked one by one", async () => {
  const { put, graph } = await simulation();
  const cards = [0, 1].map(() => ({
    components: [
      { type: "HEADER", format: "IMAGE" },
      { type: "BODY", text: "Only {{1}}" },
    ],
  }));
  const components = [
    { type: "BODY", text: "New" },
    { type: "CAROUSEL", cards },
  ];
  await put("/simulator/templates", { templates: [{ name: "new", language: "en_US", components }] });
  const card = { components: [header(picture), body(text("€5"))] };
  const answer = async (sent: object[]) => {
    const template = { name: "new", language: { code: "en_US" }, components: [{ type: "carousel", cards: sent }] };
    return (await graph({ ...base, template })).json;
  };
  expect(await answer([card, card])).toMatchObject({ messages: [{}] });
  expect((await answer([card])).error.error_data.details).toContain("expected 2 cards, received 1");
  expect((await answer([card, { components: [header(picture)] }])).error.code).toBe(132000);
});

test("templates can be listed, by pages, and replaced", async () => {
  const { node, put, get } = await simulation();
  const { waba_id } = (await get("/simulator/numbers")).json.numbers[0];
  const path = `/${waba_id}/message_templates`;
  const all = await node("GET", path);
  expect(all.json.data).toHaveLength(8);
  expect(all.json.data[0]).toMatchObject({
    name: "hello_world",
    language: "en_US",
    status: "APPROVED",
    id: expect.stringMatching(/^\d+$/),
  });
  const first = await node("GET", `${path}?limit=5&fields=name`);
  expect(first.json.data[0]).toEqual({ name: "hello_world", id: expect.any(String) });
  expect(first.json.paging.previous).toBeUndefined();
  const second = await node("GET", first.json.paging.next);
  expect(second.json.data).toHaveLength(3);
  expect(second.json.paging.next).toBeUndefined();
  expect((await node("GET", second.json.paging.previous)).json.data).toEqual(first.json.data);
  expect((await node("GET", `${path}?name=order_update&language=es`)).json.data).toHaveLength(1);
  expect((await node("GET", `${path}?after=nonsense`)).json.error.code).toBe(100);
  expect((await node("GET", "/1/message_templates")).json.error.code).toBe(100);
  const mine = { name: "mine", language: "de", components: [{ type: "BODY", text: "Hallo" }] };
  await put("/simulator/templates", { templates: [mine] });
  expect((await node("GET", path)).json.data).toMatchObject([{ ...mine, status: "APPROVED", category: "UTILITY" }]);
  expect((await get("/simulator/templates")).json.templates).toHaveLength(1);
});
