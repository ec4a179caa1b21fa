import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Outgoing, requestBody } from "../../src/channels/whatsapp/request-body.ts";
import type { Message } from "../../src/domain/message.ts";
import { NewMessage } from "../../src/protocol/message.ts";

const CONVERSATION = "3d77f23b-683d-834e-8731-15e200000001";
const FILE = "6f1c1f0e-7d0c-4c1e-9a53-3f9f6f1c2a01";
const MESSAGE = "3d77f23b-683d-834e-8731-15e280000001";

const parse = (message: object) =>
  NewMessage.safeParse({ conversation_id: CONVERSATION, sender_type: "agent", ...message });

/** What is wrong with a message, by field. */
const faults = (message: object): Record<string, string> =>
  Object.fromEntries(parse(message).error?.issues.map(({ path, message }) => [path.join("."), message]) ?? []);

describe("a text", () => {
  test.each([
    { content: "hello" },
    { message_type: "text", content: "hello" },
    { content: "hello", payload: null },
    { content: "hello", payload: { preview_url: false } },
    { payload: { body: "hello" } },
    { content: "hello", payload: { body: "hello" }, message_type: "text" },
  ])("may be said as %j", (message) => {
    expect(parse(message)).toMatchObject({ success: true, data: { message_type: "text", deliver: true } });
  });

  test("says something, and one thing", () => {
    expect(faults({})).toEqual({ content: "a text is needed" });
    for (const blank of ["", "   ", "\n\t", "\u00a0\u3000"]) {
      expect(faults({ content: blank })).toEqual({ content: "must not be blank" });
      expect(faults({ payload: { body: blank } })).toEqual({ "payload.body": "must not be blank" });
    }
    expect(faults({ content: "one", payload: { body: "another" } })).toHaveProperty(["payload.body"]);
  });

  test("that is missing is told of together with what else is", () => {
    const { issues } = NewMessage.safeParse({ sender_type: "nobody" }).error ?? { issues: [] };
    expect(issues.map(({ path }) => path.join(".")).sort()).toEqual(["content", "conversation_id", "sender_type"]);
  });
});

const long = (length: number) => "x".repeat(length);
const button = (id: string, title = id) => ({ type: "reply", reply: { id, title } });
const buttons = (...given: object[]) => ({
  message_type: "interactive",
  payload: { type: "button", body: { text: "Which?" }, action: { buttons: given } },
});
const row = (id: string, more: object = {}) => ({ id, title: id, ...more });
const list = (...sections: object[]) => ({
  message_type: "interactive",
  payload: { type: "list", body: { text: "Which?" }, action: { button: "Choose", sections } },
});
const rows = (count: number, from = 0) => Array.from({ length: count }, (_, index) => row(String(from + index)));
const media = (message_type: string, payload: object) => ({ message_type, payload });
const template = (payload: object) => ({
  message_type: "template",
  payload: { name: "news", language: { code: "en" }, ...payload },
});

describe("limits are told in words", () => {
  test.each<[object, string, string]>([
    [buttons(...["a", "b", "c", "d"].map((id) => button(id))), "payload.action.buttons", "at most 3 buttons"],
    [buttons(), "payload.action.buttons", "at least 1 button"],
    [buttons(button("a", long(21))), "payload.action.buttons.0.reply.title", "title at most 20 characters"],
    [buttons(button(long(257), "A")), "payload.action.buttons.0.reply.id", "id at most 256 characters"],
    [buttons(button("a", "A"), button("a", "B")), "payload.action.buttons", "each button needs an id of its own"],
    [buttons(button("a", "A"), button("b", "A")), "payload.action.buttons", "each button needs a title of its own"],
    [list({ rows: rows(11) }), "payload.action.sections.0.rows", "at most 10 rows"],
    [
      list({ title: "A", rows: rows(6) }, { title: "B", rows: rows(5, 6) }),
      "payload.action.sections",
      "at most 10 rows in all sections together",
    ],
    [
      list({ title: "A", rows: rows(1) }, { rows: rows(1, 6) }),
      "payload.action.sections",
      "each section needs a title where there are several",
    ],
    [list({ rows: [row("a"), row("a")] }), "payload.action.sections", "each row needs an id of its own"],
    [
      list({ rows: [row("a", { title: long(25) })] }),
      "payload.action.sections.0.rows.0.title",
      "title at most 24 characters",
    ],
    [
      list({ rows: [row("a", { description: long(73) })] }),
      "payload.action.sections.0.rows.0.description",
      "description at most 72 characters",
    ],
    [media("image", { media_id: FILE, caption: long(1025) }), "payload.caption", "caption at most 1024 characters"],
    [media("image", { media_id: FILE, caption: "  " }), "payload.caption", "caption must not be blank"],
    [buttons(button("a", " ")), "payload.action.buttons.0.reply.title", "title must not be blank"],
    [
      { message_type: "interactive", payload: { ...buttons(button("a")).payload, body: { text: "\n" } } },
      "payload.body.text",
      "body text must not be blank",
    ],
    [
      template({ components: [{ type: "body", parameters: [{ type: "text", text: " " }] }] }),
      "payload.components.0.parameters.0.text",
      "text must not be blank",
    ],
    [media("image", {}), "payload.media_id", "one of media_id and link is needed, and only one"],
    [
      media("image", { media_id: FILE, link: "https://shop.test/a.jpg" }),
      "payload.media_id",
      "one of media_id and link is needed, and only one",
    ],
    [media("image", { link: "ftp://shop.test/a.jpg" }), "payload.link", "must be an http(s) address"],
    [media("audio", { media_id: FILE, caption: "no" }), "payload", 'Unrecognized key: "caption"'],
    [media("location", { latitude: 91, longitude: 0 }), "payload.latitude", "latitude from -90 to 90"],
    [media("contacts", { contacts: [] }), "payload.contacts", "at least 1 contact"],
    [
      media("contacts", { contacts: [{ name: { formatted_name: "Ann" } }] }),
      "payload.contacts.0.name.first_name",
      "beside formatted_name one more part of the name is needed, such as first_name",
    ],
    [media("reaction", { message_id: MESSAGE, emoji: "👍👍" }), "payload.emoji", "one emoji, or nothing"],
    [
      { ...media("reaction", { message_id: MESSAGE, emoji: "👍" }), reply_to: MESSAGE },
      "reply_to",
      "a reaction quotes nothing: payload.message_id says what it is for",
    ],
    [template({ name: long(513) }), "payload.name", "name at most 512 characters"],
    [{ ...template({}), sender_type: "customer" }, "message_type", "a customer's message is of another type"],
  ])("%#", (message, field, words) => {
    expect(faults(message)).toEqual({ [field]: words });
  });

  test("characters are counted as people count them", () => {
    expect(faults(buttons(button("a", "👍".repeat(20))))).toEqual({});
  });

  test("a type that is none is refused by its name", () => {
    expect(Object.keys(faults({ message_type: "poll", payload: {} }))).toEqual(["message_type"]);
  });
});

