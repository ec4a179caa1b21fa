import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openApiDocument } from "../../src/protocol/openapi.ts";
import type { Operation } from "../../src/protocol/operation.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { NOBODY, tenantAt } from "../../src/tenant/port.ts";
import { type Answer, call, newPhone, newTenant, OPERATOR, OUTLET, type Shop, threadAt } from "../support/api.ts";
import { chat, Graph, newLine, newWaId, receive, refused, text } from "../support/whatsapp.ts";

/**
 * Files are bytes, events come in several forms, deliveries need somebody who takes them, and signing in is for agents:
 * they have tests of their own.
 */
const ELSEWHERE = [
  "acceptInvitation",
  "createSession",
  "deleteSession",
  "changePassword",
  "createSocketTicket",
  "getMedia",
  "uploadMedia",
  "deleteMedia",
  "importCustomers",
  "takeEvents",
  "declineTicket",
  "importArticles",
  "testSubscription",
  "getDelivery",
  "redeliver",
  "discardDelivery",
  "startFlow",
] as const;
type Name = Exclude<keyof typeof OPERATIONS, (typeof ELSEWHERE)[number]>;
const NAMES = Object.keys(OPERATIONS).filter((name) => !ELSEWHERE.some((other) => other === name)) as Name[];
const operationOf = (name: Name) => OPERATIONS[name] as unknown as Operation;
const bodied = NAMES.filter((name) => operationOf(name).body !== null);

const UNKNOWN = "3d77f23b-683d-834e-8731-15e200000001";
const PAST = "2020-01-01T00:00:00.000Z";
const FUTURE = "2099-01-01T00:00:00.000Z";

/** Who may take a ticket that a test made. */
const colleagues = new Map<string, string>();

/** What a test made beside its subject: a conversation beside a canned reply or a rule, a macro beside a conversation. */
const companions = new Map<string, string>();
const RULE = { name: "Rule", on: ["message.received"], actions: [{ type: "close" }] };

/** A complete body for each call that takes one. */
const bodies = (conversation_id: string): { [name in Name]?: object } => ({
  createConversation: { outlet_id: OUTLET, customer_phone: newPhone(), customer_name: "John Doe" },
  findOrCreateConversation: { outlet_id: OUTLET, customer_phone: newPhone() },
  requestHandoff: { reason: "Customer requested human agent", agent_id: "agent-1" },
  assignAgent: { agent_id: "agent-1" },
  setStatus: { status: "resolved" },
  snooze: { until: FUTURE },
  setLabels: { labels: ["vip", "billing"], reason: "They asked" },
  releaseHandoff: { reason: "Answered" },
  setPriority: { priority: "urgent", reason: "A VIP" },
  takeOver: { agent_id: colleagues.get(conversation_id) ?? "nobody" },
  transferConversation: { agent_id: colleagues.get(conversation_id) ?? "nobody", note: "They speak Malay" },
  addNote: { content: "Has called before." },
  createCannedReply: { shortcut: "refund", text: "Dear {{customer.name|customer}}, it is on its way.", language: "en" },
  putCannedReply: { shortcut: "money-back", text: "It is on its way.", outlet_ids: [] },
  renderCannedReply: { conversation_id: companions.get(conversation_id) ?? UNKNOWN },
  createMacro: { name: "Close politely", actions: [{ type: "send_text", text: "Bye!" }, { type: "close" }] },
  putMacro: { name: "Label", actions: [{ type: "add_labels", labels: ["vip"] }] },
  createAutomationRule: {
    ...RULE,
    conditions: { all: [{ field: "message.content", op: "contains", value: "nothing says this" }] },
  },
  putAutomationRule: { ...RULE, enabled: false },
  testAutomationRule: { conversation_id: companions.get(conversation_id) ?? UNKNOWN },
  createMessage: { conversation_id, sender_type: "customer", content: "I need help resetting my password" },
  createTenant: { name: "Another shop" },
  changeTenant: { name: "Renamed", policies: { reopen: "new" }, services: { ai: "embedded" } },
  createInbox: {
    name: "Number",
    channel: {
      type: "whatsapp",
      phone_number_id: newWaId(),
      display_phone_number: "+1 555 000 111",
      access_token: "graph-token",
      app_secret: ["new-secret", "old-secret"],
      verify_token: "verify-token",
    },
  },
  changeInbox: { name: "Renamed", app_secret: "newer-secret" },
  changeAgent: { name: "Renamed", role: "admin", capacity: 3, enabled: true },
  setPresence: { status: "away", until: FUTURE },
  changeTicket: { state: "standby" },
  acceptTicket: { agent_id: colleagues.get(conversation_id) ?? "nobody" },
  assignTicket: { agent_id: colleagues.get(conversation_id) ?? "nobody" },
  transferTicket: { agent_id: colleagues.get(conversation_id) ?? "nobody", note: "They speak Malay" },
  createTeam: { name: "Repairs" },
  changeTeam: { name: "Renamed", agent_ids: [], outlet_ids: [] },
  createOutlet: { name: "Market" },
  changeOutlet: {
    name: "Harbour",
    business_hours: {
      time_zone: "Asia/Jakarta",
      weekly: { mon: [["09:00", "18:00"]], sat: [["22:00", "02:00"]] },
      holidays: [{ date: "2026-12-25", name: "Christmas", hours: [["10:00", "14:00"]] }],
    },
  },
  replayQuarantine: { reason: "no_sender" },
  replayUnplaced: { reason: "no_sender" },
  createAgent: { name: "Ann", email: `ann.${crypto.randomUUID()}@shop.test`, outlet_ids: [OUTLET] },
  markConversationRead: { typing: true },
  voipbinChangeConversation: { name: "Customer Support #1234", detail: "A blue one" },
  voipbinSend: { text: "It left today." },
  ticketSend: { content: "It left today." },
  createSubscription: { url: "https://example.com/callbacks", types: ["*"], description: "Ours" },
  changeSubscription: { types: ["message.received"], enabled: false },
  rotateSecret: { grace_seconds: 60 },
  replaySubscription: { from: PAST },
  createArticle: { title: "What delivery costs", content: "Free from 50.", source_url: "https://shop.test/delivery" },
  putArticle: { title: "What delivery costs", format: "html", content: "<p>Free from 50.", language: "en" },
  putSynonyms: { groups: [["refund", "money back"]] },
  putAssistant: { instructions: "Be brief.", model: null },
  changeAssistant: { greeting: "Welcome!", daily_cost: 1.5 },
  askAssistant: { question: "hello" },
  identifyCustomer: { customer_id: "C-known" },
  createFlow: { name: "Hello", flow: { start: "done", nodes: { done: { type: "end" } } }, secrets: { key: "s3cret" } },
  putFlow: { name: "Bye", flow: { start: "done", nodes: { done: { type: "ticket" } } } },
  checkFlow: { flow: { start: "done", nodes: { done: { type: "end" } } } },
  testFlow: { inputs: [{ text: "hello" }] },
  putCustomer: { name: "Ann", addresses: [{ type: "phone", target: newPhone() }], attributes: { tier: "gold" } },
});

const SUCCESS: { [name in Name]: number } = {
  health: 200,
  ready: 200,
  createConversation: 201,
  findOrCreateConversation: 201,
  listConversations: 200,
  countConversations: 200,
  getDesk: 200,
  rebuildDesk: 202,
  activeConversations: 200,
  getConversation: 200,
  requestHandoff: 200,
  releaseHandoff: 200,
  assignAgent: 200,
  setStatus: 200,
  snooze: 200,
  unsnooze: 200,
  setLabels: 200,
  setPriority: 200,
  unassignAgent: 200,
  takeOver: 200,
  transferConversation: 200,
  addNote: 201,
  listNotes: 200,
  createCannedReply: 201,
  listCannedReplies: 200,
  getCannedReply: 200,
  putCannedReply: 200,
  deleteCannedReply: 204,
  renderCannedReply: 200,
  createMacro: 201,
  listMacros: 200,
  getMacro: 200,
  putMacro: 200,
  deleteMacro: 204,
  runMacro: 200,
  createAutomationRule: 201,
  listAutomationRules: 200,
  getAutomationRule: 200,
  putAutomationRule: 200,
  deleteAutomationRule: 204,
  testAutomationRule: 200,
  listAutomationRuns: 200,
  listEvents: 200,
  erasePerson: 204,
  createMessage: 201,
  listMessages: 200,
  recentMessages: 200,
  createTenant: 201,
  getTenant: 200,
  changeTenant: 200,
  createInbox: 201,
  listInboxes: 200,
  getInbox: 200,
  changeInbox: 200,
  resumeInbox: 200,
  checkInbox: 200,
  listInboxUpdates: 200,
  listTemplates: 200,
  listQuarantine: 200,
  getQuarantineItem: 200,
  replayQuarantineItem: 200,
  replayQuarantine: 200,
  discardQuarantineItem: 204,
  listUnplaced: 200,
  getUnplacedItem: 200,
  replayUnplacedItem: 200,
  replayUnplaced: 200,
  discardUnplacedItem: 204,
  createAgent: 201,
  listAgents: 200,
  getAgent: 200,
  changeAgent: 200,
  setPresence: 200,
  listPresence: 200,
  listTickets: 200,
  getTicket: 200,
  changeTicket: 200,
  acceptTicket: 200,
  assignTicket: 200,
  transferTicket: 200,
  handBackTicket: 200,
  createTeam: 201,
  listTeams: 200,
  getTeam: 200,
  changeTeam: 200,
  deleteTeam: 204,
  createOutlet: 201,
  listOutlets: 200,
  getOutlet: 200,
  changeOutlet: 200,
  deleteOutlet: 204,
  createAgentToken: 201,
  inviteAgent: 201,
  getSession: 200,
  listSessions: 200,
  deleteSessions: 204,
  createApiKey: 201,
  listApiKeys: 200,
  revokeApiKey: 204,
  getMessage: 200,
  resendMessage: 201,
  markConversationRead: 204,
  voipbinConversations: 200,
  voipbinConversation: 200,
  voipbinChangeConversation: 200,
  voipbinUnassign: 200,
  voipbinDeleteConversation: 200,
  voipbinMessages: 200,
  voipbinSend: 200,
  ticketInboxes: 200,
  ticketContactInboxes: 200,
  ticketConversations: 200,
  ticketConversation: 200,
  ticketMessages: 200,
  ticketSend: 201,
  ticketSeen: 200,
  createSubscription: 201,
  listSubscriptions: 200,
  getSubscription: 200,
  changeSubscription: 200,
  deleteSubscription: 204,
  rotateSecret: 201,
  replaySubscription: 202,
  listDeliveries: 200,
  redeliverAll: 202,
  listNotices: 200,
  searchArticles: 200,
  getSynonyms: 200,
  putSynonyms: 200,
  listArticles: 200,
  createArticle: 201,
  getArticle: 200,
  putArticle: 200,
  deleteArticle: 204,
  listArticleVersions: 200,
  getAssistant: 200,
  putAssistant: 200,
  changeAssistant: 200,
  askAssistant: 200,
  assistantUsage: 200,
  getArticleVersion: 200,
  restoreArticle: 200,
  listCustomers: 200,
  getCustomer: 200,
  putCustomer: 200,
  deleteCustomer: 204,
  createFlow: 201,
  listFlows: 200,
  getFlow: 200,
  putFlow: 200,
  deleteFlow: 204,
  publishFlow: 200,
  listFlowVersions: 200,
  checkFlow: 200,
  testFlow: 200,
  customerConversations: 200,
  search: 200,
  searchConversation: 200,
  rebuildSearch: 202,
  identifyCustomer: 200,
  reportOverview: 200,
  reportConversations: 200,
  reportResponses: 200,
  reportAgents: 200,
  reportTeams: 200,
  reportAi: 200,
  reportDeliveries: 200,
  reportHours: 200,
  reportSatisfaction: 200,
  getOperations: 200,
};

