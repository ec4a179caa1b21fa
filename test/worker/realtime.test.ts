import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ConversationPort } from "../../src/conversation/port.ts";
import { sha256 } from "../../src/lib/crypto.ts";
import { entranceRequest } from "../../src/realtime/entering.ts";
import { tenantAt } from "../../src/tenant/port.ts";
import { newPhone, newTenant, OUTLET, type Shop, threadAt } from "../support/api.ts";
import { Client, hire, upgrade } from "../support/sockets.ts";
import { chat, newLine, newWamid, now, report } from "../support/whatsapp.ts";

const WAIT = { timeout: 10_000, interval: 10 };
const OTHER_OUTLET = "5d8a1c1e-7d0c-4f43-9c8c-2b7f0a9d6e55";

const clients: Client[] = [];
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const client of clients.splice(0)) if (client.closed === null) client.close();
});

const desk = (shop: Shop) => env.DESK.getByName(shop.id);
const sleep = (shop: Shop) => evictDurableObject(desk(shop), { webSockets: "hibernate" });

/** A shop with an agent who has a socket open. */
async function open(more: object = {}) {
  const shop = await newTenant();
  const ann = await hire(shop, "ann", more);
  const client = await come(ann);
  return { shop, ann, client };
}

async function come(agent: Parameters<typeof Client.of>[0]): Promise<Client> {
  const client = await Client.of(agent);
  clients.push(client);
  return client;
}

const contents = (client: Client) => client.all("conversation:message").map(({ data }) => data.content);

describe("who is let in", () => {
  test("by a ticket, once; the socket says who it is for", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    const { ticket } = (await ann.api("POST", "/realtime/tickets")).json;
    const first = await upgrade(`?ticket=${ticket}`);
    expect(first.status).toBe(101);
    const client = new Client(first.webSocket as WebSocket);
    clients.push(client);
    const [welcome] = await client.told("welcome");
    expect(welcome.data).toMatchObject({ tenant_id: shop.id, agent_id: ann.id });
    const again = new Client((await upgrade(`?ticket=${ticket}`)).webSocket as WebSocket);
    expect(await again.ended()).toEqual({ code: 4401, reason: "unauthenticated" });
  });

  test("a program by its agent's bearer; a tenant's key is nobody's who could answer", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    const client = new Client((await upgrade("", { Authorization: `Bearer ${ann.token}` })).webSocket as WebSocket);
    clients.push(client);
    await client.told("welcome");
    const key = new Client((await upgrade("", { Authorization: `Bearer ${shop.bearer}` })).webSocket as WebSocket);
    expect(await key.ended()).toMatchObject({ code: 4401 });
    const nobody = new Client((await upgrade("")).webSocket as WebSocket);
    expect(await nobody.ended()).toMatchObject({ code: 4401 });
  });

  test("no page of another host, and nothing that is no socket", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    const { ticket } = (await ann.api("POST", "/realtime/tickets")).json;
    const foreign = await upgrade(`?ticket=${ticket}`, { Origin: "https://elsewhere.test" });
    expect([foreign.status, ((await foreign.json()) as { code: string }).code]).toEqual([403, "cross_site"]);
    expect((await ann.api("GET", "/realtime")).status).toBe(426);
    const own = new Client(
      (await upgrade(`?ticket=${ticket}`, { Origin: "https://store.test" })).webSocket as WebSocket,
    );
    clients.push(own);
    await own.told("welcome");
  });

  test("nobody enters as somebody else by a header of their own", async () => {
    const shop = await newTenant();
    const entrance = JSON.stringify({ kind: "native", tenant_id: shop.id, agent_id: "boss", outlet_ids: null });
    const client = new Client((await upgrade("", { "X-Realtime-Entrance": entrance })).webSocket as WebSocket);
    expect(await client.ended()).toMatchObject({ code: 4401 });
  });
});

