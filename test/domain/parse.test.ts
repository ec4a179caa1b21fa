import { globSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Item, parseError, parseWebhook } from "../../src/channels/whatsapp/parse.ts";
import { envelope, FIXTURES, fixture, MIRA } from "./parse-bodies.ts";

const itemsOf = (name: string): Item[] => parseWebhook(fixture(name));

const only = (name: string): Item => {
  const items = itemsOf(name);
  expect(items).toHaveLength(1);
  return items[0] as Item;
};

const HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const BASE64 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";
const QUOTE = { message_id: null, channel_message_id: "wamid.OURS" };
const AT = "2026-09-21T14:13:20.000Z";

const attachment = (kind: string, channel_media_id: string | null, mime_type: string, more: object = {}) => ({
  id: null,
  kind,
  mime_type,
  file_name: null,
  size: null,
  sha256: HEX,
  voice: false,
  channel_media_id,
  link: null,
  state: "pending",
  ...more,
});

describe("what a customer says", () => {
  test("a text, with all that is known of who says it and where", () => {
    const { raw, ...item } = only("message-text");
    expect(item).toEqual({
      kind: "message",
      phone_number_id: "100000000001",
      display_phone_number: "15550001111",
      waba_id: "200000000002",
      contact: MIRA,
      passive: false,
      saying: {
        message_type: "text",
        content: "Do you have size 38?",
        payload: { body: "Do you have size 38?" },
        attachments: [],
        reply_to: null,
        referral: null,
        forwarded: null,
        whatsapp_message_id: "wamid.FIXTURE001",
        timestamp: AT,
        metadata: null,
      },
    });
    expect(raw).toEqual({ ...fixture("message-text").entry[0].changes[0], entry_id: "200000000002" });
  });

  test.each([
    ["message-text-reply", { content: "That one", reply_to: QUOTE }],
    [
      "message-text-product",
      {
        reply_to: QUOTE,
        metadata: { referred_product: { catalog_id: "300000000003", product_retailer_id: "SHOE-38" } },
      },
    ],
    [
      "message-text-referral",
      { content: "I saw your ad", referral: { source_type: "ad", welcome_message: { text: "Hi!" } } },
    ],
    [
      "message-text-context",
      { metadata: { conversation_context: { type: "summary", summary: { text: "Asked about shoes" } } } },
    ],
    [
      "message-text-unknown-keys",
      { metadata: { raw: { from_logical_id: "500000000005", identity: { hash: "abc=" } } } },
    ],
    ["message-text-unsound", { content: "ab", payload: { body: "ab" } }],
    [
      "message-image",
      {
        message_type: "image",
        content: "📷 Photo: Like this",
        payload: { caption: "Like this", mime_type: "image/jpeg", sha256: BASE64, id: "600000000006" },
        attachments: [attachment("image", "600000000006", "image/jpeg")],
      },
    ],
    [
      "message-image-with-errors",
      {
        message_type: "image",
        content: "📷 Photo",
        attachments: [attachment("image", null, "image/jpeg", { state: "failed" })],
        metadata: { errors: [{ code: 400, title: "Media download failed", details: "Throttled" }] },
      },
    ],
    [
      "message-video",
      {
        message_type: "video",
        content: "🎥 Video: Watch",
        attachments: [attachment("video", "600000000007", "video/mp4")],
      },
    ],
    [
      "message-audio",
      {
        message_type: "audio",
        content: "🎵 Audio",
        attachments: [attachment("audio", "600000000008", "audio/mpeg")],
      },
    ],
    [
      "message-audio-voice",
      {
        message_type: "audio",
        content: "🎤 Voice message",
        attachments: [attachment("audio", "600000000009", "audio/ogg; codecs=opus", { voice: true })],
      },
    ],
    [
      "message-voice",
      {
        message_type: "audio",
        content: "🎤 Voice message",
        attachments: [attachment("audio", "600000000010", "audio/ogg", { voice: true })],
      },
    ],
    [
      "message-document",
      {
        message_type: "document",
        content: "📄 Document: Rechnung März.pdf – The invoice",
        attachments: [attachment("document", "600000000011", "application/pdf", { file_name: "Rechnung März.pdf" })],
      },
    ],
    [
      "message-sticker",
      {
        message_type: "sticker",
        content: "💟 Sticker",
        payload: { animated: true },
        attachments: [attachment("sticker", "600000000012", "image/webp")],
      },
    ],
    [
      "message-location",
      {
        message_type: "location",
        content: "📍 Location: Shop, 1 Main Street",
        payload: { latitude: 52.5, longitude: 13.4, name: "Shop", address: "1 Main Street" },
      },
    ],
    ["message-location-shared", { message_type: "location", content: "📍 Location: 52.5, 13.4" }],
    [
      "message-contacts",
      {
        message_type: "contacts",
        content: "👤 Contacts: Jonas Field, +1 555-123-0003",
        payload: { contacts: [{ origin: "other" }, {}] },
      },
    ],
    [
      "message-button-reply",
      {
        message_type: "button_reply",
        content: "Yes, please",
        payload: { id: "yes", title: "Yes, please" },
        reply_to: QUOTE,
      },
    ],
    [
      "message-list-reply",
      {
        message_type: "list_reply",
        content: "Red\nOnly two left",
        payload: { id: "red", title: "Red", description: "Only two left" },
      },
    ],
    [
      "message-flow-reply",
      {
        message_type: "flow_reply",
        content: "📋 Form: rating: 5, comment: Great",
        payload: {
          name: "flow",
          body: "Sent",
          response: { flow_token: "t-1", rating: 5, comment: "Great" },
          response_json: '{"flow_token":"t-1","rating":5,"comment":"Great"}',
        },
      },
    ],
    [
      "message-flow-reply-broken",
      {
        message_type: "flow_reply",
        content: "📋 Form: 1 Main Street",
        payload: { name: "address_message", body: "1 Main Street", response: null, response_json: "{" },
      },
    ],
    [
      "message-call-permission",
      {
        message_type: "interactive",
        content: "📞 Calls allowed until 2026-09-28 14:13 UTC",
        payload: { type: "call_permission_reply", call_permission_reply: { response: "accept" } },
      },
    ],
    ["message-button", { message_type: "button", content: "Stop", payload: { payload: "STOP", text: "Stop" } }],
    [
      "message-order",
      {
        message_type: "order",
        content: "🛒 Order: 2 × SHOE-38, 1 × SOCKS (64.90 EUR)\nPlease wrap it",
        payload: { catalog_id: "300000000003" },
      },
    ],
  ])("%s", (name, saying) => {
    expect(only(name)).toMatchObject({ kind: "message", contact: MIRA, passive: false, saying });
  });

  test("what was passed on, and what was passed on often", () => {
    expect(itemsOf("message-text-forwarded")).toMatchObject([
      { saying: { forwarded: "once", reply_to: null } },
      { saying: { forwarded: "often", reply_to: null } },
    ]);
  });

  test.each([
    ["message-system-identity", { message_type: "system", content: "Mira's security code changed" }],
    ["message-request-welcome", { message_type: "system", content: "The customer opened the chat" }],
  ])("%s only accompanies", (name, saying) => {
    expect(only(name)).toMatchObject({ kind: "message", passive: true, saying });
  });

  test("what does not come through says what to do, and is kept whole", () => {
    const items = itemsOf("message-unsupported");
    expect(items.map((item) => item.kind === "message" && item.saying.content)).toEqual([
      "⚠️ Unsupported message (poll): look in the WhatsApp app, or ask for it in another form",
      "⚠️ This message can only be read in the WhatsApp Business app: see the phone app",
      "⚠️ Message not received: The file is larger than 100 MB",
      "✏️ An earlier message was edited; WhatsApp does not tell how: ask what it says now",
      "⚠️ Unsupported message: look in the WhatsApp app, or ask for it in another form",
      "⚠️ Unsupported message (hologram): look in the WhatsApp app, or ask for it in another form",
    ]);
    const hologram = fixture("message-unsupported").entry[0].changes[0].value.messages[5];
    expect(items[5]).toMatchObject({
      kind: "message",
      passive: false,
      saying: { message_type: "unsupported", payload: { type: "hologram", raw: hologram } },
    });
  });

  test("an answer without its object is kept, and the error beside it", () => {
    expect(itemsOf("message-interactive-without-object")).toMatchObject([
      { kind: "message", saying: { message_type: "unsupported", reply_to: QUOTE, payload: { type: "interactive" } } },
      { kind: "update", field: "messages", value: { errors: [{ code: 131000 }] } },
    ]);
  });

  test.each([
    ["text", { text: {} }],
    ["text", { text: "hello" }],
    ["image", {}],
    ["location", { location: [] }],
    ["contacts", { contacts: {} }],
    ["interactive", { interactive: { type: "new_kind_of_reply" } }],
    ["button", { button: null }],
  ])("a %s of another form is kept whole: %j", (type, more) => {
    const message = { id: "wamid.1", from: "15551230001", timestamp: "1", type, ...more };
    expect(parseWebhook(envelope({ messages: [message] }))).toMatchObject([
      { saying: { message_type: "unsupported", payload: { type, raw: message } } },
    ]);
  });
});

