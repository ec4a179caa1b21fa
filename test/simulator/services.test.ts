import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../src/protocol/catalogue/catalogue.ts";
import { INCOMING, isIncoming } from "../../src/protocol/catalogue/incoming.ts";
import type { Faults } from "../../src/simulator/services/faults.ts";
import { keptInMemory } from "../../src/simulator/services/kept.ts";
import type { CloudEvent, ServiceName } from "../../src/simulator/services/service.ts";
import { Services, STAND_INS } from "../../src/simulator/services/services.ts";

const CONVERSATION = "0b9d6f5e-0d5c-8a41-9f3e-2c4f6a7b8c01";
const BUDI = { phone: "+62 812-3456-7890", codigo_cliente: "100482", name: "Budi Santoso", segment: "gold" };
const START = Date.parse("2026-11-02T09:00:00.000Z");

/** Chance that is the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The stand-ins, and the store that tells them things. */
function around({ random = chance(1), faults = {} as { [name in ServiceName]?: Partial<Faults> } } = {}) {
  const kept = keptInMemory();
  const clock = { now: START };
  const services = new Services(kept, { now: () => clock.now, random });
  kept.change("ms-gateway", { customers: [BUDI] });
  for (const [name, some] of Object.entries(faults)) change(name as ServiceName, some);
  function change(name: ServiceName, some: Partial<Faults>) {
    kept.change(name, { faults: { ...kept.settings(name).faults, ...some } });
  }
  let seq = 0;
  const told = (type: string, data: object, more: Partial<CloudEvent> = {}): CloudEvent => {
    seq += 1;
    const id = `${CONVERSATION}:${seq}:${type}`;
    const whole = { conversation_id: CONVERSATION, ...data };
    return { specversion: "1.0", id, source: "urn:store", type, subject: CONVERSATION, seq, data: whole, ...more };
  };
  /** Everything that they say, each as the catalogue reads it. */
  const said = () => {
    const all: CloudEvent[] = [];
    for (let next = services.next(); next; next = services.next()) all.push(next.event);
    return all;
  };
  const tell = (type: string, data: object = {}) => {
    services.deliver(told(type, data));
    return said();
  };
  return { services, kept, clock, told, tell, said, change };
}

/** What the store reads of an event; refuses what it would refuse. */
function read({ type, data }: CloudEvent): Record<string, unknown> {
  if (!isIncoming(type)) throw new Error(`${type} is no event that the store takes`);
  return INCOMING[type].parse(data) as Record<string, unknown>;
}
const isRefused = ({ type, data }: CloudEvent) => isIncoming(type) && !INCOMING[type].safeParse(data).success;

const log = (...lines: [who: "wa" | "ai-agent" | "agent", text: string][]) => ({
  conversation: {
    uuid: CONVERSATION,
    log: lines.map(([who, text]) => ({ type: `v0.0.1.chat.${who}.text`, fallback_text: text, sender: {} })),
  },
});

const lookUp = { sender: "6281234567890", receiver: "+1 555-000-1111", message_id: "wamid.1", body: "Hi" };

describe("ms-gateway", () => {
  test("says who a customer is, of a text and of anything else", () => {
    const { tell } = around();
    const [text] = tell("whatsapp-business-text-message-received", lookUp);
    expect(text?.type).toBe("whatsapp-business-text-message-with-user-info-received");
    expect(text && read(text)).toMatchObject({
      message_id: "wamid.1",
      customer: { id: "100482", details: { name: "Budi Santoso", segment: "gold" } },
    });
    const picture = { ...lookUp, message_type: "image", payload: { id: "1" }, body: "Photo" };
    const [other] = tell("whatsapp-business-message-received", picture);
    expect(other?.type).toBe("whatsapp-business-message-with-user-info-received");
    expect(other && read(other)).toMatchObject({ message_type: "image", customer: { id: "100482" } });
  });

  test("gives the message of a stranger back as it came", () => {
    const [event] = around().tell("whatsapp-business-text-message-received", { ...lookUp, sender: "4915123456789" });
    expect(event?.type).toBe("whatsapp-business-text-message-received");
    expect(event && read(event)).toMatchObject({ customer: null, sender: { phone: "+4915123456789" } });
  });
});

