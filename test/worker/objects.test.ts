import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ConversationObject } from "../../src/conversation/conversation-object.ts";
import { DeskObject } from "../../src/desk/desk-object.ts";
import type { Contact } from "../../src/domain/conversation.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { threadOf as identityOf } from "../../src/tenant/thread.ts";
import { type ConversationJson, newPhone, newTenant, type Shop, threadAt } from "../support/api.ts";
import {
  conversationWith,
  Graph,
  type Line,
  newLine,
  newWaId,
  newWamid,
  now,
  receive,
  text,
} from "../support/whatsapp.ts";

const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;

type Thread = DurableObjectStub<ConversationObject>;

new Graph();

/** Two hours from now, so that no real alarm fires; each test moves the clock from there. */
let start: number;

beforeEach(() => {
  start = Date.now() + 2 * HOUR;
  vi.setSystemTime(start);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  new Graph();
});

const iso = (time: number) => new Date(time).toISOString();

/** Moves the clock to so much after the start, and lets the object's alarm ring if one is set. */
async function ring(thread: Thread, after: number): Promise<boolean> {
  vi.setSystemTime(start + after);
  return runDurableObjectAlarm(thread);
}

const alarmOf = (thread: Thread) => runInDurableObject(thread, (_, { storage }) => storage.getAlarm());

const eventsOf = async (shop: Shop, id: string): Promise<Record<string, unknown>[]> =>
  (await shop.api("GET", `/conversations/${id}/events?limit=1000`)).json.events;

async function newConversation(policies: object = {}) {
  const shop = await newTenant();
  await shop.api("PATCH", "/tenant", { policies });
  const conversation = await shop.open();
  const thread = threadAt(shop.id, conversation.id);
  const get = async (): Promise<ConversationJson> => (await shop.api("GET", `/conversations/${conversation.id}`)).json;
  return { shop, id: conversation.id, thread, get };
}

describe("eviction", () => {
  test("EX4 in mid-conversation loses nothing, below and above the stored state", async () => {
    const { shop, id, thread, get } = await newConversation();
    const said: string[] = [];
    const say = async (sender: string, content: string) => {
      said.push(content);
      return shop.say(id, sender, content, { whatsapp_message_id: `wamid.${content}` });
    };
    for (let round = 0; round < 4; round++) {
      for (let index = 0; index < 12; index++) await say(index % 2 === 0 ? "customer" : "llm", `${round}-${index}`);
      await shop.api("PUT", `/conversations/${id}/labels`, { labels: [`round-${round}`] });
      const before = { view: await get(), events: await eventsOf(shop, id) };
      await evictDurableObject(thread);
      expect({ view: await get(), events: await eventsOf(shop, id) }).toEqual(before);
    }
    const events = await eventsOf(shop, id);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 53 }, (_, index) => index + 1));
    const stored = await runInDurableObject(thread, (_, { storage }) =>
      storage.sql.exec<{ seq: number }>("SELECT seq FROM thread").one(),
    );
    expect(stored.seq).toBeGreaterThanOrEqual(32);
    expect(stored.seq).toBeLessThan(53);
    const { json } = await shop.api("GET", `/conversations/${id}/messages`);
    expect(json.map(({ content }: { content: string }) => content)).toEqual(said);
    expect((await say("customer", "0-0")).json.message.seq).toBe(2);
    expect(await get()).toMatchObject({ message_count: 48, labels: ["round-3"], last_seq: 53 });
  });

  test("EX1 what was answered under a key is still known afterwards", async () => {
    const { shop, id, thread } = await newConversation();
    const headers = { "Idempotency-Key": "before-eviction" };
    const body = { conversation_id: id, sender_type: "customer", content: "once" };
    const first = await shop.api("POST", "/messages", body, headers);
    await evictDurableObject(thread);
    expect((await shop.api("POST", "/messages", body, headers)).text).toBe(first.text);
  });

  test("in mid-sending keeps what waits, in its order", async () => {
    const sent = vi.spyOn(env.OUTBOUND, "send").mockResolvedValue(undefined as never);
    const line = await newLine();
    const waId = newWaId();
    await receive(line, text(waId, "hello"));
    const { id } = await conversationWith(line, waId);
    const thread = threadAt(line.shop.id, id);
    for (const content of ["one", "two"]) await line.shop.say(id, "agent", content);
    await vi.waitFor(() => expect(sent).toHaveBeenCalled());
    const claim = () => runInDurableObject(thread, (object) => object.claim(false));
    const first = await claim();
    expect(first?.message.content).toBe("one");
    await evictDurableObject(thread);
    expect(await claim()).toBeNull();
    const verdict = { outcome: "accepted", channel_message_id: "wamid.evicted", wa_id: null } as const;
    const next = await runInDurableObject(thread, (object) =>
      object.report(first?.message.seq ?? 0, first?.attempt ?? 0, verdict),
    );
    expect(next?.message.content).toBe("two");
  });

  test("of the tenant and the desk keeps settings and lists", async () => {
    const { shop, id } = await newConversation({ inactivity_timeout: 60 });
    const listed = async () => (await shop.api("GET", "/conversations")).json.conversations;
    await vi.waitFor(async () => expect(await listed()).toHaveLength(1));
    await evictDurableObject(env.TENANT.getByName(shop.id));
    await evictDurableObject(env.DESK.getByName(shop.id));
    expect(await listed()).toMatchObject([{ id }]);
    vi.setSystemTime(start + 10 * SECOND);
    expect((await shop.api("GET", "/tenant")).json.policies.inactivity_timeout).toBe(60);
  });
});

