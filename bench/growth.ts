import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load, type Shot } from "./load.ts";
import { described, machine } from "./machine.ts";
import { cpuMicroseconds, settled } from "./processes.ts";
import { aligned, figure } from "./report.ts";
import { ROOT, type Server, startProduct } from "./servers.ts";
import { newShop, type Shop } from "./targets/product.ts";
import { type Growth, growthOf } from "./trend.ts";

/** What a call costs at a size. */
interface Grown {
  what: string;
  size: number;
  /** What is compared: of the processor, so that a busy machine does not count. */
  cpu_us: number;
  p50_ms: number;
  growth: Growth;
}

const CLIENTS = 8;
const CALLS = 400;
const FILLING = { clients: 32, milliseconds: 3_600_000 };
const PATIENCE_MS = 600_000;
const RESULTS = join(ROOT, "bench/results");
const say = (line: string) => console.error(line);

/** The same calls at more and more messages of one conversation, and at more and more conversations of one desk. */
export async function measureGrowth(messages: number[], conversations: number[]): Promise<void> {
  const about = machine();
  const sizes = messages.toSorted((one, other) => one - other);
  const grown: Grown[] = [];
  mkdirSync(RESULTS, { recursive: true });
  console.log(`${described(about)}\n`);
  const keep = (part: Grown[]) => {
    grown.push(...part);
    console.log(`${aligned(table(part)).join("\n")}\n`);
    writeFileSync(join(RESULTS, "growth.json"), `${JSON.stringify({ machine: about, grown }, null, 2)}\n`);
  };
  if (sizes.length > 0) keep(await inOneConversation(sizes));
  if (conversations.length > 0) keep(inOneDesk(conversations));
  say("Kept in bench/results/growth.json.");
}

async function inOneConversation(sizes: number[]): Promise<Grown[]> {
  const adminToken = randomUUID();
  const server = await startProduct(adminToken);
  try {
    const shop = await newShop(server.url, adminToken);
    const id = await shop.open(1);
    const other = await shop.open(2);
    // The first size must not pay for what a fresh runtime has yet to translate.
    for (const shot of Object.values(calls(shop, other)))
      await load(server.url, { clients: CLIENTS, milliseconds: PATIENCE_MS, count: CALLS }, shot);
    const grown: Grown[] = [];
    let held = 0;
    for (const size of sizes) {
      say(`Filling a conversation up to ${size} messages.`);
      const { failed } = await load(server.url, { ...FILLING, count: Math.max(0, size - held) }, () => shop.append(id));
      if (failed > 0) throw new Error(`${failed} messages failed while a conversation was filled`);
      await settled([server.pid], PATIENCE_MS);
      for (const [what, shot] of Object.entries(calls(shop, id))) grown.push(await costAt(server, size, what, shot));
      held = Math.max(size, held) + CALLS;
    }
    return withGrowth(grown);
  } finally {
    await server.stop();
  }
}

/** Reads before writes, so that they find the size that is told. */
function calls(shop: Shop, id: string): Record<string, () => Shot> {
  const headers = { Authorization: `Bearer ${shop.bearer}` };
  const place = `/api/v1/conversations/${id}`;
  return {
    "last 50 messages": () => ({ path: `${place}/messages?limit=50`, headers }),
    "50 messages near the beginning": () => ({ path: `${place}/messages?limit=50&before_seq=60`, headers }),
    "last 4 messages": () => ({ path: `${place}/messages/recent?count=4`, headers }),
    append: () => shop.append(id),
  };
}

async function costAt(server: Server, size: number, what: string, shot: () => Shot): Promise<Grown> {
  say(`${what}, ${size} messages`);
  const limits = { clients: CLIENTS, milliseconds: PATIENCE_MS };
  await load(server.url, { ...limits, count: CLIENTS * 2 }, what === "append" ? calm : shot);
  const before = cpuMicroseconds([server.pid]);
  const { p50_ms, failed, done } = await load(server.url, { ...limits, count: CALLS }, shot);
  if (failed > 0) throw new Error(`${failed} calls failed: ${what}`);
  await settled([server.pid], PATIENCE_MS);
  return { what, size, cpu_us: (cpuMicroseconds([server.pid]) - before) / done, p50_ms, growth: "flat" };
}

/** Warms nothing but the line: appends would make the conversation longer than is told. */
const calm = (): Shot => ({ path: "/health", headers: {} });

/** As `list.ts` measures it, in the runtime's own processor time. */
function inOneDesk(sizes: number[]): Grown[] {
  say("The list of a desk");
  const script = join(ROOT, "bench/list.ts");
  execFileSync(process.execPath, [script, "--rows", sizes.join(",")], { stdio: ["ignore", "ignore", "inherit"] });
  const { measured } = JSON.parse(readFileSync(join(RESULTS, "list.json"), "utf8")) as {
    measured: Record<string, Record<string, { p50: number }>>;
  };
  const grown = sizes.flatMap((size) =>
    Object.entries(measured[size] ?? {}).map(([what, { p50 }]): Grown => {
      return { what: `desk: ${what}`, size, cpu_us: p50 * 1_000, p50_ms: p50, growth: "flat" };
    }),
  );
  return withGrowth(grown);
}

/** Each beside the same call at the first size. */
const withGrowth = (grown: Grown[]): Grown[] =>
  grown.map((now) => {
    const first = grown.find(({ what }) => what === now.what) ?? now;
    const cost = ({ size, cpu_us }: Grown) => ({ size, cost: cpu_us });
    return { ...now, growth: growthOf(cost(first), cost(now)) };
  });

function table(grown: Grown[]): string[][] {
  const rows = grown.map((one) => {
    const first = grown.find(({ what }) => what === one.what) ?? one;
    const ratio = figure(one.cpu_us / first.cpu_us);
    return [one.what, one.size.toLocaleString("en"), figure(one.cpu_us), figure(one.p50_ms), ratio, one.growth];
  });
  return [["call", "size", "CPU µs", "p50 ms", "× first", "grows"], ...rows];
}
