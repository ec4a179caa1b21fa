import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freePort, type Product, silenceServices, startProduct, until } from "../support/product.ts";

const state = mkdtempSync(join(tmpdir(), "socketio-"));
let ports: { worker: number; simulator: number };
let product: Product;
const open: Socket[] = [];

beforeAll(async () => {
  ports = { worker: await freePort(), simulator: await freePort() };
  product = await startProduct(state, ports);
  await silenceServices(product);
});

afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});

afterAll(async () => {
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
async function api(path: string, method = "GET", body?: unknown, key = product.key): Promise<any> {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const response = await fetch(`${product.api}/api/v1${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const json = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
  return json;
}

let people = 0;
async function hired(more: object = {}): Promise<{ id: string; token: string }> {
  people++;
  const agent = await api("/agents", "POST", { name: `Agent ${people}`, email: `a${people}@shop.example`, ...more });
  const { token } = await api(`/agents/${agent.id}/tokens`, "POST", {});
  return { id: agent.id, token };
}

let customers = 0;
async function conversation(outlet_id = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11"): Promise<string> {
  const customer_phone = `+1555${String(1_000_000 + customers++)}`;
  const made = await api("/conversations/find-or-create", "POST", { outlet_id, customer_phone });
  return made.conversation?.id ?? made.id;
}

const says = (conversation_id: string, content: string) =>
  api("/messages", "POST", { conversation_id, sender_type: "customer", content });

function connect(token: string | undefined, options: Partial<ManagerOptions & SocketOptions> = {}): Socket {
  const socket = io(product.api, { forceNew: true, ...(token !== undefined && { auth: { token } }), ...options });
  open.push(socket);
  return socket;
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an event is what it checks
const heard = (socket: Socket, event: string, of: (data: any) => boolean = () => true): Promise<any> =>
  new Promise((resolve) => {
    socket.on(event, (data) => {
      if (of(data)) resolve(data);
    });
  });

const transport = (socket: Socket) => socket.io.engine.transport.name;

describe.each([
  ["with its default settings", {}, "websocket"],
  ["by WebSocket alone", { transports: ["websocket"] }, "websocket"],
  ["by polling alone", { transports: ["polling"] }, "polling"],
])("the public client %s", (_, options: Partial<ManagerOptions>, by) => {
  test("runs the code of the documents: rooms, messages, hand-off, take-over, status", async () => {
    const ana = await hired();
    const id = await conversation();
    const socket = connect(ana.token, options);
    await heard(socket, "connect");
    expect(transport(socket)).toBe(by);
    const { id: tenant_id } = await api("/tenant");
    socket.emit("tenant:join", { tenant_id });
    const joined = await socket.emitWithAck("conversation:join", { conversation_id: id });
    expect(joined).toMatchObject({ conversation: { id } });

    const message = heard(socket, "conversation:message");
    await says(id, "Is it there?");
    expect(await message).toMatchObject({ conversation_id: id, content: "Is it there?" });

    const fresh = heard(socket, "conversation:new");
    const other = await conversation();
    expect(await fresh).toMatchObject({ id: other });

    const handoff = heard(socket, "conversation:handoff");
    const status = heard(socket, "conversation:status");
    await api(`/conversations/${id}/handoff`, "POST", { reason: "asks for a person" });
    expect(await handoff).toMatchObject({ conversation_id: id, handoff_requested: true });
    expect(await status).toMatchObject({ conversation_id: id, status: "handed_off" });

    const assigned = heard(socket, "agent:assigned", (data) => data.agent_id === ana.id);
    socket.emit("agent:takeover", { conversation_id: id, agent_id: ana.id });
    expect(await assigned).toMatchObject({ conversation_id: id, agent_id: ana.id });

    expect(await socket.emitWithAck("conversation:leave", { conversation_id: id })).toEqual({});
    socket.disconnect();
    expect(socket.connected).toBe(false);
  });

  test("is told why it is not let in", async () => {
    for (const [token, message] of [
      ["agent_00000000000000000000000000000000_0000000000000000000000000000000000000000000", "unauthorized"],
      [product.key, "forbidden"],
      [undefined, "unauthorized"],
    ]) {
      const socket = connect(token, options);
      expect(await heard(socket, "connect_error")).toMatchObject({ message });
    }
    const { token } = await hired();
    const elsewhere = io(`${product.api}/admin`, { forceNew: true, auth: { token }, ...options });
    open.push(elsewhere);
    expect(await heard(elsewhere, "connect_error")).toMatchObject({ message: "Invalid namespace" });
  });

  test("comes back after the runtime was killed, and gets what it missed", async () => {
    const { token } = await hired();
    const id = await conversation();
    const socket = connect(token, { ...options, reconnectionDelay: 100, reconnectionDelayMax: 500 });
    const seqs: number[] = [];
    socket.on("conversation:message", ({ seq }) => seqs.push(seq));
    // As a client does: on every connection it joins, and says what it has.
    socket.on("connect", () => {
      socket.emit("conversation:join", { conversation_id: id, after_seq: seqs.at(-1) ?? 0 });
    });
    await says(id, "one");
    await until("the first", async () => (seqs.length === 1 ? true : undefined));
    await product.kill();
    product = await startProduct(state, ports);
    for (const content of ["two", "three", "four"]) await says(id, content);
    await until("the rest", async () => (seqs.length === 4 ? true : undefined));
    const stored = await api(`/conversations/${id}/messages?limit=100&after_seq=0`);
    expect(seqs).toEqual(stored.map(({ seq }: { seq: number }) => seq));
  });
});

test("nobody joins another tenant's conversation or list, nor one of an outlet that is not theirs", async () => {
  const here = await api("/outlets", "POST", { name: "Here" });
  const there = await api("/outlets", "POST", { name: "There" });
  const { token } = await hired({ outlet_ids: [here.id] });
  const [mine, theirs] = [await conversation(here.id), await conversation(there.id)];
  const socket = connect(token);
  expect(await socket.emitWithAck("conversation:join", { conversation_id: mine })).toMatchObject({
    conversation: { id: mine },
  });
  for (const conversation_id of [theirs, "00000000-0000-8000-8000-000000000000"]) {
    expect(await socket.emitWithAck("conversation:join", { conversation_id })).toMatchObject({
      error: { code: "conversation_not_found", status: 404 },
    });
  }
  const refused = heard(socket, "error");
  socket.emit("tenant:join", { tenant_id: crypto.randomUUID() });
  expect(await refused).toMatchObject({ code: "tenant_mismatch" });
});

test("two hundred clients are told of a message, each once", async () => {
  const staff = await Promise.all(Array.from({ length: 20 }, () => hired()));
  const id = await conversation();
  const sockets = staff.flatMap(({ token }, one) =>
    Array.from({ length: 10 }, (_, other) => connect(token, (one + other) % 2 ? {} : { transports: ["websocket"] })),
  );
  const counts = sockets.map(() => 0);
  sockets.forEach((socket, index) => {
    socket.on("conversation:message", () => {
      counts[index] = (counts[index] ?? 0) + 1;
    });
  });
  await Promise.all(sockets.map((socket) => socket.emitWithAck("conversation:join", { conversation_id: id })));
  for (const content of ["one", "two", "three"]) await says(id, content);
  await until("the last", async () => (counts.every((count) => count >= 3) ? true : undefined));
  expect(counts).toEqual(sockets.map(() => 3));
});
