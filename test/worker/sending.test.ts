import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OutboundJob } from "../../src/conversation/port.ts";
import { parseConversationId } from "../../src/domain/ids.ts";
import worker from "../../src/index.ts";
import { sendMessages } from "../../src/queues/send-messages.ts";
import { TenantObject } from "../../src/tenant/tenant-object.ts";
import { threadAt } from "../support/api.ts";
import {
  accepted,
  chat,
  Graph,
  type GraphCall,
  newLine,
  newWamid,
  now,
  receive,
  refused,
  report,
  text,
} from "../support/whatsapp.ts";

const SECOND = 1_000;
const graph = new Graph();

/** Jobs that were put on the queue and not yet given to a consumer. */
const jobs: OutboundJob[] = [];

/** Gives what is on the queue to the consumer, until nothing is. */
async function work(): Promise<void> {
  while (jobs.length > 0) await consume(jobs.splice(0));
}

async function consume(bodies: OutboundJob[]) {
  const messages = bodies.map((body, index) => ({ id: String(index), timestamp: new Date(), attempts: 1, body }));
  const batch = createMessageBatch<OutboundJob>("outbound", messages);
  const context = createExecutionContext();
  await worker.queue(batch, env);
  return getQueueResult(batch, context);
}

/** Two hours from now, so that no real alarm fires; each test moves the clock from there. */
let start: number;

beforeEach(() => {
  jobs.length = 0;
  vi.spyOn(env.OUTBOUND, "send").mockImplementation(async (job) => {
    jobs.push(job as OutboundJob);
    return undefined as never;
  });
  start = Date.now() + 2 * 60 * 60 * SECOND;
  vi.setSystemTime(start);
});
afterEach(() => {
  vi.useRealTimers();
  vi.mocked(env.OUTBOUND.send).mockRestore();
});

interface Sent {
  id: string;
  content: string;
  seq: number;
  status: string;
  status_times: Record<string, string>;
  whatsapp_message_id: string | null;
  possible_duplicate: boolean;
  error: object | null;
}

/** A chat on a line of its own, and what is done in it. */
async function newChat(more: object = {}) {
  const line = await newLine(undefined, more);
  const { id, waId } = await chat(line);
  const thread = threadAt(line.shop.id, id);
  const say = async (content: string, options: object = {}): Promise<Sent> => {
    const { status, json } = await line.shop.say(id, "agent", content, options);
    expect(status).toBe(201);
    return json.message;
  };
  const messages = async (): Promise<Sent[]> => (await line.shop.api("GET", `/conversations/${id}/messages`)).json;
  const message = async (sent: Sent) => (await messages()).find((one) => one.id === sent.id);
  /** Moves the clock to so much after the start, and lets the alarm ring. */
  const ring = async (after: number) => {
    vi.setSystemTime(start + after);
    await runDurableObjectAlarm(thread);
    await drained();
  };
  /** The object has told everybody of what was stored. */
  const drained = () => runInDurableObject(thread, () => undefined);
  const status = (name: string, of: { id?: string; callback?: string }, more: object = {}) =>
    report(line, {
      id: of.id ?? newWamid(),
      status: name,
      timestamp: now(),
      recipient_id: waId,
      ...(of.callback && { biz_opaque_callback_data: of.callback }),
      ...more,
    });
  return { line, id, waId, thread, say, messages, message, ring, status };
}

/** The real queue's turn: the job has been put on it. */
const queued = (count = 1) => vi.waitFor(() => expect(jobs.length).toBeGreaterThanOrEqual(count), { interval: 5 });

async function sendAll(): Promise<void> {
  await queued();
  await work();
}