test.each<[object]>([
  [buttons(button("a"), button("b"), button("c"))],
  [list({ title: "A", rows: rows(5) }, { title: "B", rows: rows(5, 5) })],
  [media("audio", { media_id: FILE.toUpperCase(), voice: true })],
  [media("document", { link: "https://shop.test/a.pdf", caption: "Yours", filename: "bill.pdf" })],
  [media("reaction", { message_id: MESSAGE, emoji: "" })],
  [media("reaction", { message_id: MESSAGE, emoji: "👩‍👩‍👧" })],
  [template({ components: [{ type: "body", parameters: [{ type: "text", parameter_name: "who", text: "Ann" }] }] })],
  [{ ...media("image", { link: "https://shop.test/a.jpg" }), sender_type: "customer" }],
])("may be said: %#", (message) => {
  expect(faults(message)).toEqual({});
});

/** Meta's own examples of bodies: no part of this project, and not everywhere beside it. */
const EXAMPLES = new URL("../../../shared/fixtures/whatsapp/send-examples.json", import.meta.url).pathname;
// biome-ignore lint/suspicious/noExplicitAny: bodies are what they are
type Json = any;
const examples: Record<string, Json> = existsSync(EXAMPLES) ? JSON.parse(readFileSync(EXAMPLES, "utf8")).examples : {};

const NOT_OFFERED: Record<string, string> = {
  "Send Sample Issue Resolution Template": "its quick replies bear true and false as texts, which are none",
  "Send typing indicator and read receipt": "it is no message: POST /conversations/{id}/read does it",
};

const FILLINGS = new Map([
  ["<HEADER_TYPE>", "text"],
  ["language-and-locale-code", "en_US"],
]);

/** Examples leave things open that a body must say. */
function filledIn(value: Json): Json {
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filledIn(one)]));
  if (typeof value !== "string") return value;
  if (/^<?http\(s\):/.test(value)) return "https://files.test/file";
  return FILLINGS.get(value) ?? value;
}

const TYPES = ["text", "interactive", "template", "image", "video", "audio", "document", "sticker"].concat([
  "location",
  "contacts",
  "reaction",
]);

/** How a client of ours asks for what an example sends. */
function wishFor(type: string, content: Json): object {
  if (type === "contacts") return { contacts: content };
  if (type === "reaction") return { ...content, message_id: MESSAGE };
  const { id, ...rest } = content;
  return id === undefined ? content : { media_id: FILE, ...rest };
}

describe.skipIf(!existsSync(EXAMPLES))("Meta's examples (skipped where ../shared/fixtures is not beside)", () => {
  test.each(Object.entries(examples).map(([name, body]) => ({ name, body: filledIn(body) })))(
    "$name can be sent, or it is said why not",
    ({ name, body }) => {
      const type = body.type ?? TYPES.find((one) => body[one] !== undefined) ?? "none";
      const content = body[type];
      const wish = { message_type: type, payload: wishFor(type, content ?? {}) };
      const parsed = parse(wish);
      if (name in NOT_OFFERED) {
        expect(parsed.success).toBe(false);
        return;
      }
      expect(faults(wish)).toEqual({});
      const quoted = body.context?.message_id ?? content.message_id ?? null;
      const message = { id: "our-id", content: content.body, ...parsed.data } as unknown as Message;
      const contact = { phone: null, wa_id: "15550001111" } as Outgoing["contact"];
      const outgoing = { contact, message, quoted_channel_message_id: quoted };
      const made = requestBody(outgoing, new Map([[FILE, content.id]]));
      expect(made).toEqual({
        ...body,
        type,
        to: "+15550001111",
        recipient_type: "individual",
        biz_opaque_callback_data: "our-id",
      });
    },
  );
});
