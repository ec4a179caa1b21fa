import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { breaches, promisesOf } from "../../src/protocol/promises.ts";
import { breachesOfTree } from "../../src/protocol/write-schemas.ts";

const of = (schema: z.ZodType) => promisesOf(z.toJSONSchema(schema) as Record<string, unknown>);

describe("a reader of the version before", () => {
  const before = of(
    z.object({ id: z.string(), at: z.string().nullable(), tags: z.array(z.object({ name: z.string() })) }),
  );

  test("reads on when there is more", () => {
    const more = z.object({
      id: z.string(),
      at: z.string().nullable(),
      tags: z.array(z.object({ name: z.string(), color: z.string() })),
      note: z.string().optional(),
    });
    expect(breaches(before, of(more), "out")).toEqual([]);
  });

  test.each([
    [z.object({ id: z.string(), tags: z.array(z.object({ name: z.string() })) }), "at is gone"],
    [
      z.object({ id: z.string().nullable(), at: z.string().nullable(), tags: z.array(z.object({ name: z.string() })) }),
      "id may be null now",
    ],
    [
      z.object({ id: z.string().optional(), at: z.string().nullable(), tags: z.array(z.object({ name: z.string() })) }),
      "id is no longer always there",
    ],
    [
      z.object({ id: z.string(), at: z.string().nullable(), tags: z.array(z.object({ name: z.number() })) }),
      "tags[].name may be number now",
    ],
  ])("is told what would break it: %#", (schema, breach) => {
    expect(breaches(before, of(schema), "out")).toContain(breach);
  });
});

describe("a sender of the version before", () => {
  const before = of(z.object({ id: z.string(), turn: z.union([z.number(), z.string()]).optional() }));

  test("may go on when more is taken", () => {
    const more = z.object({
      id: z.string().optional(),
      turn: z.any().optional(),
      extra: z.object({ a: z.string() }).optional(),
    });
    expect(breaches(before, of(more), "in")).toEqual([]);
  });

  test.each([
    [z.object({ id: z.string(), turn: z.number().optional() }), "turn may no longer be string"],
    [z.object({ id: z.string(), turn: z.union([z.number(), z.string()]) }), "turn is required now"],
    [
      z.object({ id: z.string(), secret: z.string(), turn: z.union([z.number(), z.string()]).optional() }),
      "secret is required now",
    ],
  ])("is told what would break it: %#", (schema, breach) => {
    expect(breaches(before, of(schema), "in")).toContain(breach);
  });
});

test("nothing that was promised is broken: else raise the version, and run npm run schemas -- --break", () => {
  const kept = readFileSync(new URL("../../schemas/promises.json", import.meta.url), "utf8");
  expect(breachesOfTree(kept)).toEqual([]);
});
