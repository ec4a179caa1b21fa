import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { CloudEvent, HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { subscriptionAt } from "../../src/subscriptions/port.ts";
import { newTenant, type Shop } from "../support/api.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Two hours from now, so that no real alarm fires; each test moves the clock from there. */
let start: number;

interface Callback {
  url: string;
  headers: Record<string, string>;
  body: string;
  event: { id: string; type: string; seq: number; subject: string; data: Record<string, unknown> };
}

let callbacks: Callback[];
let answer: (callback: Callback) => Response | Promise<Response>;

beforeEach(() => {
  start = Date.now() + 2 * 60 * MINUTE;
  vi.setSystemTime(start);
  callbacks = [];
  answer = () => new Response("thanks");
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const body = String(init?.body);
    const headers = Object.fromEntries(new Headers(init?.headers));
    const callback = { url: String(input), headers, body, event: JSON.parse(body) };
    callbacks.push(callback);
    return answer(callback);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let services = 0;

/** A service that is told of a shop's events. */
async function subscribe(shop: Shop, types: string[], more: object = {}) {
  const url = `https://service-${++services}.test/callbacks`;
  const { json } = await shop.api("POST", "/subscriptions", { url, types, ...more });
  const id: string = json.id;
  return {
    id,
    url,
    secret: json.secret as string,
    stub: env.SUBSCRIPTION.getByName(`${shop.id}:${id}`),
    port: subscriptionAt(env, shop.id, id),
    told: () => callbacks.filter((callback) => callback.url === url).map(({ event }) => event),
  };
}

type Service = Awaited<ReturnType<typeof subscribe>>;

/** Moves the clock to so much after the start, and lets the subscription's alarm ring if one is set. */
async function ring({ stub }: Service, after: number): Promise<boolean> {
  vi.setSystemTime(start + after);
  return runDurableObjectAlarm(stub);
}

const arrived = (service: Service, count: number) =>
  vi.waitFor(() => expect(service.told().length).toBeGreaterThanOrEqual(count), { timeout: 5_000 });

describe("a service is told", () => {
  test("of what happens in a conversation, in its order, in a form that the public libraries verify and parse", async () => {
    const shop = await newTenant();
    const service = await subscribe(shop, ["*"]);
    const { id } = await shop.open();
    for (const content of ["one", "two"]) await shop.say(id, "customer", content);
    const { json } = await shop.api("GET", `/conversations/${id}/events?limit=100`);
    const seqs: number[] = json.events.map(({ seq }: { seq: number }) => seq);
    await vi.waitFor(() => expect(service.told().at(-1)?.seq).toBe(seqs.at(-1)), { timeout: 5_000 });
    expect([...new Set(service.told().map(({ seq }) => seq))]).toEqual(seqs);
    for (const { headers, body, event } of callbacks) {
      expect(new Webhook(service.secret).verify(body, headers)).toEqual(event);
      expect(headers["webhook-id"]).toBe(event.id);
      const parsed = HTTP.toEvent({ headers, body }) as CloudEvent<Record<string, unknown>>;
      expect(parsed).toBeInstanceOf(CloudEvent);
      expect(parsed.validate()).toBe(true);
      expect(parsed).toMatchObject({ subject: id, source: `urn:conversation-store:tenant:${shop.id}`, seq: event.seq });
    }
    const [newest] = (await service.port.deliveries({ state: "delivered", before: null, limit: 1 })).deliveries;
    const delivery = await service.port.delivery(newest?.id ?? 0);
    expect(delivery?.body).toMatchObject({ id: service.told().at(-1)?.id, type: service.told().at(-1)?.type });
  });

  test("of what it wants alone", async () => {
    const shop = await newTenant();
    const service = await subscribe(shop, ["conversation.*"]);
    const other = await subscribe(shop, ["*"], { outlet_ids: [crypto.randomUUID()] });
    const { id } = await shop.open();
    await shop.say(id, "customer", "hello");
    await arrived(service, 1);
    expect(service.told().every(({ type }) => type.startsWith("conversation."))).toBe(true);
    expect(other.told()).toEqual([]);
  });

  test("again after it failed, when the alarm rings, also by an object that was evicted meanwhile", async () => {
    const shop = await newTenant();
    const service = await subscribe(shop, ["conversation.opened"]);
    answer = () => new Response("sorry", { status: 503 });
    await shop.open();
    await arrived(service, 1);
    await vi.waitFor(async () => expect((await service.port.standing()).behind).toBe(1));
    await evictDurableObject(service.stub);
    answer = () => new Response("thanks");
    expect(await ring(service, 6 * SECOND)).toBe(true);
    await arrived(service, 2);
    expect(new Set(service.told().map(({ id }) => id)).size).toBe(1);
    await vi.waitFor(async () => {
      const [delivery] = (await service.port.deliveries({ state: null, before: null, limit: 1 })).deliveries;
      expect(delivery).toMatchObject({
        state: "delivered",
        attempts: [
          { status: 503, error: "The answer was 503.", answer: "sorry" },
          { status: 200, error: null, answer: "thanks" },
        ],
      });
    });
    await ring(service, 2 * MINUTE);
    await ring(service, DAY);
    // The thread is looked at once more, as the subscription is so new.
    await vi.waitFor(async () =>
      expect(await service.port.standing()).toMatchObject({ state: "working", behind: 0, dead: 0 }),
    );
  });

  test("with both secrets while one takes the other's place", async () => {
    const shop = await newTenant();
    const service = await subscribe(shop, ["conversation.opened"]);
    const { json } = await shop.api("POST", `/subscriptions/${service.id}/secrets`, { grace_seconds: 3_600 });
    await shop.open();
    await arrived(service, 1);
    for (const secret of [service.secret, json.secret]) {
      const { body, headers, event } = callbacks[0] as Callback;
      expect(new Webhook(secret).verify(body, headers)).toEqual(event);
    }
  });

  test("of a test, at once", async () => {
    const shop = await newTenant();
    const service = await subscribe(shop, ["ticket.closed"]);
    expect(await service.port.sendTest()).toMatchObject({ status: 200, error: null, answer: "thanks" });
    expect(service.told()).toMatchObject([{ type: "subscription.test", data: { subscription_id: service.id } }]);
    answer = () => new Response("who?", { status: 404 });
    expect(await service.port.sendTest()).toMatchObject({ status: 404, error: "The answer was 404.", answer: "who?" });
  });

  test("nothing any more once it said 410; the tenant's others hear of it", async () => {
    const shop = await newTenant();
    const gone = await subscribe(shop, ["conversation.opened"]);
    const other = await subscribe(shop, ["subscription.*"]);
    answer = ({ url }) => new Response(null, { status: url === gone.url ? 410 : 204 });
    await shop.open();
    await arrived(gone, 1);
    await vi.waitFor(async () => expect((await gone.port.standing()).state).toBe("disabled"));
    await runDurableObjectAlarm(env.TENANT.getByName(shop.id));
    await arrived(other, 1);
    expect(other.told()).toMatchObject([{ type: "subscription.disabled", data: { subscription_id: gone.id } }]);
    expect(await gone.port.standing()).toMatchObject({ state: "disabled" });
    await shop.open();
    answer = () => new Response(null, { status: 204 });
    await ring(gone, MINUTE);
    expect(gone.told()).toHaveLength(1);
    await shop.api("PATCH", `/subscriptions/${gone.id}`, { enabled: true });
    await arrived(gone, 3);
  });

  test("what it missed, by a replay from a time", async () => {
    const shop = await newTenant();
    const conversations = [await shop.open(), await shop.open(), await shop.open()];
    vi.setSystemTime(start + 2 * MINUTE);
    const service = await subscribe(shop, ["conversation.opened"]);
    vi.setSystemTime(start + 4 * MINUTE);
    const count = await service.port.replay({ time: new Date(start).toISOString() });
    expect(count).toBe(3);
    await arrived(service, 3);
    expect(new Set(service.told().map(({ subject }) => subject))).toEqual(new Set(conversations.map(({ id }) => id)));
    expect(await service.port.standing()).toMatchObject({ replaying: null });
  });
});

describe("nothing is left behind", () => {
  test("by a subscription that was removed", async () => {
    const shop = await newTenant();
    const service = await subscribe(shop, ["*"]);
    await shop.open();
    await arrived(service, 1);
    await shop.api("DELETE", `/subscriptions/${service.id}`);
    await service.port.remove();
    await runInDurableObject(service.stub, async (_, { storage }) => {
      expect(
        storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'").toArray(),
      ).toEqual([]);
      expect(await storage.getAlarm()).toBeNull();
    });
    const count = callbacks.length;
    await service.port.notify("thread", 0, 1);
    await shop.open();
    expect(callbacks).toHaveLength(count);
  });

  test("by what is told of a subscription that nobody made", async () => {
    const shop = await newTenant();
    const stub = env.SUBSCRIPTION.getByName(`${shop.id}:${crypto.randomUUID()}`);
    await stub.notify("thread", 0, 1);
    await stub.changed();
    await runInDurableObject(stub, async (_, { storage }) => {
      expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'migrations'").toArray()).toEqual([]);
      expect(await storage.getAlarm()).toBeNull();
    });
  });
});