describe("a conversation", () => {
  test("is told by the seeds' names to who has joined it", async () => {
    const { shop, ann, client } = await open();
    const { id } = await shop.open(newPhone());
    const joined = await client.ask("conversation:join", { conversation_id: id });
    expect(joined).toMatchObject({ type: "answer", data: { conversation: { id }, agent_ids: [ann.id] } });
    await shop.say(id, "customer", "Hello");
    const [message] = await client.told("conversation:message");
    expect(message.data).toMatchObject({ conversation_id: id, sender_type: "customer", content: "Hello" });
    expect(message.seq).toBe(message.data.seq);
    await shop.api("POST", `/conversations/${id}/handoff`, { reason: "asked" });
    const [handoff] = await client.told("conversation:handoff");
    expect(handoff.data).toMatchObject({ conversation_id: id, handoff_requested: true, reason: "asked" });
    expect((await client.told("conversation:status"))[0].data).toMatchObject({ status: "handed_off" });
    await shop.api("PUT", `/conversations/${id}/assign`, { agent_id: ann.id });
    expect((await client.told("agent:assigned"))[0].data).toMatchObject({ conversation_id: id, agent_id: ann.id });
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const statuses = await client.told("conversation:status", 2);
    expect(statuses.at(-1).data).toMatchObject({ status: "resolved", state: "closed", reason: "api" });
  });

  test("that was left, or was never joined, is told of no more", async () => {
    const { shop, client } = await open();
    const [left, joined] = [await shop.open(newPhone()), await shop.open(newPhone())];
    await client.ask("conversation:join", { conversation_id: left.id });
    await client.ask("conversation:join", { conversation_id: joined.id });
    await client.ask("conversation:leave", { conversation_id: left.id });
    await shop.say(left.id, "customer", "not told");
    await shop.say(joined.id, "customer", "told");
    await client.told("conversation:message");
    expect(contents(client)).toEqual(["told"]);
  });

  test("of another tenant, of another outlet and one that never was are the same 404", async () => {
    const stranger = await newTenant();
    const { shop, client } = await open({ outlet_ids: [OUTLET] });
    const elsewhere = await stranger.open(newPhone());
    const { id: other } = await shop.open(newPhone(), { outlet_id: OTHER_OUTLET });
    const { id: own } = await shop.open(newPhone());
    const problems = await Promise.all(
      [elsewhere.id, other, crypto.randomUUID()].map(async (conversation_id) => {
        const { type, data } = await client.ask("conversation:join", { conversation_id, after_seq: 0 });
        return [type, data.status, data.code];
      }),
    );
    expect(problems).toEqual(Array(3).fill(["error", 404, "conversation_not_found"]));
    expect((await client.ask("conversation:join", { conversation_id: own })).type).toBe("answer");
    for (const type of ["message:send", "agent:takeover", "release", "typing", "read"]) {
      const more = { client_id: "1", content: "hi", typing: true, seq: 1 };
      const { data } = await client.ask(type, { conversation_id: other, ...more });
      expect([type, data.status]).toEqual([type, 404]);
    }
  });

  test("of all its log, where that is wished, without a gap", async () => {
    const { shop, client } = await open();
    const { id } = await shop.open(newPhone());
    await client.ask("conversation:join", { conversation_id: id, events: true, after_seq: 0 });
    for (const text of ["one", "two", "three"]) await shop.say(id, "customer", text);
    const { events } = (await shop.api("GET", `/conversations/${id}/events`)).json;
    await client.told("event", events.length);
    const told = events.map((event: object) => ({ conversation_id: id, ...event }));
    expect(client.all("event").map(({ data }) => data)).toEqual(told);
  });
});

describe("who comes back", () => {
  test("gets what it missed and nothing else, then what is live", async () => {
    const { shop, ann, client } = await open();
    const { id } = await shop.open(newPhone());
    await client.ask("conversation:join", { conversation_id: id, after_seq: 0 });
    await shop.say(id, "customer", "seen");
    const [{ seq }] = await client.told("conversation:message");
    client.close();
    await client.ended();
    await shop.say(id, "customer", "missed 1");
    await shop.say(id, "customer", "missed 2");
    const again = await come(ann);
    await again.ask("conversation:join", { conversation_id: id, after_seq: seq });
    await again.told("conversation:message", 2);
    await shop.say(id, "customer", "live");
    await again.told("conversation:message", 3);
    expect(contents(again)).toEqual(["missed 1", "missed 2", "live"]);
  });

  test("however much that is: 10,000 events, while more come in", { timeout: 120_000 }, async () => {
    const { shop, client } = await open();
    const { id } = await shop.open(newPhone());
    const thread = threadAt(shop.id, id);
    for (let index = 0; index < 10_000; index += 500)
      await thread.take(Array.from({ length: 500 }, (_, more) => says(index + more)) as never, [], []);
    const before = (await thread.conversation(1))?.last_seq ?? 0;
    expect(before).toBeGreaterThan(10_000);
    client.say("conversation:join", { conversation_id: id, after_seq: 0, events: true });
    for (let index = 0; index < 20; index++) await thread.take([says(20_000 + index)] as never, [], []);
    await vi.waitFor(() => expect(client.all("event").length).toBeGreaterThanOrEqual(before + 20), {
      timeout: 60_000,
      interval: 50,
    });
    expect(client.all("event").map(({ seq }) => seq)).toEqual(Array.from({ length: before + 20 }, (_, at) => at + 1));
    expect(contents(client)).toHaveLength(10_020);
    expect(client.raw.length).toBeLessThan(500);
  });
});

