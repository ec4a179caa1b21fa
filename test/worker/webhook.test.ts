import { createExecutionContext, listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import worker from "../../src/index.ts";
import { type Answer, answerOf, call, type Shop, threadAt } from "../support/api.ts";
import {
  APP_SECRET,
  change,
  chat,
  conversationWith,
  envelope,
  type Line,
  newLine,
  newWaId,
  newWamid,
  now,
  quarantined,
  receive,
  report,
  sign,
  text,
  VERIFY_TOKEN,
  webhook,
} from "../support/whatsapp.ts";

const encoder = new TextEncoder();
const DEPLOYMENT_SECRET = "deployment-secret";

let line: Line;
let shop: Shop;
beforeAll(async () => {
  line = await newLine();
  shop = line.shop;
});

interface Stored {
  id: string;
  seq: number;
  content: string;
  conversation_id: string;
  whatsapp_message_id: string;
  message_type: string;
  payload: Record<string, unknown>;
  reply_to: { message_id: string | null; channel_message_id: string | null } | null;
  sender: { display_name: string };
  timestamp: string;
}

/** The messages between the line and a number, oldest first. */
async function messagesOf(waId: string, of = line): Promise<Stored[]> {
  const { id } = await conversationWith(of, waId);
  return (await of.shop.api("GET", `/conversations/${id}/messages?limit=1000`)).json;
}

const contents = async (waId: string, of = line) => (await messagesOf(waId, of)).map(({ content }) => content);

function expectRefused(answer: Answer, status: number, code: string): void {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.json).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
}

/** The Worker in another environment. */
const callIn = async (changes: Partial<Cloudflare.Env>, path: string, init: RequestInit) =>
  answerOf(
    await worker.fetch(
      new Request(`https://store.test${path}`, init),
      { ...env, ...changes } as Cloudflare.Env,
      createExecutionContext(),
    ),
  );

describe("verification", () => {
  const ask = (path: string, token: string, mode = "subscribe") =>
    call("GET", `${path}?hub.mode=${mode}&hub.challenge=1158201444&hub.verify_token=${encodeURIComponent(token)}`);

  test("the right token gets the challenge as the whole body", async () => {
    for (const [path, token] of [
      [`/webhooks/whatsapp/${line.inbox}`, VERIFY_TOKEN],
      ["/webhooks/whatsapp", "deployment-verify"],
    ] as const) {
      const answer = await ask(path, token);
      expect([answer.status, answer.text]).toEqual([200, "1158201444"]);
      expect(answer.headers.get("content-type")).toContain("text/plain");
    }
  });

  test("anything else is forbidden", async () => {
    const path = `/webhooks/whatsapp/${line.inbox}`;
    const { id: stored } = (await shop.api("POST", "/inboxes", { name: "Stored", channel: { type: "none" } })).json;
    const refusals = [
      await ask(path, "deployment-verify"),
      await ask(path, ""),
      await ask(path, VERIFY_TOKEN, "unsubscribe"),
      await call("GET", path),
      await call("GET", `${path}?hub.mode=subscribe&hub.challenge=1`),
      await call("GET", `${path}?hub_mode=subscribe&hub_challenge=1&hub_verify_token=${VERIFY_TOKEN}`),
      await ask("/webhooks/whatsapp", VERIFY_TOKEN),
      await ask(`/webhooks/whatsapp/${crypto.randomUUID()}`, VERIFY_TOKEN),
      await ask(`/webhooks/whatsapp/${stored}`, ""),
      await ask(`/webhooks/whatsapp/${"x".repeat(4_000)}`, VERIFY_TOKEN),
      await callIn({ WHATSAPP_VERIFY_TOKEN: "" }, "/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=", {}),
    ];
    for (const refusal of refusals) expectRefused(refusal, 403, "forbidden");
  });
});

