import { DatabaseSync, type StatementSync } from "node:sqlite";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { Entries, type Entry, type Place } from "../../src/search/entries.ts";
import { best, type Cursor, newest, type Wanted } from "../../src/search/finding.ts";
import { People } from "../../src/search/people.ts";
import { parseQuery, placesOf } from "../../src/search/query.ts";
import { snippetOf } from "../../src/search/snippet.ts";
import { type Rows, SEARCH_TABLES } from "../../src/search/tables.ts";
import { wordsOf } from "../../src/search/words.ts";

const [OUTLET, OTHER] = ["0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11", "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a12"];
const INBOX = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3b11";
const START = Date.parse("2026-03-01T09:00:00.000Z");
const PLACE: Place = { id: 1, inbox_id: INBOX, outlet_id: OUTLET };

let sqlite: DatabaseSync;
let entries: Entries;
let database: Rows;
beforeEach(() => {
  sqlite = new DatabaseSync(":memory:");
  for (const table of SEARCH_TABLES) sqlite.exec(table);
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? sqlite.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  database = {
    rows: <T>(sql: string, ...bindings: (string | number | null)[]) => prepare(sql).all(...bindings) as T[],
    run: (sql, ...bindings) => Number(prepare(sql).run(...bindings).changes),
  };
  entries = new Entries(database);
  for (const id of [1, 2]) {
    database.run("INSERT INTO threads (id, thread_key, through) VALUES (?, ?, 0)", id, `thread-${id}`);
    database.run(
      `INSERT INTO conversations (id, thread, number, inbox_id, outlet_id, agent_id, labels) VALUES (?, ?, 1, ?, ?, ?, ?)`,
      ...[id, id, INBOX, id === 1 ? OUTLET : OTHER, id === 1 ? null : "ann", id === 1 ? "[]" : '["vip"]'],
    );
  }
});

let said = 0;
function say(text: string, more: Partial<Entry> = {}, place = PLACE): number {
  const seq = ++said;
  const at = START + seq * 1_000;
  entries.put(place, { conversation: place.id, seq, kind: "message", sender_type: "customer", at, text, ...more });
  return seq;
}
const SECOND: Place = { id: 2, inbox_id: INBOX, outlet_id: OTHER };

const ANYWHERE: Omit<Wanted, "query"> = {
  outlet_ids: null,
  inbox_id: null,
  conversation: null,
  sender_type: null,
  label: null,
  agent_id: null,
  from: null,
  to: null,
};
const wanted = (text: string, more: Partial<Wanted> = {}): Wanted => ({
  ...ANYWHERE,
  query: parseQuery(text),
  ...more,
});
const find = (text: string, more: Partial<Wanted> = {}): string[] =>
  newest(database, wanted(text, more), 50, null).found.map((one) => one.text);

describe("what people write into a search box", () => {
  test.each([
    ["every word is sought, in any order", "order refund", ["my refund for the order", "order and refund"]],
    ["what stands in quotes follows each other", '"order and"', ["order and refund"]],
    ["other quotes are as good", "“order and”", ["order and refund"]],
    ["an open quote ends with the text", '"and refund', ["order and refund"]],
    ["what has a minus is left out", "order -my", ["order and refund"]],
    ["in quotes, too", 'order -"my refund"', ["order and refund"]],
    ["left out only: all the rest", "-order", ["Refunds: nothing yet"]],
    [
      "the last word may be unfinished",
      "refu",
      ["Refunds: nothing yet", "my refund for the order", "order and refund"],
    ],
    ["but not when a space follows", "refu ", []],
    ["nor one before it", "refu order", []],
    ["one letter alone is a word", "a", []],
    ["signs are no more than spaces", "order *&^%$#@! (and", ["order and refund"]],
    ["words of the index's own language are words", "order AND NOT", []],
  ])("%s: %s", (_, query, expected) => {
    for (const text of ["order and refund", "my refund for the order", "Refunds: nothing yet"]) say(text);
    expect(find(query)).toEqual(expected);
  });

  test("nothing that anybody writes is a fault, and what is found is what is meant", () => {
    const texts = [
      "order 12-34",
      "退货政策 ok",
      'say "hi"',
      "naïve ÇA",
      "สวัสดีครับ",
      "a b a b",
      "x".repeat(200),
      "👍🏽 ok",
    ];
    for (const text of texts) say(text);
    const written = texts.map((text) => ({ text, words: wordsOf(text) }));
    const part = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom('"', "-", "*", " ", "NEAR(", "words:", "^", "+", "OR", ...texts, "a", "b", "货政", "ครับ"),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const query = parseQuery(parts.join(""));
        const meant = written
          .filter(
            ({ words }) =>
              query.all.every((phrase) => placesOf(phrase, words).length > 0) &&
              query.none.every((phrase) => placesOf(phrase, words).length === 0),
          )
          .map(({ text }) => text);
        const found = find(parts.join("")).reverse();
        expect(found.every((text) => meant.includes(text))).toBe(true);
        // In a script without spaces the index finds what follows directly: signs between two characters part them.
        if (query.all.every(({ words }) => !words.some((word) => word.isCharacter))) expect(found).toEqual(meant);
      }),
      { numRuns: 200 },
    );
  });
});

