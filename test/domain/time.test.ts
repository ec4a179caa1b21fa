import { describe, expect, test } from "vitest";
import { statusOf } from "../../src/domain/conversation.ts";
import type { Control } from "../../src/domain/policy.ts";
import {
  AGENT,
  API,
  agentSays,
  aiSays,
  asksForPerson,
  assigns,
  claims,
  DAY,
  given,
  HOUR,
  iso,
  KNOWN_ANN,
  MINUTE,
  nothing,
  observes,
  opens,
  reacts,
  refused,
  releases,
  reports,
  resolves,
  says,
  sets,
  snoozes,
  systemSays,
  under,
  unsnoozes,
  wait,
  wake,
} from "./given.ts";

const CLOSED = ["conversation.closed"];
const PURGED = ["messages.purged"];
const around = (ms: number) => [ms - 1, ms, ms + 1] as const;
const RETENTION = 92 * DAY;

describe("silence", () => {
  const [before, exactly, later] = around(DAY);

  test.each([
    [before, []],
    [exactly, CLOSED],
    [later, CLOSED],
    [9 * DAY, CLOSED],
  ])("IN1 silence of %i ms brings %j", (ms, types) => {
    expect(given(says("hello"), wait(ms)).when(wake).types).toEqual(types);
  });

  test("IN1 it is closed by the system because of inactivity", () => {
    const scene = given(says("hello"), wait(DAY)).when(wake);
    expect(scene.event("conversation.closed")).toMatchObject({
      reason: "inactivity",
      actor: { type: "system", id: null },
      at: iso(DAY),
    });
    expect(statusOf(scene.conversation)).toBe("expired");
  });

  test.each([
    ["a flow", "flow", []],
    ["the AI", "ai", []],
    ["nobody", "none", []],
    ["the queue", "ai", [asksForPerson()]],
    ["an agent", "ai", [assigns()]],
  ] as const)("IN1 it closes while %s has the word", (_, opening_control, past) => {
    const scene = under({ opening_control }).given(says("hello"), ...past);
    expect(scene.when(wait(before), wake).types).toEqual([]);
    expect(scene.when(wait(exactly), wake).types).toEqual(CLOSED);
  });

  test("IN1 it is counted from the last activity", () => {
    const scene = given(
      says("hello"),
      wait(HOUR),
      aiSays("hi", { deliver: false }),
      wait(HOUR),
      systemSays("x"),
      reacts,
    );
    expect(scene.when(wait(DAY - HOUR - 1), wake).types).toEqual([]);
    expect(scene.when(wait(DAY - HOUR), wake).types).toEqual(CLOSED);
  });

  test("IN1 a reopened conversation is silent from then on", () => {
    const scene = given(says("hello"), wait(20 * HOUR), resolves, wait(20 * HOUR), sets("active"));
    expect(scene.due).toBe(40 * HOUR + DAY);
    expect(scene.when(wait(exactly), wake).types).toEqual(CLOSED);
  });

  const phases: [Control, Parameters<typeof given>][] = [
    ["ai", []],
    ["queue", [asksForPerson()]],
    ["agent", [assigns()]],
  ];

  test.each(phases)("IN1 a time for the phase %s beats the general one", (control, past) => {
    const scene = under({ inactivity_timeouts: { [control]: 60 } }).given(says("hello"), ...past);
    expect(scene.due).toBe(MINUTE);
    expect(scene.when(wait(MINUTE - 1), wake).types).toEqual([]);
    expect(scene.when(wait(MINUTE), wake).types).toEqual(CLOSED);
  });

  test("IN1 a phase without its own time has the general one", () => {
    const scene = under({ inactivity_timeouts: { agent: 60, ai: undefined } }).given(says("hello"));
    expect(scene.due).toBe(DAY);
  });

  test("IN1 null never closes", () => {
    const never = under({ inactivity_timeout: null }).given(says("hello"));
    expect(never.due).toBeNull();
    expect(never.when(wait(1_000 * DAY), wake).events).toEqual([]);
    const noAgent = under({ inactivity_timeouts: { agent: null } }).given(says("hello"), assigns());
    expect(noAgent.when(wait(1_000 * DAY), wake).events).toEqual([]);
  });

  test("IN1 a time for a phase beats a general null", () => {
    const scene = under({ inactivity_timeout: null, inactivity_timeouts: { queue: 60 } });
    expect(scene.given(says("hello"), asksForPerson()).due).toBe(MINUTE);
  });
});