describe("what changes what was said", () => {
  test("a reaction, and its end", () => {
    const reaction = (emoji: string | null) => ({
      type: "reaction",
      reaction: { sender_type: "customer", sender_id: null, emoji, at: AT },
    });
    const change = { kind: "change", contact: MIRA, by: "customer", target_channel_message_id: "wamid.OURS" };
    expect(itemsOf("message-reaction")).toMatchObject([
      { ...change, key: expect.stringContaining("wamid.FIXTURE"), change: reaction("👍") },
      { ...change, change: reaction(null) },
    ]);
  });

  test("an edit, with what is written now", () => {
    const payload = { caption: "Like that", mime_type: "image/jpeg", sha256: BASE64, id: "600000000006" };
    const edit = { message_type: "image", content: "📷 Photo: Like that", payload };
    expect(only("message-edit")).toMatchObject({
      kind: "change",
      by: "customer",
      target_channel_message_id: "wamid.THEIRS",
      change: { type: "edit", edit, at: AT },
    });
  });

  test("a revocation", () => {
    expect(only("message-revoke")).toMatchObject({
      kind: "change",
      target_channel_message_id: "wamid.THEIRS",
      change: { type: "revoke", at: AT },
    });
  });

  test("an edit that cannot be read takes nothing away", () => {
    const message = { id: "wamid.1", from: "15551230001", type: "edit", edit: { original_message_id: "wamid.0" } };
    expect(parseWebhook(envelope({ messages: [message] }))).toMatchObject([
      { kind: "message", saying: { message_type: "unsupported", payload: { type: "edit" } } },
    ]);
  });
});

