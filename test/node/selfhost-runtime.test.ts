import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const WRANGLER_TOML = `
name = "fixture"
main = "src/index.js"
compatibility_date = "2026-10-23"
assets = { directory = "dist/assets", binding = "ASSETS", run_worker_first = true }
durable_objects.bindings = [{ name = "COUNTER", class_name = "Counter" }]
migrations = [{ tag = "v1", new_sqlite_classes = ["Counter"] }]

[queues]
producers = [{ binding = "JOBS", queue = "jobs" }]
consumers = [
  { queue = "jobs", max_batch_timeout = 0, max_retries = 2, retry_delay = 0, dead_letter_queue = "jobs-dead" },
  { queue = "jobs-dead", max_batch_timeout = 0 },
]
`;

/** Keeps what its queues brought, and does with a job what the job says. */
const WORKER = `
import { DurableObject } from "cloudflare:workers";

const seen = [];

export class Counter extends DurableObject {
  add() {
    this.ctx.storage.sql.exec("create table if not exists added (at integer)");
    this.ctx.storage.sql.exec("insert into added values (0)");
    return this.ctx.storage.sql.exec("select count(*) as n from added").one().n;
  }
}

async function reached(request, { OUTSIDE }) {
  const url = new URL(request.url).searchParams.get("url");
  const by = (way) => way.fetch(url).then(({ status }) => status, () => "refused");
  return Response.json({ inside: await by(globalThis), outside: await by(OUTSIDE) });
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/health") return new Response("ok");
    if (pathname === "/added") return Response.json(await env.COUNTER.getByName("one").add());
    if (pathname === "/seen") return Response.json(seen);
    if (pathname === "/reached") return reached(request, env);
    if (pathname !== "/jobs") return env.ASSETS.fetch(request);
    const sent = env.JOBS.sendBatch(await request.json());
    return sent.then(() => new Response(), (error) => new Response(error, { status: 500 }));
  },
  async queue({ queue, messages }) {
    for (const { id, body, attempts } of messages) seen.push({ queue, id, body, attempts, at: Date.now() });
    if (queue === "jobs-dead") return;
    if (messages.some(({ body }) => body.throws)) throw new Error("told to");
    for (const message of messages) {
      if (message.attempts <= (message.body.fails ?? 0)) message.retry({ delaySeconds: message.body.delay ?? 0 });
      if (message.body.slow) await scheduler.wait(message.body.slow);
    }
  },
};
`;

interface Seen {
  queue: string;
  id: string;
  body: { key: string };
  attempts: number;
  at: number;
}

interface Job {
  body: unknown;
  contentType?: "json" | "text" | "v8";
  delaySeconds?: number;
}

const PROJECT = resolve(import.meta.dirname, "../..");
let root: string;
let port: number;
let server: ChildProcess;
/** What the server printed. */
const said: string[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "selfhost-"));
  const files = {
    "wrangler.toml": WRANGLER_TOML,
    "src/index.js": WORKER,
    "src/docs/guide/index.html": "<h1>Guide</h1>",
    "src/docs/app.css": "body { margin: 0 }",
    "src/docs/app.css.br": "as br",
    "src/docs/app.css.gz": "as gzip",
    "src/docs/.secret": "not to be served",
    "start.mjs": `
      const { run } = await import("${PROJECT}/src/selfhost/run.ts");
      const { readSettings } = await import("${PROJECT}/src/selfhost/settings.ts");
      await run(readSettings([], process.env), "${root}").catch((error) => {
        console.error(error.message);
        process.exit(1);
      });
      process.exit(0);`,
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  port = await freePort();
  server = start();
  await healthy();
}, 30_000);

