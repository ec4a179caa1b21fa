import { describe, expect, test } from "vitest";
import {
  aiSays,
  asksForPerson,
  assigns,
  given,
  observes,
  opens,
  releases,
  resolves,
  SECOND,
  says,
  under,
  wait,
  wake,
} from "./given.ts";

const PEOPLE = { answers_first: "people", opening_control: "none" } as const;
const ALONE = { ...PEOPLE, released_control: "none", embedded: { ai: false, flows: false } } as const;
const WITH_AI = { ...PEOPLE, released_control: "ai", embedded: { ai: true, flows: true } } as const;

describe("where people answer first", () => {
  test.each([
    ["and nobody else does", ALONE],
    ["and there is an AI agent, which is not asked", WITH_AI],
  ])("HO12 who writes waits for a person at once, %s", (_, policy) => {
    const scene = under(policy).when(says("hello"), wait(20 * SECOND), wake);
    expect(scene.types).toEqual(["conversation.opened", "message.received", "handoff.requested"]);
    expect(scene.event("handoff.requested")).toMatchObject({ trigger: "people_first", actor: { type: "system" } });
    expect(scene.conversation.control).toBe("queue");
    expect(scene.when(says("hello?")).types).toEqual(["message.received"]);
  });

  test("HO12 whom people write to waits for nobody until they answer", () => {
    const begun = under(ALONE).given(opens());
    expect(begun.conversation.control).toBe("none");
    expect(begun.when(says("who is this?")).conversation.control).toBe("queue");
  });

  test("HO12, HO2 a word by which a person is asked for is the reason", () => {
    const scene = under(WITH_AI).when(says("a human please"));
    expect(scene.types.filter((type) => type === "handoff.requested")).toHaveLength(1);
    expect(scene.event("handoff.requested").trigger).toBe("keyword");
  });

  test("HO12 given back, who writes again waits again, or is the AI agent's where there is one", () => {
    const alone = under(ALONE).given(says("hello"), assigns(), releases()).when(says("well?"));
    expect(alone.types).toEqual(["message.received", "handoff.requested"]);
    const asked = under(WITH_AI).given(says("hello"), assigns(), releases()).when(says("well?"));
    expect(asked.types).toEqual(["message.received"]);
    expect(asked.conversation.control).toBe("ai");
    expect(asked.when(wait(2 * SECOND), wake).types).toEqual(["ai.requested"]);
  });

  test("HO12 the next conversation is people's again", () => {
    const scene = under(WITH_AI)
      .given(says("hello"), assigns(), releases(), aiSays("hi"), resolves)
      .when(says("hello"));
    expect(scene.conversation).toMatchObject({ number: 2, control: "queue" });
  });

  test("HO12, TU10 an AI agent that is gone leaves to people whom it had", () => {
    const had = under(WITH_AI).given(says("hello"), assigns(), releases());
    expect(had.under(ALONE).when(says("well?")).types).toEqual([
      "message.received",
      "control.released",
      "handoff.requested",
    ]);
    const unasked = had.given(says("well?")).under(ALONE);
    expect(unasked.when(wait(2 * SECOND), wake).types).toEqual(["control.released", "handoff.requested"]);
  });

  test("HO12, FL4 a flow begins by its words, and not because a conversation does", () => {
    const flow_triggers = [
      { flow_id: "order", on: "word" as const, values: ["order"] },
      { flow_id: "menu", on: "conversation" as const, values: [] },
    ];
    const shop = under({ ...WITH_AI, flow_triggers });
    expect(shop.when(says("my order")).event("flow.requested").flow_id).toBe("order");
    expect(shop.when(says("hello")).conversation.control).toBe("queue");
  });

  test("HO12, MS8 where another app answers nobody is asked for", () => {
    const scene = under(ALONE).given(says("hello"), releases(), observes("hi", {}, { origin: "standby" }));
    expect(scene.when(says("thanks")).conversation.control).toBe("none");
  });

  test("HO12 wished for later, who waits already gets there with their next message", () => {
    const unanswered = under({ ...ALONE, answers_first: null })
      .given(says("hello"))
      .under(ALONE);
    expect(unanswered.when(says("hello?")).conversation.control).toBe("queue");
    expect(given(says("hello"), asksForPerson()).under(ALONE).when(says("hello?")).types).toEqual(["message.received"]);
  });
});
