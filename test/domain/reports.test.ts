import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import { timeOf } from "../../src/reports/distribution.ts";
import {
  AGENT,
  agentSays,
  aiSays,
  asksForPerson,
  assigns,
  claims,
  colleagueSays,
  DAY,
  flowSays,
  given,
  HOUR,
  imports,
  MINUTE,
  nothing,
  observes,
  opens,
  reacts,
  refused,
  releases,
  reports,
  resolves,
  type Scene,
  SECOND,
  says,
  sets,
  statusOfMessage,
  systemSays,
  under,
  unsure,
  wait,
} from "./given.ts";
import { Counted, countedOf, passageOf } from "./report-story.ts";

/** The customer chooses a number of stars. */
const gives = (score: number, number = 1): Command => ({
  type: "receive_message",
  place: { number, sender_id: "customer-1" },
  saying: {
    ...{ message_type: "list_reply", content: "★", payload: { id: `rate:${number}:${score}` }, attachments: [] },
    ...{ reply_to: null, referral: null, forwarded: null, whatsapp_message_id: null, metadata: null },
    timestamp: new Date(0).toISOString(),
  },
  passive: false,
});

const erases: Command = { type: "erase_thread", of: { number: 1 }, actor: AGENT };

describe("conversations", () => {
  test("are counted as they open, reopen and close, on the day of each, by what closed them", () => {
    const story = given(says("hi"), wait(DAY), sets("active"), resolves);
    const { rows, total } = countedOf(story).report("conversations");
    expect(rows["2026-01-05"]).toMatchObject({ opened: 1, messages_in: 1, closed: 0 });
    expect(total).toMatchObject({ opened: 1, closed: 2, reopened: 1, closed_by_inactivity: 1, closed_by_api: 1 });
    expect(Object.keys(rows)).toHaveLength(7);
  });

  test("RP4 a hand-off counts once for each conversation, and by what led to it whenever people get the word anew", () => {
    const twice = given(says("hi"), asksForPerson(), asksForPerson(null, "really"), releases(), asksForPerson());
    const report = countedOf(twice).report("conversations");
    expect(report.total).toMatchObject({ handed_off: 1, assigned: 0 });
    expect(countedOf(twice).report("ai").total).toMatchObject({ handoffs_by_people: 2, handed_off: 0 });
  });

  test("reactions, imports and what was never sent are no messages", () => {
    const late = given(imports("long ago", DAY), says("hi"), reacts, asksForPerson(), aiSays("too late"), resolves);
    const counted = countedOf(late);
    expect(counted.report("conversations").total).toMatchObject({ opened: 1, messages_in: 1, messages_out: 0 });
    expect(counted.report("ai").total).toMatchObject({ answers: 0, suppressed: 1, conversations: 0, closed_alone: 0 });
  });
});

