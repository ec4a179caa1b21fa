import { describe, expect, test } from "vitest";
import { concernsOf, missingOf, type Operating, topOf } from "../../src/console/operations/operating.ts";
import { tokensOf } from "../../src/console/settings/developers/json-tokens.ts";
import { replayAll } from "../../src/console/settings/developers/quarantine.ts";
import { conversationIdIn } from "../../src/console/settings/developers/replay.ts";
import {
  ALL,
  GROUPS,
  isCovered,
  namesOf,
  othersOf,
  shareOf,
  withAll,
  withGroup,
  withName,
} from "../../src/console/settings/developers/types.ts";

describe("what a subscription is sent", () => {
  test("everything is all groups but VoIPBin's", () => {
    const shares = GROUPS.map((group) => [group, shareOf([ALL], group)]);
    expect(shares.filter(([, share]) => share !== "all")).toEqual([["voipbin", "none"]]);
  });

  test("a group is wished by its patterns, so that what is added to it later is sent as well", () => {
    expect(withGroup([], "people", true)).toEqual(["handoff.*", "agent.*", "control.*", "ticket.*"]);
    expect(withGroup(["open-ticket"], "voipbin", true)).toEqual(["open-ticket", ...namesOf("voipbin")]);
  });

  test("a name that is taken out of a pattern leaves the others of it", () => {
    const types = withName(["ai.*", "open-ticket"], "ai.timed_out", false);
    expect(types).toEqual(["ai.requested", "ai.abstained", "open-ticket"]);
  });

  test("a group that is not wished any more takes nothing of another's with it", () => {
    const types = withGroup(["message.*", "conversation.*", "message-added"], "messages", false);
    expect(types).toEqual(["conversation.*", "message-added"]);
    expect(shareOf(types, "conversations")).toBe("some");
  });

  test("everything swallows what it means, and leaves VoIPBin's names", () => {
    expect(withAll(["message.*", "conversation_created"], true)).toEqual([ALL, "conversation_created"]);
    expect(withAll([ALL, "conversation_created"], false)).toEqual(["conversation_created"]);
  });

  test("patterns of others' making are told apart, and count", () => {
    expect(othersOf(["ticket.*", "ticket.off*", "message.added", ALL])).toEqual(["ticket.off*"]);
    expect(isCovered(["ticket.off*"], "ticket.offer_ended")).toBe(true);
  });
});

describe("a text of JSON", () => {
  test("is told by kind, and is whole", () => {
    const text = JSON.stringify({ a: 'x: "y"', b: [1.5, true, null] }, null, 2);
    const tokens = tokensOf(text);
    expect(tokens.map((token) => token.text).join("")).toBe(text);
    expect(tokens.filter(({ kind }) => kind === "key").map((token) => token.text)).toEqual(['"a":', '"b":']);
    expect(tokens.filter(({ kind }) => kind === "literal").map((token) => token.text)).toEqual(["1.5", "true", "null"]);
  });

  test("that is very long has one colour", () => {
    expect(tokensOf(`"${"x".repeat(200_000)}"`)).toHaveLength(1);
  });
});

test("a conversation is named by its id, or by the address of its page", () => {
  const id = "0191f2c4-7a31-8b52-9c3d-2f4e5a6b7c8d";
  expect(conversationIdIn(`https://desk.example.com/conversations/${id}?at=3`)).toBe(id);
  expect(conversationIdIn(" nonsense ")).toBe("nonsense");
});

test("all of the quarantine is tried again, page by page, and told as it goes", async () => {
  const pages = [
    { placed: 90, still_quarantined: 10, next_cursor: "7" },
    { placed: 5, still_quarantined: 1, next_cursor: null },
  ];
  const asked: (string | null)[] = [];
  const told: number[] = [];
  const whole = await replayAll(
    async (cursor) => {
      asked.push(cursor);
      return pages[asked.length - 1] as (typeof pages)[number];
    },
    ({ placed }) => told.push(placed),
  );
  expect(whole).toEqual({ placed: 95, still: 11 });
  expect([asked, told]).toEqual([
    [null, "7"],
    [90, 95],
  ]);
});

describe("what an operator should see to", () => {
  const well = {
    health: { status: "healthy" },
    desk: { rows: 3, lag: 0, rebuilding: null, seq: 9 },
    following: { lag: 0, visits: 0, failing_since: null },
    messages: { minutes: [], today: { messages_in: 0, messages_out: 100, failed: 0 } },
    outbound: { waiting: 0, held: [], failed_last_24_hours: 0 },
    deliveries: { pending: 0, retrying: 0, dead: 0, is_complete: true, subscriptions: [] },
    dead_letters: { count: 0, is_complete: true },
    quarantine: { count: 0, has_more: false, oldest_at: null },
    missing: [],
  } as unknown as Operating;
  const ids = (changes: object) => concernsOf({ ...well, ...changes } as Operating).map(({ id }) => id);

  test("is nothing where all is well", () => expect(ids({})).toEqual([]));

  test("is the worst first", () => {
    const held = [{ inbox_id: "i", status: "unhealthy" }];
    const changes = { quarantine: { count: 2 }, outbound: { ...well.outbound, held }, health: { status: "unhealthy" } };
    expect(ids(changes)).toEqual(["unhealthy", "held", "quarantine"]);
  });

  test("leads to the one inbox that is held, and to all of several", () => {
    const held = [{ inbox_id: "i", status: "unhealthy" }];
    const hrefs = (some: object[]) =>
      concernsOf({ ...well, outbound: { ...well.outbound, held: some } } as Operating).map(({ href }) => href);
    expect(hrefs(held)).toEqual(["/settings/inboxes/i"]);
    expect(hrefs([...held, ...held])).toEqual(["/settings/inboxes"]);
  });

  test("is no list that is being rebuilt, and no message that failed as some always do", () => {
    expect(ids({ desk: { lag: 5_000, rebuilding: { done: 1, total: 2 } } })).toEqual([]);
    expect(ids({ desk: { lag: 5_000, rebuilding: null } })).toEqual(["list_behind"]);
    expect(ids({ outbound: { ...well.outbound, failed_last_24_hours: 4 } })).toEqual([]);
    expect(ids({ outbound: { ...well.outbound, failed_last_24_hours: 40 } })).toEqual(["failed"]);
  });

  test("is a subscription that failed and was switched off, and none that somebody switched off", () => {
    const of = (failing_since: string | null) => ({
      deliveries: { ...well.deliveries, subscriptions: [{ id: "s", standing: { state: "disabled", failing_since } }] },
    });
    expect(ids(of("2026-11-18T10:00:00.000Z"))).toEqual(["disabled"]);
    expect(ids(of(null))).toEqual([]);
  });

  test("is what could not be had, by the part that lacks it", () => {
    const missing = [{ part: "deliveries.1", reason: "timed_out", detail: "" }];
    expect(ids({ missing })).toEqual(["missing"]);
    expect(missingOf({ ...well, missing } as Operating, "deliveries")?.reason).toBe("timed_out");
    expect(missingOf(well, "deliveries")).toBeNull();
  });
});

test.each([
  [0, 2],
  [3, 4],
  [9, 10],
  [41, 50],
  [230, 400],
])("an axis for %i ends at %i", (highest, top) => expect(topOf(highest)).toBe(top));
