import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { threadAt } from "../../src/conversation/port.ts";
import { parseConversationId } from "../../src/domain/ids.ts";
import { followingOf } from "../../src/following/port.ts";
import { csvRecords } from "../../src/lib/csv.ts";
import { reportsOf } from "../../src/reports/port.ts";
import { forgetConfiguration } from "../../src/tenant/configuration.ts";
import { call, newPhone, newTenant, type Shop } from "../support/api.ts";

const DAY = 24 * 60 * 60_000;
const NOW = Date.parse("2031-03-12T10:10:00.000Z");
const TODAY = "2031-03-12";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

const keyOf = (id: string) => parseConversationId(id)?.threadKey ?? "";

/** Tells the tenant's reports all that happened in a conversation's thread, from a seq on. */
async function tell(shop: Shop, id: string, after = 0): Promise<void> {
  const thread_key = keyOf(id);
  const { told, through } = await threadAt(env, shop.id, thread_key).tell(after, 500);
  await reportsOf(env, shop.id).take([{ thread_key, told, through }]);
}

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** A customer writes, an agent answers two minutes later, and half an hour after that it is done. */
async function served(shop: Shop, agent: string, phone = newPhone()): Promise<string> {
  const { id } = await shop.open(phone, { outlet_id: shop.outlet });
  await shop.say(id, "customer", "hello");
  await shop.api("PUT", `/conversations/${id}/assign`, { agent_id: agent });
  later(120_000);
  await shop.say(id, "agent", "good morning", { sender_id: agent });
  later(30 * 60_000);
  await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
  await tell(shop, id);
  return id;
}

const hire = async (shop: Shop, name: string, more: object = {}): Promise<string> =>
  (await shop.api("POST", "/agents", { name, email: `${crypto.randomUUID()}@shop.test`, ...more })).json.id;
const tokenOf = async (shop: Shop, id: string): Promise<string> =>
  (await shop.api("POST", `/agents/${id}/tokens`, {})).json.token;

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
const report = async (shop: Shop, path: string): Promise<any> => (await shop.api("GET", `/reports/${path}`)).json;

