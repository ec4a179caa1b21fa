import { describe, expect, test } from "vitest";
import { findHandoffKeyword } from "../../src/domain/hand-off.ts";
import { DEFAULT_POLICY } from "../../src/domain/policy.ts";
import {
  agentSays,
  aiSays,
  asksForPerson,
  assigns,
  colleagueSays,
  flowSays,
  given,
  iso,
  releases,
  SECOND,
  says,
  sets,
  somebodySays,
  systemSays,
  under,
  unsure,
  wait,
} from "./given.ts";

describe("asking for a person", () => {
  test("HO1 a hand-off puts the conversation into the queue", () => {
    const scene = given(says("hello")).when(asksForPerson());
    expect(scene.types).toEqual(["handoff.requested"]);
    expect(scene.conversation).toMatchObject({
      control: "queue",
      agent_id: null,
      handoff: { trigger: "api", reason: "It is complicated", requested_at: iso(0) },
    });
  });

  test("HO1 a hand-off to an agent gives it to that agent", () => {
    const scene = given(says("hello")).when(asksForPerson("agent-1"));
    expect(scene.types).toEqual(["handoff.requested", "agent.assigned"]);
    expect(scene.conversation).toMatchObject({ control: "agent", agent_id: "agent-1" });
  });

  test("HO1 a hand-off does not take it from an agent who has it", () => {
    const scene = given(says("hello"), assigns("agent-1")).when(asksForPerson());
    expect(scene.conversation).toMatchObject({ control: "agent", agent_id: "agent-1" });
    expect(scene.conversation.handoff?.reason).toBe("It is complicated");
  });

  test("HO1 a hand-off does not take it from an agent who is known by no id", () => {
    const scene = given(says("hello"), somebodySays("hi")).when(asksForPerson());
    expect(scene.conversation).toMatchObject({ control: "agent", agent_id: null });
  });

  test("HO11 who is handed over waits from then on, or since they wrote, until they are answered", () => {
    const answered = given(says("hello"), wait(SECOND), aiSays("One moment"), wait(SECOND));
    expect(answered.conversation.waiting_since).toBeNull();
    const handed = answered.given(asksForPerson());
    expect(handed.conversation.waiting_since).toBe(iso(2 * SECOND));
    expect(handed.given(wait(SECOND), says("well?"), assigns()).conversation.waiting_since).toBe(iso(2 * SECOND));
    expect(handed.given(assigns(), agentSays("hi")).conversation.waiting_since).toBeNull();
    expect(given(says("hello"), wait(SECOND), asksForPerson()).conversation.waiting_since).toBe(iso(0));
  });

  test("HO11 given back with nothing said meanwhile, nobody waits any more", () => {
    const handed = given(says("hello"), wait(SECOND), aiSays("One moment"), wait(SECOND), asksForPerson());
    expect(handed.given(wait(SECOND), releases()).conversation.waiting_since).toBeNull();
    const wrote = handed.given(wait(SECOND), says("well?"), wait(SECOND), releases());
    expect(wrote.conversation.waiting_since).toBe(iso(2 * SECOND));
  });

  test("HO1 the same hand-off again is no event", () => {
    expect(given(says("hello"), asksForPerson()).when(asksForPerson()).events).toEqual([]);
    expect(given(says("hello"), asksForPerson("agent-1")).when(asksForPerson("agent-1")).events).toEqual([]);
  });

  test("HO1 a new reason is told", () => {
    const scene = given(says("hello"), asksForPerson()).when(asksForPerson(null, "Angry"));
    expect(scene.types).toEqual(["handoff.requested"]);
    expect(scene.conversation.handoff?.reason).toBe("Angry");
  });
});

