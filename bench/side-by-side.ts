import { mkdirSync, writeFileSync } from "node:fs";
import { billOf, type Usage } from "./bill.ts";
import { type Filled, fill } from "./fill.ts";
import { load } from "./load.ts";
import { machine } from "./machine.ts";
import { type Counts, countUsage } from "./meter.ts";
import { plot } from "./plot.ts";
import { printed } from "./report.ts";
import { type Measurement, median, type Report, single } from "./results.ts";
import { type Line, type Prepared, ROWS, type Row } from "./rows.ts";
import type { Target } from "./target.ts";
import { startInsert, startSameJob } from "./targets/floors.ts";
import { startProduct } from "./targets/product.ts";
import { startStack } from "./targets/stack.ts";

/** How long a run may take, and what it does with that. */
const LENGTHS = {
  quick: { seconds: 120, rounds: 3, roundMs: 250, conversations: 300, fillMs: 8_000, restarts: 2 },
  full: { seconds: 900, rounds: 7, roundMs: 1_500, conversations: 10_000, fillMs: 220_000, restarts: 5 },
};
const MESSAGES = 10;
/** How long 100,000 messages may take at one target where only what they take up is asked. */
const STORE_MS = 1_200_000;
const FEW = 101;
/** What restarts take at the end. */
const END_SECONDS = 15;

const MEMORY: Line = { name: "memory, all conversations in use", unit: "MiB", goals: [] };
const DISK: Line = { name: "disk, for a message", unit: "KiB each", goals: [] };
const HANDLES: Line = { name: "open file handles, all in use", unit: "handles", goals: [] };
const COLD: Line = {
  name: "cold start, on this data",
  unit: "ms",
  goals: [{ figure: "value", over: "stack", most: 0.5 }],
};

const RESULTS = new URL("results/", import.meta.url);
const say = (line: string) => console.error(line);

/** The whole table: measured, printed and kept. @param words only rows whose name has one of them; none for all */
export async function measureAll(length: keyof typeof LENGTHS, words: string[]): Promise<void> {
  const plan = LENGTHS[length];
  const begun = performance.now();
  const left = () => plan.seconds - END_SECONDS - (performance.now() - begun) / 1_000;
  const notes: string[] = [];
  const about = machine();
  const targets = await started(notes);
  try {
    const ready = new Map<Target, { prepared: Prepared; filled: Filled }>();
    for (const target of targets) {
      say(`Filling ${target.name}: ${target.what}.`);
      // What only takes messages is compared by that alone: it needs no more than the others' spread.
      const conversations = target.calls === null ? FEW : plan.conversations;
      const one = await fill(target, { conversations, messages: MESSAGES, milliseconds: plan.fillMs });
      ready.set(target, one);
      notes.push(...inWords(target, one.filled));
    }
    say("Counting what Cloudflare would bill.");
    const counted = await countUsage();
    const rows = ROWS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
    const measurements = await measured(targets, rows, ready, plan, left, notes);
    measurements.push(...sizes(targets, ready));
    // The last thing that is done: it must not take with it what was measured before.
    const starts = restarted(targets, ready, plan.restarts, left).catch((error: Error) => {
      notes.push(`No cold start: ${error.message.split("\n")[0]}`);
      return [];
    });
    measurements.push(...(await starts));
    const report = { machine: about, notes, measurements, bills: bills(measurements, counted, notes) };
    console.log(printed(report));
    keep(report, "latest");
    writeFileSync(new URL("latest.svg", RESULTS), plot(report));
    say(`It took ${Math.round((performance.now() - begun) / 1_000)} s.`);
  } finally {
    await Promise.all(targets.map(({ stop }) => stop()));
  }
}

/** What so many conversations in use take up, filled in however long it takes: sizes alone, so that a busy machine does not count. */
export async function measureStore(conversations: number): Promise<void> {
  const begun = performance.now();
  const notes: string[] = [];
  const about = machine();
  const ready = new Map<Target, { filled: Filled }>();
  const all = await started(notes);
  try {
    for (const target of all.filter(({ calls }) => calls !== null)) {
      say(`Filling ${target.name} with ${conversations} conversations of ${MESSAGES} messages.`);
      const one = await fill(target, { conversations, messages: MESSAGES, milliseconds: STORE_MS });
      ready.set(target, one);
      notes.push(...inWords(target, one.filled));
      await target.stop();
    }
    const report = { machine: about, notes, measurements: sizes([...ready.keys()], ready), bills: [] };
    console.log(printed(report));
    keep(report, "store");
    say(`It took ${Math.round((performance.now() - begun) / 1_000)} s.`);
  } finally {
    await Promise.all(all.map(({ stop }) => stop()));
  }
}

async function started(notes: string[]): Promise<Target[]> {
  const targets: Target[] = [];
  try {
    for (const start of [startProduct, startSameJob, startInsert]) targets.push(await start());
    const stack = await startStack();
    if (stack) targets.push(stack);
    else notes.push("The seed's stack is left out: Debian's postgresql is not installed (apt-get install postgresql).");
    return targets;
  } catch (error) {
    await Promise.all(targets.map(({ stop }) => stop()));
    throw error;
  }
}

