import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeskObject } from "../../src/desk/desk-object.ts";
import { type ConversationJson, newTenant, type Shop, threadAt } from "../support/api.ts";
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

new Graph();

/** Two hours from now, so that no real alarm fires; each test moves the clock from there. */
let start: number;

beforeEach(() => {
  start = Date.now() + 2 * 60 * 60 * SECOND;
  vi.setSystemTime(start);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  new Graph();
});

const read = async (shop: Shop, id: string): Promise<ConversationJson> =>
  (await shop.api("GET", `/conversations/${id}`)).json;

const listed = async (shop: Shop, id: string): Promise<ConversationJson | undefined> =>
  (await shop.api("GET", "/conversations")).json.conversations.find((one: ConversationJson) => one.id === id);

/** What is shown of a conversation, once the list shows the same as the conversation itself. */
async function shown(shop: Shop, id: string) {
  const { last_message, unread_count } = await read(shop, id);
  await vi.waitFor(async () => expect(await listed(shop, id)).toMatchObject({ last_message, unread_count }));
  return { last_message, unread_count };
}

/** All that the object and the desk hold, as text. */
async function everything(shop: Shop, id: string): Promise<string> {
  const tables = await Promise.all(
    [threadAt(shop.id, id), env.DESK.getByName(shop.id)].map((stub) =>
      runInDurableObject(stub as DurableObjectStub, (_, { storage }) =>
        ["messages", "events", "keys", "thread", "conversations"].map((table) => {
          const isThere = storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", table).toArray().length > 0;
          return isThere ? storage.sql.exec(`SELECT * FROM ${table}`).toArray() : [];
        }),
      ),
    ),
  );
  return JSON.stringify(tables);
}

const changing = (from: string, type: "edit" | "revoke", original_message_id: string) => ({
  from,
  id: newWamid(),
  timestamp: now(),
  type,
  [type]: {
    original_message_id,
    ...(type === "edit" && { message: { type: "text", text: { body: "second words" } } }),
  },
});

const resolve = (shop: Shop, id: string) => shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });

async function told(line: Line, ...bodies: string[]) {
  const from = newWaId();
  const messages = bodies.map((body) => text(from, body));
  await receive(line, ...messages);
  const { id } = await conversationWith(line, from);
  return { from, id, messages };
}

