import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Told } from "../../src/conversation/told.ts";
import type { NewArticle } from "../../src/knowledge/articles.ts";
import { knowledgeOf } from "../../src/knowledge/port.ts";
import { configurationOf } from "../../src/tenant/configuration.ts";
import { type Answer, call, newTenant, type Shop } from "../support/api.ts";
import { zipOf } from "../support/zip.ts";

const DAY = 24 * 60 * 60 * 1_000;

const DELIVERY = { title: "What delivery costs", content: "Delivery is free from 50 euros. Below that it costs 4.90." };
const RETURNS = { title: "Returning a parcel", content: "Bring the parcel back within 30 days and the money returns." };

const put = (shop: Shop, id: string, article: object) =>
  shop.api("PUT", `/articles/${encodeURIComponent(id)}`, article);
const search = async (shop: Shop, q: string) =>
  (await shop.api("GET", `/articles/search?q=${encodeURIComponent(q)}`)).json;
const send = (shop: Shop, type: string, body: unknown, query = ""): Promise<Answer> =>
  call("POST", `/api/v1/articles/import${query}`, { bearer: shop.bearer, body, headers: { "Content-Type": type } });
const objectOf = (shop: Shop) => env.KNOWLEDGE.getByName(shop.id);
const hasArticles = async (shop: Shop) => (await configurationOf(env, shop.id))?.has_articles;

afterEach(() => {
  vi.useRealTimers();
});

