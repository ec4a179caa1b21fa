import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Operation } from "../../src/protocol/operation.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { tenantAt } from "../../src/tenant/port.ts";
import { type Answer, type ConversationJson, call, newPhone, newTenant, type Shop } from "../support/api.ts";
import { chat, type Line, newLine } from "../support/whatsapp.ts";

const UNKNOWN = "3d77f23b-683d-834e-8731-15e200000001";
const FUTURE = "2099-01-01T00:00:00.000Z";

/** How long something may take that happens behind an answer. */
const WAIT = { timeout: 10_000, interval: 20 };

/** Calls about one conversation, by its id in their path. */
const OF_CONVERSATION = (Object.values(OPERATIONS) as Operation[]).filter(
  ({ path, managing }) => !managing && /\/(?:conversations)\/\{id\}/.test(path),
);

/** A complete body for each call that needs one. */
const BODIES: Record<string, object> = {
  requestHandoff: {},
  assignAgent: { agent_id: "agent-1" },
  setStatus: { status: "resolved" },
  snooze: { until: FUTURE },
  setLabels: { labels: ["vip"] },
  identifyCustomer: { customer_id: "C-1" },
  markConversationRead: {},
  voipbinChangeConversation: { name: "Renamed" },
  voipbinSend: { text: "It left today." },
  ticketSend: { content: "It left today." },
  setPriority: { priority: "high" },
  transferConversation: { agent_id: "agent-1" },
  addNote: { content: "A note" },
};
/** What a call must be asked with. */
const QUERIES: Record<string, string> = { searchConversation: "?q=hello" };

let shop: Shop;
/** The outlets of the tenant: its first one, which the agent does not see, and the agent's own. */
let harbour: string;
let market: string;
let agent: { id: string; token: string };
let theirs: Line;

const as = (token: string, method: string, path: string, body?: unknown) =>
  call(method, path, { bearer: token, ...(body !== undefined && { body }) });
const asAgent = (method: string, path: string, body?: unknown) => as(agent.token, method, `/api/v1${path}`, body);

const hire = async (more: object) => {
  const { id } = (await shop.api("POST", "/agents", { name: "Ann", email: "ann@shop.test", ...more })).json;
  return { id, token: (await shop.api("POST", `/agents/${id}/tokens`, {})).json.token as string };
};

const openIn = (outlet_id: string): Promise<ConversationJson> => shop.open(newPhone(), { outlet_id });

const told = ({ status, json, text }: Answer) => {
  const { request_id: _, ...rest } = json ?? {};
  return { status, ...rest, text: json === null ? text : "" };
};

beforeAll(async () => {
  shop = await newTenant();
  harbour = shop.outlet;
  market = (await shop.api("POST", "/outlets", { name: "Market" })).json.id;
  agent = await hire({ outlet_ids: [market] });
  await shop.api("PUT", "/customers/C-1", { name: "Rosa" });
  theirs = await newLine(shop, { waba_id: "700000001" });
});

describe("VS1 a conversation of another outlet is the 404 of one that never was", () => {
  test("there are such calls", () => {
    expect(OF_CONVERSATION.length).toBeGreaterThan(20);
  });

  test.for(OF_CONVERSATION.map((operation) => [operation.id, operation] as const))("%s", async ([id, operation]) => {
    const { method, path } = operation;
    const ask = (token: string, conversation: string) =>
      as(
        token,
        method.toUpperCase(),
        path.replace(/\{id\}/, conversation).replace(/\{\w+\}/g, UNKNOWN) + (QUERIES[id] ?? ""),
        BODIES[id],
      );
    const { id: foreign } = await openIn(harbour);
    const before = (await shop.api("GET", `/conversations/${foreign}`)).json;
    const answer = await ask(agent.token, foreign);
    expect(answer.status).toBe(404);
    expect(told(answer)).toEqual(told(await ask(agent.token, UNKNOWN)));
    expect((await shop.api("GET", `/conversations/${foreign}`)).json).toEqual(before);
    const { id: own } = await openIn(market);
    const done = await ask(agent.token, own);
    expect([done.status, done.json?.code]).not.toEqual([404, "conversation_not_found"]);
  });
});

