import { afterAll, beforeAll, expect, test } from "vitest";
import { directoryFor } from "../support/directory.ts";
import { freePort, type Product, startProduct, until } from "../support/product.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
type Json = any;

const AGENTS = 5;
const SOCKETS_OF_EACH = 10;
const MESSAGES = 300;
/** So many messages are stored before the runtime is killed. */
const BEFORE = 120;
const AT_ONCE = 8;

const state = directoryFor("resume");
let ports: { worker: number; simulator: number };
let product: Product;

beforeAll(async () => {
  ports = { worker: await freePort(), simulator: await freePort() };
  product = await startProduct(state, ports);
});
afterAll(() => product.stop());

async function api(path: string, method = "GET", body?: unknown, more: Record<string, string> = {}): Promise<Json> {
  const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": "application/json", ...more };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${product.api}/api/v1${path}`, init);
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
  return response.json();
}

/** A console of an agent's: comes back by itself, and names the last seq that it has. */
class Client {
  readonly seqs: number[] = [];
  reconnects = -1;
  readonly #bearer: string;
  readonly #conversation: string;
  #isOver = false;
  #socket: WebSocket | null = null;

  constructor(bearer: string, conversation: string) {
    this.#bearer = bearer;
    this.#conversation = conversation;
    void this.#connect();
  }

  get last(): number {
    return this.seqs.at(-1) ?? 0;
  }

  close(): void {
    this.#isOver = true;
    this.#socket?.close();
  }

  async #connect(): Promise<void> {
    const headers = { Authorization: `Bearer ${this.#bearer}`, "Content-Type": "application/json" };
    const issued = await fetch(`${product.api}/api/v1/realtime/tickets`, { method: "POST", headers, body: "{}" })
      .then((response) => (response.ok ? (response.json() as Promise<{ ticket: string }>) : null))
      .catch(() => null);
    if (issued === null) return this.#again();
    this.#socket = new WebSocket(`${product.api.replace("http", "ws")}/api/v1/realtime?ticket=${issued.ticket}`);
    this.#socket.onopen = () => {
      this.reconnects += 1;
      const data = { conversation_id: this.#conversation, after_seq: this.last, events: true };
      this.#socket?.send(JSON.stringify({ type: "conversation:join", ref: 1, data }));
    };
    this.#socket.onmessage = ({ data }) => this.#hear(JSON.parse(String(data)));
    this.#socket.onclose = () => this.#again();
  }

  #hear(frame: Json): void {
    if (frame.type === "events") for (const one of frame.data) this.#hear(one);
    if (frame.type === "event") this.seqs.push(frame.data.seq);
  }

  #again(): void {
    if (!this.#isOver) setTimeout(() => void this.#connect(), 100);
  }
}

test("50 sockets that lose their server under load come back and end with the same log, without a gap", async () => {
  const { default_outlet_id: outlet_id } = await api("/tenant");
  const { id } = await api("/conversations", "POST", { outlet_id, customer_phone: "+15550107788" });
  const clients: Client[] = [];
  for (let number = 0; number < AGENTS; number++) {
    const agent = await api("/agents", "POST", { name: `Agent ${number}`, email: `resume-${number}@shop.example` });
    const { token } = await api(`/agents/${agent.id}/tokens`, "POST", {});
    for (let socket = 0; socket < SOCKETS_OF_EACH; socket++) clients.push(new Client(token, id));
  }
  await until("all sockets to be open", async () => (clients.every(({ last }) => last > 0) ? true : undefined));

  let stored = 0;
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < MESSAGES) {
      const number = next++;
      const message = { conversation_id: id, sender_type: "system", content: `message ${number}`, deliver: false };
      await until(`message ${number} to be stored`, () =>
        api("/messages", "POST", message, { "Idempotency-Key": `resume-${number}` }).catch(() => undefined),
      );
      stored += 1;
    }
  };
  const senders = Array.from({ length: AT_ONCE }, sender);
  await until("enough messages", async () => (stored >= BEFORE ? true : undefined));
  await product.kill();
  product = await startProduct(state, ports);
  await Promise.all(senders);

  const { last_seq } = await api(`/conversations/${id}`);
  await until("every socket to have it all", async () =>
    clients.every(({ last }) => last === last_seq) ? true : undefined,
  );
  const whole = Array.from({ length: last_seq }, (_, index) => index + 1);
  for (const client of clients) {
    expect(client.seqs).toEqual(whole);
    expect(client.reconnects).toBeGreaterThan(0);
    client.close();
  }
  const messages: Json[] = await api(`/conversations/${id}/messages?limit=${MESSAGES}`);
  expect(new Set(messages.map(({ content }) => content)).size).toBe(MESSAGES);
  expect(messages).toHaveLength(MESSAGES);
}, 180_000);
