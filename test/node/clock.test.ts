import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchClock } from "../../src/selfhost/clock.ts";

const set: number[] = [];
let end = () => {};

beforeEach(() => {
  set.length = 0;
  vi.useFakeTimers({ now: 10_000_000 });
  end = watchClock((by) => set.push(by));
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

/** As whoever sets the machine's clock: what counts from its start goes on. */
const setClock = (byMs: number) => vi.setSystemTime(Date.now() + byMs);

test("MA7 a clock that is set back is noticed within a second, once", () => {
  vi.advanceTimersByTime(5_000);
  setClock(-3_600_000);
  vi.advanceTimersByTime(1_000);
  expect(set).toEqual([3_600_000]);
  vi.advanceTimersByTime(10_000);
  expect(set).toHaveLength(1);
});

test("MA7 one that is set forth, or corrected by a little, is let be", () => {
  setClock(3_600_000);
  vi.advanceTimersByTime(1_000);
  setClock(-1_500);
  vi.advanceTimersByTime(1_000);
  expect(set).toEqual([]);
});
