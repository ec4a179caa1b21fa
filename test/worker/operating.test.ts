import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { threadAt } from "../../src/conversation/port.ts";
import { parseConversationId } from "../../src/domain/ids.ts";
import { partsWithin } from "../../src/http/parts.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { reportsOf } from "../../src/reports/port.ts";
import { tenantAt } from "../../src/tenant/port.ts";
import { call, newTenant, type Shop } from "../support/api.ts";
import { Client, hire } from "../support/sockets.ts";
import { chat, type Line, newLine, newWaId, newWamid, receive, text } from "../support/whatsapp.ts";

const NOW = Date.parse("2031-03-12T10:10:30.000Z");
const MOST_COUNTED = 10_000;

beforeEach(() => {
  vi.setSystemTime(NOW);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The document, as its schema has it. */
async function operations({ api }: Pick<Shop, "api">, query = "") {
  const { status, json } = await api("GET", `/operations${query}`);
  expect(status).toBe(200);
  expect(OPERATIONS.getOperations.answers[200]?.parse(json)).toEqual(json);
  return json;
}

/** Tells the tenant's reports all that happened in a conversation's thread. */
async function tell(shop: Shop, id: string): Promise<void> {
  const thread_key = parseConversationId(id)?.threadKey ?? "";
  const { told, through } = await threadAt(env, shop.id, thread_key).tell(0, 500);
  await reportsOf(env, shop.id).take([{ thread_key, told, through }]);
}

const NOTHING = { messages_in: 0, messages_out: 0, failed: 0 };

describe("OP1 the document of how a tenant fares", () => {
  test("OP1 is whole also where nothing has happened yet, and makes nothing", async () => {
    const shop = await newTenant();
    const { messages, ...rest } = await operations(shop);
    expect(messages.minutes).toHaveLength(60);
    expect(messages.minutes.at(-1)).toEqual({ at: "2031-03-12T10:10:00.000Z", ...NOTHING });
    expect(messages.today).toEqual({ date: "2031-03-12", time_zone: "UTC", ...NOTHING });
    expect(rest).toEqual({
      at: new Date(NOW).toISOString(),
      health: (await call("GET", "/health")).json,
      desk: { rows: 0, lag: 0, rebuilding: null, seq: 0 },
      following: { lag: 0, visits: 0, failing_since: null },
      outbound: { waiting: 0, held: [], failed_last_24_hours: 0 },
      deliveries: { pending: 0, retrying: 0, dead: 0, is_complete: true, subscriptions: [] },
      dead_letters: { count: 0, is_complete: true },
      quarantine: { count: 0, has_more: false, oldest_at: null },
      sockets: { agents: 0, sockets: 0 },
      assistant: { answers: 0, low_confidence: 0, timed_out: 0, model: null },
      missing: [],
    });
    for (const namespace of [env.DESK, env.FOLLOWING, env.REPORTS, env.KNOWLEDGE])
      await runInDurableObject(namespace.getByName(shop.id) as DurableObjectStub, (_, { storage }) =>
        expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'migrations'").toArray()).toEqual([]),
      );
  });

  test("OP1 is for keys and admins", async () => {
    const shop = await newTenant();
    const [agent, admin] = [await hire(shop, "Ann"), await hire(shop, "Boss", { role: "admin" })];
    expect((await agent.api("GET", "/operations")).json).toMatchObject({ status: 403, code: "forbidden" });
    expect((await operations(admin)).missing).toEqual([]);
    expect((await call("GET", "/api/v1/operations")).status).toBe(401);
    expect((await shop.api("GET", "/operations?time_zone=Mars")).status).toBe(400);
  });

  test("OP1 is told without what cannot be asked, which is null and named", async () => {
    const shop = await newTenant();
    vi.spyOn(env.REPORTS, "getByName").mockReturnValue({
      pulse: () => Promise.reject(new Error("it is down")),
      totals: () => Promise.reject(new Error("it is down")),
    } as never);
    vi.spyOn(env.DESK, "getByName").mockReturnValue({ state: () => Promise.reject(new Error("it is down")) } as never);
    const { missing, ...rest } = await operations(shop);
    expect(rest).toMatchObject({ desk: null, following: null, messages: null, sockets: null, assistant: null });
    expect(rest.outbound).toEqual({ waiting: null, held: [], failed_last_24_hours: null });
    expect(rest.quarantine).toMatchObject({ count: 0 });
    const named = ["assistant", "desk", "following", "messages", "outbound.failed_last_24_hours", "outbound.waiting"];
    expect(missing.map(({ part }: { part: string }) => part).sort()).toEqual(named);
    expect(missing[0]).toMatchObject({ reason: "failed" });
    expect(JSON.stringify(missing)).not.toContain("it is down");
  });

  test("OP1 waits for no part longer than it has time", async () => {
    const { ask, missing } = partsWithin(1);
    const [never, now] = await Promise.all([
      ask("never", () => new Promise(() => undefined)),
      ask("now", async () => "there"),
    ]);
    expect([never, now]).toEqual([null, "there"]);
    expect(missing).toMatchObject([{ part: "never", reason: "timed_out" }]);
    expect(await ask("later", () => new Promise(() => undefined))).toBeNull();
  });
});

describe("what passes", () => {
  test("OP2 is told by the minute, and in the sums of the day in a time zone", async () => {
    const line = await newLine();
    const { shop } = line;
    const { id, waId } = await chat(line);
    vi.setSystemTime(NOW + 60_000);
    await receive(line, text(waId, "anybody?"));
    await shop.say(id, "agent", "hello");
    await tell(shop, id);
    await tell(shop, id);
    const { messages } = await operations(shop);
    expect(messages.minutes.slice(-2)).toEqual([
      { at: "2031-03-12T10:10:00.000Z", ...NOTHING, messages_in: 1 },
      { at: "2031-03-12T10:11:00.000Z", ...NOTHING, messages_in: 1, messages_out: 1 },
    ]);
    expect(messages.today).toMatchObject({ messages_in: 2, messages_out: 1 });
    vi.setSystemTime(NOW + 8 * 60 * 60_000);
    const later = (await operations(shop, "?time_zone=Asia/Tokyo")).messages;
    expect(later.today).toEqual({ date: "2031-03-13", time_zone: "Asia/Tokyo", ...NOTHING });
    expect(later.minutes.every(({ messages_in }: { messages_in: number }) => messages_in === 0)).toBe(true);
  });

  test("OP3 waits until WhatsApp has said something of it; what failed is told of a day", async () => {
    vi.spyOn(env.OUTBOUND, "send").mockResolvedValue(undefined as never);
    const line = await newLine();
    const { shop } = line;
    const { id } = await chat(line);
    await shop.say(id, "agent", "one");
    await shop.say(id, "agent", "two");
    await tell(shop, id);
    expect((await operations(shop)).outbound.waiting).toBe(2);
    const thread = threadAt(env, shop.id, parseConversationId(id)?.threadKey ?? "");
    const request = await thread.claim(false);
    const error = { code: 131026, title: "Message undeliverable", detail: null };
    await thread.report(request?.message.seq ?? 0, 1, { outcome: "refused", error });
    await tell(shop, id);
    expect((await operations(shop)).outbound).toMatchObject({ waiting: 1, failed_last_24_hours: 1 });
    vi.setSystemTime(NOW + 25 * 60 * 60_000);
    expect((await operations(shop)).outbound).toMatchObject({ waiting: 1, failed_last_24_hours: 0 });
  });

  test.each([
    ["late", 20_000, 0],
    ["right after it was counted", 200, 0],
    ["by a clock that was set back, after it was looked at again", -20_000, 1],
  ])("OP3 what is sent %s waits no longer, though no list shows it", async (_when, wait, looks) => {
    vi.spyOn(env.OUTBOUND, "send").mockResolvedValue(undefined as never);
    const line = await newLine();
    const { shop } = line;
    const { id } = await chat(line);
    const waiting = (count: number) =>
      vi.waitFor(async () => {
        await runDurableObjectAlarm(env.FOLLOWING.getByName(shop.id));
        expect((await operations(shop)).outbound.waiting).toBe(count);
      }, 10_000);
    await shop.say(id, "agent", "one");
    await waiting(1);
    for (let look = 0; look < looks; look++) await runDurableObjectAlarm(env.FOLLOWING.getByName(shop.id));
    vi.setSystemTime(NOW + wait);
    const thread = threadAt(env, shop.id, parseConversationId(id)?.threadKey ?? "");
    const request = await thread.claim(false);
    const accepted = { outcome: "accepted", channel_message_id: newWamid(), wa_id: null } as const;
    await thread.report(request?.message.seq ?? 0, 1, accepted);
    await waiting(0);
  });

  test("a list that search, reports and automation have not heard of is their lag", async () => {
    const shop = await newTenant();
    const { id } = await shop.open();
    await shop.say(id, "customer", "hello");
    const following = env.FOLLOWING.getByName(shop.id);
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(following);
      const { desk, following: followed } = await operations(shop);
      expect(desk.rows).toBe(1);
      expect(followed.lag).toBe(0);
    }, 10_000);
    await following.rewind();
    const { desk, following: begunAnew } = await operations(shop);
    expect(begunAnew.lag).toBe(desk.seq);
  });
});

