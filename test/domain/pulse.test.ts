import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command, Verdict } from "../../src/domain/commands.ts";
import { afterBeats, type Beat, minutesOf, NO_PULSE, type Pulse } from "../../src/reports/pulse.ts";
import {
  AGENT,
  accepted,
  agentSays,
  claims,
  DAY,
  given,
  HOUR,
  imports,
  MINUTE,
  reacts,
  refused,
  reports,
  type Scene,
  START,
  says,
  statusOfMessage,
  systemSays,
  wait,
} from "./given.ts";
import { Counted, countedOf, passageOf } from "./report-story.ts";

const erases: Command = { type: "erase_thread", of: { number: 1 }, actor: AGENT };

const pulseAt = (beats: Beat[], after = 0): Pulse => afterBeats(NO_PULSE, beats, START + after);
const pulseOf = (scene: Scene, after = 0): Pulse => pulseAt(countedOf(scene).beats, after);
const waitingIn = (scene: Scene): number => pulseOf(scene).waiting;

/** WhatsApp's answer to the message that is next. */
function answered(scene: Scene, verdict: Verdict): Scene {
  const claimed = scene.when(claims);
  return claimed.given(reports(claimed.event("message.sending").message_seq, 1, verdict));
}

/** What passed in each minute in which anything did, by its minutes after the beginning. */
const passed = (pulse: Pulse, after = 0) =>
  Object.fromEntries(
    minutesOf(pulse, START + after)
      .map(({ at, ...figures }) => [(Date.parse(at) - START) / MINUTE, Object.values(figures)] as const)
      .filter(([, figures]) => figures.some((figure) => figure > 0)),
  );

describe("OP2 what passes is counted by the minute", () => {
  test("OP2 what customers said, what was said to them, and what failed", () => {
    const story = given(says("hi"), says("there"), wait(MINUTE), agentSays("hello"), systemSays("bye"));
    expect(passed(pulseOf(story, MINUTE), MINUTE)).toEqual({ 0: [2, 0, 0], 1: [0, 2, 0] });
    const failed = answered(given(says("hi"), agentSays("hello")), refused);
    expect(passed(pulseOf(failed))).toEqual({ 0: [1, 1, 1] });
  });

  test("OP2 neither reactions nor what was imported", () => {
    const imported = given(says("hi"), imports("of old", DAY));
    expect(passed(pulseOf(imported))).toEqual({ 0: [1, 0, 0] });
    expect(passed(pulseOf(given(says("hi"), reacts)))).toEqual({ 0: [1, 0, 0] });
  });

  test("OP2 of the last sixty minutes, each of them told", () => {
    const story = given(says("hi"), wait(MINUTE), says("there"));
    const minutes = minutesOf(pulseOf(story, HOUR), START + HOUR);
    expect(minutes).toHaveLength(60);
    expect(minutes[0]).toEqual({ at: "2026-01-05T09:01:00.000Z", messages_in: 1, messages_out: 0, failed: 0 });
    expect(minutes.at(-1)).toMatchObject({ at: "2026-01-05T10:00:00.000Z", messages_in: 0 });
    const later = afterBeats(pulseOf(story), countedOf(given(wait(DAY), says("hi"))).beats, START + DAY);
    expect(Object.keys(later.minutes)).toHaveLength(1);
  });

  test("OP2, OP3 however often and in whatever pieces it is told", () => {
    const story = answered(given(says("hi"), agentSays("hello"), wait(MINUTE), agentSays("there")), refused);
    const whole = pulseAt(countedOf(story).beats, MINUTE);
    const seqs = fc.integer({ min: 0, max: story.log.length });
    fc.assert(
      fc.property(fc.array(seqs, { maxLength: 8 }), (ends) => {
        const counted = new Counted();
        for (const through of [...ends, story.log.length]) counted.take(passageOf(story, undefined, 0, through));
        expect(pulseAt(counted.beats, MINUTE)).toEqual(whole);
      }),
    );
  });
});

describe("OP3 a message waits to be sent", () => {
  test("OP3 until WhatsApp has taken it, or refused it", () => {
    const queued = given(says("hi"), agentSays("one"), agentSays("two"));
    expect(waitingIn(queued)).toBe(2);
    expect(waitingIn(queued.given(claims))).toBe(2);
    const taken = answered(queued, accepted);
    expect(waitingIn(taken)).toBe(1);
    const { message_seq } = taken.event("message.status");
    expect(waitingIn(taken.given(statusOfMessage(message_seq, "delivered")))).toBe(1);
    expect(waitingIn(answered(queued, refused))).toBe(1);
  });

  test("OP3 until its person is erased", () => {
    expect(waitingIn(given(says("hi"), agentSays("one"), erases))).toBe(0);
    expect(
      waitingIn(given(says("hi"), agentSays("one"), erases, says("me again"), agentSays("two", { number: 2 }))),
    ).toBe(1);
  });

  test("OP3 and never less than none do", () => {
    const late = passageOf(answered(given(says("hi"), agentSays("one")), refused));
    const withoutOpening = { ...late, told: late.told.filter(({ event }) => event.type !== "conversation.opened") };
    expect(pulseAt(new Counted().take(withoutOpening).beats).waiting).toBe(0);
  });
});
