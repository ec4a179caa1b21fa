import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, type Product, startProduct } from "../support/product.ts";

const state = mkdtempSync(join(tmpdir(), "private-"));
let ports: { worker: number; simulator: number };
let product: Product;
let server: Server;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  server = createServer((request, response) => {
    request.resume();
    response.end("thanks");
  }).listen(port, "127.0.0.1");
  ports = { worker: await freePort(), simulator: await freePort() };
});
afterAll(async () => {
  server.close();
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

async function api(method: string, path: string, body?: unknown) {
  const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": "application/json" };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${product.api}/api/v1${path}`, init);
  return { status: response.status, json: await response.json() };
}

const subscribe = () => api("POST", "/subscriptions", { url, types: ["subscription.test"] });
const tryOut = (id: string) => api("POST", `/subscriptions/${id}/test`);

test("a private address is called only while the operator allows it; the simulator's stand-ins are called in any case", async () => {
  product = await startProduct(state, ports);
  expect(await subscribe()).toMatchObject({
    status: 422,
    json: { code: "url_not_allowed", detail: "It must begin with https://." },
  });
  const { subscriptions } = (await api("GET", "/subscriptions")).json;
  expect(subscriptions).toHaveLength(3);
  for (const { id } of subscriptions) expect((await tryOut(id)).json).toMatchObject({ error: null });
  await product.stop();

  // What the operator names beside it reaches the Worker, too.
  const app = { WHATSAPP_APP_SECRET: "app-secret", WHATSAPP_VERIFY_TOKEN: "verify" };
  product = await startProduct(state, ports, { ALLOW_PRIVATE_URLS: "1", ...app });
  const challenge = "hub.mode=subscribe&hub.verify_token=verify&hub.challenge=4711";
  expect(await (await fetch(`${product.api}/webhooks/whatsapp?${challenge}`)).text()).toBe("4711");
  const { id } = (await subscribe()).json;
  expect((await tryOut(id)).json).toMatchObject({ status: 200, error: null, answer: "thanks" });
  await product.stop();

  product = await startProduct(state, ports);
  expect((await tryOut(id)).json).toMatchObject({ status: null, error: expect.stringContaining("may not be called") });
});
