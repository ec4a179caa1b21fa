import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../test/support/product.ts";

/** A server under measurement: its process, and how to end it. */
export interface Server {
  url: string;
  /** Another one after each start. */
  readonly pid: number;
  /** Where its data lies. */
  directory: string;
  /** Ends it and begins it again on the same data; done when it answers. @returns milliseconds of the beginning */
  restart(): Promise<number>;
  stop(): Promise<void>;
}

/** How a server is begun. */
interface Beginning {
  spawn(): ChildProcess;
  url: string;
  /** What answers 200 as soon as it serves. */
  path: string;
  /** Its directory, which goes with it; null where it has none of its own. */
  state: string | null;
}

export const ROOT = new URL("..", import.meta.url).pathname;
const bin = (name: string) => join(ROOT, "node_modules/.bin", name);
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 5;
/** More than the product gives its own requests. */
const GRACE_MS = 15_000;

/** The product as `npm start` runs it, on a state of its own, without simulator and demo. @param more of the environment */
export async function startProduct(adminToken: string, more: Record<string, string> = {}): Promise<Server> {
  const state = mkdtempSync(join(tmpdir(), "bench-product-"));
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    STATE_DIR: state,
    SIMULATOR_PORT: "0",
    DEMO: "0",
    ADMIN_TOKEN: adminToken,
    ...more,
  };
  const begin = () =>
    spawn(process.execPath, [join(ROOT, "src/selfhost/launch.js")], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
  return startServer({ spawn: begin, url: `http://127.0.0.1:${port}`, path: "/health", state });
}

/** A Worker of one module on the same runtime, its data on the same disk. @param objects its classes by their bindings */
export async function startWorker(code: string, objects: Record<string, string>): Promise<Server> {
  const state = mkdtempSync(join(tmpdir(), "bench-worker-"));
  const port = await freePort();
  const config = join(state, "worker.capnp");
  writeFileSync(join(state, "worker.js"), code);
  writeFileSync(config, workerConfig(port, state, objects));
  const begin = () => spawn(bin("workerd"), ["serve", config], { stdio: ["ignore", "ignore", "inherit"] });
  return startServer({ spawn: begin, url: `http://127.0.0.1:${port}`, path: "/", state });
}

const workerConfig = (port: number, state: string, objects: Record<string, string>): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .worker), (name = "disk", disk = (path = "${state}", writable = true)) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ] );
const worker :Workerd.Worker = (
  modules = [ (name = "worker.js", esModule = embed "worker.js") ],
  compatibilityDate = "2026-10-23", compatibilityFlags = ["no_web_socket_compression"],
  durableObjectNamespaces = [ ${Object.values(objects).map((name) => `(className = "${name}", uniqueKey = "${name}", enableSql = true)`)} ],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [ ${Object.entries(objects).map(([name, of]) => `(name = "${name}", durableObjectNamespace = "${of}")`)} ] );
`;

/** Begins a server; done when it answers. */
export async function startServer(beginning: Beginning): Promise<Server> {
  const { url, state } = beginning;
  let child = beginning.spawn();
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    // The bare runtime waits for sockets that nobody closes.
    const impatience = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    await exited;
    clearTimeout(impatience);
  };
  const stop = async () => {
    await end();
    if (state !== null) rmSync(state, { recursive: true, force: true });
  };
  await answering(child, beginning).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    url,
    get pid() {
      return child.pid as number;
    },
    directory: state ?? "",
    restart: async () => {
      await end();
      const begun = performance.now();
      child = beginning.spawn();
      await answering(child, beginning);
      return performance.now() - begun;
    },
    stop,
  };
}

async function answering(child: ChildProcess, { url, path }: Beginning): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const isUp = await fetch(url + path).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the server at ${url} did not start`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