describe("who it is about", () => {
  test("is told by id, then by number, never by place", () => {
    expect(itemsOf("message-people")).toMatchObject([
      { contact: { name: "Jonas Field", phone: null, wa_id: null, user_id: "US.90000000000000077" } },
      { contact: MIRA },
    ]);
  });

  test.each([
    ["message-sender-in-contacts", { name: "Jonas Field", phone: null, user_id: "US.90000000000000077" }],
    ["message-sender-id-as-number", MIRA],
    [
      "message-sender-empty-number",
      { name: null, phone: null, wa_id: null, user_id: "US.90000000000000001", username: null },
    ],
  ])("%s", (name, contact) => {
    expect(only(name)).toMatchObject({ kind: "message", contact });
  });

  test("one contact of several messages is nobody's whom it does not name", () => {
    const messages = ["1", "2"].map((id) => ({ id, type: "text", text: { body: id } }));
    const contacts = [{ profile: { name: "Mira" }, wa_id: "15551230001" }];
    expect(parseWebhook(envelope({ contacts, messages }))).toMatchObject([
      { kind: "unplaced", reason: "no_sender" },
      { kind: "unplaced", reason: "no_sender" },
    ]);
  });

  test("a contact that contradicts its message is not its sender", () => {
    const messages = [{ id: "1", from: "15551230002", type: "text", text: { body: "hi" } }];
    const contacts = [{ profile: { name: "Mira" }, wa_id: "15551230001" }];
    expect(parseWebhook(envelope({ contacts, messages }))).toMatchObject([
      { contact: { name: null, phone: "+15551230002" } },
    ]);
  });

  test("a new number, and a new id, are told with their message; the field tells it without", () => {
    const old = { phone: null, wa_id: null, user_id: "US.90000000000000001" };
    const now = { wa_id: "15551230001", user_id: "US.90000000000000002" };
    expect(only("message-system-number")).toMatchObject({
      kind: "identity",
      key: expect.stringContaining("wamid.FIXTURE"),
      at: AT,
      before: { phone: "+15551230001", user_id: null },
      after: { phone: "+15551230009", wa_id: "15551230009" },
      saying: { message_type: "system", content: "Mira changed from 15551230001 to 15551230009" },
    });
    expect(only("message-system-user-id")).toMatchObject({ kind: "identity", before: old, after: now });
    expect(only("user_id_update")).toMatchObject({
      kind: "identity",
      key: "user_id_update:US.90000000000000001:US.90000000000000002",
      before: old,
      after: now,
      saying: null,
    });
  });
});

