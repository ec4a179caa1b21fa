import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { call, newTenant, OUTLET, type Shop } from "../support/api.ts";

const WAIT = { timeout: 10_000, interval: 20 };

interface Person {
  id: string;
  /** A call in this agent's name. */
  api: Shop["api"];
}

async function hire(shop: Shop, name: string, more: object = {}): Promise<Person> {
  const { id } = (await shop.api("POST", "/agents", { name, email: `${name.toLowerCase()}@shop.test`, ...more })).json;
  const bearer = (await shop.api("POST", `/agents/${id}/tokens`)).json.token;
  const api: Shop["api"] = (method, path, body, headers = {}) =>
    call(method, `/api/v1${path}`, { bearer, headers, ...(body !== undefined && { body }) });
  return { id, api };
}

const logOf = async (shop: Shop, id: string) =>
  (await shop.api("GET", `/conversations/${id}/events?limit=1000`)).json.events as {
    type: string;
    [field: string]: unknown;
  }[];
const lastOf = async (shop: Shop, id: string, type: string) =>
  (await logOf(shop, id)).findLast((one) => one.type === type);

/** A conversation whose ticket an agent has. */
async function withAgent(shop: Shop, agent: Person) {
  const { id } = await shop.open();
  await shop.api("POST", `/conversations/${id}/handoff`, { reason: "Wants a person" });
  await shop.api("PUT", `/conversations/${id}/assign`, { agent_id: agent.id });
  await vi.waitFor(async () => {
    const { json } = await shop.api("GET", `/conversations/${id}`);
    expect(json.ticket).toMatchObject({ state: "open", agent_id: agent.id });
  }, WAIT);
  return id;
}

describe("priority", () => {
  test("AG3 AG1 is set with a reason, shown in the list, and taken away", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "Ann");
    const { id } = await shop.open();
    const set = await ann.api("PUT", `/conversations/${id}/priority`, { priority: "urgent", reason: "A VIP" });
    expect(set).toMatchObject({ status: 200, json: { priority: "urgent" } });
    expect(await lastOf(shop, id, "conversation.priority_changed")).toMatchObject({
      ...{ priority: "urgent", reason: "A VIP", actor: { type: "agent", id: ann.id } },
    });
    expect((await shop.api("GET", "/conversations")).json.conversations[0].priority).toBe("urgent");
    expect((await ann.api("PUT", `/conversations/${id}/priority`, { priority: null })).json.priority).toBeNull();
  });
});

