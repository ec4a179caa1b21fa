import { at, type Limits, load, type Shot } from "./load.ts";
import { cpuMicroseconds, settled } from "./processes.ts";
import type { Listener, Name, Target } from "./target.ts";

/** What one round of a row came to. `value` is what is compared. */
export interface Round {
  value: number;
  p50_ms: number;
  p99_ms: number;
  /** Of the server for one call, with what it did behind the answer. */
  cpu_us: number;
  failed: number;
}

/** What the product is to reach, as a multiple of another target's figure; or of its own median for `p99_ms`. */
export interface Goal {
  figure: "value" | "cpu_us" | "p99_ms";
  over: Name | "p50_ms";
  least?: number;
  most?: number;
}

type Unit = "per second" | "ms" | "MiB" | "KiB each" | "handles";

/** One line of the table. */
export interface Line {
  name: string;
  unit: Unit;
  goals: Goal[];
}

/** A line that is measured in rounds. */
export interface Row extends Line {
  /** One round at a target; null where it has no such thing. */
  measure(target: Target, prepared: Prepared, milliseconds: number): Promise<Round | null>;
}

/** Conversations that were opened before anything is measured. */
export interface Prepared {
  /** A hundred, among which messages are spread. */
  spread: string[];
  /** One that has at least fifty messages. */
  hot: string;
}

// The goals are the project's own, set before it was built.
const overStack = (least: number): Goal => ({ figure: "value", over: "stack", least });
const overFloor: Goal = { figure: "value", over: "same job", least: 0.8 };
const cpuOverStack: Goal = { figure: "cpu_us", over: "stack", most: 0.8 };
const tail: Goal = { figure: "p99_ms", over: "p50_ms", most: 5 };
/** A time that is to be 0.8 of the floor's speed. */
const timeOverFloor: Goal = { figure: "value", over: "same job", most: 1 / 0.8 };

const CLIENTS_OF_TAIL = 8;
const MESSAGES = 20;
const PAUSE_MS = 10;
/** Whom webhooks are about. */
export const PEOPLE = 100;
const BATCH = 20;
let turn = 0;

const rateRow = (what: string, clients: number, goals: Goal[], measure: Row["measure"]): Row => ({
  name: `${what}, ${clients} ${clients === 1 ? "client" : "clients"}`,
  unit: "per second",
  goals: [...goals, ...(clients === CLIENTS_OF_TAIL ? [tail] : [])],
  measure,
});

const appends = (clients: number, goals: Goal[] = []): Row =>
  rateRow("append, 100 conversations", clients, [...goals, overFloor], (target, { spread }, ms) =>
    rate(target, { clients, milliseconds: ms }, () => target.append(spread[turn++ % spread.length] ?? "")),
  );

/** How soon an append is answered where nothing else is being asked: what follows from the one before is done by then. */
const paced: Row = {
  name: `append, 100 conversations, one at a time, ${PAUSE_MS} ms between`,
  unit: "ms",
  goals: [timeOverFloor],
  measure: async (target, { spread }, ms) => {
    const round = await rate(target, { clients: 1, milliseconds: ms, pauseMs: PAUSE_MS }, () =>
      target.append(spread[turn++ % spread.length] ?? ""),
    );
    return { ...round, value: round.p50_ms };
  },
};

const hot = (clients: number): Row =>
  rateRow("append, one hot conversation", clients, [overStack(2), overFloor], (target, prepared, ms) =>
    rate(target, { clients, milliseconds: ms }, () => target.append(prepared.hot)),
  );

const webhooks = (clients: number, size = 1): Row =>
  rateRow(size === 1 ? "webhook" : `webhook, ${size} messages each`, clients, [], async (target, _, ms) => {
    const { webhook } = target;
    if (webhook === null) return null;
    const people = () => Array.from({ length: size }, () => turn++ % PEOPLE);
    const round = await rate(target, { clients, milliseconds: ms }, () => webhook(people()));
    return { ...round, value: round.value * size, cpu_us: round.cpu_us / size };
  });

const reads = (name: string, least: number, shot: (target: Target, prepared: Prepared) => Shot | undefined): Row =>
  rateRow(name, CLIENTS_OF_TAIL, [overStack(least), overFloor], async (target, prepared, ms) => {
    const one = shot(target, prepared);
    return one === undefined ? null : rate(target, { clients: CLIENTS_OF_TAIL, milliseconds: ms }, () => one);
  });

const fanOut = (sockets: number, goals: Goal[]): Row => ({
  name: `to the last of ${sockets === 1 ? "1 socket" : `${sockets} sockets`}`,
  unit: "ms",
  goals: [...goals, timeOverFloor],
  measure: (target, { spread }) => lastOf(target, spread[0] ?? "", sockets),
});

/** The lines that are measured in rounds. */
export const ROWS: Row[] = [
  appends(1),
  appends(8, [overStack(1), cpuOverStack]),
  appends(32, [overStack(1), cpuOverStack]),
  appends(128),
  paced,
  hot(8),
  hot(32),
  webhooks(1),
  webhooks(8),
  webhooks(32),
  webhooks(128),
  webhooks(8, BATCH),
  reads("last 50 messages", 1.5, ({ calls }, { hot }) => calls?.last(hot, 50)),
  reads("last 4 messages", 1.5, ({ calls }, { hot }) => calls?.recent(hot, 4)),
  reads("active list, 50 of all", 3, ({ calls }) => calls?.active(50)),
  fanOut(1, []),
  fanOut(200, [{ figure: "value", over: "stack", most: 0.8 }]),
];

async function rate(target: Target, limits: Limits, next: () => Shot): Promise<Round> {
  let count = 0;
  const counted = () => {
    count++;
    return next();
  };
  const before = cpuMicroseconds(target.pids());
  const { per_second, p50_ms, p99_ms, failed } = await load(target.url, limits, counted);
  await settled(target.pids());
  return { value: per_second, p50_ms, p99_ms, failed, cpu_us: (cpuMicroseconds(target.pids()) - before) / count };
}

/** From the POST of a message to its arrival at the last of so many sockets, one message at a time. */
async function lastOf(target: Target, conversationId: string, count: number): Promise<Round | null> {
  const { calls } = target;
  if (calls === null) return null;
  const sockets: Listener[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(20, count - sockets.length) }, () => calls.listen(conversationId));
    sockets.push(...(await Promise.all(some)));
  }
  await settled(target.pids());
  const times: number[] = [];
  const before = cpuMicroseconds(target.pids());
  for (let index = 0; index < MESSAGES; index++) times.push(await untilHeard(target, conversationId, sockets));
  const cpu_us = (cpuMicroseconds(target.pids()) - before) / MESSAGES;
  for (const socket of sockets) socket.close();
  await settled(target.pids());
  return { value: at(times, 0.5), p50_ms: at(times, 0.5), p99_ms: at(times, 0.99), cpu_us, failed: 0 };
}

async function untilHeard(target: Target, conversationId: string, sockets: Listener[]): Promise<number> {
  const text = `Message ${turn++}`;
  const begun = performance.now();
  const heard = sockets.map(
    (socket) => new Promise<void>((resolve) => socket.onText((one) => one === text && resolve())),
  );
  const last = Promise.all(heard).then(() => performance.now() - begun);
  const once = { clients: 1, milliseconds: 10_000, count: 1 };
  const { failed } = await load(target.url, once, () => target.append(conversationId, text));
  if (failed > 0) throw new Error(`${target.name} did not take the message that sockets were to hear`);
  return last;
}
