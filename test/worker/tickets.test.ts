import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConversationObject } from "../../src/conversation/conversation-object.ts";
import { deskOf } from "../../src/desk/port.ts";
import { call, newPhone, newTenant, type Shop } from "../support/api.ts";
import { envelope, outcome } from "../support/events.ts";

const SECOND = 1_000;
const WAIT = { timeout: 10_000, interval: 20 };

/** Two hours from now, so that no real alarm fires; each test moves the clock from there. */
beforeEach(() => {
  vi.setSystemTime(Date.now() + 2 * 60 * 60 * SECOND);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

interface Colleague {
  id: string;
  api: Shop["api"];
}

/** An agent of a shop, with calls by their own bearer. */
async function hire(shop: Shop, name: string, more: object = {}): Promise<Colleague> {
  const body = { name, email: `${name}@shop.test`, ...more };
  const { id } = (await shop.api("POST", "/agents", body)).json;
  const { token } = (await shop.api("POST", `/agents/${id}/tokens`)).json;
  const api: Shop["api"] = (method, path, sent, headers = {}) =>
    call(method, `/api/v1${path}`, { bearer: token, headers, ...(sent !== undefined && { body: sent }) });
  return { id, api };
}

const come = ({ id, api }: Colleague) => api("PUT", `/agents/${id}/presence`, { status: "online" });

/** A shop whose desk gives out tickets in turn. */
async function newShop(policies: object = {}, services: object = {}): Promise<Shop> {
  const shop = await newTenant();
  await shop.api("PATCH", "/tenant", { policies: { assignment: "round_robin", ...policies }, services });
  return shop;
}

/** A customer who asked for a person: their conversation, and its ticket once it is there. */
async function ask(shop: Shop, more: object = {}) {
  const { id: conversation } = await shop.open(newPhone(), { outlet_id: shop.outlet, ...more });
  await shop.say(conversation, "customer", "I want to speak to a human");
  const ticket = await vi.waitFor(async () => {
    const { json } = await shop.api("GET", `/conversations/${conversation}`);
    expect(json.ticket).not.toBeNull();
    return json.ticket.id as string;
  }, WAIT);
  return { conversation, ticket };
}

const ticketOf = async (shop: Shop, id: string) => (await shop.api("GET", `/tickets/${id}`)).json;
const viewOf = async (shop: Shop, id: string) => (await shop.api("GET", `/conversations/${id}`)).json;

/** A ticket, once it is as expected. */
const becomes = (shop: Shop, id: string, expected: object) =>
  vi.waitFor(async () => {
    const ticket = await ticketOf(shop, id);
    expect(ticket).toMatchObject(expected);
    return ticket;
  }, WAIT);

const offered = (shop: Shop, id: string, { id: agent_id }: Colleague) =>
  becomes(shop, id, { offered_to: { agent_id } });

/** What the log says of tickets and of who has the word. */
async function story(shop: Shop, conversation: string): Promise<string[]> {
  const { events } = (await shop.api("GET", `/conversations/${conversation}/events?limit=1000`)).json;
  const told = /^(ticket|agent|handoff|control)\./;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an event is what it checks
  return events.filter(({ type }: any) => told.test(type)).map(({ type, outcome }: any) => outcome ?? type);
}

const desk = (shop: Shop) => env.DESK.getByName(shop.id);

/** Lets so much time pass, and the desk's alarm ring. */
async function pass(shop: Shop, seconds: number): Promise<void> {
  vi.setSystemTime(Date.now() + seconds * SECOND);
  await runDurableObjectAlarm(desk(shop));
}

test("AS6, TI12 a hand-off becomes a ticket: offered, let pass, offered to the next, taken, and all of it in the log", async () => {
  const shop = await newShop();
  const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
  await come(ann);
  const { conversation, ticket } = await ask(shop);
  await offered(shop, ticket, ann);
  await come(ben);
  await pass(shop, 31);
  await offered(shop, ticket, ben);
  const late = await ann.api("POST", `/tickets/${ticket}/accept`);
  expect(late).toMatchObject({ status: 409, json: { code: "ticket_offered", agent_id: ben.id } });
  const taken = await ben.api("POST", `/tickets/${ticket}/accept`);
  expect(taken).toMatchObject({ status: 200, json: { agent_id: ben.id, state: "open", offered_to: null } });
  expect(await viewOf(shop, conversation)).toMatchObject({
    control: "agent",
    handoff_agent_id: ben.id,
    ticket: { id: ticket, state: "open", agent_id: ben.id },
  });
  expect(await story(shop, conversation)).toEqual([
    "handoff.requested",
    "ticket.opened",
    "ticket.offered",
    "timed_out",
    "ticket.offered",
    "agent.assigned",
    "ticket.state_changed",
  ]);
  const again = await ann.api("POST", `/tickets/${ticket}/accept`);
  expect(again).toMatchObject({ status: 409, json: { code: "ticket_assigned", agent_id: ben.id } });
  expect((await ben.api("POST", `/tickets/${ticket}/accept`)).status).toBe(200);
});

describe("who gets a ticket", () => {
  test("AS5 who declines is passed over; when all have, it waits, and is offered again after a pause", async () => {
    const shop = await newShop();
    const ann = await hire(shop, "ann");
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    const declined = await ann.api("POST", `/tickets/${ticket}/decline`);
    expect(declined).toMatchObject({ status: 200, json: { offered_to: null, state: "pending" } });
    expect((await ann.api("POST", `/tickets/${ticket}/decline`)).status).toBe(200);
    await pass(shop, 30);
    await becomes(shop, ticket, { offered_to: null });
    await pass(shop, 31);
    await offered(shop, ticket, ann);
    expect(await story(shop, conversation)).toEqual([
      "handoff.requested",
      "ticket.opened",
      "ticket.offered",
      "declined",
      "ticket.offered",
    ]);
  });

  test("AS2 nobody gets more than they can take; the oldest waits the shortest; a ticket that ends makes room", async () => {
    const shop = await newShop({ agent_capacity: 1, offers: false });
    const ann = await hire(shop, "ann");
    await come(ann);
    const first = await ask(shop);
    await becomes(shop, first.ticket, { agent_id: ann.id });
    vi.setSystemTime(Date.now() + SECOND);
    const second = await ask(shop);
    vi.setSystemTime(Date.now() + SECOND);
    const third = await ask(shop);
    await becomes(shop, second.ticket, { agent_id: null, state: "pending" });
    await ann.api("PATCH", `/tickets/${first.ticket}`, { state: "closed" });
    await becomes(shop, second.ticket, { agent_id: ann.id });
    expect(await ticketOf(shop, third.ticket)).toMatchObject({ agent_id: null, state: "pending" });
    expect((await viewOf(shop, first.conversation)).state).toBe("closed");
    expect((await shop.api("GET", "/agents/presence")).json.presence).toMatchObject([{ agent_id: ann.id, load: 1 }]);
  });

  test("AS2 who goes away is asked no more, and what was offered to them is offered to others", async () => {
    const shop = await newShop();
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    await come(ben);
    await ann.api("PUT", `/agents/${ann.id}/presence`, { status: "away" });
    await offered(shop, ticket, ben);
    expect(await story(shop, conversation)).toContain("withdrawn");
  });

  test("AS2 presence that is not renewed ends", async () => {
    const shop = await newShop();
    const ann = await hire(shop, "ann");
    const until = new Date(Date.now() + 60 * SECOND).toISOString();
    await ann.api("PUT", `/agents/${ann.id}/presence`, { status: "online", until });
    vi.setSystemTime(Date.now() + 61 * SECOND);
    const { ticket } = await ask(shop);
    await becomes(shop, ticket, { offered_to: null });
    expect((await shop.api("GET", "/agents/presence")).json.presence).toMatchObject([{ status: "offline" }]);
    await come(ann);
    await offered(shop, ticket, ann);
  });

  test("AS1 only the agents of the outlet are asked, and only they see it", async () => {
    const shop = await newShop();
    const market = (await shop.api("POST", "/outlets", { name: "Market" })).json.id;
    const [ann, ben] = [
      await hire(shop, "ann", { outlet_ids: [market] }),
      await hire(shop, "ben", { outlet_ids: [shop.outlet] }),
    ];
    await come(ann);
    await come(ben);
    const { ticket } = await ask(shop);
    await offered(shop, ticket, ben);
    const hidden = await ann.api("GET", `/tickets/${ticket}`);
    const unknown = await ann.api("GET", `/tickets/${crypto.randomUUID()}`);
    expect([hidden.status, hidden.json.code]).toEqual([unknown.status, unknown.json.code]);
    for (const way of ["accept", "decline", "hand-back"])
      expect((await ann.api("POST", `/tickets/${ticket}/${way}`)).status).toBe(404);
    expect((await ann.api("GET", "/tickets")).json.tickets).toEqual([]);
    expect((await ben.api("GET", "/tickets")).json.tickets).toMatchObject([{ id: ticket }]);
    const given = await shop.api("POST", `/tickets/${ticket}/assign`, { agent_id: ann.id });
    expect(given).toMatchObject({ status: 422, json: { code: "assignee_not_eligible" } });
  });

  test("where people choose for themselves nothing is offered; of two who take it at once one has it", async () => {
    const shop = await newShop({ assignment: "manual" });
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    await come(ann);
    await come(ben);
    const { ticket } = await ask(shop);
    await becomes(shop, ticket, { state: "pending", offered_to: null });
    const answers = await Promise.all([ann, ben].map(({ api }) => api("POST", `/tickets/${ticket}/accept`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { agent_id } = await ticketOf(shop, ticket);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({ code: "ticket_assigned", agent_id });
  });

  test("HO7 an agent who speaks has the ticket, and nobody else is asked any more", async () => {
    const shop = await newShop();
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    await shop.say(conversation, "agent", "Hello, I am Ben", { sender_id: ben.id });
    await becomes(shop, ticket, { agent_id: ben.id, state: "open", offered_to: null });
    expect((await viewOf(shop, conversation)).ticket.offered_to).toBeNull();
  });

  test("an agent who is assigned to the conversation has its ticket", async () => {
    const shop = await newShop({ assignment: "manual" });
    const ann = await hire(shop, "ann");
    const { conversation, ticket } = await ask(shop);
    await shop.api("PUT", `/conversations/${conversation}/assign`, { agent_id: ann.id });
    await becomes(shop, ticket, { agent_id: ann.id, state: "open" });
    await vi.waitFor(async () => {
      expect((await viewOf(shop, conversation)).ticket).toMatchObject({ agent_id: ann.id, state: "open" });
    }, WAIT);
  });

  test("AS1 what is transferred to a team is offered to its people, whoever it was offered to before", async () => {
    const shop = await newShop();
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    const team = (await shop.api("POST", "/teams", { name: "Experts", agent_ids: [ben.id], outlet_ids: [] })).json;
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    await come(ben);
    expect((await shop.api("POST", `/conversations/${conversation}/transfer`, { team_id: team.id })).status).toBe(200);
    await becomes(shop, ticket, { team_id: team.id });
    await offered(shop, ticket, ben);
  });

  test("AS1 what is transferred to another outlet is offered to its people", async () => {
    const shop = await newShop();
    const { json: harbour } = await shop.api("POST", "/outlets", { name: "Harbour" });
    const [ann, ben] = [
      await hire(shop, "ann", { outlet_ids: [shop.outlet] }),
      await hire(shop, "ben", { outlet_ids: [harbour.id] }),
    ];
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    await come(ben);
    expect((await shop.api("POST", `/conversations/${conversation}/transfer`, { outlet_id: harbour.id })).status).toBe(
      200,
    );
    await becomes(shop, ticket, { outlet_id: harbour.id });
    await offered(shop, ticket, ben);
  });
});

describe("AS8 who may not go on with a conversation", () => {
  const REASON = "Its agent may not go on with it";
  const waits = { control: "queue", handoff_agent_id: null, ticket: { state: "pending", agent_id: null } };

  test("since they were switched off: all that they had waits for others, once", async () => {
    const shop = await newShop({ offers: false });
    const ann = await hire(shop, "ann");
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await becomes(shop, ticket, { agent_id: ann.id });
    const other = await shop.open(newPhone(), { outlet_id: shop.outlet });
    await shop.api("PUT", `/conversations/${other.id}/assign`, { agent_id: ann.id });
    const foreign = await shop.open(newPhone(), { outlet_id: shop.outlet });
    await shop.api("PUT", `/conversations/${foreign.id}/assign`, { agent_id: "somebody of a service's" });
    await shop.api("PATCH", `/agents/${ann.id}`, { enabled: false });
    await vi.waitFor(async () => expect(await viewOf(shop, conversation)).toMatchObject(waits), WAIT);
    await vi.waitFor(async () => expect(await viewOf(shop, other.id)).toMatchObject(waits), WAIT);
    expect((await viewOf(shop, conversation)).handoff_reason).toBe(REASON);
    expect((await viewOf(shop, foreign.id)).control).toBe("agent");
    const before = await story(shop, conversation);
    await pass(shop, 61);
    expect(await story(shop, conversation)).toEqual(before);
    const ben = await hire(shop, "ben");
    await come(ben);
    await becomes(shop, ticket, { agent_id: ben.id });
  });

  test("since they see its outlet no more; what is of their new outlet stays", async () => {
    const shop = await newShop({ assignment: "manual" });
    const { id: elsewhere } = (await shop.api("POST", "/outlets", { name: "Elsewhere" })).json;
    const ann = await hire(shop, "ann");
    const [lost, kept] = await Promise.all(
      [shop.outlet, elsewhere].map((outlet_id) => shop.open(newPhone(), { outlet_id })),
    );
    for (const one of [lost, kept]) await shop.api("PUT", `/conversations/${one?.id}/assign`, { agent_id: ann.id });
    await shop.api("PATCH", `/agents/${ann.id}`, { outlet_ids: [elsewhere] });
    await vi.waitFor(async () => expect(await viewOf(shop, lost?.id ?? "")).toMatchObject(waits), WAIT);
    expect(await viewOf(shop, kept?.id ?? "")).toMatchObject({ control: "agent", handoff_agent_id: ann.id });
  });
});

test.each(["тикет-", "T".repeat(80)])(
  "tickets are told in pages, whatever a service calls them: %s",
  async (prefix) => {
    const shop = await newTenant();
    const names = ["1", "2", "3"].map((digit) => `${prefix}${digit}`);
    for (const ticket_id of names) {
      const { id } = await shop.open(newPhone(), { outlet_id: shop.outlet });
      await shop.say(id, "customer", "hello");
      await outcome(shop, "ticket-opened", { ...envelope(), ticket_id, conversation_id: id });
    }
    const all = () => shop.api("GET", "/tickets?order=oldest");
    await vi.waitFor(async () => expect((await all()).json.tickets).toHaveLength(names.length), WAIT);
    const told: string[] = [];
    for (let cursor = ""; told.length < names.length; ) {
      const page = await shop.api("GET", `/tickets?order=oldest&limit=1${cursor}`);
      expect(page.status).toBe(200);
      told.push(...page.json.tickets.map(({ id }: { id: string }) => id));
      cursor = `&cursor=${encodeURIComponent(page.json.next_cursor)}`;
    }
    expect(told.toSorted()).toEqual(names);
  },
);

describe("AS3 in turn comes after whoever had one by whichever way", () => {
  test.each(["assigned", "accepted", "taken over"])("%s", async (way) => {
    const shop = await newShop({ assignment: "manual" });
    // Of equals the one with the first id has the turn.
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")].sort((one, other) =>
      one.id < other.id ? -1 : 1,
    ) as [Colleague, Colleague];
    for (const colleague of [ann, ben]) await come(colleague);
    const { conversation, ticket } = await ask(shop);
    await becomes(shop, ticket, { state: "pending" });
    if (way === "assigned") await shop.api("POST", `/tickets/${ticket}/assign`, { agent_id: ann.id });
    else if (way === "accepted") await ann.api("POST", `/tickets/${ticket}/accept`);
    else await ann.api("POST", `/conversations/${conversation}/takeover`, {});
    await becomes(shop, ticket, { agent_id: ann.id });
    await shop.api("PATCH", "/tenant", { policies: { assignment: "round_robin", offers: false } });
    const next = await ask(shop);
    await becomes(shop, next.ticket, { agent_id: ben.id });
  });
});

describe("AS8 who may not have a conversation", () => {
  test("is given none by an assignment or a hand-off, unless a service plays the agents", async () => {
    const shop = await newShop({ assignment: "manual" });
    const market = (await shop.api("POST", "/outlets", { name: "Market" })).json.id;
    const off = await hire(shop, "off");
    await shop.api("PATCH", `/agents/${off.id}`, { enabled: false });
    const elsewhere = await hire(shop, "elsewhere", { outlet_ids: [market] });
    const team = { name: "Market people", agent_ids: [elsewhere.id], outlet_ids: [market] };
    const team_id = (await shop.api("POST", "/teams", team)).json.id;
    const { id } = await shop.open(newPhone(), { outlet_id: shop.outlet });
    const before = await viewOf(shop, id);
    const path = `/conversations/${id}`;
    const attempts = [
      ...[off.id, elsewhere.id].flatMap((agent_id) => [
        () => shop.api("PUT", `${path}/assign`, { agent_id }),
        () => shop.api("POST", `${path}/handoff`, { agent_id }),
        () => call("PUT", `/v1.0${path}`, { bearer: shop.bearer, body: { owner_id: agent_id } }),
      ]),
      () => shop.api("POST", `${path}/handoff`, { team_id }),
    ];
    for (const attempt of attempts)
      expect(await attempt()).toMatchObject({ status: 422, text: expect.stringMatching(/assignee_not_eligible/i) });
    expect(await viewOf(shop, id)).toEqual(before);
    await shop.api("PATCH", "/tenant", { services: { agents: "remote" } });
    for (const attempt of attempts) expect((await attempt()).status).toBe(200);
  });
});

describe("what the tenant changes is heeded at once", () => {
  test("who waits is given to those who are there as soon as that is wished", async () => {
    const shop = await newShop({ assignment: "manual" });
    const ann = await hire(shop, "ann");
    await come(ann);
    const { ticket } = await ask(shop);
    await becomes(shop, ticket, { state: "pending", offered_to: null });
    await shop.api("PATCH", "/tenant", { policies: { assignment: "round_robin" } });
    await offered(shop, ticket, ann);
  });

  test("AS6 who has waited since a service kept the tickets gets one", async () => {
    const shop = await newShop({}, { agents: "remote" });
    const { id } = await shop.open(newPhone(), { outlet_id: shop.outlet });
    await shop.say(id, "customer", "a human, please");
    expect((await shop.api("GET", "/tickets")).json.tickets).toEqual([]);
    await shop.api("PATCH", "/tenant", { services: { agents: "embedded" } });
    await vi.waitFor(async () => {
      const { tickets } = (await shop.api("GET", "/tickets")).json;
      expect(tickets).toMatchObject([{ conversation_id: id, state: "pending" }]);
    }, WAIT);
  });
});

describe("what becomes of a ticket", () => {
  test("TI13 given to a team it waits for its people; a note says why", async () => {
    const shop = await newShop();
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    const team = (await shop.api("POST", "/teams", { name: "Repairs", agent_ids: [ben.id] })).json.id;
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    await ann.api("POST", `/tickets/${ticket}/accept`);
    await come(ben);
    const passed = await ann.api("POST", `/tickets/${ticket}/transfer`, { team_id: team, note: "A broken screen" });
    expect(passed).toMatchObject({ status: 200, json: { team_id: team, agent_id: null, state: "pending" } });
    await offered(shop, ticket, ben);
    expect(await viewOf(shop, conversation)).toMatchObject({ control: "queue", handoff_team_id: team });
    await ben.api("POST", `/tickets/${ticket}/accept`);
    const { events } = (await shop.api("GET", `/conversations/${conversation}/events?limit=1000`)).json;
    expect(events.find(({ type }: { type: string }) => type === "note.added")).toMatchObject({
      ticket_id: ticket,
      content: "A broken screen",
      actor: { type: "agent", id: ann.id },
    });
    expect(await story(shop, conversation)).toEqual([
      "handoff.requested",
      "ticket.opened",
      "ticket.offered",
      "agent.assigned",
      "ticket.state_changed",
      "handoff.requested",
      "ticket.state_changed",
      "ticket.offered",
      "agent.assigned",
      "ticket.state_changed",
    ]);
  });

  test("given to a colleague it is theirs, whoever had it", async () => {
    const shop = await newShop({ assignment: "manual" });
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    const { conversation, ticket } = await ask(shop);
    await ann.api("POST", `/tickets/${ticket}/accept`);
    const given = await ann.api("POST", `/tickets/${ticket}/transfer`, { agent_id: ben.id });
    expect(given).toMatchObject({ status: 200, json: { agent_id: ben.id } });
    expect((await viewOf(shop, conversation)).handoff_agent_id).toBe(ben.id);
  });

  test("TI10 handed back, the ticket ends and the AI has the word; the next hand-off is another ticket", async () => {
    const shop = await newShop({ assignment: "manual" }, { ai: "remote" });
    const ann = await hire(shop, "ann");
    const { conversation, ticket } = await ask(shop);
    await ann.api("POST", `/tickets/${ticket}/accept`);
    const back = await ann.api("POST", `/tickets/${ticket}/hand-back`);
    expect(back).toMatchObject({ status: 200, json: { state: "closed" } });
    expect(await viewOf(shop, conversation)).toMatchObject({ state: "open", control: "ai", handoff_agent_id: null });
    expect((await ann.api("POST", `/tickets/${ticket}/accept`)).json.code).toBe("ticket_transition");
    await shop.say(conversation, "customer", "a human, please");
    const next = await vi.waitFor(async () => {
      const { ticket: latest } = await viewOf(shop, conversation);
      expect(latest).toMatchObject({ state: "pending" });
      return latest.id;
    }, WAIT);
    expect(next).not.toBe(ticket);
  });

  test("AS7 who waited too long goes on with the AI, where the tenant wishes so and one is there", async () => {
    const policies = { queue_timeout: 120, nobody_available: "ai" };
    const [shop, other] = [await newShop(policies, { ai: "remote" }), await newShop(policies, { ai: "off" })];
    const [told, left] = [await ask(shop), await ask(other)];
    await becomes(shop, told.ticket, { state: "pending" });
    await becomes(other, left.ticket, { state: "pending" });
    await pass(shop, 121);
    await runDurableObjectAlarm(desk(other));
    await becomes(shop, told.ticket, { state: "closed" });
    expect(await viewOf(shop, told.conversation)).toMatchObject({ control: "ai", state: "open" });
    expect(await viewOf(other, left.conversation)).toMatchObject({ control: "queue" });
  });

  test("AS7 when all have declined, the AI goes on", async () => {
    const shop = await newShop({ nobody_available: "ai" }, { ai: "remote" });
    const ann = await hire(shop, "ann");
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    await ann.api("POST", `/tickets/${ticket}/decline`);
    await becomes(shop, ticket, { state: "closed" });
    expect((await viewOf(shop, conversation)).control).toBe("ai");
  });

  test("TI4 what a ticket cannot become is refused, and a pending one is begun by whoever has it", async () => {
    const shop = await newShop({ assignment: "manual" });
    const ann = await hire(shop, "ann");
    const { ticket } = await ask(shop);
    for (const state of ["standby", "open"])
      expect((await shop.api("PATCH", `/tickets/${ticket}`, { state })).json.code).toBe("ticket_transition");
    expect((await ann.api("PATCH", `/tickets/${ticket}`, { state: "open" })).json.agent_id).toBe(ann.id);
    expect((await ann.api("PATCH", `/tickets/${ticket}`, { state: "standby" })).json.state).toBe("standby");
    const presence = (await shop.api("GET", "/agents/presence")).json.presence;
    expect(presence).toMatchObject([{ agent_id: ann.id, load: 0 }]);
  });

  test("a conversation that is closed ends its ticket", async () => {
    const shop = await newShop();
    const ann = await hire(shop, "ann");
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    await shop.api("PUT", `/conversations/${conversation}/status`, { status: "resolved" });
    expect(await ticketOf(shop, ticket)).toMatchObject({ state: "closed", offered_to: null });
  });
});

describe("whatever fails", () => {
  test("a thread that cannot be reached is told later, once", async () => {
    const shop = await newShop();
    const ann = await hire(shop, "ann");
    await come(ann);
    const { id } = await shop.open(newPhone(), { outlet_id: shop.outlet });
    let fails = true;
    const { execute } = ConversationObject.prototype;
    vi.spyOn(ConversationObject.prototype, "execute").mockImplementation(async function (
      this: ConversationObject,
      request,
    ) {
      const done = await execute.call(this, request);
      // What the desk asked for is done, but the desk does not hear of it.
      if (fails && request.keys.some((key) => key.startsWith("desk:"))) throw new Error("the connection was lost");
      return done;
    });
    await shop.say(id, "customer", "a human, please");
    const ticket = await vi.waitFor(async () => {
      const view = await viewOf(shop, id);
      expect(view.ticket).not.toBeNull();
      return view.ticket.id as string;
    }, WAIT);
    fails = false;
    await vi.waitFor(async () => {
      await pass(shop, 5);
      await offered(shop, ticket, ann);
      expect((await viewOf(shop, id)).ticket.offered_to).toMatchObject({ agent_id: ann.id });
    }, WAIT);
    const told = await story(shop, id);
    expect(told.filter((type) => type === "ticket.opened")).toHaveLength(1);
  });

  test("a desk that dies forgets nothing: neither who is there, nor what it offered", async () => {
    const shop = await newShop();
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    await come(ann);
    const { conversation, ticket } = await ask(shop);
    await offered(shop, ticket, ann);
    await evictDurableObject(desk(shop));
    await offered(shop, ticket, ann);
    await come(ben);
    await evictDurableObject(desk(shop));
    await pass(shop, 3600);
    await offered(shop, ticket, ben);
    await ben.api("POST", `/tickets/${ticket}/accept`);
    const told = await story(shop, conversation);
    expect(told.filter((type) => type === "ticket.offered")).toHaveLength(2);
  });

  test("TI3 who takes over before the desk hears that a colleague got the ticket gets it", async () => {
    const shop = await newShop({ assignment: "manual" });
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    const { ticket } = await ask(shop);
    await becomes(shop, ticket, { state: "pending" });
    const { execute } = ConversationObject.prototype;
    vi.spyOn(ConversationObject.prototype, "execute").mockImplementation(async function (
      this: ConversationObject,
      request,
    ) {
      const done = await execute.call(this, request);
      const { command } = request;
      if (command.type !== "assign_ticket" || command.agent_id !== ann.id) return done;
      // The desk is told of this one first.
      const actor = { type: "agent", id: ben.id } as const;
      const takeover = { type: "assign_agent", number: command.number, agent_id: ben.id, actor } as const;
      await execute.call(this, { keys: [], fingerprint: null, command: takeover });
      return done;
    });
    await shop.api("POST", `/tickets/${ticket}/assign`, { agent_id: ann.id });
    await becomes(shop, ticket, { agent_id: ben.id, state: "open" });
  });

  test("the same news again, and older news, change nothing", async () => {
    const shop = await newShop({ assignment: "manual" });
    const { conversation, ticket } = await ask(shop);
    const view = await viewOf(shop, conversation);
    const { project } = deskOf(env, shop.id);
    await becomes(shop, ticket, { state: "pending" });
    await project([{ ...view, last_seq: view.last_seq - 1, ticket: null }]);
    await project([view, view]);
    expect((await shop.api("GET", "/tickets")).json.tickets).toHaveLength(1);
    expect((await story(shop, conversation)).filter((type) => type === "ticket.opened")).toHaveLength(1);
  });
});

test("tickets of a service are the service's: the desk keeps out of it", async () => {
  for (const agents of ["remote", "off"]) {
    const shop = await newShop({}, { agents });
    const { id } = await shop.open(newPhone(), { outlet_id: shop.outlet });
    await shop.say(id, "customer", "a human, please");
    expect((await shop.api("GET", "/tickets")).json.tickets).toEqual([]);
    expect(await story(shop, id)).not.toContain("ticket.opened");
  }
});

test("the list is filtered, and in pages", async () => {
  const shop = await newShop({ assignment: "manual" });
  const ann = await hire(shop, "ann");
  const made: string[] = [];
  for (let count = 0; count < 3; count++) {
    vi.setSystemTime(Date.now() + SECOND);
    made.push((await ask(shop)).ticket);
  }
  await ann.api("POST", `/tickets/${made[1]}/accept`);
  const ids = async (query: string) =>
    (await shop.api("GET", `/tickets?${query}`)).json.tickets.map(({ id }: { id: string }) => id);
  expect(await ids("")).toEqual(made.toReversed());
  expect(await ids("order=oldest")).toEqual(made);
  expect(await ids("state=open")).toEqual([made[1]]);
  expect(await ids(`agent_id=${ann.id}`)).toEqual([made[1]]);
  expect(await ids(`outlet_id=${crypto.randomUUID()}`)).toEqual([]);
  const first = (await shop.api("GET", "/tickets?limit=2")).json;
  expect(await ids(`limit=2&cursor=${encodeURIComponent(first.next_cursor)}`)).toEqual([made[0]]);
  expect((await shop.api("GET", "/tickets?cursor=nonsense")).status).toBe(400);
});

test("TI13 a ticket that waits is given to a team before anybody else is asked", async () => {
  const shop = await newShop();
  const [ann, ben] = [await hire(shop, "ann", { capacity: 0 }), await hire(shop, "ben")];
  const team = (await shop.api("POST", "/teams", { name: "Repairs", agent_ids: [ben.id] })).json.id;
  const { conversation, ticket } = await ask(shop);
  await becomes(shop, ticket, { state: "pending" });
  await come(ann);
  await shop.api("PATCH", `/agents/${ann.id}`, { capacity: 3 });
  await offered(shop, ticket, ann);
  await shop.api("POST", `/tickets/${ticket}/transfer`, { team_id: team });
  await becomes(shop, ticket, { team_id: team, offered_to: null });
  await come(ben);
  await offered(shop, ticket, ben);
  expect((await story(shop, conversation)).filter((type) => type === "ticket.offered")).toHaveLength(2);
});
