import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runtimeBinary } from "../src/selfhost/build.ts";
import { variables, writeConfig } from "../src/selfhost/place.ts";
import { readSettings } from "../src/selfhost/settings.ts";
import { startWorkerd } from "../src/selfhost/workerd.ts";
import { freePort } from "../test/support/product.ts";

const PATIENCE_MS = 30_000;

/** The built Worker on the runtime, and nothing around it. */
export interface Bare {
  url: string;
  adminToken: string;
  /** Ends it, and deletes its directory. */
  stop(): Promise<void>;
}

/**
 * Starts a built Worker.
 * @param directory of its own, for its configuration and its state
 * @param root in whose `dist` the Worker was built
 * @param flags more of the runtime's options
 */
export async function startBare(directory: string, root: string, flags: string[] = []): Promise<Bare> {
  const adminToken = randomUUID();
  const port = await freePort();
  const state = join(directory, "state");
  for (const name of ["do", "r2/blobs", "r2/index"]) mkdirSync(join(state, name), { recursive: true });
  const settings = readSettings([], { PORT: `${port}`, SIMULATOR_PORT: "0", DEMO: "0", STATE_DIR: state });
  const runtime = startWorkerd({
    binary: runtimeBinary(),
    configFile: await writeConfig(settings, root),
    importPath: join(root, "dist"),
    flags,
    env: { ...process.env, ...variables(settings), ADMIN_TOKEN: adminToken, MACHINE_TOKEN: randomUUID() },
    processFile: join(state, "runtime"),
  });
  const stop = async () => {
    await runtime.stop(1_000);
    rmSync(directory, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  await answering(url).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, adminToken, stop };
}

async function answering(url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  const isUp = () =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (Date.now() > deadline) throw new Error("the Worker did not start");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
