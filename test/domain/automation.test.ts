import { describe, expect, test } from "vitest";
import { commandOf, type Doing } from "../../src/automation/commands.ts";
import { explained, matches } from "../../src/automation/conditions.ts";
import { actorOf, DEEPEST, depthOf } from "../../src/automation/depth.ts";
import { doAll } from "../../src/automation/doing.ts";
import { follow, type Surroundings } from "../../src/automation/engine.ts";
import type { Matter } from "../../src/automation/matter.ts";
import type { Known, Run, Standing } from "../../src/automation/repository.ts";
import { type Scope, worded } from "../../src/automation/wording.ts";
import type { World } from "../../src/automation/world.ts";
import type { Told } from "../../src/conversation/told.ts";
import type { Command } from "../../src/domain/commands.ts";
import { conversationView } from "../../src/domain/conversation.ts";
import { type Event, isMessageEvent } from "../../src/domain/events.ts";
import { err, ok } from "../../src/lib/result.ts";
import { Action } from "../../src/protocol/action.ts";
import { AutomationRule, type Condition, NewAutomationRule } from "../../src/protocol/automation.ts";
import type { AutomationRuleRecord } from "../../src/tenant/records.ts";
import { asksForPerson, given, IDENTITY, iso, labels, opens, type Scene, START, says, wait } from "./given.ts";

const viewOf = (scene: Scene) => conversationView(IDENTITY, scene.thread.contact, scene.conversation, scene.thread.seq);
/** @param before how things stood, where nothing is left of it */
const toldOf = (scene: Scene, event: Event, before = scene): Told => ({
  event,
  conversation: viewOf(scene.thread.current ? scene : before),
  contact: scene.thread.contact,
  our_number: null,
  messages: [],
  log: [],
});
const matterOf = (scene: Scene, event = scene.log.at(-1) ?? null): Matter => ({
  event,
  conversation: viewOf(scene),
  contact: { ...scene.thread.contact, customer_details: { tier: "Gold", name: "Ann Lee" } },
  message: event && isMessageEvent(event) ? event.message : null,
});