describe("signature", () => {
  const post = (path: string, body: string | Uint8Array, signature: string | null) =>
    call("POST", path, { body, headers: signature === null ? {} : { "X-Hub-Signature-256": signature } });

  test("is that of the raw bytes, escapes and all", async () => {
    const from = newWaId();
    const written = JSON.stringify(envelope(change(line.number, { messages: [text(from, "TEXT")] })));
    const body = written.replace("TEXT", "\\u307f\\u3069\\u308a\\u3044\\u308d \\/ p\\u00e2tes \\ud83d\\ude00");
    expect((await webhook(line.inbox, body)).status).toBe(200);
    expect(await contents(from)).toEqual(["みどりいろ / pâtes 😀"]);
    const rewritten = JSON.stringify(JSON.parse(body));
    expectRefused(
      await post(`/webhooks/whatsapp/${line.inbox}`, rewritten, await sign(body)),
      401,
      "invalid_signature",
    );
    const path = `/webhooks/whatsapp/${line.inbox}`;
    expect((await post(path, rewritten, await sign(rewritten))).status).toBe(200);
  });

  test("the published vector of an escaped text is genuine, its unescaped bytes are not", async () => {
    const plain =
      "Let's pretend this body is equal to the message object and can handle unicode characters like みどりいろ and J'ai mangé des pâtes";
    const escaped = plain.replace(/\P{ASCII}/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const signature = "sha256=0363007aabdf1ab579f35936651a460fb5fa1aaf40df98b1264446b72cc96688";
    const { inbox } = await newLine(undefined, { app_secret: "YOUR_APP_SECRET" });
    expect((await post(`/webhooks/whatsapp/${inbox}`, escaped, signature)).status).toBe(200);
    expectRefused(await post(`/webhooks/whatsapp/${inbox}`, plain, signature), 401, "invalid_signature");
  });

  test("two secrets hold at once while they are rotated", async () => {
    const rotated = await newLine(undefined, { app_secret: ["new", "old"] });
    for (const secret of ["new", "old"]) {
      expect((await webhook(rotated.inbox, envelope(), secret)).status).toBe(200);
    }
    expectRefused(await webhook(rotated.inbox, envelope(), "older"), 401, "invalid_signature");
    await rotated.shop.api("PATCH", `/inboxes/${rotated.inbox}`, { app_secret: "newest" });
    expectRefused(await webhook(rotated.inbox, envelope(), "old"), 401, "invalid_signature");
    expect((await webhook(rotated.inbox, envelope(), "newest")).status).toBe(200);
  });

  test("missing, malformed or wrong is 401 before anything is parsed, and an unknown inbox looks the same", async () => {
    const body = "{";
    const good = await sign(body);
    const path = `/webhooks/whatsapp/${line.inbox}`;
    const refusals = [
      await post(path, body, null),
      await post(path, body, ""),
      await post(path, body, good.replace("sha256=", "")),
      await post(path, body, good.replace("sha256=", "sha1=")),
      await post(path, body, good.slice(0, -1)),
      await post(path, body, `${good}0`),
      await post(path, body, `${good.slice(0, -1)}g`),
      await post(path, body, await sign(body, "another")),
      await post("/webhooks/whatsapp", body, good),
      await post(`/webhooks/whatsapp/${crypto.randomUUID()}`, body, good),
      await post(`/webhooks/whatsapp/${"x".repeat(4_000)}`, body, good),
    ];
    const told = refusals.map(({ json: { request_id: _, ...rest } }) => rest);
    for (const refusal of refusals) expectRefused(refusal, 401, "invalid_signature");
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await quarantined(shop.id)).not.toContainEqual(
      expect.objectContaining({ raw: expect.stringContaining("{") }),
    );
  });

  test("without a secret nothing is genuine", async () => {
    const { id } = (await shop.api("POST", "/inboxes", { name: "Stored", channel: { type: "none" } })).json;
    expectRefused(await webhook(id, envelope()), 401, "invalid_signature");
    for (const WHATSAPP_APP_SECRET of ["", ","]) {
      const signature = "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
      const init = { method: "POST", body: "", headers: { "X-Hub-Signature-256": signature } };
      const answer = await callIn({ WHATSAPP_APP_SECRET }, "/webhooks/whatsapp", init);
      expectRefused(answer, 401, "invalid_signature");
    }
  });
});

