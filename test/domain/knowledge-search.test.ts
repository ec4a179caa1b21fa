import { beforeEach, expect, test } from "vitest";
import { memory } from "../../bench/answers/evaluate.ts";
import { INDEX_TABLES, LOW_CONFIDENCE, PassageIndex } from "../../src/knowledge/passage-index.ts";

let index: PassageIndex;
beforeEach(() => {
  const database = memory();
  for (const table of INDEX_TABLES) database.run(table);
  index = new PassageIndex(database);
});

const put = (id: string, title: string, content: string) =>
  index.put(id, { title, format: "markdown", content, language: null });
const search = (question: string, synonyms: string[][] = []) => index.search(question, { limit: 3, synonyms });

const SHOP = "# Returns\n\nSend goods back within 30 days.\n\n# Opening\n\nThe outlet is open from nine to six.";

test("what was put is found, with its heading, and what was removed is not", () => {
  expect(put("shop", "The shop", SHOP)).toBe(2);
  const { language, found, confidence } = search("how can i return my order");
  expect(language).toBe("en");
  expect(found[0]).toMatchObject({ article_id: "shop", passage: 0, heading: "Returns" });
  expect(found[0]?.text).toBe("Send goods back within 30 days.");
  expect(confidence).toBeGreaterThan(0);
  index.remove("shop");
  expect(search("how can i return my order")).toEqual({ language: "en", found: [], confidence: 0 });
});

test("MS12 by no words nothing is found", () => {
  put("shop", "The shop", SHOP);
  expect(search("")).toMatchObject({ found: [], confidence: 0 });
});

test("an article that is put again takes its own place", () => {
  put("shop", "The shop", SHOP);
  put("shop", "The shop", "# Repairs\n\nWe mend zips.");
  expect(search("return").found).toEqual([]);
  expect(search("can you fix a zip").found).toHaveLength(1);
});

test("a tenant's own synonyms lead to what it calls otherwise", () => {
  put("club", "Trailblazers", "Every purchase earns leaves.");
  expect(search("frequent flyer scheme").found).toEqual([]);
  expect(search("frequent flyer scheme", [["trailblazers", "frequent flyer"]]).found[0]?.article_id).toBe("club");
});

test("a question that shares nothing but a word with the articles is low", () => {
  put("shop", "The shop", SHOP);
  expect(search("do you rent canoes by the open sea").confidence).toBeLessThan(LOW_CONFIDENCE);
});

test.each(["", "   ", "???", '" OR * NEAR(', "long ".repeat(20_000), "😀", "的了吗", "NOT AND OR"])(
  "nothing that is asked breaks the search: %s",
  (question) => {
    put("shop", "The shop", SHOP);
    expect(search(question).confidence).toBeLessThan(LOW_CONFIDENCE);
  },
);

test("an empty index finds nothing", () => {
  expect(search("where are you")).toEqual({ language: "en", found: [], confidence: 0 });
});
