import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Clock ticks a second in `/proc`: 100 on every Linux that is common. */
const TICKS = 100;

/** A process and all that it started. */
function family(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const status = read(`/proc/${name}/stat`);
    // The name stands in brackets, and may hold any character.
    const parent = status?.slice(status.lastIndexOf(")") + 2).split(" ")[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const below = (of: number): number[] => [
    of,
    ...[...parents].filter(([, parent]) => parent === of).flatMap(([child]) => below(child)),
  ];
  return below(pid);
}

/** Processor time that processes and all that they started have had, in microseconds. */
export function cpuMicroseconds(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids.flatMap(family)) {
    const status = read(`/proc/${pid}/stat`);
    const fields = status?.slice(status.lastIndexOf(")") + 2).split(" ") ?? [];
    // Its own, and that of children that have ended.
    for (const field of [11, 12, 13, 14]) ticks += Number(fields[field] ?? 0);
  }
  return (ticks / TICKS) * 1_000_000;
}

const QUIET_MS = 150;
/** Of a core: more is work. */
const QUIET = 0.15;
const PATIENCE_MS = 4_000;

/** Waits until processes have done what they do behind their answers; for so long at most. */
export async function settled(pids: readonly number[], patienceMs = PATIENCE_MS): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let before = cpuMicroseconds(pids); performance.now() < deadline; ) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const now = cpuMicroseconds(pids);
    if (now - before < QUIET * QUIET_MS * 1_000) return;
    before = now;
  }
}

/** Memory of processes and all that they started, each shared page counted in parts (PSS), in MiB. */
export function memoryMib(pids: readonly number[]): number {
  const kib = pids.flatMap(family).map((pid) => {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    return Number(/^Pss:\s+(\d+)/m.exec(rollup ?? "")?.[1] ?? 0);
  });
  return kib.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Open file handles of processes and all that they started. */
export const handles = (pids: readonly number[]): number =>
  pids.flatMap(family).reduce((sum, pid) => sum + (list(`/proc/${pid}/fd`)?.length ?? 0), 0);

/** What a directory takes on disk, in bytes. */
export function diskBytes(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + sizeOf(join(entry.parentPath, entry.name)), 0);
}

const read = (file: string): string | null => attempt(() => readFileSync(file, "utf8"));
const list = (directory: string): string[] | null => attempt(() => readdirSync(directory));
/** In blocks: what is really taken. */
const sizeOf = (file: string): number => attempt(() => statSync(file).blocks * 512) ?? 0;

/** Processes and files go while they are looked at. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