describe("ms-rag", () => {
  const ask = (data: object, type = "generate-ai-agent-answer") => {
    const [event] = around().tell(type, { turn: 3, ...data });
    return { event, answer: event && read(event) };
  };

  test("answers what it knows, and says which turn it answers", () => {
    const { answer } = ask(log(["wa", "When do you open?"]));
    expect(answer).toMatchObject({ turn: 3, wants_ticket: false, low_confidence: false });
    expect(answer?.body).toMatch(/^Hello! We are open from Monday/);
  });

  test("greets a customer by name, once", () => {
    const user_details = { codigo_cliente: "100482", display_name: "budi 🌴", name: "Budi Santoso" };
    const type = "generate-ai-agent-answer-with-user-info";
    const first = ask({ ...log(["wa", "¿Ya salió mi pedido?"]), user_details }, type);
    expect(first.answer?.body).toMatch(/^Hola Budi! Su pedido/);
    const lines = log(["wa", "Hi"], ["ai-agent", "Hello!"], ["wa", "where is my order"]);
    expect(ask({ ...lines, user_details }, type).answer?.body).toMatch(/^Your order/);
  });

  test("answers a turn of several messages as one", () => {
    expect(ask(log(["wa", "hi"], ["wa", "how much is it?"])).answer?.body).toMatch(/prices/);
  });

  test.each(["I want to talk to a human", "This is a complaint", "Ich möchte mit einem Mensch sprechen"])(
    "asks for a ticket when it hears: %s",
    (text) => expect(ask(log(["wa", text])).answer).toMatchObject({ wants_ticket: true }),
  );

  test("is not sure at first, and asks for a ticket when nothing fits again", () => {
    const first = ask(log(["wa", "xyzzy"])).answer;
    expect(first).toMatchObject({ wants_ticket: false, low_confidence: true, confidence: 0.2 });
    const again = log(["wa", "xyzzy"], ["ai-agent", String(first?.body)], ["wa", "plugh"]);
    expect(ask(again).answer).toMatchObject({ wants_ticket: true, low_confidence: true });
  });
});

describe("ms-agents", () => {
  test("opens a ticket, assigns it, reads the conversation, and answers", () => {
    const { tell } = around();
    const opened = tell("open-ticket", { reason: "ai_flag", messages: [] });
    expect(opened.map(({ type }) => type)).toEqual(["ticket-opened", "agent-assigned", "get-conversation"]);
    const [ticket, assigned, query] = opened.map(read);
    expect(ticket).toMatchObject({ conversation_id: CONVERSATION, ticket_id: expect.stringMatching(/^T-/) });
    expect(assigned).toMatchObject({ ticket_id: ticket?.ticket_id, agent_assigned: { agent_id: expect.any(String) } });
    expect(query).toMatchObject({ conversation_id: CONVERSATION, start_timestamp: null });
    const [hello, ...more] = tell("conversation-document", log(["wa", "I want a human"]));
    expect(more).toEqual([]);
    expect(hello && read(hello)).toMatchObject({
      conversation_id: CONVERSATION,
      body: expect.stringMatching(/^Hello/),
    });
    const [answer] = tell("generate-agent-answer", { body: "my jacket is broken" });
    expect(answer && read(answer)).toMatchObject({ body: expect.stringContaining("replacement") });
  });

  test("closes with a comment when the customer says goodbye", () => {
    const { tell } = around();
    const [opened] = tell("open-ticket");
    const events = tell("generate-agent-answer", { body: "Thanks, bye!" });
    expect(events.map(({ type }) => type)).toEqual(["agent-answer-generated", "ticket-comment-added", "ticket-closed"]);
    expect(events.map(read).at(-1)).toMatchObject({ ticket_id: opened?.data.ticket_id, conversation_id: null });
  });

  test("closes a ticket at once that is opened after its goodbye, when it was asked for before", () => {
    const { services, told, said } = around();
    const [asked, goodbye] = [told("open-ticket", {}), told("generate-agent-answer", { body: "bye" })];
    services.deliver(goodbye);
    services.deliver(asked);
    expect(said().map(({ type }) => type)).toContain("ticket-closed");
    services.deliver(told("open-ticket", {}));
    expect(said().map(({ type }) => type)).not.toContain("ticket-closed");
  });

  test("does by hand what it is told to", () => {
    const { services, tell, said } = around();
    expect(services.work(CONVERSATION, { do: "close", comment: null })).toBe(false);
    tell("open-ticket");
    for (const state of ["standby", "open"] as const) services.work(CONVERSATION, { do: "change_state", state });
    services.work(CONVERSATION, { do: "answer", body: "One moment" });
    services.work(CONVERSATION, { do: "comment", comment: "He is a regular" });
    services.work(CONVERSATION, { do: "close", comment: "Done" });
    const events = said();
    expect(new Set(events.map(({ id }) => id)).size).toBe(6);
    expect(events.map((event) => [event.type, read(event)])).toMatchObject([
      ["ticket-state-changed", { new_state: "standby" }],
      ["ticket-state-changed", { new_state: "open" }],
      ["agent-answer-generated", { body: "One moment" }],
      ["ticket-comment-added", { comment: "He is a regular" }],
      ["ticket-comment-added", { comment: "Done" }],
      ["ticket-closed", {}],
    ]);
  });
});

