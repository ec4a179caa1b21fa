import { describe, expect, test } from "vitest";
import type { Conversation, Ticket } from "../../src/console/api/types.ts";
import { newsOf } from "../../src/console/inbox/handling/alert-news.ts";
import { labelsToShow, newLabel, toggled } from "../../src/console/inbox/handling/label-choice.ts";
import {
  type Offers,
  stillLive,
  withConversation,
  withoutTicket,
  withTickets,
} from "../../src/console/inbox/handling/offers-state.ts";
import { standingOf } from "../../src/console/inbox/handling/standing.ts";
import { openBack, sleepBack, wordBack } from "../../src/console/inbox/handling/way-back.ts";
import { hindranceOf } from "../../src/console/inbox/handling/work-actions.ts";

const ME = "agent-me";
const ANN = "agent-ann";
const NOW = Date.parse("2026-11-20T10:00:00.000Z");
const LATER = "2026-11-20T10:00:30.000Z";

const conversation = (parts: Partial<Conversation> = {}): Conversation =>
  ({
    id: "c-1",
    number: 1,
    state: "open",
    status: "active",
    control: "ai",
    handoff_agent_id: null,
    handoff_reason: null,
    handoff_team_id: null,
    handoff_requested_at: null,
    snoozed_until: null,
    ended_at: null,
    ticket: null,
    last_seq: 5,
    ...parts,
  }) as Conversation;

const ticket = (parts: Partial<NonNullable<Conversation["ticket"]>> = {}): NonNullable<Conversation["ticket"]> => ({
  id: "t-1",
  state: "pending",
  agent_id: null,
  opened_at: "2026-11-20T09:59:00.000Z",
  closed_at: null,
  offered_to: null,
  ...parts,
});

describe("what can be done", () => {
  test("an open conversation is taken over by whoever does not have it, and handed back by people only", () => {
    expect(hindranceOf("takeOver", conversation(), ME)).toBeNull();
    expect(hindranceOf("takeOver", conversation({ control: "agent", handoff_agent_id: ANN }), ME)).toBeNull();
    expect(hindranceOf("takeOver", conversation({ control: "agent", handoff_agent_id: ME }), ME)).toBe("mine");
    expect(hindranceOf("handBack", conversation(), ME)).toBe("noPerson");
    expect(hindranceOf("handBack", conversation({ control: "queue" }), ME)).toBeNull();
    expect(hindranceOf("reopen", conversation(), ME)).toBe("open");
    expect(hindranceOf("unsnooze", conversation(), ME)).toBe("awake");
  });

  test("a closed one is labelled, prioritised and reopened, and nothing else", () => {
    const closed = conversation({ state: "closed", status: "resolved" });
    expect(hindranceOf("labels", closed, ME)).toBeNull();
    expect(hindranceOf("priority", closed, ME)).toBeNull();
    expect(hindranceOf("reopen", closed, ME)).toBeNull();
    for (const action of ["takeOver", "handBack", "resolve", "assign", "transfer", "snooze", "macro"] as const)
      expect(hindranceOf(action, closed, ME)).toBe("closed");
    expect(hindranceOf("reopen", { ...closed, number: 0 }, ME)).toBe("imported");
  });
});

describe("the way back", () => {
  test("the word goes back to the agent, to the queue with its team, or to the AI", () => {
    expect(wordBack(conversation({ control: "agent", handoff_agent_id: ANN }), "people", "why")).toEqual([
      { id: "assignAgent", body: { agent_id: ANN } },
    ]);
    expect(wordBack(conversation({ control: "queue" }), "people", "why")).toEqual([{ id: "unassignAgent" }]);
    expect(wordBack(conversation({ control: "queue", handoff_team_id: "team" }), "ai", "why")).toEqual([
      { id: "requestHandoff", body: { reason: "why", team_id: "team" } },
    ]);
    expect(wordBack(conversation({ control: "flow" }), "people", "why")).toEqual([{ id: "releaseHandoff", body: {} }]);
    expect(wordBack(conversation(), "ai", "why")).toEqual([]);
    expect(wordBack(conversation({ control: "agent" }), "people", "why")).toEqual([]);
  });

  test("what was resolved opens again with who had it, what was asleep sleeps again", () => {
    expect(openBack(conversation({ control: "agent", handoff_agent_id: ME }), "why")).toEqual([
      { id: "setStatus", body: { status: "active" } },
      { id: "assignAgent", body: { agent_id: ME } },
    ]);
    expect(sleepBack(conversation())).toEqual([{ id: "unsnooze" }]);
    expect(sleepBack(conversation({ snoozed_until: LATER }))).toEqual([{ id: "snooze", body: { until: LATER } }]);
  });
});

