import { describe, expect, test } from "vitest";
import { reasonOf, whyHandedOver } from "../../src/console/api/reason.ts";
import type { Answer, Conversation, LogEvent } from "../../src/console/api/types.ts";
import { blocksOf } from "../../src/console/inbox/panel/activity-blocks.ts";
import { deedsOf, detailOf } from "../../src/console/inbox/panel/activity-words.ts";
import { attributesOf, rowsOf } from "../../src/console/inbox/panel/attributes.ts";
import { beforeOf } from "../../src/console/inbox/panel/earlier-ids.ts";
import { isSaid } from "../../src/console/inbox/panel/said-again.ts";
import { timersOf } from "../../src/console/inbox/panel/timer-facts.ts";

const NOW = Date.parse("2026-11-20T10:00:00.000Z");
const HOUR = 3_600_000;
const at = (hours: number): string => new Date(NOW + hours * HOUR).toISOString();

describe("what happens by itself", () => {
  const policies = {
    inactivity_timeout: 24 * 3600,
    inactivity_timeouts: { agent: 4 * 3600, queue: null },
    inactivity_warning: 3600,
    retention_after_close: 48 * 3600,
  } as Answer<"getTenant">["policies"];
  const conversation = (parts: Partial<Conversation> = {}): Conversation =>
    ({
      channel: "whatsapp",
      state: "open",
      control: "ai",
      snoozed_until: null,
      started_at: at(-3),
      last_message_at: at(-1),
      window_expires_at: at(12),
      ended_at: null,
      ticket: null,
      ...parts,
    }) as Conversation;

  test("the window ends, and silence closes by who has the word", () => {
    expect(timersOf(conversation(), policies, NOW)).toEqual([
      { is: "window", until: NOW + 12 * HOUR, part: 0.5 },
      { is: "closes", at: NOW + 23 * HOUR, warns: NOW + 22 * HOUR },
    ]);
    expect(timersOf(conversation({ control: "agent" }), policies, NOW)[1]).toMatchObject({ at: NOW + 3 * HOUR });
    expect(timersOf(conversation({ control: "queue" }), policies, NOW)).toHaveLength(1);
  });

  test("an ended window is told, and what sleeps does not close", () => {
    const asleep = conversation({ window_expires_at: at(-2), snoozed_until: at(5) });
    expect(timersOf(asleep, policies, NOW)).toEqual([
      { is: "windowOver", since: NOW - 2 * HOUR },
      { is: "wakes", at: NOW + 5 * HOUR },
    ]);
    const aside = conversation({ snoozed_until: "9999-12-31T23:59:59.999Z", channel: "none" });
    expect(timersOf(aside, policies, NOW)).toEqual([{ is: "aside" }]);
  });

  test("a closed one has its messages deleted", () => {
    const closed = conversation({ state: "closed", ended_at: at(-1) });
    expect(timersOf(closed, policies, NOW)).toEqual([{ is: "purged", at: NOW + 47 * HOUR }]);
    expect(timersOf(closed, undefined, NOW)).toEqual([]);
  });

  test("an offer counts down while it is open", () => {
    const offered = (until: string) => ({ offered_to: { agent_id: "a", until } }) as Conversation["ticket"];
    const is = (one: Conversation) => timersOf(one, undefined, NOW).map((timer) => timer.is);
    expect(is(conversation({ ticket: offered(at(1)) }))).toEqual(["window", "offered"]);
    expect(is(conversation({ ticket: offered(at(-1)) }))).toEqual(["window"]);
  });
});

describe("attributes as they are edited", () => {
  test("what was not touched stays what it was, what was a number stays one", () => {
    const before = { tier: "gold", visits: 3, vip: true, tags: ["a", "b"] };
    const rows = rowsOf(before);
    expect(attributesOf(rows, before)).toEqual(before);
    const edited = rows.map((row) => (row.name === "visits" ? { ...row, value: "4" } : row));
    expect(attributesOf(edited, before)).toMatchObject({ visits: 4, tags: ["a", "b"] });
    const many = rows.map((row) => (row.name === "visits" ? { ...row, value: "many" } : row));
    expect(attributesOf(many, before)).toMatchObject({ visits: "many" });
  });

  test("a row without a name, or a value, is none", () => {
    const rows = [
      { id: 0, name: " city ", value: " Lima " },
      { id: 1, name: "", value: "x" },
      { id: 2, name: "y", value: " " },
    ];
    expect(attributesOf(rows, {})).toEqual({ city: "Lima" });
  });
});

