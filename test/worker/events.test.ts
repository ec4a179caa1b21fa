import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ConversationObject } from "../../src/index.ts";
import { INCOMING_NAMES, type IncomingName, spellingsOf } from "../../src/protocol/catalogue/names.ts";
import { call, newTenant, type Shop } from "../support/api.ts";
import {
  envelope,
  expectDescribed,
  logOf,
  MODE_NAMES,
  MODES,
  type Mode,
  messagesOf,
  newTalk,
  outcome,
  send,
  type Talk,
  typesOf,
  viewOf,
} from "../support/events.ts";
import { Graph, newWaId, newWamid } from "../support/whatsapp.ts";

new Graph();
vi.spyOn(env.CALLBACKS, "send").mockResolvedValue(undefined as never);
vi.spyOn(env.OUTBOUND, "send").mockResolvedValue(undefined as never);
vi.spyOn(env.WORK, "send").mockResolvedValue(undefined as never);

let shop: Shop;
beforeAll(async () => {
  shop = await newTenant();
});
afterEach(() => {
  vi.useRealTimers();
});

const agent = { agent_id: "a-7", display_name: "Ana Example" };
const UNKNOWN = "3d77f23b-683d-834e-8731-15e200000001";
let tickets = 0;
const newTicket = (): string => `T-${++tickets}`;

/** The last message of ours in a talk, sent by the agent for the purpose. */
async function sentMessage(talk: Talk): Promise<string> {
  const { json } = await talk.shop.say(talk.id, "system", "One moment.");
  return json.message.id;
}

async function opened(talk: Talk): Promise<string> {
  const ticket_id = newTicket();
  expect(await outcome(talk.shop, "ticket-opened", { ...envelope(), ticket_id, conversation_id: talk.id })).toBe(
    "taken",
  );
  return ticket_id;
}

const placed = ({ waId, number }: Talk) => ({ sender: waId, receiver: number, message_id: newWamid() });

interface Case {
  data(talk: Talk): object | Promise<object>;
  /** The event of the log that it leads to, last of all. */
  leads: string;
}

/** Every event that is taken, and what it leads to. */
const CASES: { [name in IncomingName]: Case } = {
  "whatsapp-business-text-message-received": {
    data: (talk) => ({ ...placed(talk), body: "where is my order?" }),
    leads: "message.received",
  },
  "whatsapp-business-message-received": {
    data: (talk) => ({ ...placed(talk), message_type: "location", payload: { latitude: 1, longitude: 2 } }),
    leads: "message.received",
  },
  "whatsapp-business-text-message-with-user-info-received": {
    data: (talk) => ({ ...placed(talk), body: "it is me", user_details: { codigo_cliente: "C-1" } }),
    leads: "message.received",
  },
  "whatsapp-business-message-with-user-info-received": {
    data: (talk) => ({
      ...placed(talk),
      message_type: "image",
      payload: { id: "4711", mime_type: "image/jpeg", caption: "My card" },
      customer_details: { codigo_cliente: "C-1", segment: "retail" },
    }),
    leads: "message.received",
  },
  "message-received": {
    data: ({ waId, number }) => ({
      sender: { display_name: "Rosa Example" },
      receiver: number,
      source_id: `wa.${waId}`,
      channel: "whatsapp-business",
      body: "hello again",
      user_details: { codigo_cliente: 40017 },
    }),
    leads: "message.received",
  },
  "whatsapp-business-message-delivered": {
    data: async (talk) => ({ sender: talk.number, receiver: talk.waId, message_id: await sentMessage(talk) }),
    leads: "message.status",
  },
  "ai-agent-answer-generated": {
    data: ({ id }) => ({
      conversation_id: id,
      agent_details: { codename: "aurora", version: "2.1" },
      body: "We open at nine.",
    }),
    leads: "message.queued",
  },
  "agent-answer-generated": {
    data: ({ id }) => ({ conversation_id: id, agent_id: "a-7", agent_details: agent, body: "I look into it." }),
    leads: "message.queued",
  },
  "flow-answer-generated": {
    data: ({ id }) => ({
      conversation_id: id,
      flow_execution_id: "f-1",
      flow_type: "rigid",
      body: "Which city?",
    }),
    leads: "message.queued",
  },
  "flow-execution-ended": {
    data: ({ id }) => ({
      conversation_id: id,
      flow_execution_id: "f-1",
      flow_type: "rigid",
      is_ticket_required: false,
    }),
    leads: "conversation.closed",
  },
  "ticket-opened": { data: ({ id }) => ({ conversation_id: id, ticket_id: newTicket() }), leads: "handoff.requested" },
  "ticket-closed": {
    data: async (talk) => ({ ticket_id: await opened(talk), authorized_by: agent }),
    leads: "conversation.closed",
  },
  "ticket-state-changed": {
    data: async (talk) => ({ ticket_id: await opened(talk), new_state: "open", authorized_by: agent }),
    leads: "ticket.state_changed",
  },
  "agent-assigned": {
    data: async (talk) => ({ ticket_id: await opened(talk), agent_assigned: agent, authorized_by: agent }),
    leads: "agent.assigned",
  },
  "ticket-comment-added": {
    data: async (talk) => ({ ticket_id: await opened(talk), comment: "Waits for the part", authorized_by: agent }),
    leads: "note.added",
  },
  "get-conversation": { data: ({ id }) => ({ conversation_id: id }), leads: "document.requested" },
  "get-user-conversation": {
    data: async (talk) => ({ codigo_cliente: await identified(talk) }),
    leads: "document.requested",
  },
};

