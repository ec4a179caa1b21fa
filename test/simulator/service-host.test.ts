import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { startSimulator } from "../../src/simulator/server.ts";
import { State } from "../../src/simulator/state.ts";
import { directoryFor } from "../support/directory.ts";
import { simulation } from "./support.ts";

const CONVERSATION = "0b9d6f5e-0d5c-8a41-9f3e-2c4f6a7b8c01";
const SECRET = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
const OTHER_SECRET = `whsec_${Buffer.from("another secret of thirty-two by.").toString("base64")}`;
const CONNECTION = { store_url: "http://store.test", api_key: "key-1", secrets: [SECRET] };

const question = (id: string) => ({
  ...{ specversion: "1.0", id, source: "urn:store", type: "generate-ai-agent-answer", subject: CONVERSATION, seq: 3 },
  data: { turn: 1, conversation: { uuid: CONVERSATION, log: [] } },
});

/** A callback as the store makes it. */
function callback(event: { id: string; [field: string]: unknown }, secret = SECRET, at = new Date()) {
  const body = JSON.stringify(event);
  const headers = {
    "content-type": "application/cloudevents+json; charset=utf-8",
    "webhook-id": event.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(event.id, at, body),
  };
  return { body, headers };
}

/** A simulator whose `ms-rag` and `ms-agents` know the store. */
async function connected(options: Parameters<typeof simulation>[0] = {}) {
  const all = await simulation(options);
  for (const name of ["ms-rag", "ms-agents"]) await all.patch(`/simulator/services/${name}`, CONNECTION);
  const call = (name: string, event: Parameters<typeof callback>[0], secret?: string, at?: Date) => {
    const { body, headers } = callback(event, secret, at);
    return all.post(`/services/${name}`, body, headers);
  };
  /** What the store was sent, in order. */
  const posted = () =>
    all.business.webhooks
      .filter(({ url }) => url === "http://store.test/api/v1/events")
      .map(({ body }) => JSON.parse(body));
  const history = async (name: string) => (await all.get(`/simulator/services/${name}/history`)).json.entries;
  return { ...all, call, posted, history };
}

test("a callback is taken at once, answered later, and dropped when it comes again", async () => {
  const { call, posted, clock, history } = await connected();
  expect(await call("ms-rag", question("a"))).toMatchObject({ status: 202, json: { outcome: "taken" } });
  expect(await call("ms-rag", question("a"))).toMatchObject({ status: 202, json: { outcome: "known" } });
  expect(posted()).toEqual([]);
  await clock.pass(5_000);
  expect(posted()).toMatchObject([
    { specversion: "1.0", source: "urn:service:ms-rag", type: "ai-agent-answer-generated", data: { turn: 1 } },
  ]);
  expect((await history("ms-rag")).map(({ way, outcome }: Record<string, unknown>) => [way, outcome])).toEqual([
    ["received", "taken"],
    ["received", "known"],
    ["sent", "taken"],
  ]);
});

test("what is not signed with a secret of the service, or long ago, is refused and does nothing", async () => {
  const { call, post, patch, posted, clock, history } = await connected();
  const long = new Date(Date.now() - 10 * 60 * 1000);
  const { body, headers } = callback(question("a"));
  const answers = [
    await call("ms-rag", question("a"), OTHER_SECRET),
    await call("ms-rag", question("a"), SECRET, long),
    await post("/services/ms-rag", body.replace('"turn":1', '"turn":2'), headers),
    await post("/services/ms-rag", body),
    await call("ms-gateway", question("a")),
  ];
  expect(answers.map(({ status, json }) => [status, json.code])).toEqual(Array(5).fill([401, "bad_signature"]));
  await clock.pass(5_000);
  expect(posted()).toEqual([]);
  expect((await history("ms-rag"))[0]).toMatchObject({ outcome: "unsigned", event: null });
  await patch("/simulator/services/ms-rag", { secrets: [OTHER_SECRET, SECRET] });
  expect((await call("ms-rag", question("a"), OTHER_SECRET)).status).toBe(202);
  expect((await call("ms-rag", question("b"), SECRET)).status).toBe(202);
  expect((await call("ms-mail", question("a"))).status).toBe(404);
  expect(await call("ms-rag", { id: "c" })).toMatchObject({ status: 400, json: { code: "no_event" } });
});

test("what the store does not take is tried again, in order; what it refuses for good is not", async () => {
  const { call, posted, clock, business, history, get } = await connected();
  const answers = [null, 503, 401, 202, 409, 202];
  business.answer = () => answers.shift() ?? null;
  const ticket = { ...question("t"), type: "open-ticket", data: {} };
  await call("ms-agents", ticket);
  await clock.pass(60_000);
  expect(posted().map(({ type }: { type: string }) => type)).toEqual([
    ...Array(4).fill("ticket-opened"),
    "agent-assigned",
    "get-conversation",
  ]);
  const attempts = (await history("ms-agents")).filter(({ way }: { way: string }) => way === "sent");
  expect(attempts.map(({ outcome, status }: Record<string, unknown>) => [outcome, status])).toEqual([
    ["failed", null],
    ["failed", 503],
    ["failed", 401],
    ["taken", 202],
    ["refused", 409],
    ["taken", 202],
  ]);
  expect((await get("/simulator/services")).json.services.map(({ waiting }: { waiting: number }) => waiting)).toEqual([
    0, 0, 0, 0,
  ]);
});

