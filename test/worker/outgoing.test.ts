import { createMessageBatch, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OutboundJob, WorkJob } from "../../src/conversation/port.ts";
import worker from "../../src/index.ts";
import { TenantObject } from "../../src/tenant/tenant-object.ts";
import { newTenant, threadAt } from "../support/api.ts";
import { accepted, chat, type Line, newLine, newWamid, receive, refused, text } from "../support/whatsapp.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const UNKNOWN = "3d77f23b-683d-834e-8731-15e280000001";

interface Call {
  path: string;
  query: URLSearchParams;
  authorization: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of a body is what it checks
  body: any;
}

/** What the Graph API was asked, and what it answers. */
let calls: Call[];
let answer: (call: Call) => Response | Promise<Response>;
const jobs: (OutboundJob | WorkJob)[] = [];
let start: number;
/** An account is one tenant's: who names another's has WhatsApp asked (WH7). */
let accounts = 7_000;

const sent = () => calls.filter(({ path, body }) => path.endsWith("/messages") && body.status !== "read");
const receipts = () => calls.filter(({ body }) => body?.status === "read").map(({ body }) => body);

beforeEach(() => {
  calls = [];
  jobs.length = 0;
  answer = () => accepted(newWamid());
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    const { pathname, searchParams } = new URL(request.url);
    const isJson = request.headers.get("content-type") === "application/json";
    const body = isJson ? await request.json() : await request.arrayBuffer();
    const authorization = request.headers.get("authorization");
    const call = { path: pathname.replace("/v25.0/", ""), query: searchParams, authorization, body };
    calls.push(call);
    return answer(call);
  });
  const keep = async (job: unknown) => {
    jobs.push(job as OutboundJob);
    return undefined as never;
  };
  vi.spyOn(env.OUTBOUND, "send").mockImplementation(keep);
  vi.spyOn(env.WORK, "send").mockImplementation(keep);
  vi.spyOn(env.OUTBOUND, "sendBatch").mockImplementation(async (batch) => {
    for (const { body } of batch) jobs.push(body as OutboundJob);
    return undefined as never;
  });
  // Two hours from now, so that no real alarm fires; each test moves the clock from there.
  start = Date.now() + 120 * MINUTE;
  vi.setSystemTime(start);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Gives what is on the queues to their consumers, until nothing is. */
async function work(): Promise<void> {
  await vi.waitFor(() => expect(jobs.length).toBeGreaterThan(0), { interval: 5 });
  while (jobs.length > 0) {
    const messages = jobs
      .splice(0)
      .map((body, index) => ({ id: String(index), timestamp: new Date(), attempts: 1, body }));
    await worker.queue(createMessageBatch("outbound", messages), env);
  }
}

async function newChat(line?: Line) {
  const on = line ?? (await newLine(undefined, { waba_id: String(++accounts) }));
  const { id, waId } = await chat(on);
  const say = (message: object) =>
    on.shop.api("POST", "/messages", { conversation_id: id, sender_type: "agent", ...message });
  const messages = async () => (await on.shop.api("GET", `/conversations/${id}/messages`)).json;
  const message = async (one: { id: string }) => (await messages()).find(({ id }: { id: string }) => id === one.id);
  return { line: on, id, waId, say, message, messages, thread: threadAt(on.shop.id, id) };
}

const inboxOf = async ({ shop, inbox }: Line) => (await shop.api("GET", `/inboxes/${inbox}`)).json;

