import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { leftoverFiles, schemaFiles } from "../../src/protocol/write-schemas.ts";

const files = schemaFiles();

test.each(Object.entries(files))("schemas/%s says what the code does: else run npm run schemas", (name, text) => {
  expect(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), "utf8")).toBe(text);
});

test("no schema is left of what is gone: else run npm run schemas", () => {
  expect(leftoverFiles(files)).toEqual([]);
});