describe("who has the word", () => {
  test("is told by what matters most", () => {
    expect(standingOf(conversation(), ME)).toEqual({ is: "ai" });
    expect(standingOf(conversation({ control: "none" }), ME)).toEqual({ is: "nobody" });
    expect(standingOf(conversation({ control: "agent", handoff_agent_id: ME }), ME)).toEqual({ is: "mine" });
    expect(standingOf(conversation({ control: "agent", handoff_agent_id: ANN }), ME)).toEqual({
      is: "agent",
      agentId: ANN,
    });
    expect(standingOf(conversation({ control: "queue" }), ME)).toEqual({ is: "waiting", since: null });
    const offered = (agent_id: string) => ticket({ offered_to: { agent_id, until: LATER } });
    expect(standingOf(conversation({ control: "queue", ticket: offered(ANN) }), ME)).toMatchObject({ is: "offered" });
    expect(standingOf(conversation({ control: "queue", ticket: offered(ME) }), ME)).toMatchObject({
      is: "offeredToMe",
    });
    expect(standingOf(conversation({ control: "agent", snoozed_until: LATER }), ME)).toEqual({
      is: "snoozed",
      until: LATER,
    });
    expect(standingOf(conversation({ snoozed_until: "9999-12-31T23:59:59.999Z" }), ME)).toEqual({
      is: "snoozed",
      until: null,
    });
    expect(standingOf(conversation({ state: "closed", status: "expired", snoozed_until: LATER }), ME)).toMatchObject({
      is: "expired",
    });
  });
});

describe("offers", () => {
  const now = { meId: ME, now: NOW };
  const offered = (id: string, until = LATER, agent_id = ME) =>
    conversation({ id, ticket: ticket({ id: `t-${id}`, offered_to: { agent_id, until } }) });
  const none: Offers = [];

  test("come with a conversation, the one that ends first foremost, and go when it says so", () => {
    const both = withConversation(
      withConversation(none, offered("c-1"), now),
      offered("c-2", "2026-11-20T10:00:10.000Z"),
      now,
    );
    expect(both.map(({ ticket_id }) => ticket_id)).toEqual(["t-c-2", "t-c-1"]);
    expect(withConversation(both, offered("c-1", LATER, ANN), now)).toHaveLength(1);
    expect(withConversation(both, { ...offered("c-1"), state: "closed" }, now)).toHaveLength(1);
    expect(withoutTicket(both, "t-c-2")).toHaveLength(1);
  });

  test("told twice is the same list", () => {
    const once = withConversation(none, offered("c-1"), now);
    expect(withConversation(once, offered("c-1"), now)).toBe(once);
    expect(withConversation(none, offered("c-1", LATER, ANN), now)).toBe(none);
  });

  test("end by themselves", () => {
    const one = withConversation(none, offered("c-1"), now);
    expect(stillLive(one, NOW)).toBe(one);
    expect(stillLive(one, Date.parse(LATER))).toEqual([]);
    expect(withConversation(none, offered("c-1", "2026-11-20T09:59:59.000Z"), now)).toBe(none);
  });

  test("what was told while tickets were read counts more than what was read", () => {
    const read = (id: string, agent_id: string): Ticket =>
      ({ id: `t-${id}`, conversation_id: id, offered_to: { agent_id, until: LATER } }) as Ticket;
    const told = withConversation(none, offered("c-2"), now);
    const tickets = [read("c-1", ME), read("c-2", ANN), read("c-3", ANN), read("c-4", ME)];
    const heard = new Set(["c-2", "c-4"]);
    expect(withTickets(told, tickets, { ...now, heard }).map(({ conversation_id }) => conversation_id)).toEqual([
      "c-2",
      "c-1",
    ]);
  });
});

