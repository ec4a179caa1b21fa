import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const ROOT = new URL("../..", import.meta.url).pathname;

/** The product, started as its users start it, on a state directory of its own. */
export interface Product {
  api: string;
  phone: string;
  key: string;
  /** What it printed so far. */
  output(): string;
  /** Ctrl-C, and wait. */
  stop(): Promise<void>;
  /** `kill -9` of everything that it started, and wait. */
  kill(): Promise<void>;
}

/**
 * @param ports of the Worker and the simulator: the same again for a restart, as at a user's
 * @param more of the environment
 */
export async function startProduct(
  stateDir: string,
  ports: { worker: number; simulator: number },
  more: Record<string, string> = {},
): Promise<Product> {
  const { ADMIN_TOKEN: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    PORT: String(ports.worker),
    SIMULATOR_PORT: String(ports.simulator),
    STATE_DIR: stateDir,
    DEMO: "services",
    ...more,
  };
  // A process group of its own: what the product starts dies with it, as it does when a machine loses power.
  const child = spawn("npm", ["start", "--silent"], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const [api, phone] = [`http://127.0.0.1:${ports.worker}`, `http://127.0.0.1:${ports.simulator}`];
  await until(`the product to start:\n${output}`, async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${output}`);
    return output.includes("Ctrl-C") ? true : undefined;
  });
  const demo = JSON.parse(readFileSync(join(stateDir, "demo.json"), "utf8"));
  return {
    api,
    phone,
    key: demo.api_key,
    output: () => output,
    stop: () => end(child, "SIGINT"),
    kill: () => end(child, "SIGKILL"),
  };
}

/** Leaves the demo's customers to the test: the simulator's stand-ins answer them no more. */
export async function silenceServices({ api, key }: Product): Promise<void> {
  const response = await fetch(`${api}/api/v1/tenant`, {
    method: "PATCH",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ services: { ai: "embedded", agents: "embedded", customers: "embedded" } }),
  });
  if (!response.ok) throw new Error(`the services cannot be silenced: ${await response.text()}`);
}

/** Done when the last process that could still print has ended. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const closed = once(child, "close");
  if (child.pid !== undefined) process.kill(-child.pid, signal);
  await closed;
}

/** Asks again until there is an answer; after a minute it fails in words. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A port of loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
