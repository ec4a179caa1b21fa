import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { repeating } from "../../src/lib/repeating.ts";

const PASSING = { retryable: true };

/** Stubs of one object, each with what befalls its calls. */
let stubs: object[][];
let calls: unknown[][];
let waited: number[];
beforeEach(() => {
  stubs = [];
  calls = [];
  waited = [];
  vi.stubGlobal("scheduler", { wait: async (milliseconds: number) => void waited.push(milliseconds) });
});
afterEach(() => vi.unstubAllGlobals());

const made = vi.fn(() => {
  const faults = stubs.shift() ?? [];
  return {
    say: async (...values: unknown[]) => {
      calls.push(values);
      const fault = faults.shift();
      if (fault) throw Object.assign(new Error("Network connection lost."), fault);
      return `said ${values}`;
    },
  };
});
beforeEach(() => made.mockClear());

describe("a call of an object that is gone just then", () => {
  test("is made again through a new stub, which is kept", async () => {
    stubs = [[PASSING], [PASSING], []];
    const port = repeating(made);
    expect(await port.say("hi", 1)).toBe("said hi,1");
    expect(calls).toEqual([
      ["hi", 1],
      ["hi", 1],
      ["hi", 1],
    ]);
    expect(made).toHaveBeenCalledTimes(3);
    expect(waited).toHaveLength(2);
    expect(waited[0]).toBeLessThan(100);
    expect(await port.say("more")).toBe("said more");
    expect(made).toHaveBeenCalledTimes(3);
  });

  test("fails at last where it does not pass", async () => {
    stubs = [[PASSING], [PASSING], [PASSING], [PASSING], []];
    await expect(repeating(made).say()).rejects.toThrow("Network connection lost.");
    expect(calls).toHaveLength(4);
  });

  test.each([{}, { retryable: false }, { retryable: true, overloaded: true }])(
    "is not made again where the error is %o",
    async (fault) => {
      stubs = [[fault], []];
      await expect(repeating(made).say()).rejects.toThrow();
      expect(calls).toHaveLength(1);
      expect(waited).toEqual([]);
    },
  );

  test("is not made again where it may do harm; the next call finds a new stub", async () => {
    stubs = [[PASSING], []];
    const port = repeating(made, (method, [what]) => method === "say" && what === "harmless");
    await expect(port.say("harmful")).rejects.toThrow();
    expect(await port.say("harmful")).toBe("said harmful");
    expect(made).toHaveBeenCalledTimes(2);
  });

  test("a port is no promise", async () => {
    const port = repeating(made);
    expect(await port).toBe(port);
  });
});
