import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 5;
const DEBIAN = "/usr/lib/postgresql";

/** A PostgreSQL server of our own, on a socket in a directory of its own: no port, nobody else's data. */
export interface Postgres {
  env: Record<string, string>;
  readonly pid: number;
  directory: string;
  /** Ends it and begins it again on its data. @returns milliseconds of the beginning */
  restart(): Promise<number>;
  stop(): Promise<void>;
}

/** Where Debian's `postgresql` has its programs; null where it is not installed. */
export function postgresBinaries(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const versions = readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one));
  const found = versions.map((version) => join(DEBIAN, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
  return found ?? null;
}

/** It refuses to run as root: then it runs as the user that its package made. */
function user(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((one) => one.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error("PostgreSQL does not run as root, and there is no user postgres.");
  return { uid: Number(uid), gid: Number(gid) };
}

/** Starts it with its default durability: every commit is on disk before it is answered. */
export async function startPostgres(binaries: string): Promise<Postgres> {
  const directory = mkdtempSync(join(tmpdir(), "bench-postgres-"));
  const data = join(directory, "data");
  const as = user();
  if (as) chownSync(directory, as.uid, as.gid);
  chmodSync(directory, 0o700);
  const options = { ...(as ?? {}), cwd: directory, stdio: "ignore" as const };
  execFileSync(join(binaries, "initdb"), ["-D", data, "-U", "bench", "-A", "trust", "--no-instructions"], options);
  const settings = ["listen_addresses=", `unix_socket_directories=${directory}`, "max_connections=50"];
  const command = ["-D", data, ...settings.flatMap((one) => ["-c", one])];
  const begin = () => spawn(join(binaries, "postgres"), command, options);
  let child = begin();
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGINT"); // a fast shutdown
    await exited;
  };
  const stop = async () => {
    await end();
    rmSync(directory, { recursive: true, force: true });
  };
  const env = { PGHOST: directory, PGUSER: "bench" };
  const isReady = ["-h", directory, "-U", "bench", "-q"];
  const answering = async () => {
    const deadline = Date.now() + PATIENCE_MS;
    while (spawnSync(join(binaries, "pg_isready"), isReady, { stdio: "ignore" }).status !== 0) {
      if (Date.now() > deadline || child.exitCode !== null) {
        await stop();
        throw new Error("PostgreSQL did not start");
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };
  const restart = async () => {
    await end();
    const begun = performance.now();
    child = begin();
    await answering();
    return performance.now() - begun;
  };
  await answering();
  const schema = readFileSync(join(import.meta.dirname, "schema.sql"), "utf8");
  execFileSync(
    join(binaries, "psql"),
    ["-h", directory, "-U", "bench", "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1"],
    {
      input: schema,
      stdio: ["pipe", "ignore", "inherit"],
    },
  );
  return {
    env,
    get pid() {
      return child.pid as number;
    },
    directory,
    restart,
    stop,
  };
}