describe("keywords", () => {
  const defaults = DEFAULT_POLICY.handoff_keywords;

  test.each([
    ["human", "human"],
    ["HUMAN!!!", "human"],
    ["give me a *human*, please", "human"],
    ["_human_", "human"],
    ["ｈｕｍａｎ", "human"],
    ["I want to speak to a human", "speak to a human"],
    ["Speak to THE human", "speak to the human"],
    ["speak\nto  human", "speak to human"],
    ["human? let me talk to an agent", "talk to an agent"],
    ["I have a complaint about your manager", "complaint"],
    ["humane", null],
    ["inhuman", null],
    ["a personal matter", null],
    ["managerial", null],
    ["speak to my human resources", "human"],
    ["speak to", null],
    ["manager@hotel.example", null],
    ["Is this in stock? https://shop.example/p/two-person-tent", null],
    ["www.human.example", null],
    ["look: shop.example/human", null],
    ["human: ann@shop.example", "human"],
    ["1 person", null],
    ["a table for 12 human beings", null],
    ["@human", "human"],
    ["no.human", "human"],
    ["👍", null],
    ["", null],
  ])("HO2 in %j the keyword is %j", (text, keyword) => {
    expect(findHandoffKeyword(text, defaults)).toBe(keyword);
  });

  test.each([
    ["an accent composed or not", "assistência humana", "ASSISTE\u0302NCIA HUMANA", "assistência humana"],
    ["an accent left out", "atención humana", "atencion humana por favor", "atencion humana"],
    ["accents that the keyword leaves out", "nhan vien", "Cho tôi gặp nhân viên", "nhân viên"],
    ["a vowel sign is no accent", "दान", "दिन", null],
    ["a voiced kana is another", "かき", "かぎ", null],
    ["punctuation in the keyword", "call-me, please!", "Call me please", "call me please"],
    ["sharp s in capitals", "groß", "GROSS", "gross"],
    ["final sigma", "ΑΝΘΡΩΠΟΣ", "ανθρωπος", "ανθρωπος"],
    ["Cyrillic", "оператор", "Позовите ОПЕРАТОРА или оператор", "оператор"],
    ["Arabic", "موظف", "أريد موظف الآن", "موظف"],
    ["Hindi, whose vowel signs are marks", "इंसान", "मुझे इंसान चाहिए", "इंसान"],
    ["Thai that stands alone", "พนักงาน", "ขอ พนักงาน ค่ะ", "พนักงาน"],
    ["Chinese that stands alone", "人工", "人工！", "人工"],
    ["Chinese around a link", "人工", "https://shop.example/人工", "人工"],
    ["Chinese behind a mailbox", "人工", "ann@shop.example转人工", "人工"],
    ["Chinese in two sentences", "找人", "我在找。人很多", null],
    ["Chinese in parts of one", "找人", "我在找，人很多", null],
    ["dotless i in capitals", "yardım", "YARDIM", "yardim"],
    ["dotted I", "insan", "İstanbul'da insan", "insan"],
    ["a keyword of punctuation only", "?!", "what?!", null],
    ["an empty keyword", "", "human", null],
  ])("HO2 %s", (_, keyword, text, found) => {
    expect(findHandoffKeyword(text, [keyword])).toBe(found);
  });

  test("HO2 without keywords nothing is one", () => {
    expect(findHandoffKeyword("human", [])).toBeNull();
    expect(under({ handoff_keywords: [] }).when(says("human")).conversation.control).toBe("ai");
  });

  test("HO2 the reason names the longest match", () => {
    const scene = given(says("hello")).when(says("I want to speak to a human"));
    expect(scene.types).toEqual(["message.received", "handoff.requested"]);
    expect(scene.event("handoff.requested")).toMatchObject({
      trigger: "keyword",
      reason: "Customer requested human agent (keyword: 'speak to a human')",
    });
    expect(scene.conversation.control).toBe("queue");
  });

  test("MS12 what stands for a card or a document asks for nobody; a caption does", () => {
    const card = { message_type: "contacts", payload: {} };
    expect(under({}).when(says("👤 Contact: Human Resources", card)).types).not.toContain("handoff.requested");
    const file = { message_type: "document", payload: { filename: "human.pdf" } };
    expect(under({}).when(says("📄 Document: human.pdf", file)).types).not.toContain("handoff.requested");
    const captioned = { message_type: "image", payload: { caption: "a human, please" } };
    expect(under({}).when(says("📷 Photo: a human, please", captioned)).types).toContain("handoff.requested");
  });

  test("HO2 what is pressed while a flow has the word is the flow's to understand", () => {
    const flow_triggers = [{ flow_id: "flow-1", on: "word" as const, values: ["order status"] }];
    const flows = under({ embedded: { ai: false, flows: true }, flow_triggers }).given(says("order status"));
    const pressed = { message_type: "button_reply", payload: { id: "satisfied.person", title: "Ask a person" } };
    expect(flows.when(says("Ask a person", pressed)).types).not.toContain("handoff.requested");
    expect(flows.when(says("I want a person")).types).toContain("handoff.requested");
    expect(under({}).when(says("Ask a person", pressed)).types).toContain("handoff.requested");
  });

  test("HO2 the very first message may ask", () => {
    expect(under({}).when(says("human")).types).toEqual([
      "conversation.opened",
      "message.received",
      "handoff.requested",
    ]);
  });

  test.each([["queue", asksForPerson()] as const, ["agent", assigns()] as const])(
    "HO2 who asks again while the %s has the word is only heard",
    (_, past) => {
      expect(given(says("hello"), past).when(says("a human!")).types).toEqual(["message.received"]);
    },
  );

  test("HO2 only the customer asks", () => {
    expect(given(says("hello")).when(aiSays("Do you want a human?")).conversation.control).toBe("ai");
  });
});

