import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { automationOf } from "../../src/automation/port.ts";
import { parseConversationId } from "../../src/domain/ids.ts";
import type { Passage } from "../../src/following/port.ts";
import { newTenant, type Shop, threadAt } from "../support/api.ts";

const WAIT = { timeout: 10_000, interval: 50 };

const ruled = async (shop: Shop, rule: object) => {
  const made = await shop.api("POST", "/automation/rules", { name: "Rule", ...rule });
  expect(made.status, made.text).toBe(201);
  return made.json;
};
const runsOf = async (shop: Shop, query = "") => (await shop.api("GET", `/automation/runs${query}`)).json.runs;

/** Waits until the rules of a shop have done so much. */
const ran = (shop: Shop, count: number) =>
  vi.waitFor(async () => {
    const runs = await runsOf(shop);
    expect(runs).toHaveLength(count);
    return runs;
  }, WAIT);

/** All that happened in a conversation's thread, as its followers are told of it. */
async function passageOf(shop: Shop, id: string): Promise<Passage> {
  const thread_key = parseConversationId(id)?.threadKey ?? "";
  const { told, through } = await threadAt(shop.id, id).tell(0, 200);
  return { thread_key, told, through } as unknown as Passage;
}

const refunds = {
  on: ["message.received"],
  conditions: { all: [{ field: "message.content", op: "contains", value: "refund" }] },
  actions: [
    { type: "add_labels", labels: ["refund"] },
    { type: "send_text", text: "We look after it, {{customer.name|friend}}." },
    { type: "request_handoff", reason: "A refund" },
  ],
};

afterEach(() => {
  vi.useRealTimers();
});

