import { expect, test } from "vitest";
import { markAsRead } from "../../src/channels/whatsapp/read-receipt.ts";
import { requestBody } from "../../src/channels/whatsapp/request-body.ts";
import { type Sending, send } from "../../src/channels/whatsapp/sender.ts";
import type { Verdict } from "../../src/domain/commands.ts";
import type { Contact } from "../../src/domain/conversation.ts";
import type { Message } from "../../src/domain/message.ts";
import { err, ok } from "../../src/lib/result.ts";

const CONTACT: Contact = {
  name: null,
  phone: "+15550001111",
  wa_id: "15550001111",
  user_id: null,
  username: null,
  customer_id: null,
  customer_details: null,
};

const sending = (message: Partial<Message>, more: Partial<Sending> = {}): Sending => ({
  graph_url: "https://graph.test/v25.0",
  phone_number_id: "10",
  access_token: "secret",
  contact: CONTACT,
  message: { id: "our-id", message_type: "text", content: "hello", payload: {}, ...message } as Message,
  tries: 1,
  quoted_channel_message_id: null,
  marks_read: null,
  upload: async (mediaId) => ok(`channel-id-of-${mediaId}`),
  ...more,
});

interface Call {
  url: string;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of a body is what it checks
  body: any;
}

/** A Graph API that answers as it is told, and keeps what it was asked. */
function graph(answer: (call: Call) => Response | Promise<Response> = () => accepted()) {
  const calls: Call[] = [];
  const fetcher = (async (url: string, init: RequestInit) => {
    const call = { url, headers: new Headers(init.headers), body: JSON.parse(String(init.body)) };
    calls.push(call);
    return answer(call);
  }) as typeof fetch;
  return { calls, fetcher };
}

const accepted = () => Response.json({ contacts: [{ wa_id: "15550001111" }], messages: [{ id: "wamid.1" }] });

const ACCEPTED: Verdict = { outcome: "accepted", channel_message_id: "wamid.1", wa_id: "15550001111" };

test("a message is posted to its number's address with the inbox's token", async () => {
  const { calls, fetcher } = graph();
  expect(await send(sending({}), fetcher)).toEqual(ACCEPTED);
  expect(calls.map(({ url }) => url)).toEqual(["https://graph.test/v25.0/10/messages"]);
  expect(calls[0]?.headers.get("authorization")).toBe("Bearer secret");
});

test("a connection that breaks leaves open whether the message went out", async () => {
  const { fetcher } = graph(() => Promise.reject(new TypeError("network error")));
  expect(await send(sending({}), fetcher)).toMatchObject({ outcome: "unknown", error: { code: null } });
});

test("the channel's own spelling of a number is what is sent to, with its plus", () => {
  const contact = { ...CONTACT, phone: "+525512345678", wa_id: "5215512345678" };
  expect(requestBody(sending({}, { contact }))).toMatchObject({ to: "+5215512345678" });
  expect(requestBody(sending({}, { contact: { ...contact, wa_id: null } }))).toMatchObject({ to: "+525512345678" });
});

test("who has no number is sent to by the channel's id of them", () => {
  const body = requestBody(sending({}, { contact: { ...CONTACT, phone: null, wa_id: null, user_id: "US.1234" } }));
  expect(body).toMatchObject({ recipient: "US.1234" });
  expect(body).not.toHaveProperty("to");
});

const FILE = "6f1c1f0e-7d0c-4c1e-9a53-3f9f6f1c2a01";
const OTHER = "6f1c1f0e-7d0c-4c1e-9a53-3f9f6f1c2a02";