/** The conversation's customer, once the list of conversations knows of them. */
async function identified({ id, shop }: Talk): Promise<string> {
  const customer_id = crypto.randomUUID();
  await shop.api("PUT", `/customers/${customer_id}`, { name: "Ana" });
  await shop.api("PUT", `/conversations/${id}/customer`, { customer_id });
  await vi.waitFor(async () => {
    expect((await shop.api("GET", `/customers/${customer_id}/conversations`)).json.conversations).toHaveLength(1);
  }, 5_000);
  return customer_id;
}

const dataOf = async (name: IncomingName, talk: Talk) => ({ ...envelope(), ...(await CASES[name].data(talk)) });

describe("every event, once and twice", () => {
  test.for(INCOMING_NAMES)("%s", async (name) => {
    const talk = await newTalk(shop);
    const data = await dataOf(name, talk);
    const before = (await logOf(talk)).length;
    expect(await outcome(shop, name, data)).toBe("taken");
    const log = await logOf(talk);
    expect(log.slice(before).map(({ type }) => type)).toContain(CASES[name].leads);
    expect(await outcome(shop, name, data)).toBe("known");
    expect(await outcome(shop, name, { ...data, body: "something else" }, "structured")).toBe("known");
    expect(await logOf(talk)).toEqual(log);
  });

  test.for(INCOMING_NAMES)("%s, three times at once", async (name) => {
    const talk = await newTalk(shop);
    const data = await dataOf(name, talk);
    const before = (await logOf(talk)).length;
    await Promise.all([1, 2, 3].map(() => outcome(shop, name, data)));
    const types = (await typesOf(talk)).slice(before);
    expect(types.filter((type) => type === CASES[name].leads)).toHaveLength(1);
  });

  const ways = INCOMING_NAMES.flatMap((name) => MODE_NAMES.map((mode): [IncomingName, Mode] => [name, mode]));
  test.for(ways)("%s, %s", async ([name, mode]) => {
    const talk = await newTalk(shop);
    const { status, json } = await send(shop, name, await dataOf(name, talk), mode);
    expect(status).toBe(202);
    expect(json.results).toMatchObject([{ type: name, outcome: "taken", conversation_id: talk.id }]);
    expect(await typesOf(talk)).toContain(CASES[name].leads);
  });

  const spellings = INCOMING_NAMES.flatMap((name) =>
    [...spellingsOf(name), name.toUpperCase(), name.replaceAll("-", " "), `py.com.bank.${name}`].map(
      (spelling): [string, IncomingName] => [spelling, name],
    ),
  );
  test.for(spellings)("%s is %s", async ([spelling, name]) => {
    const talk = await newTalk(shop);
    const { json } = await send(shop, spelling, await dataOf(name, talk), "structured");
    expect(json.results).toMatchObject([{ type: name, outcome: "taken" }]);
    expect(await typesOf(talk)).toContain(CASES[name].leads);
  });

  test("EV1 without a uuid it is known by its source and id", async () => {
    const talk = await newTalk(shop);
    const { uuid: _, ...data } = await dataOf("agent-answer-generated", talk);
    const event = { specversion: "1.0", id: "e-1", source: "/ms-agents", type: "agent-answer-generated", data };
    const post = (more: object) => shop.api("POST", "/events", { ...event, ...more });
    const outcomes = [];
    for (const more of [{}, {}, { id: "e-2" }, { source: "/other" }])
      outcomes.push((await post(more)).json.results[0].outcome);
    expect(outcomes).toEqual(["taken", "known", "taken", "taken"]);
  });
});

