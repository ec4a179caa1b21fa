import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { tenantAt } from "../../src/tenant/port.ts";
import { TenantObject } from "../../src/tenant/tenant-object.ts";
import { call, newTenant } from "../support/api.ts";
import { hire } from "../support/sockets.ts";
import {
  change,
  envelope,
  type Line,
  newLine,
  newWaId,
  receive,
  sign,
  text,
  VERIFY_TOKEN,
  webhook,
} from "../support/whatsapp.ts";

const MINUTE = 60_000;

let start = Date.now();
beforeEach(() => {
  start = Date.now();
  vi.setSystemTime(start);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const iso = (after = 0) => new Date(start + after).toISOString();

/** How an inbox is set up, as its schema has it. */
async function setupOf({ shop, inbox }: Line) {
  const { status, json } = await shop.api("GET", `/inboxes/${inbox}`);
  expect(status).toBe(200);
  expect(OPERATIONS.getInbox.answers[200]?.parse(json)).toEqual(json);
  return json.setup;
}

/** What is noted behind an answer is there a moment later. */
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

const verify = (inbox: string, token: string) =>
  call("GET", `/webhooks/whatsapp/${inbox}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=4711`);

const unsigned = (inbox: string, headers = {}) =>
  call("POST", `/webhooks/whatsapp/${inbox}`, { body: JSON.stringify(envelope()), headers });

/** What the tenants' objects are told of webhooks. */
const notes = () => vi.spyOn(TenantObject.prototype, "noteWebhook");

describe("OP5 an inbox's set-up", () => {
  test("OP5 says where webhooks go, and that none has come", async () => {
    const line = await newLine();
    expect(await setupOf(line)).toEqual({
      webhook_url: `https://store.test/webhooks/whatsapp/${line.inbox}`,
      verified_at: null,
      last_webhook_at: null,
      last_refused: null,
      can_send: true,
      check: null,
    });
    const { json } = await line.shop.api("POST", "/inboxes", { name: "Stored", channel: { type: "none" } });
    expect((await line.shop.api("GET", `/inboxes/${json.id}`)).json.setup).toBeNull();
  });

  test("OP5 says when WhatsApp verified it, and why it could not", async () => {
    const line = await newLine();
    expect((await verify(line.inbox, "something-else")).status).toBe(403);
    await eventually(async () =>
      expect((await setupOf(line)).last_refused).toEqual({
        at: iso(),
        reason: "verify_token_wrong",
        detail: expect.stringContaining("verify token"),
      }),
    );
    expect((await setupOf(line)).verified_at).toBeNull();
    expect((await verify(line.inbox, VERIFY_TOKEN)).text).toBe("4711");
    await eventually(async () => expect((await setupOf(line)).verified_at).toBe(iso()));
  });

  test("OP5 says when a webhook was last taken, to a minute, and writes once in it", async () => {
    const line = await newLine();
    const noted = notes();
    for (const [after, shown] of [
      [0, 0],
      [1_000, 0],
      [MINUTE - 1, 0],
      [MINUTE, MINUTE],
      [MINUTE + 5_000, MINUTE],
    ] as const) {
      vi.setSystemTime(start + after);
      expect((await receive(line, text(newWaId(), "hello"))).status).toBe(200);
      await eventually(async () => expect((await setupOf(line)).last_webhook_at).toBe(iso(shown)));
    }
    expect(noted.mock.calls).toEqual([
      [line.inbox, { type: "taken" }],
      [line.inbox, { type: "taken" }],
    ]);
  });

  test("OP5 says so too of what comes by the webhook of the whole deployment", async () => {
    const line = await newLine();
    const body = envelope(change(line.number, { messages: [text(newWaId(), "hello")] }));
    expect((await webhook(null, body, "deployment-secret")).status).toBe(200);
    await eventually(async () => expect((await setupOf(line)).last_webhook_at).toBe(iso()));
  });

  test("OP5 says when a webhook was refused, and why; a flood of them writes no more", async () => {
    const line = await newLine();
    const noted = notes();
    for (let count = 0; count < 5; count++) expect((await unsigned(line.inbox)).status).toBe(401);
    await eventually(async () => expect((await setupOf(line)).last_refused.reason).toBe("signature_missing"));
    vi.setSystemTime(start + 1_000);
    const wrong = { "X-Hub-Signature-256": await sign(JSON.stringify(envelope()), "another-secret") };
    for (let count = 0; count < 5; count++) expect((await unsigned(line.inbox, wrong)).status).toBe(401);
    await eventually(async () =>
      expect((await setupOf(line)).last_refused).toEqual({
        at: iso(1_000),
        reason: "signature_wrong",
        detail: expect.stringContaining("app_secret"),
      }),
    );
    expect(noted).toHaveBeenCalledTimes(2);
  });

  test("OP5 other isolates that tell the same within the minute write nothing, and of no inbox nothing is kept", async () => {
    const line = await newLine();
    const tenant = tenantAt(env, line.shop.id);
    await tenant.noteWebhook(line.inbox, { type: "taken" });
    vi.setSystemTime(start + MINUTE - 1);
    await tenant.noteWebhook(line.inbox, { type: "taken" });
    expect((await setupOf(line)).last_webhook_at).toBe(iso());
    await tenant.noteWebhook(crypto.randomUUID(), { type: "taken" });
    await runInDurableObject(env.TENANT.getByName(line.shop.id), (_, { storage }) =>
      expect(storage.sql.exec("SELECT id FROM settings WHERE kind = 'inbox_setup'").toArray()).toEqual([
        { id: line.inbox },
      ]),
    );
  });

  test("OP5 a call for an inbox that is not there makes nothing", async () => {
    expect((await unsigned(crypto.randomUUID())).status).toBe(401);
    expect((await verify(crypto.randomUUID(), VERIFY_TOKEN)).status).toBe(403);
  });

  test("says whether it can send", async () => {
    const line = await newLine();
    const trouble = { status: "unhealthy", code: 190, reason: "The token is expired", retry_at: null } as const;
    vi.setSystemTime(start + MINUTE);
    await tenantAt(env, line.shop.id).reportHealth(line.inbox, trouble, null);
    expect((await setupOf(line)).can_send).toBe(false);
  });
});

describe("OP6 a check of an inbox", () => {
  const NODE = {
    display_phone_number: "+1 555-000-1111",
    verified_name: "Shop",
    quality_rating: "GREEN",
    status: "CONNECTED",
    messaging_limit_tier: "TIER_2K",
    throughput: { level: "STANDARD" },
    account_mode: "LIVE",
    name_status: "APPROVED",
  };

  /** What the Graph API is asked, and answers by the path behind its version. */
  function graph(answer: (path: string) => Response | Promise<Response>) {
    const asked: { url: URL; authorization: string | null }[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const request = new Request(input as string, init as RequestInit);
      const url = new URL(request.url);
      if (url.host !== "graph.test") return new Response(null, { status: 404 });
      asked.push({ url, authorization: request.headers.get("authorization") });
      return answer(url.pathname.replace(/^\/v25\.0\//, ""));
    });
    return asked;
  }

  async function check({ shop, inbox }: Line) {
    const { status, json } = await shop.api("POST", `/inboxes/${inbox}/check`);
    expect(status).toBe(200);
    expect(OPERATIONS.checkInbox.answers[200]?.parse(json)).toEqual(json);
    return json;
  }
  const codes = ({ findings }: { findings: { code: string; level: string }[] }, level: string) =>
    findings.filter((one) => one.level === level).map(({ code }) => code);

  test("OP6 asks WhatsApp with the inbox's token, says what is right, and is kept", async () => {
    const line = await newLine(undefined, { waba_id: "700100" });
    const webhook_configuration = { application: `https://public.example/webhooks/whatsapp/${line.inbox}` };
    const asked = graph((path) =>
      Response.json(path.endsWith("subscribed_apps") ? { data: [{}] } : { ...NODE, webhook_configuration, id: path }),
    );
    await receive(line, text(newWaId(), "hello"));
    await eventually(async () => expect((await setupOf(line)).last_webhook_at).not.toBeNull());
    const found = await check(line);
    expect(asked.map(({ url }) => url.pathname).sort()).toEqual(
      [`/v25.0/${line.number}`, "/v25.0/700100/subscribed_apps"].sort(),
    );
    expect(asked.every(({ authorization }) => authorization === "Bearer graph-token")).toBe(true);
    expect(found).toMatchObject({
      checked_at: iso(),
      outcome: "right",
      number: { verified_name: "Shop", status: "CONNECTED", messaging_limit: 2_000, throughput: "STANDARD" },
    });
    expect(found.findings.every(({ way_out }: { way_out: unknown }) => way_out === null)).toBe(true);
    expect((await setupOf(line)).check).toEqual(found);
  });

  test("OP6 says what is wrong first, each with the way out", async () => {
    const line = await newLine();
    graph((path) =>
      Response.json({ ...NODE, id: path, status: "PENDING", quality_rating: "RED", webhook_configuration: {} }),
    );
    const found = await check(line);
    expect(found.outcome).toBe("wrong");
    expect(codes(found, "wrong")).toEqual(["not_registered", "webhook_missing"]);
    expect(codes(found, "warning")).toEqual(["quality_low", "account_unknown", "webhook_silent"]);
    const levels = found.findings.map(({ level }: { level: string }) => level);
    expect(levels).toEqual(
      [...levels].sort((one, other) => (one === other ? 0 : one === "wrong" || other === "right" ? -1 : 1)),
    );
    for (const { level, way_out } of found.findings) expect(way_out === null).toBe(level === "right");
  });

  const fault = (code: number, message: string, more = {}) =>
    Response.json({ error: { message, type: "OAuthException", code, ...more } }, { status: 400 });

  test.each([
    [190, "Error validating access token: Session has expired", {}, "token_refused"],
    [10, "(#10) Application does not have permission for this action", {}, "permission_missing"],
    [200, "(#200) Permissions error", {}, "permission_missing"],
    [100, "Unsupported get request. Object with ID '1' does not exist", { error_subcode: 33 }, "number_unknown"],
    [100, "(#100) Tried accessing nonexisting field (display_phone_number) on node type (User)", {}, "number_unknown"],
    [131031, "(#131031) Account has been locked", {}, "account_locked"],
    [100, "(#100) Something else", {}, "refused"],
  ])("OP6 tells of the refusal %i: %s", async (code, message, more, expected) => {
    const line = await newLine();
    graph(() => fault(code, message, more));
    const found = await check(line);
    expect(found).toMatchObject({ outcome: "wrong", number: null });
    expect(codes(found, "wrong")).toEqual([expected]);
  });

  test("OP6 asks again without what this version of the API does not know, or the token may not read", async () => {
    const line = await newLine();
    const unknown = ["whatsapp_business_manager_messaging_limit", "health_status"];
    const asked = graph((path) => {
      const fields = asked.at(-1)?.url.searchParams.get("fields")?.split(",") ?? [];
      const one = unknown.find((field) => fields.includes(field));
      if (one) return fault(100, `(#100) Tried accessing nonexisting field (${one}) on node type (X)`);
      return fields.includes("webhook_configuration")
        ? fault(200, "(#200) Permissions error")
        : Response.json({ id: path, display_phone_number: "15550001111", quality_rating: "GREEN" });
    });
    const found = await check(line);
    expect(asked).toHaveLength(4);
    expect(found).toMatchObject({ outcome: "warning", number: { quality_rating: "GREEN", status: null } });
  });

  test.each([
    ["no answer", () => Promise.reject(new TypeError("connection refused"))],
    ["a proxy's page", () => new Response("<html>", { status: 502 })],
    ["a page that is none of Graph's", () => Response.json({ hello: "world" })],
  ])("OP6 tells of %s", async (_, answer) => {
    const line = await newLine();
    graph(answer);
    const found = await check(line);
    expect(codes(found, "wrong")).toEqual(["unreachable"]);
  });

  test("OP6 says that messages are held, and why", async () => {
    const line = await newLine();
    graph((path) => Response.json({ ...NODE, id: path }));
    vi.setSystemTime(start + MINUTE);
    const trouble = { status: "unhealthy", code: 131_042, reason: "No payment method", retry_at: null } as const;
    await tenantAt(env, line.shop.id).reportHealth(line.inbox, trouble, null);
    const found = await check(line);
    expect(found.findings[0]).toMatchObject({ code: "held", text: expect.stringContaining("No payment method") });
  });

  test("OP6 is for keys and admins, of an inbox of theirs that has a number; the same key is the same answer", async () => {
    const line = await newLine();
    const asked = graph((path) => Response.json({ ...NODE, id: path }));
    const path = `/inboxes/${line.inbox}/check`;
    const agent = await hire(line.shop, "Ann");
    expect((await agent.api("POST", path)).json.code).toBe("forbidden");
    expect((await (await newTenant()).api("POST", path)).json.code).toBe("not_found");
    const { json } = await line.shop.api("POST", "/inboxes", { name: "Stored", channel: { type: "none" } });
    expect((await line.shop.api("POST", `/inboxes/${json.id}/check`)).json.code).toBe("inbox_stores_only");
    const key = { "Idempotency-Key": "check-1" };
    const [first, again] = [await line.shop.api("POST", path, {}, key), await line.shop.api("POST", path, {}, key)];
    expect(again.json).toEqual(first.json);
    expect(asked).toHaveLength(1);
  });
});
