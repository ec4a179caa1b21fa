import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("what is cut after some lines has no room below them, where half of the next line would show", () => {
  const cwd = `${import.meta.dirname}/../../src/console`;
  const sources = globSync("**/*.tsx", { cwd }).map((file) => readFileSync(`${cwd}/${file}`, "utf8"));
  const clamped = sources.flatMap((source) => source.match(/"[^"\n]*\bline-clamp-\d[^"\n]*"/g) ?? []);
  expect(clamped.length).toBeGreaterThan(10);
  expect(clamped.filter((classes) => /[ "](?:p|py|pb)-/.test(classes))).toEqual([]);
});
