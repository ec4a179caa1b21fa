import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type DemoOptions,
  ensureDemo,
  letShopAnswer,
  letStandInsAnswer,
  openConsole,
} from "../../src/selfhost/demo.ts";
import { type RunningSimulator, startSimulator } from "../../src/simulator/server.ts";

const NAMES = ["ms-gateway", "ms-rag", "ms-agents"];

interface Body {
  url?: string;
  types?: string[];
  services?: object;
  name?: string;
  email?: string;
  token?: string;
  password?: string;
}

/** A store that keeps what it is told. */
class Store {
  readonly calls: string[] = [];
  readonly subscriptions: { id: string; url: string; types: string[] }[] = [];
  services: object[] = [];
  readonly agents: { id: string; name: string; email: string; enabled: boolean }[] = [];
  readonly passwords = new Set<string>();
  /** Calls whose first words are these fail. */
  broken: string | null = null;
  #made = 0;

  answer(call: string, body: Body): object | null {
    this.calls.push(call);
    if (this.broken !== null && call.startsWith(this.broken)) return null;
    const id = call.split("/").at(-1);
    const at = this.subscriptions.findIndex((one) => one.id === id);
    if (call === "POST /admin/v1/tenants") return { tenant: { id: "t" }, api_key: { secret: "key" } };
    if (call === "POST /api/v1/inboxes") return { id: "inbox" };
    if (call === "GET /api/v1/agents") return { agents: this.agents };
    if (call.endsWith("/invitations")) return { url: `http://store/#/invitation/${call.split("/")[4]}` };
    if (call === "POST /api/v1/invitations/accept") {
      const agent = this.agents.find((one) => one.id === body.token);
      this.passwords.add(body.password ?? "");
      return { agent: { name: agent?.name, email: agent?.email } };
    }
    if (call === "GET /api/v1/subscriptions") return { subscriptions: this.subscriptions };
    if (call === "PATCH /api/v1/tenant") this.services.push(body.services ?? {});
    if (call.startsWith("PATCH /api/v1/subscriptions")) Object.assign(this.subscriptions[at] ?? {}, body);
    this.#made += 1;
    if (call === "POST /api/v1/agents") {
      const { name = "", email = "" } = body;
      this.agents.push({ id: `a${this.#made}`, name, email, enabled: true });
      return { id: `a${this.#made}` };
    }
    const secret = `whsec_${Buffer.from(`secret ${this.#made}`.padEnd(32)).toString("base64")}`;
    if (call.endsWith("/secrets")) return { secret };
    if (call !== "POST /api/v1/subscriptions") return {};
    const made = { id: `s${this.#made}`, url: body.url ?? "", types: body.types ?? [] };
    this.subscriptions.push(made);
    return { ...made, secret };
  }
}

let directory: string;
let store: Store;
let server: Server;
let simulator: RunningSimulator;
let options: DemoOptions;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "demo-"));
  store = new Store();
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      const answer = store.answer(`${request.method} ${request.url}`, text === "" ? {} : JSON.parse(text));
      response.writeHead(answer ? 200 : 500).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await startPhones("phones");
  options = { url, simulatorUrl: simulator.url, adminToken: "admin", stateDir: directory };
});

