import { describe, expect, test } from "vitest";
import {
  ANN,
  agentSays,
  aiSays,
  answers,
  asksForPerson,
  assigns,
  given,
  HOUR,
  identifies,
  KNOWN_ANN,
  MINUTE,
  nothing,
  reacts,
  releases,
  resolves,
  SECOND,
  says,
  sets,
  under,
  wait,
  wake,
} from "./given.ts";

const remote = { ai: true, agents: false, customers: false, flows: false, channel: false };

describe.each([
  ["outside", { remote }],
  ["of our own", { embedded: { ai: true, flows: false } }],
] as const)("TU8 the turn of an AI agent %s", (where, parts) => {
  const withAi = under(parts);
  const asked = withAi.given(says("hello"), wait(1_500), wake);

  test("TU8 whose answer is waited for is told, and our own is asked again", () => {
    const isOurs = where === "of our own";
    expect(asked.event("ai.requested")).toMatchObject({ turn: 1, by_service: !isOurs });
    expect(asked.due).toBe(1_500 + (isOurs ? 30 : 60) * SECOND);
    const patient = under({ ...parts, ai_deadline: null }).given(says("hello"), wait(1_500), wake, wait(31 * SECOND));
    if (isOurs) expect(patient.due).toBe(1_500 + 61 * SECOND);
    expect(asked.given(answers("hi", { turn: 1 })).conversation.turn.asked).toBeNull();
  });

  test("TU7 an answer that ends the conversation closes it, once it was said", () => {
    const bye = { ...answers("Bye", { turn: 1 }), wants_close: true };
    const scene = asked.when(bye);
    expect(scene.types).toEqual(["message.queued", "conversation.closed"]);
    expect(scene.conversation).toMatchObject({ state: "closed", close_reason: "ai" });
    expect(asked.given(asksForPerson()).when(bye).types).toEqual(["message.suppressed"]);
  });

  test("TU1 the AI is asked once the customer is silent for a second and a half", () => {
    const scene = withAi.given(says("hello"));
    expect(scene.due).toBe(1_500);
    expect(scene.when(wait(1_499), wake).types).toEqual([]);
    expect(scene.when(wait(1_500), wake).types).toEqual(["ai.requested"]);
  });

  test("TU1 messages in a row make one turn", () => {
    const scene = withAi.given(says("hello"), wait(SECOND), says("are you"), wait(SECOND), says("there?"));
    expect(scene.due).toBe(2 * SECOND + 1_500);
    const done = scene.when(wait(1_500), wake, wait(HOUR / 2), wake);
    expect(done.types.filter((type) => type === "ai.requested")).toHaveLength(1);
  });

  test("TU1 it is asked fifteen seconds after the first message at the latest", () => {
    const chatter = Array.from({ length: 14 }, () => [wait(SECOND), says("and")]).flat();
    const scene = withAi.given(says("so"), ...chatter);
    expect(scene.due).toBe(15 * SECOND);
    expect(scene.when(wait(SECOND), wake).types).toEqual(["ai.requested"]);
  });

  test.each(["button", "button_reply", "list_reply", "flow_reply"])(
    "TU1 it is asked at once for a %s",
    (message_type) => {
      expect(withAi.when(says("Yes", { message_type })).types).toContain("ai.requested");
    },
  );

  test("TU1 a hand-off word counts at once: the AI is not asked at all", () => {
    const scene = withAi.given(says("a human, please"));
    expect(scene.conversation).toMatchObject({ control: "queue", turn: { number: 0, collecting: null, asked: null } });
    expect(scene.when(wait(MINUTE), wake).types).toEqual([]);
  });

  test("TU1 a reaction asks nothing", () => {
    expect(withAi.given(says("hello"), wait(1_500), wake, reacts).when(wait(10 * SECOND), wake).types).toEqual([]);
  });

  test("TU1 nobody is asked where no service plays the AI", () => {
    expect(given(says("hello")).when(wait(MINUTE), wake).types).toEqual([]);
  });

  test("TU2 turns are numbered within the conversation", () => {
    const twice = asked.given(answers("hi", { turn: 1 }), says("and?"), wait(2 * SECOND), wake);
    expect(twice.conversation.turn.number).toBe(2);
    const next = twice.given(resolves, says("hello again"), wait(2 * SECOND)).when(wake);
    expect(next.event("ai.requested")).toMatchObject({ turn: 1, number: 2 });
  });

  test("TU2 the request says who asks and until when an answer must be there", () => {
    const scene = under({ ...parts, ai_deadline: 10 }).given(
      says("hello", {}, { contact: KNOWN_ANN }),
      wait(2 * SECOND),
    );
    const { deadline, customer_id } = scene.when(wake).event("ai.requested");
    expect({ deadline, customer_id }).toEqual({ deadline: "2026-01-05T09:00:12.000Z", customer_id: "customer-1" });
  });

  test("TU3 an answer to the open turn is sent, and says which it answers", () => {
    const scene = asked.when(answers("hi", { turn: 1 }));
    expect(scene.types).toEqual(["message.queued"]);
    expect(scene.message).toMatchObject({ sender_type: "llm", metadata: { turn: 1 } });
    expect(scene.conversation.turn).toEqual({ number: 1, collecting: null, asked: null });
  });

  test("TU3 an answer that names no turn belongs to the open one", () => {
    expect(asked.when(answers("hi")).message.metadata).toEqual({ turn: 1 });
    expect(withAi.given(says("hello")).when(answers("hi")).types).toEqual(["message.queued"]);
  });

  test("TU3 a second answer to a turn is suppressed", () => {
    for (const turn of [1, null]) {
      const scene = asked.given(answers("hi", { turn: 1 })).when(answers("hi, again", { turn }));
      expect(scene.types).toEqual(["message.suppressed"]);
    }
  });

  test("TU3 what the customer says meanwhile makes the answer stale, and asks anew", () => {
    const scene = asked.given(says("wait, another thing")).when(answers("hi", { turn: 1 }));
    expect(scene.types).toEqual(["message.suppressed"]);
    expect(scene.message.metadata).toEqual({ suppressed: "turn 1 is not open" });
    expect(scene.given(wait(1_500)).when(wake).event("ai.requested").turn).toBe(2);
  });

  test("TU3 an answer that comes while a person has or awaits the word is suppressed, also after its release", () => {
    const queued = asked.given(asksForPerson()).when(answers("hi", { turn: 1 }));
    expect(queued.message.metadata).toEqual({ suppressed: "a person has or awaits the word" });
    expect(asked.given(assigns()).when(answers("hi", { turn: 1 })).types).toEqual(["message.suppressed"]);
    const back = asked.given(assigns(), agentSays("I do it"), releases());
    expect(back.when(answers("hi", { turn: 1 })).types).toEqual(["message.suppressed"]);
  });

  test("TU3 a suppressed answer is never on its way", () => {
    expect(asked.given(assigns(), answers("hi", { turn: 1 })).thread.pending).toEqual([]);
  });

  test("TU3 a closed conversation takes no answer", () => {
    expect(asked.given(resolves).when(answers("hi", { turn: 1 })).rejection?.code).toBe("conversation_closed");
  });

  test("TU3 without turns the AI says what it says while it has the word", () => {
    const scene = given(says("hello"), answers("one")).when(answers("two"));
    expect(scene.types).toEqual(["message.queued"]);
  });

  test("TU3 what is said for the AI by the API ends the turn, too", () => {
    expect(asked.given(aiSays("hi")).when(wait(MINUTE), wake).types).toEqual([]);
  });

  test("TU4 nobody waits for an answer once others have the word", () => {
    expect(asked.given(assigns()).when(wait(MINUTE), wake).types).toEqual([]);
    expect(withAi.given(says("hello"), assigns()).when(wait(MINUTE), wake).types).toEqual([]);
  });

  test("TU5 the AI that gets the word back is asked about what nobody answered", () => {
    const scene = withAi.given(says("hello"), assigns(), says("anybody?"), releases());
    expect(scene.when(wait(1_500), wake).types).toEqual(["ai.requested"]);
    const answered = withAi.given(says("hello"), agentSays("hi"), releases());
    expect(answered.when(wait(MINUTE), wake).types).toEqual([]);
  });

  test("TU5 who was handed over once they were answered, and said nothing since, is no question for the AI", () => {
    const handed = asked.given(wait(SECOND), answers("One moment, please", { turn: 1, wants_ticket: true }));
    expect(handed.given(releases()).when(wait(MINUTE), wake).types).toEqual([]);
    const scene = handed.given(wait(SECOND), says("anybody?"), releases());
    expect(scene.when(wait(1_500), wake).types).toEqual(["ai.requested"]);
  });

  test("TU5 what a conversation left open when it closed is over, whoever opens it again", () => {
    const closed = withAi.given(says("hello"), assigns(), says("anybody?"), resolves);
    expect(closed.conversation.waiting_since).toBeNull();
    expect(closed.given(sets("active")).when(wait(MINUTE), wake).types).toEqual([]);
    const again = under({ ...parts, reopen: "same" })
      .given(says("hello", {}, { contact: KNOWN_ANN }), assigns(), resolves, wait(HOUR))
      .given(says("me again"));
    expect(again.conversation.waiting_since).toBe("2026-01-05T10:00:00.000Z");
  });

  test("TU6 an answer that does not come in time hands the conversation over", () => {
    const scene = asked.when(wait(MINUTE), wake);
    expect(scene.types).toEqual(["ai.timed_out", "handoff.requested"]);
    expect(scene.conversation.handoff).toMatchObject({
      trigger: "ai_timeout",
      reason: "The AI agent did not answer within 60 seconds",
    });
    expect(scene.when(answers("late", { turn: 1 })).types).toEqual(["message.suppressed"]);
  });

  test("TU6 a turn that is asked late has its whole time", () => {
    const late = withAi.given(says("hello"), wait(HOUR), wake);
    expect(late.when(wait(MINUTE - 1), wake).types).toEqual([]);
    expect(late.when(wait(MINUTE), wake).types).toEqual(["ai.timed_out", "handoff.requested"]);
  });

  test("TU6 without a deadline the answer is waited for", () => {
    const patient = under({ ...parts, ai_deadline: null }).given(says("hello"), wait(2 * SECOND), wake);
    expect(patient.when(wait(HOUR), wake).types).toEqual([]);
    expect(patient.given(wait(HOUR)).when(answers("at last", { turn: 1 })).types).toEqual(["message.queued"]);
  });

  test("TU7 an AI that asks for a ticket hands over, after its answer was said", () => {
    const scene = asked.when(answers("One moment, please", { turn: 1, wants_ticket: true }));
    expect(scene.types).toEqual(["message.queued", "handoff.requested"]);
    expect(scene.conversation.handoff?.trigger).toBe("ai_flag");
    expect(asked.when(answers(null, { turn: 1, wants_ticket: true })).types).toEqual(["handoff.requested"]);
  });

  test("TU9 an AI that has nothing to say ends the turn, and hands nothing over", () => {
    const scene = asked.when(answers(null, { turn: 1 }));
    expect(scene.types).toEqual(["ai.abstained"]);
    expect(scene.event("ai.abstained").turn).toBe(1);
    expect(scene.when(wait(HOUR), wake).types).toEqual([]);
    expect(scene.conversation.waiting_since).not.toBeNull();
    expect(scene.when(answers("after all", { turn: 1 })).types).toEqual(["message.suppressed"]);
    expect(scene.given(says("hello?"), wait(1_500)).when(wake).event("ai.requested").turn).toBe(2);
    expect(asked.given(says("wait")).when(answers(null, { turn: 1 })).types).toEqual([]);
  });

  test("TU7 a suppressed answer hands nothing over", () => {
    const scene = asked.given(says("never mind")).when(answers("One moment", { turn: 1, wants_ticket: true }));
    expect(scene.types).toEqual(["message.suppressed"]);
  });

  test("TU7 an answer that the channel would refuse is refused, and its turn stays open", () => {
    const closed = withAi.given(says("hello", { timestamp: "2026-01-04T08:00:00.000Z" }), wait(2 * SECOND), wake);
    expect(closed.when(answers("hi", { turn: 1 })).rejection?.code).toBe("window_closed");
  });
});

