import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isAlive, readProcess } from "../../../src/selfhost/process.ts";
import { RUNTIME_FILE } from "../../../src/selfhost/workerd.ts";
import { freePort } from "../../support/product.ts";
import { type Answer, type Json, request } from "./api.ts";

const ROOT = new URL("../../..", import.meta.url).pathname;

/** What is killed: the runtime alone, which is then started again; the one that would do so; or both at once. */
export type Victim = "runtime" | "supervisor" | "both";

/** After so many ends in a row of a runtime that did not live for a minute the product gives up, and a service manager goes on. */
const RUNTIME_KILLS_IN_A_ROW = 4;

const START_PATIENCE_MS = 90_000;
const SERVICE_MANAGER_WAIT_MS = 500;

/** The product, run as a service manager runs it: what ends by itself is started again on the same state. */
export class Machine {
  readonly stateDir: string;
  /** What the product and its simulator printed, of all its lives. */
  said = "";
  kills = 0;
  #env: NodeJS.ProcessEnv;
  #url = "";
  #phonesUrl = "";
  #child: ChildProcess | null = null;
  #isWanted = false;
  #runtimeKills = 0;
  #demo: Json;

  /** @param more of the environment */
  constructor(stateDir: string, more: Record<string, string> = {}) {
    this.stateDir = stateDir;
    this.#env = { ...process.env, ...more };
  }

  async start(): Promise<void> {
    const [port, phones] = [await freePort(), await freePort()];
    this.#url = `http://127.0.0.1:${port}`;
    this.#phonesUrl = `http://127.0.0.1:${phones}`;
    const place = { STATE_DIR: this.stateDir, PORT: String(port), SIMULATOR_PORT: String(phones) };
    // Run by npm, it ends when its parent does, whatever ends that.
    const manner = { ALLOW_PRIVATE_URLS: "1", LOG_FORMAT: "json", DEMO: "1", npm_lifecycle_event: "chaos" };
    this.#env = { ...this.#env, ...place, ...manner };
    this.#isWanted = true;
    this.#spawn();
    await this.whole();
    this.#demo = JSON.parse(readFileSync(join(this.stateDir, "demo.json"), "utf8"));
  }

  #spawn(): void {
    const child = spawn(process.execPath, [join(ROOT, "src/selfhost/launch.js")], {
      env: this.#env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (this.said += chunk));
    this.#child = child;
    child.once("exit", async () => {
      await wait(SERVICE_MANAGER_WAIT_MS);
      if (this.#isWanted && this.#child === child) this.#spawn();
    });
  }

  /** Settles when Worker and simulator answer. */
  async whole(): Promise<void> {
    const deadline = Date.now() + START_PATIENCE_MS;
    for (;;) {
      const ready = await request("GET", `${this.#url}/ready`);
      const phones = ready?.status === 200 ? await request("GET", `${this.#phonesUrl}/simulator/settings`) : null;
      if (phones?.status === 200 && this.#hasRun()) return;
      if (Date.now() > deadline) throw new Error(`The product does not start:\n${this.said.slice(-4_000)}`);
      await wait(25);
    }
  }

  /** The demo tenant is there from the end of the first start. */
  #hasRun = (): boolean => this.said.includes('"machine.running"');

  /** `kill -9`. @param wished the runtime alone cannot be meant for ever: see above */
  async kill(wished: Victim): Promise<Victim> {
    const victim = wished === "runtime" && this.#runtimeKills >= RUNTIME_KILLS_IN_A_ROW ? "both" : wished;
    this.#runtimeKills = victim === "runtime" ? this.#runtimeKills + 1 : 0;
    this.kills++;
    const supervisor = this.#child;
    const gone = supervisor && victim !== "runtime" ? once(supervisor, "exit") : null;
    const runtime = readProcess(join(this.stateDir, RUNTIME_FILE));
    if (victim !== "supervisor" && runtime !== null) end(runtime.pid);
    if (victim !== "runtime" && supervisor?.pid !== undefined) end(supervisor.pid);
    await gone;
    while (runtime !== null && isAlive(runtime)) await wait(5);
    return victim;
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }

  get key(): string {
    return this.#demo.api_key;
  }

  get number(): string {
    return this.#demo.number.phone_number_id;
  }

  get agents(): { id: string; token: string }[] {
    return this.#demo.shop.agents;
  }

  /** The product's API. */
  api(method: string, path: string, body?: unknown, more: { bearer?: string; key?: string } = {}) {
    return request(method, `${this.#url}/api/v1${path}`, { body, bearer: more.bearer ?? this.key, key: more.key });
  }

  /** WhatsApp and the customers' phones. */
  phones(method: string, path: string, body?: unknown) {
    return request(method, `${this.#phonesUrl}/simulator${path}`, { body });
  }

  /** What must be answered now, for nothing is wrong. */
  async must(asking: Promise<Answer | null>): Promise<Json> {
    const answer = await asking;
    if (answer === null || answer.status >= 400)
      throw new Error(`The product answers ${JSON.stringify(answer)} although nothing is wrong.`);
    return answer.json;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {} // it was quicker
}
