import { execFileSync } from "node:child_process";
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { cpus, release, tmpdir, totalmem, type } from "node:os";
import { join } from "node:path";
import { ROOT } from "./servers.ts";
import { postgresBinaries } from "./stack/postgres.ts";

/** Where figures come from: without it they say nothing. */
export interface Machine {
  cpu: string;
  cores: number;
  memory_gib: number;
  kernel: string;
  node: string;
  workerd: string;
  /** Null where it is not installed. */
  postgresql: string | null;
  /** Commits that the disk can make durable one after the other. */
  fsync_per_second: number;
  at: string;
}

const PAGE = 4_096;
const MEASURED_MS = 500;

export function machine(): Machine {
  const [cpu] = cpus();
  const workerd = JSON.parse(readFileSync(join(ROOT, "node_modules/workerd/package.json"), "utf8"));
  const binaries = postgresBinaries();
  const version = binaries && execFileSync(join(binaries, "postgres"), ["--version"], { encoding: "utf8" }).trim();
  return {
    cpu: cpu?.model ?? "unknown",
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    node: process.version,
    workerd: workerd.version,
    postgresql: version,
    fsync_per_second: fsyncPerSecond(),
    at: new Date().toISOString(),
  };
}

/** Where the servers' data lies, too. */
function fsyncPerSecond(): number {
  const directory = mkdtempSync(join(tmpdir(), "bench-fsync-"));
  const file = openSync(join(directory, "file"), "w");
  const page = Buffer.alloc(PAGE, 1);
  let count = 0;
  const begun = performance.now();
  while (performance.now() - begun < MEASURED_MS) {
    writeSync(file, page);
    fdatasyncSync(file);
    count++;
  }
  const seconds = (performance.now() - begun) / 1_000;
  closeSync(file);
  rmSync(directory, { recursive: true });
  return Math.round(count / seconds);
}

/** In a line, for who reads a table. */
export const described = (one: Machine): string =>
  [
    `${one.cores} × ${one.cpu}, ${one.memory_gib} GiB, ${one.kernel}, Node ${one.node}, workerd ${one.workerd}`,
    one.postgresql ?? "no PostgreSQL",
    `${one.fsync_per_second} fsync/s, ${one.at}`,
  ].join(", ");
