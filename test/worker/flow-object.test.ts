import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { parseConversationId } from "../../src/domain/ids.ts";
import { newTenant, type Shop } from "../support/api.ts";
import {
  accepted,
  conversationWith,
  type Line,
  newLine,
  newWaId,
  newWamid,
  now,
  receive,
  text,
} from "../support/whatsapp.ts";

const WAIT = { timeout: 10_000, interval: 20 };
const UNKNOWN = "3d77f23b-683d-834e-8731-15e200000001";

const ASKS = {
  triggers: [{ on: "conversation" }],
  start: "ask",
  nodes: {
    ask: {
      type: "question",
      text: "Hi {{customer.name|there}}, how many?",
      answer: { kind: "number" },
      save_as: "count",
      retries: 1,
      timeout: 600,
      next: "thanks",
    },
    thanks: { type: "message", message: { content: "{{answers.count}} it is." }, next: "done" },
    done: { type: "end" },
  },
};

/** What is asked of the service that the flows call, and what it answers. */
const asked: Request[] = [];
let answer = () => Response.json({ status: "shipped" });
const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
  const request = new Request(input as string, init as RequestInit);
  if (new URL(request.url).host !== "orders.example.com") return accepted();
  asked.push(request);
  return answer();
});
vi.spyOn(console, "warn").mockImplementation(() => undefined);

beforeEach(() => {
  asked.length = 0;
  answer = () => Response.json({ status: "shipped" });
  fetched.mockClear();
});

interface Scene {
  line: Line;
  shop: Shop;
  waId: string;
  flow: string;
}

/** A shop with a number, and a flow in force. */
async function scene(flow: object = ASKS, more: object = {}): Promise<Scene> {
  const line = await newLine();
  const { shop } = line;
  const made = await shop.api("POST", "/flows", { name: "Count", flow, ...more });
  expect(made).toMatchObject({ status: 201 });
  const { id } = made.json;
  expect(await shop.api("POST", `/flows/${id}/publish`)).toMatchObject({ status: 200, json: { version: 1 } });
  return { line, shop, waId: newWaId(), flow: id };
}

const says = ({ line, waId }: Scene, body: string) => receive(line, text(waId, body));

const objectOf = ({ shop }: Scene, conversationId: string) =>
  env.FLOW.getByName(`${shop.id}:${parseConversationId(conversationId)?.threadKey}`);

/** What was said so far, by whom. */
async function said({ line, shop, waId }: Scene): Promise<string[]> {
  const { id } = await conversationWith(line, waId);
  const { json } = await shop.api("GET", `/conversations/${id}/messages`);
  return json.map(({ sender_type, content }: { sender_type: string; content: string }) => `${sender_type}: ${content}`);
}

const isSaid = (one: Scene, ...expected: string[]) =>
  vi.waitFor(async () => expect(await said(one)).toEqual(expected), WAIT);

const conversationOf = async ({ shop }: Scene, id: string) => (await shop.api("GET", `/conversations/${id}`)).json;

