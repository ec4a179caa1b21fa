import { linkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, nameOf, readProcess } from "./process.ts";
import { Refusal } from "./refusal.ts";

/** A state directory held by this process. */
export interface Lock {
  /** Whether another process held it and died without letting go. */
  stale: boolean;
  release(): void;
}

/** What a process can hold of a state directory: `lock` all of it, `backup.lock` the right to copy it. */
type Held = "lock" | "backup.lock";

/** Takes the state directory for this process; refuses when another living one has it. */
export function takeLock(stateDir: string, held: Held = "lock"): Lock {
  const file = join(stateDir, held);
  const holder = readProcess(file);
  if (holder !== null && isAlive(holder)) throw taken(stateDir, held, holder.pid);
  if (holder !== null) rmSync(file, { force: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(nameOf(process.pid)));
  try {
    linkSync(draft, file); // all or nothing: of two that start at once, one is refused
  } catch {
    throw taken(stateDir, held, readProcess(file)?.pid ?? 0);
  } finally {
    rmSync(draft, { force: true });
  }
  return { stale: holder !== null, release: () => rmSync(file, { force: true }) };
}

/** Whether a living process has the state directory. */
export function isHeld(stateDir: string): boolean {
  const holder = readProcess(join(stateDir, "lock"));
  return holder !== null && isAlive(holder);
}

const taken = (stateDir: string, held: Held, pid: number) =>
  new Refusal(
    held === "lock"
      ? `Already running on ${stateDir} (process ${pid}): stop that one, or start a second with its own STATE_DIR and PORT.`
      : `A backup of ${stateDir} is being made (process ${pid}): wait until it has ended.`,
  );
