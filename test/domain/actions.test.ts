import { describe, expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import { type Actor, conversationView } from "../../src/domain/conversation.ts";
import { mentionedIn } from "../../src/domain/notes.ts";
import type { Priority } from "../../src/domain/priority.ts";
import {
  AGENT,
  API,
  asksForPerson,
  assigns,
  given,
  HOUR,
  IDENTITY,
  labels,
  notes,
  opens,
  opensTicket,
  releases,
  resolves,
  says,
  snoozes,
  ticketAssigned,
  ticketIs,
  unsnoozes,
  writesTo,
} from "./given.ts";

const CITRA: Actor = { type: "agent", id: "agent-2" };
const prioritises = (priority: Priority | null, reason?: string): Command => ({
  ...{ type: "set_priority", number: 1, priority, reason, actor: AGENT },
});
const unassigns = (reason?: string) => ({ type: "unassign_agent", number: 1, reason, actor: AGENT }) as const;
type To = Extract<Command, { type: "transfer_conversation" }>["to"];
const transfers = (to: To, note: string | null = null, reason?: string): Command => ({
  type: "transfer_conversation",
  number: 1,
  to,
  note: note === null ? null : { content: note },
  reason,
  actor: AGENT,
});
const relabels = (add: string[], remove: string[] = []): Command => ({
  ...{ type: "change_labels", number: 1, add, remove, actor: API },
});

describe("why", () => {
  const reason = "She asked for it";

  test.each<[string, Command, string]>([
    ["an assignment", { ...assigns("agent-2"), reason }, "agent.assigned"],
    ["a release", { ...releases(), reason }, "control.released"],
    ["labels", { ...labels(["vip"]), reason }, "conversation.labels_changed"],
    ["a snooze", { ...snoozes(HOUR), reason }, "conversation.snoozed"],
    ["a priority", prioritises("high", reason), "conversation.priority_changed"],
    ["a move", transfers({ outlet_id: "outlet-2" }, null, reason), "conversation.moved"],
    ["an unassignment", unassigns(reason), "handoff.requested"],
  ])("AG1 %s says why, and who", (_, command, type) => {
    const scene = given(opens(), assigns()).when(command);
    const { actor } = command as { actor: Actor };
    expect(scene.events.find((event) => event.type === type)).toMatchObject({ reason, actor });
  });

  test("AG1 waking says why, and nobody need say it", () => {
    const woken = given(opens(), snoozes(HOUR)).when({ ...unsnoozes(), reason });
    expect(woken.event("conversation.unsnoozed")).toMatchObject({ reason });
    expect(given(opens()).when(assigns()).event("agent.assigned")).not.toHaveProperty("reason");
  });
});

describe("labels", () => {
  test("AG2 some are added and some taken away, the others stay; nothing new is no event", () => {
    const scene = given(opens(), labels(["billing", "new"])).when(relabels(["vip"], ["new"]));
    expect(scene.event("conversation.labels_changed").labels).toEqual(["billing", "vip"]);
    expect(scene.when(relabels(["vip"], ["absent"])).events).toEqual([]);
  });

  test("AG2 more than fifty are refused", () => {
    const many = Array.from({ length: 50 }, (_, index) => `label ${index}`);
    const scene = given(opens(), labels(many));
    expect(scene.when(relabels(["one more"])).rejection).toEqual({ code: "label_limit", limit: 50 });
    expect(scene.when(relabels(["one more"], ["label 7"])).rejection).toBeNull();
  });
});

describe("priority", () => {
  test("AG3 is set, changed and taken away; the same again is no event", () => {
    const urgent = given(opens()).when(prioritises("urgent"));
    expect(urgent.conversation.priority).toBe("urgent");
    expect(urgent.when(prioritises("urgent")).events).toEqual([]);
    expect(urgent.when(prioritises(null)).conversation.priority).toBeNull();
    expect(given(opens()).when(prioritises(null)).events).toEqual([]);
  });

  test("AG3 the conversation shows it, and shows none where nobody said so", () => {
    const view = (scene: ReturnType<typeof given>) =>
      conversationView(IDENTITY, scene.thread.contact, scene.conversation, scene.thread.seq);
    expect(view(given(opens())).priority).toBeNull();
    expect(view(given(opens(), prioritises("low"))).priority).toBe("low");
  });

  test("AG3 a closed conversation gets one while it is the latest", () => {
    const closed = given(opens(), resolves);
    expect(closed.when(prioritises("high")).types).toEqual(["conversation.priority_changed"]);
    const next = closed.given(says("hello again"));
    expect(next.when(prioritises("high")).rejection).toMatchObject({ code: "conversation_closed" });
  });
});

describe("taken from its agent", () => {
  test("AG4 a conversation waits for a person again", () => {
    const scene = given(opens(), asksForPerson("agent-1", "A hard case")).when(unassigns());
    expect(scene.conversation).toMatchObject({ control: "queue", agent_id: null });
    expect(scene.event("handoff.requested").reason).toBe("A hard case");
  });

  test("AG4 its tickets wait with it", () => {
    const scene = given(opens(), asksForPerson(), opensTicket("T-1"), ticketAssigned("T-1", "agent-1")).when(
      unassigns(),
    );
    expect(scene.types).toEqual(["handoff.requested", "ticket.state_changed"]);
    expect(scene.conversation.tickets).toMatchObject([{ id: "T-1", state: "pending", agent_id: null }]);
  });

  test("AG4 one that sleeps wakes", () => {
    const past = given(opens(), asksForPerson(), opensTicket("T-1"), ticketAssigned("T-1", "agent-1"));
    const scene = past.given(ticketIs("T-1", "standby")).when(unassigns());
    expect(scene.conversation.snoozed_until).toBeNull();
    expect(scene.types[0]).toBe("conversation.unsnoozed");
  });

  test("AG4 from whom it is to be taken it is taken, and from nobody else", () => {
    const past = given(opens(), asksForPerson("agent-1"));
    expect(past.when({ ...unassigns(), agent_id: "agent-2" }).events).toEqual([]);
    expect(past.when({ ...unassigns(), agent_id: "agent-1" }).conversation.control).toBe("queue");
  });

  test("AG4 where no agent has it, nothing happens", () => {
    expect(given(opens()).when(unassigns()).events).toEqual([]);
    expect(given(opens(), asksForPerson()).when(unassigns()).events).toEqual([]);
    expect(given(opens(), resolves).when(unassigns()).rejection).toMatchObject({ code: "conversation_closed" });
  });
});

describe("transferred", () => {
  test("AG5 to an agent, who has the word from then on", () => {
    const scene = given(opens(), assigns()).when(transfers({ agent_id: "agent-2" }, "Speaks Malay"));
    expect(scene.types).toEqual(["agent.assigned", "note.added"]);
    expect(scene.conversation).toMatchObject({ control: "agent", agent_id: "agent-2" });
    expect(scene.event("note.added")).toMatchObject({ content: "Speaks Malay", actor: AGENT });
  });

  test("AG5 to a team: it waits for its people, whoever had it", () => {
    const scene = given(opens(), assigns()).when(transfers({ team_id: "team-1" }));
    expect(scene.conversation).toMatchObject({ control: "queue", agent_id: null, handoff: { team_id: "team-1" } });
    expect(scene.when(transfers({ team_id: "team-1" })).events).toEqual([]);
  });

  test("AG5 to another outlet: it is that outlet's, and waits there for anybody", () => {
    const past = given(opens(), asksForPerson(), opensTicket("T-1"), ticketAssigned("T-1", "agent-1"));
    const scene = past.when(transfers({ outlet_id: "outlet-2" }));
    expect(scene.types).toEqual(["conversation.moved", "handoff.requested", "ticket.state_changed"]);
    expect(scene.conversation).toMatchObject({ outlet_id: "outlet-2", control: "queue", handoff: { team_id: null } });
    expect(scene.when(transfers({ outlet_id: "outlet-2" })).events).toEqual([]);
    expect(scene.when(writesTo(1)).conversation.outlet_id).toBe("outlet-2");
  });

  test("AG5 a closed conversation is not, and nothing is noted", () => {
    const refused = given(opens(), resolves).when(transfers({ agent_id: "agent-2" }, "For you"));
    expect(refused.rejection).toMatchObject({ code: "conversation_closed" });
    expect(refused.events).toEqual([]);
  });
});

describe("mentions", () => {
  test("AG6 a note names each of them once", () => {
    const noted = given(opens()).when({ ...notes("Look"), mentions: ["agent-2", "agent-1", "agent-2"], actor: CITRA });
    expect(noted.event("note.added")).toMatchObject({ mentions: ["agent-2", "agent-1"], actor: CITRA });
    expect(given(opens()).when(notes("Nobody")).event("note.added")).not.toHaveProperty("mentions");
  });

  test.each([
    ["@[Ann Lee](a-1), see @[Budi](a-2) and @[Ann](a-1)", ["a-1", "a-2"]],
    ["ann@[example](x", []],
    ["@[](a-1) @[Ann]() @Ann (a-1) [Ann](a-1)", []],
    ["@[Ann](a 1)", []],
    [`${"@[".repeat(2_000)}x](`, []],
  ])("AG6 %j mentions %j", (text, ids) => {
    expect(mentionedIn(text)).toEqual(ids);
  });
});
