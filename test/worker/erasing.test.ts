import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ConversationPort, OutboundJob, WorkJob } from "../../src/conversation/port.ts";
import type { DeskPort } from "../../src/desk/port.ts";
import type { ConversationView } from "../../src/domain/conversation.ts";
import { storeMedia } from "../../src/media/store.ts";
import { sendMessages } from "../../src/queues/send-messages.ts";
import { type ConversationJson, newTenant, OUTLET, threadAt } from "../support/api.ts";
import {
  accepted,
  change,
  conversationWith,
  envelope,
  Graph,
  type Line,
  newLine,
  newWamid,
  now,
  quarantined,
  report,
  text,
  webhook,
} from "../support/whatsapp.ts";

const SECOND = 1_000;

const graph = new Graph();
const sends: OutboundJob[] = [];
const jobs: WorkJob[] = [];

beforeEach(() => {
  sends.length = 0;
  jobs.length = 0;
  // Two hours from now, so that no real alarm fires.
  vi.setSystemTime(Date.now() + 2 * 60 * 60 * SECOND);
  vi.spyOn(env.OUTBOUND, "send").mockImplementation(async (job) => {
    sends.push(job as OutboundJob);
    return undefined as never;
  });
  vi.spyOn(env.WORK, "send").mockImplementation(async (job) => {
    jobs.push(job as WorkJob);
    return undefined as never;
  });
});
afterEach(() => {
  vi.useRealTimers();
});

let people = 0;
/** A person whose every word and sign can be told from all others'. */
function newPerson() {
  const unique = String(++people).padStart(4, "0");
  const wa_id = `4915550${unique}77`;
  // WhatsApp's message ids have the number in them.
  const wamid = () => `wamid.${btoa(`${wa_id}-${newWamid()}`).replaceAll("=", "")}`;
  return { wa_id, user_id: `ID.${unique}55501`, name: `Wilhelmine-${unique}`, wamid, secret: `secret-${unique}` };
}
type Person = ReturnType<typeof newPerson>;

/** A webhook in which somebody does something, known by what is given of them. */
function by({ wa_id, user_id, name }: Partial<Person>, { number }: Line, ...messages: object[]) {
  const contacts = [{ profile: { name }, ...(wa_id && { wa_id }), ...(user_id && { user_id }) }];
  const from = { from: wa_id, from_user_id: user_id };
  return envelope(change(number, { contacts, messages: messages.map((message) => ({ ...message, ...from })) }));
}

/** WhatsApp brings it, and it is taken. */
async function bring(line: Line, ...bodies: object[]): Promise<void> {
  for (const body of bodies) {
    expect((await webhook(line.inbox, body)).status).toBe(200);
    vi.setSystemTime(Date.now() + SECOND);
  }
}

const said = (person: Person, body: string, more: object = {}) => ({
  ...text(person.wa_id, `${person.secret} ${body}`),
  id: person.wamid(),
  ...more,
});

/** A service says something. */
const tell = ({ api }: Line["shop"], type: string, data: object) =>
  api("POST", "/events", {
    ...{ event_type: type, uuid: crypto.randomUUID(), timestamp: new Date().toISOString() },
    ...data,
  });

const FILE = { mime_type: "image/jpeg", file_name: null, size: 5, sha256: null };

const erase = ({ shop }: Line, id: string) => shop.api("DELETE", `/conversations/${id}/person`);

/** All that any object holds, each as text: every table that there is, and every key. */
async function everything(): Promise<string[]> {
  const derived = [env.FOLLOWING, env.SEARCH, env.REPORTS, env.AUTOMATION, env.KNOWLEDGE, env.FLOW];
  const dumps = [env.CONVERSATION, env.DESK, env.DIRECTORY, env.TENANT, ...derived].map(async (namespace) => {
    const ids = await listDurableObjectIds(namespace as DurableObjectNamespace);
    return Promise.all(ids.map((id) => runInDurableObject((namespace as DurableObjectNamespace).get(id), dump)));
  });
  const files = await env.MEDIA.list({ include: ["customMetadata", "httpMetadata"] });
  return [...(await Promise.all(dumps)).flat(), JSON.stringify(files)];
}