const pathOf = (name: Name, id: string) =>
  operationOf(name)
    .path.replace("{id}", id)
    .replace("{version}", "1")
    .replace("{macro_id}", companions.get(id) ?? UNKNOWN);

/** What a call must be asked with. */
const needed: { [name in Name]?: string } = { searchArticles: "?q=delivery", searchConversation: "?q=delivery" };

/** One call of an operation, with its complete body. */
function perform(name: Name, bearer: string | null, id: string, more: { body?: unknown; headers?: object } = {}) {
  const { method } = operationOf(name);
  const body = "body" in more ? more.body : bodies(id)[name];
  return call(method.toUpperCase(), `${pathOf(name, id)}${needed[name] ?? ""}`, {
    ...(bearer !== null && { bearer }),
    ...(body !== undefined && { body }),
    headers: { ...more.headers },
  });
}

const addressed = (name: Name) => operationOf(name).path.includes("{id}") || name === "createMessage";

/** What `{id}` of an operation's path means, made anew. */
/** What has the business's own ids: anything is one. */
const isOfCallersChoice = (name: Name) => /\/(?:customers|articles)\//.test(operationOf(name).path);

async function subjectOf(name: Name, shop: Shop): Promise<string> {
  const { path } = operationOf(name);
  if (!addressed(name)) return UNKNOWN;
  if (path.includes("/templates")) return inboxWithTemplates(shop);
  if (path.includes("/quarantine/")) return itemSetAside(path.startsWith("/admin") ? NOBODY : shop.id);
  if (path.includes("/inboxes/")) return (await shop.api("POST", "/inboxes", bodies("").createInbox)).json.id;
  if (path.includes("/subscriptions/"))
    return (await shop.api("POST", "/subscriptions", bodies("").createSubscription)).json.id;
  if (name === "identifyCustomer") await shop.api("PUT", "/customers/C-known", {});
  if (path.includes("/customers/")) {
    const id = crypto.randomUUID();
    await shop.api("PUT", `/customers/${id}`, bodies("").putCustomer);
    return id;
  }
  if (path.includes("/articles/")) return (await shop.api("POST", "/articles", bodies("").createArticle)).json.id;
  if (path.startsWith("/api/v1/canned-replies/")) return madeBeside(shop, "/canned-replies", "createCannedReply");
  if (path.startsWith("/api/v1/automation/")) return madeBeside(shop, "/automation/rules", "createAutomationRule");
  if (path.startsWith("/api/v1/macros/")) return madeBeside(shop, "/macros", "createMacro");
  if (path.includes("/tickets/")) return ticketIn(shop, name === "changeTicket");
  if (path.includes("/teams/")) return (await shop.api("POST", "/teams", bodies("").createTeam)).json.id;
  if (path.includes("/outlets/")) return (await shop.api("POST", "/outlets", bodies("").createOutlet)).json.id;
  if (path.includes("/flows/")) return (await shop.api("POST", "/flows", bodies("").createFlow)).json.id;
  if (path.includes("/agents/")) return (await shop.api("POST", "/agents", bodies("").createAgent)).json.id;
  if (path.includes("/api-keys/")) return (await shop.api("POST", "/api-keys")).json.id;
  if (path.startsWith("/api/v1/messages/")) return failedMessage(shop);
  const { id } = await shop.open();
  if (name === "takeOver" || name === "transferConversation")
    colleagues.set(id, (await shop.api("POST", "/agents", bodies("").createAgent)).json.id);
  if (name === "runMacro") companions.set(id, (await shop.api("POST", "/macros", bodies("").createMacro)).json.id);
  return id;
}

/** Something of a shop's settings, with a conversation that it can be asked about. */
async function madeBeside(shop: Shop, path: string, maker: Name): Promise<string> {
  const { id } = (await shop.api("POST", path, bodies("")[maker])).json;
  companions.set(id, (await shop.open()).id);
  return id;
}

/** A ticket that waits for a person, or that one has. */
async function ticketIn(shop: Shop, isTaken: boolean): Promise<string> {
  const agent_id = (await shop.api("POST", "/agents", bodies("").createAgent)).json.id;
  const conversation = (await shop.open()).id;
  await shop.api("POST", `/conversations/${conversation}/handoff`, {});
  const { id } = await vi.waitFor(async () => {
    const { json } = await shop.api("GET", `/conversations/${conversation}`);
    expect(json.ticket).not.toBeNull();
    return json.ticket;
  }, WAIT);
  colleagues.set(id, agent_id);
  if (isTaken) await shop.api("POST", `/tickets/${id}/assign`, { agent_id });
  return id;
}

async function failedMessage(shop: Shop): Promise<string> {
  const line = await newLine(shop);
  graph.answer(line, () => refused(131026, "Message undeliverable"));
  await receive(line, text(newWaId(), "hello"));
  const { id } = await vi.waitFor(async () => {
    const { json } = await shop.api("GET", `/conversations?inbox_id=${line.inbox}`);
    expect(json.conversations).toHaveLength(1);
    return json.conversations[0];
  }, WAIT);
  const { json } = await shop.say(id, "agent", "hello?");
  await vi.waitFor(async () => {
    const stored = (await shop.api("GET", `/conversations/${id}/messages`)).json;
    expect(stored.at(-1).status).toBe("failed");
  }, WAIT);
  return json.message.id;
}

async function inboxWithTemplates(shop: Shop): Promise<string> {
  const { inbox } = await newLine(shop, { waba_id: "700000001" });
  await tenantAt(env, shop.id).templates(inbox, false, async () => "[]");
  return inbox;
}

async function itemSetAside(tenantId: string): Promise<string> {
  const tenant = tenantAt(env, tenantId);
  await tenant.quarantine([{ reason: "not_understood", inbox_id: null, raw: JSON.stringify(crypto.randomUUID()) }]);
  const { items } = await tenant.quarantined({ reason: null, order: "newest", after: null, limit: 1 });
  return items[0]?.id ?? "";
}

const subjects = new Map<Name, Promise<string>>();

/** One that is there already: a call that is refused leaves it as it is. */
function known(name: Name): Promise<string> {
  const subject = subjects.get(name) ?? subjectOf(name, shop);
  subjects.set(name, subject);
  return subject;
}

const bearerFor = (name: Name, shop: Shop) => (operationOf(name).caller === "operator" ? OPERATOR : shop.bearer);

/** A refusal as it must look: its code, its status, and an id that is also in the header. */
function expectProblem(answer: Answer, status: number, code: string): void {
  if (answer.json?.reason !== undefined) {
    // VoIPBin's calls refuse in that service's envelope.
    expect(answer.json).toMatchObject({ status, reason: code.toUpperCase() });
    expect(answer.status).toBe(status);
    return;
  }
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.json).toMatchObject({ status, code, type: `urn:conversation-store:problem:${code}` });
  expect(answer.status).toBe(status);
  expect(answer.json.request_id).toBe(answer.headers.get("x-request-id"));
}

const withoutRequestId = ({ status, json: { request_id: _, ...rest } }: Answer) => ({ status, ...rest });

/** How long something may take that happens behind an answer. */
const WAIT = { timeout: 10_000, interval: 20 };

const graph = new Graph();

