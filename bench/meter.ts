import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../src/selfhost/build.ts";
import { startBare } from "./bare.ts";
import type { Usage } from "./bill.ts";
import { load, type Shot } from "./load.ts";
import { ROOT } from "./servers.ts";
import { newShop } from "./targets/product.ts";

/** What is counted, without what only a machine tells. */
type Counted = Omit<Usage, "cpu_ms" | "stored_bytes">;

/** By the way that the message came. */
export type Counts = Record<"api" | "webhook", Counted>;

const CONVERSATIONS = 50;
const MESSAGES = 200;
const CLIENTS = 4;
const PATIENCE_MS = 30_000;
/** Objects that have something to tell do so within a second or two. */
const QUIET_MS = 2_000;
const LOOK_EVERY_MS = 250;

/** What one message takes of the platform, through the API and through the webhook, in conversations that are there. */
export async function countUsage(): Promise<Counts> {
  await build();
  const directory = mkdtempSync(join(tmpdir(), "bench-meter-"));
  placeMetered(join(directory, "dist"));
  const { url, adminToken, stop } = await startBare(directory, directory);
  try {
    const shop = await newShop(url, adminToken);
    const ids = await Promise.all(Array.from({ length: CONVERSATIONS }, (_, person) => shop.open(person)));
    const api = await counted(url, (turn) => shop.append(ids[turn % ids.length] ?? ""));
    return { api, webhook: await counted(url, (turn) => shop.webhook([turn % CONVERSATIONS])) };
  } finally {
    await stop();
  }
}

/** The bundle that is there, with the meter as its main module. */
function placeMetered(dist: string): void {
  mkdirSync(join(dist, "worker"), { recursive: true });
  for (const name of ["assets", "runtime"]) symlinkSync(join(ROOT, "dist", name), join(dist, name));
  const bundle = readFileSync(join(ROOT, "dist/worker/index.js"), "utf8");
  writeFileSync(join(dist, "worker/product.js"), bundle);
  copyFileSync(join(import.meta.dirname, "metered.js"), join(dist, "worker/metered.js"));
  const exported = /export ?\{([^}]*)\};?\s*(?:\/\/.*\s*)?$/.exec(bundle)?.[1] ?? "";
  const names = exported.split(",").map((one) => one.trim().split(" as ").at(-1) ?? "");
  const objects = names.filter((name) => name.endsWith("Object"));
  const others = names.filter((name) => name !== "default" && name !== "" && !name.endsWith("Object"));
  const lines = [
    'import * as product from "./product.js";',
    'import { metered, meteredWorker } from "./metered.js";',
    ...(others.length > 0 ? [`export { ${others.join(", ")} } from "./product.js";`] : []),
    ...objects.map((name) => `export const ${name} = metered(product.${name});`),
    "export default meteredWorker(product.default);",
  ];
  writeFileSync(join(dist, "worker/index.js"), `${lines.join("\n")}\n`);
}

async function counted(url: string, shot: (turn: number) => Shot): Promise<Counted> {
  let turn = 0;
  const send = (count: number) => load(url, { clients: CLIENTS, milliseconds: PATIENCE_MS, count }, () => shot(turn++));
  // The first message of each makes tables: that is of the conversation, not of the message.
  await send(CONVERSATIONS * 2);
  await takenAt(url);
  const { failed, done } = await send(MESSAGES);
  if (failed > 0) throw new Error(`${failed} messages failed while they were counted`);
  const all = await takenAt(url);
  return Object.fromEntries(Object.entries(all).map(([item, count]) => [item, count / done])) as unknown as Counted;
}

/** All that was counted, with what objects do behind their answers: until nothing more is for a while. */
async function takenAt(url: string): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  const deadline = Date.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < QUIET_MS && Date.now() < deadline; quiet += LOOK_EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const some = (await (await fetch(`${url}/bench/taken`)).json()) as Record<string, number>;
    for (const [item, count] of Object.entries(some)) sums[item] = (sums[item] ?? 0) + count;
    if ((some.object_requests ?? 0) > 0) quiet = 0;
  }
  return sums;
}
