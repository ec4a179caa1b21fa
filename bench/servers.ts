import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../test/support/product.ts";

/** A server under measurement: its process, and how to end it. */
export interface Server {
  url: string;
  pid: number | undefined;
  stop(): Promise<void>;
}

const root = new URL("..", import.meta.url).pathname;
const bin = (name: string) => join(root, "node_modules/.bin", name);

/** The product as `npm start` runs it, on a state of its own, without simulator and demo. */
export async function startProduct(adminToken: string): Promise<Server> {
  const state = mkdtempSync(join(tmpdir(), "bench-product-"));
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    STATE_DIR: state,
    SIMULATOR_PORT: "0",
    DEMO: "0",
    ADMIN_TOKEN: adminToken,
  };
  const child = spawn(process.execPath, [join(root, "src/selfhost/start.ts")], {
    cwd: root,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return ready(child, `http://127.0.0.1:${port}`, "/health", state);
}

/** The floor on the same runtime, its data on the same disk. */
export function startFloor(): Promise<Server> {
  return startWorker(readFileSync(join(root, "bench/floor.js"), "utf8"), "Floor");
}

/** A Worker of one module with one class of objects, which it knows as `OBJECT`. */
export async function startWorker(code: string, className: string): Promise<Server> {
  const state = mkdtempSync(join(tmpdir(), "bench-worker-"));
  const port = await freePort();
  const config = join(state, "worker.capnp");
  writeFileSync(join(state, "worker.js"), code);
  writeFileSync(config, workerConfig(port, state, className));
  const child = spawn(bin("workerd"), ["serve", config], { stdio: ["ignore", "ignore", "inherit"] });
  return ready(child, `http://127.0.0.1:${port}`, "/", state);
}

const workerConfig = (port: number, state: string, className: string): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .worker), (name = "disk", disk = (path = "${state}", writable = true)) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ] );
const worker :Workerd.Worker = (
  modules = [ (name = "worker.js", esModule = embed "worker.js") ],
  compatibilityDate = "2026-10-23",
  durableObjectNamespaces = [ (className = "${className}", uniqueKey = "object", enableSql = true) ],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [ (name = "OBJECT", durableObjectNamespace = "${className}") ] );
`;

async function ready(child: ChildProcess, url: string, path: string, state: string): Promise<Server> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const up = await fetch(url + path).then(
      (response) => response.ok,
      () => false,
    );
    if (up) break;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the server at ${url} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async () => {
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await exited;
    rmSync(state, { recursive: true, force: true });
  };
  return { url, pid: child.pid, stop };
}
