import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Told } from "../../src/conversation/told.ts";
import { EVENTS_WITHOUT_BREAK, parts } from "../../src/following/parts.ts";
import type { Passage } from "../../src/following/port.ts";

const told = (count: number): Told[] => Array.from({ length: count }, () => ({}) as Told);
const countOf = (part: readonly Passage[]) => part.reduce((sum, passage) => sum + passage.told.length, 0);

/** Passages of some threads, each beginning where the one before it ended. */
const passages = fc
  .array(fc.tuple(fc.constantFrom("one", "two", "three"), fc.nat({ max: EVENTS_WITHOUT_BREAK + 20 })), {
    maxLength: 20,
  })
  .map((some) => {
    const ends = new Map<string, number>();
    return some.map(([thread_key, count]): Passage => {
      const after = ends.get(thread_key) ?? 0;
      ends.set(thread_key, after + count + 1);
      return { thread_key, after, told: told(count), through: after + count + 1, characters: count * 1_000 };
    });
  });

test("every passage is given once, those of a thread in their order and one at a time", () => {
  fc.assert(
    fc.property(passages, (all) => {
      const given = [...parts(all)];
      expect(given.flat().toSorted((one, other) => all.indexOf(one) - all.indexOf(other))).toEqual(all);
      for (const part of given) {
        expect(part.length).toBeGreaterThan(0);
        expect(new Set(part.map(({ thread_key }) => thread_key)).size).toBe(part.length);
      }
      for (const key of ["one", "two", "three"]) {
        const starts = given.flat().flatMap(({ thread_key, after }) => (thread_key === key ? [after] : []));
        expect(starts).toEqual(starts.toSorted((one, other) => one - other));
      }
    }),
  );
});

test("no more is given in one go than may be, unless a thread tells it in one go", () => {
  fc.assert(
    fc.property(passages, (all) => {
      for (const part of parts(all))
        if (part.filter((passage) => passage.told.length > 0).length > 1)
          expect(countOf(part)).toBeLessThanOrEqual(EVENTS_WITHOUT_BREAK);
    }),
  );
  const one = { thread_key: "one", after: 0, told: told(30), through: 30, characters: 3_000_000 };
  const two = { ...one, thread_key: "two" };
  const three = { ...one, thread_key: "three", told: told(20), through: 20 };
  expect([...parts([one, two, three])]).toEqual([[one, three], [two]]);
  const large = { ...one, thread_key: "four", told: told(1), characters: 6_000_000 };
  expect([...parts([one, large, { ...three, characters: 1 }])]).toEqual([[one, { ...three, characters: 1 }], [large]]);
});