describe("what waits for somebody to see to it", () => {
  const trouble = { status: "unhealthy", code: 190, reason: "The token is expired", retry_at: null } as const;

  /** When it is tried again depends on how long it was well. */
  const { retry_at: _, ...SHOWN } = trouble;

  /** Threads that wait for an inbox, and items of the quarantine: so many of each. */
  const fill = ({ shop, inbox }: Line, count: number) =>
    runInDurableObject(env.TENANT.getByName(shop.id), (_, { storage }) => {
      const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
      storage.sql.exec(`INSERT INTO held_threads ${numbers} SELECT ?, 'thread-' || i FROM n`, inbox);
      storage.sql.exec(`INSERT INTO quarantine_items (id, at, reason, inbox_id, size, preview)
        ${numbers} SELECT 'item-' || i, '2031-03-01T00:00:00.000Z', 'no_sender', NULL, 2, '{}' FROM n`);
    });

  test("inboxes that cannot send, why, and how many threads wait for them", async () => {
    const line = await newLine();
    expect((await operations(line.shop)).outbound.held).toEqual([]);
    await tenantAt(env, line.shop.id).reportHealth(line.inbox, trouble, "thread-1");
    expect((await operations(line.shop)).outbound.held).toMatchObject([
      { inbox_id: line.inbox, name: "WhatsApp", ...SHOWN, threads: { count: 1, has_more: false } },
    ]);
  });

  test("OP4 threads and items of the quarantine are counted up to 10,000", async () => {
    const line = await newLine();
    await tenantAt(env, line.shop.id).reportHealth(line.inbox, trouble, null);
    await fill(line, MOST_COUNTED);
    const all = await operations(line.shop);
    expect(all.outbound.held[0].threads).toEqual({ count: MOST_COUNTED, has_more: false });
    expect(all.quarantine).toEqual({ count: MOST_COUNTED, has_more: false, oldest_at: "2031-03-01T00:00:00.000Z" });
    await runInDurableObject(env.TENANT.getByName(line.shop.id), (_, { storage }) => {
      storage.sql.exec("INSERT INTO held_threads VALUES (?, 'one more')", line.inbox);
      storage.sql.exec("UPDATE quarantine_items SET id = 'x' || id");
    });
    await tenantAt(env, line.shop.id).quarantine([{ reason: "no_sender", inbox_id: null, raw: "{}" }]);
    const more = await operations(line.shop);
    expect(more.outbound.held[0].threads).toEqual({ count: MOST_COUNTED, has_more: true });
    expect(more.quarantine).toMatchObject({ count: MOST_COUNTED, has_more: true });
  });

  test("deliveries of each subscription and of all, and dead letters", async () => {
    vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("no", { status: 500 }));
    const shop = await newTenant();
    const subscribe = async (description: string) =>
      (await shop.api("POST", "/subscriptions", { url: "https://s.example.com/", types: ["*"], description })).json.id;
    // Made in the same moment, they are listed by their ids.
    const ids = [await subscribe("One"), await subscribe("Two")].sort();
    const { id } = await shop.open();
    await shop.say(id, "customer", "hello");
    const found = await vi.waitFor(async () => {
      const document = await operations(shop);
      expect(document.deliveries).toMatchObject({ pending: 2, retrying: 2, dead: 0, is_complete: true });
      return document;
    }, 10_000);
    expect(found.deliveries.subscriptions).toMatchObject(
      ids.map((one) => ({ id: one, enabled: true, standing: { behind: 1, retrying: 1 } })),
    );
    await runInDurableObject(env.SUBSCRIPTION.getByName(`${shop.id}:${ids[0]}`), (_, { storage }) => {
      storage.sql.exec("UPDATE deliveries SET state = 'dead'");
    });
    const { deliveries, dead_letters } = await operations(shop);
    expect(deliveries).toMatchObject({ retrying: 1, dead: 1 });
    expect(dead_letters).toEqual({ count: 1, is_complete: true });
    const { getByName } = env.SUBSCRIPTION;
    vi.spyOn(env.SUBSCRIPTION, "getByName").mockImplementation((name) =>
      name.endsWith(ids[1])
        ? ({ standing: () => Promise.reject(new Error("down")) } as never)
        : getByName.call(env.SUBSCRIPTION, name),
    );
    const partly = await operations(shop);
    expect(partly.deliveries).toMatchObject({ dead: 1, is_complete: false, subscriptions: [{}, { standing: null }] });
    expect(partly.missing).toMatchObject([{ part: `deliveries.${ids[1]}`, reason: "failed" }]);
  });

  test("sockets, and of how many agents", async () => {
    vi.useRealTimers();
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "Ann"), await hire(shop, "Ben")];
    const clients = [await Client.of(ann), await Client.of(ann), await Client.of(ben)];
    expect((await operations(shop)).sockets).toEqual({ agents: 2, sockets: 3 });
    expect((await shop.api("GET", "/desk")).json.sockets).toEqual({ agents: 2, sockets: 3 });
    for (const { web } of clients) web.close(1000);
    await vi.waitFor(async () => expect((await operations(shop)).sockets.sockets).toBe(0), 10_000);
  });
});

test("customers of another tenant are in nobody else's document", async () => {
  const line = await newLine();
  await receive(line, text(newWaId(), "hello"));
  const { desk } = await operations(await newTenant());
  expect(desk.rows).toBe(0);
});
