import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Server, startWorker } from "../servers.ts";
import { type Target, TEXT } from "../target.ts";

const code = (name: string) => readFileSync(join(import.meta.dirname, "..", name), "utf8");

/** What both have in common: nothing is to be made before a message comes. */
const bare = (server: Server) => ({
  url: server.url,
  pids: () => [server.pid],
  directory: server.directory,
  restart: server.restart,
  stop: server.stop,
  webhook: null,
  open: async () => randomUUID(),
});

/** The floor that does the same job: validates, knows what it has, stores, tells the tenant's object, pushes to sockets. */
export async function startSameJob(): Promise<Target> {
  const server = await startWorker(code("same-job.js"), { CONVERSATION: "Conversation", TENANT: "Tenant" });
  const headers = {};
  return {
    name: "same job",
    what: "a bare Worker that checks, knows, stores, tells and pushes, and no more",
    ...bare(server),
    append: (conversation_id, content = TEXT) => ({
      path: "/",
      headers,
      body: JSON.stringify({ conversation_id, sender_type: "customer", content, whatsapp_message_id: randomUUID() }),
    }),
    calls: {
      last: (id, limit) => ({ path: `/messages/${id}?limit=${limit}`, headers }),
      recent: (id, count) => ({ path: `/messages/${id}?limit=${count}`, headers }),
      active: (limit) => ({ path: `/active?limit=${limit}`, headers }),
      listen: async (id) => {
        const socket = new WebSocket(`${server.url.replace("http", "ws")}/socket/${id}`);
        await new Promise((resolve, reject) => {
          socket.onopen = resolve;
          socket.onerror = () => reject(new Error("no socket"));
        });
        return {
          onText: (heard) => (socket.onmessage = ({ data }) => heard(JSON.parse(`${data}`).message.content)),
          close: () => socket.close(),
        };
      },
    },
  };
}

/** The floor below it: an object that only inserts the row. */
export async function startInsert(): Promise<Target> {
  const server = await startWorker(code("floor.js"), { OBJECT: "Floor" });
  return {
    name: "insert",
    what: "a bare Worker that only inserts the same row",
    ...bare(server),
    calls: null,
    append: (conversation_id, content = TEXT) => ({
      path: `/${conversation_id}`,
      headers: {},
      body: JSON.stringify({ id: randomUUID(), content, metadata: null, filler: "x".repeat(600) }),
    }),
  };
}
