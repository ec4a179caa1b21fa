import { describe, expect, test } from "vitest";
import { templateFault } from "../../src/channels/whatsapp/template-fault.ts";
import { fetchTemplates, type Template } from "../../src/channels/whatsapp/templates.ts";

const template = (name: string, more: Partial<Template> = {}): Template => ({
  id: `id-of-${name}`,
  name,
  language: "en_US",
  status: "APPROVED",
  category: "UTILITY",
  components: [],
  ...more,
});

const TEMPLATES: Template[] = [
  template("plain", {
    components: [
      { type: "BODY", text: "Hello" },
      { type: "FOOTER", text: "Bye" },
    ],
  }),
  template("plain", { language: "id", components: [{ type: "BODY", text: "Halo" }] }),
  template("paused", { status: "PAUSED" }),
  template("order", {
    components: [
      { type: "HEADER", format: "TEXT", text: "Order {{1}}" },
      { type: "BODY", text: "Hi {{1}}, your order {{2}} is on its way, {{1}}." },
    ],
  }),
  template("named", {
    parameter_format: "NAMED",
    components: [{ type: "BODY", text: "Hi {{first_name}}, {{ order_id }}" }],
  }),
  template("old_named", { components: [{ type: "BODY", text: "Hi {{first_name}}" }] }),
  template("picture", {
    components: [
      { type: "HEADER", format: "IMAGE" },
      { type: "BODY", text: "Look" },
    ],
  }),
  template("buttons", {
    components: [
      { type: "BODY", text: "Choose" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Stop" },
          { type: "URL", text: "Track", url: "https://shop.test/{{1}}" },
          { type: "URL", text: "Shop", url: "https://shop.test" },
          { type: "COPY_CODE", text: "Copy" },
          { type: "PHONE_NUMBER", text: "Call" },
        ],
      },
    ],
  }),
  template("cards", {
    components: [
      { type: "BODY", text: "New" },
      {
        type: "CAROUSEL",
        cards: [
          {
            components: [
              { type: "HEADER", format: "IMAGE" },
              { type: "BODY", text: "For {{1}}" },
            ],
          },
          { components: [{ type: "HEADER", format: "IMAGE" }] },
        ],
      },
    ],
  }),
];

const text = (words: string, parameter_name?: string) => ({
  type: "text",
  text: words,
  ...(parameter_name && { parameter_name }),
});
const body = (...parameters: object[]) => ({ type: "body", parameters });
const header = (...parameters: object[]) => ({ type: "header", parameters });
const image = { type: "image", image: { link: "https://shop.test/a.jpg" } };
const url = (index: number | string, ...parameters: object[]) => ({
  type: "button",
  sub_type: "url",
  index,
  parameters,
});
const code = {
  type: "button",
  sub_type: "copy_code",
  index: 3,
  parameters: [{ type: "coupon_code", coupon_code: "X" }],
};
const track = url("1", text("42"));
const card = (card_index: number, ...components: object[]) => ({ card_index, components });

const fault = (name: string, components?: object[], language = "en_US") =>
  templateFault(TEMPLATES, { name, language: { code: language }, ...(components && { components }) });

describe("a template that can be sent", () => {
  test.each<[string, object[] | undefined]>([
    ["plain", undefined],
    ["plain", []],
    ["order", [header(text("42")), body(text("Ann"), text("42"))]],
    ["named", [body(text("42", "order_id"), text("Ann", "first_name"))]],
    ["old_named", [body(text("Ann", "first_name"))]],
    ["picture", [header(image)]],
    ["buttons", [track, code]],
    ["buttons", [track, code, { type: "button", sub_type: "QUICK_REPLY", index: 0, parameters: [] }]],
    ["cards", [{ type: "carousel", cards: [card(0, header(image), body(text("Ann"))), card(1, header(image))] }]],
  ])("is %s with %j", (name, components) => {
    expect(fault(name, components)).toBeNull();
  });
});