describe("limits", () => {
  const MB = 1024 * 1024;

  test("3 MB are taken, one byte more is 413", async () => {
    const padded = (size: number) => {
      const body = JSON.stringify(envelope());
      return encoder.encode(body.padEnd(size, " "));
    };
    expect((await webhook(line.inbox, padded(3 * MB))).status).toBe(200);
    expectRefused(await webhook(line.inbox, padded(3 * MB + 1)), 413, "payload_too_large");
  });

  test("1,000 updates are taken and all stored, in order; so are more, as a history may bring", async () => {
    for (const count of [1_000, 1_500]) {
      const from = newWaId();
      const batch = Array.from({ length: count }, (_, index) => text(from, `${index}`));
      expect((await receive(line, ...batch)).status).toBe(200);
      const { id } = await conversationWith(line, from);
      const { json } = await shop.api("GET", `/conversations/${id}/events?limit=1000&after_seq=${count - 499}`);
      const last = json.events.map(({ message }: { message: { content: string } }) => message.content);
      expect(last).toEqual(Array.from({ length: 500 }, (_, index) => `${count - 500 + index}`));
    }
  });
});

describe("batches", () => {
  test("every entry, change, message and status is placed, each with its thread, in the batch's order", async () => {
    const [ann, bob, eve] = [newWaId(), newWaId(), newWaId()];
    const contacts = [
      { profile: { name: "Bob" }, wa_id: bob },
      { profile: { name: "Ann" }, wa_id: ann },
    ];
    const body = {
      object: "whatsapp_business_account",
      entry: [
        {
          id: "1",
          changes: [
            change(line.number, { contacts, messages: [text(ann, "a1"), text(bob, "b1"), text(ann, "a2")] }),
            change(line.number, { messages: [text(bob, "b2")], statuses: [] }),
          ],
        },
        { id: "2", changes: [change(line.number, { messages: [text(eve, "e1"), text(ann, "a3")] })] },
      ],
    };
    expect((await webhook(line.inbox, body)).status).toBe(200);
    expect(await contents(ann)).toEqual(["a1", "a2", "a3"]);
    expect(await contents(bob)).toEqual(["b1", "b2"]);
    expect(await contents(eve)).toEqual(["e1"]);
    const [first] = await messagesOf(ann);
    expect(first).toMatchObject({
      sender: { type: "customer", display_name: "Ann" },
      sender_id: `+${ann}`,
      channel: "whatsapp",
      direction: "in",
      status: "received",
    });
    expect(await conversationWith(line, bob)).toMatchObject({ customer_name: "Bob", customer_phone: `+${bob}` });
  });

  test("EX1 the same message twice is one: in one batch, again, and at once", async () => {
    const from = newWaId();
    const [once, twice] = [text(from, "once"), text(from, "twice")];
    expect((await receive(line, once, once, twice)).status).toBe(200);
    expect((await receive(line, once, twice)).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 10 }, () => receive(line, twice, once)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await contents(from)).toEqual(["once", "twice"]);
    const { id } = await conversationWith(line, from);
    const { json } = await shop.api("GET", `/conversations/${id}/events`);
    expect(json.events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3]);
  });

  test("first messages at once open one conversation", async () => {
    const from = newWaId();
    await Promise.all(Array.from({ length: 10 }, (_, index) => receive(line, text(from, `${index}`))));
    const messages = await messagesOf(from);
    expect(messages).toHaveLength(10);
    expect(new Set(messages.map(({ conversation_id }) => conversation_id)).size).toBe(1);
  });

  test("what cannot be understood is stored with its raw form beside its neighbours", async () => {
    const from = newWaId();
    const odd = [
      { from, id: newWamid(), timestamp: now(), type: "image", image: 7 },
      { from, id: newWamid(), timestamp: now(), type: "hologram", hologram: { depth: 3 } },
      { from, id: newWamid(), timestamp: now(), type: "text" },
      { from, id: newWamid(), timestamp: now(), type: "text", text: { body: 7 } },
      { from, id: newWamid(), timestamp: now() },
    ];
    expect((await receive(line, text(from, "before"), ...odd, text(from, "after"))).status).toBe(200);
    const messages = await messagesOf(from);
    expect(messages.map(({ message_type }) => message_type)).toEqual([
      "text",
      "unsupported",
      "unsupported",
      "unsupported",
      "unsupported",
      "unsupported",
      "text",
    ]);
    expect(messages[1]).toMatchObject({ payload: { type: "image", raw: odd[0] } });
    expect(messages[5]?.payload).toMatchObject({ raw: odd[4] });
    for (const { content } of messages) expect(content).toMatch(/\S/);
  });

  test("what cannot be placed is set aside, and never fails its neighbours", async () => {
    const own = await newLine();
    const from = newWaId();
    const value = (messages: unknown[]) => change(own.number, { messages: [...messages, text(from, "fine")] });
    const body = {
      object: "whatsapp_business_account",
      entry: [
        null,
        7,
        { changes: "none" },
        {
          changes: [
            null,
            { field: "account_update", value: { event: "DISABLED_UPDATE" } },
            { field: "messages" },
            change("999999999999", { messages: [text(from, "not our number")] }),
            change(own.number, { statuses: [{ id: "wamid.x", status: "teleported", recipient_id: from }] }),
            change(own.number, { errors: [{ code: 131000, title: "Something went wrong" }] }),
            value([
              null,
              5,
              {},
              { id: newWamid(), type: "text" },
              { from, type: "text" },
              text(from, "g", { group_id: "g" }),
            ]),
          ],
        },
      ],
    };
    expect((await webhook(own.inbox, body)).status).toBe(200);
    expect(await contents(from, own)).toEqual(["fine"]);
    const reasons = (await quarantined(own.shop.id)).map(({ reason }) => reason);
    expect(reasons.sort()).toEqual([
      "group_message",
      "no_message_id",
      "no_message_id",
      "no_message_id",
      "no_message_id",
      "no_sender",
      "not_understood",
      "not_understood",
      "not_understood",
      "status_not_understood",
      "unknown_number",
    ]);
  });

  test("CV4 a reaction with no conversation is set aside; with one it is no activity", async () => {
    const own = await newLine();
    const from = newWaId();
    const aimed = { message_id: newWamid(), emoji: "👍" };
    const reaction = () => ({ from, id: newWamid(), timestamp: now(), type: "reaction", reaction: aimed });
    expect((await receive(own, reaction())).status).toBe(200);
    expect((await quarantined(own.shop.id)).map(({ reason }) => reason)).toEqual(["nothing_to_attach_to"]);
    await receive(own, text(from, "hello"));
    const before = await conversationWith(own, from);
    expect((await receive(own, reaction())).status).toBe(200);
    const after = await conversationWith(own, from);
    expect(after.last_message_at).toBe(before.last_message_at);
    expect(await contents(from, own)).toEqual(["hello"]);
    const { json } = await own.shop.api("GET", `/conversations/${after.id}/events`);
    expect(json.events.at(-1)).toMatchObject({ type: "message.changed", change: { reaction: { emoji: "👍" } } });
  });

  test("signed but unreadable is 200 and set aside", async () => {
    const own = await newLine();
    for (const body of ["{", "", "null", "[]", '"text"', "[".repeat(100_000)]) {
      expect((await webhook(own.inbox, body)).status).toBe(200);
    }
    expect((await webhook(own.inbox, new Uint8Array([0xff, 0xfe, 0x00]))).status).toBe(200);
    const kept = await quarantined(own.shop.id);
    expect(kept.map(({ reason }) => reason)).toEqual([
      "not_json",
      "not_json",
      "not_understood",
      "not_understood",
      "not_understood",
      "not_json",
      "not_json",
    ]);
    expect(JSON.parse(kept[0]?.raw ?? "")).toMatchObject({ value: "{" });
  });
});

