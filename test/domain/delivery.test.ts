import { describe, expect, test } from "vitest";
import { mergeStatus } from "../../src/domain/delivery.ts";
import type { Message, MessageStatus } from "../../src/domain/message.ts";
import { MAX_ATTEMPTS } from "../../src/domain/sending.ts";
import {
  accepted,
  agentSays,
  aiSays,
  assigns,
  claims,
  DAY,
  given,
  HOUR,
  iso,
  LOST,
  MINUTE,
  REFUSED,
  refused,
  reports,
  resolves,
  type Scene,
  SECOND,
  says,
  statusOfMessage,
  tryLater,
  unknown,
  wait,
  wake,
} from "./given.ts";

/** hello is 2, and the answers are 3 and 4. */
const answered = given(says("hello"), aiSays("one"), aiSays("two"));
const queued: Message = given(says("hello"), aiSays("one")).message;

const merged = (message: Message, ...statuses: MessageStatus[]) =>
  statuses.reduce((sum, status) => mergeStatus(sum, reportOf(status)), message);

const ORDER: MessageStatus[] = ["queued", "accepted", "sent", "failed", "delivered", "read", "played"];
const reportOf = (status: MessageStatus) => ({
  status,
  at: iso(ORDER.indexOf(status) * SECOND),
  error: status === "failed" ? REFUSED : null,
});

const orders = <T>(all: T[]): T[][] =>
  all.length < 2
    ? [all]
    : all.flatMap((one) => orders(all.filter((other) => other !== one)).map((rest) => [one, ...rest]));

describe("a status moves forward", () => {
  test.each<[MessageStatus, MessageStatus[]]>([
    ["played", ["accepted", "sent", "delivered", "read", "played"]],
    ["failed", ["queued", "accepted", "sent", "failed"]],
    ["delivered", ["failed", "accepted", "sent", "delivered"]],
    ["read", ["failed", "accepted", "sent", "delivered", "read"]],
    ["played", ["failed", "sent", "delivered", "read", "played"]],
    ["played", ["accepted", "failed", "delivered", "read", "played"]],
    ["played", ["accepted", "sent", "failed", "read", "played"]],
    ["played", ["accepted", "sent", "delivered", "failed", "played"]],
  ])("DL1, DL2 it ends %s in every order of %j", (end, statuses) => {
    const all = orders(statuses).map((order) => merged(queued, ...order));
    expect(all).toHaveLength(statuses.length === 5 ? 120 : 24);
    for (const message of all) expect(message).toEqual(all[0]);
    expect(all[0]).toMatchObject({
      status: end,
      status_times: Object.fromEntries(
        statuses.filter((status) => status !== "queued").map((status) => [status, reportOf(status).at]),
      ),
    });
  });

  test("DL1 each status keeps its own time, also one that comes late", () => {
    const message = merged(queued, "read", "sent");
    expect(message.status).toBe("read");
    expect(message.status_times).toEqual({
      queued: iso(0),
      sent: reportOf("sent").at,
      read: reportOf("read").at,
    });
  });

  test.each(ORDER)("DL1 %s again changes nothing", (status) => {
    const message = merged(queued, status);
    expect(mergeStatus(message, { ...reportOf(status), at: iso(DAY) })).toBe(message);
  });

  test("DL1 a message that went nowhere has no status to move", () => {
    const stored = given(says("hello"), aiSays("one", { deliver: false })).message;
    const suppressed = given(says("hello"), assigns(), aiSays("one")).message;
    expect(merged(stored, "sent")).toBe(stored);
    expect(merged(suppressed, "sent")).toBe(suppressed);
  });

  test("DL2 failed ends what was at most sent and says why", () => {
    expect(merged(queued, "accepted", "sent", "failed")).toMatchObject({ status: "failed", error: REFUSED });
    expect(merged(queued, "failed", "sent")).toMatchObject({ status: "failed", error: REFUSED });
  });

  test.each(["delivered", "read", "played"] as const)("DL2 %s beats failed", (receipt) => {
    expect(merged(queued, "failed", receipt).status).toBe(receipt);
    expect(merged(queued, receipt, "failed").status).toBe(receipt);
  });
});

describe("one message is in flight", () => {
  test("DL4 the first is claimed, the second waits", () => {
    const scene = answered.when(claims);
    expect(scene.events).toMatchObject([{ type: "message.sending", message_seq: 3, attempt: 1, repeats: false }]);
    expect(scene.when(claims).events).toEqual([]);
  });

  test.each([
    ["accepted", accepted],
    ["refused", refused],
  ])("DL4 the next may be claimed when it was %s", (_, verdict) => {
    const scene = answered.given(claims).when(reports(3, 1, verdict), claims);
    expect(scene.event("message.sending")).toMatchObject({ message_seq: 4, attempt: 1 });
  });

  test("DL4 nothing is claimed where nothing waits", () => {
    expect(given(says("hello")).when(claims).events).toEqual([]);
    expect(given().when(claims).events).toEqual([]);
  });

  test("DL4 what was said goes out after its conversation closed, and before what the next one says", () => {
    const scene = given(says("hello"), agentSays("bye"), resolves, says("again"), agentSays("hi", { number: 2 }));
    const [first] = scene.thread.pending;
    expect(scene.when(claims).event("message.sending").message_id).toBe(first?.message_id);
  });

  test("DL4 a verdict on an attempt that is not in flight ends no other one", () => {
    const second = answered.given(claims, reports(3, 1, unknown), wait(2 * MINUTE), claims);
    expect(second.when(reports(3, 1, refused)).events).toEqual([]);
    expect(second.when(reports(3, 1, tryLater(SECOND))).events).toEqual([]);
    expect(answered.when(reports(3, 0, refused)).events).toEqual([]);
  });

  test("DL4 an answer that comes late all the same tells that it was accepted", () => {
    const second = answered.given(claims, reports(3, 1, unknown), wait(2 * MINUTE), claims);
    const scene = second.when(reports(3, 1, accepted));
    expect(scene.event("message.status")).toMatchObject({ status: "accepted", channel_message_id: "wamid.out" });
    expect(scene.thread.pending.map(({ message_seq }) => message_seq)).toEqual([4]);
  });
});

