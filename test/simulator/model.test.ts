import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "../../src/simulator/server.ts";
import { ModelStandIn } from "../../src/simulator/services/model.ts";

const state = mkdtempSync(join(tmpdir(), "model-"));
let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator({ port: 0, stateDir: state });
});
afterAll(async () => {
  await simulator.close();
  rmSync(state, { recursive: true, force: true });
});
beforeEach(() => tool("DELETE"));

async function call(path: string, method: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, type: response.headers.get("content-type") };
}
const tool = (method: string, body?: unknown, path = "") => call(`/simulator/services/model${path}`, method, body);
const complete = (more: object = {}, headers = {}) =>
  call(
    "/model/v1/chat/completions",
    "POST",
    { model: "any", messages: [{ role: "user", content: "hi" }], ...more },
    headers,
  );

test("it answers as endpoints of its kind do: at once, or word by word", async () => {
  await tool("PATCH", { says: "Two words" });
  const whole = JSON.parse((await complete()).text);
  expect(whole).toMatchObject({
    choices: [{ message: { content: "Two words" }, finish_reason: "stop" }],
    usage: { completion_tokens: 3 },
  });
  const { text, type } = await complete({ stream: true });
  expect(type).toMatch(/^text\/event-stream/);
  const lines = text.trim().split("\n\n");
  expect(lines.at(-1)).toBe("data: [DONE]");
  const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.slice("data: ".length)));
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("Two words");
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 4 } });
});

test("it repeats the first passage of its prompt, and knows nothing else", () => {
  const model = new ModelStandIn();
  const content = '<passage number="1" id="a">\nTitle\nOne. Two! Three.\n</passage>';
  expect(model.reply({ messages: [{ role: "system", content }], tools: [] }).text).toBe("One. Two! [1]");
  expect(model.reply({ messages: [], tools: [] }).text).toContain("[unknown]");
});

test("it calls what tools it is told to, once", () => {
  const model = new ModelStandIn();
  model.change({ calls: [{ name: "hand_off", arguments: "{}" }] });
  const ask = (role: string, tools = ["hand_off"]) => model.reply({ messages: [{ role, content: "" }], tools }).calls;
  expect([ask("user").length, ask("tool").length, ask("user", []).length]).toEqual([1, 0, 0]);
});

test("it wants its key, and a body that can be understood", async () => {
  await tool("PATCH", { api_key: "k" });
  expect((await complete()).status).toBe(401);
  expect((await complete({}, { Authorization: "Bearer k" })).status).toBe(200);
  expect((await complete({ messages: [] }, { Authorization: "Bearer k" })).status).toBe(400);
});

test("a fault shows itself as often as it is told to", async () => {
  await tool("PATCH", { fault: { how: "429", count: 2 } });
  const statuses = [await complete(), await complete(), await complete()].map(({ status }) => status);
  expect(statuses).toEqual([429, 429, 200]);
  expect((await tool("PATCH", { fault: { how: "explodes" } })).status).toBe(400);
});

test("what it was asked can be read", async () => {
  await complete();
  const { requests } = JSON.parse((await tool("GET", undefined, "/requests")).text);
  expect(requests).toMatchObject([{ model: "any", messages: [{ role: "user", content: "hi" }], tools: [] }]);
});