describe("a message on its way", () => {
  test("leaves by the Graph API with our id on it, and is accepted", async () => {
    const { line, waId, say, message } = await newChat();
    const calls = graph.answer(line, () => accepted("wamid.accepted-1"));
    const sent = await say("see https://shop.test");
    expect(sent.status).toBe("queued");
    await sendAll();
    expect(calls).toEqual([
      {
        url: `https://graph.test/v25.0/${line.number}/messages`,
        authorization: "Bearer graph-token",
        body: {
          messaging_product: "whatsapp",
          recipient_type: "individual",
          to: `+${waId}`,
          type: "text",
          text: { body: "see https://shop.test", preview_url: true },
          biz_opaque_callback_data: sent.id,
        },
      },
    ]);
    const stored = await message(sent);
    expect(stored).toMatchObject({ status: "accepted", whatsapp_message_id: "wamid.accepted-1", error: null });
    expect(Object.keys(stored?.status_times ?? {})).toEqual(expect.arrayContaining(["queued", "accepted"]));
  });

  test("goes through the real queue", async () => {
    vi.useRealTimers();
    vi.mocked(env.OUTBOUND.send).mockRestore();
    const { line, say, message } = await newChat();
    graph.answer(line);
    const sent = await say("through the queue");
    await vi.waitFor(async () => expect((await message(sent))?.status).toBe("accepted"), { timeout: 10_000 });
    vi.spyOn(env.OUTBOUND, "send");
  });

  test("of a reply names the quoted message to the channel", async () => {
    const { line, waId, say, messages } = await newChat();
    const calls = graph.answer(line);
    const question = text(waId, "which size?");
    await receive(line, question);
    const asked = (await messages()).at(-1);
    await say("the large one", { reply_to: asked?.id });
    await sendAll();
    expect(calls[0]?.body.context).toEqual({ message_id: question.id });
    const ours = (await messages()).at(-1);
    await say("or the small one", { reply_to: ours?.id });
    await sendAll();
    expect(calls[1]?.body.context).toEqual({ message_id: ours?.whatsapp_message_id });
  });

  test("to who has no number goes to the channel's own id", async () => {
    const line = await newLine();
    const calls = graph.answer(line);
    const user_id = "US.13491208655302741918";
    await receive(line, { ...text(user_id, "hello"), from_user_id: user_id });
    const [found] = await vi.waitFor(async () => {
      const { json } = await line.shop.api("GET", "/conversations");
      expect(json.conversations).toHaveLength(1);
      return json.conversations;
    });
    await line.shop.say(found.id, "agent", "hello you");
    await sendAll();
    expect(calls[0]?.body).toMatchObject({ recipient: user_id });
    expect(calls[0]?.body).not.toHaveProperty("to");
  });

  test("uses the inbox's token as it is now", async () => {
    const { line, say } = await newChat();
    const calls = graph.answer(line);
    await line.shop.api("PATCH", `/inboxes/${line.inbox}`, { access_token: "rotated-token" });
    await say("with the new token");
    await sendAll();
    expect(calls[0]?.authorization).toBe("Bearer rotated-token");
  });
});