describe("automation", () => {
  test("AG8 what happens in a thread sets off the tenant's rules, and the log says what they did", async () => {
    const shop = await newTenant();
    const rule = await ruled(shop, refunds);
    const { id } = await shop.open(undefined, { customer_name: "Rosa" });
    await shop.say(id, "customer", "I want a REFUND");
    const [run] = await ran(shop, 1);
    expect(run).toMatchObject({
      ...{ rule_id: rule.id, rule_name: "Rule", conversation_id: id, matched: true, outcome: "done", depth: 1 },
      event: { type: "message.received" },
      actions: refunds.actions.map(({ type }) => ({ type, outcome: "done", code: null })),
    });
    const { json } = await shop.api("GET", `/conversations/${id}`);
    expect(json).toMatchObject({ labels: ["refund"], control: "queue", handoff_reason: "A refund" });
    const said = (await shop.api("GET", `/conversations/${id}/messages`)).json.at(-1);
    expect(said).toMatchObject({ content: "We look after it, Rosa.", sender_type: "system" });
    expect(said.sender_id).toBe(`automation:${rule.id}`);
    expect(await runsOf(shop, `?rule_id=${rule.id}&conversation_id=${id}`)).toEqual([run]);
    expect(await runsOf(shop, `?rule_id=${crypto.randomUUID()}`)).toEqual([]);
  });

  test("AG8 what is told twice, also at once, is done once", async () => {
    const shop = await newTenant();
    await ruled(shop, refunds);
    const { id } = await shop.open();
    await shop.say(id, "customer", "refund");
    const passage = await passageOf(shop, id);
    const automation = automationOf(env, shop.id);
    await Promise.all([automation.take([passage]), automation.take([passage]), automation.take([passage])]);
    await automation.take([passage]);
    await ran(shop, 1);
    const messages = (await shop.api("GET", `/conversations/${id}/messages`)).json;
    expect(messages.filter(({ sender_type }: { sender_type: string }) => sender_type === "system")).toHaveLength(1);
  });

  test("AG8 a rule that is changed is none of the business of what happened before, also when all is told again", async () => {
    const shop = await newTenant();
    const following = env.FOLLOWING.getByName(shop.id);
    const { id } = await shop.open();
    vi.setSystemTime(Date.now() + 1_000);
    const closing = { on: ["conversation.closed"], conditions: {}, actions: [{ type: "add_labels", labels: ["new"] }] };
    const rule = await ruled(shop, closing);
    vi.setSystemTime(Date.now() + 1_000);
    await shop.say(id, "customer", "good morning");
    await runDurableObjectAlarm(following);
    // Half a day later somebody has the rule act on messages from now on.
    vi.setSystemTime(Date.now() + 12 * 60 * 60 * 1_000);
    const body = { name: "Rule", ...closing, on: ["message.received"], enabled: true };
    expect((await shop.api("PUT", `/automation/rules/${rule.id}`, body)).status).toBe(200);
    await runDurableObjectAlarm(following);
    expect(await runsOf(shop)).toEqual([]);
    // The search is made anew, which has everything told again to all who follow.
    expect((await shop.api("POST", "/search/rebuild")).status).toBe(202);
    await runDurableObjectAlarm(following);
    expect(await runsOf(shop)).toEqual([]);
    expect((await shop.api("GET", `/conversations/${id}`)).json.labels).toEqual([]);
  });

  test("AG8 a rule that is switched off, and on again, knows nothing of what happened meanwhile", async () => {
    const shop = await newTenant();
    const rule = await ruled(shop, { ...refunds, enabled: false });
    expect(rule.enabled_at).toBeNull();
    const { id } = await shop.open();
    await shop.say(id, "customer", "refund");
    const passage = await passageOf(shop, id);
    vi.setSystemTime(Date.now() + 1_000);
    const body = { name: "Rule", ...refunds, enabled: true };
    const put = (await shop.api("PUT", `/automation/rules/${rule.id}`, body)).json;
    expect(put.enabled_at).not.toBeNull();
    await automationOf(env, shop.id).take([passage]);
    expect(await runsOf(shop)).toEqual([]);
    await shop.say(id, "customer", "the refund, please");
    await ran(shop, 1);
  });

  test("AG9 rules that set off each other stop, and the log says so", async () => {
    const shop = await newTenant();
    const flips = (from: string, to: string) => ({
      on: ["conversation.labels_changed"],
      conditions: { all: [{ field: "conversation.labels", op: "contains", value: from }] },
      actions: [
        { type: "remove_labels", labels: [from] },
        { type: "add_labels", labels: [to] },
      ],
    });
    await ruled(shop, flips("a", "b"));
    await ruled(shop, flips("b", "a"));
    const { id } = await shop.open();
    await shop.api("PUT", `/conversations/${id}/labels`, { labels: ["a"] });
    const runs = await vi.waitFor(async () => {
      const all = await runsOf(shop, `?conversation_id=${id}`);
      expect(all.some(({ outcome }: { outcome: string }) => outcome === "loop_guard")).toBe(true);
      return all;
    }, WAIT);
    expect(runs.every(({ depth }: { depth: number }) => depth <= 3)).toBe(true);
  });

  test("a test says what would be, condition by condition, and does nothing", async () => {
    const shop = await newTenant();
    const rule = await ruled(shop, {
      ...refunds,
      enabled: false,
      actions: [...refunds.actions, { type: "release" }, { type: "snooze", seconds: 60 }],
    });
    const { id } = await shop.open();
    const tried = async () =>
      (await shop.api("POST", `/automation/rules/${rule.id}/test`, { conversation_id: id })).json;
    expect(await tried()).toMatchObject({ matched: false, event: null, conditions: [{ holds: false, actual: null }] });
    await shop.say(id, "customer", "refund!");
    expect(await tried()).toMatchObject({
      matched: true,
      event: { type: "message.received" },
      conditions: [{ group: "all", actual: "refund!", holds: true }],
      actions: [
        { type: "add_labels", outcome: "done", events: ["conversation.labels_changed"] },
        { type: "send_text", outcome: "done", text: "We look after it, friend." },
        { type: "request_handoff", outcome: "done", events: ["handoff.requested"] },
        { type: "release", outcome: "done", events: ["control.released"] },
        { type: "snooze", outcome: "done" },
      ],
    });
    expect((await shop.api("GET", `/conversations/${id}`)).json.labels).toEqual([]);
    expect(await runsOf(shop)).toEqual([]);
  });

  test("one tenant's rules do nothing in another's conversations", async () => {
    const [one, two] = [await newTenant(), await newTenant()];
    await ruled(one, refunds);
    const { id } = await two.open();
    await two.say(id, "customer", "refund");
    await automationOf(env, two.id).take([await passageOf(two, id)]);
    expect((await two.api("GET", `/conversations/${id}`)).json.labels).toEqual([]);
    expect(await runsOf(one)).toEqual([]);
  });

  test("what a rule did about a person is gone when the person is erased", async () => {
    const shop = await newTenant();
    await ruled(shop, refunds);
    const { id } = await shop.open();
    await shop.say(id, "customer", "refund");
    await ran(shop, 1);
    expect((await shop.api("DELETE", `/conversations/${id}/person`)).status).toBeLessThan(300);
    await vi.waitFor(async () => expect(await runsOf(shop)).toEqual([]), WAIT);
  });

  test("pages of the log go back in time", async () => {
    const shop = await newTenant();
    await ruled(shop, { on: ["message.received"], actions: [{ type: "add_labels", labels: ["seen"] }] });
    const { id } = await shop.open();
    for (const word of ["one", "two", "three"]) await shop.say(id, "customer", word);
    const all = await ran(shop, 3);
    const first = (await shop.api("GET", "/automation/runs?limit=2")).json;
    const rest = (await shop.api("GET", `/automation/runs?limit=2&before=${first.next_before}`)).json;
    expect([...first.runs, ...rest.runs]).toEqual(all);
    expect(rest.next_before).toBeNull();
  });

  test("a tenant has a hundred rules at most", async () => {
    const shop = await newTenant();
    const body = { name: "Rule", on: ["message.received"], actions: [{ type: "close" }], enabled: false };
    for (let count = 0; count < 100; count++) await shop.api("POST", "/automation/rules", body);
    const refused = await shop.api("POST", "/automation/rules", body);
    expect(refused).toMatchObject({ status: 409, json: { code: "automation_rule_limit" } });
  });
});