function dump(_: unknown, { storage }: DurableObjectState): string {
  const listed = storage.sql
    .exec<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'
        AND sql NOT LIKE 'CREATE VIRTUAL%'`,
    )
    .toArray();
  const rows = listed.map(({ name }) => [name, storage.sql.exec(`SELECT * FROM "${name}"`).toArray()]);
  // What a full-text index holds lies in tables of its own, as bytes.
  const readable = (_key: string, value: unknown) =>
    value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value;
  return JSON.stringify([rows, [...storage.kv.list()]], readable);
}

/** Where anything of a person stands. */
async function tracesOf({ wa_id, user_id, name, secret }: Person, wamids: string[] = []): Promise<string[]> {
  const signs = [wa_id, user_id, name, secret, btoa(wa_id).slice(0, 16), ...wamids];
  const held = await everything();
  return held.flatMap((text) => signs.filter((sign) => text.includes(sign)).map((sign) => excerpt(text, sign)));
}

const excerpt = (text: string, sign: string): string => {
  const at = text.indexOf(sign);
  return text.slice(Math.max(0, at - 300), at + 100);
};

const conversationsOf = async ({ shop }: Line): Promise<ConversationJson[]> =>
  (await shop.api("GET", "/conversations?limit=200")).json.conversations;

/** Somebody with all that can be held of them: two conversations, a file, changes, notes, and what waits. */
async function known(line: Line, person: Person) {
  const { shop } = line;
  const hello = said(person, "hello", { referral: { headline: person.secret } });
  await bring(line, by(person, line, hello));
  const first = await conversationWith(line, person.wa_id);
  await shop.api("PUT", `/conversations/${first.id}/status`, { status: "resolved" });
  const picture = { ...said(person, ""), type: "image", image: { id: "1234", caption: person.secret } };
  const edited = said(person, "a slip");
  const bodies = [
    by(person, line, said(person, "again")),
    by(person, line, picture, edited),
    by(person, line, {
      ...said(person, ""),
      type: "edit",
      edit: { original_message_id: edited.id, message: { type: "text", text: { body: `${person.secret} set right` } } },
    }),
    by(person, line, {
      ...said(person, ""),
      type: "reaction",
      reaction: { message_id: person.wamid(), emoji: "👍" },
    }),
  ];
  await bring(line, ...bodies);
  await report(line, { id: person.wamid(), status: "read", timestamp: now(), recipient_id: person.wa_id });
  const second = await conversationWith(line, person.wa_id);
  const { id } = second;
  await shop.api("POST", `/conversations/${id}/handoff`, { reason: `${person.secret} wants a person` });
  const key = { "Idempotency-Key": `order of ${person.name}` };
  const sent = await shop.api(
    "POST",
    "/messages",
    { conversation_id: id, sender_type: "agent", content: `${person.secret} on its way` },
    key,
  );
  await shop.say(id, "agent", `${person.secret} behind it`);
  const file = (await shop.api("GET", `/conversations/${id}/messages`)).json.find(
    ({ message_type }: { message_type: string }) => message_type === "image",
  );
  await storeMedia(env, shop.id, file.id, new Blob(["bytes"]).stream(), FILE);
  await listed(line, 2, person);
  return { first, second, id, hello, edited, picture, bodies, key, sent: sent.json.message, file };
}

/** The list hears of a thread a moment after it was written to. */
const listed = (line: Line, count: number, of?: Person) =>
  vi.waitFor(async () => {
    const all = await conversationsOf(line);
    expect(all.filter(({ customer_name }) => of === undefined || customer_name === of.name)).toHaveLength(count);
  });

describe("ER1 erasing a person", () => {
  test("ER1 leaves nothing of them anywhere: in no table, no list, no directory, no file", async () => {
    const line = await newLine();
    const [person, neighbour] = [newPerson(), newPerson()];
    await bring(line, by(neighbour, line, said(neighbour, "hello")));
    const { id, first, file } = await known(line, person);
    expect((await tracesOf(person)).length).toBeGreaterThan(2);
    expect((await line.shop.api("GET", `/media/${file.id}`)).status).not.toBe(404);

    const answer = await erase(line, first.id);
    expect(answer).toMatchObject({ status: 204, text: "" });
    expect(await tracesOf(person)).toEqual([]);
    expect(await env.MEDIA.head(`${line.shop.id}/${file.id}`)).toBeNull();
    const [left] = await conversationsOf(line);
    expect(left).toMatchObject({ customer_phone: `+${neighbour.wa_id}` });
    expect(await conversationsOf(line)).toHaveLength(1);
    for (const gone of [id, first.id]) {
      for (const path of ["", "/messages", "/events"])
        expect((await line.shop.api("GET", `/conversations/${gone}${path}`)).status).toBe(404);
    }
    expect((await line.shop.api("GET", `/media/${file.id}`)).status).toBe(404);
  });

  test("ER1 whoever tells the list of them too late tells nobody, and their next conversation is listed", async () => {
    const line = await newLine();
    const person = newPerson();
    const { id } = await known(line, person);
    const before = (await threadAt(line.shop.id, id).conversation(2)) as ConversationView;
    await erase(line, id);
    const desk = env.DESK.getByName(line.shop.id) as unknown as DeskPort;
    await desk.project([before]);
    expect(await conversationsOf(line)).toEqual([]);
    expect(await tracesOf(person)).toEqual([]);

    await bring(line, by(person, line, said(person, "it is me again")));
    await listed(line, 1, person);
    expect(await conversationsOf(line)).toEqual([expect.objectContaining({ previous_id: null })]);
  });

  test("ER1 leaves a tombstone: when, by whom, and how far it went; also after the object has slept", async () => {
    const line = await newLine();
    const person = newPerson();
    const { id } = await known(line, person);
    const thread = threadAt(line.shop.id, id);
    const last = await runInDurableObject(thread, (_, { storage }) =>
      Math.max(
        ...["events", "messages"].map(
          (table) => storage.sql.exec<{ seq: number }>(`SELECT max(seq) AS seq FROM ${table}`).one().seq,
        ),
      ),
    );
    await erase(line, id);
    await evictDurableObject(thread);
    const kept = await runInDurableObject(thread, (_, { storage }) => ({
      events: storage.sql.exec<{ body: string }>("SELECT body FROM events").toArray(),
      state: JSON.parse(storage.sql.exec<{ state: string }>("SELECT state FROM thread").one().state),
      keys: storage.sql.exec<{ key: string }>("SELECT key FROM keys").toArray(),
      rows: ["messages", "conversations", "parked_statuses", "parked_changes", "media_to_delete"].map(
        (table) => storage.sql.exec<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`).one().rows,
      ),
    }));
    const by = { type: "api", id: line.shop.key_id };
    expect(kept.events.map(({ body }) => JSON.parse(body))).toEqual([
      { type: "thread.erased", seq: last + 1, at: expect.any(String), number: 2, actor: by },
    ]);
    expect(kept.state.erased).toMatchObject({ by, seq: last + 1, last_number: 2 });
    expect(kept.rows).toEqual([0, 0, 0, 0, 0]);
    expect(kept.keys.length).toBeGreaterThan(4);
    for (const { key } of kept.keys) expect(key).toMatch(/^erased:[0-9a-f]{64}$/);
  });

  test.each([0, 1])(
    "ER1 a user id that only the history told of finds them and goes with them; %i words since",
    async (since) => {
      const line = await newLine();
      const person = newPerson();
      const { wa_id, user_id, name } = person;
      await bring(line, by({ wa_id, name }, line, said(person, "hello")));
      const metadata = { phase: 0, chunk_order: 1, progress: 50 };
      const past = said(person, "long ago", { from: wa_id, timestamp: "1700000000" });
      const later = said(person, "later", { from: wa_id, from_user_id: user_id, timestamp: "1700000001" });
      for (const message of [past, later]) {
        const history = [{ metadata, threads: [{ id: wa_id, messages: [message] }] }];
        await bring(line, envelope({ field: "history", value: { ...change(line.number, {}).value, history } }));
      }
      for (let count = 0; count < since; count++) await bring(line, by({ user_id, name }, line, said(person, "again")));
      const { id, message_count } = await conversationWith(line, wa_id);
      expect(message_count).toBe(1 + since);
      await erase(line, id);
      expect(await tracesOf(person, [past.id, later.id])).toEqual([]);
    },
  );

  test("ER1 what is not there yet of the list or the files is said, and made good by itself", async () => {
    const line = await newLine();
    const person = newPerson();
    const { id } = await known(line, person);
    const failing = vi.spyOn(env.MEDIA, "delete").mockRejectedValue(new Error("no disk"));
    expect(await erase(line, id)).toMatchObject({ status: 503, json: { code: "unavailable" } });
    expect((await line.shop.api("GET", `/conversations/${id}`)).status).toBe(404);
    failing.mockRestore();
    vi.setSystemTime(Date.now() + 31 * SECOND);
    await runDurableObjectAlarm(threadAt(line.shop.id, id));
    expect((await env.MEDIA.list({ prefix: `${line.shop.id}/` })).objects).toEqual([]);
    expect(await erase(line, id)).toMatchObject({ status: 204 });
  });

  test("ER1 what is on its way is dropped, and its verdict is nobody's", async () => {
    const line = await newLine();
    const person = newPerson();
    let answered = () => {};
    const held = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const wamid = person.wamid();
    const calls = graph.answer(line, () => held.then(() => accepted(wamid, `${person.wa_id}9`)));
    const { id, sent } = await known(line, person);
    const sending = sendMessages(env, sends[0] as OutboundJob);
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    expect(await erase(line, id)).toMatchObject({ status: 204 });
    answered();
    await sending;
    const status = { id: wamid, timestamp: now(), recipient_id: person.wa_id, biz_opaque_callback_data: sent.id };
    for (const name of ["sent", "delivered", "read"]) await report(line, { ...status, status: name });
    for (const job of sends.splice(0)) await sendMessages(env, job);
    expect(calls).toHaveLength(1);
    expect(await tracesOf(person, [wamid])).toEqual([]);
    expect(await quarantined(line.shop.id)).toEqual([]);
  });

  test("ER3 a file that is fetched meanwhile does not stay", async () => {
    const line = await newLine();
    const person = newPerson();
    const { id, file } = await known(line, person);
    const thread = threadAt(line.shop.id, id);
    const job = jobs.find((one) => one.kind === "fetch_media" && one.message_seq === file.seq);
    expect(await thread.claimMedia(file.seq)).toMatchObject({ attempt: 1 });
    await erase(line, id);
    await storeMedia(env, line.shop.id, file.id, new Blob(["later"]).stream(), FILE);
    // The consumer died; the queue gives its job to another one.
    expect(job).toBeDefined();
    expect(await thread.claimMedia(file.seq)).toBeNull();
    await vi.waitFor(async () => expect(await env.MEDIA.head(`${line.shop.id}/${file.id}`)).toBeNull());
  });
});

