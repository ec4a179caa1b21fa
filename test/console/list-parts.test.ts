import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { contentOf } from "../../src/channels/whatsapp/content.ts";
import { throttled } from "../../src/console/api/throttled.ts";
import { toEach } from "../../src/console/inbox/list/bulk.ts";
import { nearFirst, partsOf } from "../../src/console/inbox/list/highlights.ts";
import { kindOf, saidIn } from "../../src/console/inbox/list/snippet-words.ts";

describe("what a row says of the last message", () => {
  test.each([
    ["text", { body: "hello" }, "hello"],
    ["image", {}, null],
    ["image", { caption: "my receipt" }, "my receipt"],
    ["video", { caption: "it rattles" }, "it rattles"],
    ["audio", { voice: true }, null],
    ["document", { filename: "invoice.pdf" }, "invoice.pdf"],
    ["sticker", {}, null],
    ["contacts", { contacts: [{ name: { formatted_name: "Ann Aqua" } }] }, "Ann Aqua"],
    ["hologram", {}, "Unsupported message (hologram)"],
  ])("%s %o: %s", (type, payload, said) => {
    expect(saidIn(type, contentOf(type, payload))).toBe(said);
  });

  test("a type is told where it says nothing itself", () => {
    expect(kindOf("image")).toBe("image");
    expect(kindOf("button_reply")).toBe("text");
    expect(saidIn("unsupported", "whatever")).toBeNull();
  });
});

describe("what was found in a text", () => {
  const words = (text: string, places: [number, number][]) =>
    partsOf(text, places).map(({ part, isFound }) => (isFound ? `[${part}]` : part));

  test("is marked, in whatever order it is told", () => {
    expect(words("where is my refund", [[12, 18]])).toEqual(["where is my ", "[refund]"]);
    expect(
      words("aa bb", [
        [3, 5],
        [0, 2],
      ]),
    ).toEqual(["[aa]", " ", "[bb]"]);
    expect(words("plain", [])).toEqual(["plain"]);
  });

  test("places that overlap, or are beyond the end, lose and repeat nothing", () => {
    expect(
      words("abcdef", [
        [0, 4],
        [2, 9],
      ])
        .join("")
        .replace(/[[\]]/g, ""),
    ).toBe("abcdef");
  });

  test("a long text begins shortly before it", () => {
    const text = `${"word ".repeat(60)}refund now`;
    const [cut, places] = nearFirst(text, [[300, 306]]);
    expect(cut.length).toBeLessThan(60);
    expect(cut.startsWith("…")).toBe(true);
    expect(places.map(([from, to]) => cut.slice(from, to))).toEqual(["refund"]);
    expect(nearFirst("a refund", [[2, 8]])).toEqual(["a refund", [[2, 8]]]);
  });
});

describe("things that are done to many conversations", () => {
  test("one that fails does not stop the others, a few at a time", async () => {
    let atOnce = 0;
    let most = 0;
    const told: number[] = [];
    const work = async (one: number) => {
      most = Math.max(most, ++atOnce);
      await Promise.resolve();
      atOnce--;
      if (one % 5 === 0) throw new Error(`${one}`);
    };
    const outcome = await toEach([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], work, (count) => told.push(count));
    expect(outcome.done).toBe(9);
    expect(outcome.failed).toHaveLength(2);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(most).toBe(4);
  });
});

describe("what is asked for often", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is done at once, then at most once in its time, and not after it was cancelled", () => {
    const done = vi.fn();
    const ask = throttled(done, 2_000);
    ask();
    expect(done).toHaveBeenCalledTimes(1);
    ask();
    ask();
    vi.advanceTimersByTime(1_999);
    expect(done).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(done).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(10_000);
    expect(done).toHaveBeenCalledTimes(2);
    ask();
    ask();
    ask.cancel();
    vi.advanceTimersByTime(10_000);
    expect(done).toHaveBeenCalledTimes(3);
  });
});
