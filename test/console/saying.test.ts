import { describe, expect, test } from "vitest";
import { say } from "../../src/console/locales/saying.ts";

const texts = {
  plain: "Hello",
  named: "Hello {{ name }}, {{name}}!",
  deep: { er: { key: "Deep" } },
  waits_one: "{{count}} waits",
  waits_other: "{{count}} wait",
};

describe("what the console says", () => {
  test.each([
    ["a text", "plain", {}, "Hello"],
    ["a text below others", "deep.er.key", {}, "Deep"],
    ["a text with a name, wherever it stands", "named", { name: "Ann" }, "Hello Ann, Ann!"],
    ["what stands for a name as it is", "named", { name: "$& {{name}}" }, "Hello $& {{name}}, $& {{name}}!"],
    ["a name of which nothing is known", "named", {}, "Hello {{ name }}, {{name}}!"],
    ["one", "waits", { count: 1 }, "1 waits"],
    ["several, as the language writes numbers", "waits", { count: 1200 }, "1,200 wait"],
    ["the key where there is no text", "deep.er", {}, "deep.er"],
    ["nothing of what every object has", "constructor.name", {}, "constructor.name"],
  ])("is %s", (_, key, values, said) => {
    expect(say("en", texts, key, values)).toBe(said);
  });

  test("counts as the language does, and where it has no form of its own, like many", () => {
    const vietnamese = { waits_other: "{{count}} người đang chờ" };
    expect(say("vi", vietnamese, "waits", { count: 1 })).toBe("1 người đang chờ");
    expect(say("es", texts, "waits", { count: 1_000_000 })).toBe("1.000.000 wait");
  });
});