describe("what becomes of an answer", () => {
  test("the AI's, with what is known of it", async () => {
    const talk = await newTalk(shop);
    await send(shop, "ai_agent_answer_generated", {
      ...envelope("2026-11-20T10:00:00.123Z"),
      conversation_id: talk.id,
      agent_details: { codename: "aurora", version: "2.1" },
      content: "Perhaps at nine.",
      low_confidence: true,
      confidence: 0.31,
      metadata: { model: "m-1", version: "mine" },
    });
    expect((await messagesOf(talk)).at(-1)).toMatchObject({
      sender: { type: "llm", id: "aurora", display_name: "aurora" },
      content: "Perhaps at nine.",
      payload: { body: "Perhaps at nine." },
      status: "queued",
      timestamp: "2026-11-20T10:00:00.123Z",
      metadata: { model: "m-1", codename: "aurora", version: "2.1", low_confidence: true, confidence: 0.31 },
    });
  });

  test("the AI's, that nobody says who it is", async () => {
    const talk = await newTalk(shop);
    await send(shop, "ai-agent-answer-generated", { ...envelope(), conversation_id: talk.id, body: "At nine." });
    const { sender, metadata } = (await messagesOf(talk)).at(-1);
    expect({ sender, metadata }).toEqual({
      sender: { type: "llm", id: null, display_name: "AI agent" },
      metadata: null,
    });
  });

  test.each(["open_ticket", "create_ticket", "is_ticket_required", "handoff_requested"])(
    "the AI's with %s hands over, with and without a text",
    async (flag) => {
      for (const body of ["A colleague will help.", undefined]) {
        const talk = await newTalk(shop);
        const data = { ...envelope(), conversation_id: talk.id, body, [flag]: true };
        expect(await outcome(shop, "ai-agent-answer-generated", data)).toBe("taken");
        expect(await viewOf(talk)).toMatchObject({ control: "queue", handoff_trigger: "ai_flag" });
        expect((await messagesOf(talk)).length).toBe(body === undefined ? 1 : 2);
      }
    },
  );

  test("the AI's, that comes when a person has the word, is suppressed", async () => {
    const talk = await newTalk(shop);
    await opened(talk);
    expect(
      await outcome(shop, "ai-agent-answer-generated", { ...envelope(), conversation_id: talk.id, body: "Late" }),
    ).toBe("taken");
    expect((await messagesOf(talk)).at(-1)).toMatchObject({ content: "Late", status: "suppressed" });
  });

  test("an agent's, by its ticket or its conversation", async () => {
    const talk = await newTalk(shop);
    const ticket_id = await opened(talk);
    const answer = { agent_id: 7, agent_details: { display_name: "Ana Example" } };
    await send(shop, "agent-answer-generated", { ...envelope(), ...answer, ticket_id, body: "By ticket" });
    await send(shop, "agent-answer-generated", { ...envelope(), ...answer, conversation_id: talk.id, body: "By id" });
    const sender = { type: "agent", id: "7", display_name: "Ana Example" };
    expect((await messagesOf(talk)).slice(1)).toMatchObject([
      { sender, content: "By ticket" },
      { sender, content: "By id" },
    ]);
    expect(await viewOf(talk)).toMatchObject({ control: "agent", ticket: { id: ticket_id, state: "open" } });
  });

  test("a flow's, with its execution; its last word goes before its end", async () => {
    const talk = await newTalk(shop);
    const flow = { conversation_id: talk.id, flow_execution_id: "f-9", flow_type: "rigid" };
    await send(shop, "flow-answer-generated", { ...envelope(), ...flow, body: "Which city?" });
    await send(shop, "flow-execution-ended", { ...envelope(), ...flow, body: "Goodbye!", is_ticket_required: false });
    const metadata = { flow_execution_id: "f-9", flow_type: "rigid" };
    expect((await messagesOf(talk)).slice(1)).toMatchObject([
      { sender: { type: "flow", display_name: "Flow" }, content: "Which city?", metadata },
      { content: "Goodbye!", metadata },
    ]);
    expect(await viewOf(talk)).toMatchObject({ state: "closed", close_reason: "flow_ended" });
  });

  test("a flow's end that asks for a person hands over", async () => {
    const talk = await newTalk(shop);
    await send(shop, "flow_execution_ended", { ...envelope(), conversation_id: talk.id, is_ticket_required: true });
    expect(await viewOf(talk)).toMatchObject({ state: "open", control: "queue", handoff_trigger: "flow" });
  });
});

