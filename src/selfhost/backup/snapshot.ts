import { constants, copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { atStandstill } from "./standstill.ts";
import { ARRIVED } from "./whole.ts";

/** Where a copy is put together; in the state directory, so that its files can be cloned and linked instead of copied. */
export const STAGE = "backup.tmp";
/** Directories of an earlier restore: what was there before it, what it brings, and what it has brought whole. */
export const SET_ASIDE = "before-restore-";
export const ARRIVING = "restore.tmp";

/** A file's time is that of the clock's last tick, and coarser on some disks: what is so young may have changed since. */
const CLOCK_GRAIN_NS = 2_000_000_000n;

interface Seen {
  ino: bigint;
  size: bigint;
  mtimeNs: bigint;
  /** When it was copied, in ns since 1970. */
  at: bigint;
}

/** A copy of a state directory as it was at one moment. */
export interface Snapshot {
  directory: string;
  takenAt: Date;
  /** For how long the runtime stood still. */
  stoodMs: number;
}

/**
 * Copies a state directory as it is at one moment. Two rounds copy what there is while the runtime works, and the last
 * one, at a standstill, only what has changed since.
 */
export async function takeSnapshot(stateDir: string, say: (line: string) => void): Promise<Snapshot> {
  const directory = join(stateDir, STAGE);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o700 });
  const seen = new Map<string, Seen>();
  const copied = copyRound(stateDir, directory, seen);
  say(`${copied} files copied while the runtime works; ${copyRound(stateDir, directory, seen)} of them had changed.`);
  const { result, stoodMs } = await atStandstill(stateDir, () => {
    const takenAt = new Date();
    return { takenAt, last: copyRound(stateDir, directory, seen) };
  });
  say(
    `The moment of the backup is ${result.takenAt.toISOString()}: ${result.last} files, ${stoodMs} ms of standstill.`,
  );
  return { directory, takenAt: result.takenAt, stoodMs };
}

/** Makes the copy like the state; answers how many files it had to copy. */
function copyRound(from: string, to: string, seen: Map<string, Seen>): number {
  const paths = new Set(stateFiles(from));
  for (const path of [...seen.keys()].filter((path) => !paths.has(path))) {
    rmSync(join(to, path), { force: true });
    seen.delete(path);
  }
  return [...paths].filter((path) => copyIfChanged(from, to, path, seen)).length;
}

function copyIfChanged(from: string, to: string, path: string, seen: Map<string, Seen>): boolean {
  const file = join(from, path);
  const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (facts === undefined) return false; // gone since: the last round tells
  const known = seen.get(path);
  const isYoung = known !== undefined && facts.mtimeNs > known.at - CLOCK_GRAIN_NS;
  if (known && !isYoung && known.ino === facts.ino && known.size === facts.size && known.mtimeNs === facts.mtimeNs) {
    return false;
  }
  // A bucket's file never changes once it is there.
  if (known?.ino === facts.ino && isBlob(path)) return false;
  const at = BigInt(Date.now()) * 1_000_000n;
  if (!copy(file, join(to, path), isBlob(path))) return false;
  seen.set(path, { ino: facts.ino, size: facts.size, mtimeNs: facts.mtimeNs, at });
  return true;
}

const isBlob = (path: string): boolean => path.startsWith("r2/blobs/");

/** @returns whether it was still there */
function copy(from: string, to: string, link: boolean): boolean {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  rmSync(to, { force: true });
  try {
    if (link) linkSync(from, to);
    else copyFileSync(from, to, constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** What the next start writes anew, and what a backup or restore has lying there. */
const isLeftOut = (name: string): boolean =>
  ["lock", "runtime", "workerd.capnp", ARRIVING, ARRIVED].includes(name) ||
  name.startsWith("backup.") ||
  name.startsWith(SET_ASIDE) ||
  /^(lock|runtime|workerd\.capnp|admin-token|demo\.json)\.\d+$/.test(name);

/** The entries of a state directory that are state. */
export const stateEntries = (stateDir: string): string[] => readdirSync(stateDir).filter((name) => !isLeftOut(name));

/** Below them, every file but SQLite's shared memory, which it makes anew, and what a bucket has not written whole. */
function stateFiles(stateDir: string): string[] {
  return stateEntries(stateDir).flatMap((name) => {
    if (!statSync(join(stateDir, name), { throwIfNoEntry: false })?.isDirectory()) return [name];
    return filesBelow(stateDir, name).filter(
      (path) => !path.endsWith(".sqlite-shm") && !basename(path).startsWith("."),
    );
  });
}

function filesBelow(root: string, directory: string): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : entry.isFile() ? [path] : [];
  });
}
