import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NOBODY, tenantAt } from "../../src/tenant/port.ts";
import { newTenant, type Shop } from "../support/api.ts";

const URL_OF = "https://subscriber.example.com/callbacks";

/** What the subscriber was sent, and how it answers. */
const calls: { url: string; headers: Record<string, string>; body: string }[] = [];
let status = 204;

beforeEach(() => {
  calls.length = 0;
  status = 204;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    calls.push({ url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() });
    const answer = request.url === URL_OF ? status : 204;
    return new Response(answer === 204 ? null : "no", { status: answer });
  });
});
afterEach(() => vi.useRealTimers());
afterAll(() => vi.restoreAllMocks());

const subscribe = (shop: Shop, more: object = {}, headers: Record<string, string> = {}) =>
  shop.api("POST", "/subscriptions", { url: URL_OF, types: ["*"], ...more }, headers);

/** A delivery of something that was said, once it has come to this state. */
async function delivered(shop: Shop, id: string, state: string) {
  const { id: conversation } = await shop.open();
  await shop.say(conversation, "customer", "hello");
  return vi.waitFor(async () => {
    const { json } = await shop.api("GET", `/subscriptions/${id}/deliveries?state=${state}`);
    expect(json.deliveries.length).toBeGreaterThan(0);
    return json.deliveries[0];
  }, 10_000);
}

