import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { type Callback, send, type Way } from "../../src/subscriptions/attempt.ts";
import { GIVES_UP_AFTER_MS, LONGEST_WAIT_MS, nextAttempt, retryAfterOf } from "../../src/subscriptions/backoff.ts";
import {
  afterFailure,
  afterSuccess,
  type Breaker,
  CLOSED,
  endsOutage,
  isHopeless,
  width,
} from "../../src/subscriptions/breaker.ts";
import { isWanted, noted } from "../../src/subscriptions/known.ts";
import { Lineup } from "../../src/subscriptions/lineup.ts";
import { wants } from "../../src/subscriptions/matching.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse("2031-03-01T08:00:00.000Z");

/** All attempts at one event that never succeeds, in milliseconds from the first. */
function attempts(chance: number, retryAfter: number | null = null, takes = 0): number[] {
  const times: number[] = [];
  for (let at: number | null = 0; at !== null; ) {
    times.push(at);
    at = nextAttempt({ tries: times.length, since: 0 }, at + takes, chance, retryAfter);
  }
  return times;
}

describe("attempts", () => {
  test("CB2 come after 5 s, 25 s, 90 s, 5 min, 15 min, 30 min, 1 h, then every 2 h until a day has passed", () => {
    const times = attempts(0);
    const waits = times.slice(1).map((at, index) => (at - (times[index] ?? 0)) / SECOND);
    expect(waits.slice(0, 9)).toEqual([5, 25, 90, 300, 900, 1800, 3600, 7200, 7200]);
    expect(new Set(waits.slice(7))).toEqual(new Set([7200]));
  });

  test("end with one that is made when a day has passed, whatever chance adds, and are few", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(15 * SECOND), (chance, takes) => {
        const times = attempts(chance, null, takes);
        expect(times.at(-1)).toBeGreaterThanOrEqual(GIVES_UP_AFTER_MS - takes);
        expect(times.at(-2)).toBeLessThan(GIVES_UP_AFTER_MS);
        expect(times.length).toBeLessThanOrEqual(21);
        const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0) - takes);
        expect(Math.max(...waits)).toBeLessThanOrEqual(1.1 * LONGEST_WAIT_MS + 1);
      }),
    );
  });

  test("wait as long as the subscriber asks, where that is longer", () => {
    expect(nextAttempt({ tries: 1, since: 0 }, 0, 0, 60 * SECOND)).toBe(60 * SECOND);
    expect(nextAttempt({ tries: 5, since: 0 }, 0, 0, 60 * SECOND)).toBe(15 * MINUTE);
  });

  test.each([
    [429, "120", 120 * SECOND],
    [503, new Date(NOW + HOUR).toUTCString(), HOUR],
    [503, "  7 ", 7 * SECOND],
    [429, "86400", LONGEST_WAIT_MS],
    [503, new Date(NOW - HOUR).toUTCString(), null],
    [429, "soon", null],
    [429, "", null],
    [429, null, null],
    [500, "120", null],
  ])("%i with Retry-After %o", (status, header, wait) => expect(retryAfterOf(status, header, NOW)).toBe(wait));
});

