import { afterEach, describe, expect, test, vi } from "vitest";
import { Stage } from "../support/stage.ts";

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
];

/** Who plays the roles, and what only a test must do for people who do nothing by themselves. */
interface Cast {
  open(): Promise<Stage>;
  /** An agent answers who is said to have the conversation. */
  agentSays(id: string, body: string): Promise<void>;
  closesTicket(id: string): Promise<void>;
}

const CUSTOMER = { id: "C-1", name: "Rosa Maria" };

const REMOTE: Cast = {
  open: () => Stage.open(),
  // The stand-in says something of its own as soon as it has the ticket, and to everything after.
  agentSays: async () => {},
  closesTicket: async (id) => {
    stage.services.work(id, { do: "close", comment: null });
    await stage.settle();
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
    const steps = await stepsOf(id);
    expect(steps.filter((step) => step !== "message.queued")).toEqual([
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
});
