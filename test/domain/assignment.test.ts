import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Candidate,
  isDeclinedByAll,
  mayTake,
  nextAgent,
  type WaitingTicket,
} from "../../src/domain/assignment.ts";

const agent = (id: string, news: Partial<Candidate> = {}): Candidate => ({
  id,
  outlet_ids: [],
  team_ids: [],
  presence: "online",
  capacity: 5,
  load: 0,
  last_assigned_at: null,
  ...news,
});
const ticket = (news: Partial<WaitingTicket> = {}): WaitingTicket => ({
  outlet_id: "harbour",
  team_id: null,
  declined: [],
  ...news,
});
const minute = (count: number) => new Date(Date.UTC(2026, 0, 5, 9, count)).toISOString();

const NAMES = ["ann", "ben", "cleo", "dov", "eva"];
const some = <T>(...values: T[]) => fc.subarray(values);
const candidates = fc
  .array(
    fc.record({
      outlet_ids: some("harbour", "market"),
      team_ids: some("sales", "repairs"),
      presence: fc.constantFrom("online", "away", "offline") as fc.Arbitrary<Candidate["presence"]>,
      capacity: fc.nat(3),
      load: fc.nat(4),
      last_assigned_at: fc.option(fc.nat(59).map(minute)),
    }),
    { maxLength: NAMES.length },
  )
  .map((drawn) => drawn.map((one, index): Candidate => ({ id: NAMES[index] ?? "", ...one })));
const tickets: fc.Arbitrary<WaitingTicket> = fc.record({
  outlet_id: fc.constantFrom("harbour", "market"),
  team_id: fc.option(fc.constantFrom("sales", "repairs")),
  declined: some(...NAMES),
});
const strategies = fc.constantFrom("round_robin", "least_loaded") as fc.Arbitrary<"round_robin" | "least_loaded">;

describe("who may get a ticket", () => {
  test("AS1, AS2 only who is on line, has time, is of the outlet and the team, and has not declined", () => {
    fc.assert(
      fc.property(tickets, candidates, strategies, (waiting, agents, strategy) => {
        const chosen = agents.find(({ id }) => id === nextAgent(waiting, agents, strategy));
        const able = agents.filter(
          (one) =>
            one.presence === "online" &&
            one.load < one.capacity &&
            (one.outlet_ids.length === 0 || one.outlet_ids.includes(waiting.outlet_id)) &&
            (waiting.team_id === null || one.team_ids.includes(waiting.team_id)) &&
            !waiting.declined.includes(one.id),
        );
        // Somebody is chosen exactly when somebody can be.
        if (able.length === 0) expect(chosen).toBeUndefined();
        else expect(able).toContain(chosen);
      }),
    );
  });

  test("AS1 an agent of no outlet in particular works for all, one of another team does not", () => {
    expect(mayTake(ticket(), agent("ann"))).toBe(true);
    expect(mayTake(ticket(), agent("ann", { outlet_ids: ["market"] }))).toBe(false);
    expect(mayTake(ticket({ team_id: "sales" }), agent("ann", { team_ids: ["repairs"] }))).toBe(false);
  });

  test("AS2 nobody is chosen where people choose for themselves", () => {
    expect(nextAgent(ticket(), [agent("ann")], "manual")).toBeNull();
  });
});

describe("who gets it first", () => {
  test("AS3 in turn: one who never got any, then whose last is the longest ago", () => {
    const agents = [
      agent("ann", { last_assigned_at: minute(2) }),
      agent("ben", { last_assigned_at: minute(1) }),
      agent("cleo"),
    ];
    expect(nextAgent(ticket(), agents, "round_robin")).toBe("cleo");
    expect(nextAgent(ticket({ declined: ["cleo"] }), agents, "round_robin")).toBe("ben");
  });

  test("AS3 in turn everybody gets the same number, give or take one, and nobody more than they can take", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 30 }), (people, count) => {
        let agents = NAMES.slice(0, people).map((name) => agent(name, { capacity: 8 }));
        for (let at = 0; at < count; at++) agents = given(agents, "round_robin", at);
        const loads = agents.map(({ load }) => load);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        expect(loads.reduce((sum, load) => sum + load, 0)).toBe(Math.min(count, people * 8));
      }),
    );
  });

  test("AS4 by load: never one who has more to do than another who can take it; ties in turn", () => {
    fc.assert(
      fc.property(tickets, candidates, (waiting, agents) => {
        const chosen = agents.find(({ id }) => id === nextAgent(waiting, agents, "least_loaded"));
        if (!chosen) return;
        const others = agents.filter((one) => nextAgent(waiting, [one], "least_loaded") === one.id);
        expect(chosen.load).toBe(Math.min(...others.map(({ load }) => load)));
        const tied = others.filter(({ load }) => load === chosen.load);
        expect(nextAgent(waiting, tied, "round_robin")).toBe(chosen.id);
      }),
    );
  });

  test("AS3 the order in which agents are named changes nothing", () => {
    fc.assert(
      fc.property(tickets, candidates, strategies, (waiting, agents, strategy) => {
        expect(nextAgent(waiting, agents.toReversed(), strategy)).toBe(nextAgent(waiting, agents, strategy));
      }),
    );
  });
});

test("AS5 a ticket is declined by all once nobody on line is left, busy or not, who has not declined it", () => {
  const agents = [agent("ann"), agent("ben", { load: 5 }), agent("cleo", { presence: "away" })];
  expect(isDeclinedByAll(ticket(), [])).toBe(false);
  expect(isDeclinedByAll(ticket({ declined: ["ann"] }), agents)).toBe(false);
  expect(isDeclinedByAll(ticket({ declined: ["ann", "ben"] }), agents)).toBe(true);
  expect(isDeclinedByAll(ticket({ declined: ["ann"] }), [agent("ann"), agent("dov", { outlet_ids: ["market"] })])).toBe(
    true,
  );
});

/** The agents after one more ticket was given to one of them. */
function given(agents: Candidate[], strategy: "round_robin" | "least_loaded", at: number): Candidate[] {
  const chosen = nextAgent(ticket(), agents, strategy);
  return agents.map((one) => (one.id === chosen ? { ...one, load: one.load + 1, last_assigned_at: minute(at) } : one));
}