let shop: Shop;
let other: Shop;
beforeAll(async () => {
  shop = await newTenant("Shop");
  other = await newTenant("Other shop");
});
afterEach(() => {
  vi.useRealTimers();
});

describe("every call works", () => {
  test.for(NAMES)("%s answers as its schema says, and with nothing beside it", async (name) => {
    const answer = await perform(name, bearerFor(name, shop), await subjectOf(name, shop));
    expect(answer.status).toBe(SUCCESS[name]);
    const schema = operationOf(name).answers[answer.status];
    if (schema === null) expect(answer.text).toBe("");
    else expect(schema?.parse(answer.json)).toEqual(answer.json);
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("/health answers as the services around it expect", async () => {
    const { json } = await call("GET", "/health");
    expect(json).toEqual({
      status: "healthy",
      service: "conversation-service",
      version: expect.any(String),
      database: "connected",
      websocket: "active",
    });
  });

  test("an unknown path is a problem like any other", async () => {
    for (const [method, path] of [
      ["GET", "/api/v1/nothing-here"],
      ["POST", "/api/v1/nothing-here"],
      ["GET", "/api/v1/conversations/1/nothing/here"],
      ["DELETE", "/nothing-here"],
    ] as const) {
      const answer = await call(method, path);
      expectProblem(answer, 404, "not_found");
      expect(answer.json.detail).toContain("/docs");
    }
  });

  test("a path by a method that it does not have says which it has", async () => {
    const id = crypto.randomUUID();
    for (const [method, path, allowed] of [
      ["POST", `/api/v1/conversations/${id}/assign`, "DELETE, PUT"],
      ["PATCH", `/api/v1/conversations/${id}`, "GET, HEAD"],
      ["DELETE", "/api/v1/messages", "POST"],
      ["POST", "/v1.0/conversations", "GET, HEAD"],
      ["OPTIONS", "/admin/v1/tenants", "POST"],
      ["POST", "/health", "GET, HEAD"],
      ["DELETE", "/ready", "GET, HEAD"],
      ["PUT", "/openapi.json", "GET, HEAD"],
      ["POST", "/asyncapi.json", "GET, HEAD"],
      ["PATCH", "/docs", "GET, HEAD"],
    ] as const) {
      const answer = await call(method, path);
      expectProblem(answer, 405, "method_not_allowed");
      expect(answer.headers.get("allow")).toBe(allowed);
    }
    const unnamed = await call("GET", "/api/v1/conversations/");
    expectProblem(unnamed, 404, "not_found");
    const nothing = withoutRequestId(await call("PUT", "/nothing-here"));
    for (const method of ["PUT", "POST"]) expect(withoutRequestId(await call(method, "/machine/end"))).toEqual(nothing);
  });
});

describe("every call refuses what is malformed and names each field at fault", () => {
  const wrong: [Name, unknown, string[]][] = [
    ["createConversation", { outlet_id: "x", customer_phone: "abc" }, ["outlet_id", "customer_phone"]],
    ["createConversation", {}, ["outlet_id", "customer_phone"]],
    [
      "findOrCreateConversation",
      { outlet_id: 7, customer_phone: "12", customer_name: "" },
      ["outlet_id", "customer_phone", "customer_name"],
    ],
    ["findOrCreateConversation", undefined, ["outlet_id", "customer_phone"]],
    ["findOrCreateConversation", [], ["body"]],
    ["requestHandoff", { reason: "", agent_id: 5 }, ["reason", "agent_id"]],
    ["assignAgent", {}, ["agent_id"]],
    ["setStatus", { status: "open" }, ["status"]],
    ["snooze", { until: "tomorrow" }, ["until"]],
    ["setLabels", { labels: ["", "x".repeat(65)] }, ["labels.0", "labels.1"]],
    ["releaseHandoff", { reason: "" }, ["reason"]],
    ["setPriority", { priority: "asap", reason: 1 }, ["priority", "reason"]],
    ["setPriority", {}, ["priority"]],
    ["takeOver", {}, ["agent_id"]],
    ["takeOver", { agent_id: "", mood: 1 }, ["agent_id", "mood"]],
    ["transferConversation", {}, ["agent_id"]],
    ["transferConversation", { agent_id: "a", team_id: UNKNOWN }, ["agent_id"]],
    ["transferConversation", { outlet_id: "x", note: "" }, ["outlet_id", "note"]],
    ["addNote", { content: "", mentions: [7] }, ["content", "mentions.0"]],
    [
      "createCannedReply",
      { shortcut: "two words", text: "", outlet_ids: ["x"], language: "English" },
      ["shortcut", "text", "outlet_ids.0", "language"],
    ],
    ["renderCannedReply", { conversation_id: "x" }, ["conversation_id"]],
    ["createMacro", { actions: [{ type: "snooze", seconds: 0 }] }, ["name", "actions.0.seconds"]],
    [
      "createAutomationRule",
      {
        name: "",
        on: ["message.sending"],
        conditions: { all: [{ field: "conversation.secret", op: "exists" }], none: [] },
        actions: [{ type: "add_labels", labels: [""] }, { type: "dance" }],
      },
      ["name", "on.0", "conditions.all.0.field", "conditions.none", "actions.0.labels.0", "actions.1.type"],
    ],
    [
      "changeTenant",
      { policies: { farewell_text: " ", off_hours_text: "\n" } },
      ["policies.farewell_text", "policies.off_hours_text"],
    ],
    ["changeAssistant", { unsure_text: "  " }, ["unsure_text"]],
    ["createMessage", {}, ["conversation_id", "sender_type", "content"]],
    [
      "createMessage",
      { conversation_id: "x", sender_type: "pope", content: "", deliver: "no", metadata: [] },
      ["conversation_id", "sender_type", "content", "deliver", "metadata"],
    ],
    ["createMessage", { conversation_id: UNKNOWN, sender_type: "agent", content: "x".repeat(65_537) }, ["content"]],
    ["createTenant", { name: "" }, ["name"]],
    [
      "changeTenant",
      { policies: { inactivity_timeout: 0, reopen: "maybe" }, services: { ai: "on" } },
      ["policies.inactivity_timeout", "policies.reopen", "services.ai"],
    ],
    [
      "createInbox",
      { channel: { type: "whatsapp", phone_number_id: "x" } },
      [
        "name",
        "channel.phone_number_id",
        "channel.display_phone_number",
        "channel.access_token",
        "channel.app_secret",
        "channel.verify_token",
      ],
    ],
    ["createInbox", { name: "Fax", channel: { type: "fax" } }, ["channel.type"]],
    ["changeInbox", { name: "", app_secret: [] }, ["name", "app_secret"]],
    // No header can bear it.
    ["changeInbox", { access_token: "EAAG\u2026" }, ["access_token"]],
    ["changeInbox", { access_token: "EAAG two words" }, ["access_token"]],
    [
      "putArticle",
      { title: "", format: "pdf", content: " ", language: "English", source_url: "ftp://x", status: "gone" },
      ["title", "format", "content", "language", "source_url", "status"],
    ],
    ["createArticle", { labels: [] }, ["title", "content", "labels"]],
    ["createArticle", { title: "Nothing", format: "html", content: "<script>1</script>" }, ["content"]],
    [
      "putAssistant",
      { model: { base_url: "ftp://x", model: "", timeout: 0 }, daily_requests: -1, show_sources: "yes" },
      ["model.base_url", "model.model", "model.timeout", "daily_requests", "show_sources"],
    ],
    ["changeAssistant", { greeting: "", nonsense: 1 }, ["greeting", "nonsense"]],
    ["askAssistant", { question: " " }, ["question"]],
    ["putSynonyms", { groups: [["alone"], ["a", ""]] }, ["groups.0", "groups.1.1"]],
    ["changeAgent", { role: "king", capacity: -1, enabled: "no", mood: 1 }, ["role", "capacity", "enabled", "mood"]],
    ["setPresence", { status: "asleep", until: "tomorrow" }, ["status", "until"]],
    ["changeTicket", { state: "pending" }, ["state"]],
    ["acceptTicket", { agent_id: "" }, ["agent_id"]],
    ["acceptTicket", {}, ["agent_id"]],
    ["assignTicket", {}, ["agent_id"]],
    ["transferTicket", {}, ["agent_id"]],
    ["transferTicket", { agent_id: "a", team_id: UNKNOWN }, ["agent_id"]],
    ["transferTicket", { team_id: "x", note: "" }, ["team_id", "note"]],
    ["createTeam", { agent_ids: ["x"] }, ["name", "agent_ids.0"]],
    ["changeTeam", { name: "", outlet_ids: "all" }, ["name", "outlet_ids"]],
    [
      "createOutlet",
      { business_hours: { time_zone: "Mars/Olympus", weekly: { mon: [["9", "18:00"]], fry: [] } } },
      ["name", "business_hours.time_zone", "business_hours.weekly.mon.0.0", "business_hours.weekly.fry"],
    ],
    ["createSubscription", { url: "nowhere", types: [] }, ["url", "types"]],
    ["createSubscription", { url: "https://example.com", types: ["*", "no.such.type"] }, ["types.1"]],
    ["changeSubscription", { enabled: "yes", secret: "x" }, ["enabled", "secret"]],
    ["rotateSecret", { grace_seconds: 604_801 }, ["grace_seconds"]],
    ["replaySubscription", {}, ["from"]],
    ["replaySubscription", { from: PAST, conversation_id: UNKNOWN, after_seq: 0 }, ["from"]],
    ["replaySubscription", { conversation_id: UNKNOWN }, ["after_seq"]],
    ["replaySubscription", { from: "yesterday", to: PAST }, ["from", "to"]],
    [
      "createFlow",
      { name: "", flow: { start: "1", nodes: { a: { type: "dance" } } }, secrets: { k: 7 } },
      ["name", "flow.start", "flow.nodes.a.type", "secrets.k"],
    ],
    ["testFlow", { inputs: [{}], time_zone: "Mars" }, ["inputs.0", "time_zone"]],
    [
      "createAgent",
      { name: "", email: "nobody", role: "king", outlet_ids: ["x"] },
      ["name", "email", "role", "outlet_ids.0"],
    ],
  ];

  test.for(wrong)("%s with %j", async ([name, body, fields]) => {
    const answer = await perform(name, bearerFor(name, shop), await known(name), { body });
    expectProblem(answer, 400, "invalid_request");
    expect(answer.json.errors.map(({ field }: { field: string }) => field).sort()).toEqual(fields.sort());
    expect(answer.json.errors.every(({ detail }: { detail: string }) => detail !== "")).toBe(true);
  });

  test("a time without its offset, a day and a type that is none are told what is expected", async () => {
    const detail = async (answer: Promise<Answer>) => (await answer).json.errors[0].detail;
    const expected = expect.stringContaining("such as 2027-01-05T09:12:03Z");
    const { id } = await shop.open();
    for (const until of ["2027-01-05T09:12:03", "2027-01-05", "tomorrow"])
      expect(await detail(perform("snooze", shop.bearer, id, { body: { until } }))).toEqual(expected);
    expect(await detail(shop.api("GET", "/search?q=a&from=2027-01-05T09:12:03"))).toEqual(expected);
    expect(await detail(shop.api("GET", "/reports/agents?from=05.01.2027"))).toContain("YYYY-MM-DD");
    const message = { conversation_id: id, sender_type: "agent", message_type: "sms", content: "hello" };
    const { json } = await shop.api("POST", "/messages", message);
    const [field, types] = ["message_type", /^must be one of text, image, .*, template; text unless said$/];
    expect(json.errors).toEqual([{ field, detail: expect.stringMatching(types) }]);
  });

  const queries: [Name, string, string[]][] = [
    [
      "listConversations",
      "status=open&limit=0&outlet_id=x&inbox_id=y&label=&q=",
      ["query.status", "query.limit", "query.outlet_id", "query.inbox_id", "query.label", "query.q"],
    ],
    ["listConversations", "limit=201", ["query.limit"]],
    ["listConversations", "cursor=nonsense", ["query.cursor"]],
    ["listConversations", "view=theirs&sort=size&order=up", ["query.view", "query.sort", "query.order"]],
    ["listConversations", "view=mine", ["query.agent_id"]],
    ["activeConversations", "outlet_id=x&limit=-1", ["query.outlet_id", "query.limit"]],
    ["getConversation", "include_messages=maybe", ["query.include_messages"]],
    ["listMessages", "limit=1001&before_seq=0&after_seq=x", ["query.limit", "query.before_seq", "query.after_seq"]],
    ["recentMessages", "count=four", ["query.count"]],
    ["listEvents", "after_seq=-1&limit=1e3", ["query.after_seq", "query.limit"]],
    ["listNotes", "after_seq=-1&limit=201", ["query.after_seq", "query.limit"]],
    ["listCannedReplies", "q=&outlet_id=x", ["query.q", "query.outlet_id"]],
    ["listAutomationRuns", "rule_id=x&before=0&limit=0", ["query.rule_id", "query.before", "query.limit"]],
    ["listDeliveries", "state=lost&before=0&limit=201", ["query.state", "query.before", "query.limit"]],
    ["listNotices", "after=-1&limit=0", ["query.after", "query.limit"]],
    ["listTickets", "state=lost&order=random&limit=201", ["query.state", "query.order", "query.limit"]],
    ["listTickets", "cursor=nonsense", ["query.cursor"]],
    ["searchArticles", "q=&limit=51", ["query.q", "query.limit"]],
    ["listArticles", "limit=0", ["query.limit"]],
    [
      "search",
      "q=&limit=101&from=monday&sender_type=pope",
      ["query.q", "query.limit", "query.from", "query.sender_type"],
    ],
    ["search", "q=a&cursor=nonsense", ["query.cursor"]],
    ["searchConversation", "limit=0", ["query.q", "query.limit"]],
    ["assistantUsage", "days=0", ["query.days"]],
    [
      "reportConversations",
      "from=yesterday&to=2026-02-30&group_by=error&time_zone=Mars&outlet_id=x&format=xml&business_hours=maybe",
      ["from", "to", "group_by", "time_zone", "outlet_id", "format", "business_hours"].map((field) => `query.${field}`),
    ],
    ["reportAgents", "from=2026-01-02&to=2026-01-01", ["query.to"]],
    ["reportHours", "from=2024-01-01&to=2026-01-01&group_by=hour", ["query.to"]],
    ["reportHours", "group_by=day", ["query.group_by"]],
    ["reportAi", "from=0001-01-01&to=9999-12-31", ["query.from", "query.to"]],
    ["reportOverview", "inbox_id=x&team_id=y", ["query.inbox_id", "query.team_id"]],
  ];

  test.for(queries)("%s?%s", async ([name, query, fields]) => {
    const path = `${pathOf(name, await known(name))}?${query}`;
    const answer = await call("GET", path, { bearer: shop.bearer });
    expectProblem(answer, 400, "invalid_request");
    expect(answer.json.errors.map(({ field }: { field: string }) => field).sort()).toEqual(fields.sort());
  });

  test.for(NAMES.filter((name) => operationOf(name).path.includes("{id}") && !isOfCallersChoice(name)))(
    "%s of an id that is none",
    async (name) => {
      const answer = await perform(name, bearerFor(name, shop), "not-an-id");
      expectProblem(answer, 400, "invalid_request");
      const errors = answer.json.errors ?? answer.json.details;
      expect(errors).toEqual([{ field: "path.id", detail: expect.any(String) }]);
    },
  );

  test.for(bodied)("%s with a body that is no JSON", async (name) => {
    const id = await known(name);
    for (const body of ["{", '{"a":', "\u0000", new Uint8Array([0x22, 0xff, 0xfe, 0x22])]) {
      expectProblem(await perform(name, bearerFor(name, shop), id, { body }), 400, "malformed_json");
    }
  });

  test.for(bodied)("%s with a body nested without end, or without end at all", async (name) => {
    const id = await known(name);
    const deep = `{"metadata":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expectProblem(await perform(name, bearerFor(name, shop), id, { body: deep }), 400, "malformed_json");
    const long = JSON.stringify({ name: "x".repeat(operationOf(name).limit ?? 1024 * 1024) });
    expectProblem(await perform(name, bearerFor(name, shop), id, { body: long }), 413, "payload_too_large");
  });
});

describe("no call is open to whom it does not belong to", () => {
  const guarded = NAMES.filter((name) => operationOf(name).caller !== "anyone");

  test.for(guarded)("%s without a bearer, or with a wrong one", async (name) => {
    const id = await known(name);
    const hex = shop.id.replaceAll("-", "");
    const strangers = [
      null,
      "nonsense",
      `key_${hex}_${"a".repeat(43)}`,
      `key_${crypto.randomUUID().replaceAll("-", "")}_${"a".repeat(43)}`,
      `${bearerFor(name, shop)}x`,
      operationOf(name).caller === "operator" ? shop.bearer : OPERATOR,
    ];
    for (const bearer of strangers) {
      const answer = await perform(name, bearer, id);
      expectProblem(answer, 401, "unauthorized");
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  test.for(guarded.filter((name) => bodied.includes(name)))(
    "%s is refused before its body is looked at",
    async (name) => {
      expectProblem(await perform(name, null, "not-an-id", { body: "{" }), 401, "unauthorized");
    },
  );

  const managed = NAMES.filter((name) => operationOf(name).managing);

  test("what changes a tenant's settings is for its keys and admins", async () => {
    const tokenOf = async (role: string) => {
      const { id } = (await shop.api("POST", "/agents", { name: "Ann", email: "ann@shop.test", role })).json;
      return (await shop.api("POST", `/agents/${id}/tokens`, {})).json.token;
    };
    const [agent, admin] = [await tokenOf("agent"), await tokenOf("admin")];
    expect(managed).toContain("createAgentToken");
    for (const name of managed) expectProblem(await perform(name, agent, UNKNOWN), 403, "forbidden");
    expect((await perform("changeTenant", admin, UNKNOWN)).status).toBe(200);
  });

  test("whatever is for admins is for them alone, also where a call reads its body itself", async () => {
    const { id } = (await shop.api("POST", "/agents", { name: "Ann", email: "plain@shop.test" })).json;
    const { token } = (await shop.api("POST", `/agents/${id}/tokens`, {})).json;
    const all = Object.values(OPERATIONS as unknown as Record<string, Operation>).filter((one) => one.managing);
    expect(all.map((one) => one.id)).toContain("importCustomers");
    for (const { method, path } of all) {
      const answer = await exports.default.fetch(`https://store.test${path.replaceAll(/\{\w+\}/g, UNKNOWN)}`, {
        method: method.toUpperCase(),
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "text/csv" },
        ...(method === "get" ? {} : { body: "customer_id\nC-1\n" }),
      });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  const tenants = NAMES.filter((name) => operationOf(name).caller === "tenant");

  test.for(tenants)("%s under another tenant's X-Tenant-Id", async (name) => {
    const id = await subjectOf(name, shop);
    const answer = await perform(name, shop.bearer, id, { headers: { "X-Tenant-Id": other.id } });
    expectProblem(answer, 403, "tenant_mismatch");
    const own = await perform(name, shop.bearer, id, { headers: { "X-Tenant-Id": shop.id.toUpperCase() } });
    expect(own.status).toBe(name === "findOrCreateConversation" ? 201 : SUCCESS[name]);
  });

  test.for(tenants.filter((name) => addressed(name) && !["putCustomer", "putArticle"].includes(name)))(
    "EX3 %s of another tenant's id is the 404 of an unknown id, and writes nothing",
    async (name) => {
      const theirs = await subjectOf(name, other);
      const headers = { "Idempotency-Key": crypto.randomUUID() };
      const foreign = await perform(name, shop.bearer, theirs, { headers });
      const unknown = await perform(name, shop.bearer, UNKNOWN, { headers });
      expectProblem(
        foreign,
        404,
        /\/inboxes|subscriptions|customers|flows|articles|quarantine|canned-replies|macros|automation|\/tickets\/|teams|outlets|agents|api-keys|v1\/messages\//.test(
          pathOf(name, ""),
        )
          ? "not_found"
          : "conversation_not_found",
      );
      expect(withoutRequestId(foreign)).toEqual(withoutRequestId(unknown));
      for (const thread of [threadAt(shop.id, theirs), threadAt(shop.id, UNKNOWN)]) {
        const traces = await runInDurableObject(thread, async (_, { storage }) => ({
          tables: storage.sql
            .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'")
            .toArray(),
          alarm: await storage.getAlarm(),
        }));
        expect(traces).toEqual({ tables: [], alarm: null });
      }
      expect((await perform(name, other.bearer, theirs)).status).toBe(SUCCESS[name]);
    },
  );

  test("a number that the thread never had is the same 404", async () => {
    const { id } = await shop.open();
    const next = id.replace(/1$/, "2");
    for (const path of ["", "/messages", "/messages/recent", "/events"]) {
      expectProblem(await shop.api("GET", `/conversations/${next}${path}`), 404, "conversation_not_found");
    }
    expectProblem(await shop.say(next, "customer", "hello"), 404, "conversation_not_found");
    expectProblem(await shop.api("POST", `/conversations/${next}/handoff`, {}), 404, "conversation_not_found");
  });

  test("EX3 a made-up tenant leaves no object behind", async () => {
    const stranger = crypto.randomUUID();
    const bearer = `key_${stranger.replaceAll("-", "")}_${"a".repeat(43)}`;
    expectProblem(await call("GET", "/api/v1/tenant", { bearer }), 401, "unauthorized");
    const tables = await runInDurableObject(env.TENANT.getByName(stranger), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'settings'").toArray(),
    );
    expect(tables).toEqual([]);
  });
});

