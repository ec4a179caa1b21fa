import { describe, expect, test } from "vitest";
import { messageId } from "../../src/domain/ids.ts";
import {
  ANN,
  accepted,
  agentSays,
  aiSays,
  claims,
  DAY,
  flowSays,
  given,
  HOUR,
  IDENTITY,
  iso,
  MINUTE,
  nothing,
  opens,
  reports,
  resolves,
  says,
  sets,
  systemSays,
  THREAD_KEY,
  wait,
} from "./given.ts";

test("MS1 every event gets the next seq, and a message's id is made of its thread and its seq", () => {
  const scene = given(says("hello"), aiSays("hi"), agentSays("let me"), resolves, says("again"));
  expect(scene.log.map(({ seq }) => seq)).toEqual(scene.log.map((_, index) => index + 1));
  expect(scene.thread.seq).toBe(scene.log.length);
  const messages = scene.log.flatMap((event) => ("message" in event ? [event] : []));
  expect(messages).toHaveLength(4);
  for (const { seq, message } of messages) {
    expect(message.seq).toBe(seq);
    expect(message.id).toBe(messageId(THREAD_KEY, seq));
  }
});

test("MS2 what the customer says is self-contained", () => {
  const reply_to = { message_id: null, channel_message_id: "wamid.1" };
  const news = { reply_to, whatsapp_message_id: "wamid.2", timestamp: iso(-MINUTE), payload: { body: "hello" } };
  expect(nothing.when(says("hello", news)).message).toMatchObject({
    direction: "in",
    sender: { type: "customer", id: ANN.phone, display_name: "Ann" },
    channel: "whatsapp",
    message_type: "text",
    content: "hello",
    ...news,
    received_at: iso(0),
    status: "received",
    status_times: { received: iso(0) },
  });
});

test("MS2 a contact without a name is shown by the phone, and without that as a customer", () => {
  const nameless = { ...ANN, name: null };
  const name = (contact: typeof ANN) => nothing.when(says("hi", {}, { contact })).message.sender.display_name;
  expect(name(nameless)).toBe(ANN.phone);
  expect(name({ ...nameless, phone: null, user_id: "ID.1" })).toBe("Customer");
});

test("MS2 what an agent says carries the agent's name", () => {
  expect(given(says("hello")).when(agentSays("hi")).message).toMatchObject({
    direction: "out",
    sender_type: "agent",
    sender_id: "agent-1",
    sender: { display_name: "Budi" },
    content: "hi",
  });
});

describe("where a message goes", () => {
  test("MS3 a message that is to be delivered is queued", () => {
    const scene = given(says("hello")).when(aiSays("hi"));
    expect(scene.types).toEqual(["message.queued"]);
    expect(scene.message).toMatchObject({ status: "queued", status_times: { queued: iso(0) } });
    expect(scene.thread.pending).toMatchObject([{ message_seq: scene.message.seq, attempt: 0, claimed_at: null }]);
  });

  test("MS3 with `deliver: false` it is stored and goes nowhere", () => {
    const scene = given(says("hello")).when(aiSays("hi", { deliver: false }));
    expect(scene.types).toEqual(["message.added"]);
    expect(scene.message.status).toBeNull();
    expect(scene.thread.pending).toEqual([]);
  });

  test("MS3 in an inbox that only stores it goes nowhere", () => {
    const identity = { ...IDENTITY, channel: "none" };
    const scene = given(says("hello", {}, { identity })).when(aiSays("hi"));
    expect(scene.types).toEqual(["message.added"]);
    expect(scene.thread.pending).toEqual([]);
  });
});

