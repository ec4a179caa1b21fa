import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Message } from "../../src/domain/message.ts";
import type { ConversationJson } from "../support/api.ts";
import {
  change,
  conversationWith,
  envelope,
  type Line,
  listed,
  newLine,
  newWaId,
  newWamid,
  now,
  quarantined,
  receive,
  text,
  webhook,
} from "../support/whatsapp.ts";

declare global {
  interface ImportMeta {
    /** The bundler's: files by pattern, read when the test is built. */
    glob<T>(pattern: string, options: { eager: true; import: string }): Record<string, T>;
  }
}

const bodies = import.meta.glob<unknown>("../fixtures/whatsapp/*.json", { eager: true, import: "default" });

let line: Line;
beforeAll(async () => {
  line = await newLine();
});

const conversations = async (of: Line): Promise<ConversationJson[]> =>
  Promise.all((await listed(of)).map(async ({ id }) => (await of.shop.api("GET", `/conversations/${id}`)).json));

const messagesOf = async ({ shop }: Line, id: string): Promise<Message[]> =>
  (await shop.api("GET", `/conversations/${id}/messages?limit=1000`)).json;

const allMessages = async (of: Line): Promise<Message[]> =>
  (await Promise.all((await conversations(of)).map(({ id }) => messagesOf(of, id)))).flat();

const reaction = (from: string, message_id: string, emoji: string, more: object = {}) => ({
  from,
  id: newWamid(),
  timestamp: now(),
  type: "reaction",
  reaction: { message_id, emoji },
  ...more,
});
const edit = (from: string, original_message_id: string, body: string) => ({
  from,
  id: newWamid(),
  timestamp: now(),
  type: "edit",
  edit: { original_message_id, message: { type: "text", text: { body } } },
});
const revoke = (from: string, original_message_id: string) => ({
  from,
  id: newWamid(),
  timestamp: now(),
  type: "revoke",
  revoke: { original_message_id },
});

const echo = (of: Line, to: string, body: string, more: object = {}) => ({
  field: "smb_message_echoes",
  value: {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550001111", phone_number_id: of.number },
    message_echoes: [
      { from: "15550001111", to, id: newWamid(), timestamp: now(), type: "text", text: { body }, ...more },
    ],
  },
});

const history = (of: Line, wa_id: string, messages: object[]) => ({
  field: "history",
  value: {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550001111", phone_number_id: of.number },
    history: [{ metadata: { phase: 0, chunk_order: 1, progress: 50 }, threads: [{ id: wa_id, messages }] }],
  },
});
const old = (from: string, body: string, timestamp: string, more: object = {}) => ({
  from,
  id: newWamid(),
  timestamp,
  type: "text",
  text: { body },
  history_context: { status: "READ" },
  ...more,
});

describe("every kind of body", () => {
  test("is answered with 200, twice, and everything in it is readable or kept", async () => {
    const own = await newLine();
    const send = async () => {
      for (const body of Object.values(bodies)) {
        const raw = JSON.stringify(body).replaceAll('"100000000001"', JSON.stringify(own.number));
        expect((await webhook(own.inbox, raw)).status).toBe(200);
      }
    };
    await send();
    const [first, aside] = [await allMessages(own), await quarantined(own.shop.id)];
    expect(first.length).toBeGreaterThan(40);
    for (const { content, message_type } of first) expect(`${message_type}: ${content}`).toMatch(/: \S/);
    expect(new Set(first.map(({ message_type }) => message_type)).size).toBeGreaterThan(15);
    await send();
    expect((await allMessages(own)).map(({ id }) => id).toSorted()).toEqual(first.map(({ id }) => id).toSorted());
    expect(await quarantined(own.shop.id)).toHaveLength(aside.length);
    const { json } = await own.shop.api("GET", `/inboxes/${own.inbox}/updates?limit=200`);
    expect(json.updates.length).toBeGreaterThan(20);
  });
});