describe("conversations", () => {
  test("creating answers 201 with the conversation as the services around it know it", async () => {
    const customer_phone = newPhone();
    const body = { outlet_id: OUTLET, customer_phone, customer_name: "John Doe" };
    const made = await shop.api("POST", "/conversations", body, { "X-Tenant-Id": shop.id });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      tenant_id: shop.id,
      outlet_id: OUTLET,
      customer_phone,
      customer_name: "John Doe",
      status: "active",
      handoff_requested: false,
      handoff_agent_id: null,
      handoff_reason: null,
      ended_at: null,
      channel: "none",
    });
    expect(made.json.started_at).toBe(made.json.last_message_at);
    const again = await shop.api("POST", "/conversations", body);
    expect(again.status).toBe(200);
    expect(again.json.id).toBe(made.json.id);
  });

  test("find-or-create asked a hundred times at once makes one conversation", async () => {
    const body = { outlet_id: OUTLET, customer_phone: newPhone(), customer_name: "Ann" };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => shop.api("POST", "/conversations/find-or-create", body)),
    );
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(99);
    const { json } = await shop.api("GET", `/conversations/${answers[0]?.json.id}/events`);
    expect(json.events).toHaveLength(1);
  });

  test("first conversations of a new outlet share one inbox", async () => {
    const outlet_id = crypto.randomUUID();
    const open = () => shop.api("POST", "/conversations/find-or-create", { outlet_id, customer_phone: newPhone() });
    const answers = await Promise.all(Array.from({ length: 20 }, open));
    expect(new Set(answers.map(({ json }) => json.inbox_id)).size).toBe(1);
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(20);
    const { json } = await shop.api("GET", "/inboxes");
    expect(json.inboxes.filter((inbox: { outlet_id: string }) => inbox.outlet_id === outlet_id)).toMatchObject([
      { channel: { type: "none" } },
    ]);
  });

  test("find-or-create finds the open conversation whatever its status, and opens the next after a closed one", async () => {
    const phone = newPhone();
    const first = await shop.open(phone);
    await shop.api("POST", `/conversations/${first.id}/handoff`, { reason: "Wants a person" });
    const found = await shop.api("POST", "/conversations/find-or-create", { outlet_id: OUTLET, customer_phone: phone });
    expect(found.status).toBe(200);
    expect(found.json).toMatchObject({ id: first.id, status: "handed_off" });
    await shop.api("PUT", `/conversations/${first.id}/status`, { status: "resolved" });
    const next = await shop.api("POST", "/conversations/find-or-create", { outlet_id: OUTLET, customer_phone: phone });
    expect(next.status).toBe(201);
    expect(next.json).toMatchObject({ number: 2, previous_id: first.id, status: "active" });
    expect((await shop.api("GET", `/conversations/${first.id}`)).json).toMatchObject({ status: "resolved", number: 1 });
  });

  test("any usual spelling of a number finds the same conversation", async () => {
    const { id } = await shop.open("+55 11 98888-7777");
    for (const spelling of ["5511988887777", "+55 (11) 9.8888.7777", "+551188887777"]) {
      expect((await shop.open(spelling)).id).toBe(id);
    }
  });

  test("one conversation with its messages, only where they are asked for", async () => {
    const { id } = await shop.open();
    for (let index = 0; index < 52; index++) await shop.say(id, "customer", `message ${index}`);
    const bare = await shop.api("GET", `/conversations/${id}`);
    expect(bare.json.messages).toBeUndefined();
    expect((await shop.api("GET", `/conversations/${id}?include_messages=false`)).json.messages).toBeUndefined();
    const { json } = await shop.api("GET", `/conversations/${id}?include_messages=true`);
    expect(json.messages).toHaveLength(50);
    expect(json.messages.at(-1).content).toBe("message 51");
    expect(OPERATIONS.getConversation.answers[200]?.parse(json)).toEqual(json);
  });

  test("a hand-off waits for an agent, or goes to the one who is named; a release gives the word back", async () => {
    const { id } = await shop.open();
    const asked = await shop.api("POST", `/conversations/${id}/handoff`, { reason: "Customer requested human agent" });
    expect(asked.status).toBe(200);
    expect(asked.json).toMatchObject({
      status: "handed_off",
      control: "queue",
      handoff_requested: true,
      handoff_reason: "Customer requested human agent",
      handoff_agent_id: null,
    });
    const given = await shop.api("POST", `/conversations/${id}/handoff`, { reason: "Ask Ann", agent_id: "ann" });
    expect(given.json).toMatchObject({ status: "handed_off", control: "agent", handoff_agent_id: "ann" });
    const released = await shop.api("POST", `/conversations/${id}/handoff/release`);
    expect(released.status).toBe(200);
    expect(released.json).toMatchObject({
      status: "active",
      control: "ai",
      handoff_requested: false,
      handoff_reason: null,
      handoff_agent_id: null,
    });
  });

  test("a hand-off needs no body at all", async () => {
    const { id } = await shop.open();
    const { status, json } = await shop.api("POST", `/conversations/${id}/handoff`);
    expect([status, json.handoff_reason]).toEqual([200, "Human agent requested"]);
  });

  test("assigning gives the conversation to an agent, and to another one", async () => {
    const { id } = await shop.open();
    for (const agent_id of ["ann", "bob"]) {
      const { status, json } = await shop.api("PUT", `/conversations/${id}/assign`, { agent_id });
      expect(status).toBe(200);
      expect(json).toMatchObject({ status: "handed_off", handoff_agent_id: agent_id });
    }
  });

  test.for(["resolved", "expired", "handed_off"])("status %s, and active again", async (status) => {
    const shop = await newTenant();
    await shop.api("PATCH", "/tenant", { services: { agents: "off" } });
    const { id } = await shop.open();
    const set = await shop.api("PUT", `/conversations/${id}/status`, { status });
    expect(set.json.status).toBe(status);
    expect(set.json.ended_at === null).toBe(status === "handed_off");
    const seq = set.json.last_seq;
    expect((await shop.api("PUT", `/conversations/${id}/status`, { status })).json.last_seq).toBe(seq);
    const back = await shop.api("PUT", `/conversations/${id}/status`, { status: "active" });
    expect(back.json).toMatchObject({ status: "active", ended_at: null, handoff_requested: false });
  });

  test("a closed conversation refuses what would go on in it, and says what to do", async () => {
    const { id } = await shop.open();
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const refusals = [
      await shop.say(id, "agent", "too late"),
      await shop.api("POST", `/conversations/${id}/handoff`, {}),
      await shop.api("POST", `/conversations/${id}/handoff/release`),
      await shop.api("PUT", `/conversations/${id}/assign`, { agent_id: "ann" }),
      await shop.api("PUT", `/conversations/${id}/snooze`, { until: FUTURE }),
      await shop.api("DELETE", `/conversations/${id}/snooze`),
    ];
    for (const refusal of refusals) {
      expectProblem(refusal, 409, "conversation_closed");
      expect(refusal.json).toMatchObject({ conversation_id: id, detail: expect.stringContaining("find-or-create") });
    }
  });

  test("a snooze ends at its time or by hand, and must lie in the future", async () => {
    const { id } = await shop.open();
    const set = await shop.api("PUT", `/conversations/${id}/snooze`, { until: FUTURE });
    expect(set.json.snoozed_until).toBe(FUTURE);
    expect((await shop.api("DELETE", `/conversations/${id}/snooze`)).json.snoozed_until).toBeNull();
    expectProblem(await shop.api("PUT", `/conversations/${id}/snooze`, { until: PAST }), 422, "invalid_snooze");
  });

  test("labels are a sorted set", async () => {
    const { id } = await shop.open();
    const { json } = await shop.api("PUT", `/conversations/${id}/labels`, { labels: ["vip", "billing", "vip"] });
    expect(json.labels).toEqual(["billing", "vip"]);
  });
});

