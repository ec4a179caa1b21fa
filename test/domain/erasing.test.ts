import { describe, expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import { conversationView } from "../../src/domain/conversation.ts";
import { replay } from "../../src/domain/draft.ts";
import { erasedConversation } from "../../src/domain/erasing.ts";
import { EMPTY_THREAD } from "../../src/domain/thread.ts";
import {
  ANN,
  API,
  accepted,
  agentSays,
  aiSays,
  asksForPerson,
  changes,
  claims,
  DAY,
  given,
  HOUR,
  IDENTITY,
  identifies,
  imports,
  iso,
  KNOWN_ANN,
  MINUTE,
  notes,
  nothing,
  observes,
  opens,
  PICTURE,
  reacts,
  reports,
  resolves,
  says,
  snoozes,
  statusOfMessage,
  systemSays,
  THREAD_KEY,
  wait,
  wake,
  writesTo,
} from "./given.ts";

const erases = (number = 1): Command => ({ type: "erase_thread", of: { number }, actor: API });
/** Another thread of the same person was erased at that time. */
const erasesToo = (afterStart: number): Command => ({
  type: "erase_thread",
  of: { since: iso(afterStart) },
  actor: API,
});
const OTHER_KEY = "fedcba9876543210f012345";
const joins: Command = {
  type: "join_thread",
  place: { identity: IDENTITY, contact: { ...ANN, user_id: "US.1", name: "Anna" } },
  from: OTHER_KEY,
};
const forwards: Command = {
  type: "forward_thread",
  identity: IDENTITY,
  contact: { ...ANN, user_id: "US.1" },
  to: OTHER_KEY,
  to_since: iso(-DAY),
};

/** A conversation before this one, a message in flight, one that waits, a file that is fetched, a ticket and a note. */
const busy = given(
  says("first"),
  resolves,
  says("again, here is my picture", { attachments: [PICTURE] }),
  asksForPerson(null, "It is complicated", 2),
  { ...notes("has called before"), number: 2 } as Command,
  agentSays("one", { number: 2 }),
  agentSays("two", { number: 2 }),
  claims,
  wait(MINUTE),
);

describe("what is left", () => {
  test("ER1 it is known that the thread was erased, when and by whom, and nothing of anybody", () => {
    const { thread, types } = busy.when(erases(2));
    expect(types).toEqual(["thread.erased"]);
    const { seq } = thread;
    expect(thread).toEqual({
      ...EMPTY_THREAD,
      seq,
      since: iso(0),
      identity: IDENTITY,
      erased: { at: iso(MINUTE), by: API, seq, last_number: 2 },
    });
    expect(JSON.stringify(thread)).not.toMatch(/628123456789|Ann|picture/);
  });

  test("ER1 whichever of its conversations is named, also the history", () => {
    for (const number of [1, 2]) expect(busy.when(erases(number)).types).toEqual(["thread.erased"]);
    const past = given(imports("long ago", DAY));
    const scene = past.when(erases(0));
    expect(scene.thread).toMatchObject({ history: null, erased: { last_number: 0 } });
    expect(scene.when(says("hello")).conversation.number).toBe(1);
  });

  test("ER1 nothing falls due any more, neither what waits nor what was snoozed or asked", () => {
    expect(busy.due).not.toBeNull();
    expect(busy.when(erases(2)).due).toBeNull();
    expect(given(says("hello"), snoozes(HOUR), erases()).due).toBeNull();
    const later = busy.given(erases(2), wait(400 * DAY)).when(wake, claims);
    expect(later).toMatchObject({ types: [], rejection: null });
  });

  test("ER1 which threads are the same person's is still known", () => {
    const older = given(says("hello"), joins, erases());
    expect(older.thread).toMatchObject({ joined: [{ thread_key: OTHER_KEY, at: iso(0) }], user_ids: [] });
    const younger = given(says("hello"), forwards, erases());
    expect(younger.thread.forwarded_to).toBe(OTHER_KEY);
    expect(younger.when(says("hello")).rejection).toEqual({ code: "thread_forwarded", to: OTHER_KEY });
  });

  test("ER1 services are told which conversation it was, and nothing of anybody", () => {
    const event = busy.when(erases(2)).event("thread.erased");
    const view = conversationView(IDENTITY, EMPTY_THREAD.contact, erasedConversation(event, IDENTITY), event.seq);
    expect(view).toMatchObject({
      number: 2,
      state: "closed",
      status: "resolved",
      close_reason: "erased",
      closed_by: API,
      customer_phone: null,
      customer_name: null,
      title: "whatsapp · Customer",
      ended_at: iso(MINUTE),
      deleted_at: iso(MINUTE),
    });
  });

  test("ER1, EX4 the fold of the log is the state", () => {
    const scene = busy.given(erases(2), wait(HOUR), says("hello again"));
    expect(replay(scene.log)).toEqual(scene.thread);
  });
});

describe("ER2 a conversation that was erased", () => {
  const erased = busy.given(erases(2));
  const wishes: [string, (number: number) => Command][] = [
    ["a message", (number) => agentSays("hello", { number })],
    ["a customer's message to it", (number) => writesTo(number)],
    ["a hand-off", (number) => asksForPerson(null, "why", number)],
    ["a status", (number) => ({ ...resolves, number })],
    ["labels", (number) => ({ type: "set_labels", number, labels: [], actor: API })],
    ["a ticket", (number) => ({ type: "open_ticket", number, ticket_id: "T-1", actor: API })],
    ["an answer", (number) => ({ ...aiSays("late"), number })],
    ["the wish to delete it", (number) => ({ type: "delete_conversation", number, actor: API })],
  ];
  test.each(wishes)("ER2 is not found by %s", (_, wish) => {
    for (const scene of [erased, erased.given(says("hello again"))]) {
      for (const number of [1, 2])
        expect(scene.when(wish(number)).rejection).toEqual({ code: "conversation_not_found" });
    }
  });

  test("ER2 is erased already, and one that never was is not found", () => {
    for (const number of [0, 1, 2]) expect(erased.when(erases(number))).toMatchObject({ types: [], rejection: null });
    expect(erased.when(erases(3)).rejection).toEqual({ code: "conversation_not_found" });
    expect(busy.when(erases(0)).rejection).toEqual({ code: "conversation_not_found" });
    expect(nothing.when(erases()).rejection).toEqual({ code: "conversation_not_found" });
  });
});

describe("ER3 what comes late", () => {
  const erased = busy.given(erases(2));
  const revokes = changes({ type: "revoke", at: iso(0) });
  const edits = changes({
    type: "edit",
    at: iso(0),
    edit: { message_type: "text", content: "another text", payload: {} },
  });
  const seq = busy.message.seq;
  const late: [string, Command][] = [
    ["an edit", edits],
    ["a revocation", revokes],
    ["a reaction", reacts],
    ["a verdict", reports(seq, 1, accepted)],
    ["a status", statusOfMessage(seq, "read")],
    [
      "a file",
      { type: "report_media", message_seq: 4, number: 2, attempt: 1, verdict: { outcome: "failed", reason: "" } },
    ],
    ["the history", imports("long ago", DAY)],
    ["a new number", joins],
    ["an older thread", { ...forwards, to_since: iso(DAY) } as Command],
    ["a number that was given up", { type: "leave_phone", phone: "+628123456789" }],
    ["who it is", identifies(KNOWN_ANN)],
  ];
  test.each(late)("ER3, ER4 %s brings nothing back", (_, command) => {
    const { thread } = erased.when(command);
    expect(JSON.stringify(thread)).not.toMatch(/628123456789|Ann|US\.1|wamid|another text|long ago|customer-1/);
    expect(thread).toMatchObject({
      current: null,
      history: null,
      pending: [],
      media: [],
      user_ids: [],
      left_phones: [],
    });
  });

  test("ER3 changes nothing of what came since", () => {
    const anew = erased.given(wait(HOUR), says("hello again"));
    for (const [, command] of late.filter(([name]) =>
      ["a verdict", "a status", "a file", "the history"].includes(name),
    ))
      expect(anew.when(command)).toMatchObject({ types: [], rejection: { code: "thread_erased" } });
  });
});

describe("ER4 nothing is learnt of anybody", () => {
  test("ER4 until they write: what shows that another thread is theirs says who leads where, and no more", () => {
    const erased = given(says("hello"), erases()).given(joins);
    expect(erased.types).toEqual(["thread.joined"]);
    expect(erased.thread).toMatchObject({ contact: EMPTY_THREAD.contact, joined: [{ thread_key: OTHER_KEY }] });
    expect(erased.when(says("hello")).thread.contact).toEqual(ANN);
    const forwarded = given(says("hello"), erases()).given(forwards);
    expect(forwarded.thread).toMatchObject({ contact: EMPTY_THREAD.contact, forwarded_to: OTHER_KEY });
  });

  test("ER4 from then on as ever", () => {
    const anew = given(says("hello"), erases(), says("hello again"), identifies(KNOWN_ANN), joins);
    expect(anew.thread.contact).toMatchObject({ customer_id: "customer-1", user_id: "US.1", name: "Anna" });
    const before = (seq: number) => changes({ type: "revoke", at: iso(0) }, { seq });
    expect(anew.when(before(anew.message.seq)).types).toContain("message.changed");
  });
});

describe("ER5 a new message", () => {
  const erased = busy.given(erases(2), wait(HOUR));

  test("ER5 opens the next conversation, and no id comes twice", () => {
    const anew = erased.given(says("hello again"));
    expect(anew.types.slice(0, 2)).toEqual(["conversation.opened", "message.received"]);
    expect(anew.conversation).toMatchObject({ number: 3, state: "open", message_count: 1, agent_id: null });
    expect(anew.event("conversation.opened").seq).toBe(erased.thread.seq + 1);
    expect(anew.message.conversation_id).toMatch(/00000003$/);
    expect(anew.thread).toMatchObject({ contact: ANN, identity: { thread_key: THREAD_KEY }, since: iso(0) });
  });

  test("ER5 is under the policy of the day, even one by which they would go on in the last conversation", () => {
    const anew = erased
      .under({ reopen: "same", opening_control: "queue" })
      .given(says("hello again", {}, { contact: KNOWN_ANN }));
    expect(anew.conversation).toMatchObject({ number: 3, control: "queue", handoff: null });
  });

  test.each([
    ["of the business's own phone", observes("hello from us")],
    ["by a service that opens a conversation", opens()],
  ])("ER5 %s begins anew as well", (_, command) => {
    expect(erased.when(command).conversation.number).toBe(3);
  });

  test("ER5 opens the window anew: what was said before it does not count", () => {
    const opened = given(says("hello"), erases(), opens());
    expect(opened.when(systemSays("hello", { number: 2 })).rejection).toEqual({ code: "window_closed" });
    expect(opened.given(says("hi")).when(systemSays("hello", { number: 2 })).rejection).toBeNull();
  });

  test("ER5 may be erased again, and the numbers go on", () => {
    const again = erased.given(says("hello again"), erases(3));
    expect(again.thread.erased).toMatchObject({ last_number: 3, seq: again.thread.seq });
    expect(again.when(says("and again")).conversation.number).toBe(4);
  });
});

describe("ER6 the other threads of the person", () => {
  test("ER6 are erased with it, whatever they hold", () => {
    expect(busy.when(erasesToo(MINUTE)).thread).toMatchObject({ current: null, erased: { last_number: 2 } });
    const onlyLeads = given(forwards);
    expect(onlyLeads.thread.contact).toMatchObject({ phone: ANN.phone });
    expect(onlyLeads.when(erasesToo(0)).thread).toMatchObject({
      contact: EMPTY_THREAD.contact,
      forwarded_to: OTHER_KEY,
      erased: { last_number: 0 },
    });
  });

  test("ER6 but for what began anew since, and where there is nothing to erase", () => {
    const anew = busy.given(erases(2), wait(HOUR), says("hello again"));
    expect(anew.when(erasesToo(MINUTE)).types).toEqual([]);
    expect(anew.when(erasesToo(2 * HOUR)).types).toEqual(["thread.erased"]);
    expect(busy.given(erases(2)).when(erasesToo(2 * HOUR)).types).toEqual([]);
    expect(nothing.when(erasesToo(0))).toMatchObject({ types: [], rejection: null });
  });
});

test("ER5 what is said anew may quote what was erased", () => {
  const reply_to = { message_id: null, channel_message_id: "wamid.erased" };
  const anew = given(says("hello"), erases(), says("as I said", { reply_to }));
  expect(anew.message).toMatchObject({ reply_to, content: "as I said" });
});
