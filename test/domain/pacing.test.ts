import { describe, expect, test } from "vitest";
import {
  AGENT,
  API,
  accepted,
  agentSays,
  aiSays,
  claims,
  given,
  HOUR,
  held,
  iso,
  KNOWN_ANN,
  MINUTE,
  reports,
  resolves,
  resumes,
  type Scene,
  SECOND,
  says,
  sets,
  tryLater,
  under,
  wait,
} from "./given.ts";

/** hello is 2, and the answers are 3 and 4. */
const answered = given(says("hello", { whatsapp_message_id: "wamid.in" }), aiSays("one"), aiSays("two"));

describe("sends that their inbox cannot make", () => {
  const waiting = answered.given(claims, reports(3, 1, held(5 * MINUTE)));

  test("DL8 wait, and those behind them too, until they may be tried again", () => {
    expect(waiting.log.at(-1)).toMatchObject({ type: "message.deferred", held: true, until: iso(5 * MINUTE) });
    expect(waiting.when(claims).types).toEqual([]);
    expect(waiting.due).toBe(5 * MINUTE);
    expect(waiting.when(wait(5 * MINUTE), claims).event("message.sending")).toMatchObject({
      message_seq: 3,
      attempt: 2,
    });
  });

  test("DL8 go at once when the inbox can send again, and in order", () => {
    const first = waiting.when(resumes);
    expect(first.event("message.sending").message_seq).toBe(3);
    expect(
      first
        .given(reports(3, 2, accepted))
        .when(claims)
        .event("message.sending").message_seq,
    ).toBe(4);
  });

  test("DL8 a resumption does not hurry what the channel put off for itself", () => {
    expect(answered.given(claims, reports(3, 1, tryLater(HOUR))).when(resumes).types).toEqual([]);
  });

  test("DL8 however often they wait, no attempt is counted", () => {
    let scene: Scene = answered;
    for (let attempt = 1; attempt <= 50; attempt++) scene = scene.given(resumes, reports(3, attempt, held(HOUR)));
    expect(scene.thread.pending).toHaveLength(2);
    expect(scene.when(resumes).event("message.sending").attempt).toBe(51);
  });
});

describe("sends to one person", () => {
  /** Sends as many messages as will go at this time. */
  const sendAll = (scene: Scene): Scene => {
    let next = scene;
    for (;;) {
      const claimed = next.when(claims);
      const sending = claimed.events.find((event) => event.type === "message.sending");
      if (sending?.type !== "message.sending") return next;
      next = next.given(claims, reports(sending.message_seq, sending.attempt, accepted));
    }
  };
  const sent = ({ log }: Scene) =>
    log.flatMap((event) => (event.type === "message.sending" ? [event.message_seq] : []));
  const many = given(says("hello"), ...Array.from({ length: 60 }, (_, n) => agentSays(`${n}`)));

  test("DL9 go at once while they are few, and in order", () => {
    const few = sendAll(given(says("hello"), ...Array.from({ length: 20 }, (_, n) => agentSays(`${n}`))));
    expect(sent(few)).toHaveLength(20);
    expect(sent(few)).toEqual(sent(few).toSorted((a, b) => a - b));
  });

  test("DL9 are spread out from the 46th on: one in six seconds", () => {
    let scene = sendAll(many);
    expect(sent(scene)).toHaveLength(45);
    expect(scene.due).toBe(6 * SECOND);
    expect(sent(sendAll(scene.given(wait(6 * SECOND - 1))))).toHaveLength(45);
    scene = sendAll(scene.given(wait(6 * SECOND)));
    expect(sent(scene)).toHaveLength(46);
    scene = sendAll(scene.given(wait(12 * SECOND)));
    expect(sent(scene)).toHaveLength(48);
    expect(sent(scene)).toEqual(sent(scene).toSorted((a, b) => a - b));
  });

  test("DL9 the burst is there again when it is paid back", () => {
    const scene = sendAll(many).given(wait(45 * 6 * SECOND), ...Array.from({ length: 60 }, () => agentSays("more")));
    expect(sent(sendAll(scene))).toHaveLength(90);
  });

  test("DL9 what was sent or queued by a clock that was ahead holds up nothing once it is set back", () => {
    const ahead = given(says("hello"), wait(HOUR), agentSays("one"));
    expect(sent(sendAll(ahead.given(wait(-HOUR))))).toHaveLength(1);
    const more = Array.from({ length: 60 }, () => agentSays("more"));
    expect(sent(sendAll(sendAll(ahead).given(wait(-HOUR), ...more)))).toHaveLength(46);
  });
});