describe("words", () => {
  test.each([
    ["STRASSE", "Straße"],
    ["creme brulee", "crème BRÛLÉE"],
    ["dong", "Đồng"],
    ["istanbul", "İSTANBUL"],
    ["οδος", "ΟΔΟΣ"],
    ["abc 123", "ＡＢＣ １２３"],
    ["cafe", "cafe\u0301"],
    ["مرحبا", "مَرْحَباً"],
    ["l'eau", "L’eau"],
    ["eau", "l’eau"],
    ["می‌خواهم", "میخواهم"],
    ["退货", "我要退货了"],
    ["货", "我要退货了"],
    ["要退货了", "我要退货了"],
    ["カタカナ", "ｶﾀｶﾅ"],
    ["ガギ", "ｶﾞｷﾞ"],
    ["が", "か\u3099"],
    ["한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8어"],
    ["สวัส", "สวัสดีครับ"],
    ["ครับ", "สวัสดีครับ"],
    ["iphone保护", "我的iPhone保护壳"],
    ["हिन्दी", "हिन्दी"],
    ["👍", "ok 👍🏽"],
    ["1042", "order-1042"],
  ])("%s is found in %s", (query, text) => {
    say("something else: 国退, 要 คุณ 어국 हान्दा order 104 2");
    say(text);
    expect(find(query)).toEqual([text]);
    const { snippet, highlights } = snippetOf(text, parseQuery(query).all);
    expect(snippet).toBe(text);
    expect(highlights).not.toEqual([]);
  });

  test("what is not next to each other in a script without spaces is another word", () => {
    say("退 货");
    say("退、货");
    say("货退");
    expect(find("退货")).toEqual([]);
    say("把货退了,再退货");
    expect(find("退货")).toEqual(["把货退了,再退货"]);
  });
});

describe("filters", () => {
  test("by outlet, inbox, conversation, sender, label, agent and time", () => {
    const first = say("hello there", { at: START });
    say("hello you", { sender_type: "agent", at: START + 1_000 }, SECOND);
    expect(find("hello")).toEqual(["hello you", "hello there"]);
    expect(find("hello", { outlet_ids: [OUTLET] })).toEqual(["hello there"]);
    expect(find("hello", { outlet_ids: [OUTLET, OTHER] })).toHaveLength(2);
    expect(find("hello", { inbox_id: OTHER })).toEqual([]);
    expect(find("hello", { conversation: 2 })).toEqual(["hello you"]);
    expect(find("hello", { sender_type: "agent" })).toEqual(["hello you"]);
    expect(find("hello", { label: "vip" })).toEqual(["hello you"]);
    expect(find("hello", { agent_id: "ann" })).toEqual(["hello you"]);
    expect(find("hello", { from: START + 1 })).toEqual(["hello you"]);
    expect(find("hello", { to: START })).toEqual(["hello there"]);
    expect(find("", { to: START + 999 })).toEqual(["hello there"]);
    expect(find("", { label: "vip" })).toEqual(["hello you"]);
    entries.move(PLACE, { ...PLACE, outlet_id: OTHER });
    expect(find("hello", { outlet_ids: [OUTLET] })).toEqual([]);
    entries.remove({ ...PLACE, outlet_id: OTHER }, first, first);
    expect(find("hello")).toEqual(["hello you"]);
  });
});