describe("ms-flows", () => {
  const run = (...answers: string[]) => {
    const { tell } = around();
    const events = tell("start-flow-execution", { flow_execution_id: "F1", initial_message: { body: "Hi" } });
    for (const body of answers) events.push(...tell("message-added", { of: "flow", body }).filter(isOfFlow));
    return events.map((event) => ({ type: event.type, ...read(event) }) as Record<string, unknown>);
  };
  const isOfFlow = ({ type }: CloudEvent) => type.startsWith("flow");

  test("asks until it can end without a ticket", () => {
    const events = run("1", "which number?", "48213", "yes", "anything after its end");
    expect(events.map(({ body }) => body)).toMatchObject([
      expect.stringContaining("Reply with a number"),
      "What is the order's number?",
      expect.stringContaining("no number in it"),
      expect.stringContaining("Order 48213 comes"),
      expect.stringContaining("Good"),
      null,
    ]);
    expect(events.at(-1)).toMatchObject({ type: "flow-execution-ended", flow_execution_id: "F1", wants_ticket: false });
  });

  test.each([[["3"]], [["2", "no"]]])("ends with the order for a ticket after %o", (answers) => {
    expect(run(...answers).at(-1)).toMatchObject({ type: "flow-execution-ended", wants_ticket: true });
  });
});

test("what was delivered before is dropped, and what is not wanted is ignored", () => {
  const { services, told, said } = around();
  const event = told("generate-ai-agent-answer", log(["wa", "Hi"]));
  expect(services.deliver(event)).toEqual([{ service: "ms-rag", outcome: "taken" }]);
  expect(services.deliver(event)).toEqual([{ service: "ms-rag", outcome: "known" }]);
  expect(said()).toHaveLength(1);
  expect(services.receive("ms-rag", told("open-ticket", {}))).toBe("ignored");
  expect(services.deliver(told("message.received", {}))).toEqual([]);
});

test("a service that forgot what it was told says the same again, by the same id", () => {
  const event = around().told("open-ticket", {});
  const [once, again] = [around(), around()].map(({ services, said }) => {
    services.deliver(event);
    return said().map(({ id, data }) => [id, data.uuid]);
  });
  expect(again).toEqual(once);
});

