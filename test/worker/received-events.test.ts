import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { threadAt } from "../../src/conversation/port.ts";
import { parseConversationId } from "../../src/domain/ids.ts";
import { ConversationObject } from "../../src/index.ts";
import { newTenant, type Shop } from "../support/api.ts";
import { envelope, logOf, messagesOf, newTalk, outcome, send, type Talk, typesOf, viewOf } from "../support/events.ts";
import { conversationWith, Graph, newLine, newWaId, newWamid, receive, text } from "../support/whatsapp.ts";

new Graph();
vi.spyOn(env.CALLBACKS, "send").mockResolvedValue(undefined as never);
vi.spyOn(env.OUTBOUND, "send").mockResolvedValue(undefined as never);
vi.spyOn(env.WORK, "send").mockResolvedValue(undefined as never);

let shop: Shop;
beforeAll(async () => {
  shop = await newTenant();
});

const PLAIN = "whatsapp-business-text-message-received";
const KNOWN = "whatsapp-business-text-message-with-user-info-received";
const DELIVERED = "whatsapp-business-message-delivered";
const UNKNOWN = "3d77f23b-683d-834e-8731-15e200000001";

const said = (talk: Talk, body: string, more: object = {}) => ({
  ...envelope(),
  sender: talk.waId,
  receiver: talk.number,
  message_id: newWamid(),
  body,
  ...more,
});
const customer = { customer_details: { codigo_cliente: "C-1", segment: "retail" } };

const contents = async (talk: Talk) => (await messagesOf(talk)).map(({ content }) => content);

