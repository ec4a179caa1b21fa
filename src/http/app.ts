import { Hono } from "hono";
import { passOver } from "../lib/body.ts";
import { errorText, log } from "../lib/log.ts";
import { agentConsole } from "./console.ts";
import type { AppEnv } from "./context.ts";
import { docs } from "./docs.ts";
import { ending } from "./ending.ts";
import { groupsAt, type Mount, placeOf } from "./groups.ts";
import { health } from "./health.ts";
import { problem } from "./problem.ts";
import { socketio } from "./socketio.ts";
import { unrouted } from "./unrouted.ts";
import { whatsappWebhook } from "./whatsapp-webhook.ts";

/** The one HTTP surface: parses, forwards to the objects, answers. */
export const app = {
  async fetch(request: Request, env: Cloudflare.Env, context: ExecutionContext): Promise<Response> {
    const place = placeOf(new URL(request.url).pathname);
    return (place === null ? front : await appAt(place)).fetch(request, env, context);
  },
};

const front = newApp([health, whatsappWebhook, socketio, docs, agentConsole]);
const loaded = new Map<string, Hono<AppEnv>>();

async function appAt(place: string): Promise<Hono<AppEnv>> {
  const known = loaded.get(place);
  if (known !== undefined) return known;
  // The app is kept and not the promise of it: who asked first may be gone before the others are answered.
  const app = newApp(await groupsAt(place));
  loaded.set(place, app);
  return app;
}

function newApp(mounts: Mount[]): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.use(async (c, next) => {
    c.set("request_id", crypto.randomUUID());
    await next();
    // For strangers nothing is read in vain.
    if (!c.res.ok && c.get("is_known")) await passOver(c.req.raw.body);
    c.res.headers.set("X-Request-Id", c.get("request_id"));
    c.res.headers.set("X-Content-Type-Options", "nosniff");
  });

  ending(app);
  for (const mount of mounts) mount(app);

  app.notFound((c) => unrouted(c, app));

  app.onError((error, c) => {
    const fault = { request_id: c.get("request_id"), path: c.req.routePath, error: errorText(error) };
    log("error", "request.failed", fault);
    return problem(c, "internal_error");
  });
  return app;
}
