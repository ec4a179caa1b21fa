import { describe, expect, test } from "vitest";
import type { Policy } from "../../src/domain/policy.ts";
import {
  AGENT,
  API,
  agentSays,
  aiSays,
  assigns,
  DAY,
  endsFlow,
  flowSays,
  observes,
  releases,
  SECOND,
  says,
  sets,
  systemSays,
  under,
  wait,
  wake,
} from "./given.ts";

const LIMITED = { automatic_limit: 2, embedded: { ai: true, flows: true } } as const;
const ANSWERED_TWICE = [says("thank you for your message"), aiSays("hi"), says("we are closed"), aiSays("hi")] as const;
/** A flow that a word begins, says something and ends. */
const menu = (number: number) =>
  [says("menu"), flowSays("Here it is", { number }), { ...endsFlow(false), number, actor: API }] as const;
const MENUS = {
  ...LIMITED,
  released_control: "none",
  opening_control: "none",
  embedded: { ai: false, flows: true },
  flow_triggers: [{ flow_id: "menu", on: "word", values: ["menu"] }],
} satisfies Partial<Policy>;

describe("who answers a machine", () => {
  test("HO13 whom machines have answered so often is a person's with what they say next", () => {
    const scene = under(LIMITED).given(...ANSWERED_TWICE);
    expect(scene.conversation.control).toBe("ai");
    const next = scene.when(says("thank you for your message"), wait(20 * SECOND), wake);
    expect(next.types).toEqual(["message.received", "handoff.requested"]);
    expect(next.event("handoff.requested")).toMatchObject({
      trigger: "automatic_limit",
      reason: "2 automatic messages within a day",
      actor: { type: "system" },
    });
    expect(next.conversation.control).toBe("queue");
  });

  test("HO13, FL2 flows that end and are begun again count together, conversation by conversation", () => {
    const scene = under(MENUS).given(...menu(1), ...menu(2));
    expect(scene.conversation).toMatchObject({ number: 2, state: "closed" });
    const next = scene.when(says("menu"));
    expect(next.types).toEqual(["conversation.opened", "message.received", "handoff.requested"]);
    expect(next.conversation.flow_execution_id).toBeNull();
  });

  test("HO13, FL6 a flow that runs is over", () => {
    const scene = under(MENUS).given(says("menu"), flowSays("1 or 2?"), flowSays("Say 1 or 2"));
    expect(scene.when(says("3")).conversation).toMatchObject({ control: "queue", flow_execution_id: null });
  });

  test.each([
    ["answers", [agentSays("Who is this?"), releases()]],
    ["gives the word back", [assigns(), releases()]],
    ["closes it", [sets("resolved", { actor: AGENT })]],
  ] as const)("HO13 a person who %s begins the count anew", (_, steps) => {
    const scene = under(LIMITED).given(...ANSWERED_TWICE, ...steps);
    expect(scene.when(says("hello")).conversation.control).toBe("ai");
  });

  test("HO13 the time given back, without a person, does not", () => {
    const policy = { ...LIMITED, queue_timeout: 60, nobody_available: "ai" } as const;
    const scene = under(policy).given(...ANSWERED_TWICE, says("hello"));
    const back = scene.given({ type: "release_handoff", number: 1, actor: { type: "system", id: null } });
    expect(back.when(says("hello")).conversation.control).toBe("queue");
  });

  test("HO13 a day after the first of them the count begins anew", () => {
    const late = under({ ...LIMITED, inactivity_timeout: null }).given(...ANSWERED_TWICE, wait(DAY));
    expect(late.when(says("hello")).conversation.control).toBe("ai");
    const counted = late.given(says("hello"), aiSays("hi"));
    expect(counted.when(says("hello")).conversation.control).toBe("ai");
    expect(counted.given(aiSays("hi")).when(says("hello")).conversation.control).toBe("queue");
  });

  test("HO13 what a system says, or what was kept as suppressed, does not count", () => {
    const scene = under(LIMITED).given(says("hello"), systemSays("Welcome"), systemSays("Welcome"), aiSays("hi"));
    const suppressed = scene.given(assigns(), aiSays("one"), aiSays("two"), releases(), aiSays("hi"));
    expect(suppressed.when(says("hello")).conversation.control).toBe("ai");
  });

  test("HO13, MS8 where another app answers nobody is asked for", () => {
    const scene = under(LIMITED).given(...ANSWERED_TWICE, observes("hi", {}, { origin: "standby" }));
    expect(scene.when(says("hello")).types).not.toContain("handoff.requested");
  });

  test("HO13 without a limit machines answer for ever", () => {
    const scene = under({ ...LIMITED, automatic_limit: null }).given(...ANSWERED_TWICE);
    expect(scene.when(says("hello")).conversation.control).toBe("ai");
  });
});