describe("reports", () => {
  test("a day's numbers, with the days before it on which nothing happened", async () => {
    const shop = await newTenant();
    await served(shop, await hire(shop, "Ann"));
    const days = await report(shop, "conversations");
    expect(days).toMatchObject({ from: "2031-02-11", to: TODAY, time_zone: "UTC", group_by: "day" });
    expect(days.rows).toHaveLength(30);
    expect(days.rows.at(-1)).toMatchObject({ key: TODAY, opened: 1, closed: 1, closed_by_api: 1, messages_out: 1 });
    expect(days.rows[0]).toMatchObject({ key: "2031-02-11", opened: 0, closed: 0 });
    expect((await report(shop, "responses")).total).toMatchObject({ reply_median: 120, resolution_median: 1_920 });
  });

  test("what happens is counted by itself", async () => {
    const shop = await newTenant();
    const { id } = await shop.open(newPhone(), { outlet_id: shop.outlet });
    await shop.say(id, "customer", "hello");
    await followingOf(env, shop.id).visit(keyOf(id));
    await runDurableObjectAlarm(env.FOLLOWING.getByName(shop.id));
    expect((await report(shop, "conversations")).total).toMatchObject({ opened: 1, messages_in: 1 });
  });

  test("RP1 what is told again, and after a restart, is not counted again", async () => {
    const shop = await newTenant();
    const id = await served(shop, "ann");
    await tell(shop, id);
    await evictDurableObject(env.REPORTS.getByName(shop.id));
    await tell(shop, id, 2);
    expect((await report(shop, "conversations")).total).toMatchObject({ opened: 1, closed: 1, messages_in: 1 });
  });

  test("rows have the names of what they are of, nobody's come last", async () => {
    const shop = await newTenant("Harbour shop");
    const [zoe, ann] = [await hire(shop, "Zoe"), await hire(shop, "Ann")];
    await served(shop, zoe);
    await served(shop, ann);
    const agents = await report(shop, "agents");
    expect(agents.rows.map(({ key, name }: { key: string; name: string }) => [key, name])).toEqual([
      [ann, "Ann"],
      [zoe, "Zoe"],
      [null, null],
    ]);
    expect(agents.rows[0]).toMatchObject({ assigned: 1, messages: 1, closed: 1, reply_median: 120 });
    const outlets = await report(shop, "conversations?group_by=outlet");
    expect(outlets.rows).toMatchObject([{ key: shop.outlet, name: "Harbour shop", opened: 2 }]);
    const team = (await shop.api("POST", "/teams", { name: "Repairs", agent_ids: [ann] })).json.id;
    expect((await report(shop, "teams")).rows[0]).toMatchObject({ key: team, name: "Repairs", messages: 1 });
    expect((await report(shop, `agents?team_id=${team}`)).total).toMatchObject({ messages: 1 });
  });

  test("RP5 days are those of the zone that is asked for, or of the outlet", async () => {
    const shop = await newTenant();
    vi.setSystemTime(Date.parse("2031-03-11T19:00:00.000Z"));
    await served(shop, "ann");
    vi.setSystemTime(NOW);
    const opened = async (query: string) => (await report(shop, `conversations?from=${TODAY}&${query}`)).total.opened;
    expect(await opened("")).toBe(0);
    expect(await opened("time_zone=Asia/Kolkata")).toBe(1);
    const business_hours = { time_zone: "Asia/Jakarta", weekly: { wed: [["02:30", "03:00"]] }, holidays: [] };
    await shop.api("PATCH", `/outlets/${shop.outlet}`, { business_hours });
    forgetConfiguration(shop.id);
    expect((await report(shop, "hours")).time_zone).toBe("Asia/Jakarta");
    expect(await opened("")).toBe(1);
    expect((await report(shop, "hours?group_by=hour")).rows[2]).toMatchObject({ key: "02", opened: 1, messages_in: 1 });
  });

  test("spans without the hours in which the outlet was closed", async () => {
    const shop = await newTenant();
    const business_hours = { time_zone: "UTC", weekly: { wed: [["10:11", "10:20"]] }, holidays: [] };
    await shop.api("PATCH", `/outlets/${shop.outlet}`, { business_hours });
    forgetConfiguration(shop.id);
    await served(shop, "ann");
    expect((await report(shop, "responses")).total).toMatchObject({ reply_average: 120, resolution_average: 1_920 });
    const open = (await report(shop, "responses?business_hours=1")).total;
    expect(open).toMatchObject({ reply_average: 60, resolution_average: 540 });
  });

  test("RP8 the same as separated values, for spreadsheets", async () => {
    const shop = await newTenant();
    const agent = await hire(shop, '=HYPERLINK("http://evil.test")');
    await served(shop, agent);
    const asked = await shop.api("GET", "/reports/agents?format=csv");
    expect(asked.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(asked.headers.get("content-disposition")).toBe(`attachment; filename="agents-2031-02-11-${TODAY}.csv"`);
    const [header, first] = [...csvRecords(asked.text, ",")].map(({ cells }) => cells);
    expect(header?.slice(0, 5)).toEqual(["agent", "name", "assigned", "messages", "closed"]);
    expect(first?.slice(0, 5)).toEqual([agent, `'=HYPERLINK("http://evil.test")`, "1", "1", "1"]);
    const accepted = await shop.api("GET", "/reports/agents", undefined, { Accept: "text/csv" });
    expect(accepted.text).toBe(asked.text);
    const json = await shop.api("GET", "/reports/agents?format=json", undefined, { Accept: "text/csv" });
    expect(json.json.rows).toHaveLength(2);
  });
});

describe("the overview", () => {
  test.each([
    ["Europe/London", "2027-03-28T11:00:00Z"],
    ["UTC", "2027-03-28T12:00:00Z"],
  ])("RP5 the day before is counted up to the same time of day, whatever the clocks did in %s", async (zone, noon) => {
    const shop = await newTenant();
    // Clocks in London go from 01:00 to 02:00 on 28 March 2027.
    vi.setSystemTime(Date.parse("2027-03-27T11:45:00Z"));
    await shop.open();
    await runDurableObjectAlarm(env.FOLLOWING.getByName(shop.id));
    vi.setSystemTime(Date.parse(noon));
    const { json } = await shop.api("GET", `/reports/overview?time_zone=${zone}`);
    expect(json.today.before.opened).toBe(1);
  });

  test("today beside yesterday until the same time, a week beside the week before", async () => {
    const shop = await newTenant();
    for (const [days, hours] of [
      [13, 0],
      [8, 0],
      [1, -1],
      // Yesterday, but later in the day than it is now.
      [1, 2],
      [0, -1],
    ] as const) {
      vi.setSystemTime(NOW - days * DAY + hours * 60 * 60_000);
      await served(shop, "ann");
    }
    vi.setSystemTime(NOW);
    const overview = await report(shop, "overview");
    expect(overview).toMatchObject({
      time_zone: "UTC",
      today: { from: TODAY, to: TODAY, figures: { opened: 1, messages_in: 1 }, before: { opened: 1 } },
      last_7_days: { from: "2031-03-06", to: TODAY, figures: { opened: 3 }, before: { opened: 2 } },
    });
  });
});

describe("who sees what", () => {
  test("RP6 an agent sees its own numbers only, an admin and a key those of all", async () => {
    const shop = await newTenant();
    const [ann, ben, eve] = [
      await hire(shop, "Ann"),
      await hire(shop, "Ben"),
      await hire(shop, "Eve", { role: "admin" }),
    ];
    await served(shop, ann);
    await served(shop, ben);
    const [agent, admin] = [await tokenOf(shop, ann), await tokenOf(shop, eve)];
    const as = (bearer: string, path: string) => call("GET", `/api/v1/reports/${path}`, { bearer });
    expect((await as(agent, "agents")).json.rows).toMatchObject([{ key: ann, messages: 1 }]);
    expect((await as(agent, "overview")).json.today.figures).toMatchObject({ closed: 1, messages_out: 1 });
    for (const path of [`agents?agent_id=${ben}`, `overview?agent_id=${ben}`])
      expect(await as(agent, path)).toMatchObject({ status: 403, json: { code: "forbidden" } });
    expect((await as(agent, `agents?agent_id=${ann}`)).status).toBe(200);
    expect((await as(admin, "agents")).json.total).toMatchObject({ messages: 2 });
    expect((await as(shop.bearer, `agents?agent_id=${ben}`)).json.total).toMatchObject({ messages: 1 });
  });

  test("nobody sees another tenant's", async () => {
    const [shop, other] = [await newTenant(), await newTenant()];
    await served(shop, "ann");
    expect((await report(other, "conversations")).total).toMatchObject({ opened: 0 });
  });
});

describe("what is kept", () => {
  const rowsOf = (shop: Shop, table: string) =>
    runInDurableObject(env.REPORTS.getByName(shop.id), (_, { storage }) =>
      storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
    );

  test("ER1, RP7 of an erased person no fact stays, and the numbers do", async () => {
    const shop = await newTenant();
    const phone = newPhone();
    const id = await served(shop, "ann", phone);
    await shop.api("DELETE", `/conversations/${id}/person`);
    await tell(shop, id, 3);
    expect(await rowsOf(shop, "facts")).toEqual([]);
    expect(JSON.stringify(await rowsOf(shop, "cells"))).not.toContain(phone);
    expect((await report(shop, "conversations")).total).toMatchObject({ opened: 1, closed: 1 });
  });

  test("facts are kept for 400 days, numbers for ever", async () => {
    const shop = await newTenant();
    const id = await served(shop, "ann");
    const object = env.REPORTS.getByName(shop.id);
    expect(await runInDurableObject(object, (_, { storage }) => storage.getAlarm())).toBe(NOW + 400 * DAY);
    later(401 * DAY);
    await runDurableObjectAlarm(object);
    expect(await rowsOf(shop, "facts")).toEqual([]);
    expect((await report(shop, `conversations?from=${TODAY}&to=${TODAY}`)).total).toMatchObject({ opened: 1 });
    // What comes later still counts, and what was counted does not count again.
    await shop.api("PUT", `/conversations/${id}/status`, { status: "active" });
    await tell(shop, id);
    expect((await report(shop, "conversations")).total).toMatchObject({ opened: 0, reopened: 1 });
    expect(await rowsOf(shop, "facts")).toEqual([]);
  });

  test("EX3 a tenant of which nothing was counted has no tables", async () => {
    const shop = await newTenant();
    expect((await report(shop, "ai")).total).toMatchObject({ answers: 0, handed_off_share: null });
    const tables = await runInDurableObject(env.REPORTS.getByName(shop.id), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'cells'").toArray(),
    );
    expect(tables).toEqual([]);
  });
});
