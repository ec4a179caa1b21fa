import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEGABYTE = 1024 * 1024;
const SIZE_MB = 400;

/** A disk of its own for the state, which can be filled. The simulator is not the product: its state lies elsewhere. */
export interface SmallDisk {
  stateDir: string;
  fill(): void;
  free(): void;
  remove(): void;
}

/** @returns why there is none, in words, where the system does not let this user mount one */
export function smallDisk(): SmallDisk | string {
  const place = mkdtempSync(join(tmpdir(), "chaos-disk-"));
  const stateDir = join(place, "state");
  for (const name of ["state", "simulator"]) mkdirSync(join(place, name));
  const options = ["-t", "tmpfs", "-o", `size=${SIZE_MB}m,mode=0700`, "chaos", stateDir];
  const mounted = spawnSync("mount", options, { encoding: "utf8" });
  if (mounted.status !== 0) {
    rmSync(place, { recursive: true });
    const reason = mounted.stderr?.trim() || mounted.error?.message;
    return `a disk cannot be filled without one of its own, and no small one can be mounted here (${reason}); as root, or below "unshare --user --map-root-user --mount", it can`;
  }
  symlinkSync(join(place, "simulator"), join(stateDir, "simulator"));
  const filler = join(stateDir, "filler");
  return {
    stateDir,
    fill: () => fill(filler),
    free: () => rmSync(filler),
    remove() {
      spawnSync("umount", ["-l", stateDir]);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Writes until nothing more can be written, down to the last page. */
function fill(file: string): void {
  const descriptor = openSync(file, "a");
  for (const size of [MEGABYTE, 4096, 1]) {
    const piece = Buffer.alloc(size, 1);
    try {
      while (writeSync(descriptor, piece) === size);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
  closeSync(descriptor);
}