describe("time", () => {
  test("IN1 silence closes at the boundary, not before, and once", async () => {
    const { shop, id, thread, get } = await newConversation();
    await shop.say(id, "customer", "hello");
    expect(await ring(thread, DAY - 1)).toBe(true);
    expect(await get()).toMatchObject({ status: "active", ended_at: null });
    expect(await ring(thread, DAY)).toBe(true);
    expect(await get()).toMatchObject({
      status: "expired",
      state: "closed",
      close_reason: "inactivity",
      ended_at: iso(start + DAY),
      closed_by: { type: "system", id: null },
    });
    await vi.waitFor(async () => {
      const { json } = await shop.api("GET", "/conversations?status=expired");
      expect(json.conversations).toMatchObject([{ id }]);
    });
  });

  test("IN1 whoever has the word, and a phase's own time beats the general one", async () => {
    const { shop, id, thread, get } = await newConversation({
      inactivity_timeout: 60,
      inactivity_timeouts: { agent: 600, queue: null },
    });
    await shop.api("PUT", `/conversations/${id}/assign`, { agent_id: "ann" });
    await ring(thread, 600 * SECOND - 1);
    expect((await get()).status).toBe("handed_off");
    await ring(thread, 600 * SECOND);
    expect((await get()).status).toBe("expired");
  });

  test("IN1 a phase without a time never closes", async () => {
    const { shop, id, thread, get } = await newConversation({
      inactivity_timeout: 60,
      inactivity_timeouts: { queue: null },
    });
    await shop.api("POST", `/conversations/${id}/handoff`);
    await ring(thread, 400 * DAY);
    expect((await get()).status).toBe("handed_off");
  });

  test("IN4 an alarm that rings twice, or late, does nothing twice", async () => {
    const { shop, id, thread } = await newConversation();
    await shop.say(id, "customer", "hello");
    vi.setSystemTime(start + 30 * DAY);
    await runInDurableObject(thread, async (object) => {
      await object.alarm();
      await object.alarm();
    });
    await ring(thread, 30 * DAY);
    const events = await eventsOf(shop, id);
    expect(events.map(({ type }) => type)).toEqual(["conversation.opened", "message.received", "conversation.closed"]);
  });

  test("IN4 a lost alarm changes no outcome: whatever comes next finds what fell due done", async () => {
    const { shop, id, thread } = await newConversation();
    await shop.say(id, "customer", "hello");
    await runInDurableObject(thread, (_, { storage }) => storage.deleteAlarm());
    await evictDurableObject(thread);
    expect(await alarmOf(thread)).toBeNull();
    vi.setSystemTime(start + 2 * DAY);
    const { json } = await shop.say(id, "customer", "two days later");
    expect(json.message.conversation_id).not.toBe(id);
    expect((await shop.api("GET", `/conversations/${id}`)).json).toMatchObject({ status: "expired" });
    expect((await eventsOf(shop, id)).map(({ type }) => type)).toEqual([
      "conversation.opened",
      "message.received",
      "conversation.closed",
      "conversation.opened",
      "message.received",
    ]);
    const alarm = await alarmOf(thread);
    expect(alarm).not.toBeNull();
    expect(alarm ?? 0).toBeLessThanOrEqual(start + 3 * DAY);
  });

  test.for(["evicted", "awake"])(
    "IN4 a lost alarm of an object that is %s is set again by any command",
    async (state) => {
      const { shop, id, thread } = await newConversation();
      await shop.api("PUT", `/conversations/${id}/labels`, { labels: ["vip"] });
      await runInDurableObject(thread, (_, { storage }) => storage.deleteAlarm());
      if (state === "evicted") await evictDurableObject(thread);
      vi.setSystemTime(start + HOUR);
      await shop.api("PUT", `/conversations/${id}/labels`, { labels: [] });
      expect(await alarmOf(thread)).toBe(start + HOUR + 30 * SECOND);
    },
  );

  test("IN2 a snooze holds a conversation open, and silence counts from its end", async () => {
    const { shop, id, thread, get } = await newConversation();
    const until = start + 3 * DAY;
    await shop.api("PUT", `/conversations/${id}/snooze`, { until: iso(until) });
    await ring(thread, 2 * DAY);
    expect(await get()).toMatchObject({ status: "active", snoozed_until: iso(until) });
    await ring(thread, 3 * DAY);
    expect(await get()).toMatchObject({ status: "active", snoozed_until: null });
    await ring(thread, 4 * DAY - 1);
    expect((await get()).status).toBe("active");
    await ring(thread, 4 * DAY);
    expect((await get()).status).toBe("expired");
  });

  test("IN3 messages are purged when the retention time has passed, the header and the log stay", async () => {
    const { shop, id, thread, get } = await newConversation({ retention_after_close: 60 });
    const said = await shop.say(id, "customer", "my secret", { whatsapp_message_id: "wamid.secret" });
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const rows = () =>
      runInDurableObject(thread, (_, { storage }) =>
        ["messages", "keys"].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray().length),
      );
    await ring(thread, 60 * SECOND - 1);
    expect(await rows()).toEqual([1, 1]);
    await ring(thread, 60 * SECOND);
    expect(await rows()).toEqual([0, 1]);
    expect((await shop.api("GET", `/conversations/${id}/messages`)).json).toEqual([]);
    expect(await get()).toMatchObject({ id, status: "resolved", message_count: 1 });
    expect((await eventsOf(shop, id)).at(-1)).toMatchObject({
      type: "messages.purged",
      from_seq: 1,
      through_seq: said.json.message.seq + 1,
    });
    await evictDurableObject(thread);
    expect(await get()).toMatchObject({ id, status: "resolved", message_count: 1 });
  });

  test("EX1 what was purged is no new message when it is repeated, and its key goes once nothing repeats it", async () => {
    const { shop, id, thread, get } = await newConversation({ retention_after_close: DAY / SECOND });
    const keys = () =>
      runInDurableObject(thread, (_, { storage }) =>
        storage.sql
          .exec<{ key: string }>("SELECT key FROM keys ORDER BY key")
          .toArray()
          .map(({ key }) => key),
      );
    const say = (content: string, whatsapp_message_id: string, idempotency: string) => {
      const body = { conversation_id: id, sender_type: "customer", content, whatsapp_message_id };
      return shop.api("POST", "/messages", body, { "Idempotency-Key": idempotency });
    };
    await say("hello", "wamid.first", "first");
    expect(await keys()).toEqual(["idempotency:first", "wa:wamid.first"]);
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    await ring(thread, DAY);
    expect(await keys()).toEqual(["wa:wamid.first"]);
    await say("hello", "wamid.first", "other");
    expect(await get()).toMatchObject({ status: "resolved", message_count: 1 });
    vi.setSystemTime(start + 9 * DAY);
    const { json } = await shop.say(id, "customer", "again", { whatsapp_message_id: "wamid.second" });
    const next = json.message.conversation_id;
    expect(next).not.toBe(id);
    await shop.api("PUT", `/conversations/${next}/status`, { status: "resolved" });
    await ring(thread, 10 * DAY);
    expect(await keys()).toEqual(["wa:wamid.second"]);
  });

  test("IN3 a purge takes one conversation's messages and leaves the next one's", async () => {
    const { shop, id, thread } = await newConversation({ retention_after_close: 600 });
    await shop.say(id, "customer", "old");
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    vi.setSystemTime(start + 300 * SECOND);
    const { json } = await shop.say(id, "customer", "new");
    await ring(thread, 600 * SECOND);
    const contents = async (conversation: string) =>
      (await shop.api("GET", `/conversations/${conversation}/messages`)).json.map(
        ({ content }: { content: string }) => content,
      );
    expect(await contents(id)).toEqual([]);
    expect(await contents(json.message.conversation_id)).toEqual(["new"]);
  });

  test("IN3 a purge looks at each edit once, however many there are", async () => {
    const line = await newLine();
    await line.shop.api("PATCH", "/tenant", { policies: { retention_after_close: 60 } });
    const from = newWaId();
    const messages = Array.from({ length: 60 }, (_, index) => text(from, `before ${index}`));
    const edits = messages.map(({ id }) => ({
      ...{ from, id: newWamid(), timestamp: now(), type: "edit" },
      edit: { original_message_id: id, message: { type: "text", text: { body: "my-very-secret-words" } } },
    }));
    await receive(line, ...messages);
    await receive(line, ...edits);
    const { id } = await conversationWith(line, from);
    const thread = threadAt(line.shop.id, id);
    const log = () =>
      runInDurableObject(thread, (_, { storage }) => storage.sql.exec("SELECT * FROM events").toArray());
    expect(JSON.stringify(await log())).toContain("my-very-secret-words");
    await line.shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const parsed = vi.spyOn(JSON, "parse");
    await ring(thread, 61 * SECOND);
    expect(parsed.mock.calls.length).toBeLessThan(20 * messages.length);
    expect(JSON.stringify(await log())).not.toContain("my-very-secret-words");
  });

  test("IN3 nothing of a purged message is left in the object's rows", async () => {
    const { shop, id, thread } = await newConversation({ retention_after_close: 60 });
    const headers = { "Idempotency-Key": "a-key" };
    const message = { conversation_id: id, sender_type: "customer", content: "my-very-secret-words" };
    await shop.api("POST", "/messages", message, headers);
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    await ring(thread, 60 * SECOND);
    const everything = await runInDurableObject(thread, (_, { storage }) =>
      ["messages", "events", "keys", "thread", "conversations"].map((table) =>
        storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
      ),
    );
    expect(JSON.stringify(everything)).not.toContain("my-very-secret-words");
  });

  test("IN5 a closed and purged thread has no alarm left", async () => {
    const { shop, id, thread } = await newConversation({ retention_after_close: 60 });
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    await ring(thread, 60 * SECOND);
    while (await ring(thread, DAY)) expect((await eventsOf(shop, id)).length).toBeLessThan(10);
    expect(await alarmOf(thread)).toBeNull();
  });
});

