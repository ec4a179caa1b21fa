import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OutboundJob } from "../../src/conversation/port.ts";
import { DirectoryObject } from "../../src/directory/directory-object.ts";
import { resolve } from "../../src/directory/port.ts";
import { type HealthReport, type InboxUpdate, tenantAt } from "../../src/tenant/port.ts";
import { newTenant } from "../support/api.ts";
import {
  APP_SECRET,
  change,
  type Line,
  listed,
  newLine,
  newWaId,
  newWamid,
  now,
  receive,
  report as reportStatus,
  text,
  webhook,
} from "../support/whatsapp.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Hours from now, so that no real alarm fires; each test moves the clock from there. */
let start = Date.now() + 2 * HOUR;
/** What was put on the queue. */
let jobs: OutboundJob[];

beforeEach(() => {
  start = Date.now() + 2 * HOUR;
  vi.setSystemTime(start);
  jobs = [];
  vi.spyOn(env.OUTBOUND, "sendBatch").mockImplementation(async (batch) => {
    for (const { body } of batch) jobs.push(body as OutboundJob);
    return undefined as never;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const iso = (after = 0) => new Date(start + after).toISOString();
const tenantOf = ({ shop }: Line) => tenantAt(env, shop.id);
const inboxOf = async ({ shop, inbox }: Line) => (await shop.api("GET", `/inboxes/${inbox}`)).json;
const healthOf = async (line: Line) => (await inboxOf(line)).health;
const stateOf = async (line: Line) => (await inboxOf(line)).state;

const update = (field: string, value: object, more: Partial<InboxUpdate> = {}): InboxUpdate => ({
  field,
  value,
  at: iso(),
  waba_id: null,
  ...more,
});
const note = (line: Line, ...updates: InboxUpdate[]) => tenantOf(line).noteUpdates(line.inbox, updates);

const EXPIRED: HealthReport = { status: "unhealthy", code: 190, reason: "The token is expired", retry_at: null };
const HEALTHY: HealthReport = { status: "healthy", code: null, reason: null, retry_at: null };
const report = (line: Line, health: HealthReport, threadKey: string | null = null) =>
  tenantOf(line).reportHealth(line.inbox, health, threadKey);

/** Moves the clock to so much after the start, and lets the tenant's alarm ring if one is set. */
async function ring({ shop }: Line, after: number): Promise<boolean> {
  vi.setSystemTime(start + after);
  return runDurableObjectAlarm(env.TENANT.getByName(shop.id));
}

const held = ({ shop, inbox }: Line) =>
  runInDurableObject(env.TENANT.getByName(shop.id), (_, { storage }) =>
    storage.sql
      .exec<{ thread_key: string }>("SELECT thread_key FROM held_threads WHERE inbox_id = ? ORDER BY thread_key", inbox)
      .toArray()
      .map(({ thread_key }) => thread_key),
  );

/** A line that was made long enough ago that nobody can still send as before it. */
async function settledLine(): Promise<Line> {
  const line = await newLine();
  start += MINUTE;
  vi.setSystemTime(start);
  return line;
}

describe("an inbox", () => {
  test("is shown with how it fares, and without its secrets", async () => {
    const line = await newLine();
    const { setup: _, ...shown } = await inboxOf(line);
    expect(shown).toEqual({
      id: line.inbox,
      name: "WhatsApp",
      outlet_id: line.shop.outlet,
      created_at: iso(),
      channel: {
        type: "whatsapp",
        phone_number_id: line.number,
        display_phone_number: "15550001111",
        waba_id: null,
        webhook_path: `/webhooks/whatsapp/${line.inbox}`,
      },
      health: { status: "healthy", code: null, reason: null, since: iso(), retry_at: null },
      state: {
        quality: null,
        messaging_limit: null,
        phone_numbers_limit: null,
        name: null,
        account: null,
        account_review: null,
        security: null,
      },
    });
    expect((await line.shop.api("GET", "/inboxes")).json.inboxes).toEqual([shown]);
  });

  test("has its number alone, whatever is asked again under the key that made it", async () => {
    const line = await newLine();
    const channel = {
      ...{ type: "whatsapp", phone_number_id: newWaId(), display_phone_number: "+1 555 000 1111" },
      ...{ access_token: "token", app_secret: "secret", verify_token: "verify" },
    };
    const add = (name: string, key?: string) =>
      line.shop.api("POST", "/inboxes", { name, channel }, key === undefined ? {} : { "Idempotency-Key": key });
    const { status, json } = await add("First", "once");
    expect(status).toBe(201);
    expect(await add("Second")).toMatchObject({
      status: 409,
      json: {
        code: "phone_number_taken",
        inbox_id: json.id,
        detail: "Change that inbox instead of adding another.",
      },
    });
    expect(await add("First", "once")).toMatchObject({ status: 201, json: { id: json.id } });
    const other = await newTenant();
    expect((await other.api("POST", "/inboxes", { name: "Theirs", channel })).status).toBe(201);
  });

  test.each(["adding it again", "changing it"])("whose making broke off gets its webhooks after %s", async (how) => {
    const shop = await newTenant();
    const number = newWaId();
    const channel = {
      ...{ type: "whatsapp", phone_number_id: number, display_phone_number: "+1 555 000 1111" },
      ...{ access_token: "token", app_secret: APP_SECRET, verify_token: "verify" },
    };
    const broken = vi.spyOn(DirectoryObject.prototype, "claim").mockImplementation(() => {
      throw new Error("The object was reset.");
    });
    expect((await shop.api("POST", "/inboxes", { name: "First", channel })).status).toBe(500);
    broken.mockRestore();
    const [{ id }] = (await shop.api("GET", "/inboxes")).json.inboxes;
    if (how === "changing it") expect((await shop.api("PATCH", `/inboxes/${id}`, { name: "One" })).status).toBe(200);
    else expect((await shop.api("POST", "/inboxes", { name: "First", channel })).json.inbox_id).toBe(id);
    const line = { shop, inbox: id, number };
    expect((await receive(line, text(newWaId(), "hello"))).status).toBe(200);
    expect(await listed(line)).toHaveLength(1);
  });

  test("of another tenant is not there", async () => {
    const line = await newLine();
    const other = await newTenant();
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["GET", "/updates"],
      ["GET", "/templates"],
      ["POST", "/resume"],
    ] as const) {
      const { json } = await other.api(method, `/inboxes/${line.inbox}${path}`, method === "GET" ? undefined : {});
      expect(json).toMatchObject({ status: 404, code: "not_found" });
    }
  });

  test("may name its business account, which leads to the tenant", async () => {
    const line = await newLine(undefined, { waba_id: "700100" });
    expect((await inboxOf(line)).channel.waba_id).toBe("700100");
    expect(await resolve(env, "waba", "700100")).toEqual({ tenant_id: line.shop.id, inbox_id: null });
    const { json } = await line.shop.api("PATCH", `/inboxes/${line.inbox}`, { waba_id: "700101" });
    expect(json.channel.waba_id).toBe("700101");
    expect(await resolve(env, "waba", "700101")).toEqual({ tenant_id: line.shop.id, inbox_id: null });
    expect((await line.shop.api("PATCH", `/inboxes/${line.inbox}`, { waba_id: "x" })).status).toBe(400);
  });
});

describe("the business account", () => {
  test("is learned from a webhook where none is known", async () => {
    const line = await newLine();
    await note(line, update("phone_number_quality_update", { event: "FLAGGED" }, { waba_id: "700200" }));
    expect((await inboxOf(line)).channel.waba_id).toBe("700200");
    expect(await resolve(env, "waba", "700200")).toEqual({ tenant_id: line.shop.id, inbox_id: null });
    await tenantOf(line).noteWaba(line.inbox, "700201");
    expect((await inboxOf(line)).channel.waba_id).toBe("700200");
  });

  test.each([
    ["the test button's", update("security", { event: "PIN_CHANGED" }, { waba_id: "0" })],
    [
      "a partner's portfolio",
      update("account_update", { event: "PARTNER_ADDED", waba_info: {} }, { waba_id: "700300" }),
    ],
    ["a solution's", update("partner_solutions", { event: "SOLUTION_CREATED" }, { waba_id: "700301" })],
  ])("is not %s id", async (_, said) => {
    const line = await newLine();
    await note(line, said);
    expect((await inboxOf(line)).channel.waba_id).toBeNull();
  });
});

describe("what WhatsApp says of an inbox", () => {
  test("is listed, the newest first, page by page", async () => {
    const line = await newLine();
    await note(line, update("user_actions", { one: 1 }), update("security", { event: "PIN_CHANGED" }));
    await note(line, update("errors", { code: 131035 }, { at: null }));
    const { shop, inbox } = line;
    const first = (await shop.api("GET", `/inboxes/${inbox}/updates?limit=2`)).json;
    expect(first).toEqual({
      updates: [
        { number: 3, field: "errors", at: null, received_at: iso(), value: { code: 131035 } },
        { number: 2, field: "security", at: iso(), received_at: iso(), value: { event: "PIN_CHANGED" } },
      ],
      next_before: 2,
    });
    const second = (await shop.api("GET", `/inboxes/${inbox}/updates?limit=2&before=2`)).json;
    expect(second).toMatchObject({ updates: [{ number: 1, value: { one: 1 } }], next_before: null });
  });

  test("is kept once, and the latest 200 of it", async () => {
    const line = await newLine();
    const said = Array.from({ length: 205 }, (_, number) => update("user_actions", { number }));
    await note(line, ...said.slice(0, 120), ...said.slice(0, 10));
    await note(line, ...said.slice(100));
    const { json } = await line.shop.api("GET", `/inboxes/${line.inbox}/updates?limit=200`);
    expect(json.updates.map(({ value }: { value: { number: number } }) => value.number)).toEqual(
      Array.from({ length: 200 }, (_, index) => 204 - index),
    );
    expect(json.next_before).toBeNull();
  });

  test("may be larger than a row", async () => {
    const line = await newLine();
    const names = "ñ".repeat(1_400_000);
    await note(line, update("smb_app_state_sync", { names }));
    const { json } = await line.shop.api("GET", `/inboxes/${line.inbox}/updates`);
    expect(json.updates[0].value.names === names).toBe(true);
  });

  test.each<[string, object, object]>([
    [
      "phone_number_quality_update",
      { event: "FLAGGED", current_limit: "TIER_10K" },
      { quality: "flagged", messaging_limit: 10_000 },
    ],
    [
      "phone_number_quality_update",
      { display_phone_number: "15550001111", event: "UNFLAGGED", current_limit: "TIER_UNLIMITED" },
      { quality: "unflagged", messaging_limit: "unlimited" },
    ],
    [
      "phone_number_quality_update",
      { event: "ONBOARDING", max_daily_conversations_per_business: "TIER_250" },
      { quality: null, messaging_limit: 250 },
    ],
    [
      "business_capability_update",
      { max_daily_conversations_per_business: 2000, max_phone_numbers_per_waba: 25 },
      { messaging_limit: 2000, phone_numbers_limit: 25 },
    ],
    ["business_capability_update", { max_daily_conversation_per_phone: -1 }, { messaging_limit: "unlimited" }],
    [
      "phone_number_name_update",
      {
        display_phone_number: "+1 555 000 1111",
        decision: "REJECTED",
        requested_verified_name: "Tea",
        rejection_reason: null,
      },
      { name: { decision: "REJECTED", requested_name: "Tea", rejection_reason: null } },
    ],
    ["account_review_update", { decision: "APPROVED" }, { account_review: "APPROVED" }],
    ["security", { event: "PIN_RESET_REQUEST" }, { security: "PIN_RESET_REQUEST" }],
  ])("is folded into its state: %s %j", async (field, value, expected) => {
    const line = await newLine();
    await note(line, update(field, value));
    expect(await stateOf(line)).toMatchObject(expected);
    expect((await healthOf(line)).status).toBe("healthy");
  });

  test.each([
    ["phone_number_quality_update", { display_phone_number: "15559998888", event: "FLAGGED" }],
    ["phone_number_quality_update", { event: 7, current_limit: { odd: true } }],
    ["phone_number_name_update", []],
    ["account_update", { event: "VERIFIED_ACCOUNT" }],
    ["something_new", { event: "FLAGGED" }],
  ])("changes nothing where it is about something else: %s %j", async (field, value) => {
    const line = await newLine();
    const before = await inboxOf(line);
    await note(line, update(field, value));
    expect(await inboxOf(line)).toEqual(before);
    expect((await line.shop.api("GET", `/inboxes/${line.inbox}/updates`)).json.updates).toHaveLength(1);
  });

  test("changes nothing when it is older than what was said", async () => {
    const line = await newLine();
    await note(line, update("phone_number_quality_update", { event: "UNFLAGGED" }, { at: iso(MINUTE) }));
    await note(line, update("phone_number_quality_update", { event: "FLAGGED" }, { at: iso() }));
    expect((await stateOf(line)).quality).toBe("unflagged");
  });

  test("of the whole account is noted for each of its numbers", async () => {
    const one = await newLine(undefined, { waba_id: "700400" });
    const two = await newLine(one.shop, { waba_id: "700400", display_phone_number: "15550002222" });
    const three = await newLine(one.shop, { waba_id: "700401" });
    await note(one, update("account_review_update", { decision: "APPROVED" }));
    await note(one, update("phone_number_quality_update", { display_phone_number: "15550002222", event: "FLAGGED" }));
    const states = await Promise.all([one, two, three].map(stateOf));
    expect(states.map(({ account_review }) => account_review)).toEqual(["APPROVED", "APPROVED", null]);
    expect(states.map(({ quality }) => quality)).toEqual([null, "flagged", null]);
  });

  test.each<[object, string]>([
    [{ event: "ACCOUNT_DELETED" }, "WhatsApp says of the account: ACCOUNT_DELETED"],
    [
      { event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "ADULT" } },
      "WhatsApp says of the account: ACCOUNT_VIOLATION (ADULT)",
    ],
    [
      { event: "ACCOUNT_RESTRICTION", restriction_info: [{ restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING" }] },
      "WhatsApp says of the account: ACCOUNT_RESTRICTION (RESTRICTED_BIZ_INITIATED_MESSAGING)",
    ],
    [
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: ["DISABLE"], waba_ban_date: "January 31, 2031" } },
      "WhatsApp says of the account: DISABLED_UPDATE (DISABLE, January 31, 2031)",
    ],
    [
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "SCHEDULE_FOR_DISABLE" } },
      "WhatsApp says of the account: DISABLED_UPDATE (SCHEDULE_FOR_DISABLE)",
    ],
  ])("may be trouble with its account: %j", async (value, reason) => {
    const line = await newLine();
    await note(line, update("account_update", value));
    const { health, state } = await inboxOf(line);
    expect(health).toEqual({ status: "unhealthy", code: null, reason, since: iso(), retry_at: iso(MINUTE) });
    expect(state.account).toMatchObject({ event: (value as { event: string }).event, at: iso() });
  });

  test.each([
    { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: ["REINSTATE"] } },
    { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } },
    { event: "ACCOUNT_RECONNECTED" },
  ])("may be the end of it, and what was held goes: %j", async (value) => {
    const line = await settledLine();
    await note(line, update("account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } }));
    await report(line, EXPIRED, "a");
    await note(line, update("account_update", value, { at: iso(MINUTE) }));
    expect((await healthOf(line)).status).toBe("healthy");
    await ring(line, MINUTE);
    expect(jobs).toEqual([{ tenant_id: line.shop.id, thread_key: "a", resume: true }]);
  });
});