describe("messages", () => {
  test("a customer's message is stored, and answers 201", async () => {
    const { id } = await shop.open(undefined, { customer_name: "John Doe" });
    const metadata = { llm_model: "gpt-4o-mini", tokens_used: 150, low_confidence: false };
    const { status, json } = await shop.say(id, "customer", "I need help", { metadata });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      handoff_requested: false,
      message: {
        conversation_id: id,
        sender_type: "customer",
        sender_id: null,
        sender: { display_name: "John Doe" },
        content: "I need help",
        message_type: "text",
        direction: "in",
        status: "received",
        whatsapp_message_id: null,
        metadata,
      },
    });
    expect(json).not.toHaveProperty("handoff_reason");
  });

  test("who asks for a person is handed over, and the reason names the words", async () => {
    const { id } = await shop.open();
    const { json } = await shop.say(id, "customer", "I want to speak to a human");
    expect(json).toMatchObject({
      handoff_requested: true,
      handoff_reason: "Customer requested human agent (keyword: 'speak to a human')",
    });
    expect((await shop.api("GET", `/conversations/${id}`)).json).toMatchObject({
      status: "handed_off",
      handoff_trigger: "keyword",
    });
    const calm = await shop.open();
    expect((await shop.say(calm.id, "customer", "How humane and personal!")).json.handoff_requested).toBe(false);
  });

  test("the tenant's own words hand over instead of the usual ones", async () => {
    const own = await newTenant();
    await own.api("PATCH", "/tenant", { policies: { handoff_keywords: ["orang asli"] } });
    const { id } = await own.open();
    expect((await own.say(id, "customer", "human, please")).json.handoff_requested).toBe(false);
    expect((await own.say(id, "customer", "Mau ORANG ASLI!")).json.handoff_reason).toContain("'orang asli'");
  });

  test("the third unsure answer hands over; while a person has the word the AI's answer is suppressed", async () => {
    const { id } = await shop.open();
    const unsure = { metadata: { low_confidence: true } };
    expect((await shop.say(id, "llm", "maybe", unsure)).json.handoff_requested).toBe(false);
    expect((await shop.say(id, "llm", "perhaps", unsure)).json.handoff_requested).toBe(false);
    const third = await shop.say(id, "llm", "who knows", unsure);
    expect(third.json).toMatchObject({
      handoff_requested: true,
      handoff_reason: "Multiple low-confidence responses",
      message: { status: null, content: "who knows" },
    });
    const late = await shop.say(id, "llm", "one more thing");
    expect(late.status).toBe(201);
    expect(late.json.message.status).toBe("suppressed");
    const recent = await shop.api("GET", `/conversations/${id}/messages/recent`);
    expect(recent.json.map(({ content }: { content: string }) => content)).toEqual(["maybe", "perhaps", "who knows"]);
    expect((await shop.api("GET", `/conversations/${id}/messages`)).json).toHaveLength(4);
  });

  test("all spellings of a sender are taken in, and one comes out", async () => {
    const { id } = await shop.open();
    const spellings = {
      user: "customer",
      contact: "customer",
      ai: "llm",
      "ai-agent": "llm",
      bot: "llm",
      human: "agent",
    };
    for (const [spelling, sender_type] of Object.entries(spellings)) {
      expect((await shop.say(id, spelling, "hi")).json.message.sender_type).toBe(sender_type);
    }
  });

  test("messages come oldest first, the last 50 unless said, and page by seq both ways", async () => {
    const { id } = await shop.open();
    const seqs: number[] = [];
    for (let index = 0; index < 60; index++) seqs.push((await shop.say(id, "customer", `${index}`)).json.message.seq);
    const get = async (query: string): Promise<number[]> =>
      (await shop.api("GET", `/conversations/${id}/messages${query}`)).json.map(({ seq }: { seq: number }) => seq);
    expect(await get("")).toEqual(seqs.slice(-50));
    expect(await get("?limit=3")).toEqual(seqs.slice(-3));
    expect(await get("?limit=1000")).toEqual(seqs);
    expect(await get(`?limit=5&before_seq=${seqs[20]}`)).toEqual(seqs.slice(15, 20));
    expect(await get(`?limit=5&after_seq=${seqs[20]}`)).toEqual(seqs.slice(21, 26));
    expect(await get(`?after_seq=${seqs[20]}&before_seq=${seqs[23]}`)).toEqual(seqs.slice(21, 23));
    expect(await get(`?after_seq=${seqs.at(-1)}`)).toEqual([]);
    const recent = async (query: string) =>
      (await shop.api("GET", `/conversations/${id}/messages/recent${query}`)).json.map(
        ({ seq }: { seq: number }) => seq,
      );
    expect(await recent("")).toEqual(seqs.slice(-4));
    expect(await recent("?count=3")).toEqual(seqs.slice(-3));
  });

  test("the messages of one conversation are not those of the next", async () => {
    const phone = newPhone();
    const first = await shop.open(phone);
    await shop.say(first.id, "customer", "one");
    await shop.api("PUT", `/conversations/${first.id}/status`, { status: "resolved" });
    const next = await shop.open(phone);
    await shop.say(next.id, "customer", "two");
    const contents = async (id: string) =>
      (await shop.api("GET", `/conversations/${id}/messages`)).json.map((one: { content: string }) => one.content);
    expect(await contents(first.id)).toEqual(["one"]);
    expect(await contents(next.id)).toEqual(["two"]);
  });

  test("CV3 a customer's message to a closed conversation opens the next one", async () => {
    const { id } = await shop.open();
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const { status, json } = await shop.say(id, "customer", "still there?");
    expect(status).toBe(201);
    expect(json.message.conversation_id).not.toBe(id);
    const { json: next } = await shop.api("GET", `/conversations/${json.message.conversation_id}`);
    expect(next).toMatchObject({ number: 2, previous_id: id, status: "active" });
  });

  test("MS1 events are the thread's log, in order and without a gap, page by page", async () => {
    const shop = await newTenant();
    await shop.api("PATCH", "/tenant", { services: { agents: "off" } });
    const { id } = await shop.open();
    await shop.say(id, "customer", "I want a human");
    await shop.say(id, "agent", "here I am", { sender_id: "ann" });
    const all = (await shop.api("GET", `/conversations/${id}/events`)).json;
    expect(all.next_after_seq).toBeNull();
    expect(all.events.map(({ type }: { type: string }) => type)).toEqual([
      "conversation.opened",
      "message.received",
      "handoff.requested",
      "agent.assigned",
      "message.added",
    ]);
    expect(all.events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3, 4, 5]);
    const page = (await shop.api("GET", `/conversations/${id}/events?after_seq=1&limit=2`)).json;
    expect(page.events).toEqual(all.events.slice(1, 3));
    expect(page.next_after_seq).toBe(3);
  });

  test("on a WhatsApp inbox an agent's message is queued, with deliver false only stored", async () => {
    const line = await newLine();
    const calls = graph.answer(line);
    const { id, conversation } = await chat(line);
    expect(conversation).toMatchObject({ channel: "whatsapp", inbox_id: line.inbox });
    const sent = await line.shop.say(id, "agent", "hello back");
    expect(sent.json.message).toMatchObject({ status: "queued", direction: "out", channel: "whatsapp" });
    const kept = await line.shop.say(id, "agent", "only for us", { deliver: false });
    expect(kept.json.message).toMatchObject({ status: null, direction: "out" });
    await vi.waitFor(async () => {
      const { json } = await line.shop.api("GET", `/conversations/${id}/messages`);
      expect(json.map(({ status }: { status: string }) => status)).toEqual(["received", "accepted", null]);
    }, WAIT);
    expect(calls).toHaveLength(1);
  });

  test("the AI is silent on WhatsApp from the moment a person awaits the word", async () => {
    const line = await newLine();
    const calls = graph.answer(line);
    const { id } = await chat(line);
    await line.shop.api("POST", `/conversations/${id}/handoff`);
    expect((await line.shop.say(id, "llm", "late")).json.message.status).toBe("suppressed");
    await line.shop.say(id, "agent", "mine");
    await vi.waitFor(() => expect(calls).not.toEqual([]), WAIT);
    expect(calls.map(({ body }) => body.text.body)).toEqual(["mine"]);
  });

  test("outside the service window a free text is refused with the way out", async () => {
    const line = await newLine();
    const { id } = await line.shop.open(undefined, { outlet_id: line.shop.outlet });
    const refusal = await line.shop.say(id, "agent", "hello?");
    expectProblem(refusal, 409, "window_closed");
    expect(refusal.json.detail).toContain("template");
    expect((await line.shop.api("GET", `/conversations/${id}/messages`)).json).toEqual([]);
  });

  test("a text longer than the channel takes is refused, one of its exact length is not", async () => {
    const line = await newLine();
    const { id } = await chat(line);
    expectProblem(await line.shop.say(id, "agent", "x".repeat(4097)), 422, "content_too_long");
    expect((await line.shop.say(id, "agent", "x".repeat(4096))).status).toBe(201);
  });

  test("hostile text is kept as it came", async () => {
    const { id } = await shop.open();
    const texts = [
      "a\u0000b",
      "lone \ud800 surrogate",
      "\u202e\ufeff👩‍👩‍👧",
      "'; DROP TABLE messages; --",
      "x".repeat(65_536),
    ];
    for (const content of texts) {
      const { status, json } = await shop.say(id, "customer", content, {
        metadata: { [content.slice(0, 20)]: content },
      });
      expect(status).toBe(201);
      // Compared as JSON: what is sent to the terminal must be well-formed.
      expect(JSON.stringify(json.message.content)).toBe(JSON.stringify(content));
    }
    const { json } = await shop.api("GET", `/conversations/${id}/messages`);
    const stored = json.map(({ content }: { content: string }) => content);
    expect(JSON.stringify(stored)).toBe(JSON.stringify(texts));
  });
});