describe("times", () => {
  test("RP2 the first answer is anybody's, a person's counts from the wish for one", () => {
    const story = given(
      ...[says("hi"), wait(4 * SECOND), aiSays("hello"), wait(56 * SECOND), says("a person!"), asksForPerson()],
      ...[wait(MINUTE), assigns("agent-1"), wait(MINUTE), agentSays("here"), wait(HOUR), resolves],
    );
    const { total } = countedOf(story).report("responses");
    expect(total).toMatchObject({ first_responses: 1, first_response_average: 4 });
    expect(total).toMatchObject({ first_human_responses: 1, first_human_response_average: 120 });
    expect(total).toMatchObject({ replies: 1, reply_average: 120, waits: 1, wait_average: 60 });
    expect(total).toMatchObject({ resolutions: 1, resolution_average: 3_780 });
    expect(total.wait_median).toBe(60);
  });

  test("RP2, RP3 what the system says answers nobody, and silence resolves nothing", () => {
    const { total } = countedOf(given(says("hi"), systemSays("welcome"), wait(2 * DAY), says("hello?"))).report(
      "responses",
    );
    expect(total).toMatchObject({ first_responses: 0, first_response_median: null, resolutions: 0 });
  });

  test("whom the business writes to first is not kept waiting", () => {
    const story = given(opens(), agentSays("We have news", { deliver: false }), wait(HOUR), resolves);
    expect(countedOf(story).report("responses").total).toMatchObject({ first_responses: 0, first_human_responses: 0 });
  });

  test("RP3 a reopened conversation is resolved from its reopening on", () => {
    const story = given(says("hi"), wait(HOUR), resolves, wait(HOUR), sets("active"), wait(3 * HOUR), resolves);
    expect(countedOf(story).report("responses").total).toMatchObject({ resolutions: 2, resolution_average: 7_200 });
  });

  test("hours in which the outlet is closed can be left out", () => {
    // It is Monday, nine o'clock in UTC.
    const hours = { time_zone: "UTC", weekly: { mon: [["09:00", "18:00"]], tue: [["09:00", "18:00"]] }, holidays: [] };
    const counted = countedOf(
      under({ inactivity_timeout: null }).given(
        says("hi"),
        wait(24 * HOUR + MINUTE),
        agentSays("good morning", { deliver: false }),
      ),
      hours,
    );
    const total = (business_hours: boolean) => counted.report("responses", { business_hours }).total;
    expect(total(false)).toMatchObject({ first_response_average: 86_460 });
    expect(total(true)).toMatchObject({ first_response_average: 32_460 });
    const always = countedOf(given(says("hi"), wait(HOUR), agentSays("yes")));
    expect(always.report("responses", { business_hours: true }).total).toMatchObject({ reply_average: 3_600 });
  });
});

describe("people", () => {
  const story = given(
    ...[says("hi"), asksForPerson(), assigns("agent-1"), wait(MINUTE), agentSays("hello")],
    ...[wait(MINUTE), says("and?"), assigns("agent-2"), wait(3 * MINUTE), colleagueSays("wait"), colleagueSays("done")],
    ...[resolves, gives(2), gives(5)],
  );

  test("RP1 each number is counted for whoever had the conversation, or spoke", () => {
    const { rows } = countedOf(story).report("agents", { group_by: "agent" });
    expect(rows["agent-1"]).toMatchObject({ assigned: 1, messages: 1, closed: 0, ratings: 0 });
    expect(rows["agent-1"]?.first_human_response_median).toBe(60);
    expect(rows["agent-2"]).toMatchObject({ assigned: 1, messages: 2, closed: 1, ratings: 1, rating_average: 5 });
    expect(rows["agent-2"]?.reply_median).toBe(180);
    expect(rows["agent-2"]?.first_human_response_median).toBeNull();
  });

  test("a team's numbers are those of what was wished from it, else those of its people", () => {
    const teams = [
      { id: "repairs", agent_ids: ["agent-1"] },
      { id: "sales", agent_ids: ["agent-1", "agent-2"] },
    ];
    const people = countedOf(story).report("teams", { group_by: "team", teams });
    expect(people.rows).toMatchObject({ repairs: { messages: 1 }, sales: { messages: 3 }, null: { messages: 0 } });
    expect(people.total).toMatchObject({ messages: 3 });
    const wish = { ...asksForPerson(), team_id: "repairs" } as Command;
    const asked = countedOf(given(says("hi"), wish, assigns("agent-2"), colleagueSays("hello")));
    expect(asked.report("teams", { group_by: "team", teams }).rows).toMatchObject({
      repairs: { messages: 1, assigned: 1 },
    });
    expect(asked.report("teams", { group_by: "team", teams, team_id: "sales" }).total).toMatchObject({ messages: 0 });
  });

  test("only what is asked for is told", () => {
    const counted = countedOf(story);
    expect(counted.report("agents", { agent_id: "agent-1" }).total).toMatchObject({ messages: 1 });
    expect(counted.report("agents", { outlet_id: "another" }).total).toMatchObject({ messages: 0 });
    expect(counted.report("agents", { outlet_ids: [] }).total).toMatchObject({ messages: 0 });
    expect(counted.report("agents", { inbox_id: "inbox-1" }).total).toMatchObject({ messages: 3 });
  });

  test("a second wish for a person that leaves it with its agent is no assignment", () => {
    const again = given(says("hi"), assigns("agent-1"), wait(MINUTE), asksForPerson());
    expect(countedOf(again).report("agents").total).toMatchObject({ assigned: 1 });
    expect(countedOf(again).report("responses").total).toMatchObject({ waits: 0 });
    const helped = given(says("hi"), assigns("agent-1"), colleagueSays("Let me"), says("more"), asksForPerson());
    expect(countedOf(helped).report("agents", { group_by: "agent" }).rows["agent-1"]).toMatchObject({ assigned: 1 });
  });

  test("who is asked for by name after it was given back is assigned anew", () => {
    const named = () => asksForPerson("agent-1");
    const story = given(
      says("hi"),
      named(),
      agentSays("Hello"),
      wait(MINUTE),
      releases(),
      says("hi"),
      wait(MINUTE),
      named(),
    );
    expect(countedOf(story).report("agents", { group_by: "agent" }).rows["agent-1"]).toMatchObject({ assigned: 2 });
  });

  test("who answers on the business's phone has answered", () => {
    const { total } = countedOf(given(says("hi"), wait(MINUTE), observes("hello"))).report("responses");
    expect(total).toMatchObject({ first_human_responses: 1, reply_average: 60 });
    const another = given(says("hi"), wait(MINUTE), observes("hello", {}, { origin: "standby" }));
    expect(countedOf(another).report("responses").total).toMatchObject({ first_responses: 0, replies: 0 });
  });
});

