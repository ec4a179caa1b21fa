import { describe, expect, test } from "vitest";
import { bodyOf, draftOf } from "../../src/console/settings/answers/agent-draft.ts";
import { diffOf, folded } from "../../src/console/settings/answers/diff.ts";
import { groupsOf, rowsOf } from "../../src/console/settings/answers/synonym-rows.ts";
import { costsOf, sourcesOf } from "../../src/console/settings/answers/tried.ts";
import { lastDays } from "../../src/console/settings/answers/usage-days.ts";

describe("what changed between two versions", () => {
  const told = (before: string, after: string) => diffOf(before, after).map(({ is, text }) => `${is[0]}${text}`);

  test("is told line by line", () => {
    expect(told("a\nb\nc\nd", "a\nc\nx\nd")).toEqual(["sa", "rb", "sc", "ax", "sd"]);
    expect(told("a", "a")).toEqual(["sa"]);
    expect(told("", "a")).toEqual(["r", "aa"]);
  });

  test("is told also of long texts that have little in common", () => {
    const long = (word: string) => Array.from({ length: 3_000 }, (_, index) => `${word} ${index}`).join("\n");
    expect(diffOf(long("a"), long("b"))).toHaveLength(6_000);
  });

  test("leaves out what is far from a change", () => {
    const lines = Array.from({ length: 20 }, (_, index) => `${index}`);
    const after = lines.with(10, "x");
    const shown = folded(diffOf(lines.join("\n"), after.join("\n")), 2);
    expect(shown.map((line) => (line.is === "folded" ? line.count : line.text))).toEqual([
      ...[8, "8", "9", "10", "x", "11", "12", 7],
    ]);
  });
});

describe("synonyms", () => {
  test("are written a group a line, and empty lines say nothing", () => {
    const rows = [...rowsOf([["refund", "money back"]]), { key: "x", text: " , " }, { key: "y", text: "alone" }];
    expect(groupsOf(rows)).toEqual({ groups: [["refund", "money back"], ["alone"]], tooShort: ["y"] });
  });
});

describe("the AI agent", () => {
  const MODEL = { base_url: "https://llm.example/v1", model: "small", timeout: 25, temperature: null };
  const SAVED = {
    ...{ instructions: null, unsure_text: null, greeting: "Hi", show_sources: true },
    ...{ daily_requests: 1000, daily_tokens: null, daily_cost: 2.5 },
    model: { ...MODEL, price_input: 0.5, price_output: null, has_api_key: true },
  };

  test("is kept as it was where nothing was written, and its key is left where it is", () => {
    const { has_api_key: _, ...model } = SAVED.model;
    expect(bodyOf(draftOf(SAVED))).toEqual({ ...SAVED, model });
  });

  test("is written with numbers as people write them; what is none is left to the API to name", () => {
    const draft = { ...draftOf(SAVED), daily_cost: "1,25", daily_requests: "", daily_tokens: "many", api_key: "k" };
    expect(bodyOf(draft)).toMatchObject({ daily_cost: 1.25, daily_requests: null, daily_tokens: "many" });
    expect(bodyOf(draft).model).toMatchObject({ api_key: "k" });
    expect(bodyOf({ ...draft, has_model: false }).model).toBeNull();
  });

  test("names each article once, whatever its metadata has", () => {
    const sources = [{ article_id: "a", title: "A", url: null, passage: 0 }, { article_id: "a", passage: 1 }, null, 3];
    expect(sourcesOf({ sources })).toEqual([{ id: "a", title: "A", url: null, passage: 0 }]);
    expect(sourcesOf({})).toEqual([]);
    expect(costsOf({})).toBeNull();
    expect(costsOf({ model: "m", tokens: { input: 5, output: 2 } })).toMatchObject({ model: "m", input: 5, output: 2 });
  });

  test("took nothing on days that are not named", () => {
    const day = { day: "2026-11-20", requests: 3, input_tokens: 10, output_tokens: 5, cost: 0.1 };
    const days = lastDays([day], 3, Date.UTC(2026, 10, 21, 12));
    expect(days.map((one) => [one.day, one.requests])).toEqual([
      ["2026-11-19", 0],
      ["2026-11-20", 3],
      ["2026-11-21", 0],
    ]);
  });
});