describe("MS7 what customers do to what was said", () => {
  test.each(["the message first", "the message last"])("MS7 %s: it ends the same", async (order) => {
    const from = newWaId();
    await receive(line, text(from, "hello"));
    const [edited, revoked, liked] = [text(from, "one"), text(from, "two"), text(from, "three")];
    const changes = [edit(from, edited.id, "1"), revoke(from, revoked.id), reaction(from, liked.id, "👍")];
    const messages = [edited, revoked, liked];
    await receive(line, ...(order === "the message first" ? [...messages, ...changes] : [...changes, ...messages]));
    const { id } = await conversationWith(line, from);
    const stored = (await messagesOf(line, id)).slice(1);
    expect(stored).toMatchObject([
      { content: "1", payload: { body: "1" }, edited_at: expect.any(String) },
      { content: "This message was deleted", payload: {}, deleted_at: expect.any(String) },
      { content: "three", reactions: [{ emoji: "👍", sender_type: "customer" }] },
    ]);
    expect(JSON.stringify(await messagesOf(line, id))).not.toContain("two");
  });

  test("MS7 what was taken back is in no log either, edits included", async () => {
    const from = newWaId();
    const message = text(from, "first words");
    await receive(line, message, edit(from, message.id, "second words"), revoke(from, message.id));
    const { id } = await conversationWith(line, from);
    const log = (await line.shop.api("GET", `/conversations/${id}/events`)).text;
    expect(log).not.toContain("first words");
    expect(log).not.toContain("second words");
    expect(JSON.parse(log).events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3, 4]);
  });

  test("MS7 a reaction that comes again is one; a removal takes it back", async () => {
    const from = newWaId();
    const message = text(from, "hello");
    const [liked, removed] = [reaction(from, message.id, "👍"), reaction(from, message.id, "")];
    await receive(line, message, liked, liked, removed);
    await receive(line, liked);
    const { id } = await conversationWith(line, from);
    expect((await messagesOf(line, id))[0]?.reactions).toMatchObject([{ emoji: null }]);
  });
});

describe("MS8 what the business says elsewhere", () => {
  test("MS8 an answer from its phone is stored as its own, and the AI is silent", async () => {
    const from = newWaId();
    await receive(line, text(from, "hello"));
    const body = echo(line, from, "I am on it");
    expect((await webhook(line.inbox, envelope(body))).status).toBe(200);
    await webhook(line.inbox, envelope(body));
    const conversation = await conversationWith(line, from);
    expect(conversation).toMatchObject({ control: "agent", message_count: 2 });
    const stored = await messagesOf(line, conversation.id);
    expect(stored[1]).toMatchObject({ direction: "out", origin: "echo", content: "I am on it", status: "sent" });
    const ai = await line.shop.say(conversation.id, "llm", "I am a bot");
    expect(ai.json.message.status).toBe("suppressed");
  });

  test("MS8 what another app is told and answers is kept, and ours does not answer", async () => {
    const own = await newLine();
    const from = newWaId();
    const metadata = { display_phone_number: "15550001111", phone_number_id: own.number };
    const value = { messaging_product: "whatsapp", metadata, standby: { messages: [text(from, "to the other")] } };
    await webhook(own.inbox, envelope({ field: "standby", value }));
    const [conversation] = await conversations(own);
    expect(conversation).toMatchObject({ control: "none", window_expires_at: expect.any(String), message_count: 1 });
    expect(await allMessages(own)).toMatchObject([{ origin: "standby", direction: "in", content: "to the other" }]);
  });

  test("MS8 what becomes of what another app said finds it", async () => {
    const [own, from, echo] = [await newLine(), newWaId(), newWamid()];
    const metadata = { display_phone_number: "15550001111", phone_number_id: own.number };
    const standby = (part: object) =>
      webhook(
        own.inbox,
        envelope({ field: "standby", value: { messaging_product: "whatsapp", metadata, standby: part } }),
      );
    const message = { messaging_product: "whatsapp", to: `+${from}`, type: "text", text: { body: "I am its agent" } };
    await standby({ message_echoes: [{ id: echo, timestamp: now(), message }] });
    await standby({ statuses: [{ id: echo, status: "read", timestamp: now(), recipient_id: from }] });
    await receive(own, { ...text(from, "What do you mean?"), context: { from: "15550001111", id: echo } });
    await receive(own, reaction(from, echo, "👍"));
    const [said, asked] = await allMessages(own);
    expect(said).toMatchObject({ status: "read", reactions: [{ emoji: "👍" }] });
    expect(asked).toMatchObject({ reply_to: { message_id: said?.id, channel_message_id: echo } });
  });
});