describe("an unsure AI", () => {
  test("HO3 the third unsure answer is sent and hands over", () => {
    const scene = given(says("hello"), unsure, aiSays("surely"), unsure);
    expect(scene.conversation.control).toBe("ai");
    const third = scene.when(unsure);
    expect(third.types).toEqual(["message.queued", "handoff.requested"]);
    expect(third.event("handoff.requested")).toMatchObject({
      trigger: "low_confidence",
      reason: "Multiple low-confidence responses",
    });
  });

  test.each([
    ["released", [assigns(), releases()]],
    ["reopened", [sets("resolved"), sets("active")]],
  ])("HO3 counting begins anew once %s", (_, past) => {
    const scene = given(says("hello"), unsure, unsure, ...past, unsure, unsure);
    expect(scene.conversation.control).toBe("ai");
    expect(scene.when(unsure).conversation.control).toBe("queue");
  });

  test("HO3 counting begins anew in the next conversation", () => {
    const past = [says("hello"), unsure, unsure, sets("resolved"), says("again")];
    const next = { ...unsure, number: 2 };
    expect(given(...past).when(next).conversation).toMatchObject({ control: "ai", low_confidence_count: 1 });
  });

  test("HO3 without a limit it may be unsure for ever", () => {
    const scene = under({ low_confidence_limit: null }).given(says("hello"), unsure, unsure, unsure);
    expect(scene.when(unsure).conversation.control).toBe("ai");
  });

  test("HO3 only the AI is unsure", () => {
    const metadata = { low_confidence: true };
    const scene = given(says("hello"), unsure, unsure).when(
      flowSays("Menu", { metadata }),
      systemSays("x", { metadata }),
    );
    expect(scene.conversation.control).toBe("ai");
  });
});