test("earlier conversations of a thread are named by their number", () => {
  const id = "d2396baf-e4b3-855a-b192-55110000000c";
  const before = beforeOf({ id, number: 12, previous_id: "d2396baf-e4b3-855a-b192-55110000000b" });
  expect(before).toHaveLength(11);
  expect(before[0]).toBe("d2396baf-e4b3-855a-b192-55110000000b");
  expect(before.at(-1)).toBe("d2396baf-e4b3-855a-b192-551100000001");
  expect(beforeOf({ id, number: 1, previous_id: null })).toEqual([]);
  const history = "d2396baf-e4b3-855a-b192-551100000000";
  expect(beforeOf({ id, number: 1, previous_id: history })).toEqual([history]);
});

test("a person is named again by the digits of their number, or by their name", () => {
  expect(isSaid("1 555 010-0101", "+15550100101")).toBe(true);
  expect(isSaid("15550100102", "+15550100101")).toBe(false);
  expect(isSaid("", "+15550100101")).toBe(false);
  expect(isSaid(" maría  fernández", "María Fernández")).toBe(true);
  expect(isSaid("", "")).toBe(false);
});

describe("the log of what was done", () => {
  const event = (seq: number, type: string, actor: string, more: object = {}): LogEvent =>
    ({ seq, type, at: at(0), number: 2, actor: { type: actor, id: null }, ...more }) as LogEvent;
  const events = [
    event(1, "conversation.opened", "customer"),
    event(2, "message.received", "customer"),
    event(3, "agent.assigned", "agent", { agent_id: "a", reason: "A friend" }),
    { ...event(4, "conversation.closed", "agent", { reason: "agent" }), number: 1 } as LogEvent,
    event(5, "customer.looked_up", "system", { customer_id: null }),
    event(6, "conversation.labels_changed", "agent", { labels: ["x", "y"] }),
    event(7, "something.new", "system"),
  ];

  test("tells the latest first, of this conversation, and nothing that was said", () => {
    expect(deedsOf(events, 2, "all").map(({ seq }) => seq)).toEqual([6, 3, 1]);
    expect(deedsOf(events, 2, "people").map(({ seq }) => seq)).toEqual([6, 3]);
    expect(deedsOf(events, 2, "automatic").map(({ seq }) => seq)).toEqual([1]);
  });

  test("says why, or what", () => {
    expect(deedsOf(events, 2, "all").map(detailOf)).toEqual(["x, y", "A friend", null]);
    expect(deedsOf(events, 1, "all").map(detailOf)).toEqual([null]);
  });

  test("says no reason that the sentence itself says, nor one that holds for all", () => {
    const asked = { type: "handoff.requested", seq: 9, number: 1, at: at(0), actor: { type: "system", id: null } };
    const reasonIf = (trigger: string, reason: string) => reasonOf({ ...asked, trigger, reason } as LogEvent);
    expect(reasonIf("keyword", "Customer requested human agent")).toBe("Customer requested human agent");
    expect(reasonIf("people_first", "People answer first")).toBeNull();
    expect(reasonIf("agent", "Taken over")).toBeNull();
    const why = (handoff_trigger: string) =>
      whyHandedOver({ handoff_trigger, handoff_reason: "A reason" } as Conversation);
    expect([why("people_first"), why("keyword")]).toEqual([null, "A reason"]);
  });

  test("is read in blocks from its end, without a gap", () => {
    expect(blocksOf(450, 2)).toEqual([
      { after: 400, through: 450 },
      { after: 200, through: 400 },
    ]);
    expect(blocksOf(400, 9)).toEqual([
      { after: 200, through: 400 },
      { after: 0, through: 200 },
    ]);
    expect(blocksOf(0, 1)).toEqual([{ after: 0, through: 0 }]);
  });
});