describe("get-conversation", () => {
  test("is answered at once, and in the log", async () => {
    const talk = await newTalk(shop);
    await shop.say(talk.id, "agent", "Good morning");
    const data = { ...envelope(), conversation_id: talk.id };
    const [{ document }] = (await send(shop, "get-conversation", data)).json.results;
    expect(document).toMatchObject({ request_id: data.uuid, conversation_id: talk.id, start_timestamp: null });
    expect(document.conversation).toMatchObject({ uuid: talk.id, active_channel: "whatsapp-business" });
    const said = document.conversation.log.filter(({ type }: { type: string }) => type.includes("chat"));
    expect(said.map(({ fallback_text }: { fallback_text: string }) => fallback_text)).toEqual([
      "hello",
      "Good morning",
    ]);
    expect((await logOf(talk)).at(-1)).toMatchObject({ type: "document.requested", request_id: data.uuid });
    const [again] = (await send(shop, "get-conversation", data)).json.results;
    expect(again).toMatchObject({ outcome: "known", document: { request_id: data.uuid } });
  });

  test("of a range of time, both ends included", async () => {
    const talk = await newTalk(shop);
    for (const [body, at] of [
      ["one", "2026-11-20T10:00:00.000Z"],
      ["two", "2026-11-20T11:00:00.000Z"],
      ["three", "2026-11-20T12:00:00.000Z"],
    ] as const)
      await send(shop, "agent-answer-generated", { ...envelope(at), conversation_id: talk.id, agent_id: "7", body });
    const read = async (range: object) => {
      const answer = await send(shop, "get-conversation", { ...envelope(), conversation_id: talk.id, ...range });
      const { log } = answer.json.results[0].document.conversation;
      return log
        .map(({ fallback_text }: { fallback_text: string }) => fallback_text)
        .filter((text: string) => ["one", "two", "three"].includes(text));
    };
    expect(await read({ end_timestamp: "2026-11-20T11:00:00Z" })).toEqual(["one", "two"]);
    expect(await read({ start_timestamp: "2026-11-20T13:00:00+02:00" })).toEqual(["two", "three"]);
    const both = { start_timestamp: "2026-11-20T11:00:00Z", end_timestamp: "2026-11-20T11:00:00Z" };
    expect(await read(both)).toEqual(["two"]);
    const wrong = { start_timestamp: "2026-11-20T12:00:00Z", end_timestamp: "2026-11-20T11:00:00Z" };
    const { status, json } = await send(shop, "get-conversation", {
      ...envelope(),
      conversation_id: talk.id,
      ...wrong,
    });
    expect({ status, fields: json.errors.map(({ field }: { field: string }) => field) }).toEqual({
      status: 400,
      fields: ["start_timestamp"],
    });
  });
});

