import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DAY,
  DOWN,
  HANGS,
  HOUR,
  iso,
  MINUTE,
  newSettings,
  OK,
  type Simulation,
  START,
  simulate,
} from "../support/subscriber.ts";

const SECOND = 1_000;
const LANES = ["a", "b", "c"];

/** The numbers from one to another, both included. */
const range = (from: number, through: number) => Array.from({ length: through - from + 1 }, (_, index) => from + index);

/** What a receiver has that drops what it has seen. */
const once = (seqs: number[]) => [...new Set(seqs)];

/** So many lanes with an event each. */
async function tellAll(it: Simulation, count: number): Promise<string[]> {
  const lanes = range(1, count).map((index) => `lane${String(index).padStart(4, "0")}`);
  for (const lane of lanes) await it.tell(lane);
  return lanes;
}

const states = (it: Simulation) =>
  it.letters
    .page({ state: null, before: null, limit: 1_000 })
    .deliveries.map(({ event_id, state }) => [event_id, state]);

describe("order", () => {
  test("CB1 what happens in a lane arrives in its order, each once, and every attempt is noted", () =>
    simulate(async (it) => {
      for (let index = 0; index < 3; index++) await it.tell("a");
      expect(it.delivered).toEqual(["a:1", "a:2", "a:3"]);
      const { deliveries, next } = it.letters.page({ state: "delivered", before: null, limit: 2 });
      expect(deliveries).toMatchObject([
        { event_id: "a:3", state: "delivered", next_attempt_at: null },
        { event_id: "a:2", type: "message.received", conversation_id: "a", seq: 2, created_at: iso(START) },
      ]);
      expect(deliveries[0]?.attempts).toEqual([
        { at: iso(START), duration_ms: 0, status: 200, error: null, answer: "thanks" },
      ]);
      const rest = it.letters.page({ state: null, before: next, limit: 2 });
      expect(rest.deliveries.map(({ event_id }) => event_id)).toEqual(["a:1"]);
      expect(rest.next).toBeNull();
    }));

  test("several publications of one event arrive in their order", () =>
    simulate(async (it) => {
      await it.tell("a", "ai.requested", 3);
      await it.tell("a");
      expect(it.delivered).toEqual(["a:1", "a:1:1", "a:1:2", "a:2"]);
    }));

  test("CB1 holds while attempts fail; other lanes go on", () =>
    simulate(async (it) => {
      let failures = 0;
      it.react = ({ id }) => (id === "a:2" && failures++ < 4 ? DOWN : OK);
      for (let index = 0; index < 4; index++) await it.tell("a");
      await it.tell("b");
      expect(it.delivered).toEqual(["a:1", "b:1"]);
      expect(it.letters.page({ state: "retrying", before: null, limit: 10 }).deliveries).toMatchObject([
        { event_id: "a:2", attempts: [{ status: 500, answer: "sorry" }], next_attempt_at: iso(START + 5 * SECOND) },
      ]);
      await it.pass(HOUR);
      expect(it.delivered).toEqual(["a:1", "b:1", "a:2", "a:3", "a:4"]);
      const tried = it.received.filter(({ id }) => id === "a:2").map(({ at }) => (at - START) / SECOND);
      expect(tried).toEqual([0, 5, 30, 120, 420]);
    }));

  test("CB3 a lane that hangs keeps no other waiting", () =>
    simulate(async (it) => {
      it.react = ({ lane }) => (lane === "a" ? HANGS : OK);
      await it.tell("a");
      for (let index = 0; index < 10; index++) await it.tell("b");
      expect(it.deliveredOf("b")).toEqual(range(1, 10));
      expect(it.received.filter(({ lane }) => lane === "a")).toHaveLength(1);
    }));

  test("six lanes are tried at a time, and no lane twice", () =>
    simulate(async (it) => {
      it.react = () => ({ status: 200, takes: SECOND });
      await tellAll(it, 20);
      expect(it.received).toHaveLength(6);
      for (let index = 0; index < 5; index++) await it.tell("lane0001");
      expect(it.received).toHaveLength(6);
      await it.pass(MINUTE);
      expect(it.delivered).toHaveLength(25);
      expect(it.deliveredOf("lane0001")).toEqual(range(1, 6));
    }));

  test("CB1 a repeated, late or reordered job tells nothing twice", () =>
    simulate(async (it) => {
      for (let index = 0; index < 5; index++) it.write("a");
      await it.notify("a", 0, 5);
      await it.notify("a", 0, 2);
      await it.notify("a", 3, 5);
      await it.pass(DAY);
      await it.notify("a", 0, 5);
      expect(it.delivered).toEqual(range(1, 5).map((seq) => `a:${seq}`));
    }));

  test("CB1, CB4 in every order of events, failures, crashes and time everything arrives, each lane in its order", async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant("tell" as const),
        lane: fc.constantFrom(...LANES),
        count: fc.integer({ min: 1, max: 4 }),
        isLate: fc.boolean(),
      }),
      fc.record({
        do: fc.constant("answer" as const),
        status: fc.constantFrom(200, 200, 500, 429, null),
        takes: fc.constantFrom(0, 0, 15_000),
      }),
      fc.record({ do: fc.constant("pass" as const), span: fc.constantFrom(1, 5 * SECOND, MINUTE, 20 * MINUTE) }),
      fc.record({ do: fc.constant("crash" as const) }),
      fc.record({ do: fc.constant("replay" as const), lane: fc.constantFrom("a", "b"), after: fc.nat(3) }),
      fc.record({ do: fc.constant("replay since" as const), span: fc.constantFrom(0, 1, 5 * SECOND, MINUTE) }),
      fc.record({ do: fc.constant("unreadable" as const), fails: fc.boolean() }),
      fc.record({ do: fc.constant("enable" as const), enabled: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), (steps) =>
        simulate(async (it) => {
          const notifyOf = async (lane: string) => {
            const [after, head] = [it.heard.get(lane) ?? 0, it.logs.get(lane)?.length ?? 0];
            if (after < head) await it.notify(lane, after, head);
            it.heard.set(lane, head);
          };
          for (const lane of LANES) it.heard.set(lane, 0);
          for (const one of steps) {
            if (one.do === "tell") {
              for (let count = 0; count < one.count; count++) it.write(one.lane);
              if (!one.isLate) await notifyOf(one.lane);
            } else if (one.do === "answer") it.react = () => ({ status: one.status, takes: one.takes });
            else if (one.do === "pass") await it.pass(one.span);
            else if (one.do === "replay") await it.replaying.lane(one.lane, one.after);
            else if (one.do === "replay since") await it.replaying.begin(iso(it.now - one.span));
            else if (one.do === "unreadable") it.readFails = one.fails;
            else if (one.do === "enable") await it.change({ enabled: one.enabled });
            else it.crash();
          }
          it.react = () => OK;
          it.readFails = false;
          await it.change({ enabled: true });
          for (const lane of LANES) await notifyOf(lane);
          await it.pass(DAY);
          for (const [lane, log] of it.logs) {
            const seqs = once(it.received.filter((one) => one.lane === lane).map(({ seq }) => seq));
            expect(seqs).toEqual(range(1, log.length));
            expect(once(it.deliveredOf(lane))).toEqual(range(1, log.length));
          }
          expect(it.deliverer.repository.pendingCount()).toBe(0);
          expect(it.letters.standing()).toMatchObject({ state: "working", behind: 0, dead: 0 });
        }),
      ),
      { numRuns: 60 },
    );
  });
});

