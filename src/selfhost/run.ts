import { randomBytes } from "node:crypto";
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { requireWhole } from "./backup/whole.ts";
import { banner, whereToLook } from "./banner.ts";
import { build, isBuilt, runtimeBinary } from "./build.ts";
import { watchClock } from "./clock.ts";
import { type ConsoleDev, serveConsole } from "./console-dev.ts";
import { type Demo, type DemoOptions, ensureDemo, letShopAnswer, letStandInsAnswer, openConsole } from "./demo.ts";
import { readPrivate, writePrivate } from "./files.ts";
import { takeLock } from "./lock.ts";
import { formatOf, type Log, logIn, runtimeLines } from "./log.ts";
import { variables, writeConfig } from "./place.ts";
import { requirePort } from "./port.ts";
import { explain, Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";
import { Supervisor } from "./supervisor.ts";
import { sweep } from "./sweep.ts";
import { watchSources } from "./watch.ts";
import { handleLimit, RUNTIME_FILE } from "./workerd.ts";

const FEW_HANDLES = 4096;

/** Runs everything until it is told to stop or the runtime cannot be kept alive. */
export async function run(settings: Settings, root: string): Promise<void> {
  const format = formatOf(settings.logFormat);
  const log = logIn(format);
  makeStateDir(settings.stateDir);
  const lock = takeLock(settings.stateDir);
  process.once("exit", lock.release);
  requireWhole(settings.stateDir);
  // The runtime of a run that was killed may need a moment to be gone.
  const patienceMs = lock.stale ? 3_000 : 0;
  await requirePort("PORT", settings.port, patienceMs);
  if (settings.simulatorPort !== 0) await requirePort("SIMULATOR_PORT", settings.simulatorPort, patienceMs);
  const built = () => build({ root, toleratesConsole: true, log: (line) => log("info", "machine.build", line) });
  if (!isBuilt("worker", root)) await built();
  if (lock.stale) sweep(settings.stateDir);

  // The simulator is up before the Worker: what was left to send by the last run leaves at once.
  const simulator = await startSimulator(settings);
  const adminToken = settings.adminToken ?? keptAdminToken(settings.stateDir);
  const url = `http://127.0.0.1:${settings.port}`;
  const supervisor = await supervise(settings, root, url, adminToken, log);
  const stop = stopSignal(() => supervisor.stop(0).finally(() => process.exit(1)));
  let consoleDev: ConsoleDev | null = null;
  try {
    // No request waits for all else that is built.
    await Promise.race([supervisor.start().then(built), stop.requested]);
    if (!stop.isRequested()) {
      const simulatorUrl = simulator?.url ?? null;
      const options = { url, simulatorUrl, adminToken, stateDir: settings.stateDir };
      const made = settings.demo === "none" ? null : await demoOrWords(options, log);
      const { demo, answers } = await answersOrWords(made, options, settings.demo, log);
      hintAtFewHandles(log);
      if (settings.dev) consoleDev = await serveConsole(root, url, Math.max(settings.port, settings.simulatorPort) + 1);
      const running = { settings, url, simulatorUrl, demo, answers, consoleDevUrl: consoleDev?.url ?? null };
      log("info", "machine.running", format === "text" ? banner(running) : RUNNING, whereToLook(running));
      watchClock((byMs) => stop.isRequested() || void restart(supervisor, byMs, stop.isRequested, log));
      if (settings.dev) watchSources(root, () => reload(supervisor, settings, root, log));
    }
    await Promise.race([stop.requested, supervisor.failed]);
    log("info", "machine.stopping", "Stopping…");
  } finally {
    await consoleDev?.close();
    await supervisor.stop();
    await simulator?.close();
    sweep(settings.stateDir);
    log("info", "machine.stopped", "Stopped.");
  }
}

const RUNNING = "Conversation Store is running. Ctrl-C stops.";

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

async function supervise(settings: Settings, root: string, url: string, adminToken: string, log: Log) {
  const configFile = await writeConfig(settings, root);
  const token = randomBytes(32).toString("base64url");
  const env = { ...process.env, ...variables(settings), ADMIN_TOKEN: adminToken, MACHINE_TOKEN: token };
  const heard = formatOf(settings.logFormat) === "json" ? runtimeLines(log) : undefined;
  const processFile = join(settings.stateDir, RUNTIME_FILE);
  const options = { binary: runtimeBinary(), configFile, importPath: join(root, "dist"), env, processFile, heard };
  return new Supervisor(options, url, token, log);
}

/** The Worker serves without its demo tenant too: what went wrong with it is said, and ends nothing. */
function demoOrWords(options: DemoOptions, log: Log): Promise<Demo | null> {
  return ensureDemo(options).catch((error: Error) => {
    log("error", "demo.missing", `The demo tenant is not there: ${error.message}`);
    return null;
  });
}

/** The demo with who answers in it, in words; null for nobody. */
interface Answered {
  demo: Demo | null;
  answers: string | null;
}

/** Nor is a demo without anybody who answers the end of it, or one at which nobody can sign in. */
async function answersOrWords(
  demo: Demo | null,
  options: DemoOptions,
  who: Settings["demo"],
  log: Log,
): Promise<Answered> {
  if (demo === null) return { demo, answers: null };
  try {
    if (who === "services")
      return { demo, answers: (await letStandInsAnswer(demo, options)) ? STAND_INS_ANSWER : null };
    const shop = await letShopAnswer(demo, options);
    return { demo: await signInOrWords(shop, options, log), answers: SHOP_ANSWERS };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log("error", "demo.unanswered", `Nobody answers the demo's customers: ${reason}`);
    return { demo, answers: null };
  }
}

function signInOrWords(demo: Demo, options: DemoOptions, log: Log): Promise<Demo> {
  return openConsole(demo, options).catch((error: Error) => {
    log("error", "demo.no_sign_in", `The demo's people cannot sign in: ${error.message}`);
    return demo;
  });
}

function hintAtFewHandles(log: Log): void {
  const handles = handleLimit();
  if (handles >= FEW_HANDLES) return;
  const words = `Only ${handles} file handles are allowed, 3 for each open conversation: raise the hard limit (ulimit -Hn).`;
  log("warn", "machine.few_handles", words, { handles });
}

async function reload(supervisor: Supervisor, settings: Settings, root: string, log: Log): Promise<void> {
  try {
    const say = (line: string) => log("info", "machine.build", line);
    if ((await build({ root, only: "worker", log: say })).length === 0) return;
    await writeConfig(settings, root);
    await supervisor.stop(1_000);
    await supervisor.start();
    log("info", "machine.reloaded", "The Worker runs with the changes.");
  } catch (error) {
    log("error", "machine.reload_failed", explain(error));
  }
}

/** MA7: a new runtime's timers go by the clock as it stands now. */
function restart(supervisor: Supervisor, byMs: number, isStopping: () => boolean, log: Log): Promise<void> {
  const words = `The clock was set back by ${Math.round(byMs / 1_000)} s: the runtime is started again.`;
  log("warn", "machine.clock_set_back", words, { by_ms: byMs });
  return supervisor.renew(() => !isStopping());
}

/** A Ctrl-C reaches npm too, which may hand it on: so soon after the first it is the same wish. */
const ECHO_MS = 400;

/**
 * The wish to stop: Ctrl-C, `kill`, or the end of the npm that started this, which may take a signal for itself. A
 * second signal is impatience.
 */
function stopSignal(impatient: () => void) {
  let requestedAt: number | null = null;
  const promise = new Promise<void>((resolve) => {
    const request = () => {
      requestedAt ??= Date.now();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (requestedAt === null) request();
        else if (Date.now() - requestedAt > ECHO_MS) impatient();
      });
    }
    if (process.env.npm_lifecycle_event) onOrphaned(request);
  });
  return { requested: promise, isRequested: () => requestedAt !== null };
}

function onOrphaned(notify: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && notify(), 250).unref();
}