describe("agents", () => {
  test("HO4 an assignment gives the word to the agent", () => {
    const scene = given(says("hello"), asksForPerson()).when(assigns("agent-1"));
    expect(scene.types).toEqual(["agent.assigned"]);
    expect(scene.conversation).toMatchObject({ control: "agent", agent_id: "agent-1" });
  });

  test("HO4 the same agent again is no event, another one is", () => {
    const scene = given(says("hello"), assigns("agent-1"));
    expect(scene.when(assigns("agent-1")).events).toEqual([]);
    expect(scene.when(assigns("agent-2")).conversation.agent_id).toBe("agent-2");
  });

  test.each(["ai", "flow", "none"] as const)("HO5 a release gives the word back to %s", (released_control) => {
    const scene = under({ released_control }).given(says("hello"), asksForPerson("agent-1")).when(releases());
    expect(scene.types).toEqual(["control.released"]);
    expect(scene.conversation).toMatchObject({ control: released_control, agent_id: null, handoff: null });
  });

  test("HO5 a release takes the conversation out of the queue", () => {
    expect(given(says("hello"), asksForPerson()).when(releases()).conversation).toMatchObject({
      control: "ai",
      handoff: null,
    });
  });

  test("HO5 a release of what no person has is no event", () => {
    expect(given(says("hello")).when(releases()).events).toEqual([]);
  });

  const machines = [
    ["AI", aiSays],
    ["flow", flowSays],
  ] as const;
  const people = [
    ["awaits", asksForPerson()],
    ["has", assigns()],
  ] as const;
  const silenced = machines.flatMap(([name, speaks]) =>
    people.map(([verb, past]) => [name, verb, speaks, past] as const),
  );

  test.each(silenced)("HO6 the %s is suppressed while a person %s the word", (_, _verb, speaks, past) => {
    const before = given(says("hello"), past);
    const scene = before.when(speaks("One more thing"));
    expect(scene.types).toEqual(["message.suppressed"]);
    expect(scene.message).toMatchObject({ status: "suppressed", status_times: { suppressed: iso(0) } });
    expect(scene.thread.pending).toEqual([]);
    expect(scene.conversation).toEqual(before.conversation);
  });

  test("HO6 an answer after the one that handed over is suppressed", () => {
    expect(given(says("hello"), unsure, unsure, unsure).when(unsure).types).toEqual(["message.suppressed"]);
  });

  test("HO6 the AI speaks again once it has the word back", () => {
    expect(given(says("hello"), assigns(), releases()).when(aiSays("hi")).types).toEqual(["message.queued"]);
  });

  test("HO6 a system's text is sent whoever has the word", () => {
    expect(given(says("hello"), assigns()).when(systemSays("hi")).types).toEqual(["message.queued"]);
  });

  test.each([
    ["the AI has it", []],
    ["it waits for a person", [asksForPerson()]],
  ])("HO7 an agent who speaks while %s takes the word", (_, past) => {
    const scene = given(says("hello"), ...past).when(agentSays("hi"));
    expect(scene.types).toEqual(["agent.assigned", "message.queued"]);
    expect(scene.conversation).toMatchObject({ control: "agent", agent_id: "agent-1" });
  });

  test("HO7 an agent who speaks does not take the word from a colleague", () => {
    const scene = given(says("hello"), assigns("agent-1")).when(colleagueSays("May I help?"));
    expect(scene.types).toEqual(["message.queued"]);
    expect(scene.conversation.agent_id).toBe("agent-1");
  });
});

test.each([
  ["我要人工客服", ["人工"], "人工"],
  ["ขอคุยกับเจ้าหน้าที่ครับ", ["เจ้าหน้าที่"], "เจ้าหน้าที่"],
  ["speak to human", ["speak to a human"], "speak to human"],
])("HO2 %s is found by %j", (text, keywords, found) => {
  expect(findHandoffKeyword(text, keywords)).toBe(found);
});

describe("a customer's mood", () => {
  const watching = under({ sentiment_handoff: true });

  test("HO8 an angry message hands the conversation over, and the score is with it", () => {
    const scene = watching.when(says("This is a scam, you are thieves, the worst company ever!"));
    expect(scene.event("handoff.requested")).toMatchObject({ trigger: "sentiment" });
    expect(scene.event("handoff.requested").reason).toMatch(/^Negative sentiment \(score −0\.\d\d\)$/);
    expect(scene.event("message.received").message.metadata?.sentiment).toBeLessThan(-0.5);
  });

  test("HO8 frustration over several messages hands over too", () => {
    const mild = says("Hello", { metadata: { sentiment: -0.3 } });
    const scene = under({ sentiment_handoff: true }).given(mild, mild).when(mild);
    expect(scene.event("handoff.requested").reason).toBe("Frustration over several messages");
  });

  test("MS12 nobody is angry in what we write of a call that failed", () => {
    const call = { message_type: "call", payload: { event: "terminate", status: "FAILED" } };
    const scene = watching.when(says("📞 Voice call ended (failed)", call));
    expect(scene.types).not.toContain("handoff.requested");
    expect(scene.event("message.received").message.metadata?.sentiment).toBeUndefined();
  });

  test("HO8 nothing is scored unless the tenant wishes so, and nobody who has a person is handed over again", () => {
    const scene = given(says("This is a scam, you are thieves!"));
    expect(scene.message.metadata).toBeNull();
    expect(watching.given(says("hello"), assigns()).when(says("This is a scam!")).types).toEqual(["message.received"]);
  });
});