describe("the service window", () => {
  // The customer keeps the conversation open and writes with the clock of a phone that is behind ours.
  const behind = (lag: number) => given(says("hello", { timestamp: iso(-lag) }));

  test.each([
    [DAY - HOUR - 1, null],
    [DAY - HOUR, { code: "window_closed" }],
    [DAY - HOUR + 1, { code: "window_closed" }],
  ])("MS4 a message %i ms after one that was an hour under way", (ms, rejection) => {
    expect(behind(HOUR).when(wait(ms), aiSays("hi")).rejection).toEqual(rejection);
  });

  test("MS4 a customer who never wrote cannot be written to", () => {
    expect(given(opens()).when(agentSays("hi")).rejection).toEqual({ code: "window_closed" });
    expect(given(opens()).when(agentSays("hi", { deliver: false })).rejection).toBeNull();
  });

  test("MS4 the window is the contact's: the next conversation does not shut it", () => {
    const scene = given(says("hello"), resolves, opens());
    expect(scene.when(wait(DAY - 1), agentSays("hi", { number: 2 })).rejection).toBeNull();
    expect(scene.when(sets("active", { number: 2 }), agentSays("hi", { number: 2 })).rejection).toBeNull();
    expect(scene.under({ inactivity_timeout: null }).when(wait(DAY), agentSays("hi", { number: 2 })).rejection).toEqual(
      { code: "window_closed" },
    );
  });

  test("MS4 an older message that comes late does not shorten the window", () => {
    const scene = given(says("second"), says("first", { timestamp: iso(-DAY) }));
    expect(scene.when(agentSays("hi")).rejection).toBeNull();
  });

  test("MS4 an inbox that only stores has no window", () => {
    const identity = { ...IDENTITY, channel: "none" };
    expect(given(opens({ identity })).when(agentSays("hi")).types).toEqual(["agent.assigned", "message.added"]);
  });

  test("MS4 a refused message changes nothing", () => {
    const scene = given(opens()).when(agentSays("hi"));
    expect(scene.conversation.control).toBe("ai");
    expect(scene.events).toEqual([]);
  });
});

describe("long texts", () => {
  const tooLong = { code: "content_too_long", limit: 4096 };

  test.each([
    [4095, null],
    [4096, null],
    [4097, tooLong],
  ])("MS5 a text of %i characters", (length, rejection) => {
    expect(given(says("hello")).when(aiSays("x".repeat(length))).rejection).toEqual(rejection);
  });

  test("MS5 a text that WhatsApp never sees may be longer", () => {
    expect(given(says("hello")).when(aiSays("x".repeat(4097), { deliver: false })).rejection).toBeNull();
  });

  test("MS5 a customer's message is taken at any length", () => {
    expect(nothing.when(says("x".repeat(10_000))).rejection).toBeNull();
  });
});

test("MS11 a thousand messages may wait to be sent to one person, and no more; what is only stored is stored", () => {
  const thousand = Array.from({ length: 1_000 }, () => agentSays("hi"));
  const full = given(says("hello"), ...thousand);
  expect(full.thread.pending).toHaveLength(1_000);
  expect(full.when(agentSays("hi")).rejection).toEqual({ code: "too_many_unsent", limit: 1_000 });
  expect(full.when(agentSays("hi", { deliver: false })).rejection).toBeNull();
  expect(full.when(says("are you there?")).rejection).toBeNull();
  const [first] = full.thread.pending;
  const sent = full.given(claims, reports(first?.message_seq ?? 0, 1, accepted));
  expect(sent.when(agentSays("hi")).rejection).toBeNull();
  // The state is one row.
  expect(JSON.stringify(full.thread).length).toBeLessThan(500_000);
});

describe("activity", () => {
  test.each([
    ["the customer", says("hello")],
    ["the AI", aiSays("hi")],
    ["a flow", flowSays("hi")],
    ["an agent", agentSays("hi")],
    ["the AI, only stored", aiSays("hi", { deliver: false })],
  ])("MS6 what %s says is activity", (_, message) => {
    const scene = given(says("hello"), wait(HOUR)).when(message);
    expect(scene.conversation).toMatchObject({ last_message_at: iso(HOUR), active_since: iso(HOUR) });
  });

  test("MS6 a system's text is none", () => {
    const scene = given(says("hello"), wait(HOUR)).when(systemSays("A colleague joined"));
    expect(scene.types).toEqual(["message.queued"]);
    expect(scene.conversation).toMatchObject({ last_message_at: iso(0), active_since: iso(0), message_count: 2 });
  });
});

test("MS10 a reply that has not seen what was said last is refused, with what there is", () => {
  const seen = given(says("hello"));
  const reply = { ...agentSays("hi"), if_last_seq: seen.thread.seq };
  expect(seen.when(reply).types).toContain("message.queued");
  const moved = seen.given(says("no, wait"));
  expect(moved.when(reply).rejection).toEqual({ code: "stale_reply", last_message_seq: moved.thread.seq });
  expect(moved.when(agentSays("hi")).types).toContain("message.queued");
});

test("MS10 what is no message makes no reply stale", () => {
  const seen = given(says("hello"));
  const reply = { ...agentSays("hi"), if_last_seq: seen.thread.seq };
  expect(seen.given(aiSays("x", { deliver: false })).when(reply).rejection?.code).toBe("stale_reply");
  expect(seen.given(sets("handed_off")).when(reply).types).toContain("message.queued");
});