describe("the breaker", () => {
  const fail = (breaker: Breaker, at: number) => afterFailure(breaker, at, at, 0, null);

  test("CB3 opens with the third failure in a row, and then lets one lane through at a time, ever more rarely", () => {
    let breaker = CLOSED;
    expect(width(breaker, NOW)).toBe(6);
    breaker = fail(fail(breaker, NOW), NOW);
    expect(width(breaker, NOW)).toBe(6);
    breaker = fail(breaker, NOW);
    expect(width(breaker, NOW)).toBe(0);
    const waits: number[] = [];
    for (let probe = 0; probe < 12; probe++) {
      const at = breaker.not_before;
      expect(width(breaker, at - 1)).toBe(0);
      expect(width(breaker, at)).toBe(1);
      breaker = fail(breaker, at);
      waits.push((breaker.not_before - at) / SECOND);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  });

  test("counts no attempt as a probe that was under way when it opened", () => {
    const open = fail(fail(fail(CLOSED, NOW), NOW), NOW);
    const late = afterFailure(open, NOW, NOW + 15 * SECOND, 0, null);
    expect(late.not_before).toBe(open.not_before);
    expect(late.failures).toBe(4);
  });

  test("is bounded: in a day it lets no more than 300 attempts through", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => {
        let [breaker, count] = [CLOSED, 0];
        for (let at = NOW; at < NOW + DAY; at = Math.max(at, breaker.not_before)) {
          breaker = afterFailure(breaker, at, at, chance, null);
          count++;
        }
        expect(count).toBeLessThanOrEqual(300);
      }),
      { numRuns: 20 },
    );
  });

  test("lets nobody through before the subscriber's time, also while it is closed", () => {
    const asked = afterFailure(CLOSED, NOW, NOW, 0, 10 * MINUTE);
    expect(width(asked, NOW + 10 * MINUTE - 1)).toBe(0);
    expect(width(asked, NOW + 10 * MINUTE)).toBe(6);
    expect(fail(fail(asked, NOW), NOW).not_before).toBe(NOW + 10 * MINUTE);
  });

  test("a success closes it, but takes back no plea to be left alone that came meanwhile", () => {
    const open = fail(fail(fail(CLOSED, NOW), NOW), NOW);
    expect(afterSuccess(open, NOW + MINUTE)).toBe(CLOSED);
    expect(afterSuccess(CLOSED, NOW)).toBe(CLOSED);
    const asked = afterSuccess(afterFailure(CLOSED, NOW, NOW, 0, 10 * MINUTE), NOW);
    expect(width(asked, NOW + MINUTE)).toBe(0);
    expect(afterSuccess(asked, NOW + MINUTE)).toBe(asked);
    expect(width(asked, NOW + 10 * MINUTE)).toBe(6);
  });

  test("knows the end of an outage from that of a moment", () => {
    const open = fail(fail(fail(CLOSED, NOW), NOW), NOW);
    expect(endsOutage(CLOSED, NOW)).toBe(false);
    expect(endsOutage(open, NOW + 59 * SECOND)).toBe(false);
    expect(endsOutage(open, NOW + 60 * SECOND)).toBe(true);
  });

  test("finds it hopeless after three days of failures, but not after two that lie days apart", () => {
    let breaker = CLOSED;
    for (let at = NOW; at < NOW + 3 * DAY; at += 2 * HOUR) {
      breaker = fail(breaker, at);
      expect(isHopeless(breaker, at)).toBe(false);
    }
    expect(isHopeless(fail(breaker, NOW + 3 * DAY), NOW + 3 * DAY)).toBe(true);
    const apart = fail(fail(CLOSED, NOW), NOW + 4 * DAY);
    expect(isHopeless(apart, NOW + 4 * DAY)).toBe(false);
  });
});

describe("what a subscription wants", () => {
  const place = { outlet_id: "outlet", inbox_id: "inbox" };
  const filters = (types: string[], more = {}) => ({ types, outlet_ids: [], inbox_ids: [], ...more });

  test.each([
    ["message.received", "message.received", true],
    ["message.received", "message.status", false],
    ["message.*", "message.status", true],
    ["message.*", "message-added", false],
    ["*", "conversation.labels_changed", true],
    ["*", "message-added", true],
    ["*", "conversation_created", false],
    ["conv*", "conversation_created", false],
    ["conversation_*", "conversation_message_created", true],
    ["conversation_*", "conversation.opened", false],
    ["conversation_created", "conversation_created", true],
    ["ticket.state_*", "ticket.state_changed", true],
    ["message_added", "message-added", true],
    ["Open Ticket", "open-ticket", true],
    ["OPEN_TICKET", "open-ticket", true],
    ["message.*", "subscription.disabled", false],
    ["nothing.like_it", "message.received", false],
  ])("%s, and %s: %s", (pattern, type, isWanted) => expect(wants(filters([pattern]), type, place)).toBe(isWanted));

  test("by place", () => {
    expect(wants(filters(["*"], { outlet_ids: ["outlet", "other"] }), "message.received", place)).toBe(true);
    expect(wants(filters(["*"], { outlet_ids: ["other"] }), "message.received", place)).toBe(false);
    expect(wants(filters(["*"], { outlet_ids: ["outlet"], inbox_ids: ["other"] }), "message.received", place)).toBe(
      false,
    );
    expect(wants(filters(["*"], { inbox_ids: ["inbox"] }), "message.received", place)).toBe(true);
    expect(wants(filters(["*"]), "subscription.disabled", null)).toBe(true);
    expect(wants(filters(["*"], { outlet_ids: ["outlet"] }), "subscription.disabled", null)).toBe(false);
    expect(wants(filters([]), "message.received", place)).toBe(false);
  });

  const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
  const settings = (types: string[], hours = 0, more = {}) => ({
    ...filters(types),
    url: "https://service.test/",
    enabled: true,
    created_at: at(0),
    updated_at: at(hours),
    ...more,
  });

  test("is judged by what it wanted when it happened, and by what it wants now", () => {
    const first = noted(null, settings(["ticket.*"]));
    const second = noted(first, settings(["*"], 2));
    const third = noted(second, settings(["message.*"], 4));
    const wanted = (known: typeof first, type: string, hours: number, isReplayed = false) =>
      isWanted(known, { type, at: at(hours), place }, isReplayed);
    expect(wanted(second, "ticket.opened", -1)).toBe(false);
    expect(wanted(second, "ticket.opened", 1)).toBe(true);
    expect(wanted(second, "message.received", 1)).toBe(false);
    expect(wanted(second, "message.received", 2)).toBe(true);
    expect(wanted(third, "ticket.opened", 3)).toBe(false);
    expect(wanted(third, "message.received", 1)).toBe(false);
    expect(wanted(third, "message.received", 3)).toBe(true);
    expect(wanted(third, "message.received", -1, true)).toBe(true);
    expect(wanted(third, "ticket.opened", 3, true)).toBe(false);
  });

  test("what is remembered of it stays small, and its beginning is not forgotten", () => {
    let known = noted(null, settings(["a"]));
    expect(noted(known, settings(["a"], 1, { description: "x" }))).toBe(known);
    for (let hour = 1; hour < 100; hour++) known = noted(known, settings([`type-${hour}`], hour));
    expect(known.earlier.length).toBeLessThanOrEqual(21);
    expect(known.earlier[0]).toEqual({ until: at(0), filters: null });
  });
});

