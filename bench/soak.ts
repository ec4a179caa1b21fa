import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startGraph } from "./graph.ts";
import { load } from "./load.ts";
import { described, machine } from "./machine.ts";
import { numberOf, optionsOf } from "./options.ts";
import { handles, memoryMib } from "./processes.ts";
import { figure } from "./report.ts";
import { ROOT, startProduct } from "./servers.ts";
import { type Done, type MixedLoad, startLoad } from "./soak-load.ts";
import { newShop, type Shop } from "./targets/product.ts";
import { isGrowing } from "./trend.ts";

const USAGE = `node bench/soak.ts [--minutes 30] [--sockets 500] [--people 1000] [--rate 60]

Mixed load at a steady rate (calls a second) against the product as npm start runs it: customers write by webhook, agents answer
through a Graph API that takes everything, services read, and sockets come and go. A line a minute (in a short run, thirty
lines); at the end it says of each column whether it grew over the second half, and fails if one did, or a call failed.`;

const { minutes, sockets, people, rate } = optionsOf(USAGE, {
  minutes: { type: "string", default: "30" },
  sockets: { type: "string", default: "500" },
  people: { type: "string", default: "1000" },
  rate: { type: "string", default: "60" },
});
const MINUTES = numberOf("minutes", minutes);
const SOCKETS = numberOf("sockets", sockets);
const PEOPLE = numberOf("people", people);
const RATE = numberOf("rate", rate);
const LINES = 30;
const EVERY_MS = Math.min(60_000, (MINUTES * 60_000) / LINES);
const PATIENCE_MS = 60_000;
const PAGE = 100;
/** Of a column: the longest name. */
const WIDTH = 14;

/** One line. */
interface Sample extends Done {
  minute: number;
  memory_mib: number;
  handles: number;
  /** Answers that WhatsApp has not taken yet. */
  waiting: number;
  /** Changes that search, reports and automation have not heard of. */
  lag: number;
}

/** What must not grow, with the rise that is none: of the system's own grain. */
const FLAT: Partial<Record<keyof Sample, number>> = {
  memory_mib: 16,
  handles: 30,
  webhook_p50_ms: 2,
  webhook_p99_ms: 20,
  read_p50_ms: 2,
  read_p99_ms: 20,
  waiting: 10,
  lag: 50,
};

const say = (line: string) => console.error(line);
const about = machine();
let mixed: MixedLoad | null = null;
const graph = await startGraph((message) => mixed?.tell(message));
const adminToken = randomUUID();
const product = await startProduct(adminToken, { WHATSAPP_GRAPH_URL: graph.url });
let hasFailed = true;
try {
  const shop = await newShop(product.url, adminToken);
  say(`${PEOPLE} people write for the first time, and ${SOCKETS} sockets come.`);
  mixed = await startLoad(shop, await conversations(shop), { people: PEOPLE, sockets: SOCKETS, rate: RATE });
  mixed.take();
  const samples = await soaked(shop, mixed);
  await mixed.stop();
  const isDone = await emptied(shop, mixed.answers());
  const grown = verdicts(samples);
  const failed = samples.reduce((sum, one) => sum + one.failed + one.held_back, 0);
  console.log(`${failed} calls failed or were held back. ${isDone}`);
  for (const [why, count] of mixed.failures()) console.log(`${count} × ${why}`);
  keep(samples, grown);
  hasFailed = failed > 0 || Object.values(grown).includes(true) || graph.count() !== mixed.answers();
} finally {
  await product.stop();
  await graph.close();
}
process.exit(hasFailed ? 1 : 0);