describe("a file", () => {
  const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const OGG = new TextEncoder().encode("OggS is how it begins");

  const upload = async ({ shop }: Line, bytes: Uint8Array, type: string, query = ""): Promise<string> => {
    const headers = { "Content-Type": type, "Content-Length": String(bytes.byteLength) };
    const { status, json } = await shop.api("POST", `/media${query}`, bytes, headers);
    expect(status).toBe(201);
    return json.id;
  };

  test("goes to WhatsApp first, and the message names it by WhatsApp's id", async () => {
    const { line, say, message } = await newChat();
    const media_id = await upload(line, PNG, "image/png", "?filename=shop.png");
    answer = ({ path }) => (path.endsWith("/media") ? Response.json({ id: "channel-file-1" }) : accepted(newWamid()));
    const { status, json } = await say({ message_type: "image", payload: { media_id, caption: "Our shop" } });
    expect(status).toBe(201);
    expect(json.message).toMatchObject({
      message_type: "image",
      content: "📷 Photo: Our shop",
      payload: { media_id, caption: "Our shop" },
      attachments: [
        { id: media_id, kind: "image", mime_type: "image/png", file_name: "shop.png", size: 11, state: "stored" },
      ],
    });
    await work();
    expect(sent().map(({ body }) => [body.type, body.image])).toEqual([
      ["image", { id: "channel-file-1", caption: "Our shop" }],
    ]);
    expect((await message(json.message)).status).toBe("accepted");
    // The same file for somebody else is at WhatsApp already.
    const other = await newChat(line);
    await other.say({ message_type: "image", payload: { media_id } });
    await work();
    expect(calls.filter(({ path }) => path.endsWith("/media"))).toHaveLength(1);
    expect(sent().at(-1)?.body.image).toEqual({ id: "channel-file-1" });
  });

  test("that somebody else serves goes by its link", async () => {
    const { say } = await newChat();
    const link = "https://shop.test/bill.pdf";
    const { json } = await say({ message_type: "document", payload: { link, filename: "bill.pdf" } });
    expect(json.message.attachments).toMatchObject([{ id: json.message.id, link, file_name: "bill.pdf", size: null }]);
    await work();
    expect(sent()[0]?.body.document).toEqual({ link, filename: "bill.pdf" });
  });

  test("that is not there, or another tenant's, is refused before anything is said", async () => {
    const [mine, theirs] = [await newChat(), await newChat()];
    const media_id = await upload(theirs.line, PNG, "image/png");
    const { status, json } = await mine.say({ message_type: "image", payload: { media_id } });
    expect([status, json.code]).toEqual([422, "media_not_found"]);
    expect(await mine.messages()).toHaveLength(1);
  });

  test("that WhatsApp would not take as this type is refused in words", async () => {
    const { line, say } = await newChat();
    const picture = await upload(line, PNG, "image/png");
    const video = await say({ message_type: "video", payload: { media_id: picture } });
    expect(video.json).toMatchObject({ code: "media_not_suitable", detail: expect.stringContaining("image/png") });
    const header = { type: "video", video: { media_id: picture } };
    const action = { buttons: [{ type: "reply", reply: { id: "a", title: "A" } }] };
    const payload = { type: "button", header, body: { text: "Which?" }, action };
    expect((await say({ message_type: "interactive", payload })).json.code).toBe("media_not_suitable");
    const voice = await upload(line, OGG, "audio/ogg");
    expect((await say({ message_type: "audio", payload: { media_id: voice, voice: true } })).status).toBe(201);
  });
});

