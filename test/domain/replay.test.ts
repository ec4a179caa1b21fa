import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command, MediaVerdict, Verdict } from "../../src/domain/commands.ts";
import { decide } from "../../src/domain/decide.ts";
import { replay } from "../../src/domain/draft.ts";
import { inactivityDue, nextDue, snoozeDue } from "../../src/domain/due.ts";
import { type Event, isMessageEvent } from "../../src/domain/events.ts";
import { evolve } from "../../src/domain/evolve.ts";
import { messageId } from "../../src/domain/ids.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/domain/policy.ts";
import { EMPTY_THREAD, type Thread } from "../../src/domain/thread.ts";
import {
  ANN,
  API,
  agentSays,
  aiSays,
  asksForPerson,
  assigns,
  changes,
  claims,
  DAY,
  flowSays,
  given,
  HOUR,
  IDENTITY,
  imports,
  iso,
  KNOWN_ANN,
  LOST,
  labels,
  observes,
  opens,
  PICTURE,
  reacts,
  refused,
  releases,
  reports,
  resolves,
  resumes,
  START,
  saying,
  says,
  sets,
  statusOfMessage,
  systemSays,
  THREAD_KEY,
  unknown,
  unsnoozes,
  unsure,
  wait,
  wake,
} from "./given.ts";

/** A command that is completed when its turn comes: what it is about is chosen from what there is. */
type Wish = (thread: Thread, at: number) => Command;
interface Turn {
  gap: number;
  name: string;
  wish: Wish;
}

const VERDICTS: Verdict[] = [
  { outcome: "accepted", channel_message_id: "wamid.out", wa_id: null },
  refused,
  unknown,
  { outcome: "try_later", error: LOST, delay_ms: HOUR },
  { outcome: "held", error: LOST, delay_ms: HOUR },
];
const MEDIA_VERDICTS: MediaVerdict[] = [
  { outcome: "stored", size: 3, sha256: "00", mime_type: null },
  { outcome: "try_later", reason: "busy" },
  { outcome: "failed", reason: "broken" },
];
const stamp = (at: number) => new Date(at).toISOString();
const latest = (thread: Thread) => thread.current?.number ?? 1;

const speaks = (content: string, contact = ANN): Wish => {
  return (_, at) => says(content, { timestamp: stamp(at - HOUR) }, { contact })(at);
};
const first = (verdict: Verdict): Wish => {
  return ({ pending: [send] }) => reports(send?.message_seq ?? 1, send?.attempt ?? 1, verdict);
};
const ofPicture = (verdict: MediaVerdict): Wish => {
  return ({ media: [one] }) => {
    const { message_seq = 1, attempt = 1 } = one ?? {};
    return { type: "report_media", message_seq, number: 1, attempt, verdict };
  };
};
const numbered = (command: Command & { number: number }): Wish => {
  return (thread) => ({ ...command, number: latest(thread) });
};