describe("snooze", () => {
  const snoozed = given(says("hello"), snoozes(3 * DAY));

  test.each([
    [3 * DAY - 1, []],
    [3 * DAY, ["conversation.unsnoozed"]],
    [3 * DAY + 1, ["conversation.unsnoozed"]],
  ])("IN2 over the deadline of silence: after %i ms %j", (ms, types) => {
    expect(snoozed.when(wait(ms), wake).types).toEqual(types);
  });

  test("IN2 silence counts from the end of the snooze", () => {
    const back = snoozed.given(wait(3 * DAY), wake);
    expect(back.conversation).toMatchObject({ snoozed_until: null, state: "open" });
    expect(back.due).toBe(4 * DAY);
    expect(back.when(wait(DAY - 1), wake).types).toEqual([]);
    expect(back.when(wait(DAY), wake).types).toEqual(CLOSED);
  });

  test("IN2 it comes back when the customer writes", () => {
    const scene = snoozed.when(wait(2 * DAY), says("hello?"));
    expect(scene.types).toEqual(["conversation.unsnoozed", "message.received"]);
    expect(scene.event("conversation.unsnoozed").cause).toBe("customer");
    expect(scene.due).toBe(3 * DAY);
  });

  test("IN2 also where another app hears it", () => {
    const scene = snoozed.when(wait(HOUR), observes("hello?", {}, { origin: "standby", direction: "in" }));
    expect(scene.types).toEqual(["control.released", "conversation.unsnoozed", "message.observed"]);
    const answered = snoozed.when(wait(HOUR), observes("Here", {}, { origin: "standby" }));
    expect(answered.types).not.toContain("conversation.unsnoozed");
  });

  test.each([
    [AGENT, "agent"],
    [API, "api"],
  ] as const)("IN2 %o may end it", (actor, cause) => {
    const scene = snoozed.when(wait(HOUR), unsnoozes(actor));
    expect(scene.event("conversation.unsnoozed").cause).toBe(cause);
    expect(scene.due).toBe(HOUR + DAY);
    expect(scene.when(unsnoozes(actor)).events).toEqual([]);
  });

  test.each([
    [-1, { code: "invalid_snooze" }],
    [0, { code: "invalid_snooze" }],
    [1, null],
  ])("IN2 a snooze until %i ms from now", (until, rejection) => {
    expect(given(says("hello")).when(snoozes(until)).rejection).toEqual(rejection);
  });

  test("IN2 a snooze to no time is refused", () => {
    const command = { type: "snooze", number: 1, until: "soon", actor: AGENT } as const;
    expect(given(says("hello")).when(command).rejection).toEqual({ code: "invalid_snooze" });
  });

  test("IN2 the same snooze again is no event, another one moves it", () => {
    expect(snoozed.when(snoozes(3 * DAY)).events).toEqual([]);
    expect(snoozed.when(snoozes(HOUR)).due).toBe(HOUR);
  });

  test("IN2 what is closed is not snoozed any more", () => {
    const scene = snoozed.given(resolves, sets("active"));
    expect(scene.conversation.snoozed_until).toBeNull();
    expect(scene.due).toBe(DAY);
  });
});