describe("a flow of ours", () => {
  test("leads a customer from the first word to the end, and closes the conversation", async () => {
    const one = await scene();
    await says(one, "hello");
    await isSaid(one, "customer: hello", "flow: Hi there, how many?");
    const { id } = await conversationWith(one.line, one.waId);
    expect(await conversationOf(one, id)).toMatchObject({ control: "flow", state: "open" });
    await says(one, "three");
    await isSaid(
      one,
      "customer: hello",
      "flow: Hi there, how many?",
      "customer: three",
      expect.stringContaining("flow: Please answer") as never,
    );
    await says(one, "3");
    await vi.waitFor(async () => {
      expect(await conversationOf(one, id)).toMatchObject({ state: "closed", close_reason: "flow_ended" });
    }, WAIT);
    const { json } = await one.shop.api("GET", `/conversations/${id}/messages`);
    expect(json.at(-1)).toMatchObject({ sender_type: "flow", content: "3 it is.", sender: { display_name: "Count" } });
  });

  test("begins by a word, by a call, and not when it is switched off", async () => {
    const one = await scene({ ...ASKS, triggers: [{ on: "word", words: ["count me in"] }] });
    await says(one, "hello");
    await says(one, "please count me in!");
    await isSaid(one, "customer: hello", "customer: please count me in!", "flow: Hi there, how many?");
    const other: Scene = { ...one, waId: newWaId() };
    await says(other, "hello");
    const { id } = await conversationWith(other.line, other.waId);
    const started = await one.shop.api("POST", `/flows/${one.flow}/start`, { conversation_id: id });
    expect(started).toMatchObject({ status: 200, json: { control: "flow" } });
    await isSaid(other, "customer: hello", "flow: Hi there, how many?");
    const again = await one.shop.api("POST", `/flows/${one.flow}/start`, { conversation_id: id });
    expect(again).toMatchObject({ status: 409, json: { code: "flow_running" } });
    const nobody = await one.shop.api("POST", `/flows/${one.flow}/start`, { conversation_id: UNKNOWN });
    expect(nobody).toMatchObject({ status: 404, json: { code: "conversation_not_found" } });
    const { flow } = (await one.shop.api("GET", `/flows/${one.flow}`)).json;
    await one.shop.api("PUT", `/flows/${one.flow}`, { name: "Count", flow, enabled: false });
    const third: Scene = { ...one, waId: newWaId() };
    await says(third, "count me in");
    expect(await conversationOf(third, (await conversationWith(third.line, third.waId)).id)).toMatchObject({
      control: "none",
    });
  });

  test("asks a person after too many answers that it does not understand", async () => {
    const one = await scene();
    await says(one, "hello");
    await isSaid(one, "customer: hello", "flow: Hi there, how many?");
    const { id } = await conversationWith(one.line, one.waId);
    await says(one, "some");
    await vi.waitFor(async () => expect((await said(one)).at(-1)).toContain("flow: Please answer"), WAIT);
    // FL8: what follows at once is of the same go.
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    await says(one, "several");
    await vi.waitFor(async () => {
      expect(await conversationOf(one, id)).toMatchObject({ control: "queue", handoff_trigger: "flow" });
    }, WAIT);
    expect((await conversationOf(one, id)).handoff_reason).toContain("did not understand");
  });

  test("keeps its version, and goes on after its object was asleep", async () => {
    const one = await scene();
    await says(one, "hello");
    await isSaid(one, "customer: hello", "flow: Hi there, how many?");
    const { id } = await conversationWith(one.line, one.waId);
    const next = structuredClone(ASKS);
    next.nodes.thanks.message.content = "NEW";
    await one.shop.api("PUT", `/flows/${one.flow}`, { name: "Count", flow: next });
    expect((await one.shop.api("POST", `/flows/${one.flow}/publish`)).json.version).toBe(2);
    await runInDurableObject(objectOf(one, id), (_, { abort }) => abort("asleep")).catch(() => undefined);
    await says(one, "3");
    await vi.waitFor(async () => {
      const { json } = await one.shop.api("GET", `/conversations/${id}/messages`);
      expect(json.at(-1).content).toBe("3 it is.");
    }, WAIT);
  });

  test("falls silent when a person is asked for, and when the conversation is closed", async () => {
    const one = await scene();
    await says(one, "hello");
    await isSaid(one, "customer: hello", "flow: Hi there, how many?");
    const { id } = await conversationWith(one.line, one.waId);
    await one.shop.api("POST", `/conversations/${id}/handoff`, { reason: "A person, please" });
    await vi.waitFor(async () => {
      const state = await runInDurableObject(objectOf(one, id), (_, { storage }) =>
        storage.sql.exec<{ body: string }>("SELECT body FROM state WHERE key = 'running'").one(),
      );
      expect(JSON.parse(state.body).execution).toMatchObject({ ended: true, message: null });
    }, WAIT);
    await says(one, "3");
    expect(await said(one)).toEqual(["customer: hello", "flow: Hi there, how many?", "customer: 3"]);
  });

  test("hands over when nobody answers in time: its alarm rings by itself", async () => {
    const one = await scene();
    await says(one, "hello");
    await isSaid(one, "customer: hello", "flow: Hi there, how many?");
    const { id } = await conversationWith(one.line, one.waId);
    const stub = objectOf(one, id);
    const due = await runInDurableObject(stub, (_, { storage }) => storage.getAlarm());
    expect(Number(due)).toBeLessThanOrEqual(Date.now() + 600_000);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 601_000 });
    await runDurableObjectAlarm(stub);
    vi.useRealTimers();
    await vi.waitFor(async () => {
      expect(await conversationOf(one, id)).toMatchObject({ control: "queue", handoff_trigger: "flow" });
    }, WAIT);
  });

  test("that is not there any more hands over", async () => {
    const one = await scene();
    const { id } = await one.shop.open(`+${one.waId}`, { outlet_id: one.shop.outlet });
    const key = parseConversationId(id)?.threadKey ?? "";
    const command = {
      type: "start_flow",
      number: 1,
      flow_id: UNKNOWN,
      variables: null,
      actor: { type: "api", id: null },
    };
    const thread = env.CONVERSATION.getByName(`${one.shop.id}:${key}`) as unknown as {
      execute(request: object): Promise<unknown>;
    };
    expect(await thread.execute({ keys: [], fingerprint: null, command })).toMatchObject({ ok: true });
    await vi.waitFor(async () => {
      expect(await conversationOf(one, id)).toMatchObject({ control: "queue", handoff_trigger: "flow" });
    }, WAIT);
  });
});

