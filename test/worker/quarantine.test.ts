import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { NOBODY, type SetAside, tenantAt } from "../../src/tenant/port.ts";
import { QUARANTINE_MS } from "../../src/tenant/quarantine.ts";
import { call, newTenant, OPERATOR, type Shop } from "../support/api.ts";
import { change, conversationWith, newLine, newWaId, text } from "../support/whatsapp.ts";

afterEach(() => vi.useRealTimers());

const DAY = 24 * 60 * 60 * 1000;

let shop: Shop;
beforeAll(async () => {
  shop = await newTenant();
});

let items = 0;
const item = (more: Partial<SetAside> = {}): SetAside => ({
  reason: "not_understood",
  inbox_id: null,
  raw: JSON.stringify({ field: "odd", value: { number: ++items } }),
  ...more,
});

const setAside = (of: Shop, ...all: SetAside[]) => tenantAt(env, of.id).quarantine(all);
const list = async (of: Shop, query = "") => (await of.api("GET", `/quarantine${query}`)).json;
const onlyItem = async (of: Shop) => (await list(of)).items[0];

/** What came in at a number, as the webhook's items are kept: one message alone. */
const message = (number: string, waId: string, body: string) =>
  JSON.stringify(
    change(number, { contacts: [{ wa_id: waId, profile: { name: "Ana" } }], messages: [text(waId, body)] }),
  );

const contents = async (line: Awaited<ReturnType<typeof newLine>>, waId: string): Promise<string[]> => {
  const { id } = await conversationWith(line, waId);
  const { json } = await line.shop.api("GET", `/conversations/${id}/messages`);
  return json.map(({ content }: { content: string }) => content);
};

describe("the list", () => {
  test("shows the newest first, page by page, and how many there are", async () => {
    const own = await newTenant();
    const kept = Array.from({ length: 5 }, () => item());
    for (const one of kept) await setAside(own, one);
    const first = await list(own, "?limit=2");
    expect(first.items.map(({ preview }: { preview: string }) => preview)).toEqual([kept[4]?.raw, kept[3]?.raw]);
    expect(first.total).toBe(5);
    const second = await list(own, `?limit=2&cursor=${first.next_cursor}`);
    const third = await list(own, `?limit=2&cursor=${second.next_cursor}`);
    expect(third.items.map(({ preview }: { preview: string }) => preview)).toEqual([kept[0]?.raw]);
    expect(third.next_cursor).toBeNull();
  });

  test("tells of each item why it is here, how large it is, and how it begins", async () => {
    const own = await newTenant();
    const raw = JSON.stringify({ field: "odd", value: "é".repeat(300) });
    await setAside(own, item({ raw, reason: "too_large", inbox_id: "inbox" }));
    expect((await list(own)).items).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        at: expect.stringMatching(/Z$/),
        reason: "too_large",
        inbox_id: "inbox",
        size: new TextEncoder().encode(raw).byteLength,
        preview: raw.slice(0, 200),
      },
    ]);
  });

  test("can be of one reason", async () => {
    const own = await newTenant();
    await setAside(own, item(), item({ reason: "no_sender" }));
    expect(await list(own, "?reason=no_sender")).toMatchObject({ total: 1, items: [{ reason: "no_sender" }] });
    expect(await list(own, "?reason=other")).toEqual({ items: [], next_cursor: null, total: 0 });
  });

  test("of a tenant in which nothing was set aside is empty", async () => {
    expect(await list(await newTenant())).toEqual({ items: [], next_cursor: null, total: 0 });
  });

  test.each(["?limit=0", "?limit=201", "?cursor=x", "?reason="])("refuses %s", async (query) => {
    expect((await shop.api("GET", `/quarantine${query}`)).json).toMatchObject({ status: 400, code: "invalid_request" });
  });
});