describe("news", () => {
  const listener = { meId: ME, teamIds: ["team"], isManual: true, now: NOW };
  const queued = conversation({ control: "queue", handoff_requested_at: "2026-11-20T09:59:58.000Z" });

  test("an offer is news once, to whom it is made", () => {
    const known = new Map();
    const one = conversation({
      control: "queue",
      ticket: ticket({ offered_to: { agent_id: ME, until: LATER } }),
    });
    expect(newsOf(known, one, listener)).toMatchObject({ kind: "offer" });
    expect(newsOf(known, one, listener)).toBeNull();
    const toAnn = conversation({ ticket: ticket({ offered_to: { agent_id: ANN, until: LATER } }) });
    expect(newsOf(new Map(), toAnn, listener)).toBeNull();
  });

  test("who begins to wait is news where people choose, for whom it is meant, and not when it is long ago", () => {
    expect(newsOf(new Map(), queued, listener)).toMatchObject({ kind: "handoff", conversation_id: "c-1" });
    expect(newsOf(new Map(), queued, { ...listener, isManual: false })).toBeNull();
    expect(newsOf(new Map(), { ...queued, handoff_team_id: "others" }, listener)).toBeNull();
    expect(newsOf(new Map(), { ...queued, handoff_team_id: "team" }, listener)).not.toBeNull();
    expect(newsOf(new Map(), { ...queued, handoff_requested_at: "2026-11-20T09:00:00.000Z" }, listener)).toBeNull();
    const known = new Map();
    newsOf(known, queued, listener);
    expect(newsOf(known, { ...queued, last_seq: 6 }, listener)).toBeNull();
  });

  test("what a customer writes to the agent who has them is news, and nothing else that happens there", () => {
    const known = new Map();
    const mine = conversation({ control: "agent", handoff_agent_id: ME, unread_count: 0 });
    newsOf(known, mine, listener);
    const wrote = { ...mine, last_customer_message_at: "2026-11-20T09:59:59.000Z", unread_count: 1 };
    expect(newsOf(known, wrote, listener)).toMatchObject({ kind: "message", conversation_id: "c-1" });
    expect(newsOf(known, { ...wrote, labels: ["vip"], last_seq: 9 }, listener)).toBeNull();
    expect(newsOf(known, { ...wrote, unread_count: 0 }, listener)).toBeNull();
    expect(newsOf(new Map(), wrote, listener)).toMatchObject({ kind: "message" });
    const long = { ...wrote, last_customer_message_at: "2026-11-20T09:00:00.000Z" };
    expect(newsOf(new Map(), long, listener)).toBeNull();
    expect(newsOf(new Map(), { ...wrote, handoff_agent_id: ANN }, listener)).toBeNull();
  });

  test("what becomes the agent's is news", () => {
    const known = new Map();
    newsOf(known, conversation(), listener);
    const mine = conversation({ control: "agent", handoff_agent_id: ME });
    expect(newsOf(known, mine, listener)).toMatchObject({ kind: "assigned" });
    expect(newsOf(known, mine, listener)).toBeNull();
    expect(newsOf(new Map(), mine, listener)).toBeNull();
  });
});

describe("labels to choose from", () => {
  test("those it had, new ones, then the most used", () => {
    const counts = [
      { label: "rare", open: 1 },
      { label: "usual", open: 9 },
    ];
    expect(labelsToShow(counts, ["rare"], ["rare", "new"]).map(({ label }) => label)).toEqual(["rare", "new", "usual"]);
  });

  test("what was typed is a new label unless it is there, whatever its case", () => {
    expect(newLabel("  Big   order ", [])).toBe("Big order");
    expect(newLabel("USUAL", [{ label: "usual" }])).toBeNull();
    expect(newLabel("   ", [])).toBeNull();
    expect(newLabel("x".repeat(80), [])).toHaveLength(64);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
    expect(toggled(["b"], "a")).toEqual(["b", "a"]);
  });
});