describe("how messages fare", () => {
  test("each status, with why it failed", () => {
    const items = itemsOf("statuses");
    expect(
      items.map((item) => (item.kind === "status" ? item.report.status : item.kind === "unplaced" && item.reason)),
    ).toEqual([
      "sent",
      "delivered",
      "read",
      "played",
      "failed",
      "status_not_understood",
      "status_not_understood",
      "group_status",
    ]);
    expect(items[0]).toMatchObject({ recipient: MIRA, callback_data: "attempt-1", report: { error: null } });
    const error = { code: 131049, title: "Not delivered", detail: "To keep the peace" };
    expect(items[4]).toMatchObject({ report: { at: "2026-09-21T14:13:21.000Z", error } });
  });

  test("older errors have their details at the top", () => {
    expect(parseError({ code: 131051, details: "Not supported", title: "Unsupported" })).toEqual({
      code: 131051,
      title: "Unsupported",
      detail: "Not supported",
    });
    expect(parseError(null)).toEqual({ code: null, title: "Unknown error", detail: null });
  });
});

describe("what is said elsewhere", () => {
  test("on the business's own phone", () => {
    const echo = { kind: "observed", origin: "echo", direction: "out", contact: MIRA };
    const change = { kind: "change", by: "agent", contact: MIRA };
    expect(itemsOf("smb_message_echoes")).toMatchObject([
      {
        ...echo,
        saying: { content: "From my phone", metadata: { raw: { message_creation_type: "created_by_1p_bot" } } },
      },
      { ...echo, saying: { message_type: "image", attachments: [attachment("image", "600000000013", "image/jpeg")] } },
      {
        ...change,
        target_channel_message_id: "wamid.OURS",
        change: { type: "edit", edit: { content: "From my desk" } },
      },
      { ...change, target_channel_message_id: "wamid.OURS", change: { type: "revoke" } },
      {
        ...change,
        target_channel_message_id: "wamid.THEIRS",
        change: { reaction: { sender_type: "agent", emoji: "❤️" } },
      },
      { ...echo, saying: { content: "With a plus" } },
    ]);
  });

  test("by another app that has the word", () => {
    const standby = { kind: "observed", origin: "standby", contact: MIRA };
    const [, , template] = itemsOf("standby");
    expect(itemsOf("standby")).toMatchObject([
      { ...standby, direction: "in", saying: { content: "Is a bot there?" } },
      { ...standby, direction: "out", saying: { content: "I am", reply_to: { channel_message_id: "wamid.THEIRS" } } },
      { ...standby, direction: "out", saying: { message_type: "template", payload: { name: "spring_sale" } } },
      { ...standby, direction: "out", saying: { message_type: "interactive", content: "Which one?\n[Red] [Blue]" } },
      { kind: "change", by: "agent", contact: MIRA, change: { type: "reaction", reaction: { emoji: "🙏" } } },
      { ...standby, direction: "out", saying: { attachments: [{ link: "https://shop.example/shoe.jpg" }] } },
      { kind: "status", recipient: MIRA, report: { status: "delivered" } },
    ]);
    expect(template).toMatchObject({
      saying: {
        content: "Hi Mira, 5 € off!\nUntil Sunday\n[Shop now]",
        metadata: { template: { category: "MARKETING" } },
        whatsapp_message_id: "wamid.STANDBY2",
        timestamp: "2026-09-21T14:13:24.000Z",
      },
    });
  });

  test("before the business came here", () => {
    const contact = { phone: "+15551230001", user_id: "US.90000000000000001", username: "mira.holt" };
    const jonas = { phone: null, user_id: "CO.90000000000000003", username: "jonas" };
    expect(itemsOf("history")).toMatchObject([
      { kind: "imported", contact, direction: "in", status: null, saying: { content: "Past 1" } },
      { kind: "imported", contact, direction: "out", status: "delivered", saying: { content: "Past 2" } },
      { kind: "imported", contact, direction: "out", status: "accepted", saying: { content: "Past 3" } },
      { kind: "imported", contact, direction: "out", status: "failed", saying: { content: "Past 4" } },
      { kind: "imported", direction: "in", saying: { content: "📎 Media that is no longer available" } },
      { kind: "change", contact, by: "customer", target_channel_message_id: "wamid.HISTORY2" },
      { kind: "imported", contact: jonas, direction: "in", status: null },
      { kind: "imported", contact: jonas, direction: "out", status: "sent" },
      {
        kind: "update",
        field: "history",
        value: { history: [{ metadata: { phase: 0, chunk_order: 1, progress: 20 } }] },
      },
    ]);
  });

  test("files of the time before come later, as the messages that they belong to", () => {
    expect(itemsOf("history-media")).toMatchObject([
      { kind: "imported", contact: MIRA, direction: "in", saying: { whatsapp_message_id: "wamid.HISTORY5" } },
      { kind: "imported", contact: MIRA, direction: "out", saying: { whatsapp_message_id: "wamid.HISTORY9" } },
    ]);
    const message = {
      id: "wamid.1",
      from: "15551230001",
      type: "image",
      image: { id: "1" },
      history_context: { status: "READ" },
    };
    expect(parseWebhook(envelope({ messages: [message] }))).toMatchObject([{ kind: "imported", direction: "in" }]);
  });

  test("a business that keeps its history to itself", () => {
    expect(only("history-declined")).toMatchObject({
      kind: "update",
      value: { history: [{ errors: [{ code: 2593109 }] }] },
    });
  });
});

