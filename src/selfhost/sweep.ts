import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** A database of one page holds no table: nothing was ever written to it. */
const EMPTY_BYTES = 4096;

/**
 * Removes the files of objects that were asked for something they never had: the runtime makes a file when it is asked,
 * on Cloudflare nothing is left. Only while the runtime is down. @returns how many
 */
export function sweepEmptyObjects(objectsDir: string): number {
  if (!existsSync(objectsDir)) return 0;
  const files = readdirSync(objectsDir, { recursive: true, encoding: "utf8" }).map((file) => join(objectsDir, file));
  const empty = files.filter((file) => /\/[0-9a-f]{64}\.sqlite$/.test(file) && isEmpty(file));
  for (const file of empty) for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  return empty.length;
}

const isEmpty = (file: string): boolean =>
  statSync(file).size <= EMPTY_BYTES && (!existsSync(`${file}-wal`) || statSync(`${file}-wal`).size === 0);

/**
 * Removes what a runtime that was killed had begun to write to the buckets: it hides a file, by a dot, until it is
 * whole. Only while it is down. @returns how many
 */
export function sweepUnfinishedBlobs(blobsDir: string): number {
  if (!existsSync(blobsDir)) return 0;
  const files = readdirSync(blobsDir, { recursive: true, encoding: "utf8" });
  const unfinished = files.filter((file) => basename(file).startsWith("."));
  for (const file of unfinished) rmSync(join(blobsDir, file), { force: true });
  return unfinished.length;
}
