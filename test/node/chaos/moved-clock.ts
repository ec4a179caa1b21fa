import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A clock that the runtime alone reads in place of the machine's, which is everybody's. */
export interface MovedClock {
  env: Record<string, string>;
  /** From now on it shows so many seconds more than the machine's. */
  show(seconds: number): void;
  remove(): void;
}

const PAGE = 4096;

/** @returns why there is none, in words */
export function movedClock(): MovedClock | string {
  if (process.platform !== "linux") return "the clock of one process can be moved on Linux only";
  const place = mkdtempSync(join(tmpdir(), "chaos-clock-"));
  const library = join(place, "clock.so");
  const options = ["-shared", "-fPIC", "-O2", "-o", library, join(import.meta.dirname, "clock.c"), "-ldl"];
  const compiled = spawnSync("cc", options, { encoding: "utf8" });
  if (compiled.status !== 0) {
    rmSync(place, { recursive: true });
    return `moving a process's clock takes a C compiler (cc: ${compiled.error?.message ?? compiled.stderr})`;
  }
  const file = join(place, "seconds");
  const show = (seconds: number) => {
    const page = Buffer.alloc(PAGE);
    page.writeBigInt64LE(BigInt(seconds));
    // In place: it is mapped into the processes' memory.
    writeFileSync(file, page, { flag: "r+" });
  };
  writeFileSync(file, Buffer.alloc(PAGE));
  return {
    env: { LD_PRELOAD: library, CHAOS_CLOCK: file },
    show,
    remove: () => rmSync(place, { recursive: true }),
  };
}