describe("lists", () => {
  /** What the list shows once the desk has heard of everything. */
  async function listed(owner: Shop, query: string, expected: string[]): Promise<void> {
    await vi.waitFor(async () => {
      const { json } = await owner.api("GET", `/conversations?${query}`);
      expect(json.conversations.map(({ id }: { id: string }) => id).sort()).toEqual([...expected].sort());
    }, WAIT);
  }

  test("filters by status, outlet, inbox, agent, label, and text in name or phone", async () => {
    const owner = await newTenant();
    const outlet_id = crypto.randomUUID();
    const jose = await owner.open("+5511977776666", { customer_name: "José Álvarez" });
    const mary = await owner.open("+628123456789", { customer_name: "Mary", outlet_id });
    const zoe = await owner.open("+15550001234", { customer_name: "Zoë" });
    await owner.api("PUT", `/conversations/${jose.id}/status`, { status: "resolved" });
    await owner.api("PUT", `/conversations/${mary.id}/assign`, { agent_id: "ann" });
    await owner.api("PUT", `/conversations/${zoe.id}/labels`, { labels: ["vip", 'say "hi"'] });
    await listed(owner, "", [jose.id, mary.id, zoe.id]);
    await listed(owner, "status=active", [zoe.id]);
    await listed(owner, "status=resolved", [jose.id]);
    await listed(owner, "status=handed_off", [mary.id]);
    await listed(owner, "status=expired", []);
    await listed(owner, `outlet_id=${outlet_id}`, [mary.id]);
    await listed(owner, `inbox_id=${jose.inbox_id}`, [jose.id, zoe.id]);
    await listed(owner, "agent_id=ann", [mary.id]);
    await listed(owner, "label=vip", [zoe.id]);
    await listed(owner, `label=${encodeURIComponent('say "hi"')}`, [zoe.id]);
    await listed(owner, "label=vi", []);
    await listed(owner, "q=jose", [jose.id]);
    await listed(owner, "q=ALVAREZ", [jose.id]);
    await listed(owner, "q=zoe", [zoe.id]);
    await listed(owner, `q=${encodeURIComponent("812-345")}`, [mary.id]);
    await listed(owner, "q=%25", []);
    await listed(owner, "q=mary&status=active", []);
    const active = await owner.api("GET", "/conversations/active");
    expect(active.json.map(({ id }: { id: string }) => id)).toEqual([zoe.id]);
    expect((await owner.api("GET", `/conversations/active?outlet_id=${outlet_id}`)).json).toEqual([]);
  });

  test("the cursor skips nothing and repeats nothing at equal times", async () => {
    const owner = await newTenant();
    vi.setSystemTime(Date.now());
    const made = await Promise.all(Array.from({ length: 25 }, () => owner.open()));
    vi.setSystemTime(Date.now() + 1_000);
    const later = await Promise.all(Array.from({ length: 5 }, () => owner.open()));
    await listed(
      owner,
      "limit=200",
      [...made, ...later].map(({ id }) => id),
    );
    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const { json } = await owner.api(
        "GET",
        `/conversations?limit=4${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
      );
      pages.push(json.conversations.map(({ id }: { id: string }) => id));
      cursor = json.next_cursor;
    } while (cursor !== null);
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 4, 4, 2]);
    const ids = pages.flat();
    expect(new Set(ids).size).toBe(30);
    expect(ids.slice(0, 5).sort()).toEqual(later.map(({ id }) => id).sort());
  });

  test("a page has 50 conversations unless said, active ones come all", async () => {
    const owner = await newTenant();
    const made = await Promise.all(Array.from({ length: 51 }, () => owner.open()));
    await listed(
      owner,
      "limit=200",
      made.map(({ id }) => id),
    );
    const { json } = await owner.api("GET", "/conversations");
    expect(json.conversations).toHaveLength(50);
    expect(json.next_cursor).not.toBeNull();
    expect((await owner.api("GET", "/conversations/active")).json).toHaveLength(51);
  });

  test("one tenant's list holds nothing of another's", async () => {
    const [one, two] = [await newTenant(), await newTenant()];
    const phone = newPhone();
    const [mine, theirs] = [await one.open(phone), await two.open(phone)];
    expect(mine.id).not.toBe(theirs.id);
    await listed(one, "", [mine.id]);
    await listed(two, "", [theirs.id]);
  });
});

describe("exactly once", () => {
  const posts = NAMES.filter((name) => operationOf(name).method === "post");
  /** Of calls that take nothing beside what they know. */
  const others: { [name in Name]?: object } = {
    requestHandoff: { reason: "Another" },
    markConversationRead: { typing: false },
    createSubscription: { url: "https://example.com/others", types: ["*"] },
    rotateSecret: { grace_seconds: 61 },
    createArticle: { title: "Other", content: "other" },
    createFlow: { name: "Other", flow: { start: "done", nodes: { done: { type: "end" } } } },
    checkFlow: { flow: { start: "other", nodes: { other: { type: "end" } } } },
    testFlow: { inputs: [{ text: "other" }] },
    createApiKey: { name: "Other" },
    takeOver: { agent_id: "other" },
    transferConversation: { agent_id: "other" },
    addNote: { content: "other" },
    createCannedReply: { shortcut: "other", text: "other" },
    renderCannedReply: { conversation_id: UNKNOWN },
    createMacro: { name: "Other", actions: [{ type: "close" }] },
    createAutomationRule: { ...RULE, name: "Other" },
    testAutomationRule: { conversation_id: UNKNOWN },
    acceptTicket: { agent_id: "other" },
    assignTicket: { agent_id: "other" },
    transferTicket: { agent_id: "other" },
    askAssistant: { question: "other" },
    createTeam: { name: "Other" },
    createOutlet: { name: "Other" },
    replaySubscription: { from: FUTURE },
  };
  const otherBody = (name: Name, body: object | undefined): object =>
    others[name] ?? { ...body, customer_name: "Other", name: "Other", content: "other" };

  test.for(posts)("EX1 EX2 %s under an Idempotency-Key", async (name) => {
    const id = await subjectOf(name, shop);
    const body = bodies(id)[name];
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const ask = (asked: unknown) => perform(name, bearerFor(name, shop), id, { body: asked, headers });
    const first = await ask(body);
    expect(first.status).toBe(SUCCESS[name]);
    const [again, ...others] = await Promise.all([ask(body), ask(body), ask(body)]);
    for (const repeated of [again, ...others]) {
      expect(repeated?.status).toBe(first.status);
      expect(repeated?.text).toBe(first.text);
    }
    expectProblem(await ask(otherBody(name, body)), 422, "idempotency_conflict");
  });

  test("EX1 many at once under one Idempotency-Key happen once", async () => {
    const { id } = await shop.open();
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const body = { conversation_id: id, sender_type: "customer", content: "once" };
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.api("POST", "/messages", body, headers)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await shop.api("GET", `/conversations/${id}/messages`)).json).toHaveLength(1);
  });

  test("EX1 the answer under a key is that of before, however things stand by now", async () => {
    const { id } = await shop.open();
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const first = await shop.api("POST", `/conversations/${id}/handoff`, { reason: "once" }, headers);
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const again = await shop.api("POST", `/conversations/${id}/handoff`, { reason: "once" }, headers);
    expect(again.text).toBe(first.text);
    expect((await shop.api("GET", `/conversations/${id}`)).json.status).toBe("resolved");
  });

  test("EX2 a key that was used for one call is refused for another", async () => {
    const { id } = await shop.open();
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    expect((await shop.api("POST", `/conversations/${id}/handoff`, undefined, headers)).status).toBe(200);
    const release = await shop.api("POST", `/conversations/${id}/handoff/release`, undefined, headers);
    expectProblem(release, 422, "idempotency_conflict");
  });

  test("EX2 a key that was used for one conversation is refused for another, and for another kind of call", async () => {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const open = (customer_phone: string) =>
      shop.api("POST", "/conversations/find-or-create", { outlet_id: OUTLET, customer_phone }, headers);
    expect((await open(newPhone())).status).toBe(201);
    expectProblem(await open(newPhone()), 422, "idempotency_conflict");
    const agent = await shop.api("POST", "/agents", { name: "Ann", email: "ann@one.test" }, headers);
    expectProblem(agent, 422, "idempotency_conflict");
  });

  test("a reply that quotes what is not in its thread is refused", async () => {
    const [one, two] = [await shop.open(), await shop.open()];
    const quoted = await shop.say(one.id, "customer", "hello");
    const reply_to = quoted.json.message.id;
    expectProblem(await shop.say(two.id, "agent", "hi", { reply_to }), 422, "quoted_message_not_found");
    const reply = await shop.say(one.id, "agent", "hi", { reply_to });
    expect(reply.json.message.reply_to.message_id).toBe(reply_to);
  });

  test("EX1 what was refused under a key was not done, and may be asked again", async () => {
    const { id } = await shop.open();
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const body = { conversation_id: id, sender_type: "agent", content: "again" };
    expect((await shop.api("POST", "/messages", body, headers)).status).toBe(409);
    await shop.api("PUT", `/conversations/${id}/status`, { status: "active" });
    expect((await shop.api("POST", "/messages", body, headers)).status).toBe(201);
  });

  test("one tenant's keys are not another's", async () => {
    const headers = { "Idempotency-Key": "the-same-key" };
    const one = await shop.api("POST", "/agents", { name: "Ann", email: "ann@one.test" }, headers);
    const two = await other.api("POST", "/agents", { name: "Bob", email: "bob@two.test" }, headers);
    expect([one.status, two.status]).toEqual([201, 201]);
  });

  test("a key must be of 1 to 255 characters", async () => {
    for (const key of ["", "x".repeat(256)]) {
      const answer = await shop.api("POST", "/api-keys", undefined, { "Idempotency-Key": key });
      expectProblem(answer, 400, "invalid_request");
      expect(answer.json.errors[0].field).toBe("Idempotency-Key");
    }
  });

  test("EX1 the same whatsapp_message_id is the same message, also at once", async () => {
    const { id } = await shop.open();
    const whatsapp_message_id = "wamid.HBgLMTY1";
    const say = () => shop.say(id, "customer", "hello", { whatsapp_message_id });
    const answers = await Promise.all([say(), say(), say(), say(), say()]);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(new Set(answers.map(({ json }) => json.message.id)).size).toBe(1);
    expect((await say()).json.message).toMatchObject({ id: answers[0]?.json.message.id, whatsapp_message_id });
    expect((await shop.api("GET", `/conversations/${id}/messages`)).json).toHaveLength(1);
  });

  test("EX3 a refused command writes nothing", async () => {
    const { id } = await shop.open();
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const count = () =>
      runInDurableObject(threadAt(shop.id, id), (_, { storage }) =>
        ["events", "messages", "keys", "conversations"].map(
          (table) => storage.sql.exec<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`).one().rows,
        ),
      );
    const before = await count();
    await shop.api("POST", `/conversations/${id}/handoff`, {}, { "Idempotency-Key": crypto.randomUUID() });
    await shop.say(id, "agent", "no", { whatsapp_message_id: "wamid.refused" });
    expect(await count()).toEqual(before);
  });
});