describe("statuses", () => {
  async function accept() {
    const scene = await newChat();
    const wamid = newWamid();
    graph.answer(scene.line, () => accepted(wamid));
    const sent = await scene.say("hello");
    await sendAll();
    return { ...scene, sent, wamid };
  }

  test("DL1 only move forward, and each keeps its own time", async () => {
    const { sent, wamid, status, message } = await accept();
    const steps: [string, string][] = [
      ["delivered", "delivered"],
      ["sent", "delivered"],
      ["read", "read"],
      ["delivered", "read"],
      ["failed", "read"],
      ["read", "read"],
    ];
    for (const [index, [reported, expected]] of steps.entries()) {
      await status(reported, { id: wamid }, { timestamp: String(1_800_000_000 + index) });
      expect((await message(sent))?.status).toBe(expected);
    }
    expect((await message(sent))?.status_times).toMatchObject({
      delivered: new Date(1_800_000_000_000).toISOString(),
      sent: new Date(1_800_000_001_000).toISOString(),
      read: new Date(1_800_000_002_000).toISOString(),
    });
  });

  test("the same one again is no event", async () => {
    const { id, line, wamid, status } = await accept();
    const count = async () => (await line.shop.api("GET", `/conversations/${id}/events`)).json.events.length;
    await status("delivered", { id: wamid });
    const before = await count();
    await status("delivered", { id: wamid });
    expect(await count()).toBe(before);
  });

  test("a message that failed after it was sent says why in the channel's words", async () => {
    const { sent, wamid, status, message } = await accept();
    const error = { code: 131026, title: "Message undeliverable", error_data: { details: "Not on WhatsApp" } };
    await status("failed", { id: wamid }, { errors: [error] });
    expect(await message(sent)).toMatchObject({
      status: "failed",
      error: { code: 131026, title: "Message undeliverable", detail: "Not on WhatsApp" },
    });
  });

  test("one that comes before the answer is known by our id", async () => {
    const { line, say, message, status } = await newChat();
    const wamid = newWamid();
    graph.answer(line, async ({ body }) => {
      await status("delivered", { id: wamid, callback: body.biz_opaque_callback_data });
      return accepted(wamid);
    });
    const sent = await say("quick");
    await sendAll();
    const stored = await message(sent);
    expect(stored).toMatchObject({ status: "delivered", whatsapp_message_id: wamid });
    expect(Object.keys(stored?.status_times ?? {})).toEqual(expect.arrayContaining(["accepted", "delivered"]));
  });

  test("DL3 one whose message is not known yet is kept until it is, then applied", async () => {
    const { line, say, message, status, thread } = await newChat();
    const wamid = newWamid();
    graph.answer(line, async () => {
      await status("sent", { id: wamid });
      await status("read", { id: wamid });
      return accepted(wamid);
    });
    const sent = await say("quicker than its answer");
    await sendAll();
    expect(await message(sent)).toMatchObject({ status: "read", whatsapp_message_id: wamid });
    const rows = await runInDurableObject(thread, (_, { storage }) =>
      storage.sql.exec("SELECT * FROM parked_statuses").toArray(),
    );
    expect(rows).toEqual([]);
  });

  test("DL3 one that came without our id is applied when another tells whose it is", async () => {
    const { line, say, message, status } = await newChat();
    graph.answer(line, () => {
      throw new Error("the connection was lost");
    });
    const sent = await say("whose?");
    await sendAll();
    const wamid = newWamid();
    await status("read", { id: wamid });
    await status("sent", { id: wamid, callback: sent.id });
    expect(await message(sent)).toMatchObject({ status: "read", whatsapp_message_id: wamid });
  });

  test("one of a message that is nobody's waits, and changes nothing", async () => {
    const { sent, status, message, thread } = await accept();
    expect((await status("read", { id: "wamid.of-another-app" })).status).toBe(200);
    expect((await message(sent))?.status).toBe("accepted");
    const rows = await runInDurableObject(thread, (_, { storage }) =>
      storage.sql.exec("SELECT channel_message_id FROM parked_statuses").toArray(),
    );
    expect(rows).toEqual([{ channel_message_id: "wamid.of-another-app" }]);
    vi.setSystemTime(start + 8 * 24 * 60 * 60 * SECOND + 1);
    await status("read", { id: "wamid.of-another-app-too" });
    const kept = await runInDurableObject(thread, (_, { storage }) =>
      storage.sql.exec("SELECT channel_message_id FROM parked_statuses").toArray(),
    );
    expect(kept).toEqual([{ channel_message_id: "wamid.of-another-app-too" }]);
  });
});

describe("order", () => {
  test("DL4 one message is in flight; the next leaves when it was accepted or refused", async () => {
    const { line, id, say, messages } = await newChat();
    let inFlight = 0;
    const seen: number[] = [];
    const calls = graph.answer(line, async (_, index) => {
      seen.push(++inFlight);
      for (let turn = 0; turn < 3; turn++) await line.shop.api("GET", `/conversations/${id}`);
      inFlight--;
      return index === 1 ? refused(131026, "Message undeliverable", "Not on WhatsApp") : accepted();
    });
    const texts = ["one", "two", "three", "four", "five"];
    for (const body of texts) await say(body);
    await queued();
    const job = jobs.splice(0)[0] as OutboundJob;
    // The same job many times at once, as a queue may give it.
    await Promise.all([consume([job, job, job]), consume([job]), consume([job, job])]);
    await work();
    expect(calls.map(({ body }) => body.text.body)).toEqual(texts);
    expect(Math.max(...seen)).toBe(1);
    expect((await messages()).slice(1).map(({ status }) => status)).toEqual([
      "accepted",
      "failed",
      "accepted",
      "accepted",
      "accepted",
    ]);
  });

  test("threads do not wait for each other", async () => {
    const [slow, quick] = [await newChat(), await newChat()];
    graph.answer(slow.line, () => {
      throw new Error("the connection was lost");
    });
    graph.answer(quick.line);
    const [one, two] = [await slow.say("slow"), await quick.say("quick")];
    await queued(2);
    await work();
    expect((await slow.message(one))?.status).toBe("queued");
    expect((await quick.message(two))?.status).toBe("accepted");
  });
});