describe("what accompanies a conversation", () => {
  test("calls: a customer's call, and one that the customer takes, are said; all else accompanies", () => {
    const items = itemsOf("calls");
    expect(
      items.map(
        (item) => item.kind === "message" && [item.saying.whatsapp_message_id, item.saying.content, item.passive],
      ),
    ).toEqual([
      ["wacid.CALL1:connect", "📞 Voice call", false],
      ["wacid.CALL1:terminate", "📞 Voice call ended (completed, 1 min 42 s)", true],
      ["wacid.CALL1:call_recording_available", "📞 Voice call: recording available", true],
      ["wacid.CALL2:connect", "📞 Voice call to the customer", true],
      ["wacid.CALL2:ringing", "📞 Voice call: ringing", true],
      ["wacid.CALL2:accepted", "📞 Voice call: accepted", false],
    ]);
    expect(items.every((item) => item.kind === "message" && item.contact.phone === MIRA.phone)).toBe(true);
    expect(items[0]).not.toHaveProperty("saying.payload.session");
    expect(items[2]).toMatchObject({ saying: { attachments: [{ kind: "audio", channel_media_id: "600000000017" }] } });
  });

  test("who has the word at another app", () => {
    expect(only("messaging_handovers")).toMatchObject({
      kind: "message",
      phone_number_id: "100000000001",
      contact: { phone: "+15551230001" },
      passive: true,
      saying: {
        message_type: "system",
        content: "Control passed from AI agent to escalation: The customer wants a person",
        whatsapp_message_id: "handover:control_passed:15551230001:1790000030",
        metadata: { handover: { type: "control_passed", new_owner_role: "escalation" } },
      },
    });
  });

  test("what the customer wants to be sent", () => {
    expect(only("user_preferences")).toMatchObject({
      kind: "message",
      contact: MIRA,
      passive: true,
      saying: {
        content: "Customer stopped marketing messages",
        whatsapp_message_id: "preference:15551230001:stop:1790000040",
        metadata: { user_preference: { category: "marketing_messages", value: "stop" } },
      },
    });
  });
});