/** The first message of everybody, and where it led to. */
async function conversations(shop: Shop): Promise<string[]> {
  let person = 0;
  const all = { clients: 8, milliseconds: PEOPLE * 1_000, count: PEOPLE };
  const { failed } = await load(shop.url, all, () => shop.webhook([person++]));
  if (failed > 0) throw new Error(`${failed} first messages failed`);
  const ids: string[] = [];
  const deadline = Date.now() + PATIENCE_MS;
  // The list hears of them a moment later.
  while (ids.length < PEOPLE && Date.now() < deadline) {
    ids.length = 0;
    let next: string | null = "";
    while (next !== null) {
      const page: Page = await get(shop, `/api/v1/conversations?limit=${PAGE}${next && `&cursor=${next}`}`);
      ids.push(...page.conversations.map(({ id }) => id));
      next = page.next_cursor;
    }
  }
  if (ids.length < PEOPLE) throw new Error(`the list has ${ids.length} of ${PEOPLE} conversations`);
  return ids;
}

interface Page {
  conversations: { id: string }[];
  next_cursor: string | null;
}

interface Operations {
  outbound: { waiting: number | null };
  following: { lag: number } | null;
}

async function get<T>({ url, bearer }: Shop, path: string): Promise<T> {
  const response = await fetch(url + path, { headers: { Authorization: `Bearer ${bearer}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function soaked(shop: Shop, mixed: MixedLoad): Promise<Sample[]> {
  const samples: Sample[] = [];
  const begun = Date.now();
  while (Date.now() - begun < MINUTES * 60_000 - EVERY_MS / 2) {
    const next = begun + (samples.length + 1) * EVERY_MS;
    await new Promise((resolve) => setTimeout(resolve, next - Date.now()));
    const { outbound, following } = await get<Operations>(shop, "/api/v1/operations");
    const sample = {
      minute: Number(((Date.now() - begun) / 60_000).toFixed(1)),
      memory_mib: memoryMib([product.pid]),
      handles: handles([product.pid]),
      waiting: outbound.waiting ?? Number.NaN,
      lag: following?.lag ?? Number.NaN,
      ...mixed.take(),
    };
    samples.push(sample);
    if (samples.length === 1) console.log(inColumns(Object.keys(sample)));
    console.log(inColumns(Object.values(sample).map(figure)));
  }
  return samples;
}

function inColumns(cells: string[]): string {
  return cells.map((cell) => cell.padStart(WIDTH)).join(" ");
}

/** Waits until nothing is left to send; says what was sent. */
async function emptied(shop: Shop, answers: number): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  const isEmpty = async () => {
    const { outbound, following } = await get<Operations>(shop, "/api/v1/operations");
    return outbound.waiting === 0 && following?.lag === 0 && graph.count() >= answers;
  };
  while (!(await isEmpty()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 500));
  const sent = `${answers} answers acknowledged, ${graph.count()} sent, ${graph.repeated()} of them twice`;
  return `${sent}; ${(await isEmpty()) ? "nothing is left to do." : "NOT all was done a minute later."}`;
}

function verdicts(samples: Sample[]): Record<string, boolean | null> {
  const words = { true: "GROWING", false: "flat", null: "too short to tell" };
  const grown: Record<string, boolean | null> = {};
  for (const [name, least] of Object.entries(FLAT) as [keyof Sample, number][]) {
    const column = samples.map((sample) => sample[name]);
    grown[name] = isGrowing(column, least);
    const [first = Number.NaN, last = Number.NaN] = [column[Math.floor(column.length / 2)], column.at(-1)];
    console.log(`${name}: ${words[`${grown[name]}`]} (${figure(first)} at half time, ${figure(last)} at the end)`);
  }
  return grown;
}

function keep(samples: Sample[], grown: Record<string, boolean | null>): void {
  const results = join(ROOT, "bench/results");
  mkdirSync(results, { recursive: true });
  const document = { machine: about, sockets: SOCKETS, people: PEOPLE, rate: RATE, grown, samples };
  writeFileSync(join(results, "soak.json"), `${JSON.stringify(document, null, 2)}\n`);
  say(`Kept in bench/results/soak.json. ${described(about)}`);
}