describe("refusals", () => {
  test.for([
    [refused(131047, "Re-engagement message", "More than 24 hours have passed"), 131047, "Re-engagement message"],
    [refused(131026, "Message undeliverable", "Not on WhatsApp"), 131026, "(#131026) Message undeliverable"],
    [new Response("<html>not found</html>", { status: 404 }), null, "WhatsApp answered 404"],
  ] as const)("of code %$ ends the message, in the channel's words", async ([answer, code, title]) => {
    const { line, say, message } = await newChat();
    const calls = graph.answer(line, () => answer.clone() as Response);
    const sent = await say("no");
    await sendAll();
    const stored = await message(sent);
    expect(stored).toMatchObject({ status: "failed", error: { code } });
    expect(JSON.stringify(stored?.error)).toContain(title.replace(/^\(#\d+\) /, ""));
    expect(calls).toHaveLength(1);
  });

  test("DL7 a send that the channel put off waits until its time, and those behind it wait too", async () => {
    const { line, say, message, ring } = await newChat();
    const calls = graph.answer(line, (_, index) =>
      index === 0 ? refused(130429, "Rate limit hit", "Too many messages") : accepted(),
    );
    const [first, second] = [await say("first"), await say("second")];
    await sendAll();
    expect(calls).toHaveLength(1);
    expect((await message(first))?.status).toBe("queued");
    await ring(4 * SECOND - 1);
    await work();
    expect(calls).toHaveLength(1);
    await ring(4 * SECOND);
    await sendAll();
    expect(calls.map(({ body }) => body.text.body)).toEqual(["first", "first", "second"]);
    expect(await message(first)).toMatchObject({ status: "accepted", possible_duplicate: false });
    expect((await message(second))?.status).toBe("accepted");
  });

  test("DL8 a number that was too quick pauses for seconds, however often that happens to one message", async () => {
    const { line, id, say, message } = await newChat();
    const other = await chat(line);
    graph.answer(line, () => refused(130429, "Rate limit hit"));
    const sent = await say("one");
    const jobOf = (of: string) => ({ tenant_id: line.shop.id, thread_key: parseConversationId(of)?.threadKey ?? "" });
    const tries = [4, 8, 16];
    for (const seconds of tries) {
      await sendMessages(env, jobOf(id));
      const { health } = (await line.shop.api("GET", `/inboxes/${line.inbox}`)).json;
      expect(health.retry_at).toBe(new Date(start + 4 * SECOND).toISOString());
      // Who is told to go on in a new pause is held, and that is no try.
      await line.shop.say(other.id, "agent", "two");
      await sendMessages(env, { ...jobOf(other.id), resume: true });
      start += seconds * SECOND;
      vi.setSystemTime(start);
    }
    expect((await message(sent))?.status).toBe("queued");
    const calls = graph.answer(line, () => refused(130429, "Rate limit hit"));
    await sendMessages(env, { ...jobOf(other.id), resume: true });
    await runDurableObjectAlarm(threadAt(line.shop.id, other.id));
    expect(calls).toHaveLength(1);
    // Its first try, so it waits four seconds only.
    vi.setSystemTime(start + 4 * SECOND);
    graph.answer(line, () => accepted());
    await sendMessages(env, jobOf(other.id));
    const all = (await line.shop.api("GET", `/conversations/${other.id}/messages`)).json as Sent[];
    expect(all.filter(({ status }) => status === "accepted")).toHaveLength(3);
  });

  test("DL6 after eight attempts a message fails, in words, and the next one leaves", async () => {
    const { line, say, message, ring } = await newChat();
    const calls = graph.answer(line, ({ body }) =>
      body.text.body === "never" ? refused(131056, "Pair rate limit hit", "Slow down") : accepted(),
    );
    const [never, next] = [await say("never"), await say("next")];
    await sendAll();
    let after = 0;
    for (let attempt = 1; attempt < 8; attempt++) {
      after += 4 ** Math.min(attempt, 5) * SECOND;
      await ring(after);
      await sendAll();
    }
    expect(calls.filter(({ body }) => body.text.body === "never")).toHaveLength(8);
    expect(await message(never)).toMatchObject({ status: "failed", error: { code: 131056 } });
    expect((await message(next))?.status).toBe("accepted");
  });
});

describe("a lost answer", () => {
  const LOST = [
    ["a broken connection", () => Promise.reject(new TypeError("network error"))],
    ["a 500 without a word", () => new Response("", { status: 500 })],
    ["a 503 of Meta's own", () => refused(2, "Service temporarily unavailable", "", 503)],
    ["a 200 without an id", () => Response.json({ messaging_product: "whatsapp" })],
  ] as const;

  test.for(LOST)("DL5 %s: not sent again within two minutes, then once, and marked", async ([, lose]) => {
    const { line, say, message, ring } = await newChat();
    const calls = graph.answer(line, (_, index) => (index === 0 ? lose() : accepted("wamid.second")));
    const sent = await say("did it arrive?");
    await sendAll();
    expect(calls).toHaveLength(1);
    expect(await message(sent)).toMatchObject({ status: "queued", possible_duplicate: false });
    for (const after of [30 * SECOND, 60 * SECOND, 120 * SECOND - 1]) {
      await ring(after);
      await work();
    }
    expect(calls).toHaveLength(1);
    await ring(120 * SECOND);
    await sendAll();
    expect(calls).toHaveLength(2);
    expect(calls[1]?.body).toEqual(calls[0]?.body);
    expect(await message(sent)).toMatchObject({ status: "accepted", possible_duplicate: true });
    await ring(600 * SECOND);
    await work();
    expect(calls).toHaveLength(2);
  });

  test("DL5 a status that comes meanwhile tells of it, and nothing is sent again", async () => {
    const { line, say, message, ring, status } = await newChat();
    const calls = graph.answer(line, ({ body }) => {
      if (body.text.body === "did it arrive?") throw new Error("the connection was lost");
      return accepted();
    });
    const [sent, next] = [await say("did it arrive?"), await say("and this?")];
    await sendAll();
    expect(calls).toHaveLength(1);
    await status("sent", { id: "wamid.it-did", callback: sent.id });
    await sendAll();
    expect(await message(sent)).toMatchObject({ status: "sent", whatsapp_message_id: "wamid.it-did" });
    expect((await message(next))?.status).toBe("accepted");
    for (const after of [120 * SECOND, 300 * SECOND]) {
      await ring(after);
      await work();
    }
    expect(calls.map(({ body }) => body.text.body)).toEqual(["did it arrive?", "and this?"]);
    expect(await message(sent)).toMatchObject({ possible_duplicate: false });
  });

  test("an answer that comes after the second attempt began is kept, and harms nothing", async () => {
    const { line, say, message, thread, ring } = await newChat();
    graph.answer(line, (_, index) => {
      if (index === 0) throw new Error("the connection was lost");
      return accepted("wamid.second");
    });
    const sent = await say("twice?");
    await sendAll();
    await ring(120 * SECOND);
    await sendAll();
    const verdict = { outcome: "accepted", channel_message_id: "wamid.first", wa_id: null } as const;
    await runInDurableObject(thread, (object) => object.report(sent.seq, 1, verdict));
    expect(await message(sent)).toMatchObject({ status: "accepted", possible_duplicate: true });
  });
});

describe("the queue", () => {
  test("DL5 a job that it lost is dispatched again after 30 seconds", async () => {
    const { line, say, message, ring } = await newChat();
    graph.answer(line);
    const sent = await say("lost on the way");
    await queued();
    jobs.length = 0;
    await ring(30 * SECOND);
    await sendAll();
    expect((await message(sent))?.status).toBe("accepted");
  });

  test("a queue that takes nothing is asked again", async () => {
    const { line, say, message, ring } = await newChat();
    graph.answer(line);
    vi.mocked(env.OUTBOUND.send).mockRejectedValueOnce(new Error("Queue send failed"));
    const sent = await say("queue is down");
    expect(sent.status).toBe("queued");
    await ring(30 * SECOND);
    await sendAll();
    expect((await message(sent))?.status).toBe("accepted");
  });

  test("a job that comes late, twice or for nobody sends nothing", async () => {
    const { line, say, thread } = await newChat();
    const calls: GraphCall[] = graph.answer(line);
    await say("once");
    await queued();
    const job = jobs[0] as OutboundJob;
    await work();
    const nobody = { tenant_id: line.shop.id, thread_key: "0".repeat(23) };
    const result = await consume([job, nobody, job]);
    expect(result.explicitAcks.sort()).toEqual(["0", "1", "2"]);
    expect(calls).toHaveLength(1);
    const stranger = env.CONVERSATION.getByName(`${nobody.tenant_id}:${nobody.thread_key}`);
    const tables = (_: unknown, { storage }: DurableObjectState) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'messages'").toArray();
    expect(await runInDurableObject(stranger, tables)).toEqual([]);
    expect(await runInDurableObject(thread, tables)).toHaveLength(1);
  });

  test("a job that fails is retried alone", async () => {
    const { line, say, message } = await newChat();
    graph.answer(line);
    const sent = await say("fine");
    await queued();
    const job = jobs.splice(0)[0] as OutboundJob;
    const broken = { tenant_id: line.shop.id, thread_key: 7 } as unknown as OutboundJob;
    const unnamed = null as unknown as OutboundJob;
    const result = await consume([unnamed, job, broken]);
    expect(result.retryMessages.map(({ msgId }) => msgId)).toContain("0");
    expect(result.explicitAcks).toContain("1");
    expect((await message(sent))?.status).toBe("accepted");
  });

  test("DL5 what the settings could not be read for was not sent: it leaves seconds later, and is no duplicate", async () => {
    const { line, say, message, ring } = await newChat();
    const calls: GraphCall[] = graph.answer(line);
    const sent = await say("nothing left yet");
    await queued();
    const [job] = jobs.splice(0);
    // It asks for them anew once it has the message.
    vi.spyOn(TenantObject.prototype, "configuration").mockRejectedValueOnce(new Error("overloaded"));
    await consume([{ ...(job as OutboundJob), resume: true }]);
    expect(calls).toHaveLength(0);
    await ring(20 * SECOND);
    await sendAll();
    expect(calls).toHaveLength(1);
    expect(await message(sent)).toMatchObject({ status: "accepted", possible_duplicate: false });
  });

  test("dead letters are taken off their queue: the thread itself remembers", async () => {
    const body = { tenant_id: crypto.randomUUID(), thread_key: "0".repeat(23) };
    const letter = { id: "dead", timestamp: new Date(), attempts: 6, body };
    const batch = createMessageBatch<OutboundJob>("outbound-dead-letter", [letter]);
    const context = createExecutionContext();
    await worker.queue(batch, env);
    expect((await getQueueResult(batch, context)).ackAll).toBe(true);
  });

  test("a message of an inbox that lost its number fails in words", async () => {
    const { line, say, message } = await newChat();
    const sent = await say("to nowhere");
    await queued();
    await runInDurableObject(env.TENANT.getByName(line.shop.id), (_, { storage }) => {
      storage.sql.exec("DELETE FROM settings WHERE kind = 'inbox'");
    });
    vi.setSystemTime(start + 10 * SECOND);
    await work();
    expect(await message(sent)).toMatchObject({
      status: "failed",
      error: { title: expect.stringContaining("no WhatsApp") },
    });
  });
});