/** A message of the customer's, as a channel brings it. */
const says = (index: number) => ({
  keys: [`wa:${index}`],
  fingerprint: null,
  command: {
    type: "receive_message",
    place: { number: 1, sender_id: null },
    passive: false,
    saying: {
      message_type: "text",
      content: `Message ${index}`,
      payload: { body: `Message ${index}` },
      attachments: [],
      reply_to: null,
      referral: null,
      forwarded: null,
      whatsapp_message_id: String(index),
      timestamp: new Date().toISOString(),
      metadata: null,
    },
  },
});

describe("what an agent does by a socket", () => {
  test("a message is said once, however often it is sent, and whoever is there is told of it", async () => {
    const { shop, ann, client } = await open();
    const { id } = await shop.open(newPhone());
    const ben = await come(await hire(shop, "ben"));
    await ben.ask("conversation:join", { conversation_id: id });
    const wish = { conversation_id: id, client_id: "draft-1", content: "How can I help?" };
    const [first, second] = await Promise.all([client.ask("message:send", wish), client.ask("message:send", wish)]);
    expect(first).toMatchObject({
      type: "answer",
      data: { message: { content: "How can I help?", sender_type: "agent", sender_id: ann.id } },
    });
    expect(second.data).toEqual(first.data);
    client.close();
    const again = await come(ann);
    expect((await again.ask("message:send", wish)).data).toEqual(first.data);
    await again.ask("message:send", { ...wish, client_id: "draft-2", content: "Hello?" });
    await ben.told("conversation:message", 2);
    expect(contents(ben)).toEqual(["How can I help?", "Hello?"]);
  });

  test("another's client id is another's message", async () => {
    const { shop, client } = await open();
    const { id } = await shop.open(newPhone());
    const ben = await come(await hire(shop, "ben"));
    const wish = { conversation_id: id, client_id: "1", content: "Hi" };
    const [one, other] = [await client.ask("message:send", wish), await ben.ask("message:send", wish)];
    expect(other.data.message.id).not.toBe(one.data.message.id);
  });

  test("a reply to what is not the last is refused, with what is new", async () => {
    const { shop, client } = await open();
    const { id } = await shop.open(newPhone());
    const { message: seen } = (await shop.say(id, "customer", "One thing")).json;
    const { message: news } = (await shop.say(id, "customer", "And another")).json;
    const wish = { conversation_id: id, client_id: "1", content: "Sure", if_last_seq: seen.seq };
    const refused = await client.ask("message:send", wish);
    expect(refused).toMatchObject({
      type: "error",
      data: { status: 409, code: "stale_reply", last_message_seq: news.seq, messages: [{ id: news.id }] },
    });
    const said = await client.ask("message:send", { ...wish, client_id: "2", if_last_seq: news.seq });
    expect(said.type).toBe("answer");
  });

  test("a refusal is the problem that the API answers", async () => {
    const { shop, client } = await open();
    const { id } = await shop.open(newPhone());
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const wish = { conversation_id: id, client_id: "1", content: "Too late" };
    const { type, data } = await client.ask("message:send", wish);
    expect(type).toBe("error");
    expect(data).toMatchObject({ status: 409, code: "conversation_closed", request_id: expect.any(String) });
    const invalid = await client.ask("message:send", { conversation_id: id, client_id: "2" });
    expect(invalid).toMatchObject({ type: "error", data: { status: 400, code: "invalid_request" } });
  });

  test("AG6 whom a note names is told of it, also who looks at the list only", async () => {
    const { shop, ann } = await open();
    const hired = await hire(shop, "ben");
    const ben = await come(hired);
    await ben.ask("tenant:join", {});
    const { id } = await shop.open(newPhone());
    await ann.api("POST", `/conversations/${id}/notes`, { content: "Do you know them?", mentions: [hired.id] });
    const [named] = await ben.told("agent:mentioned");
    expect(named.data).toEqual({ conversation_id: id, agent_ids: [hired.id], agent_id: ann.id });
  });

  test("a take-over is theirs, in the log, and told to the room; they give it back", async () => {
    const { shop, ann, client } = await open();
    const { id } = await shop.open(newPhone());
    const ben = await come(await hire(shop, "ben"));
    await ben.ask("conversation:join", { conversation_id: id });
    const taken = await client.ask("agent:takeover", { conversation_id: id, agent_id: ann.id });
    expect(taken).toMatchObject({ type: "answer", data: { id, control: "agent", handoff_agent_id: ann.id } });
    expect((await ben.told("agent:joined"))[0].data).toEqual({ conversation_id: id, agent_id: ann.id });
    expect((await ben.told("agent:assigned"))[0].data).toMatchObject({ agent_id: ann.id });
    const { events } = (await shop.api("GET", `/conversations/${id}/events`)).json;
    expect(events.find(({ type }: { type: string }) => type === "agent.assigned")).toMatchObject({
      actor: { type: "agent", id: ann.id },
    });
    const forAnother = await client.ask("agent:takeover", { conversation_id: id, agent_id: "somebody" });
    expect(forAnother.data).toMatchObject({ status: 403, code: "forbidden" });
    expect((await client.ask("release", { conversation_id: id })).data).toMatchObject({ handoff_agent_id: null });
  });
});

