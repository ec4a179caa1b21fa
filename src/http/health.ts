import type { Hono } from "hono";
import { forgetRequest, resolve, take } from "../directory/port.ts";
import { HEALTH_OPERATIONS } from "../protocol/health.ts";
import { VERSION } from "../protocol/version.ts";
import { isEnding } from "../realtime/ending.ts";
import type { AppEnv } from "./context.ts";
import { openRoute } from "./route.ts";

export function health(app: Hono<AppEnv>): void {
  openRoute(app, HEALTH_OPERATIONS.health, async (c) => {
    const found = await healthOf(c.env);
    return c.json(found, found.status === "healthy" ? 200 : 503);
  });
  openRoute(app, HEALTH_OPERATIONS.ready, async (c) => {
    const reason = isEnding() ? "stopping" : (await canWrite(c.env)) ? null : "cannot_store";
    return c.json({ status: reason === null ? "ready" : "not_ready", reason }, reason === null ? 200 : 503);
  });
}

/** Whether this deployment can store anything. */
export async function healthOf(env: Cloudflare.Env) {
  const stores = await resolve(env, "tenant", "health")
    .then(() => true)
    .catch(() => false);
  return {
    status: stores ? "healthy" : "unhealthy",
    service: "conversation-service",
    version: VERSION,
    database: stores ? "connected" : "disconnected",
    websocket: "active",
  } as const;
}

/** Anyone may ask, as often as they like: what was found out is said again for so long, and nothing is written. */
const KNOWN_MS = 5_000;
let known: { at: number; can: boolean } = { at: -Infinity, can: false };

/** Whether a row can be written: on a full disk what is there can still be read. */
async function canWrite(env: Cloudflare.Env): Promise<boolean> {
  if (Date.now() - known.at < KNOWN_MS) return known.can;
  const can = await take(env, "ready", "probe", "")
    .then(() => forgetRequest(env, "ready", "probe"))
    .then(() => true)
    .catch(() => false);
  known = { at: Date.now(), can };
  return can;
}