describe("retention", () => {
  const closed = given(says("hello"), wait(HOUR), resolves);

  test.each([
    [RETENTION - 1, []],
    [RETENTION, PURGED],
    [RETENTION + 1, PURGED],
    [9 * RETENTION, PURGED],
  ])("IN3 %i ms after it closed: %j", (ms, types) => {
    expect(closed.when(wait(ms), wake).types).toEqual(types);
  });

  test("IN3 the log says which messages, and the header stays", () => {
    const before = given(says("hello"), resolves);
    const scene = before.when(wait(RETENTION), wake);
    expect(scene.event("messages.purged")).toMatchObject({ number: 1, from_seq: 1, through_seq: 3 });
    expect(scene.conversation).toEqual(before.conversation);
  });

  test("IN3 each conversation's messages are its own", () => {
    const past = [
      says("one"),
      resolves,
      reacts,
      wait(DAY),
      says("two"),
      sets("resolved", { number: 2 }),
      says("three"),
    ];
    const scene = under({ inactivity_timeout: null }).given(...past);
    const first = scene.when(wait(RETENTION - 1), wake);
    expect(first.events).toMatchObject([{ type: "messages.purged", number: 1, from_seq: 1, through_seq: 4 }]);
    const second = first.when(wait(1), wake);
    expect(second.events).toMatchObject([{ type: "messages.purged", number: 2, from_seq: 5, through_seq: 7 }]);
  });

  test("IN3 two that fell due in an outage are purged apart", () => {
    const scene = given(says("one"), resolves, says("two"), sets("resolved", { number: 2 })).when(
      wait(RETENTION),
      wake,
    );
    expect(scene.events).toMatchObject([
      { type: "messages.purged", number: 1, from_seq: 1, through_seq: 3 },
      { type: "messages.purged", number: 2, from_seq: 4 },
    ]);
  });

  test("IN3 null keeps for ever", () => {
    const scene = under({ retention_after_close: null }).given(says("hello"), resolves);
    expect(scene.due).toBeNull();
    expect(scene.when(wait(100 * RETENTION), wake).events).toEqual([]);
  });

  test("IN3 reopening cancels the purge, and closing again counts anew from all of it", () => {
    const reopened = closed.given(wait(DAY), sets("active"));
    expect(reopened.thread.retained).toEqual([]);
    const again = reopened.given(wait(HOUR), resolves);
    expect(again.due).toBe(2 * HOUR + DAY + RETENTION);
    const scene = again.when(wait(RETENTION), wake);
    expect(scene.event("messages.purged")).toMatchObject({ from_seq: 1 });
  });

  test("IN3 a message that reopens at the very moment comes after the purge", () => {
    const past = [says("hello", {}, { contact: KNOWN_ANN }), resolves, wait(RETENTION)];
    const scene = under({ reopen: "same" })
      .given(...past)
      .when(says("again"));
    expect(scene.types).toEqual(["messages.purged", "conversation.reopened", "message.received"]);
  });

  test("IN3 a reaction that comes after the purge is purged too", () => {
    const purged = closed.given(wait(RETENTION), wake);
    const reacted = purged.given(reacts);
    expect(reacted.due).not.toBeNull();
    const scene = reacted.when(wake);
    expect(scene.events).toMatchObject([
      { type: "messages.purged", number: 1, from_seq: reacted.message.seq, through_seq: reacted.message.seq },
    ]);
    expect(scene.due).toBeNull();
  });
});

describe("alarms", () => {
  test("IN4 an early alarm finds nothing to do", () => {
    const scene = given(says("hello"), snoozes(DAY)).when(wait(1), wake, wake);
    expect(scene.events).toEqual([]);
    expect(nothing.when(wake).events).toEqual([]);
  });

  test("IN4 an alarm that comes twice does it once", () => {
    expect(given(says("hello"), wait(DAY)).when(wake, wake).types).toEqual(CLOSED);
    expect(given(says("hello"), resolves, wait(RETENTION)).when(wake, wake).types).toEqual(PURGED);
  });

  test.each([
    ["a message", says("again"), ["conversation.closed", "conversation.opened", "message.received"]],
    ["an opening", opens(), ["conversation.closed", "conversation.opened"]],
    ["a claim", claims, ["conversation.closed"]],
    ["a reaction", reacts, ["conversation.closed", "message.received"]],
    ["a wish to reopen", sets("active"), ["conversation.closed", "conversation.reopened"]],
  ])("IN4 without an alarm, %s finds closed what has fallen due", (_, command, types) => {
    expect(given(says("hello"), wait(9 * DAY)).when(command).types).toEqual(types);
  });

  test("IN4 after an outage of days an ended snooze and the silence since both happen", () => {
    const scene = given(says("hello"), snoozes(2 * DAY), wait(3 * DAY)).when(wake);
    expect(scene.types).toEqual(["conversation.unsnoozed", "conversation.closed"]);
    const sooner = given(says("hello"), snoozes(2 * DAY), wait(3 * DAY - 1)).when(wake);
    expect(sooner.types).toEqual(["conversation.unsnoozed"]);
    expect(sooner.due).toBe(3 * DAY);
  });

  test("IN4 a late alarm and a timely one agree on what a message finds", () => {
    const snoozed = given(says("hello"), snoozes(2 * DAY));
    const timely = snoozed.given(wait(2 * DAY), wake, wait(DAY), wake, wait(DAY), says("again"));
    const late = snoozed.given(wait(4 * DAY), says("again"));
    expect(late.log.map(({ type, number }) => [type, number])).toEqual(
      timely.log.map(({ type, number }) => [type, number]),
    );
  });

  test("IN4 what closes in an outage is kept as long as any other", () => {
    const scene = under({ retention_after_close: 60 }).given(says("hello"), wait(9 * DAY), wake);
    expect(scene.due).toBe(9 * DAY + MINUTE);
  });
});

