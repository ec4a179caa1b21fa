import { DurableObject } from "cloudflare:workers";

/**
 * The floor that does the same job, and nothing else: it checks a message, drops what it has, stores it in order with the
 * head of its conversation, looks for a word that asks for a person, tells the tenant's object behind the answer, and
 * pushes to who looks. No tenants' keys, no rules, no log.
 */
const KEYWORDS = [
  "speak to human",
  "talk to agent",
  "representative",
  "escalate",
  "supervisor",
  "manager",
  "complaint",
];
const SENDERS = ["customer", "llm", "agent", "flow", "system"];

export class Conversation extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, whatsapp_id TEXT UNIQUE, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS head (one INTEGER PRIMARY KEY, count INTEGER NOT NULL, body TEXT NOT NULL)`);
    const [head] = ctx.storage.sql.exec("SELECT count, body FROM head").toArray();
    this.count = head?.count ?? 0;
    this.head = head ? JSON.parse(head.body) : null;
  }

  append(id, wish) {
    const { sql } = this.ctx.storage;
    const whatsapp = wish.whatsapp_message_id ?? null;
    const known = whatsapp && sql.exec("SELECT body FROM messages WHERE whatsapp_id = ?", whatsapp).toArray()[0];
    if (known) return known.body;
    const seq = this.count + 1;
    const at = new Date().toISOString();
    const content = wish.content.toLowerCase();
    const word = wish.sender_type === "customer" ? KEYWORDS.find((one) => content.includes(one)) : undefined;
    const message = { id: crypto.randomUUID(), seq, conversation_id: id, ...wish, timestamp: at };
    const head = {
      id,
      status: word ? "handed_off" : (this.head?.status ?? "active"),
      handoff_requested: word !== undefined || this.head?.handoff_requested === true,
      started_at: this.head?.started_at ?? at,
      last_message_at: at,
      message_count: seq,
      customer_phone: "+6281234567890",
      customer_name: "Bench",
    };
    const body = JSON.stringify({ message, handoff_requested: word !== undefined });
    this.ctx.storage.transactionSync(() => {
      sql.exec("INSERT INTO messages (seq, whatsapp_id, body) VALUES (?, ?, ?)", seq, whatsapp, body);
      sql.exec("INSERT OR REPLACE INTO head (one, count, body) VALUES (1, ?, ?)", seq, JSON.stringify(head));
    });
    this.count = seq;
    this.head = head;
    this.ctx.waitUntil(this.env.TENANT.getByName("one").changed(id, JSON.stringify(head), at));
    for (const socket of this.ctx.getWebSockets()) socket.send(body);
    return body;
  }

  last(limit) {
    const rows = this.ctx.storage.sql.exec("SELECT body FROM messages ORDER BY seq DESC LIMIT ?", limit).toArray();
    return `[${rows
      .reverse()
      .map(({ body }) => body)
      .join(",")}]`;
  }

  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  // The runtime wishes to have one.
  webSocketMessage() {}

  webSocketClose(socket, code) {
    if (code !== 1006) socket.close(code === 1005 ? 1000 : code);
  }
}

export class Tenant extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS by_time ON conversations (at)`);
  }

  changed(id, body, at) {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO conversations (id, at, body) VALUES (?, ?, ?)", id, at, body);
  }

  active(limit) {
    const rows = this.ctx.storage.sql.exec("SELECT body FROM conversations ORDER BY at DESC LIMIT ?", limit).toArray();
    return `[${rows.map(({ body }) => body).join(",")}]`;
  }
}

const json = (body, status = 200) => new Response(body, { status, headers: { "Content-Type": "application/json" } });
const isMessage = (wish) =>
  typeof wish?.conversation_id === "string" &&
  SENDERS.includes(wish.sender_type) &&
  typeof wish.content === "string" &&
  wish.content.length > 0 &&
  wish.content.length <= 65_536;

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "POST") {
      const wish = await request.json().catch(() => null);
      if (!isMessage(wish)) return json('{"error":"invalid"}', 400);
      const { conversation_id, ...said } = wish;
      return json(await env.CONVERSATION.getByName(conversation_id).append(conversation_id, said), 201);
    }
    if (pathname === "/active")
      return json(await env.TENANT.getByName("one").active(Number(searchParams.get("limit"))));
    const [, kind, id] = pathname.split("/");
    if (kind === "socket") return env.CONVERSATION.getByName(id).fetch(request);
    if (kind === "messages") return json(await env.CONVERSATION.getByName(id).last(Number(searchParams.get("limit"))));
    return new Response("ok");
  },
};