afterEach(async () => {
  await simulator.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

const startPhones = async (name: string) => {
  simulator = await startSimulator({ port: 0, stateDir: join(directory, name) });
};

/** What `npm start` does about the demo. */
async function run(): Promise<void> {
  options = { ...options, simulatorUrl: simulator.url };
  expect(await letStandInsAnswer(await ensureDemo(options), options)).toBe(true);
}

const services = async () => (await (await fetch(`${simulator.url}/simulator/services`)).json()).services;
const connected = async () =>
  (await services()).filter((one: { connected: boolean }) => one.connected).map(({ name }: { name: string }) => name);
const addresses = () => store.subscriptions.map(({ url }) => url);
const expected = () => NAMES.map((name) => `${simulator.url}/services/${name}`);

test("the first run subscribes the stand-ins, for what each wants, and gives them their roles", async () => {
  await run();
  expect(addresses()).toEqual(expected());
  expect(store.subscriptions[1]?.types).toContain("generate-ai-agent-answer");
  expect(store.services).toEqual([{ ai: "remote", agents: "remote", customers: "remote" }]);
  expect(await connected()).toEqual(NAMES);
  expect((await services())[0].customers).toHaveLength(2);
});

test("a restart changes nothing, and leaves alone what somebody has changed or taken away", async () => {
  await run();
  const kept = readFileSync(join(directory, "demo.json"), "utf8");
  store.subscriptions.pop();
  store.calls.length = 0;
  await run();
  expect(store.calls.filter((call) => /^(POST|PATCH|DELETE) \/api/.test(call))).toEqual([]);
  expect(readFileSync(join(directory, "demo.json"), "utf8")).toBe(kept);
});

test("after a restart on another port the store calls there", async () => {
  await run();
  await simulator.close();
  await startPhones("phones");
  await run();
  expect(addresses()).toEqual(expected());
  expect(store.calls.filter((call) => call === "POST /api/v1/subscriptions")).toHaveLength(3);
});

test("a demo tenant of the version before gets its subscriptions", async () => {
  await ensureDemo({ ...options, simulatorUrl: null });
  const old = JSON.parse(readFileSync(join(directory, "demo.json"), "utf8"));
  expect(old.subscriptions).toBeUndefined();
  await run();
  expect(addresses()).toEqual(expected());
  expect(store.calls.filter((call) => call === "POST /admin/v1/tenants")).toHaveLength(1);
});

test("what was begun and not ended is begun anew, without a second subscription of anybody", async () => {
  store.broken = "PATCH /api/v1/tenant";
  await expect(run()).rejects.toThrow("PATCH");
  store.broken = null;
  await run();
  expect(addresses()).toEqual(expected());
});

test("a simulator that has lost its state gets new secrets", async () => {
  await run();
  await simulator.close();
  await startPhones("other-phones");
  await run();
  expect(await connected()).toEqual(NAMES);
  expect(addresses()).toEqual(expected());
});

test("without a simulator nobody stands in", async () => {
  const alone = { ...options, simulatorUrl: null };
  expect(await letStandInsAnswer(await ensureDemo(alone), alone)).toBe(false);
  expect(store.services).toEqual([]);
});

test("the shop of its own is furnished once, and takes the stand-ins' place", async () => {
  await run();
  const demo = await ensureDemo(options);
  const furnished = await letShopAnswer(demo, options);
  expect(store.services).toContainEqual({ ai: "embedded", agents: "embedded", customers: "embedded" });
  expect(store.calls.filter((call) => call.startsWith("PUT /api/v1/articles/"))).toHaveLength(13);
  expect(store.calls.filter((call) => call.startsWith("POST /api/v1/flows/"))).toHaveLength(3);
  expect(furnished.shop?.agents.map(({ name }) => name)).toEqual(["Ana Ruiz", "Marco Bauer", "Siti Rahma"]);
  store.calls.length = 0;
  await letShopAnswer(await ensureDemo(options), options);
  expect(store.calls.filter((call) => !call.startsWith("GET /webhooks/"))).toEqual([]);
});

const shopOf = async () => letShopAnswer(await ensureDemo(options), options);

test("the shop's people can sign in, by one password that is kept; the first is its admin, and all are off line", async () => {
  const { sign_in } = await openConsole(await shopOf(), options);
  expect(sign_in?.password).toMatch(/^[a-z]+(-[a-z]+){3}$/);
  expect([...store.passwords]).toEqual([sign_in?.password]);
  expect(sign_in?.people.map(({ email }) => email)).toEqual([
    "ana@demo.example",
    "marco@demo.example",
    "siti@demo.example",
  ]);
  expect(store.calls.filter((call) => call.startsWith("PATCH /api/v1/agents/"))).toHaveLength(1);
  expect(store.calls.filter((call) => call.endsWith("/presence"))).toHaveLength(3);
  expect(store.calls.filter((call) => call.endsWith("/sessions"))).toHaveLength(3);
  const { console } = await (await fetch(`${simulator.url}/simulator/snapshot`)).json();
  expect(console).toEqual({ url: `${options.url}/`, email: "ana@demo.example", password: sign_in?.password });

  store.calls.length = 0;
  expect((await openConsole(await shopOf(), options)).sign_in).toEqual(sign_in);
  expect(store.calls.filter((call) => !call.startsWith("GET /webhooks/"))).toEqual([]);
});

test("a shop of the version before gets its passwords, but for whom somebody has switched off", async () => {
  const old = await shopOf();
  expect(old.sign_in).toBeUndefined();
  for (const agent of store.agents.filter(({ name }) => name === "Marco Bauer")) agent.enabled = false;
  const { sign_in } = await openConsole(await shopOf(), options);
  expect(sign_in?.people.map(({ name }) => name)).toEqual(["Ana Ruiz", "Siti Rahma"]);
});

test("who has the stand-ins answer has nobody to sign in", async () => {
  const demo = await ensureDemo(options);
  expect(await openConsole(demo, options)).toEqual(demo);
  expect((await (await fetch(`${simulator.url}/simulator/snapshot`)).json()).console).toBeNull();
});
