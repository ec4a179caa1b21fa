import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../src/selfhost/build.ts";
import { freePort } from "../test/support/product.ts";
import { startBare } from "./bare.ts";
import { load, type Shot } from "./load.ts";
import { ROOT } from "./servers.ts";
import { type Profile, sharesOf } from "./shares.ts";
import { newShop } from "./targets/product.ts";

const CONVERSATIONS = 100;
const WARM = { clients: 8, milliseconds: 5_000 };
const MEASURED = { clients: 8, milliseconds: 10_000 };
const SAMPLE_EVERY_US = 200;
const LINES = 40;

/**
 * Profiles the Worker and its objects while messages are appended through the API and through the webhook. Prints where the
 * time goes, and keeps the profiles with the results.
 */
export async function profileHotPath(): Promise<void> {
  await build();
  const map = readFileSync(join(ROOT, "dist/worker/index.js.map"), "utf8");
  const results = join(import.meta.dirname, "results");
  mkdirSync(results, { recursive: true });
  const inspector = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "bench-profile-"));
  const flags = [`--inspector-addr=127.0.0.1:${inspector}`];
  const { url, adminToken, stop } = await startBare(directory, ROOT, flags);
  try {
    const shop = await newShop(url, adminToken);
    const ids = await Promise.all(Array.from({ length: CONVERSATIONS }, (_, person) => shop.open(person)));
    let turn = 0;
    const next = () => turn++ % CONVERSATIONS;
    const ways: [string, () => Shot][] = [
      ["append", () => shop.append(ids[next()] ?? "")],
      ["webhook", () => shop.webhook([next()])],
    ];
    for (const [way, shot] of ways) {
      console.error(`${way}: ${(WARM.milliseconds + MEASURED.milliseconds) / 1_000} seconds`);
      await load(url, WARM, shot);
      const { profile, done } = await profiled(inspector, () => load(url, MEASURED, shot));
      const file = join(results, `${way}.cpuprofile`);
      writeFileSync(file, JSON.stringify(profile));
      console.log(`\n${way}: ${done} calls, ${file}\n`);
      for (const { name, share } of sharesOf(profile, map).slice(0, LINES))
        console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
    }
  } finally {
    await stop();
  }
}

async function profiled<T extends { done: number }>(
  inspector: number,
  work: () => Promise<T>,
): Promise<{ profile: Profile; done: number }> {
  const listed = await (await fetch(`http://127.0.0.1:${inspector}/json`)).json();
  const target = (listed as { title: string; webSocketDebuggerUrl: string }[]).find(({ title }) => /app/i.test(title));
  if (target === undefined) throw new Error("the runtime has no Worker to be inspected");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("the runtime cannot be inspected"));
  });
  const answers = new Map<number, (result: unknown) => void>();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(`${data}`);
    answers.get(id)?.(result);
  };
  let calls = 0;
  const ask = (method: string, params: object = {}) =>
    new Promise<unknown>((resolve) => {
      answers.set(++calls, resolve);
      socket.send(JSON.stringify({ id: calls, method, params }));
    });
  await ask("Profiler.enable");
  await ask("Profiler.setSamplingInterval", { interval: SAMPLE_EVERY_US });
  await ask("Profiler.start");
  const { done } = await work();
  const { profile } = (await ask("Profiler.stop")) as { profile: Profile };
  socket.close();
  return { profile, done };
}
