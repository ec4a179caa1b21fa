import { expect, test } from "vitest";
import { BUDI, CREDENTIALS, NUMBER, simulation } from "./support.ts";

const product = { messaging_product: "whatsapp" };

test("a number tells of itself and of its account, by the fields that are asked for", async () => {
  const { node, get, put } = await simulation();
  const { waba_id } = (await get("/simulator/numbers")).json.numbers[0];
  expect(waba_id).toMatch(/^\d{15}$/);
  const asked = await node("GET", `/${NUMBER}?fields=whatsapp_business_account,throughput{level}`);
  expect(asked.json).toEqual({
    whatsapp_business_account: { id: waba_id },
    throughput: { level: "STANDARD" },
    id: NUMBER,
  });
  expect((await node("GET", `/${NUMBER}`)).json).toMatchObject({ verified_name: "Demo shop", quality_rating: "GREEN" });
  expect((await node("GET", `/${NUMBER}?fields=shoe_size`)).json.error.code).toBe(100);
  expect((await node("GET", `/${waba_id}`)).json).toMatchObject({ id: waba_id, name: "Demo shop" });
  expect((await node("GET", `/${waba_id}/phone_numbers`)).json.data).toMatchObject([{ id: NUMBER }]);
  const own = await put(`/simulator/numbers/${NUMBER}`, { ...CREDENTIALS, waba_id: "4711" });
  expect(own.json.waba_id).toBe("4711");
  expect((await put(`/simulator/numbers/${NUMBER}`, CREDENTIALS)).json.waba_id).toBe("4711");
});

test("webhooks bear the account's id", async () => {
  const { put, say, business, clock } = await simulation();
  await put(`/simulator/numbers/${NUMBER}`, { ...CREDENTIALS, waba_id: "4711" });
  await say("Hi");
  await clock.pass(0);
  expect(JSON.parse(business.webhooks[0]?.body ?? "").entry[0].id).toBe("4711");
});

test("an account that is subscribed elsewhere is told there, and one that is not subscribed is not told", async () => {
  const { node, put, say, business, clock, chat, post } = await simulation();
  await put(`/simulator/numbers/${NUMBER}`, { ...CREDENTIALS, waba_id: "4711" });
  const path = "/4711/subscribed_apps";
  expect((await node("GET", path)).json.data).toEqual([{ whatsapp_business_api_data: expect.any(Object) }]);
  const elsewhere = { override_callback_uri: "http://other.test/hook", verify_token: "v" };
  expect((await node("POST", path, elsewhere)).json).toEqual({ success: true });
  expect((await node("GET", path)).json.data[0].override_callback_uri).toBe(elsewhere.override_callback_uri);
  await say("Hi");
  await post("/simulator/webhooks", { phone_number_id: NUMBER, field: "account_update", value: { event: "X" } });
  await clock.pass(0);
  expect(business.webhooks.map(({ url }) => new URL(url).host)).toEqual(["other.test", "business.test"]);
  const number = { webhook_configuration: { ...elsewhere, override_callback_uri: "http://third.test/" } };
  expect((await node("POST", `/${NUMBER}`, number)).json).toEqual({ success: true });
  await say("Hi");
  await clock.pass(0);
  expect(business.webhooks.at(-1)?.url).toBe("http://third.test/");
  expect((await node("DELETE", path)).json).toEqual({ success: true });
  expect((await node("GET", path)).json.data).toEqual([]);
  await say("Anybody?");
  await clock.pass(1_000);
  expect(business.webhooks).toHaveLength(3);
  expect((await chat()).at(-1)?.status).toBe("delivered");
});

test("an address that does not answer the handshake is not taken", async () => {
  const { node, business } = await simulation();
  business.challenge = () => new Response("no");
  const webhook_configuration = { override_callback_uri: "http://other.test/", verify_token: "v" };
  expect((await node("POST", `/${NUMBER}`, { webhook_configuration })).json.error.code).toBe(2200);
  expect((await node("POST", `/${NUMBER}`, {})).json.error.code).toBe(100);
  const long = { override_callback_uri: `http://other.test/${"x".repeat(200)}`, verify_token: "v" };
  expect((await node("POST", `/${NUMBER}`, { webhook_configuration: long })).json.error.code).toBe(100);
});

test("who is blocked is neither heard nor written to, until they are unblocked", async () => {
  const { node, say, send, business, clock, chat, state } = await simulation();
  const path = `/${NUMBER}/block_users`;
  const block = (...users: object[]) => node("POST", path, { ...product, block_users: users });
  const early = await block({ user: `+${BUDI}` });
  expect([early.status, early.json.error.code]).toEqual([400, 139100]);
  expect(early.json.block_users.failed_users).toMatchObject([{ input: `+${BUDI}`, errors: [{ code: 131047 }] }]);
  await say("Hi");
  const mixed = await block({ user: BUDI }, { user: "999" });
  expect(mixed.json.block_users.added_users).toEqual([{ input: BUDI, wa_id: BUDI }]);
  expect((await node("GET", path)).json.data).toEqual([{ ...product, wa_id: BUDI }]);
  expect((await send("a")).json.error.code).toBe(130403);
  await clock.pass(0);
  await say("Hello?");
  await clock.pass(1_000);
  expect(business.told).toEqual(["Hi"]);
  expect((await chat()).at(-1)).toMatchObject({ status: "failed", trouble: expect.stringContaining("blocked") });
  const user_id = state.get("contact", BUDI)?.user_id;
  const freed = await node("DELETE", path, { ...product, block_users: [{ user_id }] });
  expect(freed.json).toEqual({ ...product, block_users: { removed_users: [{ input: user_id, user_id }] } });
  expect((await send("a")).status).toBe(200);
  expect((await block()).json.error.code).toBe(100);
});

test("a token that is expired is refused by every call", async () => {
  const { node, send, upload, post } = await simulation();
  await post("/simulator/settings", { token_expired: true });
  const answers = [
    await send("a"),
    await node("GET", `/${NUMBER}`),
    await node("GET", "/1/message_templates"),
    await node("GET", `/${NUMBER}/block_users`),
    await node("DELETE", "/123"),
    await upload("image/png", new Uint8Array(1)),
  ];
  expect(answers.map(({ status, json }) => [status, json.error.code])).toEqual(Array(6).fill([401, 190]));
});