describe("batches", () => {
  test("each for itself, in their order", async () => {
    const talk = await newTalk(shop);
    const ticket_id = newTicket();
    const events = [
      { ...envelope(), type: "agent-assigned", ticket_id, agent_assigned: agent },
      { ...envelope(), type: "ticket-opened", ticket_id, conversation_id: talk.id },
      { ...envelope(), type: "ticket-opened", ticket_id, conversation_id: UNKNOWN },
      { ...envelope(), type: "ticket-exploded", ticket_id },
      { ...envelope(), type: "ticket-closed", ticket_id },
      7,
    ];
    const answer = await shop.api("POST", "/events", events);
    expect(answer.status).toBe(202);
    expectDescribed(answer);
    expect(answer.json.results).toMatchObject([
      { outcome: "waiting", ticket_id },
      { outcome: "taken", ticket_id, conversation_id: talk.id },
      { outcome: "refused", problem: { status: 409, code: "ticket_taken" } },
      { outcome: "refused", type: "ticket-exploded", problem: { code: "event_type_unknown" } },
      { outcome: "taken", ticket_id },
      { outcome: "refused", id: null, type: null, problem: { code: "invalid_request" } },
    ]);
    expect(await viewOf(talk)).toMatchObject({ state: "closed", close_reason: "ticket_closed" });
  });

  test("of nothing that is taken, and of nothing at all", async () => {
    const refused = await shop.api("POST", "/events", [{}, {}]);
    expect(refused).toMatchObject({ status: 202, json: { results: [{ outcome: "refused" }, { outcome: "refused" }] } });
    expect(await shop.api("POST", "/events", [])).toMatchObject({ status: 202, json: { results: [] } });
  });

  test("may not be too many, too long, or no JSON", async () => {
    const many = Array.from({ length: 101 }, () => ({}));
    expect(await shop.api("POST", "/events", many)).toMatchObject({ status: 413, json: { code: "payload_too_large" } });
    const long = [{ body: "x".repeat(1024 * 1024) }];
    expect(await shop.api("POST", "/events", long)).toMatchObject({ status: 413, json: { code: "payload_too_large" } });
    expect(await shop.api("POST", "/events", "[{")).toMatchObject({ status: 400, json: { code: "malformed_json" } });
  });
});