describe("what concerns no person", () => {
  test.each(
    globSync("update-*.json", { cwd: FIXTURES })
      .map((file) => file.replace(".json", ""))
      .sort(),
  )("%s", (name) => {
    const { field, value } = fixture(name).entry[0].changes[0];
    const at = expect.stringMatching(/^2026-09-21T14:14:3\d\.000Z$/);
    expect(only(name)).toMatchObject({
      kind: "update",
      field,
      value,
      at,
      waba_id: name.startsWith("update-partner") ? null : "200000000002",
    });
  });

  test("errors and clicks of a value are one update", () => {
    expect(only("value-errors")).toMatchObject({
      kind: "update",
      field: "messages",
      phone_number_id: "100000000001",
      value: { errors: [{ code: 131035 }], user_actions: [{ action_type: "marketing_messages_link_click" }] },
    });
  });

  test("a value with nothing in it, and a field that nobody has heard of", () => {
    expect(parseWebhook(envelope({}))).toMatchObject([{ kind: "update", field: "messages", phone_number_id: "1" }]);
    expect(parseWebhook({ entry: [{ changes: [{ field: "tomorrow", value: [1] }] }] })).toMatchObject([
      { kind: "update", field: "tomorrow", value: [1], phone_number_id: null },
    ]);
  });
});

describe("what cannot be placed", () => {
  const from = "15551230001";
  test.each([
    ["no_message_id", { from, type: "text", text: { body: "hi" } }],
    ["no_message_id", null],
    ["no_message_id", { id: "x".repeat(513), from }],
    ["no_sender", { id: "wamid.1", type: "text", text: { body: "hi" } }],
    ["too_large", { id: "wamid.1", from, type: "text", text: { body: "x".repeat(250_000) } }],
    ["nothing_to_attach_to", { id: "wamid.1", from, type: "reaction", reaction: { emoji: "👍" } }],
    ["group_message", { id: "wamid.1", from, type: "text", text: { body: "hi" }, group_id: "g" }],
  ])("%s takes no neighbour with it", (reason, message) => {
    const fine = { id: "wamid.2", from, type: "text", text: { body: "fine" } };
    expect(parseWebhook(envelope({ messages: [message, fine] }))).toMatchObject([
      { kind: "unplaced", reason },
      { kind: "message", saying: { content: "fine" } },
    ]);
  });

  test("what is no webhook is kept as it came", () => {
    const body = { entry: [null, { changes: "none" }, { changes: [7, { value: {} }] }] };
    expect(parseWebhook(body).map((item) => [item.kind, item.raw.value])).toEqual([
      ["unplaced", null],
      ["unplaced", { changes: "none" }],
      ["unplaced", 7],
      ["unplaced", { value: {} }],
    ]);
    expect(parseWebhook("hello")).toMatchObject([{ reason: "not_understood", raw: { field: "", value: "hello" } }]);
  });
});
