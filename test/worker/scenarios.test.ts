import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { threadAt } from "../support/api.ts";
import { chance, Stage } from "../support/stage.ts";
import {
  conversationWith,
  listed,
  newLine,
  newWaId,
  now,
  quarantined,
  receive,
  report,
  text,
} from "../support/whatsapp.ts";

let stage: Stage;
afterEach(() => {
  stage?.close();
  vi.useRealTimers();
});

/** Two hours from now, so that no real alarm fires. */
const begin = () => vi.setSystemTime(Date.now() + 2 * 60 * 60 * 1_000);

const DEBOUNCE = 1_500;

/** What an event says, without its place, time, and what is named by chance. */
// biome-ignore lint/suspicious/noExplicitAny: events of any kind
function contentOf(event: any): string {
  const { type, turn, trigger, ticket_id, state, agent_id, reason, customer_id, of, content, control } = event;
  const { sender_type, content: said, status, metadata } = event.message ?? {};
  const named = typeof reason === "string" ? reason.replace(ticket_id, "T") : reason;
  const ticket = ticket_id === undefined ? undefined : "T";
  const agent = agent_id === undefined ? undefined : "A";
  return JSON.stringify({
    ...{ type, turn, trigger, ticket, state, agent, reason: named, customer_id, of, content, control },
    ...{ sender_type, said: withoutAgent(said), suppressed: status === "suppressed", confidence: metadata?.confidence },
  });
}

/** Which of its people the desk gives a ticket to is by chance. */
const withoutAgent = (said: string | undefined): string | undefined => said?.replace(/Ana|Marco/, "A");

/** The flow of seeds/001, from the first message to the end of the ticket. */
async function wholeFlow(options: { copies?: number; random?: () => number } = {}) {
  begin();
  stage = await Stage.open(options);
  await stage.says("hello");
  const { id } = await stage.conversation();
  await stage.ring(id, DEBOUNCE);
  await stage.says("what are your opening hours?");
  await stage.ring(id, DEBOUNCE);
  await stage.says("I would like to talk to somebody");
  await stage.ring(id, DEBOUNCE);
  await stage.says("where is my order?");
  stage.services.work(id, { do: "close", comment: "Solved" });
  await stage.settle();
  const conversation = (await stage.shop.api("GET", `/conversations/${id}`)).json;
  return { id, conversation, log: await stage.log(id) };
}

