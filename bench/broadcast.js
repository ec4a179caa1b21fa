import { DurableObject } from "cloudflare:workers";

/** The floor: an object that stores a row and sends it to every socket it holds. What any product on this runtime pays. */
export class Broadcast extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  }

  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  append(body) {
    this.ctx.storage.sql.exec("INSERT INTO messages (body) VALUES (?)", body);
    for (const socket of this.ctx.getWebSockets()) socket.send(body);
    return body;
  }

  // The runtime wishes to have one.
  webSocketMessage() {}

  webSocketClose(socket, code) {
    if (code !== 1006) socket.close(code === 1005 ? 1000 : code);
  }
}

export default {
  async fetch(request, env) {
    const object = env.OBJECT.getByName("one");
    if (request.headers.get("Upgrade") === "websocket") return object.fetch(request);
    if (request.method === "GET") return new Response("ok");
    return new Response(await object.append(await request.text()), { status: 201 });
  },
};
