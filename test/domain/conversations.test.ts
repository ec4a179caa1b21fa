import { describe, expect, test } from "vitest";
import { conversationView, statusOf } from "../../src/domain/conversation.ts";
import { conversationId } from "../../src/domain/ids.ts";
import {
  AGENT,
  ANN,
  API,
  agentSays,
  asksForPerson,
  assigns,
  DAY,
  given,
  HOUR,
  IDENTITY,
  iso,
  KNOWN_ANN,
  labels,
  nothing,
  opens,
  reacts,
  releases,
  resolves,
  says,
  sets,
  snoozes,
  systemSays,
  THREAD_KEY,
  under,
  unsnoozes,
  wait,
  wake,
  writesTo,
} from "./given.ts";

const reopening = under({ reopen: "same" });

describe("a customer's message lands", () => {
  test("CV1 a customer's message opens a conversation", () => {
    const scene = nothing.when(says("hello"));
    expect(scene.types).toEqual(["conversation.opened", "message.received"]);
    expect(scene.conversation).toMatchObject({ number: 1, state: "open", control: "ai", message_count: 1 });
  });

  test("CV1 a customer's message lands in the conversation that is open", () => {
    const scene = given(says("hello")).when(says("are you there?"));
    expect(scene.types).toEqual(["message.received"]);
    expect(scene.conversation).toMatchObject({ number: 1, message_count: 2 });
  });

  test("CV1 a message to an older conversation of the thread lands in the open one", () => {
    const scene = given(says("hello"), resolves, says("again")).when(writesTo(1));
    expect(scene.types).toEqual(["message.received"]);
    expect(scene.message.conversation_id).toBe(conversationId(THREAD_KEY, 2));
  });

  test("CV1 a message to a closed conversation by its number opens the next one", () => {
    const scene = given(says("hello"), resolves).when(writesTo(1));
    expect(scene.types).toEqual(["conversation.opened", "message.received"]);
    expect(scene.message).toMatchObject({ conversation_id: conversationId(THREAD_KEY, 2), sender_id: "customer-1" });
  });

  test.each([asksForPerson(), assigns(), snoozes(DAY)])("CV1 a message lands while $type holds", (held) => {
    expect(given(says("hello"), held).when(says("still here")).types).toContain("message.received");
  });

  test("CV1 a thread takes no message of another thread", () => {
    const elsewhere = { ...IDENTITY, thread_key: "9".repeat(15) + "1".repeat(8) };
    expect(given(says("hello")).when(says("hi", {}, { identity: elsewhere })).rejection).toEqual({
      code: "thread_mismatch",
    });
  });
});

describe("one conversation is open", () => {
  test.each([
    ["active", []],
    ["handed_off", [asksForPerson()]],
    ["snoozed", [snoozes(DAY)]],
  ])("CV2 opening again answers with the conversation that is %s", (_, past) => {
    const scene = given(opens(), ...past).when(opens());
    expect(scene.events).toEqual([]);
    expect(scene.conversation.number).toBe(1);
  });

  test("CV2 opening after closing makes the next conversation", () => {
    const scene = given(opens(), resolves).when(opens());
    expect(scene.event("conversation.opened")).toMatchObject({ number: 2, control: "ai" });
    const { conversation, thread } = scene;
    expect(conversationView(IDENTITY, thread.contact, conversation, thread.seq)).toMatchObject({
      id: conversationId(THREAD_KEY, 2),
      previous_id: conversationId(THREAD_KEY, 1),
    });
  });
});