describe("a subscription", () => {
  test("shows its secret once, and nowhere again", async () => {
    const shop = await newTenant();
    const { json: made } = await subscribe(shop);
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const everything = await Promise.all([
      shop.api("GET", "/subscriptions"),
      shop.api("GET", `/subscriptions/${made.id}`),
      shop.api("PATCH", `/subscriptions/${made.id}`, { description: "Ours" }),
    ]);
    for (const { text } of everything) expect(text).not.toContain("whsec_");
    expect(JSON.stringify(await tenantAt(env, shop.id).configuration())).not.toContain(made.secret);
  });

  test("is made once under a client's key, with the same secret, which is kept in no answer", async () => {
    const shop = await newTenant();
    const key = { "Idempotency-Key": "one" };
    const [first, again] = [await subscribe(shop, {}, key), await subscribe(shop, {}, key)];
    expect(again.json).toEqual(first.json);
    expect((await shop.api("GET", "/subscriptions")).json.subscriptions).toHaveLength(1);
    const kept = await runInDurableObject(env.TENANT.getByName(shop.id), (_, { storage }) =>
      storage.sql.exec("SELECT answer FROM keys").toArray(),
    );
    expect(JSON.stringify(kept)).not.toContain("whsec_");
  });

  test("is another tenant's to nobody", async () => {
    const [shop, other] = [await newTenant(), await newTenant()];
    const { id } = (await subscribe(shop)).json;
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/test"],
      ["POST", "/secrets"],
      ["GET", "/deliveries"],
      ["POST", "/redeliver"],
      ["DELETE", "/deliveries/1"],
    ] as const)
      expect((await other.api(method, `/subscriptions/${id}${path}`)).status, `${method} ${path}`).toBe(404);
    expect((await shop.api("GET", `/subscriptions/${id}`)).status).toBe(200);
  });

  test.each(["http://example.com/", "https://127.0.0.1/", "https://localhost/x", "https://user:secret@example.com/"])(
    "of %s is refused in words",
    async (url) => {
      const shop = await newTenant();
      const refused = await subscribe(shop, { url });
      expect(refused).toMatchObject({ status: 422, json: { code: "url_not_allowed", detail: expect.any(String) } });
      const { id } = (await subscribe(shop)).json;
      expect((await shop.api("PATCH", `/subscriptions/${id}`, { url })).status).toBe(422);
    },
  );

  test("takes names in every spelling, and offers the nearest for one that nothing bears", async () => {
    const shop = await newTenant();
    const types = ["message_added", "Generate-AI-Agent-Answer", "message.*", "conversation_created", "ticket.opened"];
    const made = await subscribe(shop, { types: [...types, "message-added"] });
    expect(made.json.types).toEqual([
      "message-added",
      "generate-ai-agent-answer",
      "message.*",
      "conversation_created",
      "ticket.opened",
    ]);
    const changed = await shop.api("PATCH", `/subscriptions/${made.json.id}`, { types: ["OPEN_TICKET"] });
    expect(changed.json.types).toEqual(["open-ticket"]);
    const { json } = await subscribe(shop, { types: ["message.recieved"] });
    expect(json.errors).toEqual([{ field: "types.0", detail: expect.stringContaining("message.received") }]);
    const told = await subscribe(shop, { types: ["ticket-opened", "nothing.*"] });
    expect(told.json.errors).toEqual([
      { field: "types.0", detail: expect.stringContaining("ticket.opened") },
      { field: "types.1", detail: expect.any(String) },
    ]);
  });

  test("is one of 200 at most", async () => {
    const shop = await newTenant();
    const tenant = tenantAt(env, shop.id);
    const wish = { url: URL_OF, types: ["*"], outlet_ids: [], inbox_ids: [], description: null, enabled: false };
    for (let count = 0; count < 200; count++) await tenant.createSubscription(wish, null);
    expect(await subscribe(shop)).toMatchObject({ status: 409, json: { code: "subscription_limit" } });
  });

  test("is tested at once, and the answer says what came of it", async () => {
    const shop = await newTenant();
    const { id, secret } = (await subscribe(shop)).json;
    expect(await shop.api("POST", `/subscriptions/${id}/test`)).toMatchObject({
      status: 200,
      json: { status: 204, error: null },
    });
    const [call] = calls;
    expect(call?.url).toBe(URL_OF);
    expect(new Webhook(secret).verify(call?.body ?? "", call?.headers ?? {})).toMatchObject({
      specversion: "1.0",
      type: "subscription.test",
      data: { subscription_id: id },
    });
    status = 500;
    expect((await shop.api("POST", `/subscriptions/${id}/test`)).json).toMatchObject({
      status: 500,
      error: expect.any(String),
      answer: "no",
    });
  });

  test("signs with both secrets while they are rotated, and with the new one alone afterwards", async () => {
    const shop = await newTenant();
    const { id, secret: old } = (await subscribe(shop)).json;
    const rotated = await shop.api("POST", `/subscriptions/${id}/secrets`, { grace_seconds: 3_600 });
    expect(Date.parse(rotated.json.previous_valid_until)).toBeGreaterThan(Date.now());
    await shop.api("POST", `/subscriptions/${id}/test`);
    const verifies = (secret: string) => {
      const { body = "", headers = {} } = calls.at(-1) ?? {};
      return new Webhook(secret).verify(body, headers);
    };
    expect(() => [old, rotated.json.secret].map(verifies)).not.toThrow();
    const last = (await shop.api("POST", `/subscriptions/${id}/secrets`, { grace_seconds: 0 })).json;
    expect(last.previous_valid_until).toBeNull();
    await shop.api("POST", `/subscriptions/${id}/test`);
    expect(() => verifies(last.secret)).not.toThrow();
    expect(() => verifies(rotated.json.secret)).toThrow();
  });

  test("that is rotated twice still signs with the secret that its reader has", async () => {
    const shop = await newTenant();
    const { id, secret } = (await subscribe(shop)).json;
    const rotate = async (grace_seconds: number, headers?: Record<string, string>) =>
      (await shop.api("POST", `/subscriptions/${id}/secrets`, { grace_seconds }, headers)).json;
    const inForce = async () => (await tenantAt(env, shop.id).subscription(id))?.secrets;
    const first = await rotate(3_600);
    const key = { "Idempotency-Key": "rotation" };
    const second = await rotate(60, key);
    expect(await rotate(60, key)).toEqual(second);
    expect(await inForce()).toEqual([second.secret, first.secret, secret]);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await inForce()).toEqual([second.secret]);
    for (let count = 0; count < 9; count++) await rotate(3_600);
    expect(await inForce()).toHaveLength(5);
    const last = await rotate(0);
    expect(await inForce()).toEqual([last.secret]);
    const kept = await runInDurableObject(env.TENANT.getByName(shop.id), (_, { storage }) =>
      storage.sql.exec("SELECT answer FROM keys").toArray(),
    );
    expect(JSON.stringify(kept)).not.toContain("whsec_");
  });

  test("that is deleted is gone with all it had", async () => {
    const shop = await newTenant();
    const { id } = (await subscribe(shop)).json;
    await delivered(shop, id, "delivered");
    expect((await shop.api("DELETE", `/subscriptions/${id}`)).status).toBe(204);
    expect((await shop.api("GET", `/subscriptions/${id}`)).status).toBe(404);
    const tables = await runInDurableObject(env.SUBSCRIPTION.getByName(`${shop.id}:${id}`), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '_cf%'").toArray(),
    );
    expect(tables).toEqual([]);
  });

  test("wants only what happens in its outlets and inboxes", async () => {
    const shop = await newTenant();
    const elsewhere = (await subscribe(shop, { outlet_ids: [crypto.randomUUID()] })).json.id;
    const here = (await subscribe(shop)).json.id;
    await delivered(shop, here, "delivered");
    expect((await shop.api("GET", `/subscriptions/${elsewhere}/deliveries`)).json.deliveries).toEqual([]);
  });

  test("CB8 is told of a conversation that was transferred to its outlet", async () => {
    const shop = await newTenant();
    const { json: harbour } = await shop.api("POST", "/outlets", { name: "Harbour" });
    await subscribe(shop, { types: ["message.received"], outlet_ids: [harbour.id] });
    const { id } = await shop.open(undefined, { outlet_id: shop.outlet });
    expect((await shop.api("POST", `/conversations/${id}/transfer`, { outlet_id: harbour.id })).status).toBe(200);
    await shop.say(id, "customer", "are you there?");
    // Before it looks for what it may have missed since it was made.
    await vi.waitFor(() => expect(calls.map(({ body }) => JSON.parse(body).type)).toEqual(["message.received"]), 4_000);
  });
});