describe("who the customer is", () => {
  const looking = under({ remote: { ...remote, customers: true } });

  test("CU1 who is not known is looked up, once in a conversation", () => {
    const scene = looking.when(says("hello"));
    expect(scene.event("customer.requested")).toMatchObject({ message_seq: 2, deadline: "2026-01-05T09:00:03.000Z" });
    expect(scene.when(says("are you there?")).types).toEqual(["message.received"]);
    const next = scene.given(identifies(ANN), resolves).when(says("hello again"));
    expect(next.types).toContain("customer.requested");
  });

  test("CU1 who is known is not looked up", () => {
    expect(looking.when(says("hello", {}, { contact: KNOWN_ANN })).types).not.toContain("customer.requested");
    expect(given().when(says("hello")).types).not.toContain("customer.requested");
  });

  test("CU2 the AI waits for it, but not for ever", () => {
    const scene = looking.given(says("hello"));
    expect(scene.when(wait(2_999), wake).types).toEqual([]);
    const late = scene.when(wait(3_000), wake);
    expect(late.types).toEqual(["customer.looked_up", "ai.requested"]);
    expect(late.event("customer.looked_up")).toMatchObject({ customer_id: null, timed_out: true });
    expect(late.event("ai.requested").customer_id).toBeNull();
  });

  test("CU2 a button waits for it, too", () => {
    const scene = looking.when(says("Yes", { message_type: "button_reply" }));
    expect(scene.types).not.toContain("ai.requested");
    expect(scene.given(identifies(KNOWN_ANN)).when(wait(1_500), wake).event("ai.requested").customer_id).toBe(
      "customer-1",
    );
  });

  test("CU3 a service says who it is: the AI is asked with it", () => {
    const details = { tier: "gold" };
    const scene = looking.given(says("hello"), identifies({ ...KNOWN_ANN, customer_details: details }));
    expect(scene.thread.contact).toMatchObject({ customer_id: "customer-1", customer_details: details });
    expect(scene.when(wait(1_500), wake).event("ai.requested").customer_id).toBe("customer-1");
  });

  test("CU3 a service that knows nobody ends the wait", () => {
    const scene = looking.given(says("hello")).when(identifies(ANN));
    expect(scene.event("customer.looked_up")).toMatchObject({ customer_id: null, timed_out: false });
    expect(scene.when(wait(1_500), wake).types).toEqual(["ai.requested"]);
  });

  test("CU3 it may be said at any time, and the same again is no event", () => {
    const late = looking.given(says("hello"), wait(MINUTE), wake).when(identifies(KNOWN_ANN));
    expect(late.types).toEqual(["contact.changed"]);
    expect(late.when(identifies(KNOWN_ANN)).events).toEqual([]);
    expect(nothing.when(identifies(KNOWN_ANN)).rejection?.code).toBe("nothing_to_attach_to");
  });
});
