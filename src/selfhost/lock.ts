import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";

/** A state directory held by this process. */
export interface Lock {
  /** Whether another process held it and died without letting go. */
  stale: boolean;
  release(): void;
}

/** Takes the state directory for this process; refuses when another living one has it. */
export function takeLock(stateDir: string): Lock {
  const file = join(stateDir, "lock");
  const holder = readHolder(file);
  if (holder !== null && isAlive(holder)) throw alreadyRunning(stateDir, holder.pid);
  if (holder !== null) rmSync(file, { force: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startedAt(process.pid) }));
  try {
    linkSync(draft, file); // all or nothing: of two that start at once, one is refused
  } catch {
    throw alreadyRunning(stateDir, readHolder(file)?.pid ?? 0);
  } finally {
    rmSync(draft, { force: true });
  }
  return { stale: holder !== null, release: () => rmSync(file, { force: true }) };
}

interface Holder {
  pid: number;
  started: string | null;
}

const alreadyRunning = (stateDir: string, pid: number) =>
  new Refusal(
    `Already running on ${stateDir} (process ${pid}): stop that one, or start a second with its own STATE_DIR and PORT.`,
  );

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    // A lock that cannot be read was cut short by a crash, and nobody holds it.
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? null : { pid: 0, started: null };
  }
}

/** A number alone does not name a process: after a restart of the machine, or in a container, another may have it. */
function isAlive({ pid, started }: Holder): boolean {
  return pid > 0 && started !== null && startedAt(pid) === started;
}

/** When a living process started, in whatever form the system tells it; null when there is none. */
function startedAt(pid: number): string | null {
  try {
    return process.platform === "linux" ? startedOnLinux(pid) : startedByPs(pid);
  } catch {
    return null;
  }
}

function startedOnLinux(pid: number): string | null {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in brackets and may hold spaces; the state is field 3, the start field 22.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return isZombie(fields[0]) ? null : `${boot}:${fields[19]}`;
}

function startedByPs(pid: number): string | null {
  const [, state, started] =
    execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .match(/^(\S+)\s+(.*)$/) ?? [];
  return isZombie(state) ? null : (started ?? null);
}

/** Killed, and not yet buried by its parent, which in many containers nobody ever does. */
const isZombie = (state: string | undefined): boolean => state === undefined || state.startsWith("Z");
