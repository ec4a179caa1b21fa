import { describe, expect, test } from "vitest";
import {
  ANN,
  agentSays,
  answers,
  asksForPerson,
  assigns,
  DAY,
  endsFlow,
  flowAnswers,
  given,
  HOUR,
  notes,
  nothing,
  opensTicket,
  releases,
  resolves,
  SECOND,
  says,
  ticketAssigned,
  ticketIs,
  under,
  wait,
  wake,
} from "./given.ts";

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
    const opened = waiting.given(opensTicket("t1"), releases()).when(asksForPerson());
    expect(opened.types).not.toContain("ticket.requested");
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

  test("TI9 what the customer says to people is put to the service that plays them", () => {
    expect(waiting.when(says("hello?")).types).toEqual(["message.received", "answer.requested"]);
    expect(waiting.given(assigns()).when(says("hello?")).event("answer.requested")).toMatchObject({ of: "agent" });
    expect(given(says("hi"), assigns()).when(says("hello?")).types).toEqual(["message.received"]);
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
    expect(begun.given(opensTicket("t1"), releases()).when(endsFlow(false)).types).toEqual(["flow.ended"]);
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