describe("an item", () => {
  test("is kept once, however often and for whatever reason it comes", async () => {
    const own = await newTenant();
    const twice = item();
    await setAside(own, twice, twice);
    await setAside(own, { ...twice, reason: "another" });
    expect(await list(own)).toMatchObject({ total: 1, items: [{ reason: "not_understood" }] });
  });

  test("of 3 MB comes back whole, with no character cut in half", async () => {
    const own = await newTenant();
    const value = `x${"😀".repeat(740_000)}`;
    const raw = JSON.stringify({ field: "large", value });
    expect(new TextEncoder().encode(raw).byteLength).toBeGreaterThan(2_900_000);
    await setAside(own, item({ raw }));
    const { id, preview } = await onlyItem(own);
    const { json } = await own.api("GET", `/quarantine/${id}`);
    expect(json.raw.field).toBe("large");
    expect(json.raw.value === value).toBe(true);
    expect(raw.startsWith(preview)).toBe(true);
  });

  test("that is no JSON is shown as the text it is", async () => {
    const own = await newTenant();
    await setAside(own, item({ raw: "{not json" }));
    expect((await own.api("GET", `/quarantine/${(await onlyItem(own)).id}`)).json.raw).toBe("{not json");
  });

  test("can be thrown away", async () => {
    const own = await newTenant();
    await setAside(own, item());
    const { id } = await onlyItem(own);
    expect((await own.api("DELETE", `/quarantine/${id}`)).status).toBe(204);
    expect((await own.api("DELETE", `/quarantine/${id}`)).json.code).toBe("not_found");
    expect(await list(own)).toMatchObject({ total: 0 });
    const pieces = await runInDurableObject(env.TENANT.getByName(own.id), (_, { storage }) =>
      storage.sql.exec("SELECT count(*) AS count FROM quarantine_pieces").one(),
    );
    expect(pieces).toEqual({ count: 0 });
  });

  test("of another tenant is not there", async () => {
    await setAside(shop, item());
    const { id } = await onlyItem(shop);
    const other = await newTenant();
    for (const [method, path] of [
      ["GET", `/quarantine/${id}`],
      ["POST", `/quarantine/${id}/replay`],
      ["DELETE", `/quarantine/${id}`],
    ] as const)
      expect((await other.api(method, path)).json).toMatchObject({ status: 404, code: "not_found" });
    expect((await shop.api("GET", `/quarantine/${id}`)).status).toBe(200);
  });

  test("keeps the latest statuses of another app's messages, and never a message for them", async () => {
    const own = await newTenant();
    const others = Array.from({ length: 1_250 }, () => item({ reason: "status_of_unknown_message" }));
    await setAside(own, item());
    for (let from = 0; from < others.length; from += 250) await setAside(own, ...others.slice(from, from + 250));
    const { total } = await list(own, "?reason=status_of_unknown_message");
    expect(total).toBeGreaterThanOrEqual(1_000);
    expect(total).toBeLessThan(1_100);
    expect((await list(own, "?reason=not_understood")).total).toBe(1);
    const [newest] = (await list(own, "?limit=1")).items;
    expect(newest.preview).toBe(others.at(-1)?.raw);
  });

  test("is forgotten after 90 days", async () => {
    const own = await newTenant();
    const start = Date.now();
    vi.setSystemTime(start);
    await setAside(own, item());
    vi.setSystemTime(start + QUARANTINE_MS - DAY);
    const young = item();
    await setAside(own, young);
    expect(await list(own)).toMatchObject({ total: 2 });
    vi.setSystemTime(start + QUARANTINE_MS + 1);
    expect(await runDurableObjectAlarm(env.TENANT.getByName(own.id))).toBe(true);
    expect(await list(own)).toMatchObject({ total: 1, items: [{ preview: young.raw }] });
    vi.setSystemTime(start + 2 * QUARANTINE_MS);
    const youngest = item();
    await setAside(own, youngest);
    expect(await list(own)).toMatchObject({ total: 1, items: [{ preview: youngest.raw }] });
  });
});

describe("a replay", () => {
  test("places what can be placed now, and the item is gone", async () => {
    const line = await newLine();
    const waId = newWaId();
    await setAside(line.shop, item({ raw: message(line.number, waId, "late"), inbox_id: line.inbox }));
    const { id } = await onlyItem(line.shop);
    const { status, json } = await line.shop.api("POST", `/quarantine/${id}/replay`);
    expect({ status, json }).toEqual({ status: 200, json: { outcome: "placed" } });
    expect(await contents(line, waId)).toEqual(["late"]);
    expect(await list(line.shop)).toMatchObject({ total: 0 });
    expect((await line.shop.api("POST", `/quarantine/${id}/replay`)).status).toBe(404);
  });

  test("under a client's key is answered the same again", async () => {
    const line = await newLine();
    await setAside(line.shop, item({ raw: message(line.number, newWaId(), "once"), inbox_id: line.inbox }));
    const path = `/quarantine/${(await onlyItem(line.shop)).id}/replay`;
    const replay = () => line.shop.api("POST", path, undefined, { "Idempotency-Key": "replay-1" });
    const [first, second] = [await replay(), await replay()];
    expect(first.json).toEqual({ outcome: "placed" });
    expect([second.status, second.json]).toEqual([200, first.json]);
  });

  test("leaves what still cannot be placed, and says why", async () => {
    const own = await newTenant();
    await setAside(own, item({ raw: JSON.stringify({ field: "messages", value: { odd: true } }) }));
    const { id } = await onlyItem(own);
    const { json } = await own.api("POST", `/quarantine/${id}/replay`);
    expect(json).toEqual({ outcome: "still_quarantined", reason: expect.any(String) });
    expect(await list(own)).toMatchObject({ total: 1, items: [{ id, reason: json.reason }] });
  });

  test("of all goes from the oldest to the newest, of one reason where it is named, and tells the counts", async () => {
    const line = await newLine();
    const waId = newWaId();
    const said = ["one", "two", "three"];
    for (const body of said)
      await setAside(
        line.shop,
        item({ raw: message(line.number, waId, body), inbox_id: line.inbox, reason: "unknown_number" }),
      );
    await setAside(line.shop, item({ raw: JSON.stringify({ field: "messages", value: {} }) }));
    const { json } = await line.shop.api("POST", "/quarantine/replay", { reason: "unknown_number" });
    expect(json).toEqual({ placed: 3, still_quarantined: 0, next_cursor: null });
    expect(await contents(line, waId)).toEqual(said);
    expect((await line.shop.api("POST", "/quarantine/replay")).json).toMatchObject({ placed: 0, still_quarantined: 1 });
  });

  test("of more than a hundred goes on where it ended", async () => {
    const own = await newTenant();
    await setAside(own, ...Array.from({ length: 103 }, () => item()));
    const { json } = await own.api("POST", "/quarantine/replay");
    expect(json).toMatchObject({ placed: 0, still_quarantined: 100 });
    const { next_cursor: cursor } = json;
    expect((await own.api("POST", "/quarantine/replay", { cursor })).json).toEqual({
      placed: 0,
      still_quarantined: 3,
      next_cursor: null,
    });
  });
});