describe("schema", () => {
  const OLD_THREAD = `
    CREATE TABLE migrations (id INTEGER PRIMARY KEY, applied_at TEXT NOT NULL);
    INSERT INTO migrations VALUES (1, '2026-01-01T00:00:00.000Z');
    CREATE TABLE thread (
      id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, state TEXT NOT NULL, cursors TEXT NOT NULL);
    CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE messages (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE conversations (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE keys (key TEXT PRIMARY KEY, seq INTEGER, fingerprint TEXT, answer TEXT) WITHOUT ROWID;
    CREATE TABLE parked_statuses (
      id INTEGER PRIMARY KEY, channel_message_id TEXT NOT NULL, body TEXT NOT NULL, parked_at TEXT NOT NULL);`;

  const ID = "3d77f23b-683d-834e-8731-15e200000001";
  const AT = "2026-01-01T00:00:00.000Z";

  /** Rows as the first release wrote them. */
  function oldRows(shop: Shop): [string, ...(string | number)[]][] {
    const identity = {
      tenant_id: shop.id,
      inbox_id: "1b10d43e-aa17-4f49-a484-b41a9e0e3e35",
      outlet_id: shop.outlet,
      channel: "none",
      thread_key: "3d77f23b683d34e073115e2",
    };
    const contact = {
      name: "John Doe",
      phone: "+628123456789",
      wa_id: null,
      user_id: null,
      username: null,
      customer_id: null,
    };
    const opened = {
      type: "conversation.opened",
      number: 1,
      identity,
      contact,
      control: "ai",
      seq: 1,
      at: AT,
      actor: { type: "api", id: "key" },
    };
    const message = {
      schema_version: 1,
      id: "3d77f23b-683d-834e-8731-15e280000002",
      conversation_id: ID,
      seq: 2,
      direction: "in",
      sender_type: "customer",
      sender_id: null,
      sender: { type: "customer", id: null, display_name: "John Doe" },
      channel: "none",
      message_type: "text",
      content: "from long ago",
      payload: { body: "from long ago" },
      attachments: [],
      reply_to: null,
      whatsapp_message_id: "wamid.long-ago",
      status: "received",
      status_times: { received: AT },
      error: null,
      possible_duplicate: false,
      timestamp: AT,
      received_at: AT,
      metadata: null,
    };
    return [
      ["INSERT INTO events VALUES (1, ?)", JSON.stringify(opened)],
      ["INSERT INTO messages VALUES (2, ?)", JSON.stringify(message)],
      ["INSERT INTO keys (key, seq) VALUES ('wa:wamid.long-ago', 2)"],
    ];
  }

  /** The state as the first release kept it, where it did. */
  function oldState(shop: Shop): string {
    const [[, opened]] = oldRows(shop) as [[string, string]];
    const { identity, contact } = JSON.parse(opened);
    const current = {
      number: 1,
      outlet_id: shop.outlet,
      state: "open",
      control: "ai",
      handoff: null,
      agent_id: null,
      labels: [],
      snoozed_until: null,
      started_at: AT,
      ended_at: null,
      close_reason: null,
      closed_by: null,
      last_message_at: AT,
      last_customer_message_at: AT,
      window_from: AT,
      active_since: AT,
      low_confidence_count: 0,
      message_count: 1,
      first_seq: 1,
      updated_at: AT,
    };
    return JSON.stringify({ seq: 2, identity, contact, current, pending: [], retained: [] });
  }

  test.each([
    ["by its log", false],
    ["by the state that it kept", true],
  ])("an old database is opened %s, brought up to date and gone on with", async (_, kept) => {
    const shop = await newTenant();
    const thread = threadAt(shop.id, ID);
    await runInDurableObject(thread, (_, { storage }) => {
      storage.sql.exec(OLD_THREAD);
      for (const [query, ...values] of oldRows(shop)) storage.sql.exec(query, ...values);
      if (kept) storage.sql.exec("INSERT INTO thread VALUES (1, 2, ?, ?)", oldState(shop), '{"desk":2}');
    });
    await evictDurableObject(thread);
    vi.setSystemTime(Date.parse(AT) + HOUR);
    const { json: read } = await shop.api("GET", `/conversations/${ID}?include_messages=true`);
    expect(OPERATIONS.getConversation.answers[200]?.parse(read)).toEqual(read);
    expect(read).toMatchObject({
      id: ID,
      customer_name: "John Doe",
      status: "active",
      messages: [{ content: "from long ago" }],
    });
    const again = await shop.say(ID, "customer", "from long ago", { whatsapp_message_id: "wamid.long-ago" });
    expect(again.json.message.seq).toBe(2);
    // The log knows that the AI was still to be asked, and there is none any more (TU10): that is 3.
    expect((await shop.say(ID, "customer", "and now")).json.message.seq).toBe(kept ? 3 : 4);
  });

  test("an old list is brought up to date", async () => {
    const shop = await newTenant();
    const conversation = await shop.open();
    const desk = env.DESK.getByName(shop.id);
    await vi.waitFor(async () => {
      expect((await shop.api("GET", "/conversations")).json.conversations).toHaveLength(1);
    });
    await runInDurableObject(desk, (_, { storage }) => {
      const [row] = storage.sql.exec<{ id: string; body: string }>("SELECT id, body FROM conversations").toArray();
      const body = JSON.parse(row?.body ?? "");
      const news = [
        "title",
        "handoff_team_id",
        "detail",
        "customer_user_id",
        "agent_last_seen_at",
        "contact_last_seen_at",
        "deleted_at",
        "priority",
      ];
      for (const name of news) delete body[name];
      storage.sql.exec("DROP TABLE names");
      const tables = storage.sql.exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
      );
      for (const { name } of tables.toArray()) if (name !== "migrations") storage.sql.exec(`DROP TABLE ${name}`);
      storage.sql.exec("DELETE FROM migrations WHERE id > 1");
      storage.sql.exec(OLD_DESK);
      const { status, outlet_id, inbox_id, last_message_at, customer_phone } = body;
      storage.sql.exec(
        "INSERT INTO conversations VALUES (?, 1, ?, ?, ?, NULL, ?, '[\"vip\"]', ?, ?)",
        ...[row?.id, status, outlet_id, inbox_id, last_message_at, ` ${customer_phone}`, JSON.stringify(body)],
      );
    });
    await evictDurableObject(desk);
    const { customer_phone } = conversation;
    for (const query of ["", `?q=${customer_phone?.slice(4)}`, "?label=vip", "?status=active&sort=created"])
      expect((await shop.api("GET", `/conversations${query}`)).json.conversations).toEqual([conversation]);
    expect((await shop.api("GET", "/conversations/counts")).json).toMatchObject({ views: { all: 1, waiting: 0 } });
  });

  test.for(["CONVERSATION", "DESK", "TENANT"] as const)(
    "%s: a database newer than the code is refused",
    async (name) => {
      const shop = await newTenant();
      const { id } = await shop.open();
      await vi.waitFor(async () => {
        expect((await shop.api("GET", "/conversations")).json.conversations).toHaveLength(1);
      });
      const stub = name === "CONVERSATION" ? threadAt(shop.id, id) : env[name].getByName(shop.id);
      const write = (_: unknown, { storage }: DurableObjectState) => {
        storage.sql.exec("INSERT INTO migrations VALUES (999, '2030-01-01T00:00:00.000Z')");
      };
      await runInDurableObject(stub as Thread, write);
      await evictDurableObject(stub);
      vi.setSystemTime(start + 10 * SECOND);
      const path = name === "DESK" ? "/conversations" : name === "TENANT" ? "/tenant" : `/conversations/${id}`;
      const answer = await shop.api("GET", path);
      expect(answer.status).toBe(500);
      expect(answer.json.code).toBe("internal_error");
      expect(answer.text).not.toContain("schema");
    },
  );
});