describe("refusals say what to do", () => {
  const cases: [string, object, number, string, RegExp][] = [
    ["ticket-openned", {}, 422, "event_type_unknown", /ticket-opened/],
    ["open-ticket", {}, 422, "event_type_unknown", /open-ticket is what this store sends.*ticket-opened/],
    ["message.received", {}, 422, "event_type_unknown", /what this store sends.*message-received/],
    ["ticket-opened", { ticket_id: "" }, 400, "invalid_request", /uuid.*timestamp.*ticket_id.*conversation_id/],
    [
      "ticket-opened",
      { ...envelope(), ticket_id: "t", conversation_id: "c-1" },
      400,
      "invalid_request",
      /conversation_id/,
    ],
    [
      "ai-agent-answer-generated",
      { ...envelope(), conversation_id: UNKNOWN, body: "hi" },
      404,
      "conversation_not_found",
      new RegExp(UNKNOWN),
    ],
    [
      "get-conversation",
      { ...envelope(), conversation_id: crypto.randomUUID() },
      404,
      "conversation_not_found",
      /conversation_id/,
    ],
    [
      "whatsapp-business-text-message-received",
      { ...envelope(), sender: "+15550100123", receiver: "+1 999 999", message_id: "wamid.X", body: "hi" },
      422,
      "receiver_unknown",
      /\+1 999 999/,
    ],
  ];

  test.for(cases)("%s %j", async ([type, data, status, code, words]) => {
    const answer = await send(shop, type, data, "structured");
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    // A CloudEvent has an id and perhaps a time of its own: the seeds' payload alone has neither.
    const bare = await send(shop, type, data);
    for (const { json } of type === "ticket-opened" ? [bare] : [answer, bare]) {
      expect(json).toMatchObject({ status, code });
      expect(`${json.detail} ${JSON.stringify(json.errors)}`).toMatch(words);
    }
  });

  test("another tenant's conversation is the same as none", async () => {
    const talk = await newTalk();
    for (const name of [
      "ticket-opened",
      "agent-answer-generated",
      "get-conversation",
      "flow-execution-ended",
    ] as const) {
      const theirs = await outcome(shop, name, await dataOf(name, talk));
      expect(theirs).toBe("404 conversation_not_found");
    }
    const message_id = await sentMessage(talk);
    expect(await outcome(shop, "whatsapp-business-message-delivered", { ...envelope(), message_id })).toBe(
      "404 message_not_found",
    );
    expect(await typesOf(talk)).not.toContain("ticket.opened");
  });

  test("a closed conversation takes no answer", async () => {
    const talk = await newTalk(shop);
    await shop.api("PUT", `/conversations/${talk.id}/status`, { status: "resolved" });
    for (const name of ["agent-answer-generated", "ai-agent-answer-generated", "flow-answer-generated"] as const) {
      const { status, json } = await send(shop, name, await dataOf(name, talk));
      expect({ status, code: json.code }).toEqual({ status: 409, code: "conversation_closed" });
      expect(json.detail).toMatch(/find-or-create/);
    }
  });

  test("a text that WhatsApp would not take", async () => {
    const talk = await newTalk(shop);
    const data = { ...(await dataOf("agent-answer-generated", talk)), body: "x".repeat(4097) };
    expect(await outcome(shop, "agent-answer-generated", data)).toBe("422 content_too_long");
    expect(await outcome(shop, "agent-answer-generated", { ...data, body: "x".repeat(4096) })).toBe("taken");
  });

  test("nobody without the tenant's key", async () => {
    for (const bearer of [undefined, "nonsense"])
      expect((await call("POST", "/api/v1/events", { body: {}, ...(bearer && { bearer }) })).status).toBe(401);
    const other = await newTenant();
    const answer = await shop.api("POST", "/events", {}, { "X-Tenant-Id": other.id });
    expect(answer).toMatchObject({ status: 403, json: { code: "tenant_mismatch" } });
  });

  test("a store that is away is no refusal: the sender repeats itself", async () => {
    const talk = await newTalk(shop);
    const data = await dataOf("agent-answer-generated", talk);
    const away = vi.spyOn(ConversationObject.prototype, "execute").mockRejectedValue(new Error("storage is away"));
    expect((await send(shop, "agent-answer-generated", data)).status).toBe(500);
    expect((await send(shop, "agent-answer-generated", data, "batch")).status).toBe(500);
    away.mockRestore();
    expect(await outcome(shop, "agent-answer-generated", data)).toBe("taken");
  });

  test("an Idempotency-Key holds for one request", async () => {
    const talk = await newTalk(shop);
    const [one, other] = [await dataOf("agent-answer-generated", talk), await dataOf("get-conversation", talk)];
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const post = (type: string, data: object) => shop.api("POST", `/events?type=${type}`, data, headers);
    expect((await post("agent-answer-generated", one)).status).toBe(202);
    expect((await post("agent-answer-generated", one)).json.results[0].outcome).toBe("known");
    expect((await post("get-conversation", other)).json.code).toBe("idempotency_conflict");
    expect((await post("get-conversation", one)).json.code).toBe("idempotency_conflict");
  });

  test.for(["application/cloudevents+xml", "application/cloudevents+avro"])("%s", async (format) => {
    const headers = { "Content-Type": format };
    const answer = await call("POST", "/api/v1/events", { bearer: shop.bearer, headers, body: "<event/>" });
    expect(answer).toMatchObject({ status: 415, json: { code: "unsupported_event_format" } });
  });

  test("of another version of CloudEvents", async () => {
    const older = String(MODES.structured("ticket-opened", {}).body).replace('"1.0"', '"0.3"');
    const answer = await shop.api("POST", "/events", older);
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ field: "specversion" }] } });
  });
});

test("a sender who is known by a name alone is not found", async () => {
  const data = { ...envelope(), sender: { display_name: "Rosa" }, receiver: newWaId(), message_id: "m", body: "hi" };
  expect(await outcome(shop, "whatsapp-business-text-message-received", data)).toBe("400 invalid_request");
});
