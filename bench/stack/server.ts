import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import express, { type NextFunction, type Request, type Response } from "express";
import pg from "pg";
import { Server } from "socket.io";
import * as z from "zod";

/**
 * The seed's conversation service as a competent engineer would build it: Express, a pool of PostgreSQL sessions with
 * prepared statements, one transaction a message, Socket.IO rooms. It asks no caller for a bearer: that is in its favour.
 */
const pool = new pg.Pool({ host: process.env.PGHOST, user: process.env.PGUSER, database: "postgres", max: 16 });
// A session that the database ends while nobody uses it is not the end of the server.
pool.on("error", (error) => console.error(error.message));
const app = express();
const http = createServer(app);
const io = new Server(http, { transports: ["websocket"] });

io.on("connection", (socket) => {
  socket.on("conversation:join", ({ conversation_id }, joined?: () => void) => {
    void socket.join(`conversation:${conversation_id}`);
    joined?.();
  });
  socket.on("tenant:join", ({ tenant_id }, joined?: () => void) => {
    void socket.join(`tenant:${tenant_id}`);
    joined?.();
  });
});

app.disable("x-powered-by");
app.set("etag", false);
app.use(express.json({ limit: "1mb" }));

const KEYWORDS = [
  "speak to human",
  "talk to agent",
  "representative",
  "escalate",
  "supervisor",
  "manager",
  "complaint",
  "human",
  "person",
];

