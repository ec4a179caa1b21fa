import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { io } from "socket.io-client";
import { freePort } from "../../test/support/product.ts";
import { startServer } from "../servers.ts";
import { postgresBinaries, startPostgres } from "../stack/postgres.ts";
import { type Target, TEXT } from "../target.ts";

/** The seed's stack; null where Debian's `postgresql` is not installed. */
export async function startStack(): Promise<Target | null> {
  const binaries = postgresBinaries();
  if (binaries === null) return null;
  const postgres = await startPostgres(binaries);
  const port = await freePort();
  const begin = () =>
    spawn(process.execPath, [join(import.meta.dirname, "../stack/server.ts")], {
      env: { ...process.env, ...postgres.env, PORT: String(port), NODE_ENV: "production" },
      stdio: ["ignore", "ignore", "inherit"],
    });
  const beginning = { spawn: begin, url: `http://127.0.0.1:${port}`, path: "/health", state: null };
  const server = await startServer(beginning).catch(async (error) => {
    await postgres.stop();
    throw error;
  });
  const { url } = server;
  const headers = { "X-Tenant-Id": randomUUID() };
  const outlet_id = randomUUID();
  const place = (id: string, rest: string) => ({ path: `/api/v1/conversations/${id}/${rest}`, headers });
  return {
    name: "stack",
    what: "the seed's: Express, Socket.IO, PostgreSQL, one transaction a message",
    url,
    pids: () => [server.pid, postgres.pid],
    directory: postgres.directory,
    webhook: null,
    open: async (person) => {
      const wish = { outlet_id, customer_phone: `+62812${String(person).padStart(8, "0")}`, customer_name: "Bench" };
      const answer = await fetch(`${url}/api/v1/conversations/find-or-create`, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify(wish),
      });
      return ((await answer.json()) as { id: string }).id;
    },
    append: (conversation_id, content = TEXT) => ({
      path: "/api/v1/messages",
      headers,
      body: JSON.stringify({ conversation_id, sender_type: "customer", content, whatsapp_message_id: randomUUID() }),
    }),
    calls: {
      last: (id, limit) => place(id, `messages?limit=${limit}`),
      recent: (id, count) => place(id, `messages/recent?count=${count}`),
      active: (limit) => ({ path: `/api/v1/conversations/active?limit=${limit}`, headers }),
      listen: async (conversation_id) => {
        const socket = io(url, { transports: ["websocket"], forceNew: true });
        await socket.emitWithAck("conversation:join", { conversation_id });
        let heard: (text: string) => void = () => undefined;
        socket.on("conversation:message", ({ content }) => heard(content));
        return { onText: (listener) => (heard = listener), close: () => void socket.close() };
      },
    },
    // One after the other: the server is ready when it serves, and it serves from the database.
    restart: async () => (await postgres.restart()) + (await server.restart()),
    stop: async () => {
      await server.stop();
      await postgres.stop();
    },
  };
}