describe("an inbox that cannot send", () => {
  const expired = () => refused(190, "Access token has expired", "", 401);

  test("DL8 holds what it has to say, asks WhatsApp no more, and goes on when it is mended", async () => {
    const first = await newChat();
    const other = await newChat(first.line);
    const { line } = first;
    answer = ({ authorization }) => (authorization === "Bearer graph-token" ? expired() : accepted(newWamid()));
    const { message: one } = (await first.say({ content: "one" })).json;
    await work();
    expect((await first.message(one)).status).toBe("queued");
    expect((await inboxOf(line)).health).toMatchObject({
      status: "unhealthy",
      code: 190,
      reason: expect.stringContaining("expired"),
      retry_at: new Date(start + 5 * MINUTE).toISOString(),
    });
    const before = calls.length;
    const { message: two } = (await other.say({ content: "two" })).json;
    await work();
    expect(calls).toHaveLength(before);
    expect((await other.message(two)).status).toBe("queued");
    await line.shop.api("PATCH", `/inboxes/${line.inbox}`, { access_token: "mended" });
    await runDurableObjectAlarm(env.TENANT.getByName(line.shop.id));
    await work();
    expect((await first.message(one)).status).toBe("accepted");
    expect((await other.message(two)).status).toBe("accepted");
    expect((await inboxOf(line)).health.status).toBe("healthy");
  });

  test("DL8 lets one message find out after five minutes whether it can send again", async () => {
    const { line, say, message } = await newChat();
    answer = expired;
    const { message: held } = (await say({ content: "hello?" })).json;
    await work();
    vi.setSystemTime(start + 5 * MINUTE);
    answer = () => accepted(newWamid());
    await runDurableObjectAlarm(env.TENANT.getByName(line.shop.id));
    await work();
    expect((await message(held)).status).toBe("accepted");
    expect((await inboxOf(line)).health.status).toBe("healthy");
  });

  test("a token that is set while the old one is being tried is used at once", async () => {
    const { line, say, message } = await newChat();
    vi.setSystemTime(start + MINUTE);
    answer = async ({ authorization }) => {
      if (authorization === "Bearer mended") return accepted(newWamid());
      await line.shop.api("PATCH", `/inboxes/${line.inbox}`, { access_token: "mended" });
      return expired();
    };
    const { message: one } = (await say({ content: "one" })).json;
    await work();
    expect((await message(one)).status).toBe("accepted");
    expect((await inboxOf(line)).health.status).toBe("healthy");
  });

  test("that was too quick is given a pause, and holds meanwhile", async () => {
    const first = await newChat();
    const other = await newChat(first.line);
    answer = () => refused(130429, "Rate limit hit", "Too many messages");
    await first.say({ content: "one" });
    await work();
    expect((await inboxOf(first.line)).health).toMatchObject({ status: "paced", code: 130429 });
    const before = sent().length;
    const { message: two } = (await other.say({ content: "two" })).json;
    await work();
    expect(sent()).toHaveLength(before);
    vi.setSystemTime(start + 4 * SECOND);
    answer = () => accepted(newWamid());
    await runDurableObjectAlarm(env.TENANT.getByName(first.line.shop.id));
    await work();
    expect((await other.message(two)).status).toBe("accepted");
  });
});

test("what was sent is told to its thread, should the tenant not be there to hear of it", async () => {
  const { line, say, message } = await newChat();
  answer = () => refused(190, "Access token has expired", "", 401);
  const { message: held } = (await say({ content: "hello?" })).json;
  await work();
  vi.setSystemTime(start + 5 * MINUTE);
  answer = () => accepted(newWamid());
  await runDurableObjectAlarm(env.TENANT.getByName(line.shop.id));
  const away = vi.spyOn(TenantObject.prototype, "reportHealth").mockRejectedValue(new Error("the tenant is away"));
  await work();
  expect(away).toHaveBeenCalled();
  expect((await message(held)).status).toBe("accepted");
});