describe("a message that a service received", () => {
  test("is WhatsApp's own, whichever comes first", async () => {
    const talk = await newTalk(shop);
    const event = said(talk, "by the service");
    expect(await outcome(shop, PLAIN, event)).toBe("taken");
    await receive(talk.line, text(talk.waId, "by the service", { id: event.message_id }));
    const own = text(talk.waId, "by WhatsApp");
    await receive(talk.line, own);
    expect(await outcome(shop, PLAIN, said(talk, "by WhatsApp", { message_id: own.id }))).toBe("taken");
    expect(await contents(talk)).toEqual(["hello", "by the service", "by WhatsApp"]);
  });

  test("opens the conversation of who was never heard of, with all that is told of them", async () => {
    const talk = await newTalk(shop);
    const waId = newWaId();
    const timestamp = "2026-11-20T10:00:00.500Z";
    const sender = { phone_number: `+${waId}`, display_name: "Rosa Example" };
    const event = { ...said(talk, "hello", customer), sender, timestamp };
    const { json } = await send(shop, KNOWN, event);
    const conversation = await conversationWith(talk.line, waId);
    expect(json.results).toMatchObject([{ outcome: "taken", conversation_id: conversation.id }]);
    expect(conversation).toMatchObject({
      customer_phone: `+${waId}`,
      customer_name: "Rosa Example",
      customer_id: "C-1",
      message_count: 1,
    });
    const [message] = await messagesOf({ ...talk, id: conversation.id });
    expect(message).toMatchObject({ whatsapp_message_id: event.message_id, timestamp, status: "received" });
    const log = await logOf({ ...talk, id: conversation.id });
    expect(log[0].contact).toMatchObject({ customer_id: "C-1", customer_details: { segment: "retail" } });
  });

  test("is stored once, and who wrote it is learnt from whoever tells it later", async () => {
    const talk = await newTalk(shop);
    const event = said(talk, "who am I?");
    expect(await outcome(shop, PLAIN, event)).toBe("taken");
    expect((await viewOf(talk)).customer_id).toBeNull();
    expect(await outcome(shop, KNOWN, { ...event, ...envelope(), ...customer })).toBe("taken");
    expect(await viewOf(talk)).toMatchObject({ customer_id: "C-1", message_count: 2 });
    // That another service knows nobody takes nothing away.
    expect(await outcome(shop, PLAIN, { ...event, ...envelope() })).toBe("taken");
    expect(await viewOf(talk)).toMatchObject({ customer_id: "C-1", message_count: 2 });
    expect(await outcome(shop, PLAIN, event)).toBe("known");
  });

  test.for([
    "phone_number_id",
    "+15550200100",
    "1 555 020 0100",
    "wa.15550200100",
    { phone_number: "+1 555 020-0100" },
  ] as const)("finds the inbox of %j", async (receiver) => {
    const talk = await newTalk(shop);
    const named = receiver === "phone_number_id" ? talk.line.number : receiver;
    expect(await outcome(shop, PLAIN, said(talk, "hi", { receiver: named }))).toBe("taken");
    expect(await contents(talk)).toEqual(["hello", "hi"]);
  });

  test("for another tenant's number is refused, and says which are its own", async () => {
    const theirs = await newLine(undefined, { display_phone_number: "+1 555 030 0100" });
    const talk = await newTalk(shop);
    for (const receiver of [theirs.number, "+1 555 030 0100"]) {
      const { status, json } = await send(shop, PLAIN, said(talk, "hi", { receiver }));
      expect({ status, code: json.code }).toEqual({ status: 422, code: "receiver_unknown" });
      expect(json.detail).toContain(talk.number);
    }
  });

  test("that came without WhatsApp's id is named by ours in the look-up of who wrote it", async () => {
    const talk = await newTalk(shop);
    const { json } = await shop.say(talk.id, "customer", "no id");
    const answer = said(talk, "no id", { message_id: json.message.id, sender: newWaId(), ...customer });
    expect(await outcome(shop, KNOWN, answer)).toBe("taken");
    expect(await viewOf(talk)).toMatchObject({ customer_id: "C-1", message_count: 2, customer_phone: `+${talk.waId}` });
  });

  test("is found by the look-up's conversation, whatever the service calls its sender", async () => {
    const talk = await newTalk(shop);
    const message = text(talk.waId, "whoever I am");
    await receive(talk.line, message);
    const answer = said(talk, "whoever I am", { message_id: message.id, sender: newWaId(), conversation_id: talk.id });
    expect(await outcome(shop, KNOWN, { ...answer, ...customer })).toBe("taken");
    expect(await viewOf(talk)).toMatchObject({ customer_id: "C-1", message_count: 2, customer_phone: `+${talk.waId}` });
  });

  test("of somebody who is known by a user id as well is in the one thread", async () => {
    const talk = await newTalk(shop);
    const user_id = `US.${talk.waId}`;
    expect(await outcome(shop, PLAIN, said(talk, "by user id", { sender: user_id }))).toBe("taken");
    await receive(talk.line, { ...text(talk.waId, "both"), from_user_id: user_id });
    const again = said(talk, "by user id again", { sender: { id: user_id } });
    expect((await send(shop, PLAIN, again)).json.results).toMatchObject([{ conversation_id: talk.id }]);
    expect(await outcome(shop, KNOWN, { ...again, ...envelope(), ...customer })).toBe("taken");
    expect(await contents(talk)).toEqual(["hello", "both", "by user id again"]);
    expect((await viewOf(talk)).customer_id).toBe("C-1");
  });

  test("a crash before it is known who wrote it is mended by its repetition", async () => {
    const talk = await newTalk(shop);
    for (const [type, event] of [
      [KNOWN, said(talk, "one", customer)],
      [
        "message-received",
        { ...envelope(), source_id: `wa.${talk.waId}`, body: "two", user_details: { codigo_cliente: "C-2" } },
      ],
    ] as const) {
      const away = vi.spyOn(ConversationObject.prototype, "execute").mockRejectedValue(new Error("away"));
      expect((await send(shop, type, event)).status).toBe(500);
      away.mockRestore();
      expect(await outcome(shop, type, event)).toBe("taken");
      expect(await outcome(shop, type, event)).toBe("known");
    }
    expect(await contents(talk)).toEqual(["hello", "one", "two"]);
    expect((await viewOf(talk)).customer_id).toBe("C-2");
  });
});