describe("the deployment's own URL", () => {
  test("leads each item to the inbox of its number, of whichever tenant", async () => {
    const [one, two] = [await newLine(), await newLine()];
    const from = newWaId();
    const body = envelope(
      change(one.number, { messages: [text(from, "to one")] }),
      change(two.number, { messages: [text(from, "to two")] }),
      change("888888888888", { messages: [text(from, "to nobody")] }),
      change("8".repeat(5_000), { messages: [text(from, "to nobody at all")] }),
    );
    expect((await webhook(null, body, DEPLOYMENT_SECRET)).status).toBe(200);
    expect(await contents(from, one)).toEqual(["to one"]);
    expect(await contents(from, two)).toEqual(["to two"]);
    const nobody = await quarantined("unplaced");
    expect(nobody.map(({ reason }) => reason)).toEqual(["unknown_number", "unknown_number"]);
    expect(nobody[0]?.raw).toContain("to nobody");
  });

  test("several secrets hold at once, an inbox's own does not", async () => {
    const body = JSON.stringify(envelope());
    expectRefused(await webhook(null, body, APP_SECRET), 401, "invalid_signature");
    const init = async (secret: string) => ({
      method: "POST",
      body,
      headers: { "X-Hub-Signature-256": await sign(body, secret) },
    });
    for (const secret of ["newer", "older"]) {
      const answer = await callIn({ WHATSAPP_APP_SECRET: "newer,older" }, "/webhooks/whatsapp", await init(secret));
      expect(answer.status).toBe(200);
    }
  });

  test("an inbox's own webhook cannot speak for another number", async () => {
    const [mine, theirs] = [await newLine(), await newLine()];
    const from = newWaId();
    const forged = envelope(change(theirs.number, { messages: [text(from, "forged")] }));
    expect((await webhook(mine.inbox, forged)).status).toBe(200);
    expect(await contents(from, theirs)).toEqual([]);
    expect((await quarantined(mine.shop.id)).map(({ reason }) => reason)).toEqual(["unknown_number"]);
  });

  test("an inbox's own webhook speaks for another number of its app, and of no other app", async () => {
    const mine = await newLine();
    const [other, apart] = [await newLine(mine.shop), await newLine(mine.shop, { app_secret: "another app's" })];
    const [from, stranger] = [newWaId(), newWaId()];
    await webhook(mine.inbox, envelope(change(other.number, { messages: [text(from, "to the other")] })));
    await webhook(mine.inbox, envelope(change(apart.number, { messages: [text(stranger, "forged")] })));
    await vi.waitFor(async () => {
      const { conversations } = (await mine.shop.api("GET", "/conversations")).json;
      expect(conversations).toMatchObject([{ inbox_id: other.inbox, customer_phone: `+${from}` }]);
    }, 10_000);
    expect((await quarantined(mine.shop.id)).map(({ reason }) => reason)).toEqual(["unknown_number"]);
  });
});