describe("that the customer was read", () => {
  test("DL10 is told with the answer, once", () => {
    const first = answered.when(claims);
    expect(first.event("message.sending").marks_read).toBe("wamid.in");
    expect(
      first
        .given(reports(3, 1, accepted))
        .when(claims)
        .event("message.sending").marks_read,
    ).toBeNull();
  });

  test("DL10 is told again of the next message", () => {
    const scene = answered.given(claims, reports(3, 1, accepted), says("and?", { whatsapp_message_id: "wamid.2" }));
    expect(scene.when(claims).event("message.sending").marks_read).toBe("wamid.2");
  });

  test("DL10 is told with the attempt that is made, not with one that was held", () => {
    const scene = answered.given(claims, reports(3, 1, held(5 * MINUTE)));
    expect(scene.when(resumes).event("message.sending").marks_read).toBe("wamid.in");
  });

  test.each(["never", "on_receipt"] as const)(
    "DL10 is not told with an answer where the tenant says %s",
    (read_receipts) => {
      const scene = under({ read_receipts }).given(says("hello", { whatsapp_message_id: "wamid.in" }), aiSays("one"));
      expect(scene.when(claims).event("message.sending").marks_read).toBeNull();
    },
  );
});

describe("what people set of a conversation", () => {
  const names = (news: { title?: string | null; detail?: string | null }, number = 1) =>
    ({ type: "set_details", number, ...news, actor: API }) as const;
  const deletes = { type: "delete_conversation", number: 1, actor: API } as const;
  const looks = { type: "mark_seen", number: 1, actor: AGENT } as const;

  test("CV11 what is not given stays; the same again is no event", () => {
    const scene = given(says("hello"), names({ title: "Order 7" }), names({ detail: "Blue" }));
    expect(scene.conversation).toMatchObject({ title: "Order 7", detail: "Blue" });
    expect(scene.when(names({ title: "Order 7" })).types).toEqual([]);
    expect(scene.when(names({ title: null })).conversation).toMatchObject({ title: null, detail: "Blue" });
    expect(scene.when(names({ title: "x" }, 2)).rejection).toEqual({ code: "conversation_not_found" });
  });

  test("CV12 what is deleted is closed first, once, and may be closed already", () => {
    const scene = given(says("hello")).when(deletes);
    expect(scene.types).toEqual(["conversation.closed", "conversation.deleted"]);
    expect(scene.conversation.deleted_at).toBe(iso(0));
    expect(scene.when(deletes).types).toEqual([]);
    expect(given(says("hello"), resolves).when(deletes).types).toEqual(["conversation.deleted"]);
    expect(scene.when(says("again")).conversation).toMatchObject({ number: 2, deleted_at: null });
  });

  test("CV12 what is deleted is not opened again, by whomever", () => {
    const scene = under({ reopen: "same" }).given(says("hello", {}, { contact: KNOWN_ANN }), deletes);
    expect(scene.when(says("again")).conversation).toMatchObject({ number: 2, deleted_at: null });
    expect(scene.when(sets("active")).rejection).toMatchObject({ code: "conversation_closed" });
  });

  test("CV13 an agent who looks is noted when there is something new", () => {
    const scene = given(says("hello"), wait(SECOND)).when(looks);
    expect(scene.conversation.agent_last_seen_at).toBe(iso(SECOND));
    expect(scene.given(wait(SECOND)).when(looks).types).toEqual([]);
    expect(scene.given(wait(SECOND), says("and?"), wait(SECOND)).when(looks).types).toEqual(["conversation.seen"]);
  });
});

test("MS4 a template may be sent when the window is closed", () => {
  const scene = given(says("hello"), wait(23 * HOUR), aiSays("one"), wait(2 * HOUR));
  expect(scene.when(agentSays("hi")).rejection).toEqual({ code: "window_closed" });
  expect(scene.when(agentSays("Template", { message_type: "template" })).types).toContain("message.queued");
});