const answer = (by: "llm" | "flow", named: number | null, wants_ticket: boolean): Command & { number: number } => ({
  type: "receive_answer",
  number: 1,
  by,
  sender_id: null,
  display_name: "Rosa",
  turn: named,
  saying: saying("answered"),
  wants_ticket,
});
const ticket = (state: "open" | "standby" | "closed", ticket_id: string): Command & { number: number } => ({
  type: "change_ticket",
  number: 1,
  ticket_id,
  state,
  actor: API,
});
const offers = (ticket_id: string, agent_id: string): Command & { number: number } => ({
  type: "offer_ticket",
  number: 1,
  ticket_id,
  agent_id,
  until: iso(0),
  actor: API,
});
const declines = (ticket_id: string, agent_id: string): Command & { number: number } => ({
  type: "end_offer",
  number: 1,
  ticket_id,
  agent_id,
  outcome: "declined",
  actor: API,
});
const SERVICE_WISHES: [string, Command & { number: number }][] = [
  ["is answered", answer("llm", null, false)],
  ["is answered to the first turn", answer("llm", 1, false)],
  ["is answered with a ticket", answer("llm", null, true)],
  ["is answered by a flow", answer("flow", null, false)],
  ["flow ends", { type: "end_flow", number: 1, wants_ticket: false, actor: API }],
  ["flow ends for the AI", { type: "end_flow", number: 1, wants_ticket: false, leads_to: "ai", actor: API }],
  ["starts a flow", { type: "start_flow", number: 1, flow_id: "f1", variables: null, actor: API }],
  ["is answered for good", { ...answer("llm", null, false), wants_close: true } as Command & { number: number }],
  ["offers a ticket", offers("t1", "agent-3")],
  ["offers it to another", offers("t1", "agent-4")],
  ["declines a ticket", declines("t1", "agent-3")],
  ["flow ends with a ticket", { type: "end_flow", number: 1, wants_ticket: true, actor: API }],
  ["opens a ticket", { type: "open_ticket", number: 1, ticket_id: "t1", actor: API }],
  ["opens another ticket", { type: "open_ticket", number: 1, ticket_id: "t2", actor: API }],
  ["assigns a ticket", { type: "assign_ticket", number: 1, ticket_id: "t1", agent_id: "agent-3", actor: API }],
  ["ticket is open", ticket("open", "t1")],
  ["ticket stands by", ticket("standby", "t1")],
  ["ticket is closed", ticket("closed", "t1")],
  ["other ticket is closed", ticket("closed", "t2")],
  ["notes", { type: "add_note", number: 1, ticket_id: null, content: "a note", actor: API }],
  [
    "asks for the document",
    { type: "request_document", number: 1, from: null, to: null, request_id: "r1", actor: API },
  ],
];

const WISHES: Record<string, Wish> = {
  "says hello": speaks("hello"),
  "says human": speaks("a human, please"),
  "is known": speaks("me again", KNOWN_ANN),
  reacts: () => reacts,
  "writes to the first": () => ({
    type: "receive_message",
    place: { number: 1, sender_id: null },
    saying: saying("hello"),
    passive: false,
  }),
  opens: () => opens(),
  "ai says": numbered(aiSays("hi")),
  "ai is unsure": numbered(unsure),
  "flow says": numbered(flowSays("menu")),
  "agent says": numbered(agentSays("hi")),
  "system says": numbered(systemSays("hi")),
  "ai stores": numbered(aiSays("hi", { deliver: false })),
  "ai says to the first": () => aiSays("hi"),
  "asks for a person": numbered(asksForPerson()),
  "asks for agent": numbered(asksForPerson("agent-2")),
  assigns: numbered(assigns()),
  releases: numbered(releases()),
  resolves: numbered(resolves),
  expires: numbered(sets("expired")),
  reopens: numbered(sets("active")),
  "hands off": numbered(sets("handed_off")),
  snoozes: (thread, at) => ({
    type: "snooze",
    number: latest(thread),
    until: stamp(at + 2 * DAY),
    actor: { type: "api", id: null },
  }),
  unsnoozes: numbered(unsnoozes()),
  labels: numbered(labels(["vip"])),
  claims: () => claims,
  ...Object.fromEntries(VERDICTS.map((verdict) => [`is ${verdict.outcome}`, first(verdict)])),
  "is read": ({ pending: [send] }) => statusOfMessage(send?.message_seq ?? 3, "read"),
  "tells of an unknown": () => statusOfMessage(10_000, "read"),
  ...Object.fromEntries(SERVICE_WISHES.map(([name, command]) => [name, numbered(command)])),
  "is identified": () => ({ type: "identify_customer", contact: KNOWN_ANN, actor: API }),
  "rates a conversation": ({ current }, at) =>
    says("★★", { message_type: "list_reply", payload: { id: `rate:${current?.number ?? 1}:2` } })(at),
  "presses a button": (_, at) => says("Yes", { message_type: "button_reply", payload: { id: "yes" } })(at),
  wakes: () => wake,
  resumes: () => resumes,
  "sends a picture": (_, at) => says("look", { attachments: [PICTURE] })(at),
  "takes a picture": ({ media: [one] }) => ({ type: "claim_media", message_seq: one?.message_seq ?? 1 }),
  ...Object.fromEntries(MEDIA_VERDICTS.map((verdict) => [`the picture is ${verdict.outcome}`, ofPicture(verdict)])),
  echoes: (_, at) => observes("from the phone")(at),
  stands: (_, at) => observes("to another app", {}, { origin: "standby", direction: "in" })(at),
  imports: () => imports("long ago", 30 * DAY),
  // Of a message, which has its seq whenever the alarm rang: the log's last may be the closing that it noted.
  "revokes the picture": ({ media: [one] }) =>
    changes({ type: "revoke", at: iso(0) }, { seq: one?.message_seq ?? null }),
  names: numbered({ type: "set_details", number: 1, title: "A name", actor: API }),
  deletes: numbered({ type: "delete_conversation", number: 1, actor: API }),
  looks: numbered({ type: "mark_seen", number: 1, actor: API }),
  forwards: () => ({
    type: "forward_thread",
    identity: IDENTITY,
    contact: ANN,
    to: "00000000000000000000000",
    to_since: iso(0),
  }),
  joins: () => ({ type: "join_thread", place: { identity: IDENTITY, contact: ANN }, from: "00000000000000000000001" }),
};