describe("pages", () => {
  const pages = (search: typeof newest, want: Wanted) => {
    const texts: string[][] = [];
    let after: Cursor | null = null;
    do {
      const page: ReturnType<typeof newest> = search(database, want, 7, after);
      texts.push(page.found.map(({ text }) => text));
      after = page.next;
    } while (after !== null);
    return texts;
  };

  test("follow each other without a gap, also where many things are said in one millisecond", () => {
    const texts = Array.from({ length: 1_100 }, (_, n) => `number ${n}`);
    for (const text of texts) say(text, { at: START });
    expect(pages(newest, wanted("number")).flat()).toEqual([...texts].reverse());
  });

  test("go on from week to week, empty ones included", () => {
    const week = 7 * 24 * 60 * 60 * 1_000;
    const texts = Array.from({ length: 40 }, (_, n) => `number ${n}`);
    for (const [n, text] of texts.entries()) say(text, { at: START - (40 - n) * 2 * week });
    expect(pages(newest, wanted("numb")).flat()).toEqual([...texts].reverse());
    expect(find("", { from: START - 5 * week })).toEqual(["number 39", "number 38"]);
    expect(find("-39 -38 -37", { from: START - 9 * week })).toEqual(["number 36"]);
  });

  test("by relevance: the shorter and the more often the better, each once", () => {
    const long = "and many other words that nobody seeks, again and again and again";
    for (let n = 0; n < 20; n++) say(`zip ${n} ${long}`);
    say("zip zip");
    for (let n = 0; n < 20; n++) say(`${n} ${long}`);
    const found = pages(best, wanted("zip"));
    expect(found[0]?.[0]).toBe("zip zip");
    expect(found.flat()).toHaveLength(21);
    expect(new Set(found.flat()).size).toBe(21);
  });

  test("end where enough was looked at, and go on from there", () => {
    for (let n = 0; n < 2_500; n++) say("hello", {}, SECOND);
    const first = say("hello first", { at: START - 1 });
    const page = newest(database, wanted("hello", { label: "none" }), 7, null);
    expect(page).toMatchObject({ found: [], next: { id: expect.any(Number) } });
    expect(pages(newest, wanted("hello", { label: "none" }))).toEqual([[], []]);
    expect(first).toBeGreaterThan(0);
  });
});

