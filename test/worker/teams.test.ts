import { describe, expect, test, vi } from "vitest";
import { call, newTenant, type Shop } from "../support/api.ts";
import { newLine } from "../support/whatsapp.ts";

const hire = async (shop: Shop, name: string, more: object = {}) =>
  (await shop.api("POST", "/agents", { name, email: `${name}@shop.test`, ...more })).json;

describe("teams", () => {
  test("a team is made, read, changed and removed; what is not named stays", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    const team = (await shop.api("POST", "/teams", { name: "Repairs", agent_ids: [ann.id] })).json;
    expect(team).toMatchObject({ name: "Repairs", agent_ids: [ann.id], outlet_ids: [] });
    expect((await shop.api("GET", `/teams/${team.id}`)).json).toEqual(team);
    const changed = (await shop.api("PATCH", `/teams/${team.id}`, { name: "Service" })).json;
    expect(changed).toMatchObject({ id: team.id, name: "Service", agent_ids: [ann.id], created_at: team.created_at });
    expect((await shop.api("GET", "/teams")).json.teams).toEqual([changed]);
    expect((await shop.api("DELETE", `/teams/${team.id}`)).status).toBe(204);
    expect((await shop.api("GET", `/teams/${team.id}`)).status).toBe(404);
    expect((await shop.api("DELETE", `/teams/${team.id}`)).status).toBe(404);
  });

  test("nobody is in a team who is not there, and it is of no outlet that is not", async () => {
    const [shop, other] = [await newTenant(), await newTenant()];
    const stranger = await hire(other, "eve");
    for (const body of [{ agent_ids: [stranger.id] }, { outlet_ids: [other.outlet] }]) {
      const refused = await shop.api("POST", "/teams", { name: "Repairs", ...body });
      expect(refused).toMatchObject({ status: 422, json: { code: "unknown_reference" } });
    }
  });

  test("the same request under a key makes one team", async () => {
    const shop = await newTenant();
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const [one, two] = [
      await shop.api("POST", "/teams", { name: "Repairs" }, headers),
      await shop.api("POST", "/teams", { name: "Repairs" }, headers),
    ];
    expect(two.json).toEqual(one.json);
    expect((await shop.api("GET", "/teams")).json.teams).toHaveLength(1);
  });
});

describe("outlets", () => {
  const hours = { time_zone: "Asia/Jakarta", weekly: { mon: [["09:00", "18:00"]] }, holidays: [] };

  test("an outlet is made, changed and removed; the first one is there from the beginning", async () => {
    const shop = await newTenant("Harbour shop");
    const market = (await shop.api("POST", "/outlets", { name: "Market" })).json;
    expect(market).toMatchObject({ name: "Market", business_hours: null });
    const changed = await shop.api("PATCH", `/outlets/${market.id}`, { business_hours: hours });
    expect(changed.json).toMatchObject({ name: "Market", business_hours: hours });
    const { outlets } = (await shop.api("GET", "/outlets")).json;
    expect(outlets.map(({ name }: { name: string }) => name)).toEqual(["Harbour shop", "Market"]);
    expect((await shop.api("DELETE", `/outlets/${market.id}`)).status).toBe(204);
    expect((await shop.api("PATCH", `/outlets/${market.id}`, { name: "Gone" })).status).toBe(404);
  });

  test("an outlet that has inboxes, or is the first, cannot be removed", async () => {
    const { shop, inbox } = await newLine();
    const market = (await shop.api("POST", "/outlets", { name: "Market" })).json;
    const stored = { name: "Stored", outlet_id: market.id, channel: { type: "none" } };
    const other = (await shop.api("POST", "/inboxes", stored)).json;
    for (const [outlet, held] of [
      [market.id, other.id],
      [shop.outlet, inbox],
    ]) {
      const refused = await shop.api("DELETE", `/outlets/${outlet}`);
      expect(refused).toMatchObject({ status: 409, json: { code: "outlet_in_use" } });
      if (outlet === market.id) expect(refused.json.detail).toContain(held);
    }
  });

  test("an outlet in which people work, or conversations are open, cannot be removed", async () => {
    const shop = await newTenant();
    const market = (await shop.api("POST", "/outlets", { name: "Market" })).json;
    const ann = await hire(shop, "ann");
    await shop.api("PATCH", `/agents/${ann.id}`, { outlet_ids: [market.id] });
    const team = (await shop.api("POST", "/teams", { name: "Repairs", outlet_ids: [market.id] })).json;
    const { id } = await shop.open();
    expect((await shop.api("POST", `/conversations/${id}/transfer`, { outlet_id: market.id })).status).toBe(200);
    const detailOf = async () => (await shop.api("DELETE", `/outlets/${market.id}`)).json?.detail;
    await vi.waitFor(async () => expect(await detailOf()).toContain("conversations are in it: 1"), 10_000);
    for (const { name } of [ann, team]) expect(await detailOf()).toContain(name);
    await shop.api("PATCH", `/agents/${ann.id}`, { outlet_ids: [] });
    await shop.api("DELETE", `/teams/${team.id}`);
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    await vi.waitFor(async () => expect(await detailOf()).toBeUndefined(), 10_000);
  });
});

