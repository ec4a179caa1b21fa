import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startProduct, startWorker } from "./servers.ts";

const { values } = parseArgs({
  options: {
    sockets: { type: "string", default: "200" },
    messages: { type: "string", default: "200" },
    idle: { type: "string", default: "1000" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(`node bench/sockets.ts [--sockets 200] [--messages 200] [--idle 1000]

From the POST of a message to its arrival at the last of so many sockets that look at its conversation, one message at a
time, beside the floor: an object that stores a row and sends it to every socket. Then the memory of idle sockets.`);
  process.exit(0);
}

const SOCKETS = Number(values.sockets);
const MESSAGES = Number(values.messages);
const IDLE = Number(values.idle);
/** An agent may have 20 at a time. */
const OF_AN_AGENT = 10;
const WARM_UP = 20;

const adminToken = randomUUID();
const floor = await startWorker(readFileSync(join(import.meta.dirname, "broadcast.js"), "utf8"), {
  OBJECT: "Broadcast",
});
const product = await startProduct(adminToken).catch(async (error) => {
  await floor.stop();
  throw error;
});
try {
  const rows = [
    { name: "floor", ...(await measureFloor()) },
    { name: "product", ...(await measureProduct()) },
  ];
  console.table(rows);
} finally {
  await Promise.all([product.stop(), floor.stop()]);
}

interface Measured {
  "first p50 ms": number;
  "last p50 ms": number;
  "last p99 ms": number;
  "KiB a socket": number;
}

async function measureFloor(): Promise<Measured> {
  const open = () => connect(floor.url, "/", {});
  const sockets = await many(SOCKETS, open);
  const say = (text: string) =>
    fetch(floor.url, { method: "POST", body: JSON.stringify({ text, more: "x".repeat(900) }) });
  const times = await measure(sockets, say, ({ text }) => text);
  return { ...times, "KiB a socket": await memory(floor.pid, open) };
}

async function measureProduct(): Promise<Measured> {
  const key = (await post("/admin/v1/tenants", adminToken, { name: "Bench" })).api_key.secret;
  const tokens = await agents(key, Math.ceil((SOCKETS + IDLE) / OF_AN_AGENT));
  let taken = 0;
  const open = () => {
    const token = tokens[Math.floor(taken++ / OF_AN_AGENT)];
    return connect(product.url, "/api/v1/realtime", { Authorization: `Bearer ${token}` });
  };
  const place = { outlet_id: randomUUID(), customer_phone: "+15550100200", customer_name: "Bench" };
  const { id: conversation_id } = await post("/api/v1/conversations/find-or-create", key, place);
  const sockets = await many(SOCKETS, open);
  await Promise.all(sockets.map((socket) => joined(socket, conversation_id)));
  const say = (content: string) => post("/api/v1/messages", key, { conversation_id, sender_type: "customer", content });
  const isMessage = (frame: Frame) => (frame.type === "conversation:message" ? frame.data.content : undefined);
  const times = await measure(sockets, say, isMessage);
  return { ...times, "KiB a socket": await memory(product.pid, open) };
}

// biome-ignore lint/suspicious/noExplicitAny: what a measurement reads of a frame is what it checks
type Frame = any;

/** One message after the other, each awaited at every socket. */
async function measure(
  sockets: WebSocket[],
  say: (text: string) => Promise<unknown>,
  textOf: (frame: Frame) => string | undefined,
): Promise<Omit<Measured, "KiB a socket">> {
  let arrived: (text: string) => void = () => undefined;
  for (const socket of sockets)
    socket.addEventListener("message", ({ data }) => {
      const text = String(data).startsWith("{") ? textOf(JSON.parse(String(data))) : undefined;
      if (text !== undefined) arrived(text);
    });
  const [first, last]: [number[], number[]] = [[], []];
  for (let index = 0; index < WARM_UP + MESSAGES; index++) {
    const text = `Message ${index}`;
    let count = 0;
    const begin = performance.now();
    const all = new Promise<void>((resolve) => {
      arrived = (one) => {
        if (one !== text) return;
        if (++count === 1 && index >= WARM_UP) first.push(performance.now() - begin);
        if (count === sockets.length) resolve();
      };
    });
    await Promise.all([say(text), all.then(() => index >= WARM_UP && last.push(performance.now() - begin))]);
  }
  return { "first p50 ms": at(first, 0.5), "last p50 ms": at(last, 0.5), "last p99 ms": at(last, 0.99) };
}

/** What a runtime's memory grows by for each idle socket. */
async function memory(pid: number | undefined, open: () => Promise<WebSocket>): Promise<number> {
  const before = residentKib(pid);
  const sockets = await many(IDLE, open);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const grown = residentKib(pid) - before;
  for (const socket of sockets) socket.close();
  return Math.round((grown / IDLE) * 10) / 10;
}

/** Of a process and all that it started, the runtimes among them only. */
function residentKib(pid: number | undefined): number {
  const processes = readdirSync("/proc").flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      const field = (key: string) => new RegExp(`^${key}:\\s+(\\S+)`, "m").exec(status)?.[1] ?? "";
      return [{ pid: Number(name), parent: Number(field("PPid")), name: field("Name"), kib: Number(field("VmRSS")) }];
    } catch {
      return [];
    }
  });
  const sumBelow = (of: number): number =>
    processes
      .filter(({ parent }) => parent === of)
      .reduce((total, one) => total + (one.name === "workerd" ? one.kib : 0) + sumBelow(one.pid), 0);
  const own = processes.find((one) => one.pid === pid);
  return pid === undefined ? 0 : sumBelow(pid) + (own?.name === "workerd" ? own.kib : 0);
}

async function many(count: number, open: () => Promise<WebSocket>): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < count) {
    const batch = Math.min(20, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: batch }, open))));
  }
  return sockets;
}

function connect(url: string, path: string, headers: Record<string, string>): Promise<WebSocket> {
  // Node's own takes headers; the type is a browser's.
  const Socket = WebSocket as unknown as new (url: string, options: object) => WebSocket;
  const socket = new Socket(url.replace("http", "ws") + path, { headers });
  return new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve(socket));
    socket.addEventListener("error", () => reject(new Error(`no socket at ${path}`)));
  });
}

function joined(socket: WebSocket, conversation_id: string): Promise<void> {
  socket.send(JSON.stringify({ type: "conversation:join", ref: 1, data: { conversation_id } }));
  return new Promise((resolve, reject) => {
    const heard = ({ data }: MessageEvent) => {
      const { type, ref } = JSON.parse(String(data));
      if (ref !== 1) return;
      socket.removeEventListener("message", heard);
      if (type === "answer") resolve();
      else reject(new Error(String(data)));
    };
    socket.addEventListener("message", heard);
  });
}

async function agents(key: string, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < count; index++) {
    const { id } = await post("/api/v1/agents", key, { name: `Agent ${index}`, email: `agent-${index}@bench.test` });
    tokens.push((await post(`/api/v1/agents/${id}/tokens`, key, {})).token);
  }
  return tokens;
}

// biome-ignore lint/suspicious/noExplicitAny: what is read of an answer is what it checks
async function post(path: string, bearer: string, body: unknown): Promise<any> {
  const headers = { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" };
  const response = await fetch(product.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

function at(numbers: number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 10) / 10;
}
