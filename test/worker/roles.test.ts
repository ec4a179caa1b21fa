import { afterEach, describe, expect, test, vi } from "vitest";
import { Stage } from "../support/stage.ts";
import { receive, text } from "../support/whatsapp.ts";

let stage: Stage;
afterEach(() => {
  stage?.close();
  vi.useRealTimers();
});

const DEBOUNCE = 1_500;
const HOURS = "We are open from Monday to Saturday, from 9 am to 7 pm.";

/** What a role's player decides; all else is how it does so. */
const STEPS = [
  "conversation.opened",
  "message.received",
  "ai.requested",
  "message.queued",
  "message.suppressed",
  "handoff.requested",
  "ticket.opened",
  "agent.assigned",
  "ticket.closed",
  "conversation.closed",
  "control.released",
  "flow.requested",
  "answer.requested",
  "flow.ended",
];

/** Who plays the roles, and what only a test must do for people who do nothing by themselves. */
interface Cast {
  open(): Promise<Stage>;
  /** A shop in which a flow answers first: it asks for an order's number, and whether that helped. */
  openWithFlow(): Promise<Stage>;
  /** An agent answers who is said to have the conversation. */
  agentSays(id: string, body: string): Promise<void>;
  closesTicket(id: string): Promise<void>;
}

const CUSTOMER = { id: "C-1", name: "Rosa Maria" };

const REMOTE: Cast = {
  open: () => Stage.open(),
  openWithFlow: () => Stage.open({ services: { flows: "remote", ai: "off", customers: "off" } }),
  // The stand-in says something of its own as soon as it has the ticket, and to everything after.
  agentSays: async () => {},
  closesTicket: async (id) => {
    stage.services.work(id, { do: "close", comment: null });
    await stage.settle();
  },
};

/** The stand-in's menu as a flow of our own. */
const MENU = {
  name: "Menu",
  flow: {
    triggers: [{ on: "conversation" }],
    start: "menu",
    nodes: {
      menu: {
        type: "question",
        text: "1 an order, 2 something else",
        answer: { kind: "text" },
        save_as: "choice",
        next: "number",
      },
      number: {
        type: "question",
        text: "What is the order's number?",
        answer: { kind: "number" },
        save_as: "number",
        next: "comes",
      },
      comes: {
        type: "question",
        text: "Order {{answers.number}} comes tomorrow. Did that help?",
        answer: {
          kind: "choice",
          options: [
            { id: "yes", label: "yes", next: "bye" },
            { id: "no", label: "no", next: "person" },
          ],
        },
        save_as: "helped",
        next: "bye",
      },
      person: { type: "ticket", reason: "It did not help" },
      bye: { type: "message", message: { content: "Good. Until next time!" }, next: "end" },
      end: { type: "end", leads_to: "close" },
    },
  },
};

let token = "";
const EMBEDDED: Cast = {
  async open() {
    const opened = await Stage.open({
      outside: [],
      services: { ai: "embedded", agents: "embedded", customers: "embedded" },
      policies: { assignment: "round_robin", offers: false },
    });
    const { shop, waId } = opened;
    const hours = { title: "Opening hours", format: "markdown", content: `# Opening hours\n\n${HOURS}` };
    expect((await shop.api("PUT", "/articles/opening-hours", hours)).status).toBe(200);
    const phone = { type: "phone", target: `+${waId}` };
    await shop.api("PUT", `/customers/${CUSTOMER.id}`, { name: CUSTOMER.name, addresses: [phone] });
    const { id } = (await shop.api("POST", "/agents", { name: "Ana", email: "ana@shop.test" })).json;
    token = (await shop.api("POST", `/agents/${id}/tokens`, {})).json.token;
    await shop.api("PUT", `/agents/${id}/presence`, { status: "online" });
    return opened;
  },
  async openWithFlow() {
    const opened = await Stage.open({
      outside: [],
      services: { flows: "embedded", agents: "embedded", ai: "off", customers: "off" },
      policies: { assignment: "manual" },
    });
    const { id } = (await opened.shop.api("POST", "/flows", MENU)).json;
    expect((await opened.shop.api("POST", `/flows/${id}/publish`, {})).status).toBe(200);
    return opened;
  },
  async agentSays(conversation_id, content) {
    const message = { conversation_id, sender_type: "agent", content };
    const said = await stage.shop.api("POST", "/messages", message, { Authorization: `Bearer ${token}` });
    expect(said.status).toBe(201);
    await stage.settle();
  },
  async closesTicket(id) {
    const { ticket } = (await stage.shop.api("GET", `/conversations/${id}`)).json;
    expect((await stage.shop.api("PATCH", `/tickets/${ticket.id}`, { state: "closed" })).status).toBe(200);
    await stage.settle();
  },
};

