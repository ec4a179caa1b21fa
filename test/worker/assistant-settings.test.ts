import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { tenantAt } from "../../src/tenant/port.ts";
import { newTenant, type Shop } from "../support/api.ts";

const MODEL = { base_url: "https://models.test/v1/", api_key: "secret-key", model: "small" };

const settings = (shop: Shop) => tenantAt(env, shop.id).record("assistant", "assistant");

test("what was never set is as it is by default, and asking for it writes nothing", async () => {
  const shop = await newTenant("Shop");
  expect((await shop.api("GET", "/assistant")).json).toEqual({
    ...{ instructions: null, unsure_text: null, greeting: null, model: null, show_sources: true },
    ...{ daily_requests: 1000, daily_tokens: null, daily_cost: null },
  });
  expect(await settings(shop)).toBe(null);
  expect((await shop.api("GET", "/assistant/usage")).json).toEqual({ days: [] });
});

test("a key is never shown, stays where it is left out, and goes to no other host", async () => {
  const shop = await newTenant("Shop");
  const put = await shop.api("PUT", "/assistant", { model: MODEL, instructions: "Be brief." });
  expect(put.json.model).toEqual({
    ...{ base_url: "https://models.test/v1", model: "small", has_api_key: true, timeout: 25 },
    ...{ temperature: null, price_input: null, price_output: null },
  });
  expect(put.text).not.toContain("secret-key");
  await shop.api("PATCH", "/assistant", { model: { temperature: 0.2 }, greeting: "Welcome!" });
  expect(await settings(shop)).toMatchObject({
    ...{ instructions: "Be brief.", greeting: "Welcome!" },
    model: { api_key: "secret-key", temperature: 0.2, model: "small" },
  });
  await shop.api("PUT", "/assistant", { model: { base_url: "https://models.test/v2", model: "large" } });
  expect(await settings(shop)).toMatchObject({ instructions: null, model: { api_key: "secret-key", model: "large" } });
  const moved = await shop.api("PATCH", "/assistant", { model: { base_url: "https://elsewhere.test/v1" } });
  expect(moved.json.model).toMatchObject({ base_url: "https://elsewhere.test/v1", has_api_key: false });
});

test("a key can be taken away, and so can the model", async () => {
  const shop = await newTenant("Shop");
  await shop.api("PUT", "/assistant", { model: MODEL });
  expect((await shop.api("PATCH", "/assistant", { model: { api_key: null } })).json.model.has_api_key).toBe(false);
  expect((await shop.api("PATCH", "/assistant", { model: null })).json.model).toBe(null);
});

test("a model that is not there yet needs its address and its name", async () => {
  const shop = await newTenant("Shop");
  const { status, json } = await shop.api("PATCH", "/assistant", { model: { timeout: 5 } });
  expect(status).toBe(400);
  expect(json.errors.map(({ field }: { field: string }) => field)).toEqual(["model.base_url", "model.model"]);
});

test.for(["http://models.test/v1", "https://127.0.0.1/v1", "https://192.168.1.4/v1", "https://ollama.local/v1"])(
  "%s is not called, since it leads inside",
  async (base_url) => {
    const shop = await newTenant("Shop");
    const { status, json } = await shop.api("PUT", "/assistant", { model: { ...MODEL, base_url } });
    expect({ status, code: json.code }).toEqual({ status: 422, code: "url_not_allowed" });
    expect(await settings(shop)).toBe(null);
  },
);