/** The desk's first schema. */
const OLD_DESK = `
  CREATE TABLE conversations (
    id TEXT PRIMARY KEY, last_seq INTEGER NOT NULL, status TEXT NOT NULL, outlet_id TEXT NOT NULL,
    inbox_id TEXT NOT NULL, agent_id TEXT, last_message_at TEXT NOT NULL, labels TEXT NOT NULL,
    search TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX conversations_by_time ON conversations (last_message_at DESC, id DESC);
  CREATE INDEX conversations_by_status ON conversations (status, last_message_at DESC, id DESC);`;

describe("the desk", () => {
  test("that cannot be reached is told later by the alarm, and nobody waits for it", async () => {
    const shop = await newTenant();
    const project = vi.spyOn(DeskObject.prototype, "project").mockRejectedValue(new Error("the desk is away"));
    const phone = newPhone();
    const conversation = await shop.open(phone);
    expect(conversation.status).toBe("active");
    expect((await shop.say(conversation.id, "customer", "hello")).status).toBe(201);
    await vi.waitFor(() => expect(project).toHaveBeenCalled());
    const listed = async () => (await shop.api("GET", "/conversations")).json.conversations;
    const thread = threadAt(shop.id, conversation.id);
    expect(await alarmOf(thread)).toBe(start + 30 * SECOND);
    await ring(thread, 30 * SECOND);
    expect(await listed()).toEqual([]);
    expect(await alarmOf(thread)).toBe(start + 60 * SECOND);
    project.mockRestore();
    await ring(thread, 60 * SECOND);
    expect(await listed()).toMatchObject([{ id: conversation.id, message_count: 1, last_seq: 2 }]);
  });

  test("that was never told before an eviction is told by the alarm", async () => {
    const shop = await newTenant();
    const project = vi.spyOn(DeskObject.prototype, "project").mockRejectedValue(new Error("the desk is away"));
    const conversation = await shop.open();
    const thread = threadAt(shop.id, conversation.id);
    await vi.waitFor(() => expect(project).toHaveBeenCalled());
    await evictDurableObject(thread);
    project.mockRestore();
    await ring(thread, 30 * SECOND);
    expect((await shop.api("GET", "/conversations")).json.conversations).toMatchObject([{ id: conversation.id }]);
  });

  test("drops what it has: projections may come twice and out of order", async () => {
    const shop = await newTenant();
    const conversation = await shop.open();
    const desk = env.DESK.getByName(shop.id);
    const newer = { ...conversation, last_seq: 9, customer_name: "Newer" };
    await desk.project([newer]);
    await desk.project([{ ...conversation, last_seq: 8, customer_name: "Older" }]);
    await desk.project([newer]);
    const { json } = await shop.api("GET", "/conversations");
    expect(json.conversations).toMatchObject([{ customer_name: "Newer", last_seq: 9 }]);
  });
});

