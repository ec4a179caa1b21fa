import { describe, expect, test } from "vitest";
import type { BusinessHours } from "../../src/domain/business-hours.ts";
import type { Contact } from "../../src/domain/conversation.ts";
import { isMessageEvent } from "../../src/domain/events.ts";
import { Interactive } from "../../src/protocol/outgoing-interactive.ts";
import {
  AGENT,
  ANN,
  agentSays,
  aiSays,
  answers,
  asksForPerson,
  assigns,
  DAY,
  endsFlow,
  given,
  HOUR,
  IDENTITY,
  KNOWN_ANN,
  opens,
  opensTicket,
  releases,
  resolves,
  type Scene,
  SECOND,
  says,
  sets,
  ticketIs,
  under,
  wait,
  wake,
} from "./given.ts";

/** Every story begins on a Monday at 09:00 UTC, which is 16:00 in Jakarta. */
const MORNINGS: BusinessHours = {
  time_zone: "Asia/Jakarta",
  weekly: { mon: [["08:00", "12:00"]], tue: [["08:00", "12:00"]] },
  holidays: [],
};
const CLOSED = { hours: { "outlet-1": MORNINGS }, off_hours_text: "Back on {{next_opening}}." };
const HUMAN = says("human please");

/** What was said by nobody in particular since the last `when`, and when: its places in the log. */
const told = ({ events }: Scene) =>
  events.filter(isMessageEvent).flatMap(({ message }) => (message.sender_type === "system" ? [message.content] : []));

describe("HO10", () => {
  test("HO10 who begins to wait while nobody is there is told when somebody will be", () => {
    const scene = under(CLOSED).when(HUMAN);
    expect(scene.types).toEqual(["conversation.opened", "message.received", "handoff.requested", "message.queued"]);
    expect(told(scene)).toEqual([expect.stringMatching(/^Back on Tuesday,? 6 January( at|,) 08:00\.$/)]);
  });

  test("HO10 in the language that the words name, whether it exists or not", () => {
    const say = (off_hours_text: string) => told(under({ ...CLOSED, off_hours_text }).when(HUMAN))[0];
    expect(say("{{ next_opening:id }}")).toContain("Selasa");
    expect(say("{{next_opening:x}}")).toContain("Tuesday");
    expect(say("Later")).toBe("Later");
  });

  test("HO10 once for each hand-off", () => {
    const waiting = under(CLOSED).given(HUMAN);
    expect(told(waiting.when(asksForPerson(null, "Again")))).toEqual([]);
    expect(told(waiting.when(HUMAN, says("hello?")))).toEqual([]);
    expect(told(waiting.given(releases()).when(HUMAN))).toHaveLength(1);
    expect(told(waiting.given(assigns()).when(asksForPerson(), releases(), HUMAN))).toHaveLength(1);
  });

  test("HO10 who goes on in a closed conversation begins to wait anew", () => {
    const waiting = under({ ...CLOSED, reopen: "same" }).given(opens({ contact: KNOWN_ANN }), HUMAN, wait(2 * DAY));
    expect(waiting.when(HUMAN).types).toContain("conversation.closed");
    const closed = under({ ...CLOSED, reopen: "same" }).given(opens({ contact: KNOWN_ANN }), HUMAN, resolves);
    expect(told(closed.when(HUMAN))).toHaveLength(1);
  });

  test("HO10 nothing is said while people are there, to whom an agent is named, or where no hours are", () => {
    expect(told(under({ ...CLOSED, hours: {} }).when(HUMAN))).toEqual([]);
    expect(told(under({ ...CLOSED, off_hours_text: null }).when(HUMAN))).toEqual([]);
    const open = { ...MORNINGS, time_zone: "UTC", weekly: { mon: [["08:00", "12:00"]] } };
    expect(told(under({ ...CLOSED, hours: { "outlet-1": open } }).when(HUMAN))).toEqual([]);
    expect(told(under(CLOSED).given(says("hello")).when(asksForPerson("agent-1")))).toEqual([]);
  });

  test("HO10 never opening again is said in words", () => {
    const hours = { "outlet-1": { ...MORNINGS, weekly: {} } };
    expect(told(under({ ...CLOSED, hours }).when(HUMAN))).toEqual(["Back on further notice."]);
  });

  test("HO10, MS4 where it may not be sent it is not said", () => {
    const late = under({ ...CLOSED, inactivity_timeout: null }).given(says("hello"), wait(DAY));
    expect(told(late.when(asksForPerson()))).toEqual([]);
    expect(late.when(asksForPerson()).conversation.control).toBe("queue");
  });

  test("HO10, MS6 it is no activity", () => {
    const scene = under(CLOSED).given(says("hello")).given(wait(HOUR));
    const asked = scene.given(asksForPerson());
    expect(asked.conversation.last_message_at).toBe(scene.conversation.last_message_at);
  });

  test("HO10 an AI that hands over by time or by itself is no other case", () => {
    const remote = { ai: true, agents: false, customers: false, flows: false, channel: false };
    const asked = under({ ...CLOSED, remote }).given(says("hello"), wait(2_000), wake);
    expect(told(asked.when(answers("One moment", { wants_ticket: true })))).toHaveLength(1);
    expect(told(asked.given(wait(HOUR)).when(wake))).toHaveLength(1);
  });
});