describe("a message to a closed conversation", () => {
  test("CV3 it opens the next one", () => {
    const scene = given(says("hello", {}, { contact: KNOWN_ANN }), resolves).when(says("again"));
    expect(scene.types).toEqual(["conversation.opened", "message.received"]);
    expect(scene.conversation.number).toBe(2);
  });

  test("CV3 of an identified customer it reopens the last one where the policy says `same`", () => {
    const scene = reopening.given(says("hello", {}, { contact: KNOWN_ANN }), assigns(), resolves).when(says("again"));
    expect(scene.types).toEqual(["conversation.reopened", "message.received"]);
    expect(scene.conversation).toMatchObject({ number: 1, state: "open", control: "ai", agent_id: null });
    expect(scene.conversation).toMatchObject({ ended_at: null, close_reason: null, closed_by: null });
  });

  test("CV3 of somebody unknown it opens the next one whatever the policy says", () => {
    const scene = reopening.given(says("hello"), resolves).when(says("again"));
    expect(scene.types).toEqual(["conversation.opened", "message.received"]);
  });

  test("CV3 a customer who is identified by this very message reopens", () => {
    const scene = reopening.given(says("hello"), resolves).when(says("again", {}, { contact: KNOWN_ANN }));
    expect(scene.types).toEqual(["conversation.reopened", "contact.changed", "message.received"]);
  });
});

describe("reactions and system texts", () => {
  test("CV4 a reaction does not open a conversation: it is refused where there is none", () => {
    const scene = nothing.when(reacts);
    expect(scene.rejection).toEqual({ code: "nothing_to_attach_to" });
    expect(scene.log).toEqual([]);
  });

  test("CV4 a reaction neither reopens a closed conversation nor opens the next", () => {
    const scene = reopening.given(says("hello", {}, { contact: KNOWN_ANN }), resolves).when(reacts);
    expect(scene.types).toEqual(["message.received"]);
    expect(scene.conversation).toMatchObject({ number: 1, state: "closed" });
  });

  test("CV4 a reaction is no activity, wakes no snoozed conversation and asks for nobody", () => {
    const before = given(says("hello"), snoozes(DAY), wait(HOUR));
    const scene = before.when({ ...reacts, saying: { ...reacts.saying, content: "human" } });
    expect(scene.types).toEqual(["message.received"]);
    const { active_since, last_message_at, last_customer_message_at, window_from } = before.conversation;
    expect(scene.conversation).toMatchObject({ active_since, last_message_at, last_customer_message_at, window_from });
  });
});

describe("contacts", () => {
  test("CV5 what is newly known of a contact is added and nothing is forgotten", () => {
    const stranger = { ...ANN, name: null, wa_id: null, user_id: "ID.1" };
    const scene = given(says("hello")).when(says("again", {}, { contact: stranger }));
    expect(scene.event("contact.changed").contact).toEqual({ ...ANN, user_id: "ID.1" });
    expect(scene.thread.contact).toEqual({ ...ANN, user_id: "ID.1" });
  });

  test("CV5 a contact of whom nothing is new is no event", () => {
    expect(given(says("hello")).when(says("again")).types).toEqual(["message.received"]);
    expect(given(opens()).when(opens()).types).toEqual([]);
  });

  test("CV5 the next conversation knows what the last one knew", () => {
    const scene = given(says("hello", {}, { contact: KNOWN_ANN }), resolves).when(says("again"));
    expect(scene.event("conversation.opened").contact).toEqual(KNOWN_ANN);
  });
});

describe("numbers that the thread never had", () => {
  const commands = [
    (number: number) => agentSays("hi", { number }),
    (number: number) => asksForPerson(null, "why", number),
    releases,
    (number: number) => assigns("agent-1", number),
    (number: number) => sets("active", { number }),
    (number: number) => snoozes(DAY, number),
    (number: number) => labels(["vip"], number),
    writesTo,
  ];

  test.each(commands.flatMap((command) => [-1, 0, 2].map((number) => ({ ...command(number), asked: number }))))(
    "CV6 $type to number $asked is not found",
    ({ asked: _, ...command }) => {
      expect(given(says("hello")).when(command).rejection).toEqual({ code: "conversation_not_found" });
    },
  );

  test.each(commands.map((command) => command(1)))("CV6 $type to an empty thread is not found", (command) => {
    expect(nothing.when(command).rejection).toEqual({ code: "conversation_not_found" });
  });
});

