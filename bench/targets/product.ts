import { createHmac, randomUUID } from "node:crypto";
import { build } from "../../src/selfhost/build.ts";
import type { Shot } from "../load.ts";
import { startProduct as startServer } from "../servers.ts";
import { type Listener, type Target, TEXT } from "../target.ts";

const SECRET = "bench-app-secret";
const PHONE_NUMBER_ID = "15550009999";
/** What all of its webhooks say of the number. */
const ENVELOPE = {
  messaging_product: "whatsapp",
  metadata: { display_phone_number: PHONE_NUMBER_ID, phone_number_id: PHONE_NUMBER_ID },
};
/** An agent may have 20 sockets at a time. */
const SOCKETS_OF_AN_AGENT = 10;
const AGENTS = 100;

/** A tenant of this product that messages are stored for. */
export interface Shop {
  url: string;
  /** Of an API key. */
  bearer: string;
  post: Post;
  webhook(people: readonly number[]): Shot;
  /** What became of messages that were sent, by WhatsApp's ids, as its webhook tells it. */
  statuses(sent: readonly { id: string; to: string }[], status: "sent" | "delivered" | "read"): Shot;
  open(person: number): Promise<string>;
  append(conversationId: string, content?: string): Shot;
}

/** Makes a tenant with an API key and an inbox, without AI agent and people at work. */
export async function newShop(url: string, adminToken: string): Promise<Shop> {
  const post = poster(url);
  const { api_key } = await post("/admin/v1/tenants", adminToken, { name: "Bench" });
  const bearer: string = api_key.secret;
  const headers = { Authorization: `Bearer ${bearer}` };
  // What is measured is the store: whoever answers is a service of its own, and none of the peers has one.
  const body = JSON.stringify({ services: { ai: "off" } });
  const changed = await fetch(`${url}/api/v1/tenant`, { method: "PATCH", headers, body });
  if (!changed.ok) throw new Error(`the AI agent cannot be left out: ${await changed.text()}`);
  const secrets = { access_token: "bench", app_secret: SECRET, verify_token: "bench" };
  const number = { phone_number_id: PHONE_NUMBER_ID, display_phone_number: "+1 555 000 9999" };
  const inbox = await post("/api/v1/inboxes", bearer, {
    name: "Bench",
    channel: { type: "whatsapp", ...number, ...secrets },
  });
  const outlet_id = randomUUID();
  const hook = (values: object[]): Shot => {
    const changes = values.map((value) => ({ field: "messages", value: { ...ENVELOPE, ...value } }));
    const body = JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "0", changes }] });
    const signature = createHmac("sha256", SECRET).update(body).digest("hex");
    return { path: `/webhooks/whatsapp/${inbox.id}`, headers: { "X-Hub-Signature-256": `sha256=${signature}` }, body };
  };
  return {
    url,
    bearer,
    post,
    open: async (person) => {
      const customer_phone = `+62812${String(person).padStart(8, "0")}`;
      const wish = { outlet_id, customer_phone, customer_name: "Bench" };
      return (await post("/api/v1/conversations/find-or-create", bearer, wish)).id;
    },
    append: (conversation_id, content = TEXT) => ({
      path: "/api/v1/messages",
      headers,
      body: JSON.stringify({ conversation_id, sender_type: "customer", content, whatsapp_message_id: randomUUID() }),
    }),
    webhook: (people) => hook(people.map((one) => inbound(`62813${String(one).padStart(8, "0")}`))),
    statuses: (sent, status) => hook([outbound(sent, status)]),
  };
}

/** This product, as `npm start` runs it. */
export async function startProduct(): Promise<Target> {
  const adminToken = randomUUID();
  const server = await startServer(adminToken);
  const shop = await newShop(server.url, adminToken).catch(async (error) => {
    await server.stop();
    throw error;
  });
  const headers = { Authorization: `Bearer ${shop.bearer}` };
  const place = (id: string, rest: string) => ({ path: `/api/v1/conversations/${id}/${rest}`, headers });
  const socketOf = sockets(shop);
  return {
    name: "product",
    what: "this product, as `npm start` runs it",
    url: server.url,
    pids: () => [server.pid],
    directory: server.directory,
    restart: async () => {
      // Whoever edits the sources meanwhile does not lengthen the start.
      await build({ toleratesConsole: true });
      return server.restart();
    },
    stop: server.stop,
    open: shop.open,
    append: shop.append,
    webhook: shop.webhook,
    calls: {
      last: (id, limit) => place(id, `messages?limit=${limit}`),
      recent: (id, count) => place(id, `messages/recent?count=${count}`),
      active: (limit) => ({ path: `/api/v1/conversations/active?limit=${limit}`, headers }),
      listen: socketOf,
    },
  };
}

/** Opens sockets of agents that are told of one conversation, so many of each agent as one may have. */
export function sockets({ url, post, bearer }: Shop): (conversationId: string) => Promise<Listener> {
  const tokens: Promise<string>[] = [];
  let count = 0;
  return async (conversationId) => {
    // Many are opened and closed in turn: an agent is not met again before its former ones are long gone.
    const agent = Math.floor(count++ / SOCKETS_OF_AN_AGENT) % AGENTS;
    tokens[agent] ??= newAgent(post, bearer, agent);
    return listener(`${url}/api/v1/realtime`.replace("http", "ws"), await tokens[agent], conversationId);
  };
}

// biome-ignore lint/suspicious/noExplicitAny: what is read of an answer is what it checks
type Post = (path: string, bearer: string, body: unknown) => Promise<any>;

const poster =
  (url: string): Post =>
  async (path, bearer, body) => {
    const headers = { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" };
    const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };

async function newAgent(post: Post, bearer: string, index: number): Promise<string> {
  const { id } = await post("/api/v1/agents", bearer, { name: `Agent ${index}`, email: `agent-${index}@bench.test` });
  return (await post(`/api/v1/agents/${id}/tokens`, bearer, {})).token;
}

async function listener(url: string, token: string, conversation_id: string): Promise<Listener> {
  // Node's own takes headers; the type is a browser's.
  const Socket = WebSocket as unknown as new (url: string, options: object) => WebSocket;
  const socket = new Socket(url, { headers: { Authorization: `Bearer ${token}` } });
  let heard: (text: string) => void = () => undefined;
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => socket.send(JSON.stringify({ type: "conversation:join", ref: 1, data: { conversation_id } }));
    socket.onerror = () => reject(new Error("no socket"));
    socket.onclose = ({ code }) => reject(new Error(`the socket was closed with ${code}`));
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(`${data}`);
      if (frame.ref === 1 && frame.type === "answer") resolve();
      else if (frame.ref === 1) reject(new Error(`${data}`));
      for (const one of frame.type === "events" ? frame.data : [frame])
        if (one.type === "conversation:message") heard(one.data.content);
    };
  });
  return { onText: (listener) => (heard = listener), close: () => socket.close() };
}

const seconds = () => String(Math.floor(Date.now() / 1000));

const inbound = (from: string) => ({
  contacts: [{ profile: { name: "Bench" }, wa_id: from }],
  messages: [{ from, id: `wamid.${randomUUID()}`, timestamp: seconds(), type: "text", text: { body: TEXT } }],
});

const outbound = (sent: readonly { id: string; to: string }[], status: string) => ({
  statuses: sent.map(({ id, to }) => ({ id, status, timestamp: seconds(), recipient_id: to })),
});
