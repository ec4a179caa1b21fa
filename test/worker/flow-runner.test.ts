import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { Told } from "../../src/conversation/told.ts";
import type { Event } from "../../src/domain/events.ts";
import { FlowRepository } from "../../src/flows/repository.ts";
import { Runner, type World } from "../../src/flows/runner.ts";
import { Flow } from "../../src/protocol/flow.ts";

vi.spyOn(console, "warn").mockImplementation(() => undefined);

const EXECUTION = "3d77f23b-683d-834e-8731-15e280000001";

const say = (content: string, next: string) => ({ type: "message", message: { content }, next });

/** Two things said, a call, and the end. */
const FLOW = Flow.parse({
  start: "one",
  nodes: {
    one: say("One", "two"),
    two: say("Two", "call"),
    call: { type: "http", url: "https://orders.example.com/", next: "three" },
    three: say("Three {{http.status}}", "done"),
    done: { type: "end" },
  },
});

/** A thread that keeps its log and what it was told, and may fail. */
function thread() {
  const log: Event[] = [];
  const commands: { key: string; type: string; [field: string]: unknown }[] = [];
  const calls: number[] = [];
  const faults = { execute: 0, afterwards: 0, call: 0, refuse: "" };
  const add = (event: object) =>
    log.push({ at: "", number: 1, actor: { type: "system", id: null }, seq: log.length + 1, ...event } as Event);
  const told = (event: Event): Told => {
    const message = { id: "m", message_type: "text", content: "hello", payload: {}, deleted_at: null };
    const contact = { name: "Ann", customer_details: null };
    return {
      event,
      conversation: { id: "c", number: 1 },
      contact,
      our_number: null,
      messages: [message],
      log: [],
    } as unknown as Told;
  };
  const fail = (which: "execute" | "afterwards" | "call") => {
    if (faults[which]-- > 0) throw new Error("the machine died");
  };
  const world: World = {
    now: () => 0,
    thread: {
      tell: async (after, limit) => {
        const events = log.slice(after, after + limit);
        return { told: events.map(told), through: after + events.length, head: log.length, characters: 0 };
      },
      execute: async ({ keys: [key = ""], command }) => {
        fail("execute");
        if (faults.refuse !== "" && command.type === "receive_answer")
          return { ok: false, error: { code: faults.refuse } as never };
        // The same key again is the same command.
        if (!commands.some((one) => one.key === key)) commands.push({ key, ...command });
        fail("afterwards");
        return { ok: true, value: {} as never };
      },
    },
    published: async () => ({ name: "Orders", version: 1, flow: FLOW }),
    about: async () => ({ customer: {}, conversation: {}, time_zone: "UTC" }),
    call: async ({ number }) => {
      calls.push(number);
      fail("call");
      return { status: 200, body: null, error: null };
    },
    ask: async () => ({ body: null, low_confidence: true }),
    saying: async ({ content }) => ({ ok: true, value: { content } as never }),
    forget: () => undefined,
  };
  const begins = () =>
    add({
      type: "flow.requested",
      message_seq: 1,
      flow_execution_id: EXECUTION,
      flow_id: "f",
      variables: null,
      by_service: false,
    });
  const words = () =>
    commands.map(({ type, saying, reason }) => (saying as { content: string } | undefined)?.content ?? reason ?? type);
  return { log, add, begins, world, faults, commands, calls, words };
}

let objects = 0;

/** Runs until nothing fails any more, each time as a new object on the same storage. */
const inObject = (
  work: (runAnew: () => Promise<number>, storage: DurableObjectStorage) => Promise<void>,
  world: World,
) =>
  runInDurableObject(env.FLOW.getByName(`nobody:${++objects}`), async (_, { storage }) => {
    await work(async () => {
      for (let deaths = 0; ; deaths++) {
        const runner = new Runner(new FlowRepository(storage), world);
        const isDone = await runner.run().then(
          () => true,
          () => false,
        );
        if (isDone) return deaths;
      }
    }, storage);
  });