describe("articles", () => {
  test("what says something else is the next version, what says the same is none", async () => {
    const shop = await newTenant();
    const first = await put(shop, "delivery", DELIVERY);
    expect(first).toMatchObject({ status: 200, json: { id: "delivery", version: 1, format: "markdown", passages: 1 } });
    expect((await put(shop, "delivery", DELIVERY)).json).toEqual(first.json);
    const second = await put(shop, "delivery", { ...DELIVERY, content: "Delivery costs 6." });
    expect(second.json).toMatchObject({ version: 2, size: 17, created_at: first.json.created_at });
    expect((await shop.api("GET", "/articles/delivery")).json).toEqual({
      ...second.json,
      content: "Delivery costs 6.",
    });
  });

  test("a page is kept as Markdown", async () => {
    const shop = await newTenant();
    await put(shop, "p", { title: "P", format: "html", content: "<h2>Hours</h2><ul><li>9 &ndash; 17" });
    expect((await shop.api("GET", "/articles/p")).json).toMatchObject({
      format: "markdown",
      content: "## Hours\n\n- 9 – 17",
    });
  });

  test("an earlier version can be read and said again; the last 20 are kept", async () => {
    const shop = await newTenant();
    for (let number = 1; number <= 22; number++) await put(shop, "a", { ...DELIVERY, content: `It costs ${number}.` });
    const { versions } = (await shop.api("GET", "/articles/a/versions")).json;
    expect(versions.map(({ version }: { version: number }) => version)).toEqual(
      Array.from({ length: 20 }, (_, index) => 22 - index),
    );
    expect((await shop.api("GET", "/articles/a/versions/3")).json).toMatchObject({
      version: 3,
      content: "It costs 3.",
    });
    expect((await shop.api("POST", "/articles/a/versions/3/restore")).json).toMatchObject({ version: 23 });
    expect((await shop.api("GET", "/articles/a")).json.content).toBe("It costs 3.");
    for (const gone of ["2", "99"]) {
      expect((await shop.api("GET", `/articles/a/versions/${gone}`)).status).toBe(404);
      expect((await shop.api("POST", `/articles/a/versions/${gone}/restore`)).status).toBe(404);
    }
  });

  test("the same Idempotency-Key is the same article", async () => {
    const shop = await newTenant();
    const headers = { "Idempotency-Key": "one" };
    const [one, two] = [
      await shop.api("POST", "/articles", DELIVERY, headers),
      await shop.api("POST", "/articles", DELIVERY, headers),
    ];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.json).toEqual(one.json);
    expect((await shop.api("POST", "/articles", RETURNS, headers)).json.code).toBe("idempotency_conflict");
    expect((await shop.api("GET", "/articles")).json.articles).toHaveLength(1);
    await shop.api("DELETE", `/articles/${one.json.id}`);
    expect((await shop.api("POST", "/articles", DELIVERY, headers)).json).toEqual(one.json);
    expect((await shop.api("GET", "/articles")).json.articles).toEqual([]);
  });

  test("an id may be a path or in any script, and is none that means something else", async () => {
    const shop = await newTenant();
    for (const id of ["help/delivery costs.md", "配送.md", "a%2Fb", "?#&"]) {
      expect((await put(shop, id, DELIVERY)).json.id).toBe(id);
      expect((await shop.api("GET", `/articles/${encodeURIComponent(id)}`)).json.id).toBe(id);
    }
    for (const id of ["import", "search", "a\u0007", "x".repeat(256)]) {
      expect((await put(shop, id, DELIVERY)).json).toMatchObject({ status: 400, errors: [{ field: "path.id" }] });
    }
  });

  test("one of 5 MB is taken within seconds and found, and a larger one is refused", async () => {
    const shop = await newTenant();
    const paragraph = `${"Parcels travel by ship and by train through many towns. ".repeat(8)}\n\n`;
    const content = `${paragraph.repeat(11_000)}\n\n# Zebra\n\nThe zebra costs ninety euros.`;
    const started = Date.now();
    const large = await put(shop, "large", { title: "Large", format: "text", content });
    expect(large.status).toBe(200);
    expect(Date.now() - started).toBeLessThan(15_000);
    expect((await search(shop, "how much is the zebra")).passages[0].text).toContain("ninety");
    expect((await shop.api("GET", "/articles/large")).json.content).toBe(content);
    expect(await put(shop, "larger", { title: "Larger", content: "ü".repeat(2.7 * 1024 * 1024) })).toMatchObject({
      status: 413,
      json: { code: "payload_too_large" },
    });
    const { status, json } = await put(shop, "larger", { title: "L", content: "x".repeat(17 * 1024 * 1024) });
    expect([status, json.code]).toEqual([413, "payload_too_large"]);
  });

  test("what is broken is taken", async () => {
    const shop = await newTenant();
    for (const content of [
      "```\nnever closed",
      "| a |\n|--",
      "[x](",
      "#".repeat(10_000),
      "> ".repeat(10_000),
      "\u0000\ufffe",
    ]) {
      expect((await put(shop, "broken", { title: "Broken", content })).status).toBe(200);
    }
  });

  test("10,000 are listed in pages", async () => {
    const shop = await newTenant();
    const article: NewArticle = { ...DELIVERY, format: "text", language: "en", source_url: null, status: "draft" };
    const all = Array.from({ length: 10_000 }, (_, index) => ({ id: String(index).padStart(5, "0"), article }));
    await knowledgeOf(env, shop.id).putAll(all);
    const listed: string[] = [];
    for (let cursor = ""; ; ) {
      const { articles, next_cursor } = (await shop.api("GET", `/articles?limit=500&cursor=${cursor}`)).json;
      expect(articles).toHaveLength(500);
      listed.push(...articles.map(({ id }: { id: string }) => id));
      if (next_cursor === null) break;
      cursor = next_cursor;
    }
    expect(listed).toEqual(all.map(({ id }) => id));
  });
});