describe("what comes late", () => {
  test("10 Erase, then a late webhook for the erased person: no resurrection unless it is a new message under the policy", async () => {
    const line = await newLine();
    const person = newPerson();
    const { id, hello, edited, picture, bodies, sent } = await known(line, person);
    const before = await threadAt(line.shop.id, id).standing();
    expect(await erase(line, id)).toMatchObject({ status: 204 });

    // Everything again, by each of the person's names; and what else may be told of it.
    const { wa_id, user_id, name } = person;
    const about = (type: string, of: object) => ({ ...said(person, ""), type, [type]: of });
    const late = [
      by(person, line, hello),
      by({ wa_id, name }, line, hello),
      by({ user_id, name }, line, hello),
      ...bodies,
      by(person, line, hello, edited, picture),
      by(
        person,
        line,
        about("edit", { original_message_id: hello.id, message: { type: "text", text: { body: "x" } } }),
      ),
      by(person, line, about("revoke", { original_message_id: hello.id })),
      by(person, line, about("reaction", { message_id: hello.id, emoji: "👍" })),
      by({ ...person, user_id: "ID.later" }, line, about("reaction", { message_id: person.wamid(), emoji: "👍" })),
      by(person, line, about("system", { body: `${wa_id} changed`, type: "user_changed_number", wa_id: `${wa_id}1` })),
    ];
    await bring(line, ...late, ...late);
    const history = { metadata: { phase: 0, chunk_order: 1, progress: 50 } };
    await bring(
      line,
      envelope({
        field: "history",
        value: {
          ...change(line.number, {}).value,
          history: [
            { ...history, threads: [{ id: wa_id, messages: [said(person, "long ago", { timestamp: "1700000000" })] }] },
          ],
        },
      }),
    );
    for (const status of ["sent", "delivered", "read", "failed"]) {
      await report(line, { id: person.wamid(), status, timestamp: now(), recipient_id: wa_id });
      const own = { id: person.wamid(), biz_opaque_callback_data: sent.id };
      await report(line, { ...own, status, timestamp: now(), recipient_id: wa_id });
    }
    expect(await tracesOf({ ...person, user_id: "ID.later" })).toEqual([]);
    expect(await tracesOf(person, [hello.id, edited.id, picture.id])).toEqual([]);
    expect(await quarantined(line.shop.id)).toEqual([]);
    expect(await conversationsOf(line)).toEqual([]);

    // A new message is a new beginning, under the policy of the day.
    await line.shop.api("PATCH", "/tenant", { policies: { reopen: "same" } });
    await bring(line, by(person, line, said(person, "hello, I am new here")));
    const anew = await conversationWith(line, wa_id);
    expect(anew).toMatchObject({
      number: 3,
      previous_id: null,
      state: "open",
      customer_name: person.name,
      customer_user_id: user_id,
      message_count: 1,
      started_at: expect.any(String),
    });
    const { json } = await line.shop.api("GET", `/conversations/${anew.id}/messages`);
    expect(json).toMatchObject([{ content: `${person.secret} hello, I am new here`, seq: anew.last_seq }]);
    const { events } = (await line.shop.api("GET", `/conversations/${anew.id}/events`)).json;
    const types = events.map(({ type }: { type: string }) => type);
    expect(types).toEqual(["thread.erased", "conversation.opened", "message.received"]);
    expect((await threadAt(line.shop.id, id).standing())?.since).toBe(before?.since);

    // What was erased stays so, whatever comes of it.
    await bring(line, ...late.slice(0, -1));
    const { json: now_there } = await line.shop.api("GET", `/conversations/${anew.id}/messages`);
    expect(now_there).toHaveLength(1);
    await listed(line, 1);
    expect((await tracesOf(person, [hello.id, edited.id, picture.id])).join("")).not.toContain(hello.id);
  });

  test("ER3 at the same moment brings nothing back either", async () => {
    const line = await newLine();
    const person = newPerson();
    const { id, hello, edited, bodies } = await known(line, person);
    const again = [by(person, line, hello), by(person, line, edited), ...bodies];
    const calls = again.flatMap((body) => [body, body]).map((body) => webhook(line.inbox, body));
    const [erased, ...answers] = await Promise.all([erase(line, id), erase(line, id), ...calls]);
    expect(erased.status).toBe(204);
    for (const { status } of answers) expect([200, 204]).toContain(status);
    expect(await tracesOf(person)).toEqual([]);
  });

  test.each(["an erasure", "an erasure and a death"])(
    "ER4 %s while a user id is claimed leaves only its hash",
    async (how) => {
      const line = await newLine();
      const person = newPerson();
      const { wa_id, name } = person;
      const hello = said(person, "hello");
      await bring(line, by({ wa_id, name }, line, hello));
      const { id } = await conversationWith(line, wa_id);
      const of = (key: string) => env.DIRECTORY.get(env.DIRECTORY.idFromName(key));
      const names = vi.spyOn(env.DIRECTORY, "getByName").mockImplementation((key) => {
        const claimAlias = async (...claim: [string, string, string]) => {
          const holder = await of(key).claimAlias(...claim);
          await erase(line, id);
          if (how !== "an erasure") throw new Error("it died");
          return holder;
        };
        return new Proxy(of(key), {
          get: (stub, method) =>
            method === "claimAlias" ? claimAlias : (...given: [string]) => stub[method as "resolve"](...given),
        });
      });
      const reaction = { ...said(person, ""), type: "reaction", reaction: { message_id: hello.id, emoji: "+" } };
      const first = await webhook(line.inbox, by(person, line, reaction));
      names.mockRestore();
      // Whoever dies is brought the same again.
      if (first.status !== 200) await bring(line, by(person, line, reaction));
      expect(first.status).toBe(how === "an erasure" ? 200 : 500);
      expect(await tracesOf(person)).toEqual([]);
    },
  );

  test("ER2 whatever names an erased conversation is answered that there is none", async () => {
    const line = await newLine();
    const { id, first, key, sent } = await known(line, newPerson());
    const { shop } = line;
    await erase(line, id);
    const answers = [
      await shop.say(id, "agent", "hello?"),
      await shop.api("POST", "/messages", { conversation_id: id, sender_type: "agent", content: "x" }, key),
      await shop.api("POST", `/conversations/${first.id}/handoff`, { reason: "why" }),
      await shop.api("PUT", `/conversations/${id}/labels`, { labels: [] }),
      await shop.api("POST", `/conversations/${id}/read`, {}),
    ];
    for (const { status, json } of answers)
      expect({ status, code: json.code }).toEqual({ status: 404, code: "conversation_not_found" });
    const events = [
      await tell(shop, "ai-agent-answer-generated", { conversation_id: id, turn: 1, body: "late" }),
      await tell(shop, "flow-execution-ended", { conversation_id: id, open_ticket: true }),
      await tell(shop, "ticket-opened", { conversation_id: id, ticket_id: "T-77" }),
      await tell(shop, "get-conversation", { conversation_id: first.id }),
    ];
    for (const { status, json } of events)
      expect({ status, code: json.code }).toEqual({ status: 404, code: "conversation_not_found" });
    const delivered = await tell(shop, "whatsapp-business-message-delivered", { message_id: sent.id });
    expect(delivered).toMatchObject({ status: 404, json: { code: "message_not_found" } });
  });

  test("ER3 a service's repetition of what was erased brings nothing back, nor who it was", async () => {
    const line = await newLine();
    const person = newPerson();
    const received = "whatsapp-business-text-message-received";
    const message = {
      sender: { phone_number: `+${person.wa_id}`, display_name: person.name },
      receiver: line.number,
      message_id: person.wamid(),
      body: person.secret,
    };
    const event = { ...message, uuid: crypto.randomUUID() };
    expect((await tell(line.shop, received, event)).status).toBe(202);
    const { id } = await conversationWith(line, person.wa_id);
    await listed(line, 1);
    expect(await erase(line, id)).toMatchObject({ status: 204 });
    const known = { ...message, customer_details: { codigo_cliente: person.secret } };
    for (const [type, data] of [
      [received, event],
      [received, message],
      ["whatsapp-business-text-message-with-user-info-received", known],
    ] as const) {
      expect(await tell(line.shop, type, data)).toMatchObject({ status: 202 });
    }
    expect(await tracesOf(person)).toEqual([]);
    await bring(line, by({ wa_id: person.wa_id }, line, said(person, "new")));
    expect(await conversationWith(line, person.wa_id)).toMatchObject({
      number: 2,
      message_count: 1,
      customer_id: null,
    });
  });

  test("ER2 is erased already when it is asked for again, and only what came since is not", async () => {
    const line = await newLine();
    const person = newPerson();
    const { id, first } = await known(line, person);
    for (const gone of [id, first.id, id]) expect(await erase(line, gone)).toMatchObject({ status: 204 });
    await bring(line, by(person, line, said(person, "new")));
    expect(await erase(line, id)).toMatchObject({ status: 204 });
    const anew = await conversationWith(line, person.wa_id);
    expect(anew).toMatchObject({ number: 3, message_count: 1 });
    const other = await newTenant();
    expect((await other.api("DELETE", `/conversations/${anew.id}/person`)).status).toBe(404);
    expect(await erase(line, anew.id)).toMatchObject({ status: 204 });
    expect(await tracesOf(person)).toEqual([]);
    await bring(line, by(person, line, said(person, "and once more")));
    expect(await conversationWith(line, person.wa_id)).toMatchObject({ number: 4 });
  });

  test("EX1, ER3 a client's repetition of what was erased opens nothing", async () => {
    const { id, api } = await newTenant();
    const person = newPerson();
    const headers = { "Idempotency-Key": "the only one" };
    const body = { outlet_id: OUTLET, customer_phone: `+${person.wa_id}`, customer_name: person.name };
    const opened = await api("POST", "/conversations/find-or-create", body, headers);
    expect((await api("DELETE", `/conversations/${opened.json.id}/person`)).status).toBe(204);
    expect((await api("POST", "/conversations/find-or-create", body, headers)).json.code).toBe(
      "conversation_not_found",
    );
    expect(await tracesOf(person)).toEqual([]);
    expect((await api("POST", "/conversations/find-or-create", body)).json).toMatchObject({ number: 2, tenant_id: id });
  });
});

