import type { Hono } from "hono";
import type { AppEnv } from "./context.ts";

/** The viewer sets styles of its own and has its pictures in itself; all else is this server's. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** The reference of the API: its descriptions, which are loaded with the first who asks for one, and a viewer. */
export function docs(app: Hono<AppEnv>): void {
  app.get("/openapi.json", async (c) => c.json(await openApi()));
  app.get("/asyncapi.json", async (c) => c.json((await import("../protocol/asyncapi.ts")).asyncApiDocument()));
  app.get("/docs", (c) => c.redirect("/docs/"));
  app.get("/docs/*", async (c) => {
    const file = await c.env.ASSETS.fetch(c.req.raw);
    const page = new Response(file.body, file);
    page.headers.set("Content-Security-Policy", POLICY);
    return page;
  });
}

/** Made once: it takes a tenth of a second, and anybody may ask for it. */
let made: object | null = null;

async function openApi(): Promise<object> {
  made ??= (await import("../protocol/openapi.ts")).openApiDocument();
  return made;
}