/** Two hours from now, so that no real alarm fires. */
const begin = () => vi.setSystemTime(Date.now() + 2 * 60 * 60 * 1_000);

/** Whatever follows happens, until it is so. */
const eventually = (check: () => Promise<void>) =>
  vi.waitFor(async () => {
    await stage.settle();
    await check();
  }, 5_000);

const stepsOf = async (id: string) =>
  (await stage.log(id)).map(({ type }) => type).filter((type) => STEPS.includes(type));

describe.each([
  ["embedded", EMBEDDED],
  ["remote", REMOTE],
] as const)("with services that are %s", (_, cast) => {
  const open = async () => {
    begin();
    stage = await cast.open();
  };

  test("TU8 a question is answered once, of an identified customer, and quick messages make one turn", async () => {
    await open();
    await stage.says("hello?");
    await stage.says("what are your opening hours?");
    const { id } = await stage.conversation();
    await stage.ring(id, DEBOUNCE);
    await eventually(async () => expect(stage.sent).toHaveLength(1));
    expect(stage.sent[0]?.body).toMatch(/Monday to Saturday/);
    expect(await stage.conversation()).toMatchObject({ control: "ai", customer_id: CUSTOMER.id, turn: 1 });
    const [said] = (await stage.shop.api("GET", `/conversations/${id}/messages`)).json.slice(-1);
    expect(said).toMatchObject({ sender_type: "llm", metadata: { turn: 1 } });
    await stage.ring(id, DEBOUNCE);
    expect(stage.sent).toHaveLength(1);
  });

  test("TI1 who asks for a person gets a ticket, then an agent, and the AI is silent until it is closed", async () => {
    await open();
    await stage.says("what are your opening hours?");
    const { id } = await stage.conversation();
    await stage.ring(id, DEBOUNCE);
    await eventually(async () => expect(stage.sent).toHaveLength(1));
    await stage.says("I want to speak to a human");
    await eventually(async () => {
      expect(await stage.conversation()).toMatchObject({ control: "agent", ticket: { state: "open" } });
    });
    await cast.agentSays(id, "Hello, this is Ana");
    await stage.says("what are your opening hours?");
    await stage.ring(id, DEBOUNCE);
    await cast.closesTicket(id);
    await eventually(async () => {
      const closed = (await stage.shop.api("GET", `/conversations/${id}`)).json;
      expect(closed).toMatchObject({ state: "closed", close_reason: "ticket_closed", ticket: { state: "closed" } });
    });
    // What the customer says to people is put to a service that plays them.
    const steps = (await stepsOf(id)).filter((step) => !["message.queued", "answer.requested"].includes(step));
    expect(steps).toEqual([
      "conversation.opened",
      "message.received",
      "ai.requested",
      "message.received",
      "handoff.requested",
      "ticket.opened",
      "agent.assigned",
      "message.received",
      "ticket.closed",
      "conversation.closed",
    ]);
    await stage.says("what are your opening hours?");
    const next = await stage.conversation();
    expect(next).toMatchObject({ number: 2, control: "ai", previous_id: id });
    const before = stage.sent.length;
    await stage.ring(next.id, DEBOUNCE);
    await eventually(async () =>
      expect(stage.sent.slice(before).map(({ body }) => body)).toEqual([expect.stringMatching(/Monday to Saturday/)]),
    );
  });

  test("HO6 the answer of the AI that comes when a person was asked for is kept, and not sent", async () => {
    await open();
    await stage.says("what are your opening hours?");
    const { id } = await stage.conversation();
    const answer = stage.holdBackAi();
    await stage.ring(id, DEBOUNCE);
    await stage.says("a human, please");
    await answer();
    await eventually(async () => expect(await stepsOf(id)).toContain("message.suppressed"));
    expect(stage.sent.map(({ body }) => body)).not.toContainEqual(expect.stringMatching(/Monday to Saturday/));
  });

  test("HO5 the word given back ends the ticket, and the AI answers what nobody has answered", async () => {
    await open();
    await stage.says("a human, please");
    const { id } = await stage.conversation();
    await eventually(async () => {
      expect(await stage.conversation()).toMatchObject({ control: "agent", ticket: { state: "open" } });
    });
    const released = await stage.shop.api("POST", `/conversations/${id}/handoff/release`, {});
    expect(released.json).toMatchObject({ control: "ai", status: "active" });
    await stage.says("what are your opening hours?");
    await stage.ring(id, DEBOUNCE);
    await eventually(async () =>
      expect(stage.sent.map(({ body }) => body)).toContainEqual(expect.stringMatching(/Monday to Saturday/)),
    );
    expect((await stepsOf(id)).filter((step) => step === "ticket.closed")).toHaveLength(1);
  });

  const said = () => stage.sent.length;

  const untilOrder = async () => {
    begin();
    stage = await cast.openWithFlow();
    await stage.says("hello");
    await eventually(async () => expect(said()).toBe(1));
    await stage.says("1");
    await eventually(async () => expect(said()).toBe(2));
    await stage.says("4711");
    await eventually(async () => expect(said()).toBe(3));
    expect(stage.sent[2]?.body).toMatch(/4711/);
    return (await stage.conversation()).id;
  };

  test("FL2 a flow that ends without a ticket closes the conversation, and the next message begins another", async () => {
    const id = await untilOrder();
    await stage.says("yes");
    await eventually(async () => {
      const { state, close_reason } = (await stage.shop.api("GET", `/conversations/${id}`)).json;
      expect({ state, close_reason }).toEqual({ state: "closed", close_reason: "flow_ended" });
    });
    expect((await stepsOf(id)).filter((step) => step !== "message.queued")).toEqual([
      "conversation.opened",
      "message.received",
      "flow.requested",
      "message.received",
      "answer.requested",
      "message.received",
      "answer.requested",
      "message.received",
      "answer.requested",
      "flow.ended",
      "conversation.closed",
    ]);
    const before = said();
    await stage.says("hello");
    await eventually(async () => expect(said()).toBeGreaterThan(before));
    expect((await stage.conversation()).number).toBe(2);
  });

  test("FL3 a flow that orders a ticket hands over, and is silent from then on", async () => {
    const id = await untilOrder();
    await stage.says("no");
    await eventually(async () => {
      const { control, handoff_trigger, ticket } = (await stage.shop.api("GET", `/conversations/${id}`)).json;
      expect(["queue", "agent"]).toContain(control);
      expect(handoff_trigger).toBe("flow");
      expect(ticket).not.toBeNull();
    });
    const asked = (await stepsOf(id)).filter((step) => step === "answer.requested").length;
    await stage.says("hello?");
    const { events } = (await stage.shop.api("GET", `/conversations/${id}/events?limit=1000`)).json;
    const ofFlow = events.filter(
      ({ type, of }: { type: string; of?: string }) => type === "answer.requested" && of === "flow",
    );
    expect(ofFlow.length).toBe(asked);
  });
});