describe("settings and credentials", () => {
  test("an inbox shows none of its secrets, neither when made nor later, nor are they kept under a key", async () => {
    const owner = await newTenant();
    const headers = { "Idempotency-Key": "inbox" };
    const made = await owner.api("POST", "/inboxes", bodies("").createInbox, headers);
    expect(made.json.channel).toEqual({
      type: "whatsapp",
      phone_number_id: expect.any(String),
      display_phone_number: "+1 555 000 111",
      waba_id: null,
      webhook_path: `/webhooks/whatsapp/${made.json.id}`,
    });
    const changed = await owner.api("PATCH", `/inboxes/${made.json.id}`, { access_token: "next-token" });
    const all = await owner.api("GET", "/inboxes");
    for (const { text } of [made, changed, all])
      expect(text).not.toMatch(/graph-token|next-token|-secret|verify-token/);
    const kept = await runInDurableObject(env.TENANT.getByName(owner.id), (_, { storage }) =>
      JSON.stringify(storage.sql.exec("SELECT answer FROM keys").toArray()),
    );
    expect(kept).not.toMatch(/graph-token|new-secret|old-secret|verify-token/);
  });

  test("only hashes of credentials are stored", async () => {
    const owner = await newTenant();
    const { json: agent } = await owner.api("POST", "/agents", { name: "Ann", email: "ann@shop.test" });
    const { json: token } = await owner.api("POST", `/agents/${agent.id}/tokens`, undefined, {
      "Idempotency-Key": "t",
    });
    const stored = await runInDurableObject(env.TENANT.getByName(owner.id), (_, { storage }) =>
      JSON.stringify([
        storage.sql.exec("SELECT body FROM settings").toArray(),
        storage.sql.exec("SELECT answer FROM keys").toArray(),
      ]),
    );
    expect(stored).not.toContain(owner.bearer);
    expect(stored).not.toContain(token.token);
  });

  test("a revoked key stops working at once, and the others go on", async () => {
    const owner = await newTenant();
    const { json: second } = await owner.api("POST", "/api-keys");
    const asSecond = () => call("GET", "/api/v1/tenant", { bearer: second.secret });
    expect((await asSecond()).status).toBe(200);
    expect((await owner.api("DELETE", `/api-keys/${second.id}`)).status).toBe(204);
    expectProblem(await asSecond(), 401, "unauthorized");
    expectProblem(await owner.api("DELETE", `/api-keys/${second.id}`), 404, "not_found");
    expect((await owner.api("GET", "/tenant")).status).toBe(200);
    expect((await owner.api("DELETE", `/api-keys/${owner.key_id}`)).status).toBe(204);
    expectProblem(await owner.api("GET", "/tenant"), 401, "unauthorized");
  });

  test("SI7 bearers are listed by what they are for and how they end, never by their secret", async () => {
    const owner = await newTenant();
    const { json: agent } = await owner.api("POST", "/agents", { name: "Ann", email: "ann@owner.test" });
    const { json: key } = await owner.api("POST", "/api-keys", { name: "Warehouse" });
    const { json: token } = await owner.api("POST", `/agents/${agent.id}/tokens`);
    const { json: listed } = await owner.api("GET", "/api-keys");
    expect(listed.api_keys).toMatchObject([
      { id: owner.key_id, name: null, agent_id: null, last_four: owner.bearer.slice(-4) },
      { id: key.id, name: "Warehouse", agent_id: null, last_four: key.secret.slice(-4) },
      { name: null, agent_id: agent.id, last_four: token.token.slice(-4) },
    ]);
    expect(JSON.stringify(listed)).not.toContain(key.secret);
    const asAgent = await call("GET", "/api/v1/api-keys", { bearer: token.token });
    expectProblem(asAgent, 403, "forbidden");
    await owner.api("DELETE", `/api-keys/${key.id}`);
    const { json: left } = await owner.api("GET", "/api-keys");
    expect(left.api_keys.map(({ id }: { id: string }) => id)).not.toContain(key.id);
  });

  test("an agent's token speaks for the agent", async () => {
    const { json: agent } = await shop.api("POST", "/agents", { name: "Ann", email: "ann@shop.test" });
    const { json } = await shop.api("POST", `/agents/${agent.id}/tokens`);
    const { id } = await shop.open();
    const path = `/api/v1/conversations/${id}/status`;
    const closed = await call("PUT", path, { bearer: json.token, body: { status: "resolved" } });
    expect(closed.json).toMatchObject({ close_reason: "agent", closed_by: { type: "agent", id: agent.id } });
  });

  test("policies and services are merged with what was set before", async () => {
    const owner = await newTenant();
    await owner.api("PATCH", "/tenant", { policies: { inactivity_timeout: 60 } });
    await owner.api("PATCH", "/tenant", { policies: { reopen: "same" }, services: { ai: "off" } });
    expect((await owner.api("GET", "/tenant")).json).toMatchObject({
      name: "Shop",
      policies: { inactivity_timeout: 60, reopen: "same", low_confidence_limit: 3 },
      services: { ai: "off" },
    });
    expect((await owner.open()).control).toBe("none");
  });
});