describe("a delivery", () => {
  test("can be read, with its attempts and its body", async () => {
    const shop = await newTenant();
    const { id } = (await subscribe(shop, { types: ["message.received"] })).json;
    const listed = await delivered(shop, id, "delivered");
    expect(listed).toMatchObject({ type: "message.received", attempts: [{ status: 204, error: null }] });
    const { json } = await shop.api("GET", `/subscriptions/${id}/deliveries/${listed.id}`);
    const call = calls.find(({ headers }) => headers["webhook-id"] === listed.event_id);
    expect(json.body).toEqual(JSON.parse(call?.body ?? ""));
    expect(json.body).toMatchObject({ id: listed.event_id, seq: listed.seq });
    expect((await shop.api("GET", `/subscriptions/${id}/deliveries/1`)).status).toBe(404);
    expect(await shop.api("DELETE", `/subscriptions/${id}/deliveries/${listed.id}`)).toMatchObject({
      status: 409,
      json: { code: "delivery_not_dead" },
    });
  });

  test("that fails is retried, and can be made now or passed over", async () => {
    status = 503;
    const shop = await newTenant();
    const { id } = (await subscribe(shop, { types: ["message.received"] })).json;
    const failed = await delivered(shop, id, "retrying");
    expect(failed).toMatchObject({ attempts: [{ status: 503 }], next_attempt_at: expect.any(String) });
    status = 204;
    expect((await shop.api("POST", `/subscriptions/${id}/deliveries/${failed.id}/redeliver`)).status).toBe(202);
    await vi.waitFor(async () => {
      const { json } = await shop.api("GET", `/subscriptions/${id}/deliveries/${failed.id}`);
      expect(json).toMatchObject({ state: "delivered", attempts: [{ status: 503 }, { status: 204 }] });
    }, 10_000);
  });

  test("is replayed from a time and from a seq, with the same ids", async () => {
    const shop = await newTenant();
    const before = new Date(Date.now() - 1_000).toISOString();
    const { id } = (await subscribe(shop, { types: ["message.received"] })).json;
    const first = await delivered(shop, id, "delivered");
    const again = async (from: object, times: number) => {
      expect((await shop.api("POST", `/subscriptions/${id}/replay`, from)).status).toBe(202);
      await vi.waitFor(() => expect(calls).toHaveLength(times), 10_000);
      expect(calls.at(-1)?.headers["webhook-id"]).toBe(first.event_id);
    };
    await again({ from: before }, 2);
    await again({ conversation_id: first.conversation_id, after_seq: 0 }, 3);
    const unknown = { conversation_id: crypto.randomUUID(), after_seq: 0 };
    expect((await shop.api("POST", `/subscriptions/${id}/replay`, unknown)).json.code).toBe("conversation_not_found");
  });
});

describe("a subscription that is switched off by itself", () => {
  test("is told of to the tenant, by a notice and to its other subscriptions", async () => {
    const shop = await newTenant();
    const { id } = (await subscribe(shop, { types: ["message.received"] })).json;
    const witness = (await subscribe(shop, { url: "https://witness.example.com/", types: ["subscription.disabled"] }))
      .json;
    status = 410;
    const { id: conversation } = await shop.open();
    await shop.say(conversation, "customer", "hello");
    await vi.waitFor(async () => {
      const { json } = await shop.api("GET", `/subscriptions/${id}`);
      expect(json).toMatchObject({
        enabled: false,
        disabled: { reason: expect.any(String) },
        standing: { state: "disabled" },
      });
    }, 10_000);
    status = 204;
    await runDurableObjectAlarm(env.TENANT.getByName(shop.id));
    await vi.waitFor(async () => {
      const { json } = await shop.api("GET", `/subscriptions/${witness.id}/deliveries`);
      expect(json.deliveries).toMatchObject([
        { type: "subscription.disabled", state: "delivered", conversation_id: null },
      ]);
    }, 10_000);
    const { json } = await shop.api("GET", "/notices");
    expect(json.notices).toMatchObject([
      { seq: 1, type: "subscription.disabled", data: { subscription_id: id, url: URL_OF } },
    ]);
    expect((await shop.api("GET", "/notices?after=1")).json).toEqual({ notices: [], next_after: null });

    const on = await shop.api("PATCH", `/subscriptions/${id}`, { enabled: true });
    expect(on.json).toMatchObject({ enabled: true, disabled: null });
    await vi.waitFor(async () => {
      const delivered = await shop.api("GET", `/subscriptions/${id}/deliveries?state=delivered`);
      expect(delivered.json.deliveries).toHaveLength(1);
    }, 10_000);
  });
});

