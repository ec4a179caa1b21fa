import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../test/support/product.ts";

/** A server under measurement: its process, and how to end it. */
export interface Server {
  url: string;
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
export async function startFloor(): Promise<Server> {
  const state = mkdtempSync(join(tmpdir(), "bench-floor-"));
  const port = await freePort();
  const config = join(state, "floor.capnp");
  copyFileSync(join(root, "bench/floor.js"), join(state, "floor.js"));
  writeFileSync(config, floorConfig(port, state));
  const child = spawn(bin("workerd"), ["serve", config], { stdio: ["ignore", "ignore", "inherit"] });
  return ready(child, `http://127.0.0.1:${port}`, "/", state);
}

const floorConfig = (port: number, state: string): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "floor", worker = .floor), (name = "disk", disk = (path = "${state}", writable = true)) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "floor") ] );
const floor :Workerd.Worker = (
  modules = [ (name = "floor.js", esModule = embed "floor.js") ],
  compatibilityDate = "2026-10-23",
  durableObjectNamespaces = [ (className = "Floor", uniqueKey = "floor", enableSql = true) ],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [ (name = "FLOOR", durableObjectNamespace = "Floor") ] );
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
  return { url, stop };
}
