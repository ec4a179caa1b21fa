import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, type Product, silenceServices, startProduct, until } from "../support/product.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
type Json = any;

interface Call {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

const state = mkdtempSync(join(tmpdir(), "callbacks-"));
const calls: Call[] = [];
let product: Product;
let server: Server;
let here: string;

beforeAll(async () => {
  const port = await freePort();
  here = `http://127.0.0.1:${port}`;
  // Whoever calls below /hang waits for ever.
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      calls.push({ path, headers, body, at: performance.now() });
      if (!path.startsWith("/hang")) response.writeHead(204).end();
    });
  }).listen(port, "127.0.0.1");
  const ports = { worker: await freePort(), simulator: await freePort() };
  product = await startProduct(state, ports, { ALLOW_PRIVATE_URLS: "1" });
  await silenceServices(product);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

async function api(method: string, path: string, body?: unknown): Promise<{ status: number; json: Json }> {
  const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": "application/json" };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${product.api}/api/v1${path}`, init);
  const text = await response.text();
  return { status: response.status, json: text === "" ? null : JSON.parse(text) };
}

const subscribe = async (path: string, types: string[]): Promise<{ id: string; secret: string }> =>
  (await api("POST", "/subscriptions", { url: `${here}${path}`, types })).json;

let people = 0;

async function open(): Promise<string> {
  const { json: tenant } = await api("GET", "/tenant");
  const customer_phone = `+62815${String(++people).padStart(7, "0")}`;
  const wish = { outlet_id: tenant.default_outlet_id, customer_phone };
  return (await api("POST", "/conversations/find-or-create", wish)).json.id;
}

const says = (conversation_id: string, content: string) =>
  api("POST", "/messages", { conversation_id, sender_type: "customer", content });

const callsOf = (path: string): Call[] => calls.filter((call) => call.path === path);

test("a callback verifies with the public standardwebhooks library and parses with the public cloudevents SDK", async () => {
  const { id: subscription, secret } = await subscribe("/verified", ["message.received"]);
  const rotated = (await api("POST", `/subscriptions/${subscription}/secrets`, {})).json.secret;
  const id = await open();
  await says(id, "héllo 👋");
  const [call] = await until("the callback", async () =>
    callsOf("/verified").length > 0 ? callsOf("/verified") : undefined,
  );
  const headers = call?.headers as Record<string, string>;
  for (const one of [secret, rotated]) expect(() => new Webhook(one).verify(call?.body ?? "", headers)).not.toThrow();
  const another = `whsec_${Buffer.alloc(32).toString("base64")}`;
  expect(() => new Webhook(another).verify(call?.body ?? "", headers)).toThrow();
  expect(() => new Webhook(secret).verify(`${call?.body} `, headers)).toThrow();
  const event = HTTP.toEvent({ headers, body: call?.body ?? "" }) as Json;
  expect(event.validate()).toBe(true);
  expect(event).toMatchObject({ specversion: "1.0", type: "message.received", subject: id, id: headers["webhook-id"] });
  expect(event.data).toMatchObject({ seq: event.seq, message: { content: "héllo 👋" }, conversation: { id } });
});

test("100 subscribers of which 50 hang: the others' median delay is that of a run without them", async () => {
  const paths = (name: string) => Array.from({ length: 50 }, (_, index) => `/${name}/${index}`);
  const [good, others] = [paths("good"), paths("other")];
  for (const path of good) await subscribe(path, ["message.received"]);
  const alone = await medianDelay(good);
  const ids: string[] = [];
  for (const path of others) ids.push((await subscribe(path, ["message.received"])).id);
  const healthy = await medianDelay(good);
  const hanging = paths("hang");
  for (const [index, id] of ids.entries())
    await api("PATCH", `/subscriptions/${id}`, { url: `${here}${hanging[index]}` });
  const beside = await medianDelay(good);
  const [one, two, three] = [alone, healthy, beside].map((delay) => delay.toFixed(0));
  console.log(`median delay of 50: ${one} ms alone, ${two} ms beside 50 like them, ${three} ms beside 50 that hang`);
  for (const path of hanging) expect(callsOf(path).length).toBeGreaterThan(0);
  // One that waited for those that hang would wait fifteen seconds.
  expect(beside).toBeLessThan(1.5 * healthy + 50);
});

/** From the customer's word to each subscriber, over 20 messages in conversations of their own; in milliseconds. */
async function medianDelay(paths: string[]): Promise<number> {
  const delays: number[] = [];
  for (let message = 0; message < 20; message++) {
    const id = await open();
    const begun = performance.now();
    await says(id, "hello");
    const isOfThis = (call: Call) => paths.includes(call.path) && JSON.parse(call.body).subject === id;
    const arrived = await until("every subscriber", async () => {
      const found = calls.filter(isOfThis);
      return found.length >= paths.length ? found : undefined;
    });
    delays.push(...arrived.map(({ at }) => at - begun));
  }
  return delays.sort((one, other) => one - other)[Math.floor(delays.length / 2)] ?? 0;
}