describe("a fault", () => {
  const question = (text = "Hi") => log(["wa", text]);

  test("slow: what is said comes later, as often as it was asked for", () => {
    const slow = { events_ms: 60_000, callbacks_ms: 0, count: 1 };
    const { services, told } = around({ faults: { "ms-rag": { slow } } });
    services.deliver(told("generate-ai-agent-answer", question(), { subject: "one" }));
    services.deliver(told("generate-ai-agent-answer", question(), { subject: "two" }));
    expect(services.next(START + 1_000)?.event.data.conversation_id).toBe("two");
    expect(services.next(START + 1_000)).toBeNull();
    expect(services.next(START + 61_000)?.event.data.conversation_id).toBe("one");
  });

  test.each(["bad_payload", "unknown_conversation"] as const)("wrong, %s", (how) => {
    const { tell } = around({ faults: { "ms-agents": { wrong: { how, count: 3 } } } });
    const [opened, ...others] = tell("open-ticket");
    if (how === "bad_payload") expect([opened, ...others].every((event) => event && isRefused(event))).toBe(true);
    else expect(opened && read(opened).conversation_id).not.toBe(CONVERSATION);
    const [answer] = tell("generate-agent-answer", { body: "Hi" });
    expect(answer && read(answer)).toMatchObject({ conversation_id: CONVERSATION });
  });

  test("wrong, answers 500: nothing is done until it is delivered again", () => {
    const { services, told, said } = around({ faults: { "ms-rag": { wrong: { how: "answers_500", count: 1 } } } });
    const event = told("generate-ai-agent-answer", question());
    expect(services.receive("ms-rag", event)).toBe("failed");
    expect(said()).toEqual([]);
    expect(services.receive("ms-rag", event)).toBe("taken");
    expect(said()).toHaveLength(1);
  });

  test("duplicated: everything is said so many times, with the same id", () => {
    const { tell } = around({ faults: { "ms-rag": { duplicated: { times: 3, count: null } } } });
    const events = tell("generate-ai-agent-answer", question());
    expect(events).toHaveLength(3);
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
  });

  test("reordered: what is said leaves in another order, and without the fault in its own", () => {
    const types = (random: () => number, reordered: Faults["reordered"]) =>
      around({ random, faults: { "ms-agents": { reordered } } })
        .tell("open-ticket")
        .map(({ type }) => type);
    const falling = [0.9, 0.5, 0.1];
    const turned = ["get-conversation", "agent-assigned", "ticket-opened"];
    expect(types(() => falling.shift() ?? 0, { count: 3 })).toEqual(turned);
    expect(types(chance(7), null)).toEqual(turned.toReversed());
  });

  test("down: callbacks are not taken, and nothing is said until it is up again", () => {
    const { services, told, said, change } = around();
    services.deliver(told("generate-ai-agent-answer", question()));
    change("ms-rag", { down: { how: "503", count: null } });
    const event = told("generate-ai-agent-answer", question());
    expect(services.receive("ms-rag", event)).toBe("down");
    expect(said()).toEqual([]);
    change("ms-rag", { down: { how: "hangs_up", count: 1 } });
    expect(services.receive("ms-rag", event)).toBe("hung_up");
    expect(services.receive("ms-rag", event)).toBe("taken");
    expect(said()).toHaveLength(2);
  });
});

test("the same seed gives the same story, and every story says the same in the end", () => {
  const story = (seed: number) => {
    const random = chance(seed);
    const all = { duplicated: { times: 3, count: null }, reordered: { count: null } };
    const faults = { "ms-agents": all, "ms-rag": all, "ms-gateway": all };
    const { services, told, said } = around({ random, faults });
    const events = [
      told("whatsapp-business-text-message-received", lookUp),
      told("generate-ai-agent-answer", log(["wa", "a human please"])),
      told("open-ticket", {}),
      told("conversation-document", log(["wa", "a human please"])),
      told("generate-agent-answer", { body: "it is broken" }),
      told("generate-agent-answer", { body: "thanks, bye" }),
    ];
    const tripled = [...events, ...events, ...events].map((event) => ({ event, at: random() }));
    for (const { event } of tripled.sort((a, b) => a.at - b.at)) services.deliver(event);
    return said().map(({ id, type }) => `${type} ${id}`);
  };
  expect(story(5)).toEqual(story(5));
  expect(story(5)).not.toEqual(story(6));
  const distinct = (events: string[]) => [...new Set(events)].filter((one) => !/answer-generated/.test(one)).sort();
  for (const seed of [7, 8, 9]) expect(distinct(story(seed))).toEqual(distinct(story(5)));
});

test("what the catalogue says that the store sends is understood, and answered by what it takes", () => {
  const { services, kept, told, said } = around();
  for (const name of Object.keys(STAND_INS) as ServiceName[]) {
    // Somebody in whose flow the example's answer is the next step.
    if (name === "ms-flows") kept.remember(`ms-flows ${CONVERSATION}`, { flow_execution_id: "F", step: "menu" });
    for (const type of STAND_INS[name].types) {
      const { example } = CATALOGUE.find((one) => one.name === type) ?? {};
      expect(services.receive(name, told(type, example ?? {}))).toBe("taken");
      const events = said();
      expect(events.map((one) => one.type)).not.toEqual([]);
      for (const one of events) expect(read(one)).toMatchObject({ uuid: one.id });
    }
  }
});