describe("which lane is next", () => {
  /** Lanes in a table, with those that are due. */
  const lineupOf = (due: Set<string>) => {
    const page = (_: number, after: string, limit: number) =>
      [...due]
        .filter((lane) => lane > after)
        .sort()
        .slice(0, limit);
    return new Lineup(page);
  };
  const nextOf = (lineup: Lineup, running: string[] = [], nextDue: number | null = null) =>
    lineup.next(
      NOW,
      (lane) => running.includes(lane),
      () => nextDue,
    );

  test("every due lane gets its turn, however many there are, and whatever is heard of meanwhile", () => {
    const name = fc.string({ minLength: 1, maxLength: 8 });
    const lanes = fc.uniqueArray(name, { minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(lanes, fc.infiniteStream(fc.boolean()), (all, coins) => {
        const isHeads = () => coins.next().value === true;
        const due = new Set(all.filter(isHeads));
        const later = all.filter((lane) => !due.has(lane));
        const lineup = lineupOf(due);
        lineup.search();
        for (let lane = nextOf(lineup); lane !== null; lane = nextOf(lineup)) {
          expect(due.has(lane)).toBe(true);
          due.delete(lane);
          lineup.settle(lane, 1, NOW);
          const news = isHeads() ? later.pop() : undefined;
          if (news === undefined) continue;
          due.add(news);
          lineup.add(news);
        }
        expect(due.size).toBe(0);
        expect(lineup.hasMore).toBe(false);
      }),
    );
  });

  test("a lane that has its turn, or had nothing, is not given another one", () => {
    const lineup = lineupOf(new Set(["a", "b", "c"]));
    lineup.settle("a", 5, NOW);
    lineup.search();
    expect(nextOf(lineup, ["b"], NOW + 1)).toBe("c");
    expect(nextOf(lineup, ["b", "c"])).toBeNull();
    expect(lineup.retryAt).toBe(NOW + 1);
    expect(lineup.quietFrom("a")).toBe(5);
    lineup.add("a");
    expect(lineup.quietFrom("a")).toBeNull();
    expect(nextOf(lineup)).toBe("a");
  });

  test("quiet lanes are swept once, when their time is over", () => {
    const lineup = lineupOf(new Set());
    lineup.settle("a", 1, NOW);
    lineup.settle("b", 1, NOW + SECOND);
    expect(lineup.sweep(NOW - 1)).toEqual([]);
    expect(lineup.sweep(NOW)).toEqual(["a"]);
    expect(lineup.sweep(NOW + MINUTE)).toEqual(["b"]);
    expect(lineup.quietCount).toBe(0);
  });
});

describe("a callback", () => {
  const SECRETS = ["whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4"];
  const publication = {
    id: "6d1f2a3b-4c5d-8e6f-8a7b-9c0d1e2f0001:7",
    type: "message.received",
    seq: 7,
    subject: "6d1f2a3b-4c5d-8e6f-8a7b-9c0d1e2f0001",
    time: "2031-03-01T08:00:00.000Z",
    data: { text: "Grüße 👋" },
  };
  const callback: Callback = {
    url: "https://service.test/callbacks",
    secrets: SECRETS,
    id: publication.id,
    body: JSON.stringify(publication),
  };

  /** Sends it to a subscriber; says what came of it, and how it was asked. */
  async function sent(answer: (init: RequestInit) => Response | Promise<Response>, more: Partial<Callback & Way> = {}) {
    const asked: { url: string; init: RequestInit }[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      asked.push({ url, init });
      return answer(init);
    };
    let now = Date.now();
    const way = { fetch, now: () => now++, allowed: undefined, timeoutMs: 15_000, ...more };
    return { ...(await send({ ...callback, ...more }, way)), asked };
  }

  test("CB7 verifies with the Standard Webhooks library, by either of two secrets", async () => {
    const { asked } = await sent(() => new Response("thanks"));
    const { headers, body, method, redirect } = asked[0]?.init ?? {};
    expect({ method, redirect }).toEqual({ method: "POST", redirect: "manual" });
    for (const secret of SECRETS) {
      const verified = new Webhook(secret).verify(String(body), headers as Record<string, string>);
      expect(verified).toMatchObject({ id: publication.id, seq: 7, data: publication.data });
    }
    const other = new Webhook("whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90");
    expect(() => other.verify(String(body), headers as Record<string, string>)).toThrow();
    expect((headers as Record<string, string>)["webhook-id"]).toBe(publication.id);
  });

  test("is taken with any status from 200 to 299; the beginning of the answer is kept", async () => {
    for (const status of [200, 202, 299]) {
      const { attempt } = await sent(() => new Response("thanks", { status }));
      expect(attempt).toMatchObject({ status, error: null, answer: "thanks" });
    }
    const { attempt } = await sent(() => new Response(null, { status: 204 }));
    expect(attempt).toMatchObject({ status: 204, error: null, answer: "" });
  });

  test("keeps 500 characters of an answer, none of which steers a screen, and reads no more than it needs", async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++;
        controller.enqueue(new TextEncoder().encode("\u001b[31m\u202eé👋\r\n\u0000".repeat(20)));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const { attempt } = await sent(() => new Response(endless, { status: 500 }));
    expect([...(attempt.answer ?? "")]).toHaveLength(500);
    expect(attempt.answer?.startsWith("[31mé👋 [31m")).toBe(true);
    expect(pulled).toBeLessThan(20);
    expect(cancelled).toBe(true);
  });

  test.each([
    [301, "The answer was 301: redirects are not followed."],
    [308, "The answer was 308: redirects are not followed."],
    [400, "The answer was 400."],
    [404, "The answer was 404."],
    [500, "The answer was 500."],
  ])("is not taken with %i", async (status, error) => {
    const headers = { Location: "https://other.test/" };
    const { attempt, isGone, asked } = await sent(() => new Response("sorry", { status, headers }));
    expect(attempt).toMatchObject({ status, error, answer: "sorry" });
    expect(isGone).toBe(false);
    expect(asked).toHaveLength(1);
  });

  test("learns that the subscriber wants no more, or later", async () => {
    expect(await sent(() => new Response(null, { status: 410 }))).toMatchObject({ isGone: true });
    const later = () => new Response(null, { status: 429, headers: { "Retry-After": "30" } });
    expect(await sent(later)).toMatchObject({ isGone: false, retryAfter: 30 * SECOND });
  });

  test("CB7 waits only so long: for the answer to begin, and for it to be read", async () => {
    const never = await sent(() => new Promise(() => {}), { timeoutMs: 20 });
    expect(never.attempt).toMatchObject({ status: null, error: "There was no whole answer within 0.02 seconds." });
    const stalled = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array([65])) });
    const { attempt } = await sent(() => new Response(stalled), { timeoutMs: 20 });
    expect(attempt).toMatchObject({ status: 200, error: "There was no whole answer within 0.02 seconds." });
  });

  test("that cannot be made says why", async () => {
    const { attempt } = await sent(() => {
      throw new TypeError("Network connection lost.\u0007");
    });
    expect(attempt).toMatchObject({
      status: null,
      answer: null,
      error: "It could not be reached: Network connection lost.",
    });
  });

  test("CB7 is not made to a private address, unless that is allowed", async () => {
    const url = "http://127.0.0.1:8788/callbacks";
    const refused = await sent(() => new Response("thanks"), { url });
    expect(refused.asked).toEqual([]);
    expect(refused.attempt.error).toBe("The URL may not be called. It must begin with https://.");
    const allowed = await sent(() => new Response("thanks"), { url, allowed: "http://127.0.0.1:8788" });
    expect(allowed.attempt.error).toBeNull();
  });
});