describe("taking leave", () => {
  const FAREWELL = { farewell_text: "Good-bye!" };
  const BOTH = { ...FAREWELL, satisfaction_question: "How was it?" };
  const talk = (policy = {}) => under({ ...BOTH, ...policy }).given(says("hello"));
  const served = (policy = {}) => talk(policy).given(agentSays("Here you are"));

  test("CV14 an agent, a service, a ticket and a flow say good-bye before they close", () => {
    expect(talk().when(sets("resolved", { actor: AGENT })).types).toEqual(["message.queued", "conversation.closed"]);
    expect(told(talk().when(resolves))).toEqual(["Good-bye!"]);
    expect(told(talk().when(endsFlow(false)))).toEqual(["Good-bye!"]);
    expect(told(talk().given(opensTicket("T-1")).when(ticketIs("T-1", "closed")))).toEqual(["Good-bye!"]);
  });

  test("CV14 silence, its wish, an erasure and the joining of threads close without a word", () => {
    expect(
      told(
        talk()
          .given(wait(2 * DAY))
          .when(wake),
      ),
    ).toEqual([]);
    expect(told(talk().when(sets("expired")))).toEqual([]);
    expect(told(talk().when({ type: "delete_conversation", number: 1, actor: AGENT }))).toEqual([]);
    const forward = { type: "forward_thread", identity: IDENTITY, contact: ANN, to: "fedc", to_since: "2020" } as const;
    expect(told(talk().when(forward))).toEqual([]);
  });

  test("CV14, MS4 where it may not be sent the conversation is closed without it", () => {
    const late = talk({ inactivity_timeout: null }).given(wait(DAY)).when(resolves);
    expect(late.types).toEqual(["conversation.closed"]);
    expect(told(under(FAREWELL).given(opens()).when(resolves))).toEqual([]);
  });

  test("CV14 it is sent although the conversation is closed, and nothing is said twice", () => {
    const closed = talk().given(resolves);
    expect(closed.thread.pending).toHaveLength(1);
    expect(closed.when(ticketIs("T-9", "closed")).events.filter(isMessageEvent)).toEqual([]);
    expect(told(closed.when(resolves))).toEqual([]);
  });

  test("CV15 whom a person has answered is asked how it was, to choose one of five answers", () => {
    const scene = served().when(resolves);
    expect(told(scene)).toEqual(["Good-bye!", "How was it?\n[★ 1–5] [★★★★★] [★★★★] [★★★] [★★] [★]"]);
    expect(Interactive.parse(scene.message.payload)).toEqual(scene.message.payload);
    expect(scene.message).toMatchObject({ message_type: "interactive", sender_type: "system" });
    expect(JSON.stringify(scene.message.payload)).toContain('"id":"rate:1:5"');
  });

  test("CV15 whom only machines have answered is not", () => {
    expect(told(talk().given(aiSays("Here")).when(resolves))).toEqual(["Good-bye!"]);
    expect(told(talk().given(assigns()).when(resolves))).toEqual(["Good-bye!"]);
    const next = served().given(resolves, says("again"));
    expect(told(next.when(sets("resolved", { number: 2 })))).toEqual(["Good-bye!"]);
  });
});