describe("with an AI of our own", () => {
  test("TU9 who takes back all that they asked is not handed over for want of an answer", async () => {
    begin();
    stage = await EMBEDDED.open();
    const question = text(stage.waId, "what are your opening hours?");
    await receive(stage.line, question);
    const { id } = await stage.conversation();
    const { text: _, ...revocation } = text(stage.waId, "");
    await receive(stage.line, { ...revocation, type: "revoke", revoke: { original_message_id: question.id } });
    await stage.ring(id, DEBOUNCE);
    await eventually(async () => expect((await stage.log(id)).map(({ type }) => type)).toContain("ai.abstained"));
    await stage.ring(id, 2 * 60 * 1_000);
    expect(await stepsOf(id)).toEqual(["conversation.opened", "message.received", "ai.requested"]);
    expect(stage.sent).toEqual([]);
  });

  test("HO11 whom the AI hands over is among those who wait, and was not read by anybody", async () => {
    begin();
    stage = await EMBEDDED.open();
    await stage.says("hello?");
    const { id } = await stage.conversation();
    for (const [before, question] of ["zxcv qwer", "asdf yuio", "hjkl vbnm"].entries()) {
      await stage.says(question);
      await stage.ring(id, DEBOUNCE);
      await eventually(async () => expect(stage.sent).toHaveLength(before + 1));
    }
    await eventually(async () => expect(["queue", "agent"]).toContain((await stage.conversation()).control));
    expect((await stage.conversation()).handoff_trigger).toBe("low_confidence");
    for (const view of ["waiting", "unread"]) {
      const { json } = await stage.shop.api("GET", `/conversations?view=${view}`, undefined, {
        Authorization: `Bearer ${token}`,
      });
      expect(json.conversations.map((one: { id: string }) => one.id)).toEqual([id]);
    }
  });

  test("HO13 whom the AI has answered so often within a day waits for a person, and is told nothing", async () => {
    begin();
    stage = await EMBEDDED.open();
    expect((await stage.shop.api("PATCH", "/tenant", { policies: { automatic_limit: 1 } })).status).toBe(200);
    await stage.says("what are your opening hours?");
    const { id } = await stage.conversation();
    await stage.ring(id, DEBOUNCE);
    await eventually(async () => expect(stage.sent).toHaveLength(1));
    await stage.says("Thank you for your message. We will be back soon.");
    expect(await stage.conversation()).toMatchObject({ control: "queue", handoff_trigger: "automatic_limit" });
    await stage.ring(id, DEBOUNCE);
    expect(stage.sent).toHaveLength(1);
  });

  test("TU10 until there is anything to answer from, who writes waits for people; from then on it is asked", async () => {
    begin();
    const services = { ai: "embedded", agents: "embedded", customers: "embedded" };
    stage = await Stage.open({ outside: [], services });
    await stage.says("what are your opening hours?");
    const { id } = await stage.conversation();
    expect(await stage.conversation()).toMatchObject({ control: "none", status: "active" });
    for (const view of ["waiting", "unassigned", "unread"]) {
      const { json } = await stage.shop.api("GET", `/conversations?view=${view}`);
      expect(json.conversations.map((one: { id: string }) => one.id)).toEqual([id]);
    }
    const hours = { title: "Opening hours", format: "markdown", content: `# Opening hours\n\n${HOURS}` };
    expect((await stage.shop.api("PUT", "/articles/opening-hours", hours)).status).toBe(200);
    await stage.says("opening hours?");
    expect((await stage.conversation()).control).toBe("ai");
    await stage.ring(id, DEBOUNCE);
    await eventually(async () => expect(stage.sent).toHaveLength(1));
  });

  test("HO12 where people answer first, who writes gets a ticket and an agent; the AI answers whom they give back", async () => {
    begin();
    stage = await EMBEDDED.open();
    const policies = { answers_first: "people", assignment: "least_loaded", offers: false };
    expect((await stage.shop.api("PATCH", "/tenant", { policies })).status).toBe(200);
    await stage.says("what are your opening hours?");
    await eventually(async () =>
      expect(await stage.conversation()).toMatchObject({
        control: "agent",
        status: "handed_off",
        handoff_trigger: "people_first",
        ticket: { state: "open" },
      }),
    );
    const { id } = await stage.conversation();
    await stage.ring(id, DEBOUNCE);
    expect(stage.sent).toEqual([]);
    expect((await stage.shop.api("POST", `/conversations/${id}/handoff/release`)).status).toBe(200);
    await stage.says("what are your opening hours?");
    await stage.ring(id, DEBOUNCE);
    await eventually(async () => expect(stage.sent).toHaveLength(1));
  });
});