describe("a closed conversation", () => {
  const refusedOnes = [agentSays("hi"), systemSays("hi"), asksForPerson(), releases(), assigns(), snoozes(9 * DAY)];
  const closed = { code: "conversation_closed", conversation_id: conversationId(THREAD_KEY, 1) };

  test.each([...refusedOnes, unsnoozes()])("CV7 $type is refused", (command) => {
    expect(given(says("hello"), resolves).when(command).rejection).toEqual(closed);
  });

  test.each(refusedOnes)("CV7 $type to an older conversation is refused", (command) => {
    expect(given(says("hello"), resolves, says("again")).when(command).rejection).toEqual(closed);
  });

  test("CV7 silence that nobody was woken for closes all the same", () => {
    expect(given(says("hello"), wait(DAY)).when(agentSays("hi")).rejection).toEqual(closed);
  });
});

describe("a status is a wish", () => {
  test.each([
    ["resolved", API, "api", "resolved"],
    ["resolved", AGENT, "agent", "resolved"],
    ["expired", API, "inactivity", "expired"],
  ] as const)("CV8 %s closes", (status, actor, reason, seen) => {
    const scene = given(says("hello")).when(sets(status, { actor }));
    expect(scene.event("conversation.closed")).toMatchObject({ reason, actor });
    expect(scene.conversation).toMatchObject({ state: "closed", control: "none", closed_by: actor, ended_at: iso(0) });
    expect(statusOf(scene.conversation)).toBe(seen);
  });

  test("CV8 handed_off asks for a person", () => {
    expect(given(says("hello")).when(sets("handed_off")).event("handoff.requested").trigger).toBe("api");
  });

  test("CV8 active releases a conversation that a person has", () => {
    expect(given(says("hello"), assigns()).when(sets("active")).event("control.released").control).toBe("ai");
  });

  test("CV8 active reopens the latest conversation", () => {
    const scene = given(says("hello"), assigns(), labels(["vip"]), resolves).when(sets("active"));
    expect(scene.types).toEqual(["conversation.reopened"]);
    expect(scene.conversation).toMatchObject({ state: "open", control: "ai", agent_id: null, labels: ["vip"] });
  });

  test("CV8 only the latest conversation reopens", () => {
    const scene = given(says("hello"), resolves, says("again"), sets("resolved", { number: 2 })).when(sets("active"));
    expect(scene.rejection).toMatchObject({ code: "conversation_closed" });
  });

  test.each([
    ["active", []],
    ["handed_off", [asksForPerson()]],
    ["handed_off", [assigns()]],
    ["resolved", [resolves]],
    ["expired", [sets("expired")]],
    ["expired", [wait(DAY), wake]],
  ] as const)("CV8 %s again is no event", (status, past) => {
    const scene = given(says("hello"), ...past).when(sets(status));
    expect(scene.rejection).toBeNull();
    expect(scene.events).toEqual([]);
  });
});

describe("the status is derived", () => {
  test.each([
    ["active", []],
    ["handed_off", [asksForPerson()]],
    ["handed_off", [asksForPerson(), assigns()]],
    ["active", [asksForPerson(), releases()]],
    ["resolved", [asksForPerson(), resolves]],
    ["expired", [wait(DAY), wake]],
    ["active", [resolves, sets("active")]],
  ] as const)("CV9 the status is %s", (status, past) => {
    expect(statusOf(given(says("hello"), ...past).conversation)).toBe(status);
  });

  test("CV9 a conversation that nobody answers is active", () => {
    expect(statusOf(under({ opening_control: "none" }).given(says("hello")).conversation)).toBe("active");
  });
});

describe("labels", () => {
  test("CV10 labels are a sorted set", () => {
    const scene = given(says("hello")).when(labels(["vip", "billing", "vip"]));
    expect(scene.event("conversation.labels_changed").labels).toEqual(["billing", "vip"]);
  });

  test("CV10 the same labels again are no event", () => {
    expect(given(says("hello"), labels(["vip", "billing"])).when(labels(["billing", "vip", "vip"])).events).toEqual([]);
  });

  test("CV10 a closed conversation may be labelled while it is the latest", () => {
    const scene = given(says("hello"), resolves);
    expect(scene.when(labels(["vip"])).conversation.labels).toEqual(["vip"]);
    expect(scene.given(says("again")).when(labels(["vip"])).rejection).toMatchObject({ code: "conversation_closed" });
  });
});