describe("what belongs to no tenant", () => {
  const operator = (method: string, path: string) => call(method, `/admin/v1/quarantine${path}`, { bearer: OPERATOR });

  test("is the operator's to see, try again and throw away", async () => {
    const kept = [item({ reason: "unknown_number" }), item()];
    await tenantAt(env, NOBODY).quarantine(kept);
    const { json } = await operator("GET", "?limit=1");
    expect(json.items).toMatchObject([{ preview: kept[1]?.raw }]);
    const [{ id }] = json.items;
    expect((await operator("GET", `/${id}`)).json.raw).toEqual(JSON.parse(kept[1]?.raw ?? ""));
    expect((await operator("POST", `/${id}/replay`)).json.outcome).toBe("still_quarantined");
    expect((await operator("DELETE", `/${id}`)).status).toBe(204);
    expect((await operator("POST", "/replay")).json).toEqual({ placed: 0, still_quarantined: 1, next_cursor: null });
  });

  test("is placed when its number has a tenant now", async () => {
    const line = await newLine();
    const waId = newWaId();
    await tenantAt(env, NOBODY).quarantine([item({ raw: message(line.number, waId, "early"), reason: "waits" })]);
    const [{ id }] = (await operator("GET", "?reason=waits")).json.items;
    expect((await operator("POST", `/${id}/replay`)).json).toEqual({ outcome: "placed" });
    expect(await contents(line, waId)).toEqual(["early"]);
  });

  test("is nobody else's", async () => {
    for (const bearer of [shop.bearer, "wrong"])
      expect((await call("GET", "/admin/v1/quarantine", { bearer })).status).toBe(401);
    expect((await call("GET", "/api/v1/quarantine")).status).toBe(401);
  });
});

describe("a quarantine of the version before", () => {
  const OLD = `
    CREATE TABLE migrations (id INTEGER PRIMARY KEY, applied_at TEXT NOT NULL);
    INSERT INTO migrations VALUES (1, '2026-01-01T00:00:00.000Z');
    CREATE TABLE settings (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
    CREATE TABLE keys (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE quarantine (id INTEGER PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL);`;

  test("keeps its items, the pieces of a large one together, and its inboxes", async () => {
    const id = crypto.randomUUID();
    const large = JSON.stringify({ large: "x".repeat(1_200_000) });
    const raws = [
      '{"small":1}',
      large.slice(0, 500_000),
      large.slice(500_000, 1_000_000),
      large.slice(1_000_000),
      '{"small":2}',
    ];
    const object = env.TENANT.getByName(id);
    const at = new Date().toISOString();
    const inbox = { id: "one", name: "Old", outlet_id: "two", created_at: at, channel: { type: "whatsapp" } };
    await runInDurableObject(object, (_, { storage }) => {
      storage.sql.exec(OLD);
      for (const raw of raws)
        storage.sql.exec("INSERT INTO quarantine (at, reason, raw) VALUES (?, 'nothing_to_store', ?)", at, raw);
      storage.sql.exec("INSERT INTO settings VALUES ('inbox', 'one', ?)", JSON.stringify(inbox));
      storage.sql.exec("INSERT INTO settings VALUES ('tenant', ?, ?)", id, JSON.stringify({ id }));
    });
    const { evictDurableObject } = await import("cloudflare:test");
    await evictDurableObject(object);
    const tenant = tenantAt(env, id);
    const { items: kept, total } = await tenant.quarantined({ reason: null, order: "oldest", after: null, limit: 10 });
    expect(total).toBe(3);
    expect(kept.map(({ preview }) => preview)).toEqual(['{"small":1}', large.slice(0, 200), '{"small":2}']);
    expect(kept[1]?.size).toBe(large.length);
    expect((await tenant.quarantinedItem(kept[1]?.id ?? ""))?.raw === large).toBe(true);
    await tenant.quarantine([item()]);
    expect((await tenant.configuration())?.inboxes).toMatchObject([
      { channel: { type: "whatsapp", waba_id: null }, health: { status: "healthy", since: at }, state: { as_of: {} } },
    ]);
  });
});
