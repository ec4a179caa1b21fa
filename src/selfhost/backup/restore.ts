import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { takeLock } from "../lock.ts";
import { Refusal } from "../refusal.ts";
import { readArchive } from "./archive.ts";
import { hashOf, type Manifest, megabytes } from "./manifest.ts";
import { ARRIVING, SET_ASIDE, stateEntries } from "./snapshot.ts";
import type { ReadMember } from "./tar.ts";
import { ARRIVED } from "./whole.ts";

export interface Restored {
  manifest: Manifest;
  /** Where what was there before lies now; null where nothing was. */
  setAside: string | null;
}

/**
 * Puts a backup into a state directory on which nothing runs. What is there is overwritten only when `force` says so,
 * and even then kept beside it; nothing of it is touched before the whole backup is unpacked and proved.
 */
export async function restoreBackup(
  stateDir: string,
  archive: string,
  force: boolean,
  say: (line: string) => void,
): Promise<Restored> {
  if (!existsSync(archive)) throw new Refusal(`There is no file ${archive}.`);
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = takeLock(stateDir);
  const arriving = join(stateDir, ARRIVING);
  try {
    if (!force && (stateEntries(stateDir).length > 0 || existsSync(join(stateDir, ARRIVED)))) {
      throw new Refusal(`${stateDir} holds a state: with --force it is set aside, within that directory.`);
    }
    rmSync(arriving, { recursive: true, force: true });
    say(`Unpacking ${archive}…`);
    const manifest = await readArchive(archive, (member) => unpack(arriving, member));
    execFileSync("sync"); // all of it is on the disk before any of it counts
    say(`${manifest.counts.files} files are what the manifest says, ${megabytes(manifest.counts.bytes)}.`);
    return { manifest, setAside: exchange(stateDir, arriving) };
  } finally {
    rmSync(arriving, { recursive: true, force: true });
    lock.release();
  }
}

async function unpack(directory: string, { path, content }: ReadMember): Promise<string> {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const open = openSync(file, "wx", 0o600);
  try {
    return await hashOf(content, (chunk) => {
      for (let at = 0; at < chunk.length; ) at += writeSync(open, chunk, at);
    });
  } finally {
    closeSync(open);
  }
}

/**
 * Entry by entry, for the state directory itself may be a mounted volume. One that a crash cut short is seen by
 * the directory that is left, and no start takes it for a state.
 */
function exchange(stateDir: string, arriving: string): string | null {
  const arrived = join(stateDir, ARRIVED);
  const setAside = join(stateDir, `${SET_ASIDE}${new Date().toISOString().replaceAll(":", "-")}`);
  const old = [...stateEntries(stateDir), ...(existsSync(arrived) ? [ARRIVED] : [])];
  if (old.length > 0) {
    mkdirSync(setAside, { mode: 0o700 });
    // What a restore before this one left goes first: its name is needed again.
    if (existsSync(arrived)) renameSync(arrived, join(setAside, ARRIVED));
  }
  renameSync(arriving, arrived);
  for (const name of old) if (name !== ARRIVED) renameSync(join(stateDir, name), join(setAside, name));
  for (const name of readdirSync(arrived)) renameSync(join(arrived, name), join(stateDir, name));
  rmdirSync(arrived);
  return old.length > 0 ? setAside : null;
}