describe("a template", () => {
  const LIST = [
    {
      id: "1",
      name: "shipped",
      language: "en_US",
      status: "APPROVED",
      category: "UTILITY",
      components: [{ type: "BODY", text: "Hi {{1}}, it is on its way." }],
    },
  ];
  const shipped = (...words: string[]) => ({
    message_type: "template",
    payload: {
      name: "shipped",
      language: { code: "en_US" },
      components: [{ type: "body", parameters: words.map((one) => ({ type: "text", text: one })) }],
    },
  });
  const listed = ({ path }: Call) =>
    path.endsWith("/message_templates") ? Response.json({ data: LIST }) : accepted(newWamid());

  test("is sent as it is, and stored with what it says", async () => {
    const { say } = await newChat();
    answer = listed;
    const { status, json } = await say(shipped("Ann"));
    expect([status, json.message?.content]).toEqual([201, "Hi Ann, it is on its way."]);
    await work();
    expect(sent()[0]?.body).toMatchObject({ type: "template", template: shipped("Ann").payload });
  });

  test("that WhatsApp would refuse is refused before, in words", async () => {
    const { say, messages } = await newChat();
    answer = listed;
    const { status, json } = await say(shipped("Ann", "42"));
    expect([status, json.code]).toEqual([422, "template_invalid"]);
    expect(json.detail).toBe('The body of template "shipped" (en_US) has 1 variable ({{1}}), but 2 values are given.');
    expect(await messages()).toHaveLength(1);
  });

  test("that was approved since the list was fetched is found", async () => {
    const { say } = await newChat();
    let data: object[] = [];
    answer = (call) => (call.path.endsWith("/message_templates") ? Response.json({ data }) : listed(call));
    expect((await say(shipped("Ann"))).json.code).toBe("template_invalid");
    data = LIST;
    vi.setSystemTime(start + 2 * MINUTE);
    expect((await say(shipped("Ann"))).status).toBe(201);
  });

  test("goes to WhatsApp unseen where the list cannot be had", async () => {
    const { say } = await newChat();
    answer = ({ path }) => (path.endsWith("/messages") ? accepted(newWamid()) : new Response("", { status: 503 }));
    expect((await say(shipped("Ann", "42"))).json.message.content).toBe("📄 Template: shipped (Ann, 42)");
  });

  test("EX1 that was sent under a key is answered as before, should it be gone since", async () => {
    const { line, id } = await newChat();
    answer = listed;
    const wish = { conversation_id: id, sender_type: "agent", ...shipped("Ann") };
    const once = await line.shop.api("POST", "/messages", wish, { "Idempotency-Key": "ship-1" });
    vi.setSystemTime(start + 20 * MINUTE);
    answer = ({ path }) => (path.endsWith("_templates") ? Response.json({ data: [] }) : accepted(newWamid()));
    const again = await line.shop.api("POST", "/messages", wish, { "Idempotency-Key": "ship-1" });
    expect([again.status, again.json]).toEqual([201, once.json]);
  });
});

describe("a reaction", () => {
  test("goes to the message that it is for, and stands at it", async () => {
    const { line, waId, say, messages } = await newChat();
    const asked = text(waId, "is it open?");
    await receive(line, asked);
    const target = (await messages()).at(-1);
    const { status } = await say({ message_type: "reaction", payload: { message_id: target.id, emoji: "👍" } });
    expect(status).toBe(201);
    await work();
    expect(sent()[0]?.body).toMatchObject({ type: "reaction", reaction: { message_id: asked.id, emoji: "👍" } });
    const stored = (await messages()).find(({ id }: { id: string }) => id === target.id);
    expect(stored.reactions).toMatchObject([{ sender_type: "agent", emoji: "👍" }]);
  });
});