afterAll(() => {
  server.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

describe("a queue", () => {
  test("delivers every kind of body, in the order in which they were sent", async () => {
    await send({ body: { key: "json" } }, { body: { key: "v8", when: new Date(0) }, contentType: "v8" });
    const [json, v8] = await deliveries(2, ({ body }) => body.key === "json" || body.key === "v8");
    expect(json).toMatchObject({ queue: "jobs", attempts: 1, body: { key: "json" } });
    expect(v8).toMatchObject({ attempts: 1, body: { key: "v8", when: "1970-01-01T00:00:00.000Z" } });
  });

  test("brings again what the consumer asks for, and nothing of the batch beside it", async () => {
    await send({ body: { key: "twice", fails: 2 } }, { body: { key: "beside" } });
    const seen = await deliveries(3, ({ body }) => body.key === "twice");
    expect(seen.map(({ attempts }) => attempts)).toEqual([1, 2, 3]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
    expect(await deliveries(1, ({ body }) => body.key === "beside")).toHaveLength(1);
  });

  test("gives what fails to the end to the dead-letter queue, under its id", async () => {
    await send({ body: { key: "doomed", throws: true } });
    const seen = await deliveries(4, ({ body }) => body.key === "doomed");
    expect(seen.map(({ queue, attempts }) => [queue, attempts])).toEqual([
      ["jobs", 1],
      ["jobs", 2],
      ["jobs", 3],
      ["jobs-dead", 1],
    ]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
  });

  test("keeps to the delays of the sender and of the consumer, while others pass", async () => {
    const sentAt = Date.now();
    await send({ body: { key: "late", fails: 1, delay: 1 }, delaySeconds: 1 });
    await send({ body: { key: "prompt" } });
    const [first, second] = await deliveries(2, ({ body }) => body.key === "late");
    const [prompt] = await deliveries(1, ({ body }) => body.key === "prompt");
    expect((first?.at ?? 0) - sentAt).toBeGreaterThanOrEqual(1000);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
    expect(prompt?.at).toBeLessThan(first?.at ?? 0);
  });

  test("is not held up by a slow batch", async () => {
    await send({ body: { key: "slow", slow: 30_000 } });
    await deliveries(1, ({ body }) => body.key === "slow");
    await send({ body: { key: "overtakes" } });
    expect(await deliveries(1, ({ body }) => body.key === "overtakes")).toHaveLength(1);
  });

  test("refuses what the platform would find too large", async () => {
    await expect(send({ body: "x".repeat(130_000), contentType: "text" })).rejects.toThrow("500");
  });
});

describe("the way out to what tenants name", () => {
  test.each(["127.0.0.1", "localhost"])("does not lead to %s", async (host) => {
    const url = encodeURIComponent(`http://${host}:${port}/health`);
    const response = await fetch(`http://127.0.0.1:${port}/reached?url=${url}`);
    expect(await response.json()).toEqual({ inside: 200, outside: "refused" });
  });
});

describe("the assets", () => {
  test("are served with their type, and answered 304 to one who has them", async () => {
    const { status, headers, body } = await fetchRaw("/docs/app.css");
    expect([status, body, headers["content-type"]]).toEqual([200, "body { margin: 0 }", "text/css; charset=utf-8"]);
    expect(await fetchRaw("/docs/app.css", { "if-none-match": String(headers.etag) })).toMatchObject({
      status: 304,
      body: "",
    });
  });

  test("answer for a directory with its page, at the address that ends in a slash", async () => {
    expect(await fetchRaw("/docs/guide/")).toMatchObject({ status: 200, body: "<h1>Guide</h1>" });
    expect(await fetchRaw("/docs/guide?a=b")).toMatchObject({ status: 307, headers: { location: "/docs/guide/?a=b" } });
  });

  test.each([
    "/docs/nothing.js",
    "/",
    "/docs/.secret",
    "/docs/../../wrangler.toml",
    "/%2e%2e/%2e%2e/wrangler.toml",
    "/docs/..%2f..%2fwrangler.toml",
    "/%",
  ])("%s is not found", async (path) => {
    expect((await fetchRaw(path)).status).toBe(404);
  });

  test.each([
    ["gzip, deflate, br, zstd", "br", "as br"],
    ["gzip;q=1.0, br;q=0", "gzip", "as gzip"],
    ["gzip;q=0, br; q=0.0, *", undefined, "body { margin: 0 }"],
    ["", undefined, "body { margin: 0 }"],
  ])("are taken by one who accepts %o as %s, where the build has compressed them", async (accepted, encoding, body) => {
    const { headers, ...answer } = await fetchRaw("/docs/app.css", { "accept-encoding": accepted });
    expect(answer).toEqual({ status: 200, body });
    expect(headers).toMatchObject({ "content-type": "text/css; charset=utf-8", vary: "accept-encoding" });
    expect([headers["content-encoding"], headers["content-length"]]).toEqual([encoding, String(body.length)]);
  });

  test("are for reading only", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/docs/app.css`, { method: "PUT", body: "" });
    expect(response.status).toBe(405);
  });
});

test("a second start is refused; a kill loses nothing and leaves nothing behind; a stop ends in order", async () => {
  expect(await (await fetch(`http://127.0.0.1:${port}/added`)).json()).toBe(1);
  expect(await once(start(), "exit")).toEqual([1, null]);
  expect(said.join("")).toMatch(/Already running on .* STATE_DIR/);

  server.kill("SIGKILL");
  await once(server, "exit");
  said.length = 0;
  server = start();
  // For a moment the runtime of the run that was killed may still answer in its place.
  await until(async () => (said.join("").includes("Conversation Store is running.") ? true : null));
  expect(await (await fetch(`http://127.0.0.1:${port}/added`)).json()).toBe(2);

  server.kill("SIGTERM");
  expect(await once(server, "exit")).toEqual([0, null]);
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
}, 15_000);

function start(): ChildProcess {
  const env = { ...process.env, PORT: String(port), STATE_DIR: join(root, "state"), SIMULATOR_PORT: "0", DEMO: "0" };
  const child = spawn(join(PROJECT, "node_modules/.bin/node"), [join(root, "start.mjs")], { env, stdio: "pipe" });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(String(chunk)));
  return child;
}

const healthy = () =>
  until(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    return response?.status === 200 ? true : null;
  });

async function send(...jobs: Job[]): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/jobs`, { method: "POST", body: JSON.stringify(jobs) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** What the consumer has seen of some jobs, once it is so much. */
const deliveries = (count: number, which: (seen: Seen) => boolean): Promise<Seen[]> =>
  until(async () => {
    const all: Seen[] = await (await fetch(`http://127.0.0.1:${port}/seen`)).json();
    const chosen = all.filter(which);
    return chosen.length >= count ? chosen : null;
  });

async function until<T>(attempt: () => Promise<T | null>): Promise<T> {
  const giveUpAt = Date.now() + 15_000;
  for (;;) {
    const result = await attempt();
    if (result !== null) return result;
    if (Date.now() > giveUpAt) throw new Error(`It did not happen in time. The server said:\n${said.join("")}`);
    await wait(20);
  }
}

/** A request whose path is sent as it is written. */
async function fetchRaw(path: string, headers: Record<string, string> = {}) {
  const [response] = await once(get({ host: "127.0.0.1", port, path, headers }), "response");
  const chunks: Buffer[] = await response.toArray();
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