describe("the tenant's list", () => {
  test("tells of new conversations and of each change, to whom may see them", async () => {
    const { shop, client } = await open();
    const ben = await come(await hire(shop, "ben", { outlet_ids: [OTHER_OUTLET] }));
    const joined = await client.ask("tenant:join", { tenant_id: shop.id });
    expect(joined).toMatchObject({ type: "answer", data: { desk_seq: 0, presence: expect.any(Array) } });
    await ben.ask("tenant:join");
    const { id } = await shop.open(newPhone());
    expect((await client.told("conversation:new"))[0].data).toMatchObject({ id, status: "active" });
    const [row] = await client.told("conversation:updated");
    expect(row).toMatchObject({ desk_seq: 1, data: { id } });
    await shop.api("POST", `/conversations/${id}/handoff`, { reason: "asked" });
    expect((await client.told("conversation:handoff"))[0].data).toMatchObject({ conversation_id: id, reason: "asked" });
    const { id: other } = await shop.open(newPhone(), { outlet_id: OTHER_OUTLET });
    await ben.told("conversation:updated");
    expect(
      new Set(ben.frames.filter(({ type }) => type.startsWith("conversation:")).map(({ data }) => data.id)),
    ).toEqual(new Set([other]));
  });

  test("sends who comes back the rows that have changed, each as it is now", async () => {
    const { shop, ann, client } = await open();
    await client.ask("tenant:join");
    const [first, second] = [await shop.open(newPhone()), await shop.open(newPhone())];
    const desk_seq = (await client.told("conversation:updated", 2)).at(-1).desk_seq;
    client.close();
    await shop.say(first.id, "customer", "one");
    await shop.say(first.id, "customer", "two");
    // The list hears of a message behind its answer, of a new conversation before it.
    await vi.waitFor(async () => {
      const { conversations } = (await shop.api("GET", "/conversations")).json;
      const rows = conversations.map((row: { id: string; message_count: number }) => [row.id, row.message_count]);
      expect(rows).toEqual([
        [first.id, 2],
        [second.id, 0],
      ]);
    }, WAIT);
    const third = await shop.open(newPhone());
    const again = await come(ann);
    await again.ask("tenant:join", { after_desk_seq: desk_seq });
    const rows = await again.told("conversation:updated", 2);
    expect(rows.map(({ data }) => [data.id, data.message_count])).toEqual([
      [first.id, 2],
      [third.id, 0],
    ]);
  });

  test("is another tenant's own", async () => {
    const { client } = await open();
    const { id } = await newTenant();
    const refused = await client.ask("tenant:join", { tenant_id: id });
    expect(refused).toMatchObject({ type: "error", data: { status: 403, code: "tenant_mismatch" } });
  });
});