test.each<[string, string, object, object]>([
  ["a text", "text", {}, { body: "hello", preview_url: false }],
  ["a text with its preview", "text", { preview_url: true }, { body: "hello", preview_url: true }],
  ["an image of ours", "image", { media_id: FILE, caption: "Look" }, { id: `channel-id-of-${FILE}`, caption: "Look" }],
  ["an image elsewhere", "image", { link: "https://shop.test/a.jpg" }, { link: "https://shop.test/a.jpg" }],
  ["a video", "video", { media_id: FILE }, { id: `channel-id-of-${FILE}` }],
  ["a voice note", "audio", { media_id: FILE, voice: true }, { id: `channel-id-of-${FILE}`, voice: true }],
  [
    "a document",
    "document",
    { media_id: FILE, caption: "Yours", filename: "bill.pdf" },
    { id: `channel-id-of-${FILE}`, caption: "Yours", filename: "bill.pdf" },
  ],
  ["a sticker", "sticker", { media_id: FILE }, { id: `channel-id-of-${FILE}` }],
  [
    "a place",
    "location",
    { latitude: 1.5, longitude: 2.5, name: "Shop", address: "Market 1" },
    { latitude: 1.5, longitude: 2.5, name: "Shop", address: "Market 1" },
  ],
  [
    "somebody's card",
    "contacts",
    { contacts: [{ name: { formatted_name: "Ann Example", first_name: "Ann" } }] },
    [{ name: { formatted_name: "Ann Example", first_name: "Ann" } }] as object,
  ],
  [
    "buttons under a picture of ours",
    "interactive",
    {
      type: "button",
      header: { type: "image", image: { media_id: FILE } },
      body: { text: "Which?" },
      action: { buttons: [{ type: "reply", reply: { id: "a", title: "A" } }] },
    },
    {
      type: "button",
      header: { type: "image", image: { id: `channel-id-of-${FILE}` } },
      body: { text: "Which?" },
      action: { buttons: [{ type: "reply", reply: { id: "a", title: "A" } }] },
    },
  ],
  [
    "a flow whose own data look like a file",
    "interactive",
    { type: "flow", action: { parameters: { flow_action_payload: { data: { image: { media_id: FILE } } } } } },
    { type: "flow", action: { parameters: { flow_action_payload: { data: { image: { media_id: FILE } } } } } },
  ],
  [
    "cards with pictures of ours",
    "interactive",
    { type: "carousel", action: { cards: [{ header: { type: "image", image: { media_id: FILE } } }] } },
    { type: "carousel", action: { cards: [{ header: { type: "image", image: { id: `channel-id-of-${FILE}` } } }] } },
  ],
  [
    "a template with two files of ours",
    "template",
    {
      name: "news",
      language: { code: "en" },
      components: [
        { type: "header", parameters: [{ type: "video", video: { media_id: FILE } }] },
        {
          type: "carousel",
          cards: [
            {
              card_index: 0,
              components: [{ type: "header", parameters: [{ type: "image", image: { media_id: OTHER } }] }],
            },
          ],
        },
      ],
    },
    {
      name: "news",
      language: { code: "en" },
      components: [
        { type: "header", parameters: [{ type: "video", video: { id: `channel-id-of-${FILE}` } }] },
        {
          type: "carousel",
          cards: [
            {
              card_index: 0,
              components: [
                { type: "header", parameters: [{ type: "image", image: { id: `channel-id-of-${OTHER}` } }] },
              ],
            },
          ],
        },
      ],
    },
  ],
])("%s is sent as WhatsApp writes it", async (_, type, payload, expected) => {
  const { calls, fetcher } = graph();
  const message = { message_type: type, payload: payload as Record<string, unknown> };
  expect(await send(sending(message), fetcher)).toEqual(ACCEPTED);
  expect(calls[0]?.body).toEqual({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: "+15550001111",
    type,
    [type]: expected,
    biz_opaque_callback_data: "our-id",
  });
});

test("a link in a text is shown unless somebody says otherwise", () => {
  const content = "see HTTPS://shop.test";
  expect(requestBody(sending({ content }))).toMatchObject({ text: { preview_url: true } });
  expect(requestBody(sending({ content, payload: { preview_url: false } }))).toMatchObject({
    text: { preview_url: false },
  });
});

test("a reply names what it quotes; a reaction names it in itself", () => {
  const quoted = { quoted_channel_message_id: "wamid.quoted" };
  expect(requestBody(sending({}, quoted))).toMatchObject({ context: { message_id: "wamid.quoted" } });
  const reaction = requestBody(sending({ message_type: "reaction", payload: { emoji: "👍" } }, quoted));
  expect(reaction).toMatchObject({ type: "reaction", reaction: { message_id: "wamid.quoted", emoji: "👍" } });
  expect(reaction).not.toHaveProperty("context");
  const taken = requestBody(sending({ message_type: "reaction", payload: { emoji: "" } }, quoted));
  expect(taken).toMatchObject({ reaction: { message_id: "wamid.quoted", emoji: "" } });
});

test("a reaction to what WhatsApp does not know is refused without a call", async () => {
  const { calls, fetcher } = graph();
  const verdict = await send(sending({ message_type: "reaction", payload: { emoji: "👍" } }), fetcher);
  expect(verdict.outcome).toBe("refused");
  expect(calls).toEqual([]);
});

test("a file that cannot be given to the channel ends the attempt before the message is sent", async () => {
  const { calls, fetcher } = graph();
  const error = { code: null, title: "The file is no longer there", detail: null };
  const upload = async () => err({ outcome: "refused" as const, error });
  const message = { message_type: "image", payload: { media_id: FILE } };
  expect(await send(sending(message, { upload }), fetcher)).toEqual({ outcome: "refused", error });
  expect(calls).toEqual([]);
});

test("the customer's message is marked as read first, and what becomes of that changes nothing", async () => {
  for (const broken of [
    () => Response.json({ error: { code: 131009, message: "No" } }, { status: 400 }),
    () => Promise.reject(new TypeError("network error")),
  ]) {
    const { calls, fetcher } = graph(({ body }) => (body.status === "read" ? broken() : accepted()));
    expect(await send(sending({}, { marks_read: "wamid.in" }), fetcher)).toEqual(ACCEPTED);
    expect(calls[0]?.body).toEqual({ messaging_product: "whatsapp", status: "read", message_id: "wamid.in" });
    expect(calls[1]?.body).toMatchObject({ type: "text" });
  }
});

test("a receipt may say that an answer is being written", async () => {
  const { calls, fetcher } = graph(() => Response.json({ success: true }));
  const { graph_url, access_token, phone_number_id } = sending({});
  const receipt = { graph_url, access_token, phone_number_id, channel_message_id: "wamid.in", typing: true };
  expect(await markAsRead(receipt, 1_000, fetcher)).toBeNull();
  expect(calls[0]?.body).toEqual({
    messaging_product: "whatsapp",
    status: "read",
    message_id: "wamid.in",
    typing_indicator: { type: "text" },
  });
});