describe("who has it", () => {
  test("AG4 taken from its agent, a conversation waits, and so does its ticket", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "Ann");
    const id = await withAgent(shop, ann);
    const given = await ann.api("DELETE", `/conversations/${id}/assign?reason=End%20of%20my%20shift`);
    expect(given.json).toMatchObject({ control: "queue", handoff_agent_id: null, ticket: { state: "pending" } });
    expect(await lastOf(shop, id, "handoff.requested")).toMatchObject({ reason: "End of my shift" });
    const [ticket] = (await shop.api("GET", "/tickets?state=pending")).json.tickets;
    expect(ticket).toMatchObject({ conversation_id: id, agent_id: null });
  });

  test("AG1 an agent takes it over from a colleague, with the ticket", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "Ann"), await hire(shop, "Ben")];
    const id = await withAgent(shop, ann);
    const taken = await ben.api("POST", `/conversations/${id}/takeover`, { reason: "Ann is ill" });
    expect(taken).toMatchObject({ status: 200, json: { handoff_agent_id: ben.id, control: "agent" } });
    expect(await lastOf(shop, id, "agent.assigned")).toMatchObject({
      ...{ agent_id: ben.id, reason: "Ann is ill", actor: { type: "agent", id: ben.id } },
    });
    await vi.waitFor(async () => {
      expect((await shop.api("GET", `/conversations/${id}`)).json.ticket.agent_id).toBe(ben.id);
    }, WAIT);
  });

  test("nobody takes over in a colleague's name, or in another outlet", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "Ann", { outlet_ids: [shop.outlet] }), await hire(shop, "Ben")];
    const { id } = await shop.open();
    const forbidden = await ben.api("POST", `/conversations/${id}/takeover`, { agent_id: ann.id });
    expect(forbidden).toMatchObject({ status: 403, json: { code: "forbidden" } });
    const stranger = await ann.api("POST", `/conversations/${id}/takeover`, {});
    expect(stranger).toMatchObject({ status: 404, json: { code: "conversation_not_found" } });
    const named = await shop.api("POST", `/conversations/${id}/takeover`, { agent_id: ann.id });
    expect(named).toMatchObject({ status: 422, json: { code: "assignee_not_eligible" } });
  });

  test("AG5 it is transferred to an agent, to a team, to another outlet, with a note", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "Ann"), await hire(shop, "Ben")];
    const id = await withAgent(shop, ann);
    const path = `/conversations/${id}/transfer`;
    const note = `For you, @[Ben](${ben.id})`;
    expect((await ann.api("POST", path, { agent_id: ben.id, note })).json.handoff_agent_id).toBe(ben.id);
    expect(await lastOf(shop, id, "note.added")).toMatchObject({ content: note, mentions: [ben.id] });
    const team = (await shop.api("POST", "/teams", { name: "Repairs" })).json;
    expect((await ben.api("POST", path, { team_id: team.id })).json).toMatchObject({
      ...{ control: "queue", handoff_team_id: team.id, handoff_agent_id: null },
    });
    const market = (await shop.api("POST", "/outlets", { name: "Market" })).json;
    const moved = await ben.api("POST", path, { outlet_id: market.id, reason: "Nearer" });
    expect(moved.json).toMatchObject({ outlet_id: market.id, control: "queue", handoff_team_id: null });
    await vi.waitFor(async () => {
      expect((await shop.api("GET", `/tickets?outlet_id=${market.id}`)).json.tickets).toHaveLength(1);
    }, WAIT);
  });

  test("AG5 not to whom it cannot be given", async () => {
    const shop = await newTenant();
    const far = await hire(shop, "Far", { outlet_ids: [shop.outlet] });
    const { id } = await shop.open();
    const unknown = crypto.randomUUID();
    for (const [to, code] of [
      [{ agent_id: far.id }, "assignee_not_eligible"],
      [{ agent_id: unknown }, "assignee_not_eligible"],
      [{ team_id: unknown }, "assignee_not_eligible"],
      [{ outlet_id: unknown }, "unknown_reference"],
    ] as const)
      expect((await shop.api("POST", `/conversations/${id}/transfer`, to)).json.code).toBe(code);
  });
});

describe("who calls as an agent", () => {
  test("MS2 writes as itself, by its name, and as nobody else", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "Ann"), await hire(shop, "Ben")];
    const { id: conversation_id } = await shop.open();
    const say = (more: object) =>
      ann.api("POST", "/messages", { conversation_id, content: "Here I am", deliver: false, ...more });
    const { status, json } = await say({ sender_type: "agent" });
    expect({ status, message: json.message }).toMatchObject({
      status: 201,
      message: { sender_id: ann.id, sender: { id: ann.id, display_name: "Ann" } },
    });
    for (const other of [
      { sender_type: "agent", sender_id: ben.id },
      { sender_type: "llm" },
      { sender_type: "customer" },
    ])
      expect(await say(other)).toMatchObject({ status: 403, json: { code: "forbidden" } });
  });

  test("does not read what could not be placed, which may be of any outlet, nor delete it", async () => {
    const shop = await newTenant();
    const [ann, head] = [await hire(shop, "Ann"), await hire(shop, "Head", { role: "admin" })];
    const id = crypto.randomUUID();
    for (const [method, path] of [
      ["GET", "/quarantine"],
      ["GET", `/quarantine/${id}`],
      ["POST", `/quarantine/${id}/replay`],
      ["POST", "/quarantine/replay"],
      ["DELETE", `/quarantine/${id}`],
    ] as const)
      expect(await ann.api(method, path, method === "POST" ? {} : undefined)).toMatchObject({ status: 403 });
    expect((await head.api("GET", "/quarantine")).status).toBe(200);
  });

  test("says a time with any offset", async () => {
    const shop = await newTenant();
    const { id } = await shop.open();
    const { status, json } = await shop.api("PUT", `/conversations/${id}/snooze`, {
      until: "2099-01-01T07:00:00+07:00",
    });
    expect({ status, until: json.snoozed_until }).toEqual({ status: 200, until: "2099-01-01T00:00:00.000Z" });
  });
});