describe("a thread that sleeps", () => {
  test("tells who looks at it of what changes no list, such as how far a message came", async () => {
    const { shop, client } = await open();
    const line = await newLine(shop);
    const { id, waId } = await chat(line);
    await client.ask("conversation:join", { conversation_id: id });
    const wamid = newWamid();
    vi.spyOn(env.OUTBOUND, "send").mockResolvedValue(undefined as never);
    await client.ask("message:send", { conversation_id: id, client_id: "1", content: "Hello" });
    const thread = threadAt(shop.id, id) as unknown as ConversationPort;
    const sent = await thread.claim(false);
    const verdict = { outcome: "accepted", channel_message_id: wamid, wa_id: null } as const;
    await thread.report(sent?.message.seq ?? 0, sent?.attempt ?? 0, verdict);
    const statuses = () => client.all("message:status").map(({ data }) => data.status);
    await vi.waitFor(() => expect(statuses()).toEqual(["accepted"]), WAIT);
    await evictDurableObject(threadAt(shop.id, id));
    const status = { id: wamid, recipient_id: waId, timestamp: now() };
    for (const told of ["sent", "delivered"]) {
      await report(line, { ...status, status: told });
      await vi.waitFor(() => expect(statuses()).toContain(told), WAIT);
    }
    // By now its store says that the desk knows all that changes a list.
    await evictDurableObject(threadAt(shop.id, id));
    await report(line, { ...status, status: "read" });
    expect((await client.told("customer:read"))[0].data).toMatchObject({ conversation_id: id });
  });
});

describe("asleep", () => {
  test("an object keeps its rooms and its roster, and resumes where it was", async () => {
    const { shop, ann, client } = await open();
    const { id } = await shop.open(newPhone());
    await client.ask("tenant:join");
    await client.ask("conversation:join", { conversation_id: id, events: true });
    await client.ask("presence", { status: "busy" });
    await sleep(shop);
    await shop.say(id, "customer", "Good night?");
    await client.told("conversation:message");
    expect(contents(client)).toEqual(["Good night?"]);
    await client.told("conversation:updated");
    const { presence } = (await shop.api("GET", "/agents/presence")).json;
    expect(presence).toMatchObject([{ agent_id: ann.id, status: "busy" }]);
    await sleep(shop);
    const said = await client.ask("message:send", { conversation_id: id, client_id: "1", content: "Yes" });
    expect(said.type).toBe("answer");
    expect(client.closed).toBeNull();
  });

  test("it is not woken by a ping", async () => {
    const { shop, client } = await open();
    await sleep(shop);
    client.web.send("ping");
    await vi.waitFor(() => expect(client.raw).toContain("pong"), WAIT);
  });
});

