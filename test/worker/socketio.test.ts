import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { newPhone, newTenant, type Shop } from "../support/api.ts";
import { type Colleague, hire } from "../support/sockets.ts";

const WAIT = { timeout: 10_000, interval: 5 };
const clients: Carrier[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const { web } of clients.splice(0)) web.close(1000);
});

const desk = (shop: Shop) => env.DESK.getByName(shop.id);
const sleep = (shop: Shop) => evictDurableObject(desk(shop), { webSockets: "hibernate" });

/** A request to the endpoint as a client makes it. */
const ask = (query: string, { body, ...more }: RequestInit & { body?: string } = {}): Promise<Response> =>
  exports.default.fetch(
    new Request(`https://store.test/socket.io/?${query}`, {
      method: body === undefined ? "GET" : "POST",
      ...(body !== undefined && { body }),
      ...more,
    }),
  );

const upgrade = (sid?: string, headers: Record<string, string> = {}): Promise<Response> =>
  ask(`EIO=4&transport=websocket${sid === undefined ? "" : `&sid=${sid}`}`, {
    headers: { Upgrade: "websocket", ...headers },
  });

/** A WebSocket and the packets that came by it. */
class Carrier {
  readonly web: WebSocket;
  readonly packets: string[] = [];
  closed: number | null = null;

  constructor({ webSocket }: Response) {
    if (!webSocket) throw new Error("no socket");
    this.web = webSocket;
    webSocket.addEventListener("message", ({ data }) => {
      this.packets.push(String(data));
    });
    webSocket.addEventListener("close", ({ code }) => {
      this.closed = code;
    });
    webSocket.accept();
    clients.push(this);
  }

  heard(start: string): Promise<string> {
    return vi.waitFor(() => {
      const found = this.packets.find((packet) => packet.startsWith(start));
      if (found === undefined) throw new Error(`no ${start} in ${this.packets}`);
      return found;
    }, WAIT);
  }

  ended(): Promise<number> {
    return vi.waitFor(() => {
      if (this.closed === null) throw new Error("still open");
      return this.closed;
    }, WAIT);
  }
}

const open = async (headers: Record<string, string> = {}): Promise<string> => {
  const response = await ask("EIO=4&transport=polling", { headers });
  return JSON.parse((await response.text()).slice(1)).sid;
};
const polling = (sid: string) => `EIO=4&transport=polling&sid=${sid}`;
const signIn = (token: string) => `40${JSON.stringify({ token })}`;

/** As the public client does by default: it polls, signs in, and changes to a WebSocket. */
async function changed(agent: Colleague): Promise<Carrier> {
  const sid = await open();
  const [upgraded] = await Promise.all([upgrade(sid), ask(polling(sid), { body: signIn(agent.token) })]);
  const carrier = new Carrier(upgraded);
  carrier.web.send("2probe");
  await carrier.heard("3probe");
  carrier.web.send("5");
  await carrier.heard("40");
  return carrier;
}

async function bySocket(agent: Colleague): Promise<Carrier> {
  const carrier = new Carrier(await upgrade());
  await carrier.heard("0{");
  carrier.web.send(signIn(agent.token));
  await carrier.heard("40");
  return carrier;
}

