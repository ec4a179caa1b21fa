import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { startSimulator } from "../../src/simulator/server.ts";
import { directoryFor } from "../support/directory.ts";
import { BUDI, CREDENTIALS, NUMBER, simulation, textTo } from "./support.ts";

test("the pair limit lets 45 out at once and then one every six seconds", async () => {
  const { send, say, post, clock } = await simulation();
  await say("Hi");
  await post("/simulator/settings", { pair_limit: true });
  const codes = async (count: number) => {
    const answers = [];
    for (let sent = 0; sent < count; sent++) answers.push((await send("a")).json.error?.code ?? 200);
    return answers;
  };
  expect(await codes(46)).toEqual([...Array(45).fill(200), 131056]);
  await clock.pass(6_000);
  expect(await codes(2)).toEqual([200, 131056]);
});

test("the throughput is so many messages a second and number", async () => {
  const { send, say, post, clock } = await simulation();
  await say("Hi");
  await post("/simulator/settings", { throughput: 2 });
  const answers = [await send("a"), await send("b"), await send("c")];
  expect(answers.map(({ json }) => json.error?.code)).toEqual([undefined, undefined, 130429]);
  await clock.pass(1_000);
  expect((await send("d")).status).toBe(200);
});

test("a server error has no JSON, and nothing is sent", async () => {
  const { send, say, post, chat } = await simulation();
  await say("Hi");
  await post("/simulator/settings", { server_errors_next: 1 });
  const { status, json, headers } = await send("a");
  expect([status, json, headers.get("content-type")]).toEqual([500, null, "text/html; charset=UTF-8"]);
  expect((await send("b")).status).toBe(200);
  expect((await chat()).map(({ text }) => text)).toEqual(["Hi", "b"]);
});

test("accepted messages can be reported as failed", async () => {
  const { send, say, post, clock, business } = await simulation();
  await say("Hi");
  await post("/simulator/settings", { fail_statuses_next: { code: 131049, count: 1 } });
  expect((await send("a")).status).toBe(200);
  await clock.pass(1_000);
  expect(business.changes.at(-1)?.value.statuses[0]).toMatchObject({ status: "failed", errors: [{ code: 131049 }] });
});

test("an answer that never comes leaves its message sent", async () => {
  const business = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => business.listen(0, "127.0.0.1", resolve));
  const simulator = await startSimulator({ port: 0, stateDir: directoryFor("simulator") });
  const call = (path: string, method: string, body: object, signal?: AbortSignal) => {
    const headers = { authorization: `Bearer ${CREDENTIALS.access_token}` };
    return fetch(simulator.url + path, { method, headers, body: JSON.stringify(body), ...(signal && { signal }) });
  };
  const webhook_url = `http://127.0.0.1:${(business.address() as AddressInfo).port}/`;
  await call(`/simulator/numbers/${NUMBER}`, "PUT", { ...CREDENTIALS, webhook_url });
  const settings = { lose_next_answers: 2, lose_how: "hang", enforce_window: false };
  await call("/simulator/settings", "POST", settings);
  const path = `/v25.0/${NUMBER}/messages`;
  await expect(call(path, "POST", textTo(BUDI, "a"), AbortSignal.timeout(200))).rejects.toThrow();
  const open = call(path, "POST", textTo(BUDI, "b")).catch(() => "closed");
  const messages = async () =>
    (await (await fetch(`${simulator.url}/simulator/contacts/${BUDI}/messages`)).json()).messages;
  while ((await messages()).length < 2);
  await simulator.close();
  expect(await open).toBe("closed");
  await new Promise((resolve) => business.close(resolve));
});

const settle = async (webhooks: object, random: () => number = () => 0) => {
  const all = await simulation({ random });
  await all.say("Hi");
  await all.clock.pass(0);
  all.business.webhooks.length = 0;
  await all.post("/simulator/settings", { webhooks });
  return all;
};

test("webhooks can be delivered twice", async () => {
  const { send, clock, business } = await settle({ duplicate: true });
  await send("a");
  await clock.pass(5_000);
  expect(business.told).toEqual(["sent", "sent", "delivered", "delivered", "read", "read"]);
  expect(business.webhooks[0]?.body).toBe(business.webhooks[1]?.body);
});

test("webhooks can be late", async () => {
  const { send, clock, business } = await settle({ delay_ms: 60_000 });
  await send("a");
  await clock.pass(60_000);
  expect(business.told).toEqual([]);
  await clock.pass(1_000);
  expect(business.told).toEqual(["sent", "delivered", "read"]);
});

test("webhooks can come in any order", async () => {
  const order = [0.9, 0.5, 0];
  const { send, clock, business } = await settle({ shuffle: true }, () => order.shift() ?? 0);
  await send("a");
  await clock.pass(5_000);
  expect(business.told).toEqual(["read", "delivered", "sent"]);
});

test("several changes can share a POST, of one chat and of several, each once and a chat's in order", async () => {
  const { say, post, clock, business, get } = await settle({ batch: 4 });
  const other = (await get("/simulator/contacts")).json.contacts[1].wa_id;
  for (const text of ["One", "Two", "Three"]) await say(text);
  for (const text of ["Uno", "Dos"]) await post(`/simulator/contacts/${other}/messages`, { text });
  await clock.pass(1_000);
  expect(business.webhooks).toHaveLength(2);
  expect(business.told).toEqual(["One", "Two", "Three", "Uno", "Dos"]);
});

test("a POST that is refused is repeated as a whole", async () => {
  const { say, clock, business } = await settle({ batch: 10 });
  business.answer = () => (business.webhooks.length === 1 ? 500 : 200);
  for (const text of ["One", "Two"]) await say(text);
  await clock.pass(5_000);
  expect(business.told).toEqual(["One", "Two", "One", "Two"]);
});

test("statuses can come before the answer to the call that sent the message", async () => {
  const { send, business } = await settle({ statuses_before_answer: true, delay_ms: 60_000 });
  const { json } = await send("a");
  expect(business.told).toEqual(["sent", "delivered"]);
  expect(business.changes.every(({ value }) => value.statuses[0].id === json.messages[0].id)).toBe(true);
});

test("part of the webhooks' settings can be changed", async () => {
  const { post } = await simulation();
  await post("/simulator/settings", { webhooks: { batch: 5 } });
  const { json } = await post("/simulator/settings", { webhooks: { duplicate: true } });
  expect(json.webhooks).toMatchObject({ batch: 5, duplicate: true, delay_ms: 0 });
  expect((await post("/simulator/settings", { webhooks: { batch: 0 } })).status).toBe(400);
});