describe("the AI", () => {
  test("RP4 its answers, how many conversations it had, and how many of them went to people", () => {
    const counted = new Counted().take(
      passageOf(given(says("hi"), aiSays("hello"), aiSays("more"), wait(DAY)), "one"),
      passageOf(given(says("hi"), aiSays("hello"), resolves, sets("active"), resolves), "two"),
      passageOf(given(says("hi"), unsure, unsure, unsure), "three"),
      passageOf(given(says("hi"), flowSays("menu"), resolves), "four"),
    );
    expect(counted.report("ai").total).toMatchObject({
      ...{ answers: 6, conversations: 3, handed_off: 1, handed_off_share: 0.3333, closed_alone: 1 },
      ...{ low_confidence: 3, handoffs_by_low_confidence: 1 },
    });
  });

  test("RP4 an agent who takes over is a hand-off, too", () => {
    const { total } = countedOf(given(says("hi"), aiSays("hello"), agentSays("I take this"), resolves)).report("ai");
    expect(total).toMatchObject({ handed_off: 1, handed_off_share: 1, closed_alone: 0 });
  });
});

test("deliveries are counted by how far they came, failures by the channel's code", () => {
  const sent = given(says("hi"), agentSays("one"), claims, statusOfMessage(4, "sent"), statusOfMessage(4, "read"));
  const failed = given(says("hi"), agentSays("one"), claims, reports(4, 1, refused));
  const counted = new Counted().take(passageOf(sent, "one"), passageOf(failed, "two"));
  expect(counted.report("deliveries").total).toMatchObject({
    messages: 2,
    sent: 1,
    read: 1,
    failed: 1,
    failed_share: 0.5,
  });
  const errors = counted.report("deliveries", { group_by: "error" });
  expect(errors.rows).toMatchObject({ 131026: { failed: 1, messages: 0 } });
});

test("RP1 satisfaction counts the latest that a customer said, for whoever had the conversation", () => {
  const asked = under({ satisfaction_question: "How was it?" }).given(
    says("hi"),
    agentSays("done"),
    resolves,
    gives(1),
  );
  const counted = countedOf(asked.given(wait(DAY), gives(4)));
  const { rows, total } = counted.report("satisfaction");
  expect(total).toMatchObject({ asked: 1, ratings: 1, rating_average: 4, answered_share: 1, satisfied_share: 1 });
  expect(rows["2026-01-05"]).toMatchObject({ ratings: 0, rated_1: 0, rating_average: null });
  expect(counted.report("satisfaction", { group_by: "agent" }).rows["agent-1"]).toMatchObject({ asked: 1, ratings: 1 });
});

