import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ROOT = `${import.meta.dirname}/../..`;
const RULE = /(?:CV|MS|HO|TU|TI|AS|AG|FL|CU|DL|MD|WH|IN|EV|CB|EX|ER|VS|SI|RP|OP|MA|CN)\d+/;

const rules = [...readFileSync(`${ROOT}/src/domain/RULES.md`, "utf8").matchAll(/^- \*\*(\w+)\*\* /gm)].map(
  ([, id]) => id,
);

/** The rules that a test's name begins with: one, or several as in "DL1, DL2 it ends". */
const namesRules = new RegExp(String.raw`\(\s*["'\`]((?:${RULE.source}\b,? ?)+)`, "g");
const named = globSync("test/**/*.test.ts", { cwd: ROOT }).flatMap((file) =>
  [...readFileSync(`${ROOT}/${file}`, "utf8").matchAll(namesRules)].flatMap(([, names = ""]) =>
    [...names.matchAll(new RegExp(RULE, "g"))].map(([rule]) => ({ rule, file })),
  ),
);

test("rules are numbered without a gap, and each number stands once", () => {
  const last = new Map<string, number>();
  for (const id of rules) {
    expect(id).toMatch(new RegExp(`^${RULE.source}$`));
    const [series = "", number] = [id?.slice(0, 2), Number(id?.slice(2))];
    expect(number, id).toBe((last.get(series) ?? 0) + 1);
    last.set(series, number);
  }
  expect([...last.keys()]).toEqual([
    "CV",
    "MS",
    "HO",
    "TU",
    "TI",
    "AS",
    "AG",
    "FL",
    "CU",
    "DL",
    "MD",
    "WH",
    "IN",
    "EV",
    "CB",
    "EX",
    "ER",
    "VS",
    "SI",
    "RP",
    "OP",
    "MA",
    "CN",
  ]);
});

test("every rule is named by a test", () => {
  const tested = new Set(named.map(({ rule }) => rule));
  expect(rules.filter((rule) => !tested.has(rule ?? ""))).toEqual([]);
});

test("every rule that a test names is written down", () => {
  expect(named.filter(({ rule }) => !rules.includes(rule))).toEqual([]);
});