describe("what is found", () => {
  test("the best passage comes first, with its source; a question beside the point is low", async () => {
    const shop = await newTenant();
    await put(shop, "delivery", { ...DELIVERY, source_url: "https://shop.test/delivery" });
    await put(shop, "returns", RETURNS);
    const found = await search(shop, "what does delivery cost?");
    expect(found).toMatchObject({
      language: "en",
      low_confidence: false,
      passages: [{ article_id: "delivery", title: DELIVERY.title, source_url: "https://shop.test/delivery" }],
    });
    expect(await search(shop, "do you sell motorbikes in Peru")).toMatchObject({ low_confidence: true });
  });

  test("drafts, deleted articles and those of others are not found; what is empty finds nothing", async () => {
    const [shop, other] = [await newTenant(), await newTenant()];
    expect(await search(shop, "delivery")).toMatchObject({ passages: [], confidence: 0, low_confidence: true });
    await put(other, "delivery", DELIVERY);
    await put(shop, "delivery", { ...DELIVERY, status: "draft" });
    expect((await search(shop, "delivery")).passages).toEqual([]);
    const published = await put(shop, "delivery", DELIVERY);
    expect(published.json).toMatchObject({ version: 1, passages: 1, status: "published" });
    expect((await search(shop, "delivery")).passages).toHaveLength(1);
    expect((await shop.api("DELETE", "/articles/delivery")).status).toBe(204);
    expect((await search(shop, "delivery")).passages).toEqual([]);
    expect((await shop.api("GET", "/articles/delivery/versions")).status).toBe(404);
  });

  test("whatever is asked is searched, and nothing of it is read as a query", async () => {
    const shop = await newTenant();
    await put(shop, "delivery", DELIVERY);
    const questions = [
      "?",
      "👍🏽",
      '"delivery',
      "delivery AND (",
      "title:*",
      "NEAR(a b)",
      "-",
      "'; DROP TABLE articles",
      "配送",
      "\u0000",
    ];
    for (const question of [...questions, "delivery ".repeat(400)]) {
      const { status } = await shop.api("GET", `/articles/search?q=${encodeURIComponent(question)}`);
      expect([question, status]).toEqual([question, 200]);
    }
  });

  test("synonyms of the tenant find what they mean", async () => {
    const shop = await newTenant();
    await put(shop, "delivery", DELIVERY);
    expect((await search(shop, "flumph")).passages).toEqual([]);
    await shop.api("PUT", "/articles/synonyms", { groups: [["flumph", "delivery"]] });
    expect((await search(shop, "flumph")).passages).toHaveLength(1);
    await evictDurableObject(objectOf(shop));
    expect((await shop.api("GET", "/articles/synonyms")).json).toEqual({ groups: [["flumph", "delivery"]] });
  });

  test("the tenant knows whether there is anything to answer from", async () => {
    const shop = await newTenant();
    expect(await hasArticles(shop)).toBe(false);
    await put(shop, "a", { ...DELIVERY, status: "draft" });
    expect(await hasArticles(shop)).toBe(false);
    await Promise.all([put(shop, "a", DELIVERY), put(shop, "b", RETURNS)]);
    expect(await hasArticles(shop)).toBe(true);
    await Promise.all([shop.api("DELETE", "/articles/a"), shop.api("DELETE", "/articles/b")]);
    expect(await hasArticles(shop)).toBe(false);
  });
});