describe("what is billed", () => {
  interface Written {
    rows: number;
    query: string;
  }

  /** Notes what an object writes from now on, an alarm that is set as one row. */
  const meter = (thread: Thread) =>
    runInDurableObject(thread, (_, { storage }) => {
      const written: Written[] = [];
      const exec = storage.sql.exec.bind(storage.sql);
      const setAlarm = storage.setAlarm.bind(storage);
      const noting = (query: string, ...values: SqlStorageValue[]) => {
        const cursor = exec(query, ...values);
        written.push({ rows: cursor.rowsWritten, query });
        return cursor;
      };
      Object.defineProperty(storage, "sql", { configurable: true, value: { exec: noting } });
      storage.setAlarm = (time: number | Date) => {
        written.push({ rows: 1, query: "alarm" });
        return setAlarm(time);
      };
      return written;
    });

  /** A thread's tables are made once, by its first message. */
  const makesTables = ({ query }: Written) => /^\s*CREATE TABLE|INTO migrations/.test(query);

  /** The rows that something cost, beside the tables. */
  async function cost(written: Written[], work: () => Promise<unknown>): Promise<number> {
    written.length = 0;
    await work();
    return written.filter((one) => !makesTables(one)).reduce((sum, { rows }) => sum + rows, 0);
  }

  /** The thread that somebody's first message will make. */
  async function unborn(line: Line, waId: string): Promise<Thread> {
    const configuration = await env.TENANT.getByName(line.shop.id).configuration();
    const inbox = configuration?.inboxes.find(({ id }) => id === line.inbox);
    const contact = { phone: `+${waId}`, user_id: null } as Contact;
    const identity = configuration && inbox ? await identityOf(configuration.tenant, inbox, contact) : null;
    return env.CONVERSATION.getByName(`${line.shop.id}:${identity?.thread_key}`);
  }

  const ROWS = 4;

  test("an inbound message writes at most four rows, indexes and timers included", async () => {
    const line = await newLine();
    const waId = newWaId();
    const thread = await unborn(line, waId);
    const written = await meter(thread);
    const twice = text(waId, "twice");
    const costs = {
      first: await cost(written, () => receive(line, text(waId, "first"))),
      second: await cost(written, () => receive(line, twice)),
      repeated: await cost(written, () => receive(line, twice)),
      alarm: await cost(written, () => ring(thread, 30 * SECOND)),
      later: await cost(written, () => receive(line, text(waId, "later"))),
      hand_off: await cost(written, () => receive(line, text(waId, "a human, please"))),
    };
    expect(costs.repeated).toBe(0);
    for (const rows of Object.values(costs)) expect(rows).toBeLessThanOrEqual(ROWS);
  });

  test("so does one that opens the next conversation, or comes with the state's own row every 32 events", async () => {
    const line = await newLine();
    const waId = newWaId();
    await receive(line, text(waId, "first"));
    const { id } = await conversationWith(line, waId);
    const thread = threadAt(line.shop.id, id);
    await line.shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const written = await meter(thread);
    const costs = [await cost(written, () => receive(line, text(waId, "again")))];
    for (let index = 0; index < 40; index++) {
      costs.push(await cost(written, () => receive(line, text(waId, `${index}`))));
    }
    expect(Math.max(...costs)).toBeLessThanOrEqual(ROWS);
    expect(costs.reduce((sum, rows) => sum + rows)).toBeLessThan(2.1 * costs.length);
  });

  test("so does one that also hands over; one that heals a lost alarm keeps the closed conversation besides", async () => {
    const line = await newLine();
    // A ticket comes with commands of its own.
    await line.shop.api("PATCH", "/tenant", { services: { agents: "off" } });
    const waId = newWaId();
    const written = await meter(await unborn(line, waId));
    const opensAndHandsOver = await cost(written, () => receive(line, text(waId, "a human, please")));
    expect(opensAndHandsOver).toBeLessThanOrEqual(ROWS);
    vi.setSystemTime(start + 3 * DAY);
    const closesAndOpens = await cost(written, () => receive(line, text(waId, "anybody there?")));
    expect(closesAndOpens).toBeLessThanOrEqual(ROWS + 1);
    const { id } = await conversationWith(line, waId);
    const all = (await line.shop.api("GET", `/conversations/${id}/events`)).json.events;
    expect(all.map(({ type }: { type: string }) => type)).toEqual([
      "conversation.opened",
      "message.received",
      "handoff.requested",
      "conversation.closed",
      "conversation.opened",
      "message.received",
    ]);
    // Whichever page is asked for, rows that hold several events leave none out and repeat none.
    for (let after = 0; after < all.length; after++) {
      for (const limit of [1, 2, 3]) {
        const { json } = await line.shop.api("GET", `/conversations/${id}/events?after_seq=${after}&limit=${limit}`);
        expect(json.events).toEqual(all.slice(after, after + limit));
      }
    }
  });
});
