import { expect, test } from "vitest";
import { simulation } from "./support.ts";

const CONSOLE = { url: "http://127.0.0.1:8787/", email: "ana@demo.example", password: "amber-otter-lantern-maple" };

test("the phones' page is told where agents work, and by what a newcomer signs in there", async () => {
  const { put, get, simulator } = await simulation();
  expect((await get("/simulator/snapshot")).json.console).toBeNull();
  const { cursor } = simulator.feed;
  expect((await put("/simulator/console", CONSOLE)).json).toEqual(CONSOLE);
  expect((await get("/simulator/snapshot")).json.console).toEqual(CONSOLE);
  const told: unknown[] = [];
  simulator.feed.subscribe(cursor, ({ name, data }) => told.push([name, data]))();
  expect(told).toEqual([["console", CONSOLE]]);
});

test("only an address that a browser can open is taken", async () => {
  const { put } = await simulation();
  const answer = await put("/simulator/console", { ...CONSOLE, url: "javascript:alert(1)" });
  expect([answer.status, JSON.stringify(answer.json)]).toEqual([400, expect.stringContaining("http or https")]);
});