describe("an inbox that cannot send", () => {
  test("says so, since when and why, and writes nothing when it is told again", async () => {
    const line = await settledLine();
    await report(line, EXPIRED, "a");
    const expected = { status: "unhealthy", code: 190, reason: "The token is expired", since: iso(), retry_at: null };
    expect(await healthOf(line)).toEqual(expected);
    const rows = await runInDurableObject(env.TENANT.getByName(line.shop.id), async (tenant, { storage }) => {
      const written = vi.spyOn(storage.sql, "exec");
      await tenant.reportHealth(line.inbox, { ...EXPIRED, reason: "in other words" }, "a");
      expect(written).toHaveBeenCalled();
      return written.mock.results.map(({ value }) => value.rowsWritten as number);
    });
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(0);
    vi.setSystemTime(start + HOUR);
    await report(line, EXPIRED, "b");
    expect(await healthOf(line)).toEqual(expected);
    expect(await held(line)).toEqual(["a", "b"]);
  });

  test.each<[string, (line: Line) => Promise<unknown>]>([
    ["a message went out", (line) => report(line, HEALTHY)],
    ["it gets a new token", ({ shop, inbox }) => shop.api("PATCH", `/inboxes/${inbox}`, { access_token: "new" })],
    ["somebody says that it is mended", ({ shop, inbox }) => shop.api("POST", `/inboxes/${inbox}/resume`)],
  ])("lets all held threads go once, in order, when %s", async (_, mend) => {
    const line = await settledLine();
    const keys = Array.from({ length: 250 }, (__, index) => `thread-${String(index).padStart(3, "0")}`);
    for (const key of [...keys].reverse()) await report(line, EXPIRED, key);
    await mend(line);
    expect(await healthOf(line)).toMatchObject({ status: "healthy", code: null, reason: null, retry_at: null });
    await ring(line, 0);
    expect(jobs.map(({ thread_key }) => thread_key)).toEqual(keys);
    expect(jobs[0]).toEqual({ tenant_id: line.shop.id, thread_key: "thread-000", resume: true });
    const batches = vi.mocked(env.OUTBOUND.sendBatch).mock.calls.map(([batch]) => [...batch]);
    expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
    // DL8: twenty a second, which every number may send.
    expect(batches.flat().map(({ delaySeconds }) => delaySeconds)).toEqual(
      keys.map((_key, index) => Math.floor(index / 20)),
    );
    expect(await held(line)).toEqual([]);
    expect(await ring(line, HOUR)).toBe(false);
  });

  test("does not let go by another change", async () => {
    const { shop, inbox, ...rest } = await settledLine();
    await report({ shop, inbox, ...rest }, EXPIRED, "a");
    const { json } = await shop.api("PATCH", `/inboxes/${inbox}`, { name: "Other" });
    expect(json).toMatchObject({ name: "Other", health: { status: "unhealthy" } });
  });

  test("goes on with what the queue did not take", async () => {
    const line = await settledLine();
    for (let index = 0; index < 150; index++) await report(line, EXPIRED, String(index).padStart(3, "0"));
    vi.mocked(env.OUTBOUND.sendBatch).mockImplementationOnce(async (batch) => {
      for (const { body } of batch) jobs.push(body as OutboundJob);
      vi.mocked(env.OUTBOUND.sendBatch).mockRejectedValueOnce(new Error("the queue is away"));
      return undefined as never;
    });
    await report(line, HEALTHY);
    await ring(line, 0);
    expect(jobs).toHaveLength(100);
    expect(await held(line)).toHaveLength(50);
    await ring(line, 30 * SECOND);
    expect(jobs).toHaveLength(150);
    expect(await held(line)).toEqual([]);
  });

  test("keeps a thread that is held again while it is dispatched", async () => {
    const line = await settledLine();
    await report(line, EXPIRED, "a");
    await report(line, EXPIRED, "b");
    vi.mocked(env.OUTBOUND.sendBatch).mockImplementationOnce(async () => {
      await report(line, { ...EXPIRED, code: 131031 }, "a");
      return undefined as never;
    });
    await report(line, HEALTHY);
    await ring(line, HOUR);
    expect(await held(line)).toEqual(["a"]);
    expect(await healthOf(line)).toMatchObject({ status: "unhealthy", code: 131031 });
  });

  test("lets one thread find out, when its time has come, whether it can again", async () => {
    const line = await settledLine();
    const blocked = { ...EXPIRED, code: 368, retry_at: iso(HOUR) };
    for (const key of ["a", "b", "c"]) await report(line, blocked, key);
    await ring(line, MINUTE);
    expect(jobs).toEqual([]);
    await ring(line, HOUR);
    expect(jobs.map(({ thread_key }) => thread_key)).toEqual(["a"]);
    expect((await healthOf(line)).retry_at).toBe(iso(HOUR + 5 * MINUTE));
    await report(line, blocked, "a");
    await ring(line, HOUR + 5 * MINUTE);
    expect(jobs).toHaveLength(2);
    await report(line, HEALTHY);
    await ring(line, HOUR + 6 * MINUTE);
    expect(new Set(jobs.map(({ thread_key }) => thread_key))).toEqual(new Set(["a", "b", "c"]));
    expect(await held(line)).toEqual([]);
  });

  test("that is only asked for patience goes on by itself", async () => {
    const line = await settledLine();
    const paced: HealthReport = { status: "paced", code: 130429, reason: "Too quick", retry_at: iso(10 * SECOND) };
    await report(line, paced, "a");
    await report(line, paced, "b");
    expect(await healthOf(line)).toMatchObject({ status: "paced", retry_at: iso(10 * SECOND) });
    await ring(line, 10 * SECOND);
    expect(jobs.map(({ thread_key }) => thread_key)).toEqual(["a", "b"]);
    expect(await healthOf(line)).toMatchObject({ status: "healthy", since: iso(10 * SECOND) });
  });

  test("does not stay so because somebody still sent with the token before", async () => {
    const line = await settledLine();
    await line.shop.api("PATCH", `/inboxes/${line.inbox}`, { access_token: "new" });
    vi.setSystemTime(start + 3 * SECOND);
    await report(line, EXPIRED, "a");
    expect(await healthOf(line)).toMatchObject({ status: "unhealthy", retry_at: iso(15 * SECOND) });
    await ring(line, 15 * SECOND);
    expect(jobs.map(({ thread_key }) => thread_key)).toEqual(["a"]);
  });

  test("is nothing to a tenant that does not have it", async () => {
    const [line, other] = [await newLine(), await newLine()];
    await tenantOf(other).reportHealth(line.inbox, EXPIRED, "a");
    await tenantOf(other).noteUpdates(line.inbox, [update("security", {})]);
    expect((await healthOf(line)).status).toBe("healthy");
    expect(await held({ ...other, inbox: line.inbox })).toEqual([]);
  });
});