describe("the next due time", () => {
  test("IN5 of a thread of which nothing is known there is none", () => {
    expect(nothing.due).toBeNull();
  });

  test("IN5 of an open conversation it is the end of its silence", () => {
    expect(given(says("hello")).due).toBe(DAY);
  });

  test("IN5 of a snoozed one it is the end of the snooze, also where silence closes never", () => {
    expect(given(says("hello"), snoozes(9 * DAY)).due).toBe(9 * DAY);
    expect(under({ inactivity_timeout: null }).given(says("hello"), snoozes(9 * DAY)).due).toBe(9 * DAY);
  });

  test("IN5 of a closed one it is the purge", () => {
    expect(given(says("hello"), resolves).due).toBe(RETENTION);
  });

  test("IN5 it is the earliest of all", () => {
    const scene = under({ retention_after_close: 3_600 }).given(says("one"), resolves, says("two"));
    expect(scene.due).toBe(HOUR);
    expect(scene.given(agentSays("hi", { number: 2 })).due).toBe(30_000);
  });

  test("IN5 it follows the phase", () => {
    const scene = under({ inactivity_timeouts: { agent: 60 } }).given(says("hello"), assigns());
    expect(scene.due).toBe(MINUTE);
    expect(scene.given(releases()).due).toBe(DAY);
  });

  test("IN5 a closed and purged thread has none", () => {
    const sent = given(says("hello"), agentSays("hi"), claims, reports(4, 1, refused), resolves);
    const purged = sent.given(wait(RETENTION), wake);
    expect(purged.thread.retained).toEqual([]);
    expect(purged.due).toBeNull();
    expect(purged.when(wait(RETENTION), wake).events).toEqual([]);
  });
});

describe("before silence closes", () => {
  const warning = under({ inactivity_warning: 3_600, inactivity_warning_text: "Are you still there?" });

  test("IN6 it is told an hour before, once, and the customer is told in words", () => {
    const scene = warning.given(says("hello"));
    expect(scene.when(wait(23 * HOUR - 1), wake).types).toEqual([]);
    const warned = scene.when(wait(23 * HOUR), wake);
    expect(warned.types).toEqual(["inactivity.warned", "message.queued"]);
    expect(warned.event("inactivity.warned").closes_at).toBe(iso(DAY));
    expect(warned.message).toMatchObject({ sender_type: "system", content: "Are you still there?" });
    expect(warned.when(wait(HOUR - 1), wake).types).toEqual([]);
    expect(warned.when(wait(HOUR), wake).types).toEqual(["conversation.closed"]);
  });

  test("IN6 who writes again may be warned again", () => {
    const scene = warning.given(says("hello"), wait(23 * HOUR), wake, says("yes"));
    expect(scene.when(wait(23 * HOUR), wake).types).toEqual(["inactivity.warned", "message.queued"]);
  });

  test("IN6 without words, or where nothing may be said, it is only told", () => {
    const silent = under({ inactivity_warning: 3_600 }).given(says("hello"));
    expect(silent.when(wait(23 * HOUR), wake).types).toEqual(["inactivity.warned"]);
    const late = warning.given(says("hello", { timestamp: iso(-2 * HOUR) }));
    expect(late.when(wait(23 * HOUR), wake).types).toEqual(["inactivity.warned"]);
  });

  test("IN6 unless it is wished for nobody is warned, nor while a conversation sleeps", () => {
    expect(given(says("hello")).when(wait(DAY - 1), wake).types).toEqual([]);
    expect(warning.given(says("hello"), snoozes(2 * DAY)).when(wait(DAY), wake).types).toEqual([]);
  });
});
