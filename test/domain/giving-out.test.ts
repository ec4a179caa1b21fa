import fc from "fast-check";
import { expect, test } from "vitest";
import { assignAll, nextDue } from "../../src/desk/assigning.ts";
import { MIGRATIONS } from "../../src/desk/migrations.ts";
import { DeskRepository } from "../../src/desk/repository.ts";
import type { DeskTicket } from "../../src/desk/ticket.ts";
import type { World } from "../../src/desk/world.ts";
import { type Candidate, isDeclinedByAll, nextAgent } from "../../src/domain/assignment.ts";
import { DEFAULT_POLICY } from "../../src/domain/policy.ts";
import { Disk, storageOf } from "./simulation/storage.ts";

const NOW = Date.UTC(2026, 0, 5, 9);
const iso = (time: number) => new Date(time).toISOString();

const AGENTS = ["ann", "ben", "cleo", "dov"];
const OUTLETS = ["harbour", "market"];
const TEAMS = ["sales", "repairs"];

const tickets = fc.array(
  fc.record({
    outlet_id: fc.constantFrom(...OUTLETS),
    team_id: fc.constantFrom(null, null, ...TEAMS, "a team of before"),
    waited: fc.nat(20).map((minutes) => minutes * 60_000),
    declined: fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, fc.subarray(AGENTS)),
    rests: fc.constantFrom(null, -1_000, 1_000),
    assigning: fc.constantFrom(null, null, null, "ann"),
    is_moving: fc.constantFrom(false, false, true),
    state: fc.constantFrom("pending" as const, "pending" as const, "open" as const, "closed" as const),
  }),
  // More than are read at a time.
  { maxLength: 140, size: "max" },
);
const staff = fc.tuple(
  ...AGENTS.map((id) =>
    fc.record({
      id: fc.constant(id),
      outlet_ids: fc.subarray(OUTLETS),
      team_ids: fc.subarray(TEAMS),
      capacity: fc.nat(40),
      presence: fc.constantFrom("online" as const, "online" as const, "away" as const),
    }),
  ),
);
const answering = fc
  .tuple(...TEAMS.map((id) => fc.tuple(fc.constant(id), fc.subarray(OUTLETS, { minLength: 1 }))))
  .map((teams) => new Map(teams));
const policies = fc.record({
  assignment: fc.constantFrom("manual" as const, "round_robin" as const, "least_loaded" as const),
  nobody_available: fc.constantFrom("wait" as const, "ai" as const),
  queue_timeout: fc.constantFrom(null, 600),
});

/** What is to become of each, looked at one by one: who gets it, or that the AI does. */
function decided(waiting: DeskTicket[], world: World, all: Candidate[]): { [id: string]: string } {
  const { assignment, nobody_available, queue_timeout } = world.policy;
  const found: { [id: string]: string } = {};
  let agents = all;
  for (const one of waiting) {
    const ticket = {
      ...one,
      team_id: one.team_id !== null && world.teams.get(one.team_id)?.includes(one.outlet_id) ? one.team_id : null,
    };
    const isLate = queue_timeout !== null && Date.parse(String(one.waiting_since)) + queue_timeout * 1_000 <= NOW;
    const isRefused = isDeclinedByAll(ticket, agents);
    if (nobody_available === "ai" && (isLate || (assignment !== "manual" && isRefused))) {
      found[one.id] = "the AI";
      continue;
    }
    const isRested = isRefused && one.rests_until !== null && one.rests_until <= NOW;
    const agentId = nextAgent(isRested ? { ...ticket, declined: [] } : ticket, agents, assignment);
    if (agentId === null) continue;
    found[one.id] = agentId;
    agents = agents.map((agent) =>
      agent.id === agentId ? { ...agent, load: agent.load + 1, last_assigned_at: iso(NOW) } : agent,
    );
  }
  return found;
}

test("AS1 to AS7 of however many that wait each gets whom it would get if all were looked at, one after the other", () => {
  fc.assert(
    fc.property(tickets, staff, answering, policies, (some, people, teams, wishes) => {
      const disk = new Disk(MIGRATIONS, () => 0);
      const repository = new DeskRepository(storageOf(disk, () => true));
      const policy = { ...DEFAULT_POLICY, ...wishes, offers: false, embedded: { ai: true, flows: false } };
      const world: World = { policy, staff: people, off: [], teams };
      const given = some.map(({ waited, rests, ...more }, index): DeskTicket => {
        const id = `ticket-${String(index).padStart(3, "0")}`;
        const [agent_id, at] = [null, iso(NOW - waited)];
        const known = { ...more, rests_until: rests === null ? null : NOW + rests, waiting_since: at, opened_at: at };
        return { ...known, id, conversation_id: id, agent_id, closed_at: null, is_opened: true, commands: 0 };
      });
      repository.transaction(() => {
        for (const ticket of given) repository.tickets.save(ticket);
        for (const { id, presence } of people) repository.presence.set(id, presence, null, iso(NOW));
      });
      const before = repository.presence.all();
      const candidates = people.map((agent) => {
        const { load = 0, last_assigned_at = null } = before.get(agent.id) ?? {};
        return { ...agent, load, last_assigned_at };
      });
      const waiting = given
        .filter(({ state, assigning, is_moving }) => state === "pending" && assigning === null && !is_moving)
        .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
      const { presence } = repository;
      const round = { world, tickets: repository.tickets, presence, now: NOW };
      repository.transaction(() => assignAll(round));
      const done = repository.outgoing.first(NOW, some.length).map(({ ticket_id, command }): [string, string] => {
        return [ticket_id, "agent_id" in command ? String(command.agent_id) : "the AI"];
      });
      expect(Object.fromEntries(done)).toEqual(decided(waiting, world, candidates));
      // What is left to be done by time is not due already.
      expect(nextDue(round) ?? NOW + 1).toBeGreaterThan(NOW);
      disk.close();
    }),
    { numRuns: 150 },
  );
});

const orderOf = ({ waiting_since, id }: DeskTicket): string => `${waiting_since} ${id}`;
