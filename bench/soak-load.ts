import { Agent } from "node:http";
import { at, type Shot, shoot } from "./load.ts";
import type { Listener } from "./target.ts";
import { type Shop, sockets } from "./targets/product.ts";

/** What was done since the last look, and how long it took. */
export interface Done {
  /** Messages of customers and answers of agents that were acknowledged. */
  acknowledged: number;
  /** Messages that sockets were told of. */
  heard: number;
  webhook_p50_ms: number;
  webhook_p99_ms: number;
  read_p50_ms: number;
  read_p99_ms: number;
  failed: number;
  /** What was not even begun, since too much was under way. */
  held_back: number;
}

/** Everybody who uses a store at once. */
export interface MixedLoad {
  /** Answers of agents that were acknowledged, from the beginning. */
  answers(): number;
  take(): Done;
  /** Tells the store what became of a message that it sent. */
  tell(message: { id: string; to: string }): void;
  /** Why calls failed, each with how often. */
  failures(): Map<string, number>;
  stop(): Promise<void>;
}

interface Shape {
  /** How many write; each has a conversation. */
  people: number;
  sockets: number;
  /** Calls a second, whatever the store does: a queue that grows is seen, not hidden. */
  rate: number;
}

/** Shares of all calls: customers write, agents answer, and the others read. */
const [WRITE, ANSWER] = [0.45, 0.12];
const SOCKETS_A_SECOND = 2;
const UNDER_WAY = 300;
const CLIENTS = 64;
const TELL_EVERY_MS = 250;
/** The runtime closes what rests for 15 seconds: whoever keeps a connection for longer may call just then. */
const IDLE_MS = 10_000;

type Kind = "webhook" | "answer" | "read";

/** Begins when all sockets are there. */
export async function startLoad(shop: Shop, ids: string[], shape: Shape): Promise<MixedLoad> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS, timeout: IDLE_MS });
  const headers = { Authorization: `Bearer ${shop.bearer}` };
  const any = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T;
  const listening: Listener[] = [];
  const listen = sockets(shop);
  let times: Record<Kind, number[]> = { webhook: [], answer: [], read: [] };
  let [answers, heard, failed, heldBack, underWay] = [0, 0, 0, 0, 0];
  let told: { id: string; to: string }[] = [];
  const failures = new Map<string, number>();
  const fail = (why: string) => {
    failed++;
    failures.set(why, (failures.get(why) ?? 0) + 1);
  };

  const enter = async () => {
    const socket = await listen(any(ids));
    socket.onText(() => heard++);
    listening.push(socket);
  };
  const readings: (() => Shot)[] = [
    () => ({ path: `/api/v1/conversations/${any(ids)}/messages?limit=50`, headers }),
    () => ({ path: `/api/v1/conversations/${any(ids)}/messages/recent?count=4`, headers }),
    () => ({ path: "/api/v1/conversations/active?limit=50", headers }),
  ];
  const answer = (): Shot => {
    const body = JSON.stringify({ conversation_id: any(ids), sender_type: "agent", content: "It is on its way." });
    return { path: "/api/v1/messages", headers, body };
  };
  const call = async (kind: Kind, shot: Shot) => {
    const begun = performance.now();
    underWay++;
    const status = await shoot(shop.url, agent, shot).catch((error) => `${error.code ?? error.message}`);
    underWay--;
    if (typeof status === "string" || status < 200 || status >= 300) fail(`${kind} ${status}`);
    else {
      times[kind].push(performance.now() - begun);
      if (kind === "answer") answers++;
    }
  };
  const one = () => {
    if (underWay >= UNDER_WAY) return heldBack++;
    const lot = Math.random();
    if (lot < WRITE) return call("webhook", shop.webhook([Math.floor(Math.random() * shape.people)]));
    return lot < WRITE + ANSWER ? call("answer", answer()) : call("read", any(readings)());
  };
  const change = async () => {
    listening.shift()?.close();
    await enter().catch((error) => fail(error.message));
  };
  const tellAll = async () => {
    const sent = told.splice(0);
    if (sent.length === 0) return;
    await call("webhook", shop.statuses(sent, "sent"));
    await call("webhook", shop.statuses(sent, "delivered"));
  };

  while (listening.length < shape.sockets)
    await Promise.all(Array.from({ length: Math.min(20, shape.sockets - listening.length) }, enter));
  const timers = [
    ...[setInterval(one, 1_000 / shape.rate), setInterval(() => void tellAll(), TELL_EVERY_MS)],
    ...(shape.sockets > 0 ? [setInterval(() => void change(), 1_000 / SOCKETS_A_SECOND)] : []),
  ];
  return {
    answers: () => answers,
    failures: () => failures,
    tell: (message) => told.push(message),
    take: () => {
      const { webhook, answer, read } = times;
      const done = {
        acknowledged: webhook.length + answer.length,
        heard,
        webhook_p50_ms: at(webhook, 0.5),
        webhook_p99_ms: at(webhook, 0.99),
        read_p50_ms: at(read, 0.5),
        read_p99_ms: at(read, 0.99),
        failed,
        held_back: heldBack,
      };
      times = { webhook: [], answer: [], read: [] };
      [heard, failed, heldBack] = [0, 0, 0];
      return done;
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      while (underWay > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await tellAll();
      told = [];
      for (const socket of listening) socket.close();
      agent.destroy();
    },
  };
}
