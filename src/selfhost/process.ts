import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process, as it is written to a file: a number alone does not name one, for after a restart another may have it. */
export interface ProcessName {
  pid: number;
  started: string | null;
}

export const nameOf = (pid: number): ProcessName => ({ pid, started: startedAt(pid) });

/** What a file of `nameOf` says; null where there is none. One that was cut short by a crash names nobody. */
export function readProcess(file: string): ProcessName | null {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? null : { pid: 0, started: null };
  }
}

/** A number alone does not name a process: after a restart of the machine, or in a container, another may have it. */
export function isAlive({ pid, started }: ProcessName): boolean {
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
  const fields = statFields(readFileSync(`/proc/${pid}/stat`, "utf8"));
  return isZombie(fields[0]) ? null : `${boot}:${fields[19]}`;
}

/** From the third on, the state. The second is the program's name in brackets and may hold spaces; the start is field 22. */
export const statFields = (stat: string): string[] => stat.slice(stat.lastIndexOf(")") + 2).split(" ");

function startedByPs(pid: number): string | null {
  const [, state, started] =
    execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .match(/^(\S+)\s+(.*)$/) ?? [];
  return isZombie(state) ? null : (started ?? null);
}

/** Killed, and not yet buried by its parent, which in many containers nobody ever does. */
const isZombie = (state: string | undefined): boolean => state === undefined || state.startsWith("Z");