const turn: fc.Arbitrary<Turn> = fc
  .record({
    gap: fc.constantFrom(0, 1, 30_000, 120_000, HOUR, DAY - 1, DAY, 3 * DAY, 92 * DAY),
    name: fc.constantFrom(...Object.keys(WISHES)),
  })
  .map(({ gap, name }) => ({ gap, name, wish: WISHES[name] ?? (() => wake) }));
const turns = fc.array(turn, { minLength: 1, maxLength: 50, size: "max" });

const policy: fc.Arbitrary<Policy> = fc
  .record({
    opening_control: fc.constantFrom("ai" as const, "flow" as const, "none" as const),
    released_control: fc.constantFrom("ai" as const, "flow" as const, "none" as const),
    inactivity_timeout: fc.constantFrom(null, 60, 86_400),
    inactivity_timeouts: fc.constantFrom({}, { agent: null }, { queue: 3_600, agent: 7 * 86_400 }),
    inactivity_warning: fc.constantFrom(null, 30, 3_600),
    inactivity_warning_text: fc.constantFrom(null, "Are you still there?"),
    farewell_text: fc.constantFrom(null, "Good-bye!"),
    satisfaction_question: fc.constantFrom(null, "How was it?"),
    reopen: fc.constantFrom("new" as const, "same" as const),
    retention_after_close: fc.constantFrom(null, 1, 92 * 86_400),
    handoff_keywords: fc.constant(DEFAULT_POLICY.handoff_keywords),
    sentiment_handoff: fc.boolean(),
    read_receipts: fc.constantFrom("on_receipt" as const, "on_reply" as const, "never" as const),
    low_confidence_limit: fc.constantFrom(null, 1, 3),
    automatic_limit: fc.constantFrom(null, 2, 200),
    remote: fc.record({
      ai: fc.boolean(),
      agents: fc.boolean(),
      customers: fc.boolean(),
      flows: fc.boolean(),
      channel: fc.boolean(),
    }),
    embedded: fc.record({ ai: fc.boolean(), flows: fc.boolean() }),
    flow_triggers: fc.subarray([
      { flow_id: "f1", on: "word" as const, values: ["hello"] },
      { flow_id: "f2", on: "button" as const, values: ["yes"] },
      { flow_id: "f3", on: "conversation" as const, values: [] },
    ]),
    ai_debounce: fc.constantFrom(0, 1.5),
    ai_debounce_limit: fc.constantFrom(1, 15),
    ai_deadline: fc.constantFrom(null, 1, 60),
    customer_lookup_deadline: fc.constantFrom(0.5, 3),
    answers_first: fc.constantFrom(null, "people"),
  })
  .map((some) => ({ ...DEFAULT_POLICY, ...some }));

interface Story {
  thread: Thread;
  log: Event[];
  at: number;
}

const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
};

/** Takes every turn; the state is frozen before each, so that a decision that changed it would throw. */
function tell(rules: Policy, all: Turn[], each: (story: Story) => void = () => {}, punctual = false): Story {
  const story: Story = { thread: EMPTY_THREAD, log: [], at: START };
  const take = (command: Command, at: number) => {
    const result = decide(frozen(story.thread), command, rules, at);
    if (!result.ok) return;
    story.log.push(...result.value.events);
    story.thread = result.value.thread;
  };
  for (const { gap, wish } of all) {
    story.at += gap;
    let due = alarm(story.thread, rules);
    while (punctual && due <= story.at) {
      take(wake, due);
      const next = alarm(story.thread, rules);
      expect(next).toBeGreaterThan(due);
      due = next;
    }
    take(wish(story.thread, story.at), story.at);
    each(story);
  }
  take(wake, story.at);
  each(story);
  return story;
}