test.each([
  ["", "resolved"],
  ["?single_use=true", "handed_off"],
])("MD5 a flow says a file to many: with one that was uploaded as /media%s it is %s", async (query, status) => {
  const shop = await newTenant();
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1]);
  const request = new Request(`https://store.test/api/v1/media${query}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${shop.bearer}`, "Content-Type": "image/jpeg", "Content-Length": "5" },
    body: bytes,
  });
  const { id: media_id } = await (await exports.default.fetch(request)).json<{ id: string }>();
  const nodes = {
    picture: { type: "message", message: { message_type: "image", payload: { media_id } }, next: "done" },
    done: { type: "end" },
  };
  const flow = { triggers: [{ on: "conversation" }], start: "picture", nodes };
  const line = await newLine(shop);
  const made = await shop.api("POST", "/flows", { name: "Picture", flow });
  expect(made).toMatchObject({ status: 201 });
  expect((await shop.api("POST", `/flows/${made.json.id}/publish`)).status).toBe(200);
  const waId = newWaId();
  await receive(line, text(waId, "hello"));
  await vi.waitFor(async () => {
    const { json } = await shop.api("GET", "/conversations");
    expect(json.conversations).toMatchObject([{ status }]);
  }, WAIT);
});

describe("what a flow asks of others", () => {
  const CALLS = {
    triggers: [{ on: "conversation" }],
    start: "call",
    nodes: {
      call: {
        type: "http",
        method: "POST",
        url: "https://orders.example.com/o/{{message.text}}",
        headers: { Authorization: "Bearer {{secrets.key}}" },
        body: { name: "{{customer.name}}" },
        save_as: "order",
        next: "tell",
        on_failure: "sorry",
      },
      tell: { type: "message", message: { content: "It is {{variables.order.status}}." }, next: "done" },
      sorry: { type: "message", message: { content: "Sorry: {{http.error}}" }, next: "done" },
      done: { type: "end", leads_to: "ai" },
    },
  };

  test("is asked with its secret and a key, and the answer is told", async () => {
    const one = await scene(CALLS, { secrets: { key: "s3cret" } });
    await says(one, "10023");
    await isSaid(one, "customer: 10023", "flow: It is shipped.");
    expect(asked).toHaveLength(1);
    const [call] = asked;
    expect(call?.url).toBe("https://orders.example.com/o/10023");
    expect(call?.headers.get("authorization")).toBe("Bearer s3cret");
    expect(call?.headers.get("idempotency-key")).toMatch(/^[0-9a-f-]{36}:1$/);
    const shown = await one.shop.api("GET", `/flows/${one.flow}`);
    expect(shown.json.secrets).toEqual(["key"]);
    expect(shown.text).not.toContain("s3cret");
  });

  test("what it answers wrongly leads to the failure's branch", async () => {
    const one = await scene(CALLS, { secrets: { key: "s3cret" } });
    answer = () => new Response("<html>");
    await says(one, "1");
    await isSaid(one, "customer: 1", "flow: Sorry: The answer is not JSON.");
  });
});

