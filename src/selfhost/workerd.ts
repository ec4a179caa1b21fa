import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { writePrivate } from "./files.ts";
import { nameOf } from "./process.ts";

/** The file of a state directory that names the runtime's process, while there is one: a backup makes it stand still. */
export const RUNTIME_FILE = "runtime";

/** How a runtime ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Workerd {
  pid: number | undefined;
  exited: Promise<Exit>;
  isRunning(): boolean;
  /** Lets requests in progress finish for so long, then ends it. */
  stop(graceMs: number): Promise<void>;
}

export interface WorkerdOptions {
  binary: string;
  configFile: string;
  /** Directory that the configuration's `embed "/…"` starts from. */
  importPath: string;
  env: NodeJS.ProcessEnv;
  /** More of its own options. */
  flags?: string[];
  /** Where its process is named while it lives. */
  processFile: string;
  /** Takes each line that it prints; without, they go where ours go. */
  heard?: ((line: string) => void) | undefined;
}

// An open conversation holds three file handles, and a shell's usual limit is 1024: raised as far as the system lets.
const WITH_MOST_HANDLES = `ulimit -n "$(ulimit -Hn)" 2>/dev/null || ulimit -n 10240 2>/dev/null; exec "$@"`;

/** How many file handles the runtime can have open. */
export function handleLimit(): number {
  const limit = execFileSync("sh", ["-c", WITH_MOST_HANDLES, "sh", "sh", "-c", "ulimit -n"], {
    encoding: "utf8",
  }).trim();
  return limit === "unlimited" ? Infinity : Number(limit);
}

/** Starts the runtime. */
export function startWorkerd(options: WorkerdOptions): Workerd {
  const { binary, configFile, importPath, flags = [], env, processFile, heard } = options;
  const command = [binary, "serve", "--experimental", ...flags, "-I", importPath, configFile];
  // In its own process group: a Ctrl-C in the terminal must reach this process alone, which then stops it in order.
  const child = spawn("sh", ["-c", WITH_MOST_HANDLES, "sh", ...command], {
    detached: true,
    stdio: ["ignore", heard ? "pipe" : "inherit", heard ? "pipe" : "inherit"],
    env,
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream && heard) createInterface({ input: stream }).on("line", heard);
  const watchdog = child.pid === undefined ? null : watch(child.pid);
  const exited = new Promise<Exit>((resolve) => {
    child.once("error", () => resolve({ code: 1, signal: null }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  if (child.pid !== undefined) writePrivate(processFile, JSON.stringify(nameOf(child.pid)));
  void exited.then(() => {
    watchdog?.kill("SIGKILL");
    rmSync(processFile, { force: true });
  });
  return { pid: child.pid, exited, isRunning: () => isRunning(child), stop: (graceMs) => stop(child, graceMs) };
}

/**
 * Ends the runtime when this process ends in whatever way, `kill -9` included: the kernel then closes the pipe that the
 * shell waits on. It is not the runtime's parent, so signals and exit codes stay those of the runtime itself; and the
 * end is as hard as ours was, so that the next start finds the port and the files free. What was acknowledged is on disk.
 */
function watch(pid: number): ChildProcess {
  const script = 'read -r _; kill -9 "$1" 2>/dev/null';
  const watchdog = spawn("sh", ["-c", script, "sh", String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watchdog.stdin?.on("error", () => {});
  watchdog.unref();
  return watchdog;
}

const isRunning = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid !== undefined && exitCode === null && signalCode === null;

async function stop(child: ChildProcess, graceMs: number): Promise<void> {
  if (!isRunning(child)) return;
  const exited = once(child, "exit");
  const impatience = setTimeout(() => child.kill("SIGKILL"), graceMs);
  child.kill("SIGTERM");
  await exited;
  clearTimeout(impatience);
}