describe("what is gone is gone", () => {
  /** Everything that is stored, the index's own rows included. */
  function everything(): string {
    const tables = database.rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL",
    );
    const rows = tables
      .filter(({ name }) => !/^(entry|person)_terms$/.test(name))
      .flatMap(({ name }) =>
        database.rows<Record<string, ArrayBuffer | string | number | null>>(`SELECT * FROM ${name}`),
      );
    return rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : String(value)))
      .join("\n");
  }
  const SECRET = "wilhelmine";
  const terms = () => {
    sqlite.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, entry_terms, row)");
    return database.rows<{ term: string }>("SELECT term FROM temp.terms").map(({ term }) => term);
  };

  test("no row of the database has a word of it, nor of what an edit changed", () => {
    const written = (n: number) => `the ${SECRET}${n} and ${n * 7} 退货${n}`;
    sqlite.exec("BEGIN");
    for (let n = 0; n < 3_000; n++) {
      if (n % 40 === 0) sqlite.exec("COMMIT; BEGIN");
      say(n % 30 === 0 ? written(n) : `word${n % 700} for the order ${n}`, {}, n % 60 === 0 ? SECOND : PLACE);
    }
    sqlite.exec("COMMIT");
    expect(everything()).toContain(SECRET);
    const secret = newest(database, wanted(SECRET), 200, null).found;
    expect(secret).toHaveLength(100);
    for (const { seq, number: _, text, ...one } of secret) {
      const place = database.rows<{ conversation: number }>("SELECT conversation FROM entries WHERE id = ?", one.id);
      const of = place[0]?.conversation === 2 ? SECOND : PLACE;
      if (seq % 4 === 1)
        entries.put(of, { conversation: of.id, seq, kind: "message", sender_type: "customer", at: 0, text: "-" });
      else entries.remove(of, seq, seq);
      expect(text).toContain(SECRET);
    }
    expect(find(SECRET)).toEqual([]);
    expect(find("退货")).toEqual([]);
    expect(everything()).not.toContain(SECRET);
    expect(terms().filter((term) => /wilh|退|货/.test(term))).toEqual([]);
    expect(find("word7")).not.toEqual([]);
    sqlite.exec("INSERT INTO entry_terms (entry_terms) VALUES ('integrity-check')");
  });

  test("whatever comes and goes in whatever order, the index has what is there", () => {
    const text = fc.array(fc.constantFrom("red", "blue", "退货", "zip", "order"), { minLength: 1, maxLength: 4 });
    const step = fc.record({
      seq: fc.integer({ min: 1, max: 8 }),
      text: fc.option(text),
      at: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        entries.remove(PLACE, 0, 1_000_000);
        const there = new Map<number, string>();
        for (const { seq, text, at } of steps) {
          const words = (text ?? []).join(" ");
          if (text === null) entries.remove(PLACE, seq, seq);
          else
            entries.put(PLACE, {
              conversation: 1,
              seq,
              kind: "message",
              sender_type: "flow",
              at: START + at,
              text: words,
            });
          if (text === null) there.delete(seq);
          else there.set(seq, words);
        }
        for (const word of ["red", "退货", "order"]) {
          const expected = [...there.values()].filter((one) => one.includes(word));
          expect(find(word).sort()).toEqual(expected.sort());
        }
      }),
      { numRuns: 100 },
    );
    sqlite.exec("INSERT INTO entry_terms (entry_terms) VALUES ('integrity-check')");
  });
});

describe("snippets", () => {
  test("show what was found, and where", () => {
    const text = `${"Nothing here of any use. ".repeat(20)}The résumé 👍 lies in the drawer. ${"And so on it goes. ".repeat(20)}`;
    const { snippet, highlights } = snippetOf(text, parseQuery('resume "the drawer"').all);
    expect(snippet.length).toBeLessThanOrEqual(202);
    expect(snippet).toMatch(/^….*…$/);
    expect(highlights.map(([from, to]) => snippet.slice(from, to))).toEqual(["résumé", "the drawer"]);
  });

  test("never part a character, and marks never overlap", () => {
    const any = fc.array(fc.constantFrom("👍", "a", " ", "货", "ab", "e\u0301", "\n"), {
      minLength: 100,
      maxLength: 400,
    });
    fc.assert(
      fc.property(any, (parts) => {
        const { snippet, highlights } = snippetOf(parts.join(""), parseQuery('ab "货 货" a').all);
        expect(snippet.isWellFormed()).toBe(true);
        let end = -1;
        for (const [from, to] of highlights) {
          expect(from).toBeGreaterThan(end);
          expect(to).toBeLessThanOrEqual(snippet.length);
          end = to;
        }
      }),
    );
  });
});

test("people are found by their name, and by any four digits of their number", () => {
  const people = new People(database);
  people.put(1, { name: "José Pérez 王小明", username: "josep", phone: "+6281234567890" });
  people.put(2, { name: "Ann", username: null, phone: "+15550001122" });
  const found = (text: string) => people.find(text, 10);
  for (const text of ["jose", "PEREZ", "小明", "josep", "+62 812-3456", "7890", "081234567890", "345678"])
    expect([text, found(text)]).toEqual([text, [1]]);
  for (const text of ["789", "nobody", "", "--", "55500011229"]) expect([text, found(text)]).toEqual([text, []]);
  people.put(1, { name: "Joe", username: null, phone: "+6281234567890" });
  expect(found("jose")).toEqual([]);
  expect(found("joe")).toEqual([1]);
  people.put(1, null);
  expect(found("7890")).toEqual([]);
  sqlite.exec("INSERT INTO person_terms (person_terms) VALUES ('integrity-check')");
});
