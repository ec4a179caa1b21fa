import { describe, expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import {
  ANN,
  API,
  agentSays,
  answers,
  asksForPerson,
  assigns,
  colleagueSays,
  DAY,
  endsFlow,
  flowAnswers,
  given,
  HOUR,
  iso,
  notes,
  nothing,
  opens,
  opensTicket,
  releases,
  resolves,
  Scene,
  SECOND,
  says,
  ticketAssigned,
  ticketIs,
  under,
  wait,
  wake,
} from "./given.ts";

const UNTIL = iso(HOUR);
const offers = (agent_id: string): Command => ({
  type: "offer_ticket",
  number: 1,
  ticket_id: "t1",
  agent_id,
  until: UNTIL,
  actor: API,
});
const declines = (agent_id: string): Command => ({
  type: "end_offer",
  number: 1,
  ticket_id: "t1",
  agent_id,
  outcome: "declined",
  actor: API,
});
const startsFlow: Command = {
  type: "start_flow",
  number: 1,
  flow_id: "orders",
  variables: { number: "7" },
  actor: API,
};
const endsOwn = (id: string | null) => ({ ...endsFlow(false), actor: { type: "flow", id } as const });
const NOBODY = { ai: false, agents: false, customers: false, flows: false, channel: false };
const withAgents = under({ remote: { ...NOBODY, ai: true, agents: true } });
const waiting = withAgents.given(says("a human, please"));

describe("tickets", () => {
  test("TI1 a conversation that waits for a person asks for a ticket, once", () => {
    expect(waiting.log.map(({ type }) => type)).toEqual([
      "conversation.opened",
      "message.received",
      "handoff.requested",
      "ticket.requested",
    ]);
    expect(waiting.when(asksForPerson(null, "Still")).types).toEqual(["handoff.requested"]);
    expect(given(says("a human, please")).log.map(({ type }) => type)).not.toContain("ticket.requested");
  });

  test("TI1 however it came to wait: the AI's flag, the AI's silence, the API", () => {
    const asked = withAgents.given(says("hello"), wait(2 * SECOND), wake);
    expect(asked.when(answers("one moment", { wants_ticket: true })).types).toContain("ticket.requested");
    expect(asked.when(wait(60 * SECOND), wake).types).toContain("ticket.requested");
    expect(asked.when(asksForPerson()).types).toContain("ticket.requested");
    expect(asked.when(asksForPerson("agent-1")).types).not.toContain("ticket.requested");
  });

  test("TI1 after a release the next hand-off asks again; while a ticket is open it does not", () => {
    const again = waiting.given(releases()).when(asksForPerson());
    expect(again.types).toContain("ticket.requested");
    const opened = waiting.given(opensTicket("t1")).when(asksForPerson("agent-2"));
    expect(opened.types).not.toContain("ticket.requested");
  });

  test("TI14 of tickets that are over the last fifty are known, and all that are open", () => {
    const past = Array.from({ length: 60 }, (_, index) => [
      opensTicket(`t${index}`),
      ...(index === 3 ? [] : [ticketIs(`t${index}`, "closed")]),
    ]);
    const ids = given(says("hello"), opensTicket("open"), ...past.flat()).conversation.tickets.map(({ id }) => id);
    expect(ids).toHaveLength(52);
    expect(ids.slice(0, 2)).toEqual(["open", "t3"]);
    expect(ids.slice(2)).toEqual(Array.from({ length: 50 }, (_, index) => `t${index + 10}`));
  });

  test("TI2 a ticket that is opened takes the word from the AI", () => {
    const scene = withAgents.given(says("hello")).when(opensTicket("t1"));
    expect(scene.types).toEqual(["ticket.opened", "handoff.requested"]);
    expect(scene.conversation).toMatchObject({ control: "queue", tickets: [{ id: "t1", state: "pending" }] });
    expect(scene.when(opensTicket("t1")).events).toEqual([]);
    expect(waiting.when(opensTicket("t1")).types).toEqual(["ticket.opened"]);
  });

  test("TI2 a conversation that is over only learns of it", () => {
    const over = waiting.given(resolves).when(opensTicket("t1"));
    expect(over.types).toEqual(["ticket.opened"]);
    expect(over.conversation.state).toBe("closed");
    expect(nothing.when(opensTicket("t1")).rejection?.code).toBe("conversation_not_found");
  });

  test("TI3 the agent who gets the ticket has the word", () => {
    const scene = waiting.given(opensTicket("t1")).when(ticketAssigned("t1", "7"));
    expect(scene.types).toEqual(["agent.assigned", "ticket.state_changed"]);
    expect(scene.conversation).toMatchObject({
      control: "agent",
      agent_id: "7",
      tickets: [{ id: "t1", state: "open", agent_id: "7" }],
    });
    expect(scene.when(ticketAssigned("t1", "7")).events).toEqual([]);
    expect(scene.when(ticketAssigned("t1", "8")).types).toEqual(["agent.assigned", "ticket.state_changed"]);
  });

  test("TI3 nobody gets a closed conversation", () => {
    const over = waiting.given(opensTicket("t1"), resolves).when(ticketAssigned("t1"));
    expect(over.rejection?.code).toBe("conversation_closed");
  });

  test("TI3 a ticket that was never announced is taken at the service's word", () => {
    expect(waiting.when(ticketAssigned("t9")).types).toEqual([
      "ticket.opened",
      "agent.assigned",
      "ticket.state_changed",
    ]);
  });

  test.each([
    ["pending", [], "standby"],
    ["closed", [ticketAssigned("t1"), opensTicket("t2"), ticketIs("t1", "closed")], "open"],
    ["open", [ticketAssigned("t1")], "pending"],
  ] as const)("TI4 a ticket that is %s does not become another way", (from, past, to) => {
    const scene = waiting.given(opensTicket("t1"), ...past).when(ticketIs("t1", to));
    expect(scene.rejection).toEqual({ code: "ticket_transition", ticket_id: "t1", from, to });
  });

  test("TI4 it is changed only from the state in which it was seen, where that is said", () => {
    const scene = waiting.given(opensTicket("t1"), ticketAssigned("t1", "agent-1"));
    const seen = (from: "pending" | "open") => ({ ...ticketIs("t1", "standby"), from });
    expect(scene.when(seen("open")).types).toContain("ticket.state_changed");
    const other = { code: "ticket_transition", ticket_id: "t1", from: "open", to: "standby" };
    expect(scene.when(seen("pending")).rejection).toEqual(other);
  });

  test("TI7 the ticket is whose the word is, also where a colleague answers", () => {
    const scene = waiting.given(opensTicket("t1"), assigns("agent-1")).when(colleagueSays("I am here, too"));
    expect(scene.types).toEqual(["ticket.state_changed", "message.queued"]);
    expect(scene.conversation.tickets).toMatchObject([{ state: "open", agent_id: "agent-1" }]);
  });

  test("TI4 the same state again is no event, and one that was never begun may be closed", () => {
    expect(waiting.given(opensTicket("t1")).when(ticketIs("t1", "pending")).events).toEqual([]);
    expect(waiting.given(opensTicket("t1")).when(ticketIs("t1", "closed")).types).toContain("ticket.closed");
  });

  test("TI5 the end of the last open ticket closes the conversation", () => {
    const two = waiting.given(opensTicket("t1"), opensTicket("t2"));
    const one = two.when(ticketIs("t1", "closed"));
    expect(one.types).toEqual(["ticket.closed"]);
    const none = one.when(ticketIs("t2", "closed"));
    expect(none.types).toEqual(["ticket.closed", "conversation.closed"]);
    expect(none.conversation).toMatchObject({ state: "closed", close_reason: "ticket_closed" });
  });

  test("TI5 a ticket of a conversation before closes nothing of today", () => {
    const later = waiting.given(opensTicket("t1"), resolves, says("another thing"));
    const scene = later.when(ticketIs("t1", "closed"));
    expect(scene.types).toEqual(["ticket.closed"]);
    expect(scene.event("ticket.closed").number).toBe(1);
    expect(scene.conversation).toMatchObject({ number: 2, state: "open", tickets: [] });
  });

  test("TI6 a ticket that stands by lets the conversation sleep, however long", () => {
    const asleep = waiting.given(opensTicket("t1"), ticketAssigned("t1"), ticketIs("t1", "standby"));
    expect(asleep.when(wait(30 * DAY), wake).types).toEqual([]);
    expect(asleep.due).toBeNull();
    expect(asleep.when(ticketIs("t1", "open")).types).toEqual(["ticket.state_changed", "conversation.unsnoozed"]);
    expect(asleep.when(says("and?")).types).toContain("conversation.unsnoozed");
  });

  test("TI7 an agent's answer begins the work on a ticket", () => {
    const scene = waiting.given(opensTicket("t1")).when(agentSays("I am here"));
    expect(scene.types).toEqual(["agent.assigned", "ticket.state_changed", "message.queued"]);
    expect(scene.conversation.tickets).toMatchObject([{ state: "open", agent_id: "agent-1" }]);
  });

  test("TI8 a note is in the log and nowhere else", () => {
    const scene = waiting.when(notes("He is angry", "t1"));
    expect(scene.types).toEqual(["note.added"]);
    expect(scene.conversation.message_count).toBe(waiting.conversation.message_count);
    expect(waiting.given(resolves).when(notes("He was angry")).types).toEqual(["note.added"]);
  });

  test("TI8 one of a conversation that is over goes as long after it as the messages went after the end", () => {
    const purged = (scene: Scene) => scene.events.filter(({ type }) => type === "messages.purged");
    const kept = under({ retention_after_close: HOUR / SECOND }).given(says("hello"), resolves, wait(DAY), wake);
    expect(purged(kept.when(wait(DAY), wake))).toEqual([]);
    for (const before of [kept, kept.given(says("again"))]) {
      const noted = before.given(notes("Her passport is X123"));
      const { seq } = noted.thread;
      expect(purged(noted.when(wait(HOUR - 1), wake))).toEqual([]);
      expect(purged(noted.when(wait(HOUR), wake))).toMatchObject([{ number: 1, from_seq: seq, through_seq: seq }]);
      expect(purged(noted.given(wait(HOUR), wake).when(wait(HOUR), wake))).toEqual([]);
    }
  });

  test("TI9 what the customer says to people is put to the service that plays them", () => {
    expect(waiting.when(says("hello?")).types).toEqual(["message.received", "answer.requested"]);
    expect(waiting.given(assigns()).when(says("hello?")).event("answer.requested")).toMatchObject({ of: "agent" });
    expect(given(says("hi"), assigns()).when(says("hello?")).types).toEqual(["message.received"]);
  });
});

describe("TI6 what sleeps while its ticket stands by", () => {
  const stands = given(says("hello"), asksForPerson(), opensTicket("t1"), ticketAssigned("t1"));

  test("TI6 wakes when it is given back to the AI", () => {
    const back = stands.given(ticketIs("t1", "standby"), releases());
    expect(back.conversation).toMatchObject({ control: "ai", snoozed_until: null });
    expect(back.when(wait(30 * DAY), wake).conversation.state).toBe("closed");
  });

  test("TI6 wakes when that ticket is closed and another goes on", () => {
    const one = stands.given(opensTicket("t2"), ticketIs("t1", "standby"), ticketIs("t1", "closed"));
    expect(one.conversation).toMatchObject({ state: "open", snoozed_until: null });
  });
});

describe("tickets that people are offered", () => {
  const offered = given(says("a human, please"), opensTicket("t1"), offers("agent-1"));

  test("TI12 a pending ticket is offered to one agent at a time", () => {
    expect(offered.log.at(-1)).toMatchObject({ type: "ticket.offered", agent_id: "agent-1", until: UNTIL });
    expect(offered.conversation.tickets[0]?.offered_to).toEqual({ agent_id: "agent-1", until: UNTIL });
    expect(offered.when(offers("agent-1")).events).toEqual([]);
    expect(offered.when(offers("agent-2")).types).toEqual(["ticket.offer_ended", "ticket.offered"]);
  });

  test("TI12 a ticket that is not there is offered to nobody", () => {
    const offer = { type: "offer_ticket", number: 1, ticket_id: "t9", agent_id: "agent-1", until: iso(HOUR) } as const;
    const scene = waiting.when({ ...offer, actor: API });
    expect(scene.rejection).toEqual({ code: "not_offered", ticket_id: "t9" });
  });

  test("TI12 an offer that ended is over, whoever says so again", () => {
    const declined = offered.when(declines("agent-1"));
    expect(declined.events).toMatchObject([{ type: "ticket.offer_ended", agent_id: "agent-1", outcome: "declined" }]);
    expect(declined.conversation.tickets[0]?.offered_to).toBeNull();
    expect(declined.when(declines("agent-1")).events).toEqual([]);
    expect(offered.when(declines("agent-2")).events).toEqual([]);
  });

  test("TI12 who takes the ticket ends its offer, and nobody is offered what is taken", () => {
    const taken = offered.when(ticketAssigned("t1", "agent-1"));
    expect(taken.conversation.tickets[0]).toMatchObject({ agent_id: "agent-1", state: "open", offered_to: null });
    expect(taken.when(offers("agent-2")).rejection).toEqual({ code: "not_offered", ticket_id: "t1" });
  });

  test("TI10 the word given back ends the tickets, and the conversation goes on", () => {
    const scene = offered.when(releases());
    expect(scene.types).toEqual(["ticket.closed", "control.released"]);
    expect(scene.conversation).toMatchObject({ state: "open", control: "ai", tickets: [{ state: "closed" }] });
  });

  test("TI11 the end of a conversation ends its tickets, by whomever and by silence", () => {
    expect(offered.when(resolves).types).toEqual(["ticket.closed", "conversation.closed"]);
    expect(offered.when(wait(2 * DAY), wake).types).toEqual(["ticket.closed", "conversation.closed"]);
  });
});

describe("flows of our own", () => {
  const flow_triggers = [
    { flow_id: "orders", on: "word" as const, values: ["order", "my order"] },
    { flow_id: "dates", on: "word" as const, values: ["appointment"] },
    { flow_id: "dates", on: "button" as const, values: ["book"] },
  ];
  const withFlows = under({ embedded: { ai: true, flows: true }, flow_triggers });
  const begun = withFlows.given(says("Where is my order?"));
  const execution = begun.conversation.flow_execution_id;

  test("FL4 the longest of a flow's words begins it, whole words only, and the AI is not asked", () => {
    expect(begun.event("flow.requested")).toMatchObject({ flow_id: "orders", message_seq: 2, by_service: false });
    expect(begun.conversation).toMatchObject({ control: "flow", flow_id: "orders" });
    expect(begun.when(wait(HOUR), wake).types).not.toContain("ai.requested");
    const both = withFlows.when(says("an appointment for my order"));
    expect(both.event("flow.requested")).toMatchObject({ flow_id: "dates" });
    expect(withFlows.when(says("in good orders")).types).not.toContain("flow.requested");
  });

  test.each([
    ["A+", "I have a question", false],
    ["A+", "I had an A+ in maths", true],
    ["C#", "Size C, please", false],
    ["-5", "5 people", false],
    ["🍕", "🍕", true],
    ["🍕", "pizza", false],
    ["pizza", "2 pizza, please", true],
    ["order", "write to order@shop.example", false],
  ])("FL4 its word is what people mean by it: %s in %j", (word, content, begins) => {
    const scene = under({
      embedded: { ai: true, flows: true },
      flow_triggers: [{ flow_id: "f", on: "word" as const, values: [word] }],
    });
    expect(scene.when(says(content)).types.includes("flow.requested")).toBe(begins);
  });

  test("MS12 a flow's word is not found in what stands for a message", () => {
    const place = { message_type: "location", payload: { name: "Appointment Street" } };
    const types = withFlows.when(says("📍 Location: Appointment Street", place)).types;
    expect(types).not.toContain("flow.requested");
  });

  test("FL4 a button begins it by its id", () => {
    const pressed = says("Book", { message_type: "button_reply", payload: { id: "book", title: "Book" } });
    expect(withFlows.when(pressed).event("flow.requested")).toMatchObject({ flow_id: "dates" });
    const other = says("Book", { message_type: "button_reply", payload: { id: "other", title: "Book" } });
    expect(withFlows.when(other).types).toContain("ai.requested");
  });

  test("FL4 a new conversation begins it, but not what goes on after its end", () => {
    const opening = {
      opening_control: "flow" as const,
      flow_triggers: [{ flow_id: "menu", on: "conversation" as const, values: [] }],
    };
    const scene = under({ embedded: { ai: true, flows: true }, ...opening }).given(says("hello"));
    expect(scene.event("flow.requested")).toMatchObject({ flow_id: "menu" });
    const handed = scene.given({ ...endsOwn(scene.conversation.flow_execution_id), leads_to: "ai" });
    expect(handed.conversation).toMatchObject({ control: "ai", flow_id: null });
    expect(handed.when(says("thanks")).types).toEqual(["message.received"]);
  });

  test("FL4 while it runs nothing begins another", () => {
    expect(begun.when(says("an appointment")).event("answer.requested")).toMatchObject({
      of: "flow",
      by_service: false,
    });
  });

  test("FL4 who asks for a person gets one, not a flow", () => {
    expect(withFlows.when(says("a human about my order")).types).not.toContain("flow.requested");
  });

  test("FL7 it goes on when it is switched off meanwhile, and ends", () => {
    const off = new Scene(under({ embedded: { ai: true, flows: false } }).policy, begun.at, begun.thread);
    expect(off.when(says("1234")).event("answer.requested")).toMatchObject({ of: "flow", by_service: false });
    expect(off.when(endsOwn(execution)).types).toEqual(["flow.ended", "conversation.closed"]);
    expect(off.when(endsOwn("another")).events).toEqual([]);
  });

  test("FL7 where the flow that was to begin is not there any more, the next message frees the word", () => {
    const flow_triggers = [{ flow_id: "f", on: "conversation" as const, values: [] }];
    const begins = { embedded: { ai: true, flows: true }, flow_triggers, opening_control: "flow" as const };
    const opened = under(begins).given(opens());
    expect(opened.conversation.control).toBe("flow");
    const off = opened.under({ embedded: { ai: true, flows: false }, flow_triggers: [], opening_control: "ai" });
    expect(off.when(says("hello"), wait(20 * SECOND), wake).types).toContain("ai.requested");
  });

  test("IN1 a flow that is started counts as activity", () => {
    const timeouts = { embedded: { ai: true, flows: true }, ai_deadline: null, inactivity_timeouts: { flow: 600 } };
    const started = under(timeouts).given(opens(), wait(2 * HOUR), startsFlow);
    expect(started.conversation.control).toBe("flow");
    expect(started.when(wait(SECOND), wake).types).toEqual([]);
  });

  test("FL7 where a service ran a flow and does so no more, the next message frees the word", () => {
    const outside = under({ opening_control: "flow", remote: { ...NOBODY, flows: true } }).given(says("hello"));
    const scene = new Scene(under({ embedded: { ai: true, flows: false } }).policy, outside.at, outside.thread);
    const next = scene.when(says("hello?"));
    expect(next.types).toEqual(["message.received", "control.released"]);
    expect(next.conversation.control).toBe("ai");
  });

  test("FL5 it may be started by whoever wishes so", () => {
    const scene = withFlows.given(says("hello")).when(startsFlow);
    expect(scene.event("flow.requested")).toMatchObject({
      flow_id: "orders",
      message_seq: 0,
      variables: { number: "7" },
    });
    expect(begun.when(startsFlow).rejection).toMatchObject({ code: "flow_running" });
    expect(withFlows.given(says("hello"), assigns()).when(startsFlow).rejection).toEqual({ code: "with_person" });
    expect(given(says("hello")).when(startsFlow).rejection).toEqual({ code: "flows_not_embedded" });
  });

  test("FL6 a flow of ours is over when others get the word", () => {
    const speaks = { ...flowAnswers("Your order"), sender_id: execution };
    expect(begun.when(speaks).types).toEqual(["message.queued"]);
    const released = begun.given(asksForPerson(), releases());
    expect(released.conversation).toMatchObject({ control: "ai", flow_execution_id: null });
    expect(released.when(speaks).types).toEqual(["message.suppressed"]);
    expect(released.when(endsOwn(execution)).events).toEqual([]);
  });

  test("FL3 its end says why a person is asked for, and of which team", () => {
    const end = { ...endsOwn(execution), wants_ticket: true, reason: "The order is lost", team_id: "team-1" };
    const scene = begun.when(end);
    expect(scene.types).toEqual(["flow.ended", "handoff.requested"]);
    expect(scene.conversation.handoff).toMatchObject({ reason: "The order is lost", team_id: "team-1" });
  });

  test("FL2 its end without a ticket ends the conversation", () => {
    expect(begun.when(endsOwn(execution)).types).toEqual(["flow.ended", "conversation.closed"]);
  });
});

describe("flows of a service", () => {
  const withFlows = under({ opening_control: "flow", remote: { ...NOBODY, agents: true, flows: true } });
  const begun = withFlows.given(says("hello"));

  test("FL1 the first message begins the flow, the others go on with it", () => {
    expect(begun.log.at(-1)).toMatchObject({ type: "flow.requested", message_seq: 2 });
    expect(begun.when(says("yes")).event("answer.requested")).toMatchObject({ of: "flow", message_seq: 4 });
  });

  test("FL1 what a flow answers is said while it has the word", () => {
    expect(begun.when(flowAnswers("What do you need?")).types).toEqual(["message.queued"]);
    expect(begun.given(assigns()).when(flowAnswers("What do you need?")).types).toEqual(["message.suppressed"]);
  });

  test("FL1 the AI is silent while a flow has the word", () => {
    expect(begun.when(answers("hi")).types).toEqual(["message.suppressed"]);
  });

  test("FL2 a flow that ends without a ticket ends the conversation", () => {
    const scene = begun.when(endsFlow(false));
    expect(scene.types).toEqual(["flow.ended", "conversation.closed"]);
    expect(scene.conversation.close_reason).toBe("flow_ended");
    expect(scene.when(endsFlow(false)).events).toEqual([]);
  });

  test("FL2 one that ends while people are at it, or a ticket is open, does not", () => {
    expect(begun.given(assigns()).when(endsFlow(false)).types).toEqual(["flow.ended"]);
    const released = begun.given(opensTicket("t1"), releases(), says("hello"), endsFlow(false));
    expect(released.conversation.state).toBe("closed");
  });

  test("FL3 one that orders a ticket hands over", () => {
    const scene = begun.when(endsFlow(true));
    expect(scene.types).toEqual(["flow.ended", "handoff.requested", "ticket.requested"]);
    expect(scene.conversation).toMatchObject({ control: "queue", handoff: { trigger: "flow" } });
    expect(begun.given(flowAnswers("Bye", true)).conversation.control).toBe("queue");
  });

  test("FL2 the next message begins another flow", () => {
    const scene = begun.given(endsFlow(false), wait(HOUR)).when(says("hello again", {}, { contact: ANN }));
    expect(scene.types).toEqual(["conversation.opened", "message.received", "flow.requested"]);
  });
});