test("the AI agent answers a flow's question from the articles, or is not sure", async () => {
  const one = await scene({
    triggers: [{ on: "conversation" }],
    start: "answer",
    nodes: {
      answer: { type: "ai_answer", next: "bye", on_low_confidence: "person" },
      bye: { type: "message", message: { content: "Bye." }, next: "done" },
      done: { type: "end" },
      person: { type: "ticket", reason: "Not known: {{message.text}}" },
    },
  });
  const content = "We deliver parcels to Jakarta within three working days. Delivery to Jakarta costs 20,000 rupiah.";
  expect((await one.shop.api("POST", "/articles", { title: "Delivery to Jakarta", content })).status).toBe(201);
  await says(one, "How long does delivery to Jakarta take?");
  // The flow's end closes the conversation: whoever looks for the customer's after that opens the next.
  const first = (await conversationWith(one.line, one.waId)).id.replace(/.{8}$/, "00000001");
  await vi.waitFor(async () => {
    const { json } = await one.shop.api("GET", `/conversations/${first}/messages`);
    expect(json.at(-1)).toMatchObject({ sender_type: "flow", content: "Bye." });
  }, WAIT);
  const other: Scene = { ...one, waId: newWaId() };
  await says(other, "Qwertz zuiop asdfgh?");
  const { id } = await conversationWith(other.line, other.waId);
  await vi.waitFor(async () => {
    const handed = { control: "queue", handoff_reason: "Not known: Qwertz zuiop asdfgh?" };
    expect(await conversationOf(other, id)).toMatchObject(handed);
  }, WAIT);
});

test("what began after an erasure is gone on with, should the flow's object die as it forgets", async () => {
  const one = await scene();
  await says(one, "hello");
  await isSaid(one, "customer: hello", "flow: Hi there, how many?");
  const { threadKey } = parseConversationId((await conversationWith(one.line, one.waId)).id) ?? { threadKey: "" };
  await runInDurableObject(env.FLOW.getByName(`${one.shop.id}:${threadKey}`), async (flow, { storage }) => {
    const { seq } = JSON.parse(
      storage.sql.exec<{ body: string }>("SELECT body FROM state WHERE key = 'cursor'").one().body,
    );
    await storage.deleteAlarm();
    flow.forget(seq + 1);
    expect(storage.sql.exec("SELECT key FROM state").toArray()).toEqual([{ key: "cursor" }]);
    expect(await storage.getAlarm()).toBeGreaterThan(Date.now());
  });
});

