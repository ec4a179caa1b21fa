import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Outbox } from "../../src/conversation/outbox.ts";
import { threadAt as portAt } from "../../src/conversation/port.ts";
import { parseConversationId } from "../../src/domain/ids.ts";
import { newTenant, type Shop, threadAt } from "../support/api.ts";
import { chat, conversationWith, type Line, newLine, newWaId, receive, report, text } from "../support/whatsapp.ts";

const SECOND = 1_000;

/** Jobs that were put on the queue of callbacks. */
const jobs: object[] = [];
beforeEach(() => {
  jobs.length = 0;
  vi.spyOn(env.CALLBACKS, "send").mockImplementation(async (job) => {
    jobs.push(job as object);
    return undefined as never;
  });
  vi.spyOn(env.OUTBOUND, "send").mockImplementation(async () => undefined as never);
  vi.setSystemTime(Date.now() + 2 * 60 * 60 * SECOND);
});
afterEach(() => {
  vi.useRealTimers();
  vi.mocked(env.CALLBACKS.send).mockRestore();
  vi.mocked(env.OUTBOUND.send).mockRestore();
});

const port = (shop: Shop, id: string) => portAt(env, shop.id, parseConversationId(id)?.threadKey ?? "");

async function subscribed(): Promise<Line> {
  const shop = await newTenant();
  await shop.api("POST", "/subscriptions", { url: "https://subscriber.test/", types: ["*"] });
  return newLine(shop);
}