describe("templates", () => {
  const TEMPLATES = [{ name: "welcome", language: "en", status: "APPROVED", category: "UTILITY", components: [] }];

  /** Stands in for the Graph API's list of an account's templates; returns its calls. */
  function answerTemplates(respond: () => Response | Promise<Response>) {
    return vi.spyOn(globalThis, "fetch").mockImplementation(async () => respond());
  }
  const found = (data: object[] = TEMPLATES) => Response.json({ data });
  let wabas = 700_500;
  const lineWithWaba = () => newLine(undefined, { waba_id: String(++wabas) });
  const get = async ({ shop, inbox }: Line, query = "") => shop.api("GET", `/inboxes/${inbox}/templates${query}`);

  test("are fetched once in ten minutes, and at once where they are wanted anew", async () => {
    const line = await lineWithWaba();
    const calls = answerTemplates(() => found());
    const { json } = await get(line);
    expect(json).toEqual({ templates: [expect.objectContaining({ name: "welcome" })], fetched_at: iso() });
    vi.setSystemTime(start + 9 * MINUTE);
    expect((await get(line)).json).toEqual(json);
    expect(calls).toHaveBeenCalledTimes(1);
    vi.setSystemTime(start + 11 * MINUTE);
    expect((await get(line)).json.fetched_at).toBe(iso(11 * MINUTE));
    await get(line, "?refresh=true");
    expect(calls).toHaveBeenCalledTimes(3);
  });

  test("are fetched once for all who ask at the same time", async () => {
    const line = await lineWithWaba();
    const calls = answerTemplates(() => found());
    const answers = await Promise.all([get(line), get(line), get(line)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(calls).toHaveBeenCalledTimes(1);
  });

  test("are fetched by the next one when who fetched them is gone", async () => {
    const line = await lineWithWaba();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const first = tenantOf(line).templates(line.inbox, false, async () => {
      ask();
      throw new Error("the client is gone");
    });
    const second = tenantOf(line).templates(line.inbox, false, async () => "[]");
    await asked;
    expect([await first, await second]).toEqual([null, { templates: "[]", fetched_at: iso() }]);
  });

  test("are asked for again when WhatsApp says that they changed", async () => {
    const line = await lineWithWaba();
    const calls = answerTemplates(() => found());
    await get(line);
    await note(line, update("message_template_status_update", { event: "PAUSED", message_template_name: "welcome" }));
    await get(line);
    await get(line);
    expect(calls).toHaveBeenCalledTimes(2);
  });

  test("may be old ones where WhatsApp does not answer", async () => {
    const line = await lineWithWaba();
    answerTemplates(() => found());
    const { json } = await get(line);
    vi.mocked(globalThis.fetch).mockImplementation(async () => Response.json({ error: { code: 1 } }, { status: 500 }));
    vi.setSystemTime(start + HOUR);
    expect((await get(line, "?refresh=true")).json).toEqual(json);
  });

  test("are unavailable where there are none to be had", async () => {
    const line = await lineWithWaba();
    answerTemplates(() => Response.json({ error: { code: 190 } }, { status: 401 }));
    expect((await get(line)).json).toMatchObject({ status: 503, code: "unavailable" });
  });

  test("need the business account", async () => {
    const line = await newLine();
    expect((await get(line)).json).toMatchObject({
      status: 409,
      code: "waba_unknown",
      detail: expect.stringContaining("waba_id"),
    });
  });

  test("may be more than a row holds", async () => {
    const line = await lineWithWaba();
    const many = Array.from({ length: 4000 }, (_, index) => ({ ...TEMPLATES[0], name: `t${index}${"x".repeat(600)}` }));
    answerTemplates(() => found(many));
    await get(line);
    expect((await get(line)).json.templates).toHaveLength(4000);
  });

  test("of another account are others", async () => {
    const line = await lineWithWaba();
    const calls = answerTemplates(() => found());
    await get(line);
    await line.shop.api("PATCH", `/inboxes/${line.inbox}`, { waba_id: String(++wabas) });
    await get(line);
    expect(calls).toHaveBeenCalledTimes(2);
  });
});

test("a tenant's policies hold when a hand-off is asked by mood, and when a customer sees what was read", async () => {
  const shop = await newTenant();
  expect((await shop.api("GET", "/tenant")).json.policies).toMatchObject({
    sentiment_handoff: false,
    read_receipts: "on_reply",
  });
  const policies = { sentiment_handoff: true, read_receipts: "never" };
  expect((await shop.api("PATCH", "/tenant", { policies })).json.policies).toMatchObject(policies);
  expect((await shop.api("PATCH", "/tenant", { policies: { read_receipts: "later" } })).status).toBe(400);
});

describe("a status that tells of the inbox", () => {
  const failed = (code: number, seconds: string) => ({
    id: newWamid(),
    status: "failed",
    timestamp: seconds,
    recipient_id: newWaId(),
    errors: [{ code, title: "Business eligibility payment issue", error_data: { details: "Payment problem" } }],
  });

  test.each([
    ["makes it unhealthy where the account cannot send", 131042, null, "unhealthy"],
    ["says nothing of it where only the message failed", 131026, null, "healthy"],
    ["that WhatsApp repeats later says nothing of today", 131042, "1700000000", "healthy"],
  ])("%s", async (_, code, seconds, status) => {
    const line = await newLine();
    expect((await reportStatus(line, failed(code, seconds ?? now()))).status).toBe(200);
    const { json } = await line.shop.api("GET", `/inboxes/${line.inbox}`);
    expect(json.health.status).toBe(status);
    if (status === "unhealthy") expect(json.health).toMatchObject({ code, reason: expect.stringContaining("Payment") });
  });
});

test.each([
  ["learned from the first message", "700000000042", "700000000042"],
  ["not what the dashboard's test button sends", "0", null],
])("an inbox's business account is %s", async (_, id, learned) => {
  const line = await newLine();
  const messages = [text(newWaId(), "hello")];
  const body = { object: "whatsapp_business_account", entry: [{ id, changes: [change(line.number, { messages })] }] };
  expect((await webhook(line.inbox, body)).status).toBe(200);
  const { json } = await line.shop.api("GET", `/inboxes/${line.inbox}`);
  expect(json.channel.waba_id).toBe(learned);
});