test("RP7 of an erased person the numbers stay, and nothing else is kept", () => {
  const story = given(says("hi"), asksForPerson(), erases);
  const erased = story.log.at(-1);
  const counted = new Counted().take(passageOf(story, "one", 0, story.log.length - 1));
  counted.take(passageOf(story, "one", story.log.length - 1));
  expect(erased?.type).toBe("thread.erased");
  expect(counted.factsThrough("one", 99)).toEqual([]);
  expect(counted.report("conversations").total).toMatchObject({ opened: 1, handed_off: 1, closed_by_erasure: 1 });
  expect(countedOf(given(says("hi"), resolves, erases)).report("conversations").total).toMatchObject({ closed: 1 });
});

const STEPS: Command[] = [
  ...[agentSays("yes"), colleagueSays("yes"), aiSays("yes"), unsure, flowSays("menu"), systemSays("note")],
  ...[asksForPerson(), asksForPerson("agent-2"), assigns("agent-1"), assigns("agent-2"), releases(), resolves],
  ...[sets("active"), sets("expired"), claims, reports(3, 1, refused), statusOfMessage(3, "read"), gives(2), gives(5)],
  ...[reacts, erases],
];

/** Whatever may happen in a thread; what is refused does not. */
const stories = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...STEPS) },
      { weight: 1, arbitrary: fc.constant(says("hello")) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 20 * HOUR }).map(wait) },
    ),
    { maxLength: 40 },
  )
  .map((steps) =>
    steps.reduce<Scene>(
      (scene, step) => {
        const next = scene.when(step);
        return next.rejection ? scene : next;
      },
      nothing.given(says("hi")),
    ),
  );

test("RP1 however it is told, in what pieces, how often, and whatever lies between: the same is counted", () => {
  const telling = fc.array(fc.tuple(fc.nat(2), fc.nat(6), fc.nat(12)), { maxLength: 60 });
  fc.assert(
    fc.property(fc.tuple(stories, stories, stories), telling, (scenes, pieces) => {
      const straight = new Counted().take(...scenes.map((scene, index) => passageOf(scene, `thread-${index}`)));
      const counted = new Counted();
      for (const [index, back, length] of pieces) {
        const [scene, key] = [scenes[index] as Scene, `thread-${index}`];
        const after = Math.max(0, counted.through(key) - back);
        const through = Math.min(scene.log.length, after + length);
        counted.take(passageOf(scene, key, after, through));
      }
      for (const [index, scene] of scenes.entries()) counted.take(passageOf(scene, `thread-${index}`));
      expect(counted.cells).toEqual(straight.cells);
    }),
    { numRuns: 200 },
  );
});

test("a report that reads little says the same as one that reads everything", () => {
  const days = fc.constantFrom("2026-01-04", "2026-01-05", "2026-01-06", "2026-01-08", "2026-01-12");
  const questions = fc.record(
    {
      from: days,
      to: days,
      time_zone: fc.constantFrom("UTC", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Kiritimati"),
      group_by: fc.constantFrom(
        ...(["day", "week", "month", "weekday", "hour", "weekday_hour"] as const),
        ...(["outlet", "inbox", "agent", "team", "error"] as const),
      ),
      agent_id: fc.constantFrom("agent-1", "agent-2"),
      team_id: fc.constantFrom("repairs", "sales"),
    },
    { requiredKeys: ["from", "to", "time_zone", "group_by"] },
  );
  const names = fc.constantFrom("conversations" as const, "agents" as const, "deliveries" as const);
  const teams = [{ id: "repairs", agent_ids: ["agent-1"] }];
  fc.assert(
    fc.property(fc.tuple(stories, stories), questions, names, (scenes, question, name) => {
      const counted = new Counted().take(...scenes.map((scene, index) => passageOf(scene, `thread-${index}`)));
      const asked = { ...question, teams };
      expect(counted.reportInBrief(name, asked)).toEqual(counted.report(name, asked));
    }),
    { numRuns: 300 },
  );
});

test("a time that ends before it began, as clocks may say, took none", () => {
  expect(timeOf(-5)).toEqual(timeOf(0));
});