const NewConversation = z.object({
  outlet_id: z.guid(),
  customer_phone: z.string().min(5).max(20),
  customer_name: z.string().max(255).nullish(),
});
const NewMessage = z.object({
  conversation_id: z.guid(),
  sender_type: z.enum(["customer", "llm", "agent"]),
  sender_id: z.string().nullish(),
  content: z.string().min(1).max(65_536),
  whatsapp_message_id: z.string().max(255).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

const COLUMNS = 'id, conversation_id, seq, sender_type, sender_id, content, whatsapp_message_id, "timestamp", metadata';
const query = (name: string, text: string) => (client: pg.Pool | pg.PoolClient, values: unknown[]) =>
  client.query({ name, text, values });

const findOpen = query(
  "find-open",
  "SELECT * FROM conversations WHERE tenant_id = $1 AND outlet_id = $2 AND customer_phone = $3 AND ended_at IS NULL",
);
const insertConversation = query(
  "insert-conversation",
  `INSERT INTO conversations (id, tenant_id, outlet_id, customer_phone, customer_name) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (tenant_id, outlet_id, customer_phone) WHERE ended_at IS NULL DO NOTHING RETURNING *`,
);
const lockConversation = query(
  "lock-conversation",
  "SELECT status, message_count, handoff_requested FROM conversations WHERE id = $1 AND tenant_id = $2 FOR UPDATE",
);
const findKnown = query(
  "find-known",
  `SELECT ${COLUMNS} FROM messages WHERE tenant_id = $1 AND whatsapp_message_id = $2`,
);
const insertMessage = query(
  "insert-message",
  `INSERT INTO messages (id, tenant_id, conversation_id, seq, sender_type, sender_id, content, whatsapp_message_id, metadata)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, whatsapp_message_id) DO NOTHING RETURNING ${COLUMNS}`,
);
const updateConversation = query(
  "update-conversation",
  `UPDATE conversations SET last_message_at = now(), message_count = message_count + 1,
   handoff_requested = handoff_requested OR $2, handoff_reason = COALESCE($3, handoff_reason),
   status = CASE WHEN $2 THEN 'handed_off' ELSE status END WHERE id = $1`,
);
const lastMessages = query(
  "last-messages",
  `SELECT ${COLUMNS} FROM messages WHERE conversation_id = $1 AND tenant_id = $2 ORDER BY seq DESC LIMIT $3`,
);
const listActive = query(
  "list-active",
  "SELECT * FROM conversations WHERE tenant_id = $1 AND status = 'active' ORDER BY last_message_at DESC LIMIT $2",
);

const tenantOf = (request: Request): string => z.guid().parse(request.header("x-tenant-id"));
type Handler = (request: Request, response: Response) => Promise<unknown>;
const handled = (handler: Handler) => (request: Request, response: Response, next: NextFunction) =>
  void handler(request, response).catch(next);

app.get("/health", (_, response) => void response.json({ status: "healthy", service: "conversation-service" }));

app.post(
  "/api/v1/conversations/find-or-create",
  handled(async (request, response) => {
    const tenant = tenantOf(request);
    const { outlet_id, customer_phone, customer_name = null } = NewConversation.parse(request.body);
    const found = (await findOpen(pool, [tenant, outlet_id, customer_phone])).rows[0];
    if (found) return response.json(found);
    const made = (await insertConversation(pool, [randomUUID(), tenant, outlet_id, customer_phone, customer_name]))
      .rows[0];
    const conversation = made ?? (await findOpen(pool, [tenant, outlet_id, customer_phone])).rows[0];
    if (made) io.to(`tenant:${tenant}`).emit("conversation:new", conversation);
    return response.status(made ? 201 : 200).json(conversation);
  }),
);

app.post(
  "/api/v1/messages",
  handled(async (request, response) => {
    const tenant = tenantOf(request);
    const wish = NewMessage.parse(request.body);
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      const conversation = (await lockConversation(client, [wish.conversation_id, tenant])).rows[0];
      if (!conversation) {
        await client.query("ROLLBACK");
        return response.status(404).json({ error: "Conversation not found" });
      }
      const content = wish.content.toLowerCase();
      const keyword = wish.sender_type === "customer" ? KEYWORDS.find((word) => content.includes(word)) : undefined;
      const reason = keyword === undefined ? null : `Customer requested human agent (keyword: '${keyword}')`;
      const { sender_type, sender_id = null, whatsapp_message_id = null, metadata = null } = wish;
      const values = [
        randomUUID(),
        tenant,
        wish.conversation_id,
        conversation.message_count + 1,
        sender_type,
        sender_id,
        wish.content,
      ];
      const stored = (await insertMessage(client, [...values, whatsapp_message_id, metadata])).rows[0];
      if (stored) await updateConversation(client, [wish.conversation_id, keyword !== undefined, reason]);
      await client.query("COMMIT");
      const message = stored ?? (await findKnown(pool, [tenant, whatsapp_message_id])).rows[0];
      if (stored) io.to(`conversation:${wish.conversation_id}`).emit("conversation:message", message);
      return response
        .status(201)
        .json({ message, handoff_requested: keyword !== undefined, ...(reason && { handoff_reason: reason }) });
    } catch (error) {
      await client.query("ROLLBACK").catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }),
);

app.get(
  "/api/v1/conversations/active",
  handled(async (request, response) => {
    const limit = Math.min(Number(request.query.limit ?? 10_000), 10_000);
    return response.json((await listActive(pool, [tenantOf(request), limit])).rows);
  }),
);

const messagesOf = (request: Request, limit: number) =>
  lastMessages(pool, [request.params.id, tenantOf(request), limit]);

app.get(
  "/api/v1/conversations/:id/messages",
  handled(async (request, response) =>
    response.json((await messagesOf(request, Number(request.query.limit ?? 50))).rows.reverse()),
  ),
);

app.get(
  "/api/v1/conversations/:id/messages/recent",
  handled(async (request, response) =>
    response.json((await messagesOf(request, Number(request.query.count ?? 4))).rows.reverse()),
  ),
);

app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
  const isInput = error instanceof z.ZodError;
  response.status(isInput ? 400 : 500).json({ error: isInput ? "Invalid request" : "Something went wrong" });
});

http.listen(Number(process.env.PORT), "127.0.0.1");