describe("imports", () => {
  test("an archive is taken file by file, and again it changes nothing", async () => {
    const shop = await newTenant();
    const archive = zipOf([
      { path: "help/delivery.md", content: `# ${DELIVERY.title}\n\n${DELIVERY.content}` },
      { path: "help/returns.txt", content: RETURNS.content },
      { path: "__MACOSX/._returns.txt", content: "x" },
    ]);
    const { status, json } = await send(shop, "application/zip", archive);
    expect(status).toBe(200);
    expect(json).toEqual({
      created: 2,
      updated: 0,
      unchanged: 0,
      refused: 1,
      items: [
        { name: "help/delivery.md", article_id: "help/delivery.md", outcome: "created", detail: null },
        { name: "help/returns.txt", article_id: "help/returns.txt", outcome: "created", detail: null },
        { name: "__MACOSX/._returns.txt", article_id: null, outcome: "refused", detail: expect.any(String) },
      ],
    });
    expect((await send(shop, "", archive)).json).toMatchObject({ created: 0, unchanged: 2, refused: 1 });
    expect((await search(shop, "cost of delivery")).passages[0]).toMatchObject({ article_id: "help/delivery.md" });
    expect(await hasArticles(shop)).toBe(true);
  });

  test("lines and pages are taken, as drafts where that is said", async () => {
    const shop = await newTenant();
    const lines = Array.from({ length: 250 }, (_, index) => JSON.stringify({ id: `n-${index}`, ...RETURNS }));
    const { json } = await send(shop, "application/x-ndjson", lines.join("\n"), "?status=draft");
    expect(json).toMatchObject({ created: 250, refused: 0 });
    expect((await shop.api("GET", "/articles/n-249")).json).toMatchObject({ status: "draft", passages: 0 });
    const url = "https://shop.test/help/delivery";
    const page = Uint8Array.from("<title>Envíos</title><p>En 3 días", (character) => character.charCodeAt(0));
    const taken = await send(shop, "text/html; charset=iso-8859-1", page, `?url=${encodeURIComponent(url)}`);
    expect(taken.json).toMatchObject({ created: 1, items: [{ name: url, article_id: url }] });
    expect((await shop.api("GET", `/articles/${encodeURIComponent(url)}`)).json).toMatchObject({
      title: "Envíos",
      content: "En 3 días",
      source_url: url,
    });
  });

  test("what is none of these, or too much, is refused", async () => {
    const shop = await newTenant();
    expect(await send(shop, "application/pdf", "%PDF-1.7")).toMatchObject({
      status: 415,
      json: { code: "import_format_unknown" },
    });
    expect((await send(shop, "application/zip", new Uint8Array(25 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send(shop, "application/zip", "no archive")).json).toMatchObject({
      refused: 1,
      items: [{ name: "archive" }],
    });
    expect((await send(shop, "text/html", "<p>x", "?url=javascript:1&status=x")).json.errors).toHaveLength(2);
  });
});

describe("answers", () => {
  /** A turn of a conversation, as its thread tells of it. */
  function told(content: string, turn = 1, id: string = crypto.randomUUID()): Told {
    const contact = { name: null, phone: "+15550001111", customer_id: null, customer_details: null };
    const said = { direction: "in", message_type: "text", content, payload: {}, passive: false, deleted_at: null };
    const event = { type: "ai.requested", seq: 2, turn };
    return { event, conversation: { id }, contact, our_number: null, messages: [said], log: [] } as unknown as Told;
  }

  test("a turn is answered once, also at the same time and after a crash", async () => {
    const shop = await newTenant();
    await put(shop, "delivery", DELIVERY);
    const one = told("What does delivery cost?");
    const knowledge = knowledgeOf(env, shop.id);
    const [first, again] = await Promise.all([knowledge.answer(one), knowledge.answer(one)]);
    expect(first).toMatchObject({
      low_confidence: false,
      wants_ticket: false,
      body: expect.stringContaining("50 euros"),
    });
    expect(again).toEqual(first);
    await put(shop, "delivery", { ...DELIVERY, content: "Delivery costs 6 euros now." });
    await evictDurableObject(objectOf(shop));
    expect(await knowledgeOf(env, shop.id).answer(one)).toEqual(first);
    const next = { ...one, event: { ...one.event, turn: 2 } } as Told;
    expect((await knowledgeOf(env, shop.id).answer(next)).body).toContain("6 euros");
  });

  test("nothing of an answer is kept beyond a day, or beyond its conversation", async () => {
    const shop = await newTenant();
    await put(shop, "delivery", DELIVERY);
    const kept = () =>
      runInDurableObject(objectOf(shop), (_, { storage }) =>
        storage.sql.exec<{ conversation_id: string }>("SELECT conversation_id FROM answers").toArray(),
      );
    const knowledge = knowledgeOf(env, shop.id);
    const [one, two] = [told("delivery cost?"), told("delivery free?")];
    await knowledge.answer(one);
    await knowledge.answer(two);
    await knowledge.forget([one.conversation.id]);
    expect(await kept()).toEqual([{ conversation_id: two.conversation.id }]);
    vi.setSystemTime(Date.now() + DAY + 1_000);
    await runDurableObjectAlarm(objectOf(shop));
    expect(await kept()).toEqual([]);
  });

  test("a question that stands alone is answered, and what is only asked writes nothing", async () => {
    const shop = await newTenant();
    expect(await knowledgeOf(env, shop.id).ask("What does delivery cost?")).toMatchObject({
      low_confidence: true,
    });
    expect(await knowledgeOf(env, shop.id).usage(31)).toEqual([]);
    const tables = await runInDurableObject(objectOf(shop), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'articles'").toArray(),
    );
    expect(tables).toEqual([]);
  });
});