describe("a notice", () => {
  const tenantOf = (shop: Shop) => env.TENANT.getByName(shop.id);

  test("is told of again until every subscription knows of it", async () => {
    // So far ahead that no alarm rings but by the test's hand.
    vi.setSystemTime(Date.now() + 2 * 60 * 60 * 1_000);
    const shop = await newTenant();
    const [failed, witness] = [(await subscribe(shop)).json.id, (await subscribe(shop)).json.id];
    const getByName = env.SUBSCRIPTION.getByName.bind(env.SUBSCRIPTION);
    const broken = vi.spyOn(env.SUBSCRIPTION, "getByName").mockImplementation((name) => {
      if (name.endsWith(witness)) throw new Error("not now");
      return getByName(name);
    });
    await tenantAt(env, shop.id).disableSubscription(failed, "It failed for 3 days.");
    await tenantAt(env, shop.id).disableSubscription(failed, "And again.");
    await runDurableObjectAlarm(tenantOf(shop));
    expect(broken).toHaveBeenCalled();
    broken.mockRestore();
    expect(calls).toEqual([]);
    vi.setSystemTime(Date.now() + 31_000);
    expect(await runDurableObjectAlarm(tenantOf(shop))).toBe(true);
    await vi.waitFor(() => expect(calls).toHaveLength(1), 10_000);
    expect(JSON.parse(calls[0]?.body ?? "")).toMatchObject({
      type: "subscription.disabled",
      source: `urn:conversation-store:tenant:${shop.id}`,
      data: { subscription_id: failed, reason: "It failed for 3 days." },
    });
  });

  test("is kept for 90 days; the next one has the next seq", async () => {
    const shop = await newTenant();
    const disable = async () => {
      const { id } = (await subscribe(shop)).json;
      await tenantAt(env, shop.id).disableSubscription(id, "It is gone.");
      await runDurableObjectAlarm(tenantOf(shop));
    };
    const seqs = async () => (await shop.api("GET", "/notices")).json.notices.map(({ seq }: { seq: number }) => seq);
    await disable();
    await disable();
    expect(await seqs()).toEqual([1, 2]);
    expect((await shop.api("GET", "/notices?limit=1")).json).toMatchObject({ notices: [{ seq: 1 }], next_after: 1 });
    const alarm = await runInDurableObject(tenantOf(shop), (_, { storage }) => storage.getAlarm());
    expect(Math.round((Number(alarm) - Date.now()) / 86_400_000)).toBe(90);
    vi.setSystemTime(Date.now() + 91 * 86_400_000);
    await runDurableObjectAlarm(tenantOf(shop));
    expect(await seqs()).toEqual([]);
    await disable();
    expect(await seqs()).toEqual([3]);
  });
});

describe("a tenant's object", () => {
  test("of the version before has no subscriptions and an outlet without hours, and may have some", async () => {
    const shop = await newTenant();
    const tenant = env.TENANT.getByName(shop.id);
    await runInDurableObject(tenant, (_, { storage }) => {
      const tables = ["notices", "customers", "customer_addresses"].map((table) => `DROP TABLE ${table};`).join("");
      storage.sql.exec(`DELETE FROM migrations WHERE id > 2; ${tables}
        UPDATE settings SET body = json_remove(body, '$.business_hours', '$.created_at', '$.updated_at')
          WHERE kind = 'outlet'`);
    });
    await evictDurableObject(tenant);
    expect(await tenantAt(env, shop.id).configuration()).toMatchObject({
      tenant: { id: shop.id },
      subscriptions: [],
      outlets: [{ business_hours: null, created_at: expect.stringMatching(/Z$/) }],
    });
    const { id } = (await subscribe(shop)).json;
    await tenantAt(env, shop.id).disableSubscription(id, "It is gone.");
    expect((await shop.api("GET", "/notices")).json.notices).toMatchObject([{ seq: 1 }]);
  });

  test("that is no tenant's, and only keeps what belongs to none, sleeps until something expires", async () => {
    const nobody = tenantAt(env, NOBODY);
    await nobody.quarantine([{ reason: "not_understood", inbox_id: null, raw: crypto.randomUUID() }]);
    const object = env.TENANT.getByName(NOBODY);
    await runDurableObjectAlarm(object);
    const alarm = await runInDurableObject(object, (_, { storage }) => storage.getAlarm());
    expect(Number(alarm) - Date.now()).toBeGreaterThan(86_400_000);
  });
});