describe("conditions", () => {
  const scene = given(opens(), labels(["vip", "Billing"]), says("My REFUND, déjà vu"), wait(60_000));
  const event = scene.log.find(isMessageEvent) ?? null;
  const at = iso(60_000);
  const holds = (condition: Condition) => matches({ all: [condition] }, matterOf(scene, event), at);

  test.each<[Condition, boolean]>([
    [{ field: "message.content", op: "contains", value: "refund" }, true],
    [{ field: "message.content", op: "contains", value: "deja" }, true],
    [{ field: "message.content", op: "contains", value: "" }, false],
    [{ field: "message.content", op: "not_contains", value: "invoice" }, true],
    [{ field: "conversation.labels", op: "contains", value: "VIP" }, true],
    [{ field: "conversation.labels", op: "contains", value: "vi" }, false],
    [{ field: "conversation.labels", op: "in", value: ["gold", "billing"] }, true],
    [{ field: "conversation.labels", op: "not_in", value: ["gold"] }, true],
    [{ field: "conversation.status", op: "equals", value: "active" }, true],
    [{ field: "conversation.status", op: "not_equals", value: "active" }, false],
    [{ field: "conversation.message_count", op: "equals", value: "1" }, true],
    [{ field: "conversation.message_count", op: "greater", value: 0 }, true],
    [{ field: "conversation.message_count", op: "less", value: 1 }, false],
    [{ field: "conversation.handoff_agent_id", op: "exists" }, false],
    [{ field: "conversation.handoff_agent_id", op: "equals", value: null }, true],
    [{ field: "conversation.handoff_requested", op: "equals", value: false }, true],
    [{ field: "conversation.last_message_at", op: "older_than", value: 59 }, true],
    [{ field: "conversation.last_message_at", op: "newer_than", value: 59 }, false],
    [{ field: "conversation.ended_at", op: "older_than", value: 0 }, false],
    [{ field: "conversation.ended_at", op: "newer_than", value: 0 }, false],
    [{ field: "customer.tier", op: "equals", value: "gold" }, true],
    [{ field: "customer.name", op: "equals", value: "Ann" }, true],
    [{ field: "customer.toString", op: "exists" }, false],
    [{ field: "customer.__proto__", op: "exists" }, false],
    [{ field: "event.actor_type", op: "in", value: ["customer"] }, true],
    [{ field: "event.type", op: "equals", value: "message.received" }, true],
    [{ field: "event.agent_id", op: "not_exists" }, true],
  ])("%j is %s", (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  test("vowels that are written as marks tell words apart, and nothing is in every text", () => {
    const hindi = given(says("दिन")).event("message.received");
    const said = (value: string, op: "equals" | "contains") => {
      const matter = { ...matterOf(scene), message: hindi.message };
      return matches({ all: [{ field: "message.content", op, value }] }, matter, at);
    };
    expect(said("दिन", "equals")).toBe(true);
    expect(said("दान", "equals")).toBe(false);
    expect(said("\u0301", "contains")).toBe(false);
  });

  test("priorities are compared by how pressing they are", () => {
    const high = given(opens(), {
      type: "set_priority",
      number: 1,
      priority: "high",
      actor: { type: "api", id: null },
    });
    const greater = (value: string) =>
      matches({ all: [{ field: "conversation.priority", op: "greater", value }] }, matterOf(high), at);
    expect([greater("low"), greater("normal"), greater("high"), greater("urgent")]).toEqual([true, true, false, false]);
  });

  test("all of all and one of any; none at all always hold", () => {
    const [yes, no] = [
      { field: "conversation.state", op: "equals", value: "open" },
      { field: "conversation.state", op: "equals", value: "closed" },
    ] as const;
    const check = (conditions: { all?: Condition[]; any?: Condition[] }) => matches(conditions, matterOf(scene), at);
    expect(check({})).toBe(true);
    expect(check({ all: [yes, no] })).toBe(false);
    expect(check({ any: [yes, no] })).toBe(true);
    expect(check({ all: [yes], any: [no] })).toBe(false);
    expect(explained({ all: [yes], any: [no] }, matterOf(scene), at)).toMatchObject([
      { group: "all", actual: "open", holds: true },
      { group: "any", actual: "open", holds: false },
    ]);
  });

  test.each([
    [{ conditions: { all: [{ field: "conversation.secret", op: "exists" }] } }, "conditions.all.0.field"],
    [{ conditions: { any: [{ field: "message.content", op: "matches", value: "x" }] } }, "conditions.any.0.op"],
    [{ conditions: { all: [{ field: "message.content", op: "in", value: "x" }] } }, "conditions.all.0.value"],
    [{ conditions: { all: [{ field: "message.content", op: "exists", value: 1 }] } }, "conditions.all.0.value"],
    [
      { conditions: { all: [{ field: "conversation.ended_at", op: "older_than", value: "1 day" }] } },
      "conditions.all.0.value",
    ],
    [{ on: ["message.sending"] }, "on.0"],
    [{ actions: [{ type: "dance" }] }, "actions.0.type"],
    [{ actions: [{ type: "send_text" }] }, "actions.0.text"],
    [{ actions: [] }, "actions"],
    [{ mood: 1 }, "mood"],
  ])("%j is refused at %s", (news, path) => {
    const rule = { name: "Rule", on: ["message.received"], actions: [{ type: "close" }], ...news };
    const { error } = NewAutomationRule.safeParse(rule);
    const paths = (error?.issues ?? []).map((issue) =>
      [...issue.path, ...(issue.code === "unrecognized_keys" ? issue.keys : [])].join("."),
    );
    expect(paths).toEqual([path]);
  });
});

describe("words", () => {
  const scope: Scope = {
    customer: { name: "Ann Lee", tier: "{{agent.name}}", tags: ["a", "b"] },
    conversation: viewOf(given(opens())),
    agent: { id: "agent-1", name: "Budi" },
    outlet: { id: "outlet-1", name: null },
    tenant: { name: "Shop" },
    message: null,
  };

  test.each([
    ["Hello {{customer.name}}, I am {{ agent.name }}", "Hello Ann Lee, I am Budi", []],
    ["Hello {{customer.first_name}}", "Hello Ann", []],
    ["{{customer.tags}} at {{tenant.name}}", "a, b at Shop", []],
    ["{{customer.nickname|there}}", "there", []],
    ["{{customer.nickname|}}!", "!", []],
    [
      "{{customer.nickname}} {{outlet.name}}",
      "{{customer.nickname}} {{outlet.name}}",
      ["customer.nickname", "outlet.name"],
    ],
    ["{{customer.tier}}", "{{agent.name}}", []],
    [
      "{{constructor.name}} {{customer.__proto__}}",
      "{{constructor.name}} {{customer.__proto__}}",
      ["constructor.name", "customer.__proto__"],
    ],
  ])("%j is %j", (template, text, unknown) => {
    expect(worded(template, scope, true)).toEqual({ text, unknown });
  });

  test("what nothing stands for is said as nothing", () => {
    expect(worded("Dear {{customer.nickname}}!", scope, false).text).toBe("Dear !");
  });

  test("every action becomes a command of the one who does it", () => {
    const actor = { type: "agent", id: "agent-1" } as const;
    const sender = { type: "agent", id: "agent-1", display_name: "Budi" } as const;
    const doing: Doing = { number: 1, actor, sender, reason: "Macro", scope, at: START };
    const of = (action: object) => commandOf(Action.parse(action), doing);
    expect(of({ type: "send_text", text: "Bye {{customer.first_name}}" })).toMatchObject({
      ...{ type: "send_message", sender, deliver: true, saying: { content: "Bye Ann" } },
    });
    expect(of({ type: "send_text", text: "{{customer.nickname}}" })).toBeNull();
    expect(of({ type: "snooze", seconds: 60 })).toMatchObject({ until: iso(60_000), actor, reason: "Macro" });
    expect(of({ type: "add_note", content: "@[Citra](agent-2) look" })).toMatchObject({ mentions: ["agent-2"] });
    expect(of({ type: "request_handoff" })).toMatchObject({ trigger: "agent", reason: "Macro" });
  });
});

/** A thread that takes commands as the real one does, and an engine around it. */
class Thread {
  scene: Scene;
  standing: Standing = { through: 0, depth: 0 };
  readonly runs = new Map<string, Known>();
  readonly rules: AutomationRuleRecord[];
  readonly keys = new Set<string>();
  #told: Scene;
  /** The connection fails at the action of this place among all. */
  failsAt = -1;
  acts = 0;

  constructor(scene: Scene, ...rules: AutomationRuleRecord[]) {
    this.scene = scene;
    this.#told = scene;
    this.rules = rules;
  }

  /** Tells the engine what happened since, until nothing new does; at most so often. */
  async settle(rounds = 20): Promise<void> {
    for (let round = 0; round < rounds && this.scene.thread.seq > this.standing.through; round++) {
      const through = this.scene.thread.seq;
      await this.tell(this.standing.through);
      this.standing = { ...this.standing, through };
    }
  }

  async tell(after: number): Promise<void> {
    const told = this.scene.log.filter(({ seq }) => seq > after).map((event) => toldOf(this.scene, event, this.#told));
    if (this.scene.thread.current) this.#told = this.scene;
    const passage = { thread_key: "k", after, told, through: this.scene.thread.seq, characters: 0 };
    this.standing = (await follow(passage, this.rules, this.standing, this.#around())) ?? this.standing;
  }

  get log(): string[] {
    return this.scene.log.map(({ type, actor }) => `${type} ${actor.id}`);
  }

  get done(): Run[] {
    return [...this.runs.values()].filter(({ is_done }) => is_done).map(({ run }) => run);
  }

  #around(): Surroundings {
    const world: World = {
      fault: async () => null,
      execute: async (command: Command, keys: string[]) => {
        if (this.acts++ === this.failsAt) throw new Error("the connection was lost");
        if (keys.some((key) => this.keys.has(key))) return ok(null);
        const next = this.scene.when(command);
        if (next.rejection) return err(next.rejection);
        this.scene = next;
        for (const key of keys) this.keys.add(key);
        return ok(null);
      },
    };
    return {
      now: () => this.scene.at,
      world,
      conversation: async () => viewOf(this.scene),
      scope: async () => ({ agent: null, outlet: { id: "outlet-1", name: null }, tenant: { name: "Shop" } }),
      known: (ruleId, seq) => this.runs.get(`${ruleId}:${seq}`) ?? null,
      keep: (run, is_done) => this.runs.set(`${run.rule_id}:${run.event.seq}`, { run, is_done }),
      forget: () => this.runs.clear(),
    };
  }
}

let ids = 0;
function rule(news: Partial<AutomationRuleRecord>): AutomationRuleRecord {
  const id = `3d77f23b-683d-434e-8731-${String(++ids).padStart(12, "0")}`;
  const at = iso(0);
  const made = { id, name: "Rule", enabled: true, enabled_at: at, created_at: at, updated_at: at };
  return AutomationRule.parse({ ...made, on: [], conditions: {}, actions: [{ type: "close" }], ...news });
}

describe("rules", () => {
  const refund = rule({
    on: ["message.received"],
    conditions: { all: [{ field: "message.content", op: "contains", value: "refund" }] },
    actions: [
      { type: "add_labels", labels: ["refund"] },
      { type: "set_priority", priority: "high" },
      { type: "request_handoff", reason: "A refund" },
    ],
  });

  test("AG8 acts on what it is about, in its own name, and says why", async () => {
    const thread = new Thread(given(says("I want a refund")), refund);
    await thread.settle();
    expect(thread.scene.conversation).toMatchObject({ labels: ["refund"], priority: "high", control: "queue" });
    const changed = thread.scene.log.find(({ type }) => type === "conversation.labels_changed");
    expect(changed).toMatchObject({ actor: { type: "system", id: `automation:${refund.id}` }, reason: "Rule Rule" });
    expect(thread.done).toMatchObject([
      { rule_id: refund.id, outcome: "done", depth: 1, event: { type: "message.received" } },
    ]);
  });

  test("AG8 acts once, however often it is told", async () => {
    const thread = new Thread(given(says("refund")), refund);
    for (let time = 0; time < 3; time++) {
      thread.standing = { through: 0, depth: 0 };
      await thread.tell(0);
    }
    expect(thread.log.filter((line) => line.startsWith("handoff.requested"))).toHaveLength(1);
    expect(thread.done).toHaveLength(1);
  });

  test.each([0, 1, 2])(
    "AG8 goes on where a crash at action %i left it, though its conditions hold no more",
    async (at) => {
      const once = rule({
        on: ["message.received"],
        conditions: { all: [{ field: "conversation.labels", op: "not_contains", value: "greeted" }] },
        actions: [
          { type: "add_labels", labels: ["greeted"] },
          { type: "send_text", text: "Welcome!" },
          { type: "set_priority", priority: "low" },
        ],
      });
      const thread = new Thread(given(says("hello")), once);
      thread.failsAt = at;
      await expect(thread.tell(0)).rejects.toThrow("lost");
      await thread.settle();
      expect(thread.scene.conversation).toMatchObject({ labels: ["greeted"], priority: "low" });
      expect(thread.log.filter((line) => line.startsWith("message.queued"))).toHaveLength(1);
      expect(thread.done).toMatchObject([{ actions: [{ outcome: "done" }, { outcome: "done" }, { outcome: "done" }] }]);
    },
  );

  test("AG8 two messages at once set off once what asks that it was not done", async () => {
    const greets = rule({
      on: ["message.received"],
      conditions: { all: [{ field: "conversation.labels", op: "not_contains", value: "greeted" }] },
      actions: [
        { type: "send_text", text: "Welcome!" },
        { type: "add_labels", labels: ["greeted"] },
      ],
    });
    const thread = new Thread(given(says("hello"), says("there")), greets);
    await thread.settle();
    expect(thread.log.filter((line) => line.startsWith("message.queued"))).toHaveLength(1);
  });

  test("AG8 what happened before it was switched on is none of its business, nor anything while it is off", async () => {
    const past = given(says("refund"), wait(1_000));
    const late = new Thread(past, { ...refund, enabled_at: iso(500) });
    await late.settle();
    expect(late.done).toEqual([]);
    const off = new Thread(past, { ...refund, enabled: false });
    await off.settle();
    expect(off.done).toEqual([]);
  });

  test("AG8 all of its actions are tried, and the log says which were refused", async () => {
    const thread = new Thread(
      given(says("bye")),
      rule({
        on: ["message.received"],
        actions: [{ type: "close" }, { type: "snooze", seconds: 60 }, { type: "add_labels", labels: ["x"] }],
      }),
    );
    await thread.settle();
    expect(thread.done).toMatchObject([
      {
        outcome: "refused",
        actions: [{ outcome: "done" }, { outcome: "refused", code: "conversation_closed" }, { outcome: "done" }],
      },
    ]);
  });

  test("AG7 what stops at a refusal skips what comes after it", async () => {
    const refuses: World = {
      fault: async ({ type }) => (type === "assign_agent" ? { code: "assignee_not_eligible", detail: "No" } : null),
      execute: async () => ok(null),
    };
    const actions = [{ type: "close" }, { type: "assign_agent", agent_id: "x" }, { type: "release" }] as const;
    const doing = { number: 1, reason: "Macro", at: START } as Doing;
    const scope = { conversation: viewOf(given(opens())) } as Scope;
    const actor = { type: "agent", id: "agent-1" } as const;
    const results = await doAll(refuses, actions, { ...doing, scope, actor }, { keyOf: () => null, stops: true });
    expect(results).toEqual([
      { type: "close", outcome: "done", code: null, detail: null },
      { type: "assign_agent", outcome: "refused", code: "assignee_not_eligible", detail: "No" },
      { type: "release", outcome: "skipped", code: null, detail: null },
    ]);
  });

  test("an erased thread's runs are forgotten", async () => {
    const thread = new Thread(given(says("refund")), refund);
    await thread.settle();
    thread.scene = thread.scene.given({ type: "erase_thread", of: { number: 1 }, actor: { type: "api", id: "k" } });
    await thread.settle();
    expect(thread.done).toEqual([]);
  });
});

describe("the loop guard", () => {
  const pings = rule({
    on: ["conversation.labels_changed"],
    conditions: { all: [{ field: "conversation.labels", op: "not_contains", value: "ping" }] },
    actions: [
      { type: "add_labels", labels: ["ping"] },
      { type: "remove_labels", labels: ["pong"] },
    ],
  });
  const pongs = rule({
    on: ["conversation.labels_changed"],
    conditions: { all: [{ field: "conversation.labels", op: "contains", value: "ping" }] },
    actions: [
      { type: "add_labels", labels: ["pong"] },
      { type: "remove_labels", labels: ["ping"] },
    ],
  });

  test("AG9 rules that set off each other stop three deep, and the log says so", async () => {
    const thread = new Thread(given(opens(), labels(["new"])), pings, pongs);
    await thread.settle();
    const depths = thread.done.filter(({ outcome }) => outcome !== "loop_guard").map(({ depth }) => depth);
    expect(Math.max(...depths)).toBe(DEEPEST);
    expect(thread.done.some(({ outcome }) => outcome === "loop_guard")).toBe(true);
    expect(thread.scene.thread.seq).toBe(thread.standing.through);
  });

  test("AG9 after somebody did something of their own a new row begins", async () => {
    const thread = new Thread(given(opens(), labels(["new"])), pings, pongs);
    await thread.settle();
    const before = thread.done.length;
    thread.scene = thread.scene.given(says("still there?"), labels(["other"]));
    await thread.settle();
    expect(thread.done.slice(before).map(({ depth }) => depth)).toContain(1);
  });

  test("AG9 what a machine does otherwise is as deep as the last rule of the thread", () => {
    const scene = given(says("hello"), asksForPerson());
    const event = (type: "system" | "channel" | "flow" | "customer" | "agent" | "api", id: string | null): Event =>
      ({ ...scene.log[0], actor: { type, id } }) as Event;
    for (const type of ["system", "channel", "flow"] as const) expect(depthOf(event(type, null), 2)).toBe(2);
    for (const type of ["customer", "agent", "api"] as const) expect(depthOf(event(type, "x"), 2)).toBe(0);
    for (const depth of [1, 2, 3]) expect(depthOf(event("system", actorOf("rule", depth).id), 0)).toBe(depth);
    expect(actorOf("rule", 1)).toEqual({ type: "system", id: "automation:rule" });
  });
});
