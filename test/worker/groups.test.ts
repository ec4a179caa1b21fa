import { Hono } from "hono";
import { expect, test } from "vitest";
import type { AppEnv } from "../../src/http/context.ts";
import { groupsAt, placeOf } from "../../src/http/groups.ts";
import { HEALTH_OPERATIONS } from "../../src/protocol/health.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";

const elsewhere: string[] = Object.keys(HEALTH_OPERATIONS);
const grouped = Object.values(OPERATIONS).filter(({ id }) => !elsewhere.includes(id));

test.each(grouped.map(({ id, method, path }) => [id, method, path]))(
  "%s is among the groups of its place",
  async (_, method, path) => {
    const app = new Hono<AppEnv>();
    for (const mount of await groupsAt(placeOf(path) ?? "")) mount(app);
    const mounted = app.routes.map((route) => `${route.method} ${route.path}`);
    expect(mounted).toContain(`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`);
  },
);

test.each([
  "/",
  "/health",
  "/inbox/0190-a",
  "/api",
  "/api/v1/nothing",
  "/api/v1/",
  "/webhooks/whatsapp",
  "/v2.0/conversations",
])("no group is at %s", (path) => expect(placeOf(path)).toBeNull());