describe("notes", () => {
  test("AG6 mention colleagues by list and by text; who is none of ours is no mention, or refused", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "Ann"), await hire(shop, "Ben")];
    const { id } = await shop.open();
    const path = `/conversations/${id}/notes`;
    const content = `@[Ben](${ben.id}) and @[Somebody](else)`;
    const made = await ann.api("POST", path, { content, mentions: [ann.id] });
    expect(made).toMatchObject({ status: 201, json: { content, mentions: [ann.id, ben.id], actor: { id: ann.id } } });
    const refused = await ann.api("POST", path, { content: "x", mentions: ["nobody"] });
    expect(refused).toMatchObject({ status: 422, json: { code: "unknown_reference" } });
    await shop.say(id, "customer", "hello");
    const second = await shop.api("POST", path, { content: "second" });
    const list = (await ann.api("GET", `${path}?limit=1`)).json;
    expect(list).toEqual({ notes: [made.json], next_after_seq: made.json.seq });
    const rest = (await ann.api("GET", `${path}?after_seq=${made.json.seq}`)).json;
    expect(rest).toEqual({ notes: [second.json], next_after_seq: null });
  });

  test("AG6 who is mentioned finds the conversation in their list", async () => {
    const shop = await newTenant();
    const [ann, ben] = [await hire(shop, "Ann"), await hire(shop, "Ben")];
    const { id } = await shop.open();
    await ann.api("POST", `/conversations/${id}/notes`, { content: "Look", mentions: [ben.id] });
    const mentionedTo = async ({ api }: Person) =>
      (await api("GET", "/conversations?view=mentioned")).json.conversations;
    await vi.waitFor(async () => expect(await mentionedTo(ben)).toMatchObject([{ id }]), WAIT);
    expect(await mentionedTo(ann)).toEqual([]);
  });

  test("AG6 a note under a key is made once, and answered the same", async () => {
    const shop = await newTenant();
    const { id } = await shop.open();
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const add = () => shop.api("POST", `/conversations/${id}/notes`, { content: "once" }, headers);
    const first = await add();
    await shop.api("POST", `/conversations/${id}/notes`, { content: "another" });
    expect((await add()).text).toBe(first.text);
    expect((await shop.api("GET", `/conversations/${id}/notes`)).json.notes).toHaveLength(2);
  });

  test("a note of one conversation is not another's of the same person", async () => {
    const shop = await newTenant();
    const { id, customer_phone } = await shop.open();
    await shop.api("POST", `/conversations/${id}/notes`, { content: "the first" });
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const next = await shop.open(customer_phone ?? "");
    expect((await shop.api("GET", `/conversations/${next.id}/notes`)).json.notes).toEqual([]);
    expect((await shop.api("GET", `/conversations/${id}/notes`)).json.notes).toHaveLength(1);
  });
});

describe("canned replies", () => {
  test("are found, rendered for a conversation, and say what they could not fill in", async () => {
    const shop = await newTenant("Harbour shop");
    const ann = await hire(shop, "Ann");
    const make = async (shortcut: string, text: string, more: object = {}) =>
      (await shop.api("POST", "/canned-replies", { shortcut, text, ...more })).json;
    const hello = await make(
      "hello",
      "Hello {{customer.first_name}}, this is {{agent.name}} of {{tenant.name}}: {{conversation.number}} {{customer.tier}}",
    );
    await make("adios", "¡Adiós!", { language: "es" });
    const listed = async (query = "") =>
      (await ann.api("GET", `/canned-replies${query}`)).json.canned_replies.map(
        (one: { shortcut: string }) => one.shortcut,
      );
    expect(await listed()).toEqual(["adios", "hello"]);
    expect(await listed("?q=ADIOS")).toEqual(["adios"]);
    expect(await listed("?language=en")).toEqual(["hello"]);
    const { id } = await shop.open(undefined, { customer_name: "Rosa Maria" });
    const rendered = await ann.api("POST", `/canned-replies/${hello.id}/render`, { conversation_id: id });
    expect(rendered.json).toEqual({
      text: "Hello Rosa, this is Ann of Harbour shop: 1 {{customer.tier}}",
      unknown: ["customer.tier"],
    });
  });

  test("agents see those of their outlets and change none", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "Ann", { outlet_ids: [shop.outlet] });
    const market = (await shop.api("POST", "/outlets", { name: "Market" })).json;
    const body = { shortcut: "here", text: "Here", outlet_ids: [shop.outlet] };
    const here = (await shop.api("POST", "/canned-replies", body)).json;
    const there = (await shop.api("POST", "/canned-replies", { ...body, outlet_ids: [market.id] })).json;
    expect((await ann.api("GET", "/canned-replies")).json.canned_replies).toEqual([here]);
    expect((await ann.api("GET", `/canned-replies/${there.id}`)).status).toBe(404);
    expect((await ann.api("PUT", `/canned-replies/${here.id}`, body)).status).toBe(403);
    expect((await shop.api("POST", "/canned-replies", { ...body, outlet_ids: [OUTLET] })).json.code).toBe(
      "unknown_reference",
    );
  });
});