describe.each([
  ["changed from polling", changed],
  ["began with a WebSocket", bySocket],
])("a client that %s", (_, connect) => {
  test("keeps its rooms while its desk sleeps", async () => {
    const shop = await newTenant();
    const carrier = await connect(await hire(shop, "ann"));
    const { id } = await shop.open(newPhone());
    carrier.web.send(`420${JSON.stringify(["conversation:join", { conversation_id: id }])}`);
    await carrier.heard("430[");
    await sleep(shop);
    await shop.say(id, "customer", "are you there?");
    expect(await carrier.heard('42["conversation:message"')).toContain("are you there?");
    await sleep(shop);
    carrier.web.send('421["ping"]');
    expect(await carrier.heard("431")).toBe('431[{"pong":true}]');
  });

  test("is pinged by the alarm of a desk that slept; one that does not answer is let go of", async () => {
    const shop = await newTenant();
    const [there, gone] = [await connect(await hire(shop, "ann")), await connect(await hire(shop, "bob"))];
    await sleep(shop);
    vi.setSystemTime(Date.now() + 25_000);
    await runDurableObjectAlarm(desk(shop));
    await Promise.all([there.heard("2"), gone.heard("2")]);
    await sleep(shop);
    vi.setSystemTime(Date.now() + 30_000);
    there.web.send("3");
    // What it says is dealt with in order: once this is answered, the pong was heard.
    there.web.send('420["ping"]');
    await there.heard("430");
    await sleep(shop);
    vi.setSystemTime(Date.now() + 10_000);
    await runDurableObjectAlarm(desk(shop));
    expect(await gone.ended()).toBe(4008);
    expect(there.closed).toBeNull();
  });

  test("whose agent is switched off is told not to come back", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    const carrier = await connect(ann);
    await shop.api("PATCH", `/agents/${ann.id}`, { enabled: false });
    expect(await carrier.ended()).toBe(4001);
    expect(carrier.packets.at(-1)).toBe("41");
  });
});

test("a ticket lets a socket in once; so do the headers of the first request", async () => {
  const shop = await newTenant();
  const ann = await hire(shop, "ann");
  const { ticket } = (await ann.api("POST", "/realtime/tickets")).json;
  await bySocket({ ...ann, token: ticket });
  const again = new Carrier(await upgrade());
  again.web.send(signIn(ticket));
  expect(await again.heard("44")).toBe('44{"message":"unauthorized","data":{"code":"unauthorized"}}');
  const program = new Carrier(await upgrade(undefined, { Authorization: `Bearer ${ann.token}` }));
  program.web.send("40");
  await program.heard("40");
});

test.each(['420["tenant:join",{}]', "5", "hello"])("who says %j before it signs in is sent away", async (packet) => {
  const carrier = new Carrier(await upgrade());
  carrier.web.send(packet);
  expect(await carrier.ended()).toBe(1008);
});

test("what is wrong with a request is said by the carrier's own numbers", async () => {
  const unknown = `a${"0".repeat(32)}`;
  const of = async (response: Promise<Response>) => {
    const { status } = await response;
    return [status, ((await (await response).json()) as { code: number }).code];
  };
  expect(await of(ask("EIO=3&transport=polling"))).toEqual([400, 5]);
  expect(await of(ask("EIO=4&transport=pigeon"))).toEqual([400, 0]);
  expect(await of(ask("EIO=4&transport=polling", { body: "40" }))).toEqual([400, 2]);
  expect(await of(ask(polling(unknown)))).toEqual([400, 1]);
  expect(await of(ask(polling(unknown), { body: "40" }))).toEqual([400, 1]);
  expect(await of(ask(polling("not one")))).toEqual([400, 1]);
  expect(await of(upgrade(unknown))).toEqual([400, 1]);
  expect(await of(ask("EIO=4&transport=websocket"))).toEqual([400, 3]);
  expect(await of(ask(polling(await open()), { body: "hello" }))).toEqual([400, 3]);
});

test("pages of this host may connect, and those of others only where the deployment names them", async () => {
  const from = (origin: string) => ask("EIO=4&transport=polling", { headers: { Origin: origin } });
  const own = await from("https://store.test");
  expect(own.headers.get("Access-Control-Allow-Origin")).toBe("https://store.test");
  expect(own.headers.get("Access-Control-Allow-Credentials")).toBe("true");
  const foreign = await from("https://elsewhere.test");
  expect([foreign.status, foreign.headers.get("Access-Control-Allow-Origin")]).toEqual([403, null]);
  expect((await upgrade(undefined, { Origin: "https://elsewhere.test" })).status).toBe(403);
});
