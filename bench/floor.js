import { DurableObject } from "cloudflare:workers";

/** The floor: an object that only inserts the row. What any product on this runtime pays at least. */
export class Floor extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  }

  append(body) {
    this.ctx.storage.sql.exec("INSERT INTO messages (body) VALUES (?)", body);
    return body;
  }
}

export default {
  async fetch(request, env) {
    const name = new URL(request.url).pathname;
    if (request.method === "GET") return new Response("ok");
    const body = await env.OBJECT.getByName(name).append(await request.text());
    return new Response(body, { status: 201, headers: { "Content-Type": "application/json" } });
  },
};