describe("who and what", () => {
  test("a reply names our message and the channel's", async () => {
    const from = newWaId();
    const [question, answer] = [text(from, "question"), text(from, "answer")];
    const reply = { ...answer, context: { from, id: question.id } };
    const unknown = text(from, "about the past", { context: { from, id: "wamid.long-ago" } });
    await receive(line, question, reply, unknown);
    const [first, second, third] = await messagesOf(from);
    expect(second?.reply_to).toEqual({ message_id: first?.id, channel_message_id: question.id });
    expect(third?.reply_to).toEqual({ message_id: null, channel_message_id: "wamid.long-ago" });
  });

  test.for([
    ["Mexico", "5215512345678", "525512345678"],
    ["Argentina", "5491123456789", "541123456789"],
    ["Brazil", "5531987654321", "553187654321"],
  ])("%s: both spellings of a number are one thread", async ([, long, short]) => {
    const own = await newLine();
    await receive(own, text(long as string, "one"));
    await receive(own, text(short as string, "two"));
    expect(await contents(short as string, own)).toEqual(["one", "two"]);
    expect(await contents(long as string, own)).toEqual(["one", "two"]);
  });

  test("an outlet's conversations are held on the first number that it got", async () => {
    const own = await newLine();
    for (let index = 0; index < 4; index++) await newLine(own.shop);
    const { json } = await own.shop.api("GET", "/inboxes");
    expect(json.inboxes[0].id).toBe(own.inbox);
    expect((await conversationWith(own, newWaId())).inbox_id).toBe(own.inbox);
  });

  test("who has no number is known by the channel's own id", async () => {
    const own = await newLine();
    const message = { ...text("US.13491208655302741918", "hello"), from_user_id: "US.13491208655302741918" };
    const contacts = [{ profile: { name: "Sheena", username: "@sheena" }, user_id: "US.13491208655302741918" }];
    await webhook(own.inbox, envelope(change(own.number, { contacts, messages: [message] })));
    await expect
      .poll(async () => (await own.shop.api("GET", "/conversations")).json.conversations)
      .toMatchObject([{ customer_phone: null, customer_name: "Sheena", message_count: 1 }]);
  });

  test("the channel's own time is kept; one that is none loses nothing", async () => {
    const times: [unknown, string][] = [
      ["1739321024", "2025-02-12T00:43:44.000Z"],
      [1739321024, "2025-02-12T00:43:44.000Z"],
      ["soon", "1970-01-01T00:00:00.000Z"],
      [null, "1970-01-01T00:00:00.000Z"],
      [-1e15, "1970-01-01T00:00:00.000Z"],
      ["8639999999999", "1970-01-01T00:00:00.000Z"],
      [8.64e12, "1970-01-01T00:00:00.000Z"],
      [1e308, "1970-01-01T00:00:00.000Z"],
      [[1739321024], "1970-01-01T00:00:00.000Z"],
      [{ toString: 1, valueOf: 1 }, "1970-01-01T00:00:00.000Z"],
    ];
    const from = newWaId();
    const messages = times.map(([timestamp], index) => text(from, `${index}`, { timestamp }));
    expect((await receive(line, ...messages)).status).toBe(200);
    expect((await messagesOf(from)).map(({ timestamp }) => timestamp)).toEqual(times.map(([, expected]) => expected));
    const { id } = await conversationWith(line, from);
    expect((await shop.api("GET", `/conversations/${id}`)).status).toBe(200);
  });
});

