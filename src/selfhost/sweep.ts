import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * Removes from a state what a runtime leaves of which nothing is asked any more. Only while it is down: at its end, and
 * before a start where another's end was not seen, since with many conversations it takes longer than all else of a start.
 */
export function sweep(stateDir: string): void {
  sweepEmptyObjects(join(stateDir, "do"));
  sweepUnfinishedBlobs(join(stateDir, "r2/blobs"));
}

/** A database of one page holds no table: nothing was ever written to it. */
const EMPTY_BYTES = 4096;

/** The files of objects that were asked for something they never had: the runtime makes one when it is asked, on Cloudflare nothing is left. */
export function sweepEmptyObjects(objectsDir: string): void {
  if (!existsSync(objectsDir)) return;
  const files = readdirSync(objectsDir, { recursive: true, encoding: "utf8" }).map((file) => join(objectsDir, file));
  const empty = files.filter((file) => /\/[0-9a-f]{64}\.sqlite$/.test(file) && isEmpty(file));
  for (const file of empty) for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

const isEmpty = (file: string): boolean =>
  statSync(file).size <= EMPTY_BYTES && (!existsSync(`${file}-wal`) || statSync(`${file}-wal`).size === 0);

/** What a runtime that was killed had begun to write to the buckets: it hides a file, by a dot, until it is whole. */
function sweepUnfinishedBlobs(blobsDir: string): void {
  if (!existsSync(blobsDir)) return;
  const files = readdirSync(blobsDir, { recursive: true, encoding: "utf8" });
  const unfinished = files.filter((file) => basename(file).startsWith("."));
  for (const file of unfinished) rmSync(join(blobsDir, file), { force: true });
}