describe("agents", () => {
  test("an agent is changed; what is not named stays", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    expect(ann).toMatchObject({ capacity: null, enabled: true, role: "agent" });
    const changed = (await shop.api("PATCH", `/agents/${ann.id}`, { role: "admin", capacity: 2 })).json;
    expect(changed).toEqual({ ...ann, role: "admin", capacity: 2 });
    expect((await shop.api("GET", "/agents")).json.agents).toEqual([changed]);
  });

  test("who is switched off loses their bearers, and has none of before when switched on again", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "ann");
    const { token } = (await shop.api("POST", `/agents/${ann.id}/tokens`)).json;
    expect((await call("GET", "/api/v1/tickets", { bearer: token })).status).toBe(200);
    await shop.api("PATCH", `/agents/${ann.id}`, { enabled: false });
    expect((await call("GET", "/api/v1/tickets", { bearer: token })).status).toBe(401);
    await shop.api("PATCH", `/agents/${ann.id}`, { enabled: true });
    expect((await call("GET", "/api/v1/tickets", { bearer: token })).status).toBe(401);
  });

  test("an agent manages neither people nor places, an admin does", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben", { role: "admin" })];
    const tokenOf = async (id: string) => (await shop.api("POST", `/agents/${id}/tokens`)).json.token;
    const wishes: [string, string, object][] = [
      ["PATCH", `/agents/${ann.id}`, { name: "Anna" }],
      ["POST", "/teams", { name: "Repairs" }],
      ["POST", "/outlets", { name: "Market" }],
    ];
    const [agent, admin] = [await tokenOf(ann.id), await tokenOf(ben.id)];
    for (const [method, path, body] of wishes) {
      const refused = await call(method, `/api/v1${path}`, { bearer: agent, body });
      expect(refused).toMatchObject({ status: 403, json: { code: "forbidden" } });
      expect((await call(method, `/api/v1${path}`, { bearer: admin, body })).status).toBeLessThan(300);
    }
  });

  test("nobody says of a colleague that they are there", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "ann"), await hire(shop, "ben")];
    const { token } = (await shop.api("POST", `/agents/${ann.id}/tokens`)).json;
    const say = (id: string) =>
      call("PUT", `/api/v1/agents/${id}/presence`, { bearer: token, body: { status: "online" } });
    expect(await say(ben.id)).toMatchObject({ status: 403, json: { code: "forbidden" } });
    expect(await say(ann.id)).toMatchObject({ status: 200, json: { status: "online", load: 0, until: null } });
    expect((await shop.api("PUT", `/agents/${ben.id}/presence`, { status: "away" })).status).toBe(200);
    const { presence } = (await shop.api("GET", "/agents/presence")).json;
    const statuses = presence.map(({ agent_id, status }: { agent_id: string; status: string }) => [agent_id, status]);
    expect(new Map(statuses)).toEqual(
      new Map([
        [ann.id, "online"],
        [ben.id, "away"],
      ]),
    );
  });
});

test("nobody is handed over to a team that is none, unless a service plays the agents", async () => {
  const shop = await newTenant();
  const { id } = await shop.open();
  const wish = { reason: "A repair", team_id: "nobody" };
  const refused = await shop.api("POST", `/conversations/${id}/handoff`, wish);
  expect(refused).toMatchObject({ status: 422, json: { code: "unknown_reference" } });
  const team = (await shop.api("POST", "/teams", { name: "Repairs" })).json;
  const taken = await shop.api("POST", `/conversations/${id}/handoff`, { ...wish, team_id: team.id });
  expect(taken).toMatchObject({ status: 200, json: { handoff_team_id: team.id } });
  await shop.api("PATCH", "/tenant", { services: { agents: "remote" } });
  const other = await shop.open();
  expect((await shop.api("POST", `/conversations/${other.id}/handoff`, wish)).status).toBe(200);
});
