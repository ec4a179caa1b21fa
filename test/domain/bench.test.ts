import { describe, expect, test } from "vitest";
import { billOf, type Usage } from "../../bench/bill.ts";
import { sharesOf } from "../../bench/shares.ts";
import { growthOf, isGrowing, trendOf } from "../../bench/trend.ts";

const NOTHING: Usage = {
  worker_requests: 0,
  cpu_ms: 0,
  object_requests: 0,
  socket_messages_in: 0,
  object_ms: 0,
  rows_read: 0,
  rows_written: 0,
  queued: 0,
  stored_bytes: 0,
};

describe("the bill of a million messages", () => {
  test.each<[Partial<Usage>, number]>([
    [{}, 0],
    [{ worker_requests: 1 }, 0.3],
    [{ cpu_ms: 2 }, 0.04],
    [{ object_requests: 3 }, 0.45],
    [{ socket_messages_in: 20 }, 0.15],
    // 1 ms of an object of 128 MB, a million times: 128 GB-s.
    [{ object_ms: 1 }, 0.0016],
    [{ rows_read: 10 }, 0.01],
    [{ rows_written: 4 }, 4],
    [{ queued: 1 }, 1.2],
    [{ stored_bytes: 1_000 }, 0.2],
  ])("%o", (usage, dollars) => {
    expect(billOf({ ...NOTHING, ...usage }).total).toBeCloseTo(dollars, 10);
  });

  test("its items make the total", () => {
    const usage = Object.fromEntries(Object.keys(NOTHING).map((item) => [item, 3])) as unknown as Usage;
    const { total, ...items } = billOf(usage);
    expect(Object.values(items).reduce((sum, one) => sum + one, 0)).toBeCloseTo(total, 10);
    expect(billOf(usage, 2_000_000).total).toBeCloseTo(2 * total, 10);
  });
});

describe("what grows", () => {
  const minutes = (value: (minute: number) => number) => Array.from({ length: 30 }, (_, minute) => value(minute));
  const wave = (minute: number) => 3 * Math.sin(minute * 2.1);

  test("a line is found among waves", () => {
    const { rise, mean, certainty } = trendOf(minutes((minute) => 100 + 2 * minute + wave(minute)));
    expect(rise).toBeCloseTo(58, 0);
    expect(mean).toBeCloseTo(129, 0);
    expect(certainty).toBeGreaterThan(10);
  });

  test("only the second half counts, and only what rises clearly", () => {
    expect(isGrowing(minutes((minute) => 100 + 2 * minute + wave(minute)))).toBe(true);
    expect(isGrowing(minutes((minute) => Math.min(160, 100 + 6 * minute) + wave(minute)))).toBe(false);
    expect(isGrowing(minutes((minute) => 100 + wave(minute)))).toBe(false);
    expect(isGrowing(minutes((minute) => 100 - 2 * minute))).toBe(false);
    expect(isGrowing(minutes((minute) => 100 + 2 * minute))).toBe(true);
    expect(isGrowing(minutes(() => 0))).toBe(false);
  });

  test("a rise below the least is none, and a few values tell nothing", () => {
    expect(
      isGrowing(
        minutes((minute) => minute),
        20,
      ),
    ).toBe(false);
    expect(
      isGrowing(
        minutes((minute) => minute),
        10,
      ),
    ).toBe(true);
    expect(isGrowing([1, 2, 3, 4, 5])).toBe(null);
  });

  test("a cost grows with the logarithm of the size, or faster", () => {
    const first = { size: 100, cost: 10 };
    expect(growthOf(first, { size: 100_000, cost: 11 })).toBe("flat");
    expect(growthOf(first, { size: 100_000, cost: 25 })).toBe("no faster than log n");
    expect(growthOf(first, { size: 100_000, cost: 40 })).toBe("faster than log n");
    expect(growthOf(first, { size: 100, cost: 10 })).toBe("flat");
  });
});

test("a profile's time is told by the files that the bundle was made of, and without what was idle", () => {
  const sources = ["../../src/one.ts", "../../node_modules/two/index.js"];
  // The first line is of the first, the second of the second.
  const map = JSON.stringify({ version: 3, sources, names: [], mappings: "AAAA;ACAA" });
  const frame = (id: number, functionName: string, lineNumber: number, url = "worker.js") => {
    return { id, callFrame: { functionName, lineNumber, columnNumber: 9, url } };
  };
  const nodes = [frame(1, "(idle)", -1, ""), frame(2, "o", 0), frame(3, "t", 1), frame(4, "exec", -1, "")];
  const shares = sharesOf({ nodes, samples: [1, 2, 3, 4, 2], timeDeltas: [900, 30, 40, 10, 20] }, map);
  expect(shares).toEqual([
    { name: "src/one.ts", share: 0.5 },
    { name: "node_modules/two/index.js", share: 0.4 },
    { name: "runtime: exec", share: 0.1 },
  ]);
});