describe("whatever dies in between", () => {
  test.each([["execute"], ["afterwards"]] as const)("%s: everything is said once and in order", async (fault) => {
    const one = thread();
    one.begins();
    one.faults[fault] = 3;
    await inObject(async (runAnew) => {
      expect(await runAnew()).toBe(3);
      expect(await runAnew()).toBe(0);
    }, one.world);
    expect(one.words()).toEqual(["One", "Two", "Three 200", "end_flow"]);
    expect(one.commands.map(({ key }) => key)).toEqual([1, 2, 3, 4].map((n) => `flow:${EXECUTION}:${n}`));
  });

  test("a call is repeated once at most, under its own number", async () => {
    const one = thread();
    one.begins();
    one.faults.call = 1;
    await inObject(async (runAnew) => void (await runAnew()), one.world);
    expect(one.calls).toEqual([1, 1]);
    expect(one.words()).toEqual(["One", "Two", "Three 200", "end_flow"]);
  });

  test("a call that dies every time ends with a person", async () => {
    const one = thread();
    one.begins();
    one.faults.call = 99;
    await inObject(async (runAnew) => void (await runAnew()), one.world);
    expect(one.calls).toEqual([1, 1]);
    expect(one.commands.at(-1)).toMatchObject({ type: "end_flow", wants_ticket: true });
  });

  test("a call that dies is repeated once at most, whatever the customer says meanwhile", async () => {
    const one = thread();
    one.begins();
    const { call } = one.world;
    const world: World = {
      ...one.world,
      call: (...asked) => {
        // Not for ever: a call that is repeated each time would be.
        if (one.calls.length < 5) one.add({ type: "answer.requested", of: "flow", message_seq: 1, by_service: false });
        return call(...asked);
      },
    };
    one.faults.call = 99;
    await inObject(async (runAnew) => void (await runAnew()), world);
    expect(one.calls).toEqual([1, 1]);
  });
});

describe("whatever the thread says to it", () => {
  test("what is refused ends the flow, with a person where the conversation goes on", async () => {
    const one = thread();
    one.begins();
    one.faults.refuse = "window_closed";
    await inObject(async (runAnew) => void (await runAnew()), one.world);
    expect(one.commands).toMatchObject([
      { type: "end_flow", wants_ticket: true, reason: expect.stringContaining("window_closed") },
    ]);
    const other = thread();
    other.begins();
    other.faults.refuse = "conversation_closed";
    await inObject(async (runAnew) => void (await runAnew()), other.world);
    expect([other.commands, other.calls]).toEqual([[], []]);
  });

  test.each(["conversation.closed", "handoff.requested", "agent.assigned", "control.released", "flow.ended"])(
    "%s: nothing more is said, and nothing of what was said stays",
    async (type) => {
      const one = thread();
      one.begins();
      one.add({ type });
      await inObject(async (runAnew, storage) => {
        await runAnew();
        expect(new FlowRepository(storage).document("running")?.execution).toMatchObject({
          ended: true,
          message: null,
        });
        expect(new FlowRepository(storage).document("flow")).toBeNull();
      }, one.world);
      expect([one.commands, one.calls]).toEqual([[], []]);
    },
  );

  test("another conversation of the thread is none of its business, and a service's flow neither", async () => {
    const one = thread();
    one.begins();
    one.add({ type: "conversation.closed", number: 0 });
    one.add({ type: "flow.requested", flow_execution_id: "x", flow_id: null, by_service: true });
    await inObject(async (runAnew) => void (await runAnew()), one.world);
    expect(one.words()).toEqual(["One", "Two", "Three 200", "end_flow"]);
  });

  test("a flow that is not there any more hands over", async () => {
    const one = thread();
    one.begins();
    const world = { ...one.world, published: async () => null };
    await inObject(async (runAnew) => void (await runAnew()), world);
    expect(one.commands).toMatchObject([
      { type: "end_flow", wants_ticket: true, reason: expect.stringContaining("not there") },
    ]);
  });

  test("a person who was erased leaves nothing but how far the log was read", async () => {
    const one = thread();
    one.begins();
    one.add({ type: "thread.erased" });
    await inObject(async (runAnew, storage) => {
      const repository = new FlowRepository(storage);
      const world = { ...one.world, forget: (seq: number) => new FlowRepository(storage).forget(seq) };
      await new Runner(repository, world).run();
      expect(repository.document("cursor")).toEqual({ seq: 2 });
      expect(repository.document("running")).toBeNull();
      expect(await runAnew()).toBe(0);
    }, one.world);
    expect(one.commands).toEqual([]);
  });
});
