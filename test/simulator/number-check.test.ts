import { expect, test } from "vitest";
import { askNumber, askSubscribed } from "../../src/channels/whatsapp/number.ts";
import { numberFindings } from "../../src/channels/whatsapp/number-findings.ts";
import { type Heard, webhookFindings } from "../../src/channels/whatsapp/webhook-findings.ts";
import { CREDENTIALS, NUMBER, ORIGIN, simulation } from "./support.ts";

const OURS = { phone_number_id: NUMBER, display_phone_number: CREDENTIALS.display_phone_number };
const HEARD: Heard = {
  webhook_url: CREDENTIALS.webhook_url,
  verified_at: "2026-11-02T09:00:00.000Z",
  last_webhook_at: "2026-11-02T09:00:00.000Z",
  last_refused: null,
  waba_id: "4711",
  comesFromApp: true,
};
const PATIENCE_MS = 5_000;

/** A number of an account, and what a check with the inbox's settings finds. */
async function shop() {
  const { app, ...rest } = await simulation();
  await rest.put(`/simulator/numbers/${NUMBER}`, { ...CREDENTIALS, waba_id: "4711" });
  const fetcher = (async (input: RequestInfo | URL, init?: RequestInit) =>
    app.request(String(input), init)) as typeof fetch;
  const check = async (settings: { access_token?: string; phone_number_id?: string } = {}, heard = HEARD) => {
    const { access_token = CREDENTIALS.access_token, phone_number_id = NUMBER } = settings;
    const access = { graph_url: `${ORIGIN}/v25.0`, access_token };
    const [number, subscribed] = await Promise.all([
      askNumber({ ...access, phone_number_id }, PATIENCE_MS, fetcher),
      askSubscribed({ ...access, waba_id: "4711" }, PATIENCE_MS, fetcher),
    ]);
    const findings = [
      ...numberFindings(number, { ...OURS, phone_number_id }),
      ...webhookFindings(number, subscribed, heard),
    ];
    return { number, findings, wrong: findings.filter(({ level }) => level !== "right") };
  };
  const change = (profile: object) => rest.patch(`/simulator/numbers/${NUMBER}`, profile);
  return { ...rest, check, change };
}

test("OP6 of a number with which all is well a check says so, and asks for nothing", async () => {
  const { check } = await shop();
  const { number, findings, wrong } = await check();
  expect(number).toMatchObject({
    type: "told",
    value: { status: "CONNECTED", messaging_limit: "TIER_1K", webhook_url: CREDENTIALS.webhook_url, ailments: [] },
  });
  expect(wrong).toEqual([]);
  expect(findings.map(({ code }) => code)).toEqual([
    ...["token", "number", "registered", "quality", "messaging_limit"],
    ...["subscribed", "webhook", "webhook_heard"],
  ]);
});

test.each([
  ["a wrong token", { access_token: "other" }, "token_refused"],
  ["an id that nobody has", { phone_number_id: "123456" }, "number_unknown"],
  ["the account's id in place of the number's", { phone_number_id: "4711" }, "number_unknown"],
])("OP6 a check tells of %s, with the way out", async (_, settings, code) => {
  const { check } = await shop();
  const { wrong } = await check(settings);
  expect(wrong).toMatchObject([{ code, level: "wrong", way_out: expect.stringMatching(/\w{4}/) }]);
});

test("OP6 an expired token is told in WhatsApp's words", async () => {
  const { check, post } = await shop();
  await post("/simulator/settings", { token_expired: true });
  expect((await check()).wrong).toMatchObject([{ code: "token_refused", text: expect.stringContaining("expired") }]);
});

test.each([
  [{ status: "PENDING" }, "not_registered", "wrong"],
  [{ status: "BANNED" }, "number_stopped", "wrong"],
  [{ status: "RATE_LIMITED" }, "number_stopped", "warning"],
  [{ name_status: "DECLINED" }, "name_not_approved", "wrong"],
  [{ quality_rating: "RED" }, "quality_low", "warning"],
  [{ quality_rating: "YELLOW" }, "quality_low", "warning"],
  [{ messaging_limit_tier: "TIER_250" }, "messaging_limit", "warning"],
  [{ account_mode: "SANDBOX" }, "test_number", "warning"],
  [{ ailment: "The business has no payment method." }, "health", "wrong"],
])("OP6 a number with %j is said to be so, with the way out", async (profile, code, level) => {
  const { check, change } = await shop();
  expect((await change(profile)).json.profile).toMatchObject(profile);
  expect((await check()).wrong).toMatchObject([{ code, level, way_out: expect.stringMatching(/\w{4}/) }]);
});

test("OP6 a number that was registered meanwhile is well", async () => {
  const { check, change, node } = await shop();
  await change({ status: "PENDING" });
  await node("POST", `/${NUMBER}/register`, { messaging_product: "whatsapp", pin: "123456" });
  expect((await check()).wrong).toEqual([]);
});

test("OP6 a check tells whether webhooks come here", async () => {
  const { check, node } = await shop();
  const here = { ...HEARD, webhook_url: "https://other.example/webhooks/whatsapp/2" };
  expect((await check({}, here)).wrong).toMatchObject([{ code: "webhook_elsewhere", level: "warning" }]);
  const never = { ...here, verified_at: null, last_webhook_at: null };
  expect((await check({}, never)).wrong).toMatchObject([
    { code: "webhook_elsewhere", level: "wrong" },
    { code: "webhook_silent" },
  ]);
  const byOtherName = { ...HEARD, webhook_url: "https://public.example/webhooks/whatsapp/1" };
  expect((await check({}, byOtherName)).wrong).toEqual([]);
  const last_refused = { at: "2026-11-03T09:00:00.000Z", detail: "Another secret" };
  expect((await check({}, { ...HEARD, last_refused })).wrong).toMatchObject([
    { code: "webhook_refused", way_out: "Another secret" },
  ]);
  await node("DELETE", "/4711/subscribed_apps");
  expect((await check()).wrong).toMatchObject([{ code: "not_subscribed" }]);
});

test("how a number stands is kept as it was set; what is no such thing is refused", async () => {
  const { change, put, node } = await shop();
  expect((await change({ shoe_size: 42 })).status).toBe(400);
  expect((await change({ quality_rating: "RED" })).json).toMatchObject({ phone_number_id: NUMBER });
  await put(`/simulator/numbers/${NUMBER}`, CREDENTIALS);
  expect((await node("GET", `/${NUMBER}`)).json.quality_rating).toBe("RED");
});