describe("telling services", () => {
  test("a job says that there is something, and nothing of what", async () => {
    const line = await subscribed();
    const { id } = await chat(line);
    await vi.waitFor(() => expect(jobs.length).toBeGreaterThan(0));
    expect(jobs[0]).toEqual({ tenant_id: line.shop.id, thread_key: parseConversationId(id)?.threadKey });
  });

  test("nobody is told where nobody asked to be", async () => {
    const line = await newLine();
    const { id } = await chat(line);
    await vi.waitFor(async () => {
      const untold = await port(line.shop, id).untold(10);
      expect(untold?.after).toBe(untold?.head);
    });
    expect(jobs).toEqual([]);
  });

  test("what lies behind the cursor is read until it is heard", async () => {
    const { shop, ...line } = await subscribed();
    const { id, waId } = await chat({ shop, ...line });
    const thread = port(shop, id);
    const first = await thread.untold(10);
    expect(first?.events.map(({ type }) => type)).toEqual(["conversation.opened", "message.received"]);
    expect(first).toMatchObject({ after: 0, through: 2, head: 2, place: { inbox_id: line.inbox } });
    expect(await thread.untold(1)).toMatchObject({ through: 1, head: 2 });
    await thread.heard(2);
    await thread.heard(1);
    expect((await thread.untold(10))?.events).toEqual([]);
    await receive({ shop, ...line }, text(waId, "and another"));
    expect((await thread.untold(10))?.events.map(({ seq }) => seq)).toEqual([3]);
  });

  test("a queue that fails, or forgets, is given the job again by the alarm", async () => {
    vi.mocked(env.CALLBACKS.send).mockRejectedValueOnce(new Error("down"));
    const line = await subscribed();
    const { id } = await chat(line);
    const jobsOfAlarm = async () => {
      jobs.length = 0;
      vi.setSystemTime(Date.now() + 31 * SECOND);
      await runDurableObjectAlarm(threadAt(line.shop.id, id));
      return jobs.length;
    };
    for (const _ of ["the queue had failed", "the queue forgot"]) expect(await jobsOfAlarm()).toBeGreaterThan(0);
    await port(line.shop, id).heard(2);
    expect(await jobsOfAlarm()).toBe(0);
  });

  test("what is to be sent does not wait for the list", async () => {
    const line = await newLine();
    const { id, waId } = await chat(line);
    const desk = Promise.withResolvers<{ watched: boolean }>();
    const project = vi.spyOn(Outbox.prototype, "project").mockImplementation(() => desk.promise);
    try {
      await receive(line, text(waId, "are you there?"));
      await vi.waitFor(() => expect(project).toHaveBeenCalled());
      await line.shop.say(id, "llm", "yes, always");
      await vi.waitFor(() => expect(env.OUTBOUND.send).toHaveBeenCalled());
    } finally {
      desk.resolve({ watched: false });
      project.mockRestore();
    }
  });

  test("who looks on hears of a message while the desk still stores the one before it", async () => {
    const line = await newLine();
    const { id, waId } = await chat(line);
    const stored = Array.from({ length: 3 }, () => Promise.withResolvers<{ watched: boolean }>());
    const project = vi.spyOn(Outbox.prototype, "project");
    for (const { promise } of stored) project.mockImplementationOnce(() => promise);
    const told = () => project.mock.calls.map(([, , { events }]) => events.map(({ type }) => type));
    try {
      await port(line.shop, id).watch();
      for (const [index, words] of ["one", "two", "three"].entries()) {
        await receive(line, text(waId, words));
        await vi.waitFor(() => expect(told()).toHaveLength(index + 1));
      }
      // None was confirmed, so each begins where the desk is known to be.
      expect(told().at(-1)).toEqual(["message.received", "message.received", "message.received"]);
    } finally {
      for (const one of stored) one.resolve({ watched: false });
      project.mockRestore();
    }
  });

  test("an evicted thread tells again rather than too little", async () => {
    const line = await subscribed();
    const { id } = await chat(line);
    await evictDurableObject(threadAt(line.shop.id, id));
    expect((await port(line.shop, id).untold(10))?.events).toHaveLength(2);
  });

  test("an event is told with its conversation, its contact, our number and what it is about", async () => {
    const line = await subscribed();
    const { id, waId } = await chat(line);
    const { json } = await line.shop.say(id, "agent", "hi");
    const { told, through, head } = await port(line.shop, id).tell(0, 100);
    expect(through).toBe(head);
    expect(told.map(({ event }) => event.seq)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
    expect(told[0]).toMatchObject({
      conversation: { id, status: "handed_off" },
      contact: { wa_id: waId },
      our_number: "15550001111",
      messages: [],
      log: [],
    });
    await report(line, {
      id: "wamid.told",
      status: "sent",
      timestamp: "1767600000",
      recipient_id: waId,
      biz_opaque_callback_data: json.message.id,
    });
    const [status] = (await port(line.shop, id).tell(head, 100)).told;
    expect(status).toMatchObject({ event: { type: "message.status" }, messages: [{ id: json.message.id }] });
  });

  test("a thread that never was has nothing to tell, and is not made by the question", async () => {
    const shop = await newTenant();
    const nowhere = portAt(env, shop.id, "0123456789abcde3f012345");
    expect(await nowhere.untold(10)).toBeNull();
    expect(await nowhere.tell(0, 10)).toEqual({ told: [], through: 0, head: 0, characters: 0 });
    expect((await nowhere.document([1], { from: null, to: null, limit: null })).conversations).toEqual([]);
    expect(await nowhere.seqBefore(new Date().toISOString())).toBe(0);
  });
});

describe("what a thread tells", () => {
  test("is as much as a call carries, however long the messages are that an answer needs", async () => {
    const line = await newLine();
    await line.shop.api("PATCH", "/tenant", { services: { ai: "remote" } });
    const { id, waId } = await chat(line);
    const start = Date.now() + 60 * 60 * 1_000;
    for (let count = 0; count < 20; count++) {
      vi.setSystemTime(start + count * 6_000);
      await receive(line, text(waId, `${count} ${"я".repeat(65_000)}`));
      vi.setSystemTime(start + count * 6_000 + 3_000);
      await runDurableObjectAlarm(threadAt(line.shop.id, id));
    }
    const thread = portAt(env, line.shop.id, parseConversationId(id)?.threadKey ?? "");
    for (const hasContext of [true, false]) {
      const types: string[] = [];
      for (let after = 0; ; ) {
        const { told, through, head } = await thread.tell(after, 50, hasContext);
        types.push(...told.map(({ event }) => event.type));
        if (through >= head) break;
        expect(through).toBeGreaterThan(after);
        after = through;
      }
      expect(types.filter((type) => type === "ai.requested")).toHaveLength(21);
      expect(types.filter((type) => type === "message.received")).toHaveLength(21);
    }
  });
});

describe("a time in the log", () => {
  test("is the place before which everything happened earlier", async () => {
    const line = await newLine();
    await line.shop.api("PATCH", "/tenant", { services: { agents: "off" } });
    const { id, waId } = await chat(line);
    const begun = Date.now();
    for (let minute = 1; minute <= 3; minute++) {
      vi.setSystemTime(begun + minute * 60 * SECOND);
      await receive(line, text(waId, minute === 2 ? "a human, please" : "hello"));
    }
    const seqBefore = (after: number) => port(line.shop, id).seqBefore(new Date(begun + after).toISOString());
    expect(await seqBefore(0)).toBe(0);
    expect(await seqBefore(60 * SECOND)).toBe(2);
    expect(await seqBefore(2 * 60 * SECOND)).toBe(3);
    expect(await seqBefore(2 * 60 * SECOND + 1)).toBe(5);
    expect(await seqBefore(60 * 60 * SECOND)).toBe(6);
  });

  test("bounds a conversation's document on both sides, both included", async () => {
    const line = await newLine();
    const { id, waId } = await chat(line);
    const times = [1, 2, 3].map((minute) => Math.floor(Date.now() / SECOND) * SECOND + minute * 60 * SECOND);
    for (const time of times) {
      vi.setSystemTime(time);
      await receive(line, text(waId, `at ${time}`, { timestamp: String(time / SECOND) }));
    }
    const said = async (from: number | null, to: number | null) => {
      const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
      const { log } = await port(line.shop, id).document([1], { from: time(from), to: time(to), limit: null });
      return log.flatMap((event) => ("message" in event ? [event.message.content] : [])).slice(-3);
    };
    const [one = 0, two = 0, three = 0] = times;
    expect(await said(one, three)).toEqual(times.map((time) => `at ${time}`));
    expect(await said(two, two)).toEqual([`at ${two}`]);
    expect(await said(two, null)).toEqual([`at ${two}`, `at ${three}`]);
    expect(await said(null, one)).toEqual(["hello", `at ${one}`]);
    expect(await said(three + 1, null)).toEqual([]);
  });

  test("tells of several conversations by one look through the log, the last by the time at which it happened", async () => {
    const line = await newLine();
    const waId = newWaId();
    const start = Math.floor(Date.now() / SECOND);
    const say = (from: number, count: number) =>
      receive(
        line,
        ...Array.from({ length: count }, (_, n) => text(waId, `${from + n}`, { timestamp: `${start + from + n}` })),
      );
    for (let from = 0; from < 600; from += 100) await say(from, 100);
    const { id } = await conversationWith(line, waId);
    await line.shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    // What is told late happened before what was told first.
    await say(700, 2);
    await say(650, 2);
    const said = async (numbers: number[], limit: number | null) => {
      const { log, conversations } = await port(line.shop, id).document(numbers, { from: null, to: null, limit });
      expect(conversations.map(({ number }) => number)).toEqual(numbers.filter((number) => number < 3));
      return log.flatMap((event) => ("message" in event ? [Number(event.message.content)] : []));
    };
    const first = [...Array(600).keys()];
    expect(await said([1, 2], null)).toEqual([...first, 700, 701, 650, 651]);
    expect(await said([1], null)).toEqual(first);
    expect(await said([2, 3], null)).toEqual([700, 701, 650, 651]);
    expect((await said([2, 1], 8)).slice(-4)).toEqual([650, 651, 700, 701]);
    expect(await said([1, 2], 0)).toEqual([]);
  });
});