describe("the older form, of any channel", () => {
  const old = (talk: Talk, body: string, more: object = {}) => ({
    ...envelope(),
    source_id: `wa.${talk.waId}`,
    receiver: talk.number,
    channel: "whatsapp-business",
    body,
    ...more,
  });

  test("without the message's id, and without a receiver where there is one inbox", async () => {
    const talk = await newTalk(shop);
    for (const more of [{}, { receiver: undefined }, { channel: undefined, message_id: newWamid() }])
      expect(await outcome(shop, "message-received", old(talk, "again", more))).toBe("taken");
    expect(await contents(talk)).toEqual(["hello", "again", "again", "again"]);
  });

  test("without a receiver where there are two, or of a channel that is none of the tenant's", async () => {
    const talk = await newTalk();
    await newLine(talk.shop, { display_phone_number: "+1 555 040 0100" });
    const without = await send(talk.shop, "message-received", old(talk, "to whom?", { receiver: undefined }));
    expect(without).toMatchObject({ status: 422, json: { code: "receiver_unknown" } });
    expect(without.json.detail).toMatch(/receiver.*\+1 555 040 0100/);
    const website = await send(talk.shop, "message-received", old(talk, "hi", { channel: "website" }));
    expect(website).toMatchObject({ status: 400, json: { errors: [{ field: "channel" }] } });
  });
});

describe("what is no text", () => {
  const written = (talk: Talk, message_type: string, payload: object, more: object = {}) => ({
    ...said(talk, "", { body: undefined }),
    message_type,
    payload,
    ...more,
  });
  const TYPE = "whatsapp-business-message-received";

  test.for<[string, object, object]>([
    ["image", { id: "4711", mime_type: "image/png", caption: "My card" }, { attachments: [{ state: "pending" }] }],
    ["location", { latitude: 1, longitude: 2, name: "Home" }, { payload: { name: "Home" } }],
    ["button_reply", { id: "yes", title: "Yes, please" }, { content: "Yes, please" }],
    ["list_reply", { id: "2", title: "The second" }, { content: "The second" }],
    ["flow_reply", { name: "flow", body: "Sent", response_json: '{"city":"Ulm"}' }, { payload: { body: "Sent" } }],
    ["contacts", { contacts: [{ name: { formatted_name: "Ana" } }] }, { message_type: "contacts" }],
    [
      "interactive",
      { type: "button_reply", button_reply: { id: "y", title: "Yes" } },
      { message_type: "button_reply" },
    ],
  ])("%s", async ([type, payload, expected]) => {
    const talk = await newTalk(shop);
    expect(await outcome(shop, TYPE, written(talk, type, payload))).toBe("taken");
    const message = (await messagesOf(talk)).at(-1);
    expect(message).toMatchObject({ ...(type !== "interactive" && { message_type: type }), ...expected });
    expect(message.content).not.toBe("");
  });

  test("something that nobody has heard of is kept, with the text that stands for it", async () => {
    const talk = await newTalk(shop);
    await outcome(shop, TYPE, written(talk, "hologram", { depth: 3 }, { body: "A hologram" }));
    expect((await messagesOf(talk)).at(-1)).toMatchObject({
      message_type: "unsupported",
      content: "A hologram",
      payload: { type: "hologram" },
    });
  });

  test("a reaction changes the message that it is for", async () => {
    const talk = await newTalk(shop);
    const message = text(talk.waId, "good news");
    await receive(talk.line, message);
    const reaction = written(talk, "reaction", { message_id: message.id, emoji: "🎉" });
    expect(await outcome(shop, TYPE, reaction)).toBe("taken");
    expect(await outcome(shop, TYPE, reaction)).toBe("known");
    expect((await messagesOf(talk)).at(-1)).toMatchObject({ content: "good news", reactions: [{ emoji: "🎉" }] });
    const lost = await send(shop, TYPE, written(talk, "reaction", { emoji: "🎉" }));
    expect(lost).toMatchObject({ status: 400, json: { errors: [{ field: "payload.message_id" }] } });
  });

  test("more than a row holds is refused", async () => {
    const talk = await newTalk(shop);
    const large = written(talk, "order", { catalog_id: "x".repeat(300_000) });
    expect(await outcome(shop, TYPE, large)).toBe("413 payload_too_large");
  });
});