describe("CV16", () => {
  const QUESTION = { satisfaction_question: "How was it?" };
  const asked = under(QUESTION).given(says("hello"), agentSays("Here you are"), resolves);
  const gives = (score: number | string, number = 1, from: { contact?: Contact } = {}) =>
    says("★", { message_type: "list_reply", payload: { id: `rate:${number}:${score}`, title: "★" } }, from);

  test("CV16 the answer is kept with its conversation, and the latest counts", () => {
    const scene = asked.when(gives(4));
    expect(scene.types).toEqual(["message.received", "conversation.rated"]);
    expect(scene.event("conversation.rated")).toMatchObject({ number: 1, score: 4, actor: { type: "customer" } });
    expect(scene.conversation).toMatchObject({ state: "closed", rating: 4 });
    expect(scene.message.passive).toBe(true);
    expect(scene.given(gives(2)).conversation.rating).toBe(2);
  });

  test("CV16 it neither opens nor reopens, whatever the policy", () => {
    const known = under({ ...QUESTION, reopen: "same" }).given(opens({ contact: KNOWN_ANN }), says("hello"), resolves);
    expect(known.when(gives(5)).conversation.state).toBe("closed");
    expect(asked.when(gives(5)).conversation.number).toBe(1);
  });

  test("CV16 it is no activity, and nobody is asked", () => {
    const remote = { ai: true, agents: true, customers: true, flows: true, channel: false };
    const next = under({ ...QUESTION, remote, answers_first: "ai" }).given(
      says("hello"),
      agentSays("Here"),
      resolves,
      says("again"),
      wait(HOUR),
    );
    const before = next.given(wake).conversation;
    const scene = next.given(wake).when(gives(1));
    expect(scene.types).toEqual(["message.received", "conversation.rated"]);
    expect(scene.event("conversation.rated").number).toBe(1);
    expect(scene.conversation).toMatchObject({ number: 2, last_message_at: before.last_message_at, turn: before.turn });
    expect(scene.conversation.rating).toBeUndefined();
  });

  test("CV16 an answer in an open conversation counts, too, and wakes nobody", () => {
    const open = asked.given(says("one more thing"), says("please"));
    expect(open.when(gives(3, 2)).conversation).toMatchObject({ number: 2, state: "open", rating: 3 });
  });

  test("CV16 what names no conversation of the thread, or no score, is a message like any other", () => {
    for (const press of [gives(3, 2), gives(6), gives("x")]) {
      const scene = asked.when(press);
      expect(scene.types).toContain("conversation.opened");
      expect(scene.types).not.toContain("conversation.rated");
    }
    expect(asked.when(says("rate:1:5")).types).toContain("conversation.opened");
  });

  test.each([
    ["5", 5],
    [" 4 ", 4],
    ["3/5", 3],
    ["２", 2],
    ["1️⃣", 1],
    ["⭐⭐⭐⭐", 4],
    ["★★★", 3],
  ])("CV19 the answer may be written: %s", (text, score) => {
    const scene = asked.when(says(text));
    expect(scene.types).toEqual(["message.received", "conversation.rated"]);
    expect(scene.event("conversation.rated")).toMatchObject({ number: 1, score });
    expect(scene.conversation).toMatchObject({ state: "closed", rating: score });
    expect(scene.message.passive).toBe(true);
  });

  test.each(["6", "0", "55", "4.5", "5 minutes", "⭐⭐⭐⭐⭐⭐", "", "five", "2/10"])(
    "CV19 %j is a message like any other",
    (text) => expect(asked.when(says(text)).types).not.toContain("conversation.rated"),
  );

  test("CV19 only of whom was just asked, and has not answered", () => {
    const isRated = (scene: Scene) => scene.types.includes("conversation.rated");
    expect(isRated(asked.given(gives(4)).when(says("5")))).toBe(false);
    expect(isRated(asked.given(says("thanks")).when(says("5")))).toBe(false);
    expect(isRated(asked.given(wait(DAY + SECOND)).when(says("5")))).toBe(false);
    expect(isRated(asked.when(says("5", { message_type: "button" })))).toBe(false);
    expect(isRated(under(QUESTION).given(says("hello"), aiSays("Here"), resolves).when(says("5")))).toBe(false);
    expect(isRated(given(says("hello"), agentSays("Here"), resolves).when(says("5")))).toBe(false);
    const silent = under(QUESTION).given(says("hello"), agentSays("Here"), wait(2 * DAY));
    expect(isRated(silent.given(wake).when(says("5")))).toBe(false);
  });

  test("CV19 who was not asked, since nothing could be sent any more, says something new", () => {
    const late = under({ ...QUESTION, inactivity_timeout: null }).given(
      says("hello"),
      agentSays("Here"),
      wait(DAY + HOUR),
    );
    expect(late.given(resolves).when(says("1")).types).toContain("conversation.opened");
  });

  test("CV19 who is asked anew after a reopening answers anew", () => {
    const again = under({ ...QUESTION, reopen: "same" })
      .given(opens({ contact: KNOWN_ANN }), says("hello"), agentSays("Here"), resolves, says("3"))
      .given(says("one more"), agentSays("There"), resolves);
    expect(again.conversation).toMatchObject({ number: 1, rating: 3 });
    expect(again.when(says("5")).types).toEqual(["message.received", "conversation.rated"]);
  });

  test("CV16, ER3 of what was erased it changes nothing", () => {
    const erased = asked.given({ type: "erase_thread", of: { number: 1 }, actor: AGENT });
    expect(erased.when(gives(5)).rejection).toEqual({ code: "thread_erased" });
    expect(erased.given(says("hello")).when(gives(5)).rejection).toEqual({ code: "thread_erased" });
  });
});