describe("the API reference", () => {
  interface Reference {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; responses: object }>>;
    components: { schemas: Record<string, object> };
  }

  test("/openapi.json lists every call with its answers, and each of its references resolves", async () => {
    const { status, json, text } = await call("GET", "/openapi.json");
    expect(status).toBe(200);
    const reference = json as Reference;
    expect(reference.openapi).toBe("3.1.0");
    expect(json).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
    const listed = Object.values(reference.paths).flatMap((path) => Object.values(path));
    expect(listed.map(({ operationId }) => operationId).sort()).toEqual(
      Object.values(OPERATIONS)
        .map(({ id }) => id)
        .sort(),
    );
    for (const name of NAMES) {
      const { path, method, answers } = operationOf(name);
      expect(Object.keys(reference.paths[path]?.[method]?.responses ?? {})).toEqual(
        expect.arrayContaining(Object.keys(answers)),
      );
    }
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target ?? "");
    expect(references.length).toBeGreaterThan(10);
    for (const target of references) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(target)?.[1];
      expect(reference.components.schemas[name ?? ""], target).toBeDefined();
    }
  });
});

test("each setting that does not exist is named", async () => {
  const { api } = await newTenant();
  const { status, json } = await api("PATCH", "/tenant", {
    policies: { inactivity: 5, reopening: "same" },
    services: {},
  });
  expect(status).toBe(400);
  expect(json.errors.map(({ field }: { field: string }) => field)).toEqual([
    "policies.inactivity",
    "policies.reopening",
  ]);
});