describe("the API of flows", () => {
  test("a draft is kept, published as versions, listed and forgotten", async () => {
    const shop = await newTenant();
    const made = await shop.api("POST", "/flows", { name: "Count", flow: ASKS, secrets: { a: "1", b: "2" } });
    const path = `/flows/${made.json.id}`;
    expect(made.json).toMatchObject({ is_live: false, published_version: null, secrets: ["a", "b"], warnings: [] });
    const start = await shop.api("POST", `${path}/start`, { conversation_id: UNKNOWN });
    expect(start).toMatchObject({ status: 409, json: { code: "flow_not_published" } });
    await shop.api("POST", `${path}/publish`);
    // What is in force already is no new version.
    expect((await shop.api("POST", `${path}/publish`)).json.version).toBe(1);
    const next = { ...ASKS, variables: { x: 1 } };
    const put = await shop.api("PUT", path, {
      name: "Renamed",
      flow: next,
      enabled: false,
      secrets: { a: null, c: "3" },
    });
    expect(put.json).toMatchObject({ name: "Renamed", is_live: false, published_version: 1, secrets: ["b", "c"] });
    expect((await shop.api("POST", `${path}/publish`)).json.version).toBe(2);
    const { versions } = (await shop.api("GET", `${path}/versions`)).json;
    expect(
      versions.map(({ version, flow }: { version: number; flow: { variables: object } }) => [version, flow.variables]),
    ).toEqual([
      [2, { x: 1 }],
      [1, {}],
    ]);
    expect((await shop.api("GET", "/flows")).json.flows).toMatchObject([{ name: "Renamed", published_version: 2 }]);
    expect((await shop.api("DELETE", path)).status).toBe(204);
    expect((await shop.api("GET", `${path}/versions`)).status).toBe(404);
  });

  test("a flow that cannot work is refused with every fault and its path", async () => {
    const shop = await newTenant();
    const nodes = { a: { type: "jump", to: "b" }, b: { type: "jump", to: "a" }, c: { type: "jump", to: "nowhere" } };
    const refused = await shop.api("POST", "/flows", { name: "X", flow: { start: "a", nodes } });
    expect(refused).toMatchObject({ status: 422, json: { code: "flow_invalid" } });
    const fields = refused.json.errors.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(["flow.nodes.c.to", "flow.nodes", "flow.nodes.a"]);
    const shapeless = await shop.api("POST", "/flows", {
      name: "X",
      flow: { start: "a", nodes: { a: { type: "dance" } } },
    });
    expect(shapeless).toMatchObject({ status: 400, json: { errors: [{ field: "flow.nodes.a.type" }] } });
  });

  test("a flow is checked without being kept", async () => {
    const shop = await newTenant();
    const aside = { ...ASKS, nodes: { ...ASKS.nodes, aside: { type: "end" } } };
    const sound = await shop.api("POST", "/flows/check", { flow: aside });
    const warnings = [{ field: "flow.nodes.aside", detail: "Nothing leads here." }];
    expect(sound).toMatchObject({ status: 200, json: { warnings } });
    const unsound = await shop.api("POST", "/flows/check", { flow: { ...ASKS, start: "nowhere" } });
    expect(unsound).toMatchObject({ status: 422, json: { code: "flow_invalid" } });
    expect(unsound.json.errors).toContainEqual({ field: "flow.start", detail: "There is no node nowhere." });
    expect((await shop.api("GET", "/flows")).json).toEqual({ flows: [] });
  });

  test("IN1 a flow that waits for longer than its tenant's silence is warned of", async () => {
    const shop = await newTenant();
    const warned = async (policies: object) => {
      await shop.api("PATCH", "/tenant", { policies });
      const { json } = await shop.api("POST", "/flows/check", { flow: ASKS });
      return json.warnings.map(({ field }: { field: string }) => field);
    };
    expect(await warned({ inactivity_timeout: 300 })).toEqual(["flow.nodes.ask.timeout"]);
    expect(await warned({ inactivity_timeouts: { flow: 86_400 } })).toEqual([]);
  });

  test("a flow is tried out without anything being sent", async () => {
    const shop = await newTenant();
    const { id } = (await shop.api("POST", "/flows", { name: "Count", flow: ASKS })).json;
    const played = await shop.api("POST", `/flows/${id}/test`, { inputs: [{ text: "3" }], customer: { name: "Bo" } });
    expect(played).toMatchObject({ status: 200, json: { ended: true, answers: { count: 3 } } });
    expect(played.json.transcript.map(({ content }: { content: string }) => content)).toEqual([
      "Hi Bo, how many?",
      expect.any(String),
      "3",
      "3 it is.",
      "The conversation is over",
    ]);
    expect(fetched).not.toHaveBeenCalled();
  });
});