/** The next due time without that of sends and files, which only tells somebody to claim them. */
const alarm = (thread: Thread, rules: Policy) =>
  nextDue({ ...thread, pending: [], media: [] }, rules, 0) ?? Number.POSITIVE_INFINITY;

const always = (holds: (story: Story, rules: Policy) => void) =>
  fc.assert(
    fc.property(policy, turns, (rules, all) => {
      tell(rules, all, (story) => holds(story, rules));
    }),
    { numRuns: 30 },
  );
const inTheEnd = (holds: (story: Story, rules: Policy) => void) =>
  fc.assert(
    fc.property(policy, turns, (rules, all) => holds(tell(rules, all), rules)),
    { numRuns: 30 },
  );

/** Every event with the state that it met. */
function* met(log: Event[]): Generator<[Thread, Event]> {
  let thread = EMPTY_THREAD;
  for (const event of log) {
    yield [thread, event];
    thread = evolve(thread, event);
  }
}

describe("whatever is asked, in whatever order", () => {
  test("EX4 the fold of the log is the state, also of a log that was written down", () => {
    inTheEnd(({ log, thread }) => {
      expect(replay(log)).toEqual(thread);
      expect(replay(JSON.parse(JSON.stringify(log)))).toEqual(thread);
    });
  });

  test("EX4 it may be folded from any state that was kept", () => {
    inTheEnd(({ log, thread }) => {
      const half = Math.floor(log.length / 2);
      const kept: Thread = JSON.parse(JSON.stringify(replay(log.slice(0, half))));
      expect(replay(log.slice(half), kept)).toEqual(thread);
    });
  });

  test("MS1 the log has no gap, and each message the id of its place", () => {
    inTheEnd(({ log, thread }) => {
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      expect(thread.seq).toBe(log.length);
      for (const { seq, message } of log.filter(isMessageEvent)) expect(message.id).toBe(messageId(THREAD_KEY, seq));
    });
  });

  test("CV2 at most one conversation is open, and each has the number after the last", () => {
    inTheEnd(({ log }) => {
      const open = new Set<number>();
      let last = 0;
      for (const { type, number } of log) {
        if (type === "conversation.opened") expect(number).toBe(++last);
        if (type === "conversation.opened" || type === "conversation.reopened") open.add(number);
        if (type === "conversation.closed") expect(open.delete(number)).toBe(true);
        expect(open.size).toBeLessThanOrEqual(1);
      }
    });
  });

  test("IN5 a closed conversation has no time of silence or snooze, and nobody has its word", () => {
    always(({ thread: { current } }, rules) => {
      if (current?.state !== "closed") return;
      expect(inactivityDue(current, rules)).toBeNull();
      expect(snoozeDue(current)).toBeNull();
      expect(current.control).toBe("none");
    });
  });

  test("IN5 once awake a thread has nothing left that is due: an alarm never spins", () => {
    inTheEnd(({ thread, at }, rules) => {
      const due = nextDue(thread, rules, at);
      if (due !== null) expect(due).toBeGreaterThan(at);
    });
  });

  test("DL4 sends wait in order, and only the first is in flight", () => {
    always(({ thread: { pending } }) => {
      const seqs = pending.map(({ message_seq }) => message_seq);
      expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
      expect(pending.slice(1).filter(({ claimed_at }) => claimed_at !== null)).toEqual([]);
    });
  });

  test("DL6 nothing is sent more than eight times, but for what its inbox could not send", () => {
    inTheEnd(({ log }) => {
      for (const event of log) {
        if (event.type !== "message.sending") continue;
        const held = log.filter((one) => one.type === "message.deferred" && one.held && one.seq < event.seq);
        const own = held.filter((one) => "message_seq" in one && one.message_seq === event.message_seq);
        expect(event.attempt - own.length).toBeLessThanOrEqual(8);
      }
    });
  });

  test("HO6 no machine's message is queued while a person has or awaits the word, and none that is suppressed waits", () => {
    inTheEnd(({ log, thread }) => {
      for (const [{ current }, event] of met(log)) {
        if (!isMessageEvent(event)) continue;
        const machine = event.message.sender_type === "llm" || event.message.sender_type === "flow";
        const person = current?.control === "queue" || current?.control === "agent";
        if (machine && person) expect(event.type).toBe("message.suppressed");
        if (event.type === "message.suppressed") expect(machine).toBe(true);
      }
      const suppressed = log.filter(({ type }) => type === "message.suppressed").map(({ seq }) => seq);
      expect(thread.pending.filter(({ message_seq }) => suppressed.includes(message_seq))).toEqual([]);
    });
  });

  test("TU2, TU3 turns are asked one after the other, and each is answered once at most", () => {
    inTheEnd(({ log }) => {
      let last = 0;
      const said = new Set<unknown>();
      for (const [{ current }, event] of met(log)) {
        if (event.type === "conversation.opened") {
          last = 0;
          said.clear();
        }
        if (event.type === "ai.requested") {
          expect(event.turn).toBe(++last);
          expect(current?.control).toBe("ai");
        }
        if (event.type !== "message.queued" || event.message.metadata?.turn === undefined) continue;
        expect(event.message.metadata.turn).toBe(last);
        expect(said.has(last)).toBe(false);
        said.add(last);
      }
    });
  });

  test("TI4 a ticket only goes the ways of its machine", () => {
    const ways = ["pending>open", "open>standby", "standby>open", "pending>closed", "open>closed", "standby>closed"];
    inTheEnd(({ log }) => {
      for (const [{ current }, event] of met(log)) {
        if (event.type !== "ticket.state_changed" && event.type !== "ticket.closed") continue;
        const before = current?.tickets.find(({ id }) => id === event.ticket_id);
        if (!before) continue;
        // It may also go to another agent.
        if (event.type === "ticket.state_changed" && event.agent_id !== before.agent_id && event.state === before.state)
          continue;
        expect(ways).toContain(`${before.state}>${event.type === "ticket.closed" ? "closed" : event.state}`);
      }
    });
  });

  test("CV7 nothing of ours is said in a closed conversation", () => {
    inTheEnd(({ log }) => {
      for (const [{ current }, event] of met(log)) {
        if (!isMessageEvent(event) || event.type === "message.imported") continue;
        if (event.message.direction === "out") expect(current?.state).toBe("open");
      }
    });
  });

  test("IN3 what is purged was closed, and is purged once", () => {
    inTheEnd(({ log }) => {
      let purged = 0;
      for (const [, event] of met(log)) {
        // What was imported lies between the messages of the others.
        if (event.type !== "messages.purged" || event.number === 0) continue;
        expect(event.through_seq).toBeLessThan(event.seq);
        expect(event.through_seq).toBeGreaterThan(purged);
        purged = event.through_seq;
      }
    });
  });

  test("IN4 with an alarm at every due time, or with none at all, the same happens in the same order", () => {
    const facts = ({ log }: Story) => log.map(({ type, number }) => [type, number]);
    fc.assert(
      fc.property(policy, turns, (rules, all) => {
        // The purge counts from when the closing was noted.
        // A turn that is asked late has its whole time, and so ends later.
        // What the customer is told of the end is not said when it is too late.
        const told = { inactivity_warning_text: null };
        const keeping = {
          ...rules,
          ...told,
          retention_after_close: null,
          remote: DEFAULT_POLICY.remote,
          embedded: DEFAULT_POLICY.embedded,
        };
        expect(facts(tell(keeping, all))).toEqual(facts(tell(keeping, all, undefined, true)));
      }),
      { numRuns: 30 },
    );
  });
});

test("EX4 a log of every kind of event is folded to its state", () => {
  const scene = given(says("hello"), aiSays("hi"), wait(HOUR), resolves, says("again", {}, { contact: KNOWN_ANN }));
  expect(replay(scene.log)).toEqual(scene.thread);
  expect(scene.thread).toMatchObject({ identity: IDENTITY, contact: KNOWN_ANN, seq: scene.log.length });
  expect(scene.conversation.started_at).toBe(iso(HOUR));
});