describe("ER6 a person of several threads", () => {
  /** Two threads that turned out to be one person's: by phone, and, younger, by user id. */
  async function joined(line: Line, person: Person, order: "phone first" | "user id first") {
    const { wa_id, user_id, name } = person;
    const messages = [said(person, "by phone"), said(person, "by user id"), said(person, "by both")] as const;
    const steps = [by({ wa_id, name }, line, messages[0]), by({ user_id, name }, line, messages[1])];
    await bring(line, ...(order === "phone first" ? steps : steps.reverse()), by(person, line, messages[2]));
    await listed(line, 2);
    return { messages, all: await conversationsOf(line) };
  }

  test.each([
    ["phone first", 0],
    ["phone first", 1],
    ["user id first", 0],
    ["user id first", 1],
  ] as const)("ER6 are erased together: %s, by conversation %i, and go on together", async (order, named) => {
    const line = await newLine();
    const person = newPerson();
    const { messages, all } = await joined(line, person, order);
    expect(await erase(line, all[named]?.id ?? "")).toMatchObject({ status: 204 });
    expect(await tracesOf(person)).toEqual([]);
    expect(await conversationsOf(line)).toEqual([]);

    const { wa_id, user_id, name } = person;
    for (const message of messages)
      await bring(
        line,
        by({ wa_id, name }, line, message),
        by({ user_id, name }, line, message),
        by(person, line, message),
      );
    expect(await tracesOf(person)).toEqual([]);
    await bring(line, by({ user_id, name }, line, said(person, "one")), by({ wa_id, name }, line, said(person, "two")));
    await listed(line, 1);
    const [anew] = await conversationsOf(line);
    expect((await line.shop.api("GET", `/conversations/${anew?.id}/messages`)).json).toHaveLength(2);

    // Asked again for what is erased, nothing of today goes.
    for (const { id } of all) expect(await erase(line, id)).toMatchObject({ status: 204 });
    expect((await line.shop.api("GET", `/conversations/${anew?.id}`)).status).toBe(200);
  });

  test("WH5, ER6 a number that was given up before is still somebody else's", async () => {
    const line = await newLine();
    const [ann, stranger] = [newPerson(), newPerson()];
    const after = `${ann.wa_id}1`;
    const moved = {
      ...said(ann, ""),
      type: "system",
      system: { body: "moved", type: "user_changed_number", wa_id: after, user_id: ann.user_id },
    };
    await bring(
      line,
      by(ann, line, said(ann, "hello")),
      by(ann, line, moved),
      by({ ...ann, wa_id: after }, line, said(ann, "from there")),
    );
    const { id } = await conversationWith(line, after);
    expect(await erase(line, id)).toMatchObject({ status: 204 });
    expect(await tracesOf(ann)).toEqual([]);

    const { wa_id } = ann;
    await bring(line, by({ ...stranger, wa_id }, line, said(stranger, "somebody else")));
    await bring(line, by({ ...ann, wa_id: after }, line, said(ann, "me again")));
    await listed(line, 2);
    const contents = await Promise.all(
      (await conversationsOf(line)).map(async (one) => {
        const { json } = await line.shop.api("GET", `/conversations/${one.id}/messages`);
        return json.map(({ content }: { content: string }) => content);
      }),
    );
    expect(contents.toSorted()).toEqual([[`${ann.secret} me again`], [`${stranger.secret} somebody else`]].toSorted());
    // Who has the number back is no stranger to their own user id.
    await bring(line, by(ann, line, said(ann, "back at home")));
    const own = (await conversationsOf(line)).find(({ customer_user_id }) => customer_user_id === ann.user_id);
    expect((await line.shop.api("GET", `/conversations/${own?.id}/messages`)).json).toHaveLength(2);
  });
});