const ASK_NAME = {
  triggers: [{ on: "conversation" }],
  start: "ask",
  nodes: {
    ask: { type: "question", text: "What is your name?", answer: { kind: "text" }, save_as: "name", next: "person" },
    person: { type: "ticket", reason: "Name: {{answers.name}}" },
  },
};

test("what came in before a question was asked is no answer to it", async () => {
  const one = await scene(ASK_NAME);
  // People greet in one message and ask in the next: WhatsApp brings both in one webhook.
  await receive(one.line, text(one.waId, "Hello"), text(one.waId, "My parcel is broken"));
  await isSaid(one, "customer: Hello", "customer: My parcel is broken", "flow: What is your name?");
  const { id } = await conversationWith(one.line, one.waId);
  await says(one, "Ann");
  await vi.waitFor(async () => {
    expect(await conversationOf(one, id)).toMatchObject({ control: "queue", handoff_reason: "Name: Ann" });
  }, WAIT);
});

describe("MS7 what was taken back", () => {
  const revoke = (from: string, original_message_id: string) => ({
    ...{ from, id: newWamid(), timestamp: now(), type: "revoke", revoke: { original_message_id } },
  });

  test("MS7 before it came asks for nobody and begins nothing, and what was edited says what it says now", async () => {
    const one = await scene({ ...ASKS, triggers: [{ on: "word", words: ["count me in"] }] });
    await says(one, "hello");
    const wish = text(one.waId, "a human, please");
    const word = text(one.waId, "count me in");
    await receive(one.line, revoke(one.waId, wish.id), wish, revoke(one.waId, word.id), word);
    const { id } = await conversationWith(one.line, one.waId);
    expect(await conversationOf(one, id)).toMatchObject({ control: "none", handoff_requested: false });
    const other = text(one.waId, "hm");
    const edit = { original_message_id: other.id, message: { type: "text", text: { body: "count me in" } } };
    await receive(one.line, { from: one.waId, id: newWamid(), timestamp: now(), type: "edit", edit }, other);
    expect(await conversationOf(one, id)).toMatchObject({ control: "flow" });
  });

  test("MS7 before a flow reads it is no answer", async () => {
    const one = await scene({
      ...ASKS,
      nodes: { ...ASKS.nodes, ask: { ...ASKS.nodes.ask, answer: { kind: "text" } } },
    });
    await says(one, "hello");
    await isSaid(one, "customer: hello", "flow: Hi there, how many?");
    const { id } = await conversationWith(one.line, one.waId);
    const answer = text(one.waId, "a secret");
    await receive(one.line, answer, revoke(one.waId, answer.id));
    await says(one, "three");
    await vi.waitFor(async () => {
      const { json } = await one.shop.api("GET", `/conversations/${id}/messages`);
      expect(json.at(-1)).toMatchObject({ content: "three it is." });
    }, WAIT);
  });
});

test("TU7 a person whom the AI agent promises in a flow is asked for", async () => {
  const one = await scene({
    triggers: [{ on: "conversation" }],
    start: "answer",
    nodes: {
      answer: { type: "ai_answer", next: "more", on_low_confidence: "person" },
      more: { type: "question", text: "Anything else?", answer: { kind: "text" }, save_as: "more", next: "done" },
      done: { type: "end" },
      person: { type: "ticket" },
    },
  });
  const content = "We deliver parcels to Jakarta within three working days. Delivery to Jakarta costs 20,000 rupiah.";
  expect((await one.shop.api("POST", "/articles", { title: "Delivery to Jakarta", content })).status).toBe(201);
  await says(one, "Quiero hablar con un asesor");
  const { id } = await conversationWith(one.line, one.waId);
  await vi.waitFor(async () => {
    expect(await conversationOf(one, id)).toMatchObject({ control: "queue" });
  }, WAIT);
});