describe("the acceptance scenarios", () => {
  test("1 The whole S2 flow, both phases, with the seed's message names, each payload carrying uuid and timestamp", async () => {
    const { conversation, log } = await wholeFlow();
    expect(stage.answers.map(({ answer }) => answer.status)).toEqual(stage.answers.map(() => 202));
    const told = stage.told.map(({ service, event }) => `${service} ${event.type}`);
    const inOrder = [
      "ms-gateway whatsapp-business-text-message-received",
      "ms-rag generate-ai-agent-answer-with-user-info",
      "ms-agents open-ticket",
      "ms-agents conversation-document",
      "ms-agents generate-agent-answer",
    ];
    expect(told.filter((one, index) => inOrder.includes(one) && told.indexOf(one) === index)).toEqual(inOrder);
    for (const { event } of stage.told) {
      expect(event.data.uuid).toMatch(/^[0-9a-f-]{36}$/);
      expect(Number.isNaN(Date.parse(String(event.data.timestamp)))).toBe(false);
    }
    expect(stage.sent.map(({ body }) => body)).toEqual([
      expect.stringMatching(/Rosa/),
      expect.any(String),
      expect.any(String),
      expect.any(String),
      expect.any(String),
    ]);
    expect(conversation).toMatchObject({ state: "closed", close_reason: "ticket_closed", customer_id: "C-1" });
    expect(log.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["ticket.opened", "note.added", "ticket.closed"]),
    );
  });

  test("2 The same flow with every delivery tripled and shuffled inside each service: same final log content", async () => {
    const straight = await wholeFlow();
    const said = stage.sent.map(({ body }) => withoutAgent(body));
    const content = straight.log.map(contentOf).sort();
    stage.close();
    for (const seed of [1, 2, 3, 4, 5]) {
      const shuffled = await wholeFlow({ copies: 3, random: chance(seed) });
      expect(shuffled.log.map(contentOf).sort()).toEqual(content);
      expect(stage.sent.map(({ body }) => withoutAgent(body))).toEqual(said);
      stage.close();
    }
  });

  test("3 50 parallel first messages from one phone; two tenants with the same phone; X-Tenant-Id of another tenant", async () => {
    const [one, other] = [await newLine(), await newLine()];
    const waId = newWaId();
    const messages = Array.from({ length: 50 }, (_, index) => text(waId, `message ${index}`));
    await Promise.all(messages.map((message) => receive(one, message)));
    await receive(other, text(waId, "to the other"));
    const conversations = await listed(one);
    expect(conversations).toHaveLength(1);
    const id = conversations[0]?.id ?? "";
    const said = (await one.shop.api("GET", `/conversations/${id}/messages?limit=100`)).json;
    expect(said.map(({ content }: { content: string }) => content).sort()).toEqual(
      messages.map((message) => message.text.body).sort(),
    );
    const theirs = await conversationWith(other, waId);
    expect(theirs.id).not.toBe(id);
    expect((await other.shop.api("GET", `/conversations/${id}`)).status).toBe(404);
    const refused = await one.shop.api("GET", `/conversations/${id}`, undefined, { "X-Tenant-Id": other.shop.id });
    expect(refused).toMatchObject({ status: 403, json: { code: "tenant_mismatch" } });
  });

  test("4 Receipts in all orders, before and after the send result; unknown wamid", async () => {
    begin();
    const orders = permutations(["sent", "delivered", "read"]);
    for (const order of orders) {
      for (const isEarly of [true, false]) {
        stage = await Stage.open({ services: { ai: "off", customers: "off" } });
        await stage.says("hello");
        const { id } = await stage.conversation();
        const { json } = await stage.shop.say(id, "agent", "hi");
        const wamid = stage.nextWamid;
        const tell = async () => {
          for (const status of order)
            await report(stage.line, { id: wamid, status, timestamp: now(), recipient_id: stage.waId });
        };
        if (isEarly) await tell();
        await stage.settle();
        if (!isEarly) await tell();
        const [message] = (await stage.shop.api("GET", `/conversations/${id}/messages`)).json.slice(-1);
        expect(message).toMatchObject({ id: json.message.id, status: "read" });
        expect(Object.keys(message.status_times)).toEqual(expect.arrayContaining(order));
        stage.close();
      }
    }
    await report(stage.line, { id: "wamid.nobody", status: "read", timestamp: now(), recipient_id: newWaId() });
    expect((await quarantined(stage.shop.id)).map(({ reason }) => reason)).toEqual(["status_of_unknown_message"]);
  });

  test("5 Human takes over while the AI answer is on its way; releases; AI resumes", async () => {
    begin();
    stage = await Stage.open({ services: { agents: "embedded" } });
    const answersLate = stage.holdBack("ms-rag");
    await stage.says("what are your opening hours?");
    const { id } = await stage.conversation();
    await stage.ring(id, DEBOUNCE);
    expect(stage.told.map(({ event }) => event.type)).toContain("generate-ai-agent-answer-with-user-info");
    await stage.shop.say(id, "agent", "I will look");
    await answersLate();
    expect(stage.sent.map(({ body }) => body)).toEqual(["I will look"]);
    const log = await stage.log(id);
    const suppressed = log.filter(({ type }) => type === "message.suppressed");
    expect(suppressed).toMatchObject([{ message: { sender_type: "llm", status: "suppressed" } }]);
    await stage.says("and?");
    await stage.shop.api("POST", `/conversations/${id}/handoff/release`);
    await stage.settle();
    await stage.ring(id, DEBOUNCE);
    expect(stage.sent).toHaveLength(2);
    expect((await stage.log(id)).filter(({ type }) => type === "ai.requested").map(({ turn }) => turn)).toEqual([1, 2]);
  });

  test("6 Silence of 24 h in each phase; warning; snooze over the deadline; message one millisecond before and after", async () => {
    const DAY = 24 * 60 * 60 * 1_000;
    for (const phase of ["ai", "queue", "agent"]) {
      begin();
      stage = await Stage.open({
        services: { ai: "off", agents: "off", customers: "off" },
        policies: { inactivity_warning: 3_600 },
      });
      await stage.says("hello");
      const { id } = await stage.conversation();
      if (phase === "queue") await stage.shop.api("POST", `/conversations/${id}/handoff`, { reason: "Please" });
      if (phase === "agent") await stage.shop.api("PUT", `/conversations/${id}/assign`, { agent_id: "agent-1" });
      const started = Date.now();
      await stage.ring(id, DAY - 3_600_000 - 1);
      expect((await stage.log(id)).map(({ type }) => type)).not.toContain("inactivity.warned");
      await stage.ring(id, 1);
      expect((await stage.log(id)).at(-1)).toMatchObject({
        type: "inactivity.warned",
        closes_at: new Date(started + DAY).toISOString(),
      });
      await stage.ring(id, 3_600_000 - 1);
      expect((await stage.shop.api("GET", `/conversations/${id}`)).json.state).toBe("open");
      await stage.ring(id, 1);
      expect((await stage.shop.api("GET", `/conversations/${id}`)).json).toMatchObject({
        state: "closed",
        status: "expired",
      });
      stage.close();
    }
    for (const [early, conversations] of [
      [1, 1],
      [0, 2],
    ] as const) {
      begin();
      stage = await Stage.open({ services: { ai: "off", customers: "off" } });
      await stage.says("hello");
      vi.setSystemTime(Date.now() + DAY - early);
      await stage.says("again");
      expect((await stage.conversation()).number).toBe(conversations);
      stage.close();
    }
    begin();
    stage = await Stage.open({ services: { ai: "off", customers: "off" } });
    await stage.says("hello");
    const { id } = await stage.conversation();
    await stage.shop.api("PUT", `/conversations/${id}/snooze`, {
      until: new Date(Date.now() + 3 * DAY).toISOString(),
    });
    await stage.ring(id, 2 * DAY);
    expect((await stage.shop.api("GET", `/conversations/${id}`)).json.state).toBe("open");
    await stage.ring(id, DAY);
    expect((await stage.shop.api("GET", `/conversations/${id}`)).json).toMatchObject({
      state: "open",
      snoozed_until: null,
    });
    await stage.ring(id, DAY);
    expect((await stage.shop.api("GET", `/conversations/${id}`)).json.status).toBe("expired");
  });

  test("7 Closed anonymous: next message makes episode 2, episode 1 refuses writes. Closed identified: same episode reopens. S5: handed-off customer writes again: same conversation, bot silent", async () => {
    begin();
    stage = await Stage.open({ services: { ai: "off", customers: "off" }, policies: { reopen: "same" } });
    await stage.says("hello");
    const first = await stage.conversation();
    await stage.shop.api("PUT", `/conversations/${first.id}/status`, { status: "resolved" });
    expect(await stage.shop.say(first.id, "agent", "too late")).toMatchObject({
      status: 409,
      json: { code: "conversation_closed" },
    });
    await stage.says("hello again");
    const second = await stage.conversation();
    expect(second).toMatchObject({ number: 2, previous_id: first.id });
    expect((await stage.shop.say(first.id, "agent", "still too late")).status).toBe(409);
    stage.close();

    begin();
    stage = await Stage.open({ services: { ai: "off" }, policies: { reopen: "same" } });
    await stage.says("hello");
    const known = await stage.conversation();
    expect(known.customer_id).toBe("C-1");
    await stage.shop.api("PUT", `/conversations/${known.id}/status`, { status: "resolved" });
    await stage.says("hello again");
    expect(await stage.conversation()).toMatchObject({ id: known.id, state: "open" });
    stage.close();

    begin();
    stage = await Stage.open({ services: { agents: "off", customers: "off" } });
    await stage.says("a human, please");
    const handed = await stage.conversation();
    await stage.says("anybody?");
    await stage.ring(handed.id, 60_000);
    expect(await stage.conversation()).toMatchObject({ id: handed.id, status: "handed_off" });
    expect(stage.told).toEqual([]);
    expect(stage.sent).toEqual([]);
  });

  test("8 Browser drops, sleeps past hibernation, resumes at seq, with two tabs and a stale reply", async () => {
    begin();
    stage = await Stage.open({ services: { ai: "off", customers: "off" } });
    await stage.says("hello");
    const { id } = await stage.conversation();
    const eventsAfter = async (seq: number) =>
      (await stage.shop.api("GET", `/conversations/${id}/events?after_seq=${seq}`)).json.events as { seq: number }[];
    const seen = (await eventsAfter(0)).length;
    const tabs = [new Set<number>(), new Set<number>()];
    for (let round = 0; round < 20; round++) {
      await stage.says(`message ${round}`);
      if (round % 7 === 3) await evictDurableObject(threadAt(stage.shop.id, id));
      const tab = tabs[round % 2];
      const last = Math.max(seen, ...(tab ?? []));
      for (const { seq } of await eventsAfter(last)) tab?.add(seq);
    }
    const last = (await stage.log(id)).at(-1).seq;
    for (const tab of tabs) for (const { seq } of await eventsAfter(Math.max(...tab))) tab.add(seq);
    for (const tab of tabs)
      expect([...tab]).toEqual(Array.from({ length: last - seen }, (_, index) => seen + 1 + index));
    await stage.says("one more thing");
    const stale = await stage.shop.say(id, "agent", "Here you are", { if_last_seq: last });
    expect(stale).toMatchObject({ status: 409, json: { code: "stale_reply" } });
    const fresh = (await eventsAfter(last)).at(-1)?.seq;
    expect((await stage.shop.say(id, "agent", "Here you are", { if_last_seq: fresh })).status).toBe(201);
  });

  test("9 Queue down, consumer failing, dead letter, redeliver", async () => {
    begin();
    stage = await Stage.open({ services: { agents: "embedded", customers: "off" } });
    stage.failQueue("CALLBACKS", 2);
    await stage.says("what are your opening hours?");
    const { id } = await stage.conversation();
    await stage.ring(id, DEBOUNCE);
    await stage.ring(id, 60_000);
    expect(stage.told.map(({ event }) => event.type)).toContain("generate-ai-agent-answer");
    stage.close();

    begin();
    stage = await Stage.open({
      services: { agents: "embedded", customers: "off" },
      policies: { ai_deadline: null, inactivity_timeout: null },
    });
    stage.down.add("ms-rag");
    await stage.says("what are your opening hours?");
    const late = await stage.conversation();
    await stage.ring(late.id, DEBOUNCE);
    const subscription = stage.subscriptions.get("ms-rag") ?? "";
    for (let attempts = 0; attempts < 40; attempts++) {
      vi.setSystemTime(Date.now() + 2.3 * 60 * 60 * 1_000);
      await runDurableObjectAlarm(env.SUBSCRIPTION.getByName(`${stage.shop.id}:${subscription}`));
      await stage.settle();
    }
    const dead = await stage.shop.api("GET", `/subscriptions/${subscription}/deliveries?state=dead`);
    expect(dead.json.deliveries).toMatchObject([{ type: "generate-ai-agent-answer", state: "dead" }]);
    expect(dead.json.deliveries[0].attempts.length).toBeGreaterThan(10);
    stage.down.delete("ms-rag");
    const again = await stage.shop.api("POST", `/subscriptions/${subscription}/redeliver`);
    expect(again).toMatchObject({ status: 202, json: { count: 1 } });
    await stage.settle();
    expect(stage.told.map(({ event }) => event.type)).toEqual(["generate-ai-agent-answer"]);
    expect(
      (await stage.shop.api("GET", `/subscriptions/${subscription}/deliveries?state=dead`)).json.deliveries,
    ).toEqual([]);
  });

  test("11 Keyword list of S5 as written, plus word-boundary mode: human yes, humane no", async () => {
    const words = [
      "speak to human",
      "talk to agent",
      "representative",
      "escalate",
      "supervisor",
      "manager",
      "complaint",
      "human",
      "person",
    ];
    const line = await newLine();
    const statusAfter = async (body: string) => {
      const waId = newWaId();
      await receive(line, text(waId, body));
      return (await conversationWith(line, waId)).status;
    };
    for (const word of words) expect(await statusAfter(`I want ${word.toUpperCase()}!`), word).toBe("handed_off");
    for (const other of ["humane", "personal", "management", "deescalated"])
      expect(await statusAfter(`How ${other}`)).toBe("active");
  });

  test("12 Ticket events for an unknown ticket, then ticket-opened", async () => {
    begin();
    stage = await Stage.open({ services: { agents: "off", ai: "off", customers: "off" } });
    await stage.says("hello");
    const { id } = await stage.conversation();
    const post = (type: string, data: object) =>
      stage.shop.api("POST", `/events?type=${type}`, {
        uuid: crypto.randomUUID(),
        timestamp: new Date().toISOString(),
        ...data,
      });
    const agent = { agent_id: 7, display_name: "Ana" };
    for (const [type, data] of [
      ["agent-assigned", { agent_assigned: agent, authorized_by: agent }],
      ["ticket-state-changed", { new_state: "standby", authorized_by: agent }],
      ["ticket-comment-added", { comment: "He waits for the part", authorized_by: agent }],
    ] as const) {
      const waiting = await post(type, { ticket_id: "T-1", ...data });
      expect(waiting).toMatchObject({ status: 202, json: { results: [{ outcome: "waiting", ticket_id: "T-1" }] } });
    }
    expect((await stage.conversation()).ticket).toBeNull();
    expect((await post("ticket-opened", { ticket_id: "T-1", conversation_id: id })).status).toBe(202);
    const types = (await stage.log(id)).map(({ type }) => type).slice(2);
    expect(types).toEqual([
      "ticket.opened",
      "handoff.requested",
      "agent.assigned",
      "ticket.state_changed",
      "ticket.state_changed",
      "conversation.snoozed",
      "note.added",
    ]);
    expect((await stage.conversation()).ticket).toMatchObject({ id: "T-1", state: "standby", agent_id: "7" });
    expect((await post("ticket-closed", { ticket_id: "T-1", authorized_by: agent })).json.results).toMatchObject([
      { outcome: "taken" },
    ]);
    const closed = (await stage.shop.api("GET", `/conversations/${id}`)).json;
    expect(closed).toMatchObject({ state: "closed", close_reason: "ticket_closed" });
  });
});

/** Every order of some things. */
const permutations = <T>(all: T[]): T[][] =>
  all.length < 2 ? [all] : all.flatMap((one, at) => permutations(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));