describe("who is there", () => {
  const statuses = async (shop: Shop) =>
    Object.fromEntries(
      (await shop.api("GET", "/agents/presence")).json.presence.map(
        ({ agent_id, status }: { agent_id: string; status: string }) => [agent_id, status],
      ),
    );

  test("is on line who has a socket, and off line a while after the last one is gone", async () => {
    const { shop, ann, client } = await open();
    const ben = await hire(shop, "ben");
    await client.ask("tenant:join");
    const [one, two] = [await come(ben), await come(ben)];
    expect((await client.told("presence:changed"))[0].data).toEqual({ agent_id: ben.id, status: "online" });
    expect(await statuses(shop)).toEqual({ [ann.id]: "online", [ben.id]: "online" });
    one.close();
    await one.ended();
    vi.setSystemTime(Date.now() + 31_000);
    await runDurableObjectAlarm(desk(shop));
    expect((await statuses(shop))[ben.id]).toBe("online");
    two.close();
    await two.ended();
    expect((await statuses(shop))[ben.id]).toBe("online");
    const soon = await come(ben);
    vi.setSystemTime(Date.now() + 31_000);
    await runDurableObjectAlarm(desk(shop));
    expect((await statuses(shop))[ben.id]).toBe("online");
    soon.close();
    await soon.ended();
    vi.setSystemTime(Date.now() + 31_000);
    await runDurableObjectAlarm(desk(shop));
    expect((await client.told("presence:changed", 2)).at(-1).data).toEqual({ agent_id: ben.id, status: "offline" });
    expect((await statuses(shop))[ben.id]).toBe("offline");
  });

  test("says themselves that they are away or busy, and stays so", async () => {
    const { shop, ann, client } = await open();
    await client.ask("tenant:join");
    expect((await client.ask("presence", { status: "busy" })).data).toMatchObject({ agent_id: ann.id, status: "busy" });
    expect((await client.told("presence:changed"))[0].data).toEqual({ agent_id: ann.id, status: "busy" });
    await come(ann);
    expect(await statuses(shop)).toEqual({ [ann.id]: "busy" });
  });

  test("a socket that says nothing, not even ping, is closed", async () => {
    const { shop, client } = await open();
    vi.setSystemTime(Date.now() + 130_000);
    await runDurableObjectAlarm(desk(shop));
    expect(await client.ended()).toEqual({ code: 4008, reason: "silent" });
  });

  test("SI6 a socket that another isolate let in by a token that was revoked is closed seconds later", async () => {
    const { shop, ann, client } = await open();
    const { id } = (await shop.api("GET", "/api-keys")).json.api_keys.find(
      (one: { agent_id: string | null }) => one.agent_id === ann.id,
    );
    await tenantAt(env, shop.id).revokeBearer(id);
    // It has not heard of it yet.
    await shop.api("GET", "/session");
    const { webSocket } = await upgrade("", { Authorization: `Bearer ${ann.token}` });
    const late = new Client(webSocket as WebSocket);
    await late.told("welcome");
    vi.setSystemTime(Date.now() + 10_000);
    await runDurableObjectAlarm(desk(shop));
    expect(await late.ended()).toEqual({ code: 4001, reason: "revoked" });
    expect(await client.ended()).toEqual({ code: 4001, reason: "revoked" });
  });

  test("SI6 with a token of which an isolate has not heard, its sockets are closed; the agent's others stay", async () => {
    const { shop, ann, client } = await open();
    const issued = await tenantAt(env, shop.id).issueBearer(ann.id, null);
    if (!issued.ok) throw new Error("no token was issued");
    const { id, secret } = issued.value;
    const credential = await sha256(secret);
    const entrance = { kind: "native", tenant_id: shop.id, agent_id: ann.id, credential, outlet_ids: null } as const;
    const { webSocket } = await desk(shop).fetch(entranceRequest(entrance));
    const other = new Client(webSocket as WebSocket);
    await other.told("welcome");
    expect((await shop.api("DELETE", `/api-keys/${id}`)).status).toBe(204);
    expect(await other.ended()).toEqual({ code: 4001, reason: "revoked" });
    expect((await client.ask("tenant:join")).type).toBe("answer");
  });

  test("who looks at a conversation, who writes, and how far they have read is told to the others there", async () => {
    const { shop, ann, client } = await open();
    const { id } = await shop.open(newPhone());
    const ben = await hire(shop, "ben");
    await client.ask("conversation:join", { conversation_id: id });
    const other = await come(ben);
    await other.ask("conversation:join", { conversation_id: id });
    expect((await client.told("viewers", 2)).at(-1).data.agent_ids).toEqual([ann.id, ben.id]);
    await other.ask("typing", { conversation_id: id, typing: true });
    expect((await client.told("typing"))[0].data).toEqual({
      conversation_id: id,
      agent_id: ben.id,
      typing: true,
      note: false,
    });
    expect(other.all("typing")).toEqual([]);
    const { message } = (await shop.say(id, "customer", "Read this")).json;
    await other.ask("read", { conversation_id: id, seq: message.seq });
    expect((await client.told("conversation:read"))[0].data).toEqual({
      conversation_id: id,
      agent_id: ben.id,
      seq: message.seq,
    });
    expect((await shop.api("GET", `/conversations/${id}`)).json.agent_last_seen_at).not.toBeNull();
    other.close();
    expect((await client.told("viewers", 3)).at(-1).data.agent_ids).toEqual([ann.id]);
  });
});