describe("CV17 what was said last", () => {
  test("CV17, CV18 stands in the conversation, in the list, and in what a command answers", async () => {
    const shop = await newTenant();
    const { id, ...opened } = await shop.open();
    expect(opened).toMatchObject({ last_message: null, unread_count: 0 });
    const { json } = await shop.say(id, "customer", "hello\nthere");
    const last_message = {
      seq: json.message.seq,
      direction: "in",
      sender_type: "customer",
      message_type: "text",
      content: "hello there",
      at: json.message.received_at,
      status: null,
      deleted_at: null,
    };
    expect(await shown(shop, id)).toEqual({ last_message, unread_count: 1 });
    const put = await shop.api("PUT", `/conversations/${id}/labels`, { labels: ["vip"] });
    expect(put.json).toMatchObject({ last_message, unread_count: 1 });
    await shop.say(id, "agent", "hi");
    expect(await shown(shop, id)).toMatchObject({ last_message: { content: "hi", direction: "out" }, unread_count: 0 });
    await evictDurableObject(threadAt(shop.id, id));
    expect(await read(shop, id)).toMatchObject({ last_message: { content: "hi" }, unread_count: 0 });
  });

  test("CV18 an agent who looks at it has read it", async () => {
    const shop = await newTenant();
    const { id } = await shop.open();
    for (const content of ["one", "two"]) await shop.say(id, "customer", content);
    expect(await shown(shop, id)).toMatchObject({ unread_count: 2 });
    vi.setSystemTime(start + SECOND);
    await shop.api("POST", `/conversations/${id}/read`);
    expect(await shown(shop, id)).toMatchObject({ unread_count: 0 });
  });

  test("CV17 follows edits and deletions, also those of a conversation that is over", async () => {
    const line = await newLine();
    const { from, id, messages } = await told(line, "first words");
    const [message] = messages;
    await receive(line, changing(from, "edit", message?.id ?? ""));
    expect(await shown(line.shop, id)).toMatchObject({ last_message: { content: "second words" } });
    await resolve(line.shop, id);
    await receive(line, text(from, "another day"));
    const next = await conversationWith(line, from);
    expect(next.id).not.toBe(id);
    await receive(line, changing(from, "revoke", message?.id ?? ""));
    const deleted = { content: "This message was deleted", deleted_at: expect.any(String) };
    expect(await shown(line.shop, id)).toMatchObject({ last_message: deleted });
    expect(await shown(line.shop, next.id)).toMatchObject({ last_message: { content: "another day" } });
    const kept = await everything(line.shop, id);
    for (const words of ["first words", "second words"]) expect(kept).not.toContain(words);
  });

  test("CV17 a deletion that comes before its message, or that nobody heard of before a crash, is shown", async () => {
    const line = await newLine();
    const { from, id } = await told(line, "hello");
    const late = text(from, "too late");
    await receive(line, changing(from, "revoke", late.id), late);
    expect(await shown(line.shop, id)).toMatchObject({ last_message: { content: "This message was deleted" } });
    const next = text(from, "next");
    await receive(line, next);
    await shown(line.shop, id);
    await resolve(line.shop, id);
    await receive(line, text(from, "another day"));
    await vi.waitFor(async () =>
      expect((await line.shop.api("GET", "/conversations")).json.conversations.length).toBe(2),
    );
    const project = vi.spyOn(DeskObject.prototype, "project").mockRejectedValue(new Error("the desk is away"));
    await receive(line, changing(from, "revoke", next.id));
    await vi.waitFor(() => expect(project).toHaveBeenCalled());
    await evictDurableObject(threadAt(line.shop.id, id));
    project.mockRestore();
    vi.setSystemTime(Date.now() + 30 * SECOND);
    await runDurableObjectAlarm(threadAt(line.shop.id, id));
    expect(await shown(line.shop, id)).toMatchObject({ last_message: { content: "This message was deleted" } });
  });

  test("CV17, IN3 is purged with its message, from the list and from what a repetition is answered", async () => {
    const shop = await newTenant();
    await shop.api("PATCH", "/tenant", {
      policies: { retention_after_close: 60 },
      services: { agents: "off" },
    });
    const { id } = await shop.open();
    await shop.say(id, "customer", "my-very-secret-words");
    const body = { reason: "same" };
    await shop.api("POST", `/conversations/${id}/handoff`, body);
    // No event, so its key has no place in the log, and is not purged.
    const ask = () => shop.api("POST", `/conversations/${id}/handoff`, body, { "Idempotency-Key": "again" });
    const first = await ask();
    expect(first.json.last_message.content).toBe("my-very-secret-words");
    expect((await ask()).text).toBe(first.text);
    await resolve(shop, id);
    await shop.say(id, "customer", "a new day");
    vi.setSystemTime(start + 61 * SECOND);
    await runDurableObjectAlarm(threadAt(shop.id, id));
    expect(await shown(shop, id)).toMatchObject({ last_message: null });
    expect((await ask()).json).toMatchObject({ last_message: null });
    expect(await everything(shop, id)).not.toContain("my-very-secret-words");
  });

  test("CV17 says that a message failed, and takes it back when it was delivered after all", async () => {
    const graph = new Graph();
    const line = await newLine();
    const wamid = newWamid();
    graph.answer(line, () => Response.json({ messaging_product: "whatsapp", contacts: [], messages: [{ id: wamid }] }));
    const { id } = await told(line, "hello");
    const { json } = await line.shop.say(id, "agent", "hi");
    const thread = threadAt(line.shop.id, id);
    const report = (status: "failed" | "delivered") => {
      const one = { status, at: new Date().toISOString(), channel_message_id: wamid, error: null };
      return runInDurableObject(thread, (object) =>
        object.reportStatuses([{ message_id: json.message.id, report: one }]),
      );
    };
    await report("failed");
    expect(await shown(line.shop, id)).toMatchObject({ last_message: { content: "hi", status: "failed" } });
    await report("delivered");
    expect(await shown(line.shop, id)).toMatchObject({ last_message: { content: "hi", status: null } });
  });
});

test("CV17, CV18 rows of before show nothing", async () => {
  const shop = await newTenant();
  const { id } = await shop.open();
  await vi.waitFor(async () => expect(await listed(shop, id)).toBeDefined());
  const desk = env.DESK.getByName(shop.id);
  await runInDurableObject(desk, (_, { storage }) => {
    storage.sql.exec("UPDATE conversations SET body = json_remove(body, '$.last_message', '$.unread_count')");
    storage.sql.exec("DELETE FROM migrations WHERE id > 4");
    storage.sql.exec("DROP TABLE forgotten");
    for (const index of ["tickets_by_wait", "tickets_declined", "tickets_assigning", "outbox_by_key"])
      storage.sql.exec(`DROP INDEX ${index}`);
  });
  await evictDurableObject(desk);
  expect(await listed(shop, id)).toMatchObject({ last_message: null, unread_count: 0 });
});
