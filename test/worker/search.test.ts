import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConversationObject } from "../../src/conversation/conversation-object.ts";
import { threadAt as conversationAt } from "../../src/conversation/port.ts";
import { parseConversationId } from "../../src/domain/ids.ts";
import { FollowingObject } from "../../src/following/following-object.ts";
import { followingOf } from "../../src/following/port.ts";
import { searchOf } from "../../src/search/port.ts";
import { SearchObject } from "../../src/search/search-object.ts";
import { call, newPhone, newTenant, OUTLET, type Shop, threadAt } from "../support/api.ts";
import { conversationWith, Graph, newLine, newWaId, now, receive, text } from "../support/whatsapp.ts";

const WAIT = { timeout: 10_000, interval: 20 };
const UNKNOWN = "3d77f23b-683d-834e-8731-15e200000001";

new Graph();
let shop: Shop;
beforeEach(async () => {
  shop = await newTenant();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What a search answers. */
const seek = async (query: string, bearer = shop.bearer) => {
  const { status, json } = await call("GET", `/api/v1/search?${query}`, { bearer });
  expect(status).toBe(200);
  return json;
};
const texts = ({ results }: { results: { snippet: string }[] }) => results.map(({ snippet }) => snippet);

/** What was done is found a moment later. */
const soon = (check: () => Promise<void>) => vi.waitFor(check, WAIT);
const soonFinds = (query: string, expected: string[]) =>
  soon(async () => expect(texts(await seek(query))).toEqual(expected));

/** Every value that the search object's tables hold, the index's own rows included. */
const everything = () =>
  runInDurableObject(env.SEARCH.getByName(shop.id), (_, { storage: { sql } }) => {
    const tables = sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray()
      .filter(({ name }) => !/^(entry|person)_terms$/.test(name));
    const values = tables.flatMap(({ name }) => [...sql.exec(`SELECT * FROM ${name}`).raw()].flat());
    return values
      .map((value) => (value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : String(value)))
      .join("\n");
  });

describe("GET /api/v1/search", () => {
  test("finds what was said, with where and by whom, the newest first", async () => {
    const { id } = await shop.open(newPhone(), { customer_name: "Zoë Miller" });
    const { json } = await shop.say(id, "customer", "Where is my résumé holder?");
    await shop.say(id, "agent", "Your resume holder has left today.");
    await soonFinds("q=resume", ["Your resume holder has left today.", "Where is my résumé holder?"]);
    const { results, next_cursor, indexed_through } = await seek("q=resume&sender_type=customer");
    expect(results).toEqual([
      {
        kind: "message",
        message_id: json.message.id,
        conversation_id: id,
        seq: json.message.seq,
        at: json.message.timestamp,
        sender_type: "customer",
        customer_name: "Zoë Miller",
        snippet: "Where is my résumé holder?",
        highlights: [[12, 18]],
      },
    ]);
    expect(next_cursor).toBeNull();
    expect(Date.now() - Date.parse(indexed_through)).toBeLessThan(30_000);
  });

  test("finds any part of a text in a script without spaces", async () => {
    const { id } = await shop.open();
    await shop.say(id, "customer", "请问退货政策是什么?");
    await shop.say(id, "customer", "ขอคืนสินค้าได้ไหม");
    await soonFinds(`q=${encodeURIComponent("货政")}`, ["请问退货政策是什么?"]);
    await soonFinds(`q=${encodeURIComponent("สินค้า")}`, ["ขอคืนสินค้าได้ไหม"]);
    expect(texts(await seek(`q=${encodeURIComponent("货策")}`))).toEqual([]);
  });

  test("by name and by number, the latest conversation with each", async () => {
    const phone = newPhone();
    const { id } = await shop.open(phone, { customer_name: "Ursula Brandt" });
    await soon(async () => expect((await seek("q=ursula")).conversations).toHaveLength(1));
    const found = [{ conversation_id: id, customer_name: "Ursula Brandt", customer_phone: phone }];
    expect((await seek(`q=${phone.slice(-5)}`)).conversations).toEqual(found);
    expect((await seek(`q=brandt&outlet_id=${OUTLET}`)).conversations).toEqual(found);
    expect((await seek(`q=brandt&outlet_id=${UNKNOWN}`)).conversations).toEqual([]);
  });

  test("by label, date, inbox, outlet, agent and conversation", async () => {
    const first = await shop.open();
    const second = await shop.open();
    await shop.say(first.id, "customer", "apples one");
    await shop.say(second.id, "customer", "apples two");
    await shop.api("PUT", `/conversations/${second.id}/labels`, { labels: ["vip"] });
    await shop.api("PUT", `/conversations/${first.id}/assign`, { agent_id: "ann" });
    await soonFinds("q=apples", ["apples two", "apples one"]);
    await soonFinds("q=apples&label=vip", ["apples two"]);
    await soonFinds("q=apples&agent_id=ann", ["apples one"]);
    expect(texts(await seek(`q=apples&conversation_id=${first.id}`))).toEqual(["apples one"]);
    expect(texts(await seek(`q=apples&conversation_id=${UNKNOWN}`))).toEqual([]);
    expect(texts(await seek(`q=apples&outlet_id=${OUTLET}`))).toHaveLength(2);
    expect(texts(await seek(`q=apples&inbox_id=${first.inbox_id}`))).toHaveLength(2);
    expect(texts(await seek(`q=apples&inbox_id=${UNKNOWN}`))).toEqual([]);
    expect(texts(await seek("q=apples&to=2020-01-01T00:00:00.000Z"))).toEqual([]);
    expect(texts(await seek("from=2020-01-01T00:00:00.000Z&label=vip"))).toEqual(["apples two"]);
  });

  test("pages follow each other, by time and by relevance", async () => {
    const { id } = await shop.open();
    for (let n = 0; n < 7; n++) await shop.say(id, "customer", `pear ${"pear ".repeat(n)}${n}`);
    await soon(async () => expect((await seek("q=pear")).results).toHaveLength(7));
    for (const order of ["", "&relevance=1"]) {
      const seqs: number[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: { results: { seq: number }[]; next_cursor: string | null } = await seek(
          `q=pear&limit=3${order}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
        );
        seqs.push(...page.results.map(({ seq }) => seq));
        cursor = page.next_cursor;
      }
      expect(new Set(seqs).size).toBe(7);
      expect(seqs).toHaveLength(7);
    }
    expect((await call("GET", "/api/v1/search?q=a&cursor=WzFd!", { bearer: shop.bearer })).status).toBe(400);
  });

  test("an agent finds only what is of their outlets", async () => {
    const { id } = await shop.open(newPhone(), { customer_name: "Hidden Person" });
    await shop.say(id, "customer", "plums");
    await soonFinds("q=plums", ["plums"]);
    const tokenOf = async (outlet: string) => {
      const agent = await shop.api("POST", "/agents", { name: "Ann", email: `${outlet}@x.test`, outlet_ids: [outlet] });
      return (await shop.api("POST", `/agents/${agent.json.id}/tokens`, {})).json.token;
    };
    const { json: market } = await shop.api("POST", "/outlets", { name: "Market" });
    const [theirs, others] = [await tokenOf(OUTLET), await tokenOf(market.id)];
    expect(texts(await seek("q=plums", theirs))).toEqual(["plums"]);
    expect(await seek("q=plums", others)).toMatchObject({ results: [], conversations: [] });
    expect(await seek("q=hidden", others)).toMatchObject({ results: [], conversations: [] });
    expect(texts(await seek(`q=plums&outlet_id=${OUTLET}`, others))).toEqual([]);
    const one = (bearer: string) => call("GET", `/api/v1/conversations/${id}/search?q=plums`, { bearer });
    expect((await one(theirs)).json.results).toHaveLength(1);
    expect((await one(others)).json).toMatchObject({ status: 404, code: "conversation_not_found" });
  });

  test("another tenant finds nothing of it", async () => {
    const { id } = await shop.open();
    await shop.say(id, "customer", "cherries");
    await soonFinds("q=cherries", ["cherries"]);
    const other = await newTenant();
    expect(await seek("q=cherries", other.bearer)).toMatchObject({ results: [], indexed_through: null });
  });
});

describe("GET /api/v1/conversations/{id}/search", () => {
  test("finds what was said in one conversation, notes included", async () => {
    const line = await newLine(shop);
    const from = newWaId();
    await receive(line, text(from, "the figs are bad"));
    const { id } = await conversationWith(line, from);
    const other = newWaId();
    await receive(line, text(other, "figs, please"));
    const place = parseConversationId(id);
    await threadAt(shop.id, id).execute({
      keys: [],
      fingerprint: null,
      command: {
        type: "add_note",
        number: place?.number ?? 1,
        ticket_id: null,
        content: "Send new figs",
        actor: { type: "agent", id: "ann" },
      },
    });
    await soon(async () => {
      const { json } = await shop.api("GET", `/conversations/${id}/search?q=figs`);
      expect(json.results).toMatchObject([
        { kind: "note", message_id: null, snippet: "Send new figs" },
        { kind: "message", snippet: "the figs are bad" },
      ]);
      expect(json).not.toHaveProperty("conversations");
    });
  });
});

describe("what is gone is gone", () => {
  const SECRET = "wilhelmine";
  const message = (from: string) => text(from, `my name is ${SECRET} ${from}`);
  const change = (from: string, type: "edit" | "revoke", original_message_id: string) => ({
    ...{ from, id: crypto.randomUUID(), timestamp: now(), type },
    [type]: {
      original_message_id,
      ...(type === "edit" && { message: { type: "text", text: { body: "my name is nobody" } } }),
    },
  });

  test("an edit is found instead, what was taken back is not", async () => {
    const line = await newLine(shop);
    const [edited, revoked] = [newWaId(), newWaId()];
    const [one, two] = [message(edited), message(revoked)];
    await receive(line, one, two);
    await soon(async () => expect((await seek(`q=${SECRET}`)).results).toHaveLength(2));
    await receive(line, change(edited, "edit", one.id), change(revoked, "revoke", two.id));
    await soonFinds("q=nobody", ["my name is nobody"]);
    await soonFinds(`q=${SECRET}`, []);
    expect(await everything()).not.toContain(SECRET);
  });

  test("ER1 of an erased person no word, name or number is left, also after the search was made anew", async () => {
    const phone = newPhone();
    const { id } = await shop.open(phone, { customer_name: `Zacharias-${SECRET}` });
    await shop.say(id, "customer", `my name is ${SECRET}`);
    await soonFinds(`q=${SECRET}`, [`my name is ${SECRET}`]);
    const stays = await shop.open();
    await shop.say(stays.id, "customer", "I stay");
    expect((await shop.api("DELETE", `/conversations/${id}/person`)).status).toBe(204);
    await soon(async () => {
      expect(await seek(`q=${SECRET}`)).toMatchObject({ results: [], conversations: [] });
      const rest = await everything();
      for (const word of [SECRET, "zacharias", phone.slice(1)]) expect(rest.toLowerCase()).not.toContain(word);
    });
    await soonFinds("q=stay", ["I stay"]);
    await shop.api("POST", "/search/rebuild");
    await soonFinds("q=stay", ["I stay"]);
    expect(texts(await seek(`q=${SECRET}`))).toEqual([]);
  });

  test("what could not be made anew is found again with the next that is said", async () => {
    await shop.say((await shop.open()).id, "customer", "I stay");
    await soonFinds("q=stay", ["I stay"]);
    const broken = vi.spyOn(FollowingObject.prototype, "rewind").mockImplementation(() => {
      throw new Error("The object is overloaded.");
    });
    expect((await shop.api("POST", "/search/rebuild")).status).toBeGreaterThanOrEqual(500);
    broken.mockRestore();
    await shop.say((await shop.open()).id, "customer", "I come");
    await soonFinds("q=stay", ["I stay"]);
    await soonFinds("q=come", ["I come"]);
  });

  test("of threads that cannot be read the others are found all the same, and they themselves once they can", async () => {
    const { id: broken } = await shop.open(newPhone());
    const { id: whole } = await shop.open(newPhone());
    const { tell } = ConversationObject.prototype;
    const failing = vi.spyOn(ConversationObject.prototype, "tell").mockImplementation(function (
      this: ConversationObject,
      ...given
    ) {
      if (this.ctx.id.name === threadAt(shop.id, broken).name) throw new Error("The object is overloaded.");
      return tell.apply(this, given);
    });
    await shop.say(broken, "customer", "pineapple");
    await shop.say(whole, "customer", "mango");
    await soonFinds("q=mango", ["mango"]);
    const following = followingOf(env, shop.id);
    expect((await following.progress()).failing_since).not.toBeNull();
    failing.mockRestore();
    await runDurableObjectAlarm(env.FOLLOWING.getByName(shop.id));
    await soonFinds("q=pineapple", ["pineapple"]);
    await soon(async () => expect((await following.progress()).failing_since).toBeNull());
  });

  test("CV12 a deleted conversation is not found, neither by what was said nor by whom; the one before it is", async () => {
    const phone = newPhone();
    const open = () => shop.open(phone, { customer_name: "Zacharias" });
    const { id: first } = await open();
    await shop.say(first, "customer", "hello");
    await shop.api("PUT", `/conversations/${first}/status`, { status: "resolved" });
    const { id } = await open();
    await shop.say(id, "customer", "my secret");
    const people = async () => {
      const { conversations } = await seek("q=Zacharias");
      return conversations.map(({ conversation_id }: { conversation_id: string }) => conversation_id);
    };
    await soon(async () => expect(await people()).toEqual([id]));
    expect((await call("DELETE", `/v1.0/conversations/${id}`, { bearer: shop.bearer })).status).toBe(200);
    await soon(async () => expect(await people()).toEqual([first]));
    expect(texts(await seek("q=secret"))).toEqual([]);
  });

  test("IN3 what was purged is not found any more", async () => {
    await shop.api("PATCH", "/tenant", { policies: { retention_after_close: 60 } });
    const { id } = await shop.open();
    await shop.say(id, "customer", `my name is ${SECRET}`);
    await soonFinds(`q=${SECRET}`, [`my name is ${SECRET}`]);
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    vi.setSystemTime(Date.now() + 120_000);
    await runDurableObjectAlarm(threadAt(shop.id, id));
    vi.useRealTimers();
    // What was to be followed a second after that time is to be followed a second from now.
    await followingOf(env, shop.id).nudge();
    await soonFinds(`q=${SECRET}`, []);
    expect(await everything()).not.toContain(SECRET);
  });
});

describe("taking in", () => {
  test("MS7 what was taken back after its conversation had closed is not found any more", async () => {
    const line = await newLine();
    const waId = newWaId();
    const first = text(waId, "loquats");
    await receive(line, first);
    const find = async () =>
      (await call("GET", "/api/v1/search?q=loquats", { bearer: line.shop.bearer })).json.results.length;
    await vi.waitFor(async () => expect(await find()).toBe(1), WAIT);
    const { id } = await conversationWith(line, waId);
    await line.shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    await receive(line, text(waId, "here I am again"));
    const { text: _, ...revocation } = text(waId, "");
    await receive(line, { ...revocation, type: "revoke", revoke: { original_message_id: first.id } });
    await vi.waitFor(async () => expect(await find()).toBe(0), WAIT);
  });

  test("looks once more at a thread whose news came while it was being read", async () => {
    // So that no alarm rings but those that are rung here.
    vi.setSystemTime(Date.now() + 2 * 60 * 60_000);
    const { id } = await shop.open();
    const key = parseConversationId(id)?.threadKey ?? "";
    const following = env.FOLLOWING.getByName(shop.id);
    const { take } = SearchObject.prototype;
    const takes = vi.spyOn(SearchObject.prototype, "take").mockImplementation(async function (
      this: SearchObject,
      passages,
    ) {
      await env.FOLLOWING.getByName(shop.id).visit(key);
      await take.call(this, passages);
    });
    await shop.say(id, "customer", "damsons");
    await following.visit(key);
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(following);
      expect(takes).toHaveBeenCalled();
    }, WAIT);
    takes.mockRestore();
    expect(await runInDurableObject(following, (it) => it.progress().visits)).toBe(1);
    await runDurableObjectAlarm(following);
    expect(await runInDurableObject(following, (it) => it.progress().visits)).toBe(0);
  });

  test("happens though nobody was reached when there was news, and nothing else happens", async () => {
    const isAway = vi.spyOn(FollowingObject.prototype, "nudge").mockImplementation(() => {
      throw new Error("the connection was lost");
    });
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { id } = await shop.open();
    await shop.say(id, "customer", "medlars");
    await vi.waitFor(() => expect(isAway).toHaveBeenCalled(), WAIT);
    isAway.mockRestore();
    const desk = env.DESK.getByName(shop.id);
    await vi.waitFor(async () => expect(await runDurableObjectAlarm(desk)).toBe(true), WAIT);
    await soonFinds("q=medlars", ["medlars"]);
  });

  test("is safe twice, and what was told before the search began anew waits to be told again", async () => {
    const { id } = await shop.open();
    await shop.say(id, "customer", "quinces");
    await soonFinds("q=quinces", ["quinces"]);
    const thread_key = parseConversationId(id)?.threadKey ?? "";
    const port = conversationAt(env, shop.id, thread_key);
    const { told, through, characters } = await port.tell(0, 100);
    const object = searchOf(env, shop.id);
    await object.take([{ thread_key, after: 0, told, through, characters }]);
    expect(texts(await seek("q=quinces"))).toEqual(["quinces"]);
    const late = told.slice(-1);
    await object.rebuild();
    await object.take([{ thread_key, after: through - 1, told: late, through, characters }]);
    await soonFinds("q=quinces", ["quinces"]);
    expect((await seek("q=quinces")).results).toHaveLength(1);
  });
});