test.each<[string, object[], string]>([
  ["nobody", [], 'There is no template "nobody".'],
  ["paused", [], 'The status of template "paused" (en_US) is PAUSED; only one that is APPROVED can be sent.'],
  ["plain", [body(text("Ann"))], 'The body of template "plain" (en_US) has no variables, but 1 value is given.'],
  ["plain", [header(text("Ann"))], 'The header of template "plain" (en_US) has no variables, but 1 value is given.'],
  [
    "order",
    [header(text("42")), body(text("Ann"))],
    'The body of template "order" (en_US) has 2 variables ({{1}}, {{2}}), but 1 value is given.',
  ],
  [
    "order",
    [body(text("Ann"), text("42"))],
    'The header of template "order" (en_US) has 1 variable ({{1}}), but no values are given.',
  ],
  [
    "order",
    [header(text("42")), body(text("Ann", "who"), text("42", "what"))],
    'The body of template "order" (en_US) has 2 variables ({{1}}, {{2}}), which are filled in by their order: leave parameter_name out.',
  ],
  [
    "named",
    [body(text("Ann"), text("42", "order_id"))],
    'The body of template "named" (en_US) has 2 variables ({{first_name}}, {{order_id}}): no value has the parameter_name first_name.',
  ],
  ["picture", [], 'The header of template "picture" (en_US) is of type image: give it one parameter of type "image".'],
  [
    "picture",
    [header(text("Look"))],
    'The header of template "picture" (en_US) is of type image: give it one parameter of type "image".',
  ],
  ["buttons", [code], 'Button 1 of template "buttons" (en_US) needs one parameter of type "text".'],
  ["buttons", [track], 'Button 3 of template "buttons" (en_US) needs one parameter of type "coupon_code".'],
  [
    "buttons",
    [track, code, url(2, text("42"))],
    'Button 2 of template "buttons" (en_US) leads to a fixed address: give it no value.',
  ],
  [
    "buttons",
    [track, code, url(0, text("42"))],
    'Button 0 of template "buttons" (en_US) is of type quick_reply, not url.',
  ],
  ["buttons", [track, code, url(7, text("42"))], 'The template "buttons" (en_US) has 5 buttons: none has the index 7.'],
  ["cards", [], 'The template "cards" (en_US) has 2 cards, but no cards are given.'],
  [
    "cards",
    [{ type: "carousel", cards: [card(0, header(image)), card(1, header(image))] }],
    'The body of card 0 of template "cards" (en_US) has 1 variable ({{1}}), but no values are given.',
  ],
])("%s with %j: %s", (name, components, words) => {
  expect(fault(name, components)).toBe(words);
});

test("a language that a template is not there in names those that it is", () => {
  expect(fault("plain", [], "de")).toBe('Template "plain" is not there in de, but in en_US, id.');
});

describe("the list of templates", () => {
  const of = { graph_url: "https://graph.test/v25.0", waba_id: "77", access_token: "secret" };
  const page = (names: string[], after: string | null) =>
    Response.json({
      data: names.map((name) => ({ name, language: "en", status: "APPROVED", id: name, category: "UTILITY" })),
      // Where the next page is said to be is not where the token goes.
      paging: { cursors: { after: after ?? "end" }, ...(after && { next: "https://elsewhere.test/steal" }) },
    });

  function graph(...answers: (() => Response | Promise<Response>)[]) {
    const urls: URL[] = [];
    const fetcher = (async (url: string) => answers[urls.push(new URL(url)) - 1]?.()) as unknown as typeof fetch;
    return { urls, fetcher };
  }

  test("is read to its last page", async () => {
    const { urls, fetcher } = graph(
      () => page(["a", "b"], "1"),
      () => page(["c"], "2"),
      () => page(["d"], null),
    );
    const found = await fetchTemplates(of, fetcher);
    expect(found.ok && found.value.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
    expect(urls.map(({ host, searchParams }) => [host, searchParams.get("after")])).toEqual([
      ["graph.test", null],
      ["graph.test", "1"],
      ["graph.test", "2"],
    ]);
    expect(urls[0]?.pathname).toBe("/v25.0/77/message_templates");
    expect(urls[0]?.searchParams.get("limit")).toBe("200");
  });

  test("ends where the channel repeats itself", async () => {
    const again = () => page(["a"], "1");
    const { urls, fetcher } = graph(again, again, again);
    await fetchTemplates(of, fetcher);
    expect(urls).toHaveLength(2);
  });

  test.each<[string, () => Response | Promise<Response>]>([
    ["No answer from WhatsApp", () => Promise.reject(new TypeError("network error"))],
    ["WhatsApp answered 502", () => new Response("<html>", { status: 502 })],
    ["WhatsApp answered 200", () => Response.json({})],
    ["(#190) Expired", () => Response.json({ error: { code: 190, message: "(#190) Expired" } }, { status: 401 })],
  ])("cannot be had: %s", async (reason, answer) => {
    expect(await fetchTemplates(of, graph(answer).fetcher)).toEqual({ ok: false, error: reason });
    const second = graph(() => page(["a"], "1"), answer);
    expect((await fetchTemplates(of, second.fetcher)).ok).toBe(false);
  });

  test("keeps what it knows of each, and passes over what is none", async () => {
    const odd = [{ name: "a", language: "en", components: [{ type: "BODY" }], parameter_format: "NAMED" }, {}, null, 7];
    const found = await fetchTemplates(of, graph(() => Response.json({ data: odd })).fetcher);
    expect(found).toEqual({
      ok: true,
      value: [
        {
          id: "",
          name: "a",
          language: "en",
          status: "UNKNOWN",
          category: "",
          components: [{ type: "BODY" }],
          parameter_format: "NAMED",
        },
      ],
    });
  });
});
