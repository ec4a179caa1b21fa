import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isHeld, takeLock } from "../lock.ts";
import { isAlive, type ProcessName, readProcess, statFields } from "../process.ts";
import { Refusal } from "../refusal.ts";
import { RUNTIME_FILE } from "../workerd.ts";

const PATIENCE_MS = 30_000;

/**
 * Does something while nothing writes to a state directory: while the runtime, if there is one, is held by SIGSTOP
 * between two instructions. What lies on the disk then is what `kill -9` would leave at that moment.
 * @returns what it returned, and for how many milliseconds the runtime stood still
 */
export async function atStandstill<T>(stateDir: string, action: () => T): Promise<{ result: T; stoodMs: number }> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const runtime = readProcess(join(stateDir, RUNTIME_FILE));
    if (runtime !== null && isAlive(runtime)) return hold(runtime, action);
    // Nobody there: taken, so that nobody comes while the copy is made.
    if (!isHeld(stateDir)) {
      const lock = takeLock(stateDir);
      try {
        return { result: action(), stoodMs: 0 };
      } finally {
        lock.release();
      }
    }
    if (Date.now() >= giveUpAt) {
      throw new Refusal(`The runtime of ${stateDir} does not start: make the backup when it runs, or is stopped.`);
    }
    await wait(50);
  }
}

async function hold<T>(runtime: ProcessName, action: () => T): Promise<{ result: T; stoodMs: number }> {
  const release = letGoWithUs(runtime.pid);
  const since = performance.now();
  try {
    process.kill(runtime.pid, "SIGSTOP");
    await stopped(runtime);
    const result = action();
    // Killed meanwhile, and perhaps followed by another that wrote: then this is no copy of one moment.
    if (!isAlive(runtime)) throw endedMeanwhile();
    return { result, stoodMs: Math.round(performance.now() - since) };
  } catch (error) {
    throw isAlive(runtime) ? error : endedMeanwhile();
  } finally {
    if (isAlive(runtime)) process.kill(runtime.pid, "SIGCONT");
    release();
  }
}

const endedMeanwhile = () => new Refusal("The runtime ended while its state was copied: make the backup once more.");

/** Lets the runtime go on when this process ends in whatever way: the kernel then closes the pipe that the shell reads. */
function letGoWithUs(pid: number): () => void {
  const script = 'read -r _; kill -CONT "$1" 2>/dev/null';
  const watchdog: ChildProcess = spawn("sh", ["-c", script, "sh", String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watchdog.stdin?.on("error", () => {});
  watchdog.unref();
  return () => watchdog.stdin?.end();
}

/** The signal reaches each thread when it leaves the kernel: a write that has begun ends before. */
async function stopped(runtime: ProcessName): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!standsStill(runtime.pid)) {
    if (!isAlive(runtime)) throw endedMeanwhile();
    if (Date.now() >= giveUpAt) throw new Refusal("The runtime does not stand still: its disk does not answer.");
    await wait(1);
  }
}

function standsStill(pid: number): boolean {
  if (process.platform !== "linux") {
    return execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .startsWith("T");
  }
  const states = readdirSync(`/proc/${pid}/task`).map((thread) => stateOf(`/proc/${pid}/task/${thread}/stat`));
  return states.every((state) => state === "T" || state === null);
}

/** Null for a thread that has ended. */
function stateOf(file: string): string | null {
  try {
    const state = statFields(readFileSync(file, "utf8"))[0] ?? null;
    return state === "Z" || state === "X" ? null : state;
  } catch {
    return null;
  }
}