test("a bad key is presented so often as asked for, and the right one after it", async () => {
  const { call, patch, clock, business } = await connected();
  await patch("/simulator/services/ms-rag", { faults: { wrong: { how: "bad_key", count: 1 } } });
  business.answer = () => (business.webhooks.at(-1)?.authorization === "Bearer key-1" ? 202 : 401);
  await call("ms-rag", question("a"));
  await clock.pass(5_000);
  expect(business.webhooks.map(({ authorization }) => authorization)).toEqual(["Bearer not-the-key", "Bearer key-1"]);
});

test("faults are set one by one, shown, and switched off", async () => {
  const { patch, get } = await connected();
  const set = (faults: object) => patch("/simulator/services/ms-rag", { faults });
  expect((await set({ down: {} })).json.faults.down).toEqual({ how: "503", count: null });
  const { faults } = (await set({ slow: { events_ms: 5 }, duplicated: { count: 2 } })).json;
  expect(faults).toMatchObject({ down: { how: "503" }, slow: { events_ms: 5 }, duplicated: { times: 3, count: 2 } });
  expect((await set({ down: null })).json.faults).toMatchObject({ down: null, duplicated: { times: 3 } });
  expect((await set({ broken: {} })).status).toBe(400);
  expect((await patch("/simulator/services/ms-mail", {})).status).toBe(404);
  const shown = (await get("/simulator/snapshot")).json.services;
  expect(shown.map(({ name, connected }: Record<string, unknown>) => [name, connected])).toEqual([
    ["ms-gateway", false],
    ["ms-rag", true],
    ["ms-agents", true],
    ["ms-flows", false],
  ]);
  expect(JSON.stringify(shown)).not.toMatch(/whsec_|key-1/);
});

test("a service that is down answers 503, one that is wrong 500, one that is slow later", async () => {
  const { call, patch, clock } = await connected();
  const set = (faults: object) => patch("/simulator/services/ms-rag", { faults });
  await set({ down: { count: 1 }, wrong: { how: "answers_500", count: 1 }, slow: { callbacks_ms: 20_000 } });
  const answers = ["down", "wrong", "slow"].map(() => call("ms-rag", question("a")));
  await clock.pass(20_000);
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([503, 500, 202]);
});

test("ms-agents answers, comments, changes state and closes when told to", async () => {
  const { call, post, posted, clock } = await connected();
  const work = (what: string, body: object) =>
    post(`/simulator/services/ms-agents/${what}`, { conversation_id: CONVERSATION, ...body });
  expect(await work("close", {})).toMatchObject({ status: 409, json: { code: "no_ticket" } });
  await call("ms-agents", { ...question("t"), type: "open-ticket", data: {} });
  await clock.pass(5_000);
  expect((await work("answer", { body: "One moment" })).status).toBe(202);
  expect((await work("comment", { comment: "A regular" })).status).toBe(202);
  expect((await work("state", { state: "standby" })).status).toBe(202);
  expect((await work("close", { comment: "Done" })).status).toBe(202);
  await clock.pass(5_000);
  expect(
    posted()
      .slice(3)
      .map(({ type, data }) => [type, data.body ?? data.comment ?? data.new_state]),
  ).toEqual([
    ["agent-answer-generated", "One moment"],
    ["ticket-comment-added", "A regular"],
    ["ticket-state-changed", "standby"],
    ["ticket-comment-added", "Done"],
    ["ticket-closed", undefined],
  ]);
  expect((await work("answer", { body: "" })).status).toBe(400);
  expect((await work("state", { state: "lost" })).status).toBe(400);
});

test("what a service knows, was told and has to say is there after a restart", async () => {
  const state = new State();
  const before = await connected({ state });
  await before.call("ms-agents", { ...question("t"), type: "open-ticket", data: {} });
  before.simulator.close();
  const after = await simulation({ state });
  await after.clock.pass(5_000);
  expect(after.business.webhooks.map(({ body }) => JSON.parse(body).type)).toEqual([
    "ticket-opened",
    "agent-assigned",
    "get-conversation",
  ]);
  const { body, headers } = callback({ ...question("t"), type: "open-ticket", data: {} });
  expect((await after.post("/services/ms-agents", body, headers)).json).toEqual({ outcome: "known" });
});

test("a service that hangs up ends the connection without an answer, and its settings stay in the journal", async () => {
  const stateDir = directoryFor("simulator");
  const start = () => startSimulator({ port: 0, stateDir });
  const first = await start();
  const set = (url: string, body: object) =>
    fetch(`${url}/simulator/services/ms-rag`, { method: "PATCH", body: JSON.stringify(body) });
  await set(first.url, { secrets: [SECRET], faults: { down: { how: "hangs_up", count: 1 } } });
  const call = (url: string) => fetch(`${url}/services/ms-rag`, { method: "POST", ...callback(question("a")) });
  await expect(call(first.url)).rejects.toThrow();
  await first.close();
  const second = await start();
  expect((await call(second.url)).status).toBe(202);
  expect((await call(second.url)).status).toBe(202);
  await second.close();
});