describe("typing", () => {
  const receipts = (sent: ReturnType<typeof vi.spyOn>) =>
    sent.mock.calls
      .map(([job]: unknown[]) => job as { kind: string })
      .filter(({ kind }: { kind: string }) => kind === "mark_read");

  test("is shown to the customer where the channel can, not at each key, and not for a note", async () => {
    const { shop, client } = await open();
    const { id } = await chat(await newLine(shop));
    const sent = vi.spyOn(env.WORK, "send").mockResolvedValue(undefined as never);
    await client.ask("conversation:join", { conversation_id: id });
    await client.ask("typing", { conversation_id: id, typing: true, note: true });
    for (let key = 0; key < 3; key++) await client.ask("typing", { conversation_id: id, typing: true });
    await client.ask("typing", { conversation_id: id, typing: false });
    await vi.waitFor(() => expect(receipts(sent)).toMatchObject([{ tenant_id: shop.id, typing: true }]), WAIT);
    vi.setSystemTime(Date.now() + 21_000);
    await client.ask("typing", { conversation_id: id, typing: true });
    await vi.waitFor(() => expect(receipts(sent)).toHaveLength(2), WAIT);
  });

  test("is not, where the tenant never says that a customer was read", async () => {
    const { shop, client } = await open();
    await shop.api("PATCH", "/tenant", { policies: { read_receipts: "never" } });
    const { id } = await chat(await newLine(shop));
    const sent = vi.spyOn(env.WORK, "send").mockResolvedValue(undefined as never);
    await client.ask("conversation:join", { conversation_id: id });
    await client.ask("typing", { conversation_id: id, typing: true });
    await client.ask("ping");
    expect(receipts(sent)).toEqual([]);
  });
});

describe("who is let go of", () => {
  test("an agent who is switched off", async () => {
    const { shop, ann, client } = await open();
    await shop.api("PATCH", `/agents/${ann.id}`, { enabled: false });
    expect(await client.ended()).toEqual({ code: 4001, reason: "revoked" });
  });

  test("ends for who may see more outlets than a socket keeps, and harms no other", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "ann", { outlet_ids: [OUTLET] }), await hire(shop, "ben")];
    const [client, other] = [await Client.of(ann), await Client.of(ben)];
    const outlets = [OUTLET, ...Array.from({ length: 499 }, () => crypto.randomUUID())];
    expect((await shop.api("PATCH", `/agents/${ann.id}`, { outlet_ids: outlets })).status).toBe(200);
    expect(await client.ended()).toEqual({ code: 4001, reason: "revoked" });
    await other.ask("ping");
  });

  test("from a conversation, an agent who works for another outlet now", async () => {
    const { shop, ann, client } = await open({ outlet_ids: [OUTLET] });
    const { id } = await shop.open(newPhone());
    await client.ask("conversation:join", { conversation_id: id });
    await shop.api("PATCH", `/agents/${ann.id}`, { outlet_ids: [OTHER_OUTLET] });
    expect((await client.told("conversation:left"))[0].data).toEqual({ conversation_id: id, reason: "forbidden" });
    await shop.say(id, "customer", "secret");
    await client.ask("ping");
    expect(contents(client)).toEqual([]);
  });

  test("from a conversation that was erased", async () => {
    const { shop, client } = await open();
    const { id } = await shop.open(newPhone());
    await client.ask("conversation:join", { conversation_id: id });
    await shop.api("DELETE", `/conversations/${id}/person`);
    expect((await client.told("conversation:left"))[0].data).toEqual({ conversation_id: id, reason: "erased" });
  });

  test("whoever opens too many: the oldest goes", async () => {
    const { ann, client } = await open();
    for (let more = 0; more < 20; more++) await come(ann);
    expect(await client.ended()).toEqual({ code: 4409, reason: "superseded" });
  });

  test("whoever sends frames that are none, but not at once", async () => {
    const { client } = await open();
    for (const frame of ["", "{}", "[]", "hello"]) client.web.send(frame);
    expect((await client.told("error", 4)).map(({ data }) => data.code)).toEqual(Array(4).fill("malformed_json"));
    const unknown = await client.ask("no:such", {});
    expect(unknown).toMatchObject({ type: "error", data: { status: 400, code: "invalid_request" } });
    const misshapen = await client.ask("conversation:join", { conversation_id: "x" });
    expect(misshapen.data.errors).toMatchObject([{ field: "conversation_id" }]);
    for (let more = 0; more < 20; more++) client.web.send("none");
    expect(await client.ended()).toEqual({ code: 4400, reason: "bad_frames" });
  });

  test("who says goodbye is answered so", async () => {
    const { client } = await open();
    client.web.close(1000, "bye");
    expect(await client.ended()).toMatchObject({ code: 1000 });
  });
});
