import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { TenantObject } from "../../src/tenant/tenant-object.ts";
import { newPhone, newTenant } from "../support/api.ts";
import { hire } from "../support/sockets.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const flowThatSays = (content: string) => ({
  triggers: [{ on: "conversation" }],
  start: "greeting",
  nodes: { greeting: { type: "message", message: { content }, next: "over" }, over: { type: "end" } },
});

describe("OP7 two who change a setting at the same time", () => {
  test("an agent who is switched off while they get another name stays off", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    await Promise.all([
      shop.api("PATCH", `/agents/${ann.id}`, { enabled: false }),
      shop.api("PATCH", `/agents/${ann.id}`, { name: "Ann Smith" }),
    ]);
    const { agents } = (await shop.api("GET", "/agents")).json;
    expect(agents).toEqual([expect.objectContaining({ id: ann.id, name: "Ann Smith", enabled: false })]);
  });

  test("a team keeps both changes, and an outlet does", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    const team = (await shop.api("POST", "/teams", { name: "Repairs", agent_ids: [ann.id] })).json;
    const hours = { time_zone: "Asia/Jakarta", weekly: { mon: [["09:00", "18:00"]] }, holidays: [] };
    await Promise.all([
      shop.api("PATCH", `/teams/${team.id}`, { agent_ids: [] }),
      shop.api("PATCH", `/teams/${team.id}`, { name: "Service" }),
      shop.api("PATCH", `/outlets/${shop.outlet}`, { business_hours: hours }),
      shop.api("PATCH", `/outlets/${shop.outlet}`, { name: "Harbour" }),
    ]);
    expect((await shop.api("GET", `/teams/${team.id}`)).json).toMatchObject({ name: "Service", agent_ids: [] });
    const { outlets } = (await shop.api("GET", "/outlets")).json;
    expect(outlets).toEqual([expect.objectContaining({ name: "Harbour", business_hours: hours })]);
  });

  test("a team that is deleted while it is changed stays deleted", async () => {
    const shop = await newTenant();
    const { id } = (await shop.api("POST", "/teams", { name: "Repairs", agent_ids: [] })).json;
    const { changeRecord } = TenantObject.prototype;
    vi.spyOn(TenantObject.prototype, "changeRecord").mockImplementationOnce(function (this: TenantObject, ...given) {
      this.removeRecord("team", id);
      return changeRecord.apply(this, given);
    });
    expect((await shop.api("PATCH", `/teams/${id}`, { name: "Service" })).status).toBe(404);
    expect((await shop.api("GET", `/teams/${id}`)).status).toBe(404);
  });

  test("a flow that is switched off while it is published stays off, and has the version", async () => {
    const shop = await newTenant();
    const { id } = (await shop.api("POST", "/flows", { name: "F", flow: flowThatSays("one") })).json;
    await shop.api("POST", `/flows/${id}/publish`);
    await shop.api("PUT", `/flows/${id}`, { name: "F", flow: flowThatSays("two"), enabled: true });
    const [published] = await Promise.all([
      shop.api("POST", `/flows/${id}/publish`),
      shop.api("PUT", `/flows/${id}`, { name: "F", flow: flowThatSays("two"), enabled: false }),
    ]);
    const flow = (await shop.api("GET", `/flows/${id}`)).json;
    expect(flow).toMatchObject({ enabled: false, is_live: false, published_version: published.json.version });
  });
});

test("SI2 what was changed is looked at once more a minute later, whatever rings before", async () => {
  const shop = await newTenant();
  const ann = await hire(shop, "ann");
  await shop.open(newPhone());
  const desk = env.DESK.getByName(shop.id);
  await vi.waitFor(async () => expect((await shop.api("GET", "/conversations")).json.conversations).toHaveLength(1));
  await shop.api("PATCH", `/agents/${ann.id}`, { name: "Ann Smith" });
  const changedAt = Date.now();
  await runDurableObjectAlarm(desk);
  const next = await runInDurableObject(desk, (_, { storage }) => storage.getAlarm());
  expect(next).toBeLessThanOrEqual(changedAt + 60_000);
  vi.setSystemTime(changedAt + 60_000);
  await runDurableObjectAlarm(desk);
  expect(await runInDurableObject(desk, (_, { storage }) => storage.kv.get("second_look"))).toBeUndefined();
});
