import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Turnstile } from "../../src/lib/turnstile.ts";

const RATE = { every: 250, atOnce: 10, patience: 5_000 };

test("SI8 the first pass at once, those behind them one in so long, and who would wait too long not at all", () => {
  const turnstile = new Turnstile(RATE);
  const waits = Array.from({ length: 32 }, () => turnstile.enter(1_000_000));
  expect(waits.slice(0, 10)).toEqual(Array(10).fill(0));
  expect(waits.slice(10, 30)).toEqual(Array.from({ length: 20 }, (_, index) => (index + 1) * 250));
  // Who is not let in takes nobody's place.
  expect(waits.slice(30)).toEqual([-250, -250]);
  expect(turnstile.enter(1_000_250)).toBe(5_000);
  expect(turnstile.enter(1_000_250 + 40 * 250)).toBe(0);
});

test("SI8 a clock that is set back makes nobody wait for what was paid in the future", () => {
  const turnstile = new Turnstile(RATE);
  for (let index = 0; index < 40; index++) turnstile.enter(9_000_000);
  expect(turnstile.enter(1_000_000)).toBe(0);
});

test("SI8 however they come, no more pass within a time than the rate allows, and nobody waits longer than they should", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 200 }), (gaps) => {
      const turnstile = new Turnstile(RATE);
      let now = 1_000_000;
      const passed: number[] = [];
      for (const gap of gaps) {
        now += gap;
        const wait = turnstile.enter(now);
        expect(wait).toBeLessThanOrEqual(RATE.patience);
        if (wait >= 0) passed.push(now + wait);
      }
      for (const [index, at] of passed.entries()) {
        const tenth = passed[index - RATE.atOnce];
        if (tenth !== undefined) expect(at - tenth).toBeGreaterThanOrEqual(RATE.every);
      }
    }),
  );
});