describe("sending again", () => {
  async function failed() {
    const scene = await newChat();
    answer = () => refused(131026, "Message undeliverable", "Not on WhatsApp");
    const { message: first } = (await scene.say({ content: "hello?", metadata: { order: 7 } })).json;
    await work();
    expect((await scene.message(first)).status).toBe("failed");
    answer = () => accepted(newWamid());
    const resend = (id: string) => scene.line.shop.api("POST", `/messages/${id}/resend`);
    return { ...scene, first, resend };
  }

  test("a message that failed makes a new one, once however often it is asked for", async () => {
    const { first, resend, message, messages } = await failed();
    const [one, two] = [await resend(first.id), await resend(first.id)];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.json.message.id).toBe(one.json.message.id);
    expect(one.json.message).toMatchObject({
      content: "hello?",
      status: "queued",
      metadata: { order: 7, resend_of: first.id },
    });
    await work();
    expect((await message(one.json.message)).status).toBe("accepted");
    expect(await messages()).toHaveLength(3);
  });

  test("only what failed, and only where it is", async () => {
    const { resend, first, line, messages } = await failed();
    const [heard] = await messages();
    expect((await resend(heard.id)).json.code).toBe("message_not_failed");
    const { json } = await resend(first.id);
    expect((await resend(json.message.id)).json.code).toBe("message_not_failed");
    expect((await resend(UNKNOWN)).status).toBe(404);
    const stranger = await newTenant();
    expect((await stranger.api("POST", `/messages/${first.id}/resend`)).status).toBe(404);
    expect((await line.shop.api("POST", "/messages/nobody/resend")).status).toBe(400);
  });

  test("by an agent is the agent's own word", async () => {
    const { first, line } = await failed();
    const agent = (await line.shop.api("POST", "/agents", { name: "Ann", email: "ann@shop.test" })).json;
    const { token } = (await line.shop.api("POST", `/agents/${agent.id}/tokens`, {})).json;
    const again = await line.shop.api("POST", `/messages/${first.id}/resend`, undefined, {
      Authorization: `Bearer ${token}`,
    });
    expect(again.json.message).toMatchObject({ sender_type: "agent", sender_id: agent.id });
  });
});

describe("reading", () => {
  test("marks the customer's last message as read, and shows that an answer is written", async () => {
    const { line, id, waId, messages } = await newChat();
    const last = text(waId, "are you there?");
    await receive(line, last);
    const { status } = await line.shop.api("POST", `/conversations/${id}/read`, { typing: true });
    expect(status).toBe(202);
    await work();
    expect(receipts()).toEqual([
      {
        messaging_product: "whatsapp",
        status: "read",
        message_id: last.id,
        typing_indicator: { type: "text" },
      },
    ]);
    expect(await messages()).toHaveLength(2);
    const { json } = await line.shop.api("GET", `/conversations/${id}`);
    expect(json.agent_last_seen_at).not.toBeNull();
  });

  test("DL10 is told with the first answer, before it, and once", async () => {
    const { line, waId, say } = await newChat();
    const last = text(waId, "are you there?");
    await receive(line, last);
    await say({ content: "yes" });
    await say({ content: "here I am" });
    await work();
    expect(calls.map(({ body }) => body.message_id ?? body.text.body)).toEqual([last.id, "yes", "here I am"]);
  });

  test("DL10 is told as soon as it is stored, once, and that somebody writes while a bot has the word", async () => {
    const { line, waId, id } = await newChat();
    await line.shop.api("PATCH", "/tenant", { policies: { read_receipts: "on_receipt" }, services: { ai: "remote" } });
    const [first, second] = [text(waId, "are you there?"), text(waId, "hello?")];
    await receive(line, first);
    await receive(line, first);
    await work();
    await line.shop.api("PUT", `/conversations/${id}/assign`, { agent_id: "ana" });
    await receive(line, second);
    await work();
    expect(receipts()).toMatchObject([
      { message_id: first.id, typing_indicator: { type: "text" } },
      { message_id: second.id },
    ]);
    expect(receipts()[1].typing_indicator).toBeUndefined();
  });

  test("of a conversation in which nobody wrote is only noted; of none it is refused", async () => {
    const shop = await newTenant();
    const { id } = await shop.open();
    expect((await shop.api("POST", `/conversations/${id}/read`)).status).toBe(204);
    expect(jobs).toEqual([]);
    expect((await shop.api("POST", `/conversations/${UNKNOWN.replace("e28", "e20")}/read`)).status).toBe(404);
  });

  test("that WhatsApp refuses is let go", async () => {
    const { line, id } = await newChat();
    answer = () => refused(131009, "Parameter value is not valid");
    await line.shop.api("POST", `/conversations/${id}/read`, {});
    await work();
    expect(receipts()).toHaveLength(1);
    expect(await runInDurableObject(threadAt(line.shop.id, id), () => jobs)).toEqual([]);
  });
});