describe("sends that are lost", () => {
  test("DL5 a send that nobody claims is due again after 30 seconds, and again", () => {
    expect(answered.due).toBe(30 * SECOND);
    expect(answered.given(wait(30 * SECOND - 1), wake).due).toBe(30 * SECOND);
    expect(answered.given(wait(30 * SECOND), wake).due).toBe(60 * SECOND);
    expect(answered.given(wait(HOUR), wake).due).toBe(HOUR + 30 * SECOND);
  });

  const lost = answered.given(claims, reports(3, 1, unknown));

  test("DL5 one whose answer was lost is due after two minutes", () => {
    expect(lost.thread.pending).toHaveLength(2);
    expect(lost.due).toBe(2 * MINUTE);
  });

  test.each([
    [2 * MINUTE - 1, []],
    [2 * MINUTE, ["message.sending"]],
    [2 * MINUTE + 1, ["message.sending"]],
  ])("DL5 one whose answer was lost may be claimed again: after %i ms %j", (ms, types) => {
    expect(lost.when(wait(ms), claims).types).toEqual(types);
  });

  test("DL5 what is sent again may be a duplicate", () => {
    expect(lost.when(wait(2 * MINUTE), claims).event("message.sending")).toMatchObject({ attempt: 2, repeats: true });
  });

  test("DL5 a sender that died without a word is waited for as long", () => {
    const claimed = answered.given(claims);
    expect(claimed.due).toBe(2 * MINUTE);
    expect(claimed.when(wait(2 * MINUTE - 1), claims).events).toEqual([]);
    expect(claimed.when(wait(2 * MINUTE), claims).event("message.sending").repeats).toBe(true);
  });

  test("DL5 a status that tells of it ends the wait", () => {
    const scene = lost.given(statusOfMessage(3, "sent"));
    expect(scene.when(claims).event("message.sending")).toMatchObject({ message_seq: 4, attempt: 1, repeats: false });
  });
});

describe("giving up", () => {
  const again = (scene: Scene, attempt: number) => scene.given(claims, reports(3, attempt, unknown), wait(2 * MINUTE));

  test("DL6 after eight attempts without an answer a message fails, in words, and the next one leaves", () => {
    let scene = answered;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) scene = again(scene, attempt);
    expect(MAX_ATTEMPTS).toBe(8);
    expect(scene.thread.pending[0]).toMatchObject({ message_seq: 3, attempt: 8 });
    const end = scene.when(claims);
    expect(end.types).toEqual(["message.status", "message.sending"]);
    expect(end.event("message.status")).toMatchObject({
      message_seq: 3,
      status: "failed",
      error: { code: null, title: "Given up", detail: "No answer from the channel after 8 attempts" },
    });
    expect(end.event("message.sending").message_seq).toBe(4);
  });

  test("DL6 the eighth delay ends it in the channel's words", () => {
    let scene = answered;
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      scene = scene.given(claims, reports(3, attempt, tryLater(SECOND)), wait(SECOND));
    }
    const end = scene.when(claims, reports(3, MAX_ATTEMPTS, tryLater(SECOND)));
    expect(end.event("message.status")).toMatchObject({ message_seq: 3, status: "failed", error: LOST });
    expect(end.thread.pending).toHaveLength(1);
  });
});

describe("sends that are put off", () => {
  const putOff = answered.given(claims, reports(3, 1, tryLater(5 * MINUTE)));

  test("DL7 the channel's time is kept and is when it is due", () => {
    expect(putOff.log.at(-1)).toMatchObject({ type: "message.deferred", until: iso(5 * MINUTE), error: LOST });
    expect(putOff.due).toBe(5 * MINUTE);
  });

  test.each([
    [5 * MINUTE - 1, []],
    [5 * MINUTE, [{ message_seq: 3, attempt: 2, repeats: false }]],
    [5 * MINUTE + 1, [{ message_seq: 3, attempt: 2, repeats: false }]],
  ])("DL7 it waits, and those behind it too: claimed after %i ms", (ms, sending) => {
    expect(putOff.when(wait(ms), claims).events).toMatchObject(sending);
  });

  test("DL7 one that was put off and is not claimed is dispatched again", () => {
    expect(putOff.given(wait(5 * MINUTE), wake).due).toBe(5 * MINUTE + 30 * SECOND);
  });
});

test("DL1 a status of what was never said is no fact", () => {
  expect(given().when(statusOfMessage(3, "sent")).events).toEqual([]);
  expect(given(says("hello")).when(statusOfMessage(9, "sent")).events).toEqual([]);
  expect(given(says("hello")).when(reports(9, 1, accepted)).events).toEqual([]);
});
