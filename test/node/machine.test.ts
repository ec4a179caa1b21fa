import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { freePort, until } from "../support/product.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const place = mkdtempSync(join(tmpdir(), "machine-"));
const SHOP_PHONE = "+6281200000222";
const OPERATOR = "the-operator-of-this-test";
const OUTLET = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11";

/** The product without simulator and demo, as a service manager starts it. */
interface Machine {
  url: string;
  child: ChildProcess;
  said(): string;
}

const started: Machine[] = [];
afterEach(async () => {
  for (const { child } of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }));

async function start(name: string, more: Record<string, string> = {}, shell = 'exec "$@"'): Promise<Machine> {
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    STATE_DIR: join(place, name),
    SIMULATOR_PORT: "0",
    DEMO: "0",
    ADMIN_TOKEN: OPERATOR,
    ...more,
  };
  const command = [process.execPath, join(ROOT, "src/selfhost/launch.js")];
  const child = spawn("sh", ["-c", shell, "sh", ...command], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const machine = { url: `http://127.0.0.1:${port}`, child, said: () => output };
  started.push(machine);
  await until(`the machine to start:\n${output}`, async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${output}`);
    return output.includes("Ctrl-C") ? true : undefined;
  });
  return machine;
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
async function call(url: string, bearer: string, method: string, body?: unknown): Promise<any> {
  const headers = { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) ?? null });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function newTenant({ url }: Machine): Promise<string> {
  return (await call(`${url}/admin/v1/tenants`, OPERATOR, "POST", { name: "Shop" })).api_key.secret;
}

async function openSocket({ url }: Machine, key: string): Promise<{ closed: Promise<number>; extensions: string }> {
  const agent = await call(`${url}/api/v1/agents`, key, "POST", { name: "Ana", email: "ana@shop.test" });
  const { token } = await call(`${url}/api/v1/agents/${agent.id}/tokens`, key, "POST", {});
  const { ticket } = await call(`${url}/api/v1/realtime/tickets`, token, "POST", {});
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/v1/realtime?ticket=${ticket}`);
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
  });
  await new Promise((resolve) => {
    socket.onmessage = resolve;
  });
  return { closed, extensions: socket.extensions };
}

/** A request of which only the first half has been sent until `finish`. */
async function beginUpload({ url }: Machine, key: string) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "text/plain", "Content-Length": "20" };
  const sending = request(`${url}/api/v1/media`, { method: "POST", headers, agent: false });
  const answered = once(sending, "response").then(([response]) => response.statusCode as number);
  answered.catch(() => {});
  await new Promise((sent) => sending.write("0123456789", sent));
  await call(`${url}/api/v1/tenant`, key, "GET"); // what came before this has been taken up
  return { answered, finish: () => sending.end("0123456789") };
}

test("MA5 stopped, it tells its sockets to come back, ends what is in progress and takes nothing new", async () => {
  const machine = await start("stopped");
  const key = await newTenant(machine);
  expect(await (await fetch(`${machine.url}/ready`)).json()).toEqual({ status: "ready", reason: null });
  const { closed } = await openSocket(machine, key);
  const upload = await beginUpload(machine, key);

  const since = Date.now();
  machine.child.kill("SIGTERM");
  await until("new requests to be refused", async () => {
    const response = await fetch(`${machine.url}/api/v1/tenant`, {
      headers: { Authorization: `Bearer ${key}`, Connection: "close" },
    }).catch(() => null);
    return response === null || response.status === 503 ? true : undefined;
  });
  upload.finish();
  expect(await upload.answered).toBe(201);
  expect(await closed).toBe(1012);
  await until("its end", async () => (machine.child.exitCode === null ? undefined : true));
  expect(machine.child.exitCode).toBe(0);
  expect(Date.now() - since).toBeLessThan(12_000);
});

test("MA8 a socket whose client offers to compress carries its text as it is", async () => {
  const machine = await start("sockets");
  expect((await openSocket(machine, await newTenant(machine))).extensions).toBe("");
});

test("MA5 stopped where it serves the console from its sources, it ends in order, too", async () => {
  const machine = await start("dev", {}, 'exec "$@" --dev');
  machine.child.kill("SIGTERM");
  expect(await once(machine.child, "exit")).toEqual([0, null]);
  expect(machine.said()).toMatch(/machine.stopped/);
});

test("MA5 told twice, it is gone at once, and the next start has all that was acknowledged", async () => {
  const machine = await start("twice");
  const key = await newTenant(machine);
  const upload = await beginUpload(machine, key);
  machine.child.kill("SIGTERM");
  await until("the first signal to be heard", async () => (/machine.stopping/.test(machine.said()) ? true : undefined));
  const again = setInterval(() => machine.child.kill("SIGTERM"), 50);
  const [code] = await once(machine.child, "exit");
  clearInterval(again);
  expect(code).toBe(1);
  await expect(upload.answered).rejects.toThrow();
  const next = await start("twice");
  expect((await call(`${next.url}/api/v1/tenant`, key, "GET")).name).toBe("Shop");
});

test("MA4 what was due while nothing ran is done at the start", async () => {
  const machine = await start("due");
  const key = await newTenant(machine);
  const api = ({ url }: Machine, method: string, path: string, body?: unknown) =>
    call(`${url}/api/v1${path}`, key, method, body);
  await api(machine, "PATCH", "/tenant", { policies: { inactivity_timeout: 1 } });
  const opening = { outlet_id: OUTLET, customer_phone: SHOP_PHONE };
  const { id } = await api(machine, "POST", "/conversations/find-or-create", opening);
  const message = { conversation_id: id, sender_type: "customer", content: "Hello", whatsapp_message_id: "one" };
  await api(machine, "POST", "/messages", message);
  machine.child.kill("SIGKILL");
  await once(machine.child, "exit");

  const next = await start("due");
  const closed = await until("the conversation to close", async () => {
    const found = await api(next, "GET", `/conversations/${id}`);
    return found.status === "expired" ? found : undefined;
  });
  expect(closed.ended_at).not.toBeNull();
});

test("MA6 each line of the log is JSON where no person looks on, and says nothing of customers", async () => {
  const machine = await start("logs", {}, 'ulimit -n 2000; exec "$@"');
  const key = await newTenant(machine);
  const opening = { outlet_id: OUTLET, customer_phone: SHOP_PHONE };
  const { id } = await call(`${machine.url}/api/v1/conversations/find-or-create`, key, "POST", opening);
  const message = {
    conversation_id: id,
    sender_type: "customer",
    content: "a secret of mine",
    whatsapp_message_id: "one",
  };
  await call(`${machine.url}/api/v1/messages`, key, "POST", message);
  machine.child.kill("SIGTERM");
  await once(machine.child, "close");
  const lines = machine
    .said()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const line of lines) expect(line).toMatchObject({ level: expect.any(String), event: expect.any(String) });
  const events = lines.map(({ event }) => event);
  expect(events).toEqual(expect.arrayContaining(["machine.running", "machine.stopping", "machine.stopped"]));
  expect(lines.find(({ event }) => event === "machine.few_handles")).toMatchObject({ level: "warn", handles: 2000 });
  for (const secret of ["a secret of mine", SHOP_PHONE.slice(1), key]) expect(machine.said()).not.toContain(secret);
});

test("MA6 LOG_FORMAT=text has the words for people", async () => {
  const machine = await start("words", { LOG_FORMAT: "text" });
  expect(machine.said()).toMatch(/^Conversation Store is running\.$/m);
  await expect(start("wrong", { LOG_FORMAT: "xml" })).rejects.toThrow(/LOG_FORMAT is .*give json or text/);
});
