import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { shard } from "../../src/directory/port.ts";
import { end } from "../../src/realtime/ending.ts";
import { call, newTenant } from "../support/api.ts";
import { Client, hire } from "../support/sockets.ts";

test("MA3 ready is what can write, and asking again within five seconds writes nothing", async () => {
  const probe = shard(env, "request", "ready:probe");
  const ready = { status: 200, json: { status: "ready", reason: null } };
  expect(await call("GET", "/ready")).toMatchObject(ready);
  const write = vi.spyOn(env.DIRECTORY, "getByName").mockImplementation(() => {
    throw new Error("the disk is full");
  });
  expect(await call("GET", "/ready")).toMatchObject(ready);
  const later = Date.now() + 6_000;
  vi.spyOn(Date, "now").mockReturnValue(later);
  expect(await call("GET", "/ready")).toMatchObject({
    status: 503,
    json: { status: "not_ready", reason: "cannot_store" },
  });
  write.mockRestore();
  vi.restoreAllMocks();
  expect(await probe.request("ready:probe")).toBeNull();
});

test("MA5 only whoever started the machine can tell it to end", async () => {
  expect(await call("POST", "/machine/end")).toMatchObject({ status: 404 });
  expect(await call("POST", "/machine/end", { bearer: "undefined" })).toMatchObject({ status: 404 });
  expect(await call("GET", "/health")).toMatchObject({ status: 200 });
});

test("MA5 at the end sockets are told to come back, nothing new is taken, and who watches is told why", async () => {
  const shop = await newTenant();
  const client = await Client.of(await hire(shop, "ann"));
  await end(env);
  await vi.waitFor(() => expect(client.closed).toEqual({ code: 1012, reason: "ending" }));
  const refused = await shop.api("GET", "/tenant");
  expect(refused).toMatchObject({ status: 503, json: { code: "unavailable" } });
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(await call("GET", "/ready")).toMatchObject({ status: 503, json: { reason: "stopping" } });
  expect(await call("GET", "/health")).toMatchObject({ status: 200 });
});