test("ER1 services are told that all is gone, and nothing of anybody", async () => {
  const line = await newLine();
  const person = newPerson();
  const { id, second } = await known(line, person);
  const thread = threadAt(line.shop.id, id) as unknown as ConversationPort;
  await erase(line, id);
  const { told, head } = await thread.tell(0, 100);
  expect(told).toMatchObject([
    {
      event: { type: "thread.erased", seq: head },
      conversation: {
        id: second.id,
        close_reason: "erased",
        customer_phone: null,
        customer_name: null,
        inbox_id: line.inbox,
      },
      contact: { phone: null, name: null },
      messages: [],
    },
  ]);
  await bring(line, by(person, line, said(person, "new")));
  const [erased, ...others] = (await thread.tell(0, 100)).told;
  expect(JSON.stringify(erased)).not.toMatch(new RegExp(`${person.wa_id}|${person.name}`));
  expect(others.map(({ event }) => event.type)).toEqual(["conversation.opened", "message.received"]);
});

test("ER4 a sign of somebody of whom nothing is here makes their user id lead nowhere", async () => {
  const line = await newLine();
  const { name, user_id, wamid } = newPerson();
  const reaction = { type: "reaction", id: wamid(), timestamp: now(), reaction: { message_id: wamid(), emoji: "👍" } };
  const claims = async () => {
    const ids = await listDurableObjectIds(env.DIRECTORY as DurableObjectNamespace);
    const held = await Promise.all(ids.map((id) => runInDurableObject(env.DIRECTORY.get(id), dump)));
    return held.filter((text) => text.includes(user_id)).length;
  };
  await bring(line, by({ name, user_id }, line, reaction));
  expect(await claims()).toBe(0);
  await bring(line, by({ name, user_id }, line, { ...text("", "hello"), id: wamid() }));
  expect(await claims()).toBe(1);
});