describe("a subscriber that is down", () => {
  test("CB1 for a day loses nothing, and gets everything in order once it is back", () =>
    simulate(async (it) => {
      it.react = () => DOWN;
      const lanes = await tellAll(it, 50);
      for (let hour = 0; hour < 24; hour++) {
        for (const lane of lanes) await it.tell(lane);
        await it.pass(HOUR);
      }
      expect(it.delivered).toEqual([]);
      expect(it.letters.standing()).toMatchObject({ state: "failing", failing_since: iso(START), behind: 50, dead: 0 });
      it.react = () => OK;
      const back = it.now;
      await it.pass(10 * MINUTE);
      for (const lane of lanes) expect(it.deliveredOf(lane)).toEqual(range(1, 25));
      expect(it.letters.standing()).toMatchObject({ state: "working", failing_since: null, behind: 0, dead: 0 });
      const last = it.received.at(-1)?.at ?? 0;
      expect(last - back).toBeLessThanOrEqual(5.5 * MINUTE);
    }));

  test("CB2 with one lane only is tried until a day has passed, and not given up within it", () =>
    simulate(async (it) => {
      it.chance = () => 1;
      it.react = () => DOWN;
      await it.tell("a");
      await it.pass(DAY);
      expect(states(it)).toEqual([["a:1", "retrying"]]);
      it.react = () => OK;
      await it.pass(3 * HOUR);
      expect(it.delivered).toEqual(["a:1"]);
    }));

  test("CB3 costs a bounded number of attempts, however many lanes wait", () =>
    simulate(async (it) => {
      it.react = () => HANGS;
      const lanes = await tellAll(it, 1_000);
      const written = it.written;
      await it.pass(DAY);
      expect(it.rings).toBeLessThan(2 * it.received.length);
      // One every five minutes, those until it comes to that, and those that were under way when it went down.
      expect(it.received.length).toBeLessThanOrEqual((24 * 60) / 5 + 9 + 8);
      expect(it.written - written).toBeLessThan(2_500);
      it.react = () => OK;
      await it.pass(10 * MINUTE);
      expect(new Set(it.delivered)).toEqual(new Set(lanes.map((lane) => `${lane}:1`)));
    }));

  test("CB3 is probed by one lane at a time, after 1, 2, 4 … seconds", () =>
    simulate(async (it) => {
      it.react = () => HANGS;
      await tellAll(it, 20);
      expect(it.received).toHaveLength(6);
      await it.pass(15 * SECOND);
      // Two more took the places of the first two that failed.
      expect(it.received).toHaveLength(8);
      await it.pass(HOUR);
      const probes = it.received.slice(8).map(({ at }) => at);
      const waits = probes.slice(1).map((at, index) => (at - (probes[index] ?? 0)) / SECOND - 15);
      expect(waits.slice(0, 10)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    }));

  test("CB2 and its delivery is dead after the last attempt, once a day has passed; its lane goes on", () =>
    simulate(async (it) => {
      it.react = ({ id }) => (id === "a:1" ? DOWN : OK);
      await it.tell("a");
      await it.tell("a");
      await it.pass(DAY);
      expect(it.delivered).toEqual([]);
      await it.pass(3 * HOUR);
      expect(states(it)).toEqual([
        ["a:2", "delivered"],
        ["a:1", "dead"],
      ]);
      const [dead] = it.letters.page({ state: "dead", before: null, limit: 10 }).deliveries;
      const times = dead?.attempts.map(({ at }) => (Date.parse(at) - START) / SECOND) ?? [];
      expect(times.slice(0, 9)).toEqual([0, 5, 30, 120, 420, 1320, 3120, 6720, 13920]);
      expect(times.at(-1)).toBeGreaterThanOrEqual(DAY / SECOND);
      expect(times.at(-2)).toBeLessThan(DAY / SECOND);
      expect(it.letters.standing()).toMatchObject({ dead: 1, state: "working" });
    }));

  test("is left alone for as long as it asks", () =>
    simulate(async (it) => {
      it.react = () => ({ status: 429, retryAfter: 10 * MINUTE });
      await it.tell("a");
      await it.tell("b");
      await it.pass(9 * MINUTE);
      expect(it.received).toHaveLength(1);
      it.react = () => OK;
      await it.pass(MINUTE);
      expect(it.delivered.sort()).toEqual(["a:1", "b:1"]);
    }));

  test("CB5 that was switched on without a word to it goes on with the next news", () =>
    simulate(async (it) => {
      await it.change({ enabled: false });
      await it.tell("a");
      if (it.settings) it.settings.subscription.enabled = true;
      await it.pass(10 * SECOND);
      expect(it.delivered).toEqual([]);
      await it.tell("b");
      expect(it.delivered.sort()).toEqual(["a:1", "b:1"]);
    }));

  test("CB5 for three days is switched off, and goes on where it was when it is switched on", () =>
    simulate(async (it) => {
      it.react = () => DOWN;
      for (const lane of ["a", "b", "c", "d"]) await it.tell(lane);
      for (let index = 0; index < 5; index++) await it.tell("f");
      await it.pass(3 * DAY - HOUR);
      expect(it.disabledFor).toEqual([]);
      await it.pass(4 * HOUR);
      expect(it.disabledFor).toEqual(["It failed for three days without one success."]);
      await it.deliverer.changed();
      expect(it.letters.standing()).toMatchObject({ state: "disabled", next_attempt_at: null });
      const tried = it.received.length;
      for (const lane of ["a", "e"]) await it.tell(lane);
      await it.pass(10 * DAY);
      expect(it.received).toHaveLength(tried);
      it.react = () => OK;
      const dead = it.letters
        .page({ state: "dead", before: null, limit: 10 })
        .deliveries.map(({ event_id }) => event_id);
      await it.change({ enabled: true });
      const all = ["a:1", "a:2", "b:1", "c:1", "d:1", "e:1", ...range(1, 5).map((seq) => `f:${seq}`)];
      expect(it.delivered.sort()).toEqual(all.filter((id) => !dead.includes(id)));
    }));

  test("and is asked again after long is not taken for one that failed all the time", () =>
    simulate(async (it) => {
      it.react = ({ id }) => (id === "a:1" ? DOWN : OK);
      await it.tell("a");
      await it.pass(27 * HOUR);
      await it.pass(5 * DAY);
      it.react = () => DOWN;
      await it.tell("a");
      expect(it.disabledFor).toEqual([]);
    }));

  test("CB5 that says 410 is switched off at once; what it refused is sent when it is switched on", () =>
    simulate(async (it) => {
      it.react = () => ({ status: 410 });
      await it.tell("a");
      await it.tell("b");
      expect(it.received).toHaveLength(1);
      expect(it.disabledFor).toEqual(["It answered 410: it wants no more."]);
      await it.pass(DAY);
      expect(it.received).toHaveLength(1);
      it.react = () => OK;
      await it.change({ enabled: true });
      expect(it.delivered.sort()).toEqual(["a:1", "b:1"]);
    }));

  test("and gets another address is tried there at once", () =>
    simulate(async (it) => {
      it.react = () => DOWN;
      for (const lane of ["a", "b", "c", "d"]) await it.tell(lane);
      await it.pass(5 * HOUR);
      it.react = () => OK;
      await it.change({ url: "https://other.test/callbacks" });
      expect(it.delivered.sort()).toEqual(["a:1", "b:1", "c:1", "d:1"]);
    }));

  test("and is seen to be there by a test call is sent what waits", () =>
    simulate(async (it) => {
      it.react = () => DOWN;
      await it.tell("a");
      await it.pass(5 * HOUR);
      it.react = () => OK;
      it.deliverer.recover();
      await it.flush();
      expect(it.delivered).toEqual(["a:1"]);
    }));
});

describe("a crash", () => {
  test("CB4 between the request and the commit repeats the delivery, and loses none", () =>
    simulate(async (it) => {
      it.react = () => ({ status: 200, takes: SECOND });
      await it.tell("a");
      await it.tell("a");
      it.crash();
      await it.pass(MINUTE);
      expect(it.delivered).toEqual(["a:1", "a:1", "a:2"]);
      it.crash();
      await it.pass(DAY);
      expect(it.delivered).toEqual(["a:1", "a:1", "a:2"]);
    }));

  test("CB4 while lanes wait for their next attempt, or for the breaker, forgets none of them", () =>
    simulate(async (it) => {
      it.react = () => DOWN;
      await tellAll(it, 300);
      for (let hour = 0; hour < 5; hour++) {
        it.crash();
        await it.pass(HOUR);
      }
      expect(it.received.length).toBeLessThan(100);
      it.crash();
      it.react = () => OK;
      await it.pass(10 * MINUTE);
      expect(it.delivered).toHaveLength(300);
    }));

  test("before the settings were ever read again finds them changed", () =>
    simulate(async (it) => {
      await it.change({ types: ["message.*"] });
      await it.tell("a", "conversation.opened");
      await it.tell("a", "message.received");
      it.crash();
      await it.change({ types: ["*"] });
      await it.tell("a", "conversation.closed");
      expect(it.delivered).toEqual(["a:2", "a:3"]);
    }));
});

describe("what is wanted", () => {
  test("others are passed over, and cost no row each", () =>
    simulate(async (it) => {
      await it.change({ types: ["ticket.closed"] });
      await it.tell("b", "ticket.closed");
      for (let index = 0; index < 100; index++) it.write("a");
      it.write("a", "ticket.closed");
      it.written = 0;
      await it.notify("a", 0, 101);
      expect(it.delivered).toEqual(["b:1", "a:101"]);
      expect(it.written).toBeLessThan(10);
    }));

  test("CB8 nothing from before the subscription was made", () =>
    simulate(async (it) => {
      it.write("a");
      it.now += HOUR;
      it.settings = newSettings({ created_at: iso(it.now), updated_at: iso(it.now) });
      it.write("a");
      await it.notify("a", 0, 2);
      expect(it.delivered).toEqual(["a:2"]);
    }));

  test("CB8 who wants more is told of it from then on, not of what it did not want before", () =>
    simulate(async (it) => {
      await it.change({ types: ["ticket.*"] });
      await it.tell("a", "ticket.opened");
      for (let index = 0; index < 5; index++) it.write("a");
      it.now += MINUTE;
      await it.change({ types: ["*"] });
      await it.tell("a");
      expect(it.delivered).toEqual(["a:1", "a:7"]);
    }));

  test("who wants less is no longer sent what waits, and the lane goes on", () =>
    simulate(async (it) => {
      it.react = () => DOWN;
      await it.tell("a", "conversation.opened");
      await it.tell("a", "message.received");
      await it.change({ types: ["message.*"] });
      it.react = () => OK;
      await it.pass(HOUR);
      expect(it.delivered).toEqual(["a:2"]);
      expect(states(it)).toEqual([
        ["a:2", "delivered"],
        ["a:1", "dead"],
      ]);
    }));

  test("a subscription that its tenant no longer has is forgotten", () =>
    simulate(async (it) => {
      await it.tell("a");
      it.settings = null;
      await it.pass(MINUTE);
      it.write("a");
      await it.deliverer.settings();
      expect(it.vanished).toBe(true);
    }));

  test("settings that cannot be read stop everything, and are read again", () =>
    simulate(async (it) => {
      it.readFails = true;
      await it.tell("a");
      await it.pass(10 * SECOND);
      expect(it.received).toEqual([]);
      expect(it.reads).toBe(1);
      it.readFails = false;
      await it.pass(MINUTE);
      expect(it.delivered).toEqual(["a:1"]);
    }));
});

describe("rows", () => {
  test("a busy lane writes two for each delivery, and no lane more than five", () =>
    simulate(async (it) => {
      await it.tell("a");
      await it.tell("b");
      it.written = 0;
      for (let index = 0; index < 100; index++) await it.tell("a");
      expect(it.written).toBe(200);
      await it.pass(HOUR);
      it.written = 0;
      await it.tell("b");
      await it.pass(HOUR);
      expect(it.written).toBeLessThanOrEqual(6);
    }));

  test("deliveries are kept for a week, at most 10,000 of them; dead ones for a month", () =>
    simulate(async (it) => {
      it.react = ({ id }) => (id === "a:1" ? DOWN : OK);
      await it.tell("a");
      await it.pass(30 * HOUR);
      await it.tell("b");
      await it.pass(6 * DAY);
      expect(states(it)).toHaveLength(2);
      await it.pass(3 * DAY);
      expect(states(it)).toEqual([["a:1", "dead"]]);
      await it.pass(30 * DAY);
      expect(states(it)).toEqual([]);
      expect(it.alarmAt).toBeNull();
      const many = `WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 40000)
        INSERT INTO deliveries SELECT ${it.now} + id, 'a', 1, 0, 'a:1', 'x', 'a', 'delivered', 0, '[]', ${it.now}, ${it.now} FROM n`;
      it.sql.exec(many);
      it.crash();
      await it.tell("b");
      await it.pass(HOUR);
      expect(it.rows("SELECT count(*) AS count FROM deliveries")).toEqual([{ count: 10_000 }]);
    }));
});

describe("what was given up", () => {
  /** Two lanes with dead letters: a:1, a:2, b:1. */
  async function withDead(it: Simulation): Promise<number[]> {
    it.react = ({ id }) => (["a:1", "a:2", "b:1"].includes(id) ? DOWN : OK);
    await it.tell("a");
    await it.tell("b");
    await it.tell("a");
    await it.tell("a");
    await it.pass(3 * DAY - HOUR);
    expect(it.delivered).toEqual(["a:3"]);
    const { deliveries } = it.letters.page({ state: "dead", before: null, limit: 10 });
    expect(deliveries.map(({ event_id }) => event_id).sort()).toEqual(["a:1", "a:2", "b:1"]);
    return deliveries.map(({ id }) => id);
  }

  test("CB6 is delivered again, one or all, oldest first, with its attempts", () =>
    simulate(async (it) => {
      const ids = await withDead(it);
      it.react = () => OK;
      const b = ids.find((id) => it.deliverer.repository.deliveries.find(id)?.event_id === "b:1") ?? 0;
      expect(it.letters.redeliver(b)).toMatchObject({ event_id: "b:1", state: "retrying" });
      await it.flush();
      expect(it.delivered).toEqual(["a:3", "b:1"]);
      expect(it.letters.redeliverAll()).toBe(2);
      await it.flush();
      expect(it.delivered).toEqual(["a:3", "b:1", "a:1", "a:2"]);
      expect(it.letters.redeliverAll()).toBe(0);
      expect(it.letters.standing().dead).toBe(0);
      const [, attempts] = [b, it.deliverer.repository.deliveries.find(b)?.attempts ?? []];
      expect(attempts.length).toBeGreaterThan(15);
      expect(attempts.at(-1)?.status).toBe(200);
      expect(it.letters.redeliver(1)).toBeNull();
      await it.pass(HOUR);
      expect(it.rows("SELECT * FROM pending")).toEqual([]);
    }));

  test("fails again like any other, and is dead again after a day", () =>
    simulate(async (it) => {
      await withDead(it);
      it.react = ({ id }) => (id === "b:1" ? DOWN : OK);
      it.letters.redeliverAll();
      await it.pass(HOUR);
      expect(it.delivered).toEqual(["a:3", "a:1", "a:2"]);
      it.crash();
      expect(it.letters.page({ state: "retrying", before: null, limit: 10 }).deliveries).toMatchObject([
        { event_id: "b:1", next_attempt_at: expect.any(String) },
      ]);
      await it.tell("b");
      expect(it.delivered).toEqual(["a:3", "a:1", "a:2", "b:2"]);
      await it.pass(27 * HOUR);
      expect(states(it).filter(([, state]) => state === "dead")).toEqual([["b:1", "dead"]]);
    }));

  test("what was delivered can be sent once more", () =>
    simulate(async (it) => {
      await it.tell("a");
      const [one] = it.letters.page({ state: null, before: null, limit: 1 }).deliveries;
      it.letters.redeliver(one?.id ?? 0);
      await it.flush();
      expect(it.delivered).toEqual(["a:1", "a:1"]);
      expect(states(it)).toEqual([["a:1", "delivered"]]);
    }));

  test("can be forgotten; what is being retried can be passed over, and its lane goes on", () =>
    simulate(async (it) => {
      const ids = await withDead(it);
      for (const id of ids) expect(it.letters.discard(id)).toBe(true);
      expect(it.letters.discard(ids[0] ?? 0)).toBe(false);
      expect(it.letters.standing().dead).toBe(0);
      it.react = ({ id }) => (id === "c:1" ? DOWN : OK);
      await it.tell("c", "ai.requested", 2);
      await it.tell("c");
      const [head] = it.letters.page({ state: "retrying", before: null, limit: 1 }).deliveries;
      expect(it.letters.discard(head?.id ?? 0)).toBe(true);
      await it.flush();
      expect(it.delivered).toEqual(["a:3", "c:1:1", "c:2"]);
      await it.pass(DAY);
      expect(it.rows("SELECT * FROM pending")).toEqual([]);
    }));

  test("what is being retried can be tried now", () =>
    simulate(async (it) => {
      it.react = () => DOWN;
      await it.tell("a");
      await it.pass(HOUR);
      it.react = () => OK;
      const [head] = it.letters.page({ state: "retrying", before: null, limit: 1 }).deliveries;
      it.letters.redeliver(head?.id ?? 0);
      await it.flush();
      expect(it.delivered).toEqual(["a:1"]);
    }));

  test("what the log no longer has is given up, and the lane goes on", () =>
    simulate(async (it) => {
      it.react = ({ id }) => (id === "a:1" ? DOWN : OK);
      await it.tell("a");
      await it.tell("a");
      const log = it.logs.get("a");
      if (log?.[0]) log[0].parts = 0;
      await it.pass(MINUTE);
      expect(it.delivered).toEqual(["a:2"]);
      expect(states(it)).toEqual([
        ["a:2", "delivered"],
        ["a:1", "dead"],
      ]);
    }));
});

describe("a replay", () => {
  test("CB6 of a lane from a seq tells exactly what follows it, in order", () =>
    simulate(async (it) => {
      for (let index = 0; index < 30; index++) await it.tell("a");
      await it.tell("b");
      const before = it.delivered.length;
      expect(it.deliverer.replay("a", 10)).toBe(1);
      it.deliverer.pump();
      await it.flush();
      expect(it.delivered.slice(before)).toEqual(range(11, 30).map((seq) => `a:${seq}`));
      expect(it.deliverer.replay("a", 30)).toBe(0);
      await it.tell("a");
      expect(it.delivered.at(-1)).toBe("a:31");
    }));

  test("CB6 of a lane that it was never told of passes over nothing that is on its way", () =>
    simulate(async (it) => {
      it.heard.set("a", 0);
      for (let index = 0; index < 3; index++) it.write("a");
      await it.replaying.lane("a", 9);
      await it.notify("a", 0, 3);
      expect(it.deliveredOf("a")).toEqual([1, 2, 3]);
    }));

  test("CB6 from a time tells exactly what happened since, in lanes and threads that it knew nothing of", () =>
    simulate(async (it) => {
      const lanes = ["a", "b", "c", "d", "e"];
      for (const lane of lanes) it.write(lane);
      for (const lane of ["a", "b"]) await it.notify(lane, 0, 1);
      it.now += HOUR;
      const time = iso(it.now);
      for (const lane of ["a", "c", "d"]) it.write(lane, "conversation.labels_changed");
      await it.notify("a", 1, 2);
      it.now += HOUR;
      const before = it.delivered.length;
      await it.replaying.begin(time);
      it.deliverer.pump();
      await it.pass(MINUTE);
      expect(it.delivered.slice(before).sort()).toEqual(["a:2", "c:2", "d:2"]);
      expect(it.letters.standing().replaying).toBeNull();
    }));

  test("of many lanes goes on in steps, also across crashes, and sets each back once", () =>
    simulate(async (it) => {
      const lanes = await tellAll(it, 450);
      it.now += HOUR;
      const before = it.delivered.length;
      const first = await it.replaying.begin(iso(START));
      expect(first).toBe(200);
      expect(it.letters.standing().replaying).toEqual({ from: iso(START), lanes: 200 });
      it.crash();
      await it.pass(10 * SECOND);
      it.crash();
      await it.pass(10 * MINUTE);
      expect(it.letters.standing().replaying).toBeNull();
      const again = it.delivered.slice(before);
      expect(new Set(again)).toEqual(new Set(lanes.map((lane) => `${lane}:1`)));
      expect(again.length).toBeLessThanOrEqual(lanes.length + 12);
    }));

  test("meets threads that move to the top of the list while it is read", () =>
    simulate(async (it) => {
      for (const lane of ["a", "b", "c", "d", "e", "f"]) {
        it.write(lane);
        it.now += SECOND;
      }
      const threads = it.threads.bind(it);
      let isFirst = true;
      it.threads = (after) => {
        const page = threads(after);
        // The thread at the end of the list is written in once the first page was read.
        if (isFirst) it.write("a");
        isFirst = false;
        it.now += SECOND;
        return page;
      };
      await it.replaying.begin(iso(START));
      it.deliverer.pump();
      await it.pass(5 * MINUTE);
      expect(it.deliveredOf("a")).toEqual([1, 2]);
      expect(it.delivered).toHaveLength(7);
    }));

  test("while the lane is being delivered begins where it was asked to", () =>
    simulate(async (it) => {
      it.react = () => ({ status: 200, takes: SECOND });
      for (let index = 0; index < 5; index++) it.write("a");
      await it.notify("a", 0, 5);
      await it.pass(3.5 * SECOND);
      expect(it.deliverer.replay("a", 0)).toBe(1);
      await it.pass(HOUR);
      expect(it.deliveredOf("a")).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5]);
    }));

  test("tells also what was before the subscription, and what it wants now", () =>
    simulate(async (it) => {
      await it.change({ types: ["ticket.opened"] });
      it.write("a");
      it.now += DAY;
      it.settings = newSettings({ created_at: iso(it.now), types: ["ticket.opened"] });
      await it.change({});
      await it.tell("a", "ticket.opened");
      await it.change({ types: ["*"] });
      it.deliverer.replay("a", 0);
      it.deliverer.pump();
      await it.flush();
      expect(it.deliveredOf("a")).toEqual([2, 1, 2]);
    }));

  test("CB8 of what happened while others did not know of a new subscription is made by itself", () =>
    simulate(async (it) => {
      it.write("a");
      it.write("b");
      it.now += MINUTE;
      it.settings = newSettings({ created_at: iso(it.now) });
      await it.deliverer.settings();
      it.replaying.catchUp();
      for (const lane of ["a", "c"]) it.write(lane);
      it.now += SECOND;
      await it.tell("b");
      await it.tell("a");
      expect(it.delivered).toEqual(["b:2", "a:2", "a:3"]);
      // The list hears of it late.
      const threads = it.threads.bind(it);
      it.threads = () => ({ threads: [], next: null });
      await it.pass(20 * SECOND);
      expect(it.delivered).toEqual(["b:2", "a:2", "a:3"]);
      it.threads = threads;
      await it.pass(2 * MINUTE);
      expect(it.delivered).toEqual(["b:2", "a:2", "a:3", "c:1"]);
      expect(it.replaying.current).toBeNull();
    }));

  test("CB8 of what is wanted only now, and was not told of by those who did not know of that, is made by itself", () =>
    simulate(async (it) => {
      await it.change({ types: ["ticket.opened"] });
      await it.tell("a", "ticket.opened");
      it.now += HOUR;
      await it.change({ types: ["*"] });
      it.write("a", "message.received");
      it.write("b", "message.received");
      await it.pass(20 * SECOND);
      expect(it.delivered.sort()).toEqual(["a:1", "a:2", "b:1"]);
    }));

  test("CB8 of what a new subscription was not told of goes on beside one that is wished for", () =>
    simulate(async (it) => {
      it.settings = newSettings({ created_at: iso(it.now) });
      await it.change({});
      it.write("a");
      const threads = it.threads.bind(it);
      it.threads = () => ({ threads: [], next: null });
      await it.replaying.begin(iso(it.now));
      await it.pass(20 * SECOND);
      await it.replaying.begin(iso(it.now));
      it.threads = threads;
      await it.pass(2 * MINUTE);
      expect(it.delivered).toEqual(["a:1"]);
      expect(it.replaying.current).toBeNull();
    }));
});