function inWords(target: Target, { conversations, messages, isWhole, failed }: Filled): string[] {
  const short = `${target.name}: time was for ${conversations} conversations and ${messages} messages: no sizes of it.`;
  return [
    ...(isWhole ? [] : [short]),
    ...(failed > 0 ? [`${target.name}: ${failed} messages failed while it was filled.`] : []),
  ];
}

/** Round by round, all rows at all targets: what the machine does beside this meets them alike. */
async function measured(
  targets: Target[],
  rows: Row[],
  ready: Map<Target, { prepared: Prepared }>,
  plan: { rounds: number; roundMs: number },
  left: () => number,
  notes: string[],
): Promise<Measurement[]> {
  const measurements = rows.map(
    ({ name, unit, goals }): Measurement => ({
      ...{ name, unit, goals },
      results: targets.map((target) => ({ name: target.name, rounds: [] })),
    }),
  );
  for (let round = 0; round < plan.rounds; round++) {
    const before = left();
    for (const [index, row] of rows.entries()) {
      if (left() <= 0) {
        notes.push(`Time was up in round ${round + 1} of ${plan.rounds}, before "${row.name}".`);
        return measurements;
      }
      say(`Round ${round + 1} of ${plan.rounds}: ${row.name}`);
      for (const target of turned(targets, round)) {
        const { prepared } = ready.get(target) as { prepared: Prepared };
        const one = await row.measure(target, prepared, plan.roundMs);
        if (one) measurements[index]?.results.find(({ name }) => name === target.name)?.rounds.push(one);
      }
    }
    if (round + 1 < plan.rounds && left() < before - left()) {
      notes.push(`Time was for ${round + 1} of ${plan.rounds} rounds.`);
      break;
    }
  }
  return measurements;
}

/** Another one begins in each round. */
const turned = <T>(all: readonly T[], by: number): T[] => all.map((_, index) => all[(index + by) % all.length] as T);

/** Of those that hold the same. */
function sizes(targets: Target[], ready: Map<Target, { filled: Filled }>): Measurement[] {
  const filled = targets.flatMap((target) => {
    const one = ready.get(target)?.filled;
    return one?.isWhole && target.calls !== null ? [{ name: target.name, one }] : [];
  });
  const line = (of: Line, value: (filled: Filled) => number): Measurement => ({
    ...of,
    results: filled.map(({ name, one }) => ({ name, rounds: [single(value(one))] })),
  });
  return [
    line(MEMORY, ({ memory_mib }) => memory_mib),
    line(DISK, ({ disk_bytes, messages }) => disk_bytes / messages / 1_024),
    line(HANDLES, ({ handles }) => handles),
  ];
}

/** Ended and begun again, until the last messages of a conversation are answered. */
async function restarted(
  targets: Target[],
  ready: Map<Target, { prepared: Prepared }>,
  times: number,
  left: () => number,
): Promise<Measurement[]> {
  const line: Measurement = { ...COLD, results: targets.map(({ name }) => ({ name, rounds: [] })) };
  for (let round = 0; round < times; round++)
    for (const target of turned(targets, round)) {
      if (round > 0 && left() < 0) return [line];
      say(`Start ${round + 1} of ${times}: ${target.name}`);
      const milliseconds = await target.restart();
      const asked = performance.now();
      const { prepared } = ready.get(target) as { prepared: Prepared };
      const shot = target.calls?.recent(prepared.hot, 4) ?? target.append(prepared.hot);
      await load(target.url, { clients: 1, milliseconds: 10_000, count: 1 }, () => shot);
      const value = milliseconds + performance.now() - asked;
      line.results.find(({ name }) => name === target.name)?.rounds.push(single(value));
    }
  return [line];
}

/** From the CPU of 8 clients, which are the fewest that a server is busy with. */
function bills(measurements: Measurement[], counted: Counts, notes: string[]): Report["bills"] {
  const own = (name: string, figure: "value" | "cpu_us") => {
    const line = measurements.find((one) => one.name === name);
    return line ? median(line, "product", figure) : Number.NaN;
  };
  const stored_bytes = own(DISK.name, "value") * 1_024;
  const ways = {
    "by the API": { key: "api", cpu_ms: own("append, 100 conversations, 8 clients", "cpu_us") / 1_000 },
    "by the webhook": { key: "webhook", cpu_ms: own("webhook, 8 clients", "cpu_us") / 1_000 },
  } as const;
  return Object.entries(ways).map(([way, { key, cpu_ms }]) => {
    const measured = { ...counted[key], cpu_ms, stored_bytes };
    const unknown = Object.entries(measured).flatMap(([item, one]) => (Number.isNaN(one) ? [item] : []));
    if (unknown.length > 0) notes.push(`The bill ${way} is without what was not measured: ${unknown.join(", ")}.`);
    const usage = Object.fromEntries(
      Object.entries(measured).map(([item, one]) => [item, one || 0]),
    ) as unknown as Usage;
    return { way, usage, per_million: billOf(usage) };
  });
}

function keep(report: Report, name: "latest" | "store"): void {
  mkdirSync(RESULTS, { recursive: true });
  const text = `${JSON.stringify(report, null, 2)}\n`;
  const date = report.machine.at.slice(0, 19).replaceAll(":", "");
  const files = [`${date}.json`, `${name}.json`];
  for (const file of files) writeFileSync(new URL(file, RESULTS), text);
  say(`Kept in bench/results: ${files.join(", ")}.`);
}