describe("VS1 nothing else tells of it", () => {
  test("neither sending to it nor starting a flow in it", async () => {
    const { id } = await openIn(harbour);
    const say = (conversation_id: string) =>
      asAgent("POST", "/messages", { conversation_id, sender_type: "agent", content: "hello" });
    const answer = await say(id);
    expect(answer).toMatchObject({ status: 404, json: { code: "conversation_not_found" } });
    expect(told(answer)).toEqual(told(await say(UNKNOWN)));
    expect((await say((await openIn(market)).id)).status).toBe(201);
    const flow = { name: "Bye", flow: { start: "done", nodes: { done: { type: "end" } } } };
    const made = (await shop.api("POST", "/flows", flow)).json.id;
    await shop.api("POST", `/flows/${made}/publish`, {});
    const start = await asAgent("POST", `/flows/${made}/start`, { conversation_id: id });
    expect(start).toMatchObject({ status: 404, json: { code: "conversation_not_found" } });
  });

  test("nor a template that would not do there", async () => {
    const { id } = await chat(theirs);
    await tenantAt(env, shop.id).templates(theirs.inbox, false, async () => "[]");
    const payload = { name: "no_such_template", language: { code: "en" } };
    const body = { sender_type: "agent", message_type: "template", payload };
    const say = (conversation_id: string) => asAgent("POST", "/messages", { ...body, conversation_id });
    expect((await shop.api("POST", "/messages", { ...body, conversation_id: id })).json.code).toBe("template_invalid");
    const answer = await say(id);
    expect(answer).toMatchObject({ status: 404, json: { code: "conversation_not_found" } });
    expect(told(answer)).toEqual(told(await say(UNKNOWN)));
  });

  test("nor its messages and files by their ids", async () => {
    const { id } = await chat(theirs);
    const { json } = await shop.api("GET", `/conversations/${id}/messages`);
    const message = json[0].id;
    for (const [method, path] of [
      ["GET", `/messages/${message}`],
      ["POST", `/messages/${message}/resend`],
      ["GET", `/media/${message}`],
    ] as const)
      expect(await asAgent(method, path)).toMatchObject({ status: 404, json: { code: "not_found" } });
    expect((await shop.api("GET", `/messages/${message}`)).json).toEqual(json[0]);
    expect((await shop.api("POST", `/messages/${message}/resend`)).json.code).toBe("message_not_failed");
  });

  test("nor opening it: whether anybody writes there is for that outlet's people", async () => {
    const customer_phone = newPhone();
    const known = await openIn(harbour);
    for (const path of ["/conversations", "/conversations/find-or-create"])
      for (const phone of [customer_phone, known.customer_phone]) {
        const answer = await asAgent("POST", path, { outlet_id: harbour, customer_phone: phone });
        expect(answer).toMatchObject({ status: 403, json: { code: "forbidden" } });
      }
    const own = await asAgent("POST", "/conversations", { outlet_id: market, customer_phone });
    expect(own.status).toBe(201);
  });

  test("nor opening one that was transferred away, nor what is learnt of its customer by that", async () => {
    const customer_phone = newPhone();
    const path = "/conversations/find-or-create";
    const body = { outlet_id: market, customer_phone };
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const ask = (more: object = {}) =>
      call("POST", `/api/v1${path}`, { bearer: agent.token, body: { ...body, ...more }, headers });
    const { id } = (await ask()).json;
    await shop.say(id, "customer", "my secret");
    expect((await shop.api("POST", `/conversations/${id}/transfer`, { outlet_id: harbour })).status).toBe(200);
    for (const answer of [await ask(), await asAgent("POST", path, { ...body, customer_name: "Renamed" })]) {
      expect(answer).toMatchObject({ status: 403, json: { code: "forbidden" } });
      expect(answer.text).not.toContain("my secret");
    }
    expect((await shop.api("GET", `/conversations/${id}`)).json.customer_name).toBeNull();
  });

  test("VS1 nor what the same person says there, by their conversation here", async () => {
    const customer_phone = newPhone();
    const body = { outlet_id: market, customer_phone };
    const open = async () => (await shop.api("POST", "/conversations/find-or-create", body)).json.id as string;
    const here = await open();
    await shop.say(here, "customer", "hello from before");
    expect((await shop.api("PUT", `/conversations/${here}/status`, { status: "resolved" })).status).toBe(200);
    const there = await open();
    expect(there).not.toBe(here);
    expect((await shop.api("POST", `/conversations/${there}/transfer`, { outlet_id: harbour })).status).toBe(200);
    await shop.say(there, "customer", "hello my secret");
    await shop.api("POST", `/conversations/${there}/notes`, { content: "a secret note" });
    for (const path of ["events", "messages", "notes", "search?q=hello", "messages/recent"]) {
      const answer = await asAgent("GET", `/conversations/${here}/${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.text).not.toContain("secret");
    }
    const messages = (await shop.api("GET", `/conversations/${there}/messages`)).json;
    for (const about of [
      { message_type: "reaction", payload: { message_id: messages[0].id, emoji: "👍" } },
      { content: "As you said", reply_to: messages[0].id },
    ]) {
      const answer = await asAgent("POST", "/messages", { conversation_id: here, sender_type: "agent", ...about });
      expect(answer).toMatchObject({ status: 422, json: { code: "quoted_message_not_found" } });
    }
    const { events, next_after_seq } = (await asAgent("GET", `/conversations/${here}/events`)).json;
    expect(JSON.stringify(events)).toContain("hello from before");
    expect(next_after_seq).toBeNull();
    expect((await shop.api("GET", `/conversations/${here}/events`)).text).toContain("a secret note");
  });

  /** A ticket that the agent sees, of a conversation that is not transferred yet. */
  const handedOff = async () => {
    const { id } = await openIn(market);
    await shop.api("POST", `/conversations/${id}/handoff`, { reason: "asked here" });
    const ticket = await vi.waitFor(async () => {
      const { json } = await shop.api("GET", `/conversations/${id}`);
      expect(json.ticket).not.toBeNull();
      return json.ticket.id as string;
    }, WAIT);
    const seen = await asAgent("GET", `/tickets/${ticket}`);
    expect(seen.json.customer_phone).toMatch(/^\+/);
    const leave = () =>
      shop.api("POST", `/conversations/${id}/transfer`, { outlet_id: harbour, reason: "their matter" });
    return { id, ticket, leave };
  };

  test("VS1 nor who it is by a ticket that was closed here", async () => {
    const { ticket, leave } = await handedOff();
    expect((await shop.api("POST", `/tickets/${ticket}/hand-back`, {})).status).toBe(200);
    expect((await leave()).status).toBe(200);
    await vi.waitFor(async () => {
      const { status, json } = await asAgent("GET", `/tickets/${ticket}`);
      expect([status, json.state]).toEqual([200, "closed"]);
      expect(json).toMatchObject({ customer_name: null, customer_phone: null, reason: null });
    }, WAIT);
    const { tickets } = (await asAgent("GET", "/tickets?limit=200")).json;
    expect(tickets.find((one: { id: string }) => one.id === ticket)).toMatchObject({ customer_phone: null });
    expect((await shop.api("GET", `/tickets/${ticket}`)).json.customer_phone).toMatch(/^\+/);
  });

  test("VS1 nor what somebody else was answered, by their key", async () => {
    const { ticket, leave } = await handedOff();
    const first = await hire({ email: "all@shop.test" });
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const assign = (bearer: string) =>
      call("POST", `/api/v1/tickets/${ticket}/assign`, { bearer, body: { agent_id: first.id }, headers });
    expect((await assign(first.token)).status).toBe(200);
    expect((await leave()).status).toBe(200);
    await vi.waitFor(async () => expect((await asAgent("GET", `/tickets/${ticket}`)).status).toBe(404), WAIT);
    expect((await assign(agent.token)).status).toBe(404);
    expect((await assign(first.token)).status).toBe(200);
  });

  test("nor is an outlet made by who only names it", async () => {
    const { token } = await hire({ email: "anywhere@shop.test" });
    const outlets = async () => (await shop.api("GET", "/outlets")).json.outlets.length;
    const before = await outlets();
    const wish = { outlet_id: crypto.randomUUID(), customer_phone: newPhone() };
    const answer = await as(token, "POST", "/api/v1/conversations", wish);
    expect(answer).toMatchObject({ status: 422, json: { code: "unknown_reference" } });
    expect(await outlets()).toBe(before);
  });

  test("nor any list", async () => {
    const [foreign, own] = [await openIn(harbour), await openIn(market)];
    const lists = [
      ["/api/v1/conversations?limit=200", (json: { conversations: { id: string }[] }) => json.conversations],
      ["/api/v1/conversations/active", (json: { id: string }[]) => json],
      ["/v1.0/conversations?page_size=100", (json: { result: { id: string }[] }) => json.result],
      ["/api/v1/inbox/conversations?limit=100", (json: { conversations: { id: string }[] }) => json.conversations],
    ] as const;
    for (const [path, read] of lists) {
      const listed = async (token: string) => {
        const { status, json } = await as(token, "GET", path);
        expect(status, path).toBe(200);
        return read(json).map(({ id }) => id);
      };
      await vi.waitFor(async () => {
        expect(await listed(shop.bearer)).toEqual(expect.arrayContaining([foreign.id, own.id]));
      }, WAIT);
      const seen = await listed(agent.token);
      expect(seen).toContain(own.id);
      expect(seen).not.toContain(foreign.id);
    }
    const contacts = await asAgent("GET", "/inbox/contact-inboxes?limit=100");
    expect(contacts.text).toContain(own.customer_phone);
    expect(contacts.text).not.toContain(foreign.customer_phone);
    const named = await asAgent("GET", `/conversations?outlet_id=${harbour}`);
    expect(named.json.conversations).toEqual([]);
  });

  test("nor its ticket", async () => {
    const { id } = await openIn(harbour);
    await shop.api("POST", `/conversations/${id}/handoff`, {});
    const ticket = await vi.waitFor(async () => {
      const { json } = await shop.api("GET", `/conversations/${id}`);
      expect(json.ticket).not.toBeNull();
      return json.ticket.id as string;
    }, WAIT);
    const calls = [
      ["GET", ""],
      ["PATCH", "", { state: "closed" }],
      ["POST", "/accept", {}],
      ["POST", "/decline", {}],
      ["POST", "/assign", { agent_id: agent.id }],
      ["POST", "/transfer", { agent_id: agent.id }],
      ["POST", "/hand-back", {}],
    ] as const;
    for (const [method, path, body] of calls)
      expect(await asAgent(method, `/tickets/${ticket}${path}`, body)).toMatchObject({
        status: 404,
        json: { code: "not_found" },
      });
    const { tickets } = (await asAgent("GET", "/tickets?limit=200")).json;
    expect(tickets.map(({ outlet_id }: { outlet_id: string }) => outlet_id)).not.toContain(harbour);
  });

  test("nor what passed with a customer", async () => {
    const [foreign, own] = [await openIn(harbour), await openIn(market)];
    for (const { id } of [foreign, own]) {
      await shop.api("PUT", `/conversations/${id}/customer`, { customer_id: "C-1" });
      await shop.say(id, "customer", `said in ${id}`);
    }
    const documentFor = (token: string) => as(token, "GET", "/api/v1/customers/C-1/conversations");
    await vi.waitFor(async () => {
      const { text } = await documentFor(shop.bearer);
      for (const { id } of [foreign, own]) expect(text).toContain(`said in ${id}`);
    }, WAIT);
    const { text } = await documentFor(agent.token);
    expect(text).toContain(`said in ${own.id}`);
    expect(text).not.toContain(foreign.id);
  });
});

describe("VS2 who sees which outlets", () => {
  const seenBy = async (token: string) => (await as(token, "GET", "/api/v1/session")).json.outlet_ids;
  const reads = async (token: string) =>
    (await as(token, "GET", `/api/v1/conversations/${(await openIn(harbour)).id}`)).status;

  test("keys, admins, and agents of no outlet see all", async () => {
    const admin = await hire({ role: "admin", outlet_ids: [market] });
    const everywhere = await hire({});
    for (const token of [shop.bearer, admin.token, everywhere.token]) {
      expect(await seenBy(token)).toBeNull();
      expect(await reads(token)).toBe(200);
    }
  });

  test("a team brings its people to its outlets, and one of no outlet to none", async () => {
    const bob = await hire({ outlet_ids: [market] });
    expect(await reads(bob.token)).toBe(404);
    await shop.api("POST", "/teams", { name: "All over", agent_ids: [bob.id] });
    expect(await seenBy(bob.token)).toEqual([market]);
    const team = (await shop.api("POST", "/teams", { name: "Harbour", agent_ids: [bob.id], outlet_ids: [harbour] }))
      .json;
    expect((await seenBy(bob.token)).sort()).toEqual([harbour, market].sort());
    expect(await reads(bob.token)).toBe(200);
    await shop.api("PATCH", `/teams/${team.id}`, { agent_ids: [] });
    expect(await reads(bob.token)).toBe(404);
  });

  test("a change of outlets holds from the next call on", async () => {
    const cy = await hire({ outlet_ids: [market] });
    await shop.api("PATCH", `/agents/${cy.id}`, { outlet_ids: [harbour] });
    expect(await reads(cy.token)).toBe(200);
    await shop.api("PATCH", `/agents/${cy.id}`, { enabled: false });
    expect(await reads(cy.token)).toBe(401);
  });
});