describe("a message of ours that arrived", () => {
  /** Says something that a service sends: under the channel's id, where it tells it. */
  async function sent(talk: Talk, body: string, wamid: string | null): Promise<string> {
    const { json } = await shop.say(talk.id, "system", body);
    const thread = threadAt(env, shop.id, parseConversationId(talk.id)?.threadKey ?? "");
    const claimed = await thread.claim(false);
    const verdict = { outcome: "accepted", channel_message_id: wamid, wa_id: null } as const;
    await thread.report(claimed?.message.seq ?? 0, claimed?.attempt ?? 0, verdict);
    return json.message.id;
  }
  const statuses = async (talk: Talk) =>
    (await messagesOf(talk)).slice(1).map(({ status, whatsapp_message_id: wamid }) => [status, wamid]);
  const ends = (talk: Talk) => ({ ...envelope(), sender: talk.number, receiver: talk.waId });

  test("by our id, alone or with the channel's", async () => {
    const talk = await newTalk(shop);
    const [one, other] = [await sent(talk, "one", null), await sent(talk, "two", null)];
    const wamid = newWamid();
    const { json } = await send(shop, DELIVERED, { ...envelope("2026-11-20T10:00:00Z"), message_id: one });
    expect(json.results).toMatchObject([{ outcome: "taken", conversation_id: talk.id }]);
    expect(await outcome(shop, DELIVERED, { ...envelope(), message_id: other, wamid })).toBe("taken");
    expect(await statuses(talk)).toEqual([
      ["delivered", null],
      ["delivered", wamid],
    ]);
    expect((await messagesOf(talk))[1].status_times.delivered).toBe("2026-11-20T10:00:00.000Z");
  });

  test("by the channel's id, whichever way round its ends are named", async () => {
    const talk = await newTalk(shop);
    const [one, other] = [newWamid(), newWamid()];
    await sent(talk, "one", one);
    await sent(talk, "two", other);
    expect(await outcome(shop, DELIVERED, { ...ends(talk), message_id: one })).toBe("taken");
    const turned = { ...envelope(), sender: talk.waId, receiver: talk.number, message_id: other };
    expect(await outcome(shop, DELIVERED, turned)).toBe("taken");
    expect(await statuses(talk)).toEqual([
      ["delivered", one],
      ["delivered", other],
    ]);
  });

  test("by an id of the channel's that nobody told, where only one can be meant", async () => {
    const talk = await newTalk(shop);
    await sent(talk, "one", null);
    const wamid = newWamid();
    expect(await outcome(shop, DELIVERED, { ...ends(talk), message_id: wamid })).toBe("taken");
    expect(await statuses(talk)).toEqual([["delivered", wamid]]);
    await sent(talk, "two", null);
    await sent(talk, "three", null);
    const { status, json } = await send(shop, DELIVERED, { ...ends(talk), message_id: newWamid() });
    expect({ status, code: json.code }).toEqual({ status: 404, code: "message_not_found" });
    expect(json.detail).toMatch(/message_id of the command/);
  });

  test("without any id it is the latest, once", async () => {
    const talk = await newTalk(shop);
    await sent(talk, "one", null);
    const event = ends(talk);
    expect(await outcome(shop, DELIVERED, event)).toBe("taken");
    await sent(talk, "two", null);
    expect(await outcome(shop, DELIVERED, event)).toBe("known");
    expect((await statuses(talk)).map(([status]) => status)).toEqual(["delivered", "accepted"]);
  });

  test("that is none is refused, and says what to send", async () => {
    const talk = await newTalk(shop);
    const message = text(talk.waId, "mine");
    await receive(talk.line, message);
    expect(await outcome(shop, DELIVERED, ends(talk))).toBe("404 message_not_found");
    expect(await outcome(shop, DELIVERED, { ...ends(talk), message_id: message.id })).toBe("404 message_not_found");
    const [inbound] = await messagesOf(talk);
    for (const message_id of [inbound.id, UNKNOWN.replace(/.{8}$/, "80000001")])
      expect(await outcome(shop, DELIVERED, { ...ends(talk), message_id })).toBe("404 message_not_found");
    expect(await outcome(shop, DELIVERED, { ...ends(talk), receiver: newWaId() })).toBe("404 message_not_found");
    const nobody = await send(shop, DELIVERED, envelope());
    expect(nobody).toMatchObject({ status: 400, json: { errors: [{ field: "message_id" }] } });
    expect(await typesOf(talk)).not.toContain("message.status");
  });
});
