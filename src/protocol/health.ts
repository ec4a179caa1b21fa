import * as z from "zod";
import { operation } from "./operation.ts";

const Readiness = z
  .object({
    status: z.enum(["ready", "not_ready"]),
    reason: z.enum(["stopping", "cannot_store"]).nullable().meta({ description: "Why it is not; null when it is" }),
  })
  .meta({ id: "Readiness" });

export const Health = z.object({
  status: z.enum(["healthy", "unhealthy"]),
  service: z.string(),
  version: z.string(),
  database: z.enum(["connected", "disconnected"]),
  websocket: z.enum(["active", "inactive"]),
});

/** Calls about the service itself. Apart from all others, which no start waits for. */
export const HEALTH_OPERATIONS = {
  health: operation({
    id: "health",
    method: "get",
    path: "/health",
    tag: "Operation",
    summary: "Whether the service can store",
    caller: "anyone",
    answers: { 200: Health, 503: Health },
  }),
  ready: operation({
    id: "ready",
    method: "get",
    path: "/ready",
    tag: "Operation",
    summary: "Whether to send requests here: it can write, and is not being stopped",
    caller: "anyone",
    answers: { 200: Readiness, 503: Readiness },
  }),
};