test("a question is answered from the articles without any conversation", async () => {
  const shop = await newTenant("Shop");
  await shop.api("POST", "/articles", {
    title: "Delivery times",
    content: "# Delivery times\n\nWe deliver within two working days everywhere in the country.",
    source_url: "https://shop.test/delivery",
  });
  const ask = async (question: string) => (await shop.api("POST", "/assistant/test", { question })).json;
  expect(await ask("How long are your delivery times?")).toMatchObject({
    body: expect.stringMatching(/two working days[\s\S]*Source: Delivery times – https:\/\/shop\.test\/delivery$/),
    ...{ low_confidence: false, wants_ticket: false },
    metadata: { sources: [{ title: "Delivery times", url: "https://shop.test/delivery" }] },
  });
  expect(await ask("Do you repair violins?")).toMatchObject({ low_confidence: true, metadata: {} });
  await shop.api("PATCH", "/assistant", { unsure_text: "Ask Ann." });
  expect(await ask("Do you repair violins?")).toMatchObject({ body: "Ask Ann." });
});

const MODEL_URL = "https://models.test/v1/chat/completions";

/** The endpoint's answer, in the middle of which chunks are cut apart. */
const stream = (...chunks: object[]) => {
  const text = [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`).join("");
  const bytes = new TextEncoder().encode(text);
  const parts = [bytes.slice(0, 40), bytes.slice(40, 41), bytes.slice(41)];
  return new Response(
    new ReadableStream({
      pull(controller) {
        const part = parts.shift();
        if (part) controller.enqueue(part);
        else controller.close();
      },
    }),
    { headers: { "Content-Type": "text/event-stream" } },
  );
};

/** Lets the model's endpoint answer, and tells what it was sent. */
function modelAnswers(answer: () => Response): { authorization: string | null; body: string }[] {
  const requests: { authorization: string | null; body: string }[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    if (request.url !== MODEL_URL) throw new TypeError(`unexpected call of ${request.url}`);
    requests.push({ authorization: request.headers.get("authorization"), body: await request.text() });
    return answer();
  });
  return requests;
}
afterEach(() => {
  vi.restoreAllMocks();
});

test("a model's words are streamed by its endpoint, checked, counted and answered as one", async () => {
  const shop = await newTenant("Casa Lumen");
  const priced = { ...MODEL, price_input: 10, price_output: 100 };
  await shop.api("PUT", "/assistant", { model: priced, instructions: "Be brief." });
  const requests = modelAnswers(() =>
    stream(
      { choices: [{ index: 0, delta: { content: "How can I " } }] },
      { choices: [{ index: 0, delta: { content: "help? [chat]" }, finish_reason: "stop" }] },
      { choices: [], usage: { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 } },
    ),
  );
  const { json } = await shop.api("POST", "/assistant/test", { question: "I have a problem with something" });
  expect(json).toMatchObject({
    ...{ body: "How can I help?", low_confidence: false, wants_ticket: false },
    metadata: { model: "small", tokens: { input: 1_000, output: 100 }, cost: 0.02 },
  });
  expect(requests).toHaveLength(1);
  expect(requests[0]?.authorization).toBe("Bearer secret-key");
  expect(JSON.parse(requests[0]?.body ?? "")).toMatchObject({
    ...{ model: "small", stream: true },
    messages: [{ role: "system", content: expect.stringMatching(/Casa Lumen[\s\S]*Be brief\./) }, { role: "user" }],
  });
  const { days } = (await shop.api("GET", "/assistant/usage")).json;
  expect(days).toMatchObject([{ requests: 1, input_tokens: 1_000, output_tokens: 100, cost: 0.02 }]);
});

test("a model whose endpoint fails costs a request and an error, not an answer", async () => {
  const shop = await newTenant("Shop");
  await shop.api("PUT", "/assistant", { model: MODEL });
  modelAnswers(() => Response.json({ error: { message: "secret-key is wrong" } }, { status: 401 }));
  const { status, json, text } = await shop.api("POST", "/assistant/test", { question: "Do you repair violins?" });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    wants_ticket: true,
    metadata: { error: "The model's endpoint refused the key (401)." },
  });
  expect(text).not.toContain("secret-key");
  expect((await shop.api("GET", "/assistant/usage")).json.days).toMatchObject([{ requests: 1 }]);
});