describe("hostile content", () => {
  test("long text and odd names are stored as they came, but for NUL and lone surrogates", async () => {
    const from = newWaId();
    const texts = ["a\u0000b", "\ud800", "x\udfffy", "\u202eabc", "long ".repeat(20_000), "';--"];
    const contacts = [{ profile: { name: "\u0000\ud800 Ann" }, wa_id: from }];
    const messages = texts.map((body) => text(from, body));
    const body = JSON.stringify(envelope(change(line.number, { contacts, messages })));
    expect(body).toContain("\\ud800");
    expect((await webhook(line.inbox, body)).status).toBe(200);
    const stored = texts.map((content) => content.replaceAll("\u0000", "").toWellFormed());
    expect(await contents(from)).toEqual(stored);
    expect((await messagesOf(from))[0]?.sender.display_name).toBe("\ufffd Ann");
  });

  test("keys that mean something to JavaScript mean nothing here", async () => {
    const from = newWaId();
    const evil = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":null}';
    const message = JSON.stringify(text(from, "EVIL")).replace('"EVIL"', `"fine","evil":${evil}`);
    const body = JSON.stringify(envelope(change(line.number, { messages: ["MESSAGE"] }))).replace('"MESSAGE"', message);
    expect((await webhook(line.inbox, body)).status).toBe(200);
    expect(await contents(from)).toEqual(["fine"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("an item too large for a row is set aside whole, and never fails its neighbours", async () => {
    const own = await newLine();
    const from = newWaId();
    const huge = "é".repeat(400_000);
    const items = [
      text(from, "before"),
      text(from, huge),
      { from, id: newWamid(), timestamp: now(), type: "hologram", hologram: { pixels: huge } },
      text(from, "after"),
    ];
    expect((await receive(own, ...items)).status).toBe(200);
    expect(await contents(from, own)).toEqual(["before", "after"]);
    const kept = await quarantined(own.shop.id);
    expect(new Set(kept.map(({ reason }) => reason))).toEqual(new Set(["too_large"]));
    expect(
      kept
        .map(({ raw }) => raw)
        .join("")
        .split("é"),
    ).toHaveLength(800_001);
    const other = { field: "history", value: { chunk: "x".repeat(2_900_000) } };
    expect((await webhook(own.inbox, envelope(other))).status).toBe(200);
    expect((await quarantined(own.shop.id)).map(({ raw }) => raw.length).reduce((a, b) => a + b)).toBeGreaterThan(
      3_700_000,
    );
  });

  test("identifiers and names without end are not taken for such", async () => {
    const own = await newLine();
    const from = newWaId();
    const endless = "9".repeat(700_000);
    const contacts = [{ profile: { name: "N".repeat(700_000), username: endless }, wa_id: from, user_id: endless }];
    const messages = [
      text(from, "fine"),
      text("1".repeat(10_000), "who?"),
      text(from, "long id", { id: "w".repeat(10_000) }),
    ];
    const answer = await webhook(own.inbox, envelope(change(own.number, { contacts, messages })));
    expect(answer.status).toBe(200);
    expect((await contents(from, own))[0]).toBe("fine");
    expect((await conversationWith(own, from)).customer_name?.length).toBeLessThanOrEqual(255);
  });

  test("EX3 a status for somebody who never wrote makes no thread", async () => {
    const own = await newLine();
    const status = { id: newWamid(), status: "read", timestamp: now(), recipient_id: newWaId() };
    expect((await report(own, status)).status).toBe(200);
    const made: unknown[] = [];
    for (const id of await listDurableObjectIds(env.CONVERSATION)) {
      const thread = env.CONVERSATION.get(id);
      const [row] = await runInDurableObject(thread, (_, { storage }) =>
        storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'messages'").toArray(),
      );
      if (row && id.name?.startsWith(own.shop.id)) made.push(id.name);
    }
    expect(made).toEqual([]);
  });

  test("statuses of any shape lose nothing and fail nothing", async () => {
    const own = await newLine();
    const { waId } = await chat(own);
    const statuses = [
      { id: "wamid.s1", status: "sent", timestamp: {}, recipient_id: waId },
      {
        id: "wamid.s2",
        status: "read",
        timestamp: "8639999999999",
        recipient_id: waId,
        biz_opaque_callback_data: "\u0000",
      },
      { id: "wamid.s3", status: "failed", timestamp: now(), recipient_id: waId, errors: [null] },
      { id: "wamid.s4", status: "failed", timestamp: now(), recipient_id: waId, errors: "none" },
      { id: "wamid.s5", status: "delivered", timestamp: now(), biz_opaque_callback_data: crypto.randomUUID() },
      { id: {}, status: [], timestamp: null },
    ];
    expect((await report(own, ...statuses)).status).toBe(200);
    const { tenant_id, id } = await conversationWith(own, waId);
    const parked = await runInDurableObject(threadAt(tenant_id, id), (_, { storage }) =>
      storage.sql.exec("SELECT channel_message_id FROM parked_statuses").toArray(),
    );
    expect(parked).toHaveLength(4);
    expect((await quarantined(own.shop.id)).map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(["status_not_understood"]),
    );
  });
});
