import type { Hono } from "hono";
import { resolve } from "../directory/port.ts";
import { OPERATIONS } from "../protocol/operations.ts";
import { VERSION } from "../protocol/version.ts";
import type { AppEnv } from "./context.ts";
import { openRoute } from "./route.ts";

export function health(app: Hono<AppEnv>): void {
  openRoute(app, OPERATIONS.health, async (c) => {
    const found = await healthOf(c.env);
    return c.json(found, found.status === "healthy" ? 200 : 503);
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