describe("MS9 the history", () => {
  test("MS9 is imported once, in its own past times, and its files when they come", async () => {
    const own = await newLine();
    const from = newWaId();
    await receive(own, text(from, "today"));
    const placeholder = old(from, "", "1700000100", { type: "media_placeholder", text: undefined });
    const messages = [
      old(from, "long ago", "1700000000"),
      placeholder,
      old("15550001111", "our answer", "1700000200", { to: from }),
    ];
    for (let time = 0; time < 2; time++) {
      expect((await webhook(own.inbox, envelope(history(own, from, messages)))).status).toBe(200);
    }
    await receive(own, text(from, "and later"));
    const past = await vi.waitFor(async () => {
      const found = (await conversations(own)).find(({ number }) => number === 0);
      const imported = { close_reason: "imported", started_at: "2023-11-14T22:13:20.000Z", message_count: 3 };
      expect(found).toMatchObject(imported);
      return found;
    }, 10_000);
    const stored = await messagesOf(own, past?.id ?? "");
    expect(stored.map(({ direction, timestamp }) => [direction, timestamp.slice(0, 10)])).toEqual([
      ["in", "2023-11-14"],
      ["in", "2023-11-14"],
      ["out", "2023-11-14"],
    ]);
    const current = await conversationWith(own, from);
    expect((await messagesOf(own, current.id)).map(({ content }) => content)).toEqual(["today", "and later"]);

    const { id, timestamp } = placeholder;
    const image = { id: "77", mime_type: "image/jpeg", sha256: "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=" };
    const file = { from, id, timestamp, type: "image", image: { ...image, caption: "the receipt" } };
    await receive(own, file);
    const supplied = (await messagesOf(own, past?.id ?? "")).find(
      ({ whatsapp_message_id }) => whatsapp_message_id === id,
    );
    expect(supplied).toMatchObject({ message_type: "image", attachments: [{ kind: "image", channel_media_id: "77" }] });
  });
});

describe("EX1 whatever the batches", () => {
  test("EX1 as many messages are stored as there are different ids", async () => {
    const people = Array.from({ length: 4 }, () => newWaId());
    const ids = Array.from({ length: 25 }, () => newWamid());
    // An id is one message's, and so one person's.
    const message = fc
      .nat(ids.length - 1)
      .map((index) => text(people[index % people.length] ?? "", `${index}`, { id: ids[index] }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(message, { maxLength: 12 }), { maxLength: 5 }), async (batches) => {
        const own = await newLine();
        await Promise.all(batches.map((batch) => receive(own, ...batch)));
        const distinct = new Set(batches.flat().map(({ id }) => id));
        await vi.waitFor(async () => {
          const stored = await allMessages(own);
          expect(stored.map(({ whatsapp_message_id }) => whatsapp_message_id).toSorted()).toEqual(
            [...distinct].toSorted(),
          );
        });
      }),
      { numRuns: 10 },
    );
  });
});

test("MS2 a referral, a forward and a quotation are with the message", async () => {
  const from = newWaId();
  const first = text(from, "hello");
  const referral = { source_url: "https://ad.example", source_type: "ad", headline: "Shoes", ctwa_clid: "c1" };
  await receive(
    line,
    first,
    text(from, "from an ad", { referral }),
    text(from, "passed on", { context: { frequently_forwarded: true } }),
    text(from, "about that", { context: { from, id: first.id } }),
  );
  const { id } = await conversationWith(line, from);
  const [quoted, ad, forwarded, reply] = await messagesOf(line, id);
  expect(ad?.referral).toEqual(referral);
  expect(forwarded?.forwarded).toBe("often");
  expect(reply?.reply_to).toEqual({ message_id: quoted?.id, channel_message_id: first.id });
});

test("MS4 a call opens the window", async () => {
  const own = await newLine();
  const from = newWaId();
  const metadata = { display_phone_number: "15550001111", phone_number_id: own.number };
  const call = {
    id: "wacid.1",
    from,
    to: "15550001111",
    event: "connect",
    timestamp: now(),
    direction: "USER_INITIATED",
  };
  await webhook(own.inbox, envelope(change(own.number, {}), { field: "calls", value: { metadata, calls: [call] } }));
  const [conversation] = await conversations(own);
  expect(conversation?.window_expires_at).not.toBeNull();
  expect(await allMessages(own)).toMatchObject([{ message_type: "call", content: expect.stringContaining("call") }]);
});
