import { randomBytes } from "node:crypto";
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { banner } from "./banner.ts";
import { build, runtimeBinary } from "./build.ts";
import { type ConsoleDev, serveConsole } from "./console-dev.ts";
import { type Demo, type DemoOptions, ensureDemo, letShopAnswer, letStandInsAnswer, openConsole } from "./demo.ts";
import { readPrivate, writePrivate } from "./files.ts";
import { takeLock } from "./lock.ts";
import { variables, writeConfig } from "./place.ts";
import { requirePort } from "./port.ts";
import { explain, Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";
import { Supervisor } from "./supervisor.ts";
import { sweepEmptyObjects, sweepUnfinishedBlobs } from "./sweep.ts";
import { watchSources } from "./watch.ts";
import { handleLimit } from "./workerd.ts";

const FEW_HANDLES = 4096;
const log = (line: string) => console.log(line);

/** Runs everything until it is told to stop or the runtime cannot be kept alive. */
export async function run(settings: Settings, root: string): Promise<void> {
  makeStateDir(settings.stateDir);
  const lock = takeLock(settings.stateDir);
  process.once("exit", lock.release);
  // The runtime of a run that was killed may need a moment to be gone.
  const patienceMs = lock.stale ? 3_000 : 0;
  await requirePort("PORT", settings.port, patienceMs);
  if (settings.simulatorPort !== 0) await requirePort("SIMULATOR_PORT", settings.simulatorPort, patienceMs);
  await build({ root, toleratesConsole: true, log });
  sweepEmptyObjects(join(settings.stateDir, "do"));
  sweepUnfinishedBlobs(join(settings.stateDir, "r2/blobs"));

  // The simulator is up before the Worker: what was left to send by the last run leaves at once.
  const simulator = await startSimulator(settings);
  const adminToken = settings.adminToken ?? keptAdminToken(settings.stateDir);
  const url = `http://127.0.0.1:${settings.port}`;
  const supervisor = await supervise(settings, root, url, adminToken);
  const stop = stopSignal(() => supervisor.stop(0));
  let consoleDev: ConsoleDev | null = null;
  try {
    await Promise.race([supervisor.start(), stop.requested]);
    if (!stop.isRequested()) {
      const simulatorUrl = simulator?.url ?? null;
      const options = { url, simulatorUrl, adminToken, stateDir: settings.stateDir };
      const made = settings.demo === "none" ? null : await demoOrWords(options);
      const { demo, answers } = await answersOrWords(made, options, settings.demo);
      hintAtFewHandles();
      if (settings.dev) consoleDev = await serveConsole(root, url, Math.max(settings.port, settings.simulatorPort) + 1);
      log(banner({ settings, url, simulatorUrl, demo, answers, consoleDevUrl: consoleDev?.url ?? null }));
      if (settings.dev) watchSources(root, () => reload(supervisor, settings, root));
    }
    await Promise.race([stop.requested, supervisor.failed]);
    log("Stopping…");
  } finally {
    await consoleDev?.close();
    await supervisor.stop();
    await simulator?.close();
  }
}

const SHOP_ANSWERS = "the AI agent from 12 articles, three flows, then whoever is signed in";
const STAND_INS_ANSWER = "stand-ins of ms-rag, ms-agents and ms-gateway, in the simulator";

/** The state holds what customers wrote: nobody else on the machine may read it. */
function makeStateDir(stateDir: string): void {
  try {
    for (const directory of ["do", "r2/blobs", "r2/index"]) {
      mkdirSync(join(stateDir, directory), { recursive: true, mode: 0o700 });
    }
    accessSync(stateDir, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`STATE_DIR cannot be used (${reason}): name a directory that can be written to.`);
  }
}

function keptAdminToken(stateDir: string): string {
  const file = join(stateDir, "admin-token");
  const token = readPrivate(file) ?? randomBytes(32).toString("base64url");
  writePrivate(file, `${token}\n`);
  return token;
}

/** Loaded only where it is wanted: a deployment without a simulator does not run its code. */
async function startSimulator({ simulatorPort, stateDir }: Settings) {
  if (simulatorPort === 0) return null;
  const simulator = await import("../simulator/server.ts");
  return simulator.startSimulator({ port: simulatorPort, stateDir: join(stateDir, "simulator") });
}

async function supervise(settings: Settings, root: string, url: string, adminToken: string): Promise<Supervisor> {
  const configFile = await writeConfig(settings, root);
  const env = { ...process.env, ...variables(settings), ADMIN_TOKEN: adminToken };
  return new Supervisor({ binary: runtimeBinary(), configFile, importPath: join(root, "dist"), env }, url, log);
}

/** The Worker serves without its demo tenant too: what went wrong with it is said, and ends nothing. */
function demoOrWords(options: DemoOptions): Promise<Demo | null> {
  return ensureDemo(options).catch((error: Error) => {
    log(`The demo tenant is not there: ${error.message}`);
    return null;
  });
}

/** The demo with who answers in it, in words; null for nobody. */
interface Answered {
  demo: Demo | null;
  answers: string | null;
}

/** Nor is a demo without anybody who answers the end of it, or one at which nobody can sign in. */
async function answersOrWords(demo: Demo | null, options: DemoOptions, who: Settings["demo"]): Promise<Answered> {
  if (demo === null) return { demo, answers: null };
  try {
    if (who === "services")
      return { demo, answers: (await letStandInsAnswer(demo, options)) ? STAND_INS_ANSWER : null };
    const shop = await letShopAnswer(demo, options);
    return { demo: await signInOrWords(shop, options), answers: SHOP_ANSWERS };
  } catch (error) {
    log(`Nobody answers the demo's customers: ${error instanceof Error ? error.message : String(error)}`);
    return { demo, answers: null };
  }
}

function signInOrWords(demo: Demo, options: DemoOptions): Promise<Demo> {
  return openConsole(demo, options).catch((error: Error) => {
    log(`The demo's people cannot sign in: ${error.message}`);
    return demo;
  });
}

function hintAtFewHandles(): void {
  const handles = handleLimit();
  if (handles >= FEW_HANDLES) return;
  log(`Only ${handles} file handles are allowed, 3 for each open conversation: raise the hard limit (ulimit -Hn).`);
}

async function reload(supervisor: Supervisor, settings: Settings, root: string): Promise<void> {
  try {
    if ((await build({ root, only: "worker", log })).length === 0) return;
    await writeConfig(settings, root);
    await supervisor.stop(1_000);
    await supervisor.start();
    log("The Worker runs with the changes.");
  } catch (error) {
    log(explain(error));
  }
}

/**
 * The wish to stop: Ctrl-C, `kill`, or the end of the npm that started this, which may take a signal for itself. A
 * second signal is impatience.
 */
function stopSignal(impatient: () => void) {
  let requested = false;
  const promise = new Promise<void>((resolve) => {
    const request = () => {
      requested = true;
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => (requested ? impatient() : request()));
    }
    if (process.env.npm_lifecycle_event) onOrphaned(request);
  });
  return { requested: promise, isRequested: () => requested };
}

function onOrphaned(notify: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && notify(), 250).unref();
}