describe("macros", () => {
  const goodbye = [
    { type: "send_text", text: "Bye {{customer.name|friend}}, {{agent.name}}" },
    { type: "add_labels", labels: ["done"] },
    { type: "close" },
  ];

  test("AG7 do their actions in order, in the agent's name", async () => {
    const shop = await newTenant();
    const ann = await hire(shop, "Ann");
    const macro = (await shop.api("POST", "/macros", { name: "Bye", actions: goodbye })).json;
    const { id } = await shop.open();
    const ran = await ann.api("POST", `/conversations/${id}/macros/${macro.id}`);
    expect(ran.json.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(["done", "done", "done"]);
    expect(ran.json.conversation).toMatchObject({ labels: ["done"], status: "resolved", close_reason: "agent" });
    const [said] = (await shop.api("GET", `/conversations/${id}/messages`)).json;
    expect(said).toMatchObject({ content: "Bye friend, Ann", sender_type: "agent", sender_id: ann.id });
    expect(await lastOf(shop, id, "conversation.labels_changed")).toMatchObject({ reason: "Macro Bye" });
  });

  test("AG7 stop at the first that is refused, and say so", async () => {
    const shop = await newTenant();
    const far = await hire(shop, "Far", { outlet_ids: [shop.outlet] });
    const actions = [goodbye[1], { type: "assign_agent", agent_id: far.id }, { type: "close" }];
    const macro = (await shop.api("POST", "/macros", { name: "Give", actions })).json;
    const { id } = await shop.open();
    const ran = await shop.api("POST", `/conversations/${id}/macros/${macro.id}`);
    expect(ran).toMatchObject({
      status: 200,
      json: {
        results: [{ outcome: "done" }, { outcome: "refused", code: "assignee_not_eligible" }, { outcome: "skipped" }],
        conversation: { state: "open", labels: ["done"] },
      },
    });
  });

  test("name only what is there", async () => {
    const shop = await newTenant();
    const actions = [{ type: "close" }, { type: "start_flow", flow_id: crypto.randomUUID() }];
    const refused = await shop.api("POST", "/macros", { name: "Flow", actions });
    expect(refused).toMatchObject({ status: 422, json: { code: "unknown_reference" } });
    expect(refused.json.detail).toMatch(/^actions\.1\.flow_id: /);
  });

  test("a trial of commands stores nothing", async () => {
    const shop = await newTenant();
    const { id } = await shop.open();
    const rule = { name: "Close", on: ["conversation.opened"], actions: goodbye };
    const made = (await shop.api("POST", "/automation/rules", { ...rule, enabled: false })).json;
    const before = await logOf(shop, id);
    const tried = await shop.api("POST", `/automation/rules/${made.id}/test`, { conversation_id: id });
    expect(tried.json).toMatchObject({
      matched: true,
      event: { type: "conversation.opened", seq: 1 },
      actions: [
        { type: "send_text", outcome: "done", events: ["message.added"], text: "Bye friend," },
        { type: "add_labels", outcome: "done", events: ["conversation.labels_changed"], text: null },
        { type: "close", outcome: "done", events: ["conversation.closed"] },
      ],
    });
    expect(await logOf(shop, id)).toEqual(before);
    const rows = await runInDurableObject(env.AUTOMATION.getByName(shop.id), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'runs'").toArray(),
    );
    expect(rows).toEqual([]);
  });
});
