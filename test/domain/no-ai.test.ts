import { describe, expect, test } from "vitest";
import { aiSays, asksForPerson, assigns, given, iso, observes, SECOND, says, under, wait, wake } from "./given.ts";

const THERE = { opening_control: "ai", released_control: "ai", embedded: { ai: true, flows: false } } as const;
const GONE = { opening_control: "none", released_control: "none", embedded: { ai: false, flows: false } } as const;

describe("where there is no AI agent any more", () => {
  test("TU10 it loses the word with the customer's next message, which waits for people", () => {
    const answered = under(THERE).given(says("hello"), wait(2 * SECOND), wake, aiSays("hi"), wait(SECOND));
    const scene = answered.under(GONE).when(says("one thing more"));
    expect(scene.types).toEqual(["message.received", "control.released"]);
    expect(scene.conversation).toMatchObject({ control: "none", waiting_since: iso(3 * SECOND) });
    expect(scene.when(says("well?")).types).toEqual(["message.received"]);
  });

  test("TU10 what it was not asked about waits, too", () => {
    const scene = under(THERE)
      .given(says("hello"))
      .under(GONE)
      .when(wait(2 * SECOND), wake);
    expect(scene.types).toEqual(["control.released"]);
    expect(scene.conversation).toMatchObject({ control: "none", waiting_since: iso(0) });
    expect(scene.due).toBeGreaterThan(60 * SECOND);
  });
});

describe("where there is an AI agent only now", () => {
  const waiting = under(GONE).given(says("hello"), wait(SECOND));

  test("TU10 it gets the word with the customer's next message, and is asked about all that nobody has answered", () => {
    const scene = waiting.under(THERE).when(says("well?"));
    expect(scene.types).toEqual(["message.received", "control.released"]);
    expect(scene.conversation.control).toBe("ai");
    expect(scene.when(wait(2 * SECOND), wake).types).toEqual(["ai.requested"]);
    const pressed = waiting.under(THERE).when(says("Yes", { message_type: "button_reply" }));
    expect(pressed.types).toEqual(["message.received", "control.released", "ai.requested"]);
  });

  test("TU10 not where people have or await the word, or another app answers", () => {
    for (const step of [assigns(), asksForPerson(), observes("hi", {}, { origin: "standby" })]) {
      const scene = waiting.given(step).under(THERE).when(says("well?"));
      expect(scene.types.filter((type) => type === "control.released")).toEqual([]);
    }
  });
});

test("TU10 whoever answers through the API without being asked keeps the word that the tenant's services give", () => {
  expect(given(says("hello"), wait(SECOND)).when(says("well?")).types).toEqual(["message.received"]);
});
