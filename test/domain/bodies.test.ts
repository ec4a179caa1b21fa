import { describe, expect, test } from "vitest";
import { passOver, readBytes } from "../../src/lib/body.ts";
import { parseJson } from "../../src/lib/json.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const LIMIT = 10;

/** A body in parts, with the length that its sender says; null for none. */
const request = (parts: string[], length: number | null): Request =>
  new Request("https://store.test/", {
    method: "POST",
    headers: length === null ? {} : { "Content-Length": `${length}` },
    body: new ReadableStream({
      start: (controller) => {
        for (const part of parts) controller.enqueue(bytesOf(part));
        controller.close();
      },
    }),
    duplex: "half",
  } as RequestInit);

describe("a body", () => {
  test.each([
    ["of one part", ["12345"]],
    ["of several", ["12", "", "34", "5"]],
    ["of none", []],
    ["as long as may be", ["12345", "67890"]],
  ])("%s is read whole, whether its length is said or not", async (_, parts) => {
    const whole = bytesOf(parts.join(""));
    expect(await readBytes(request(parts, null), LIMIT)).toEqual(whole);
    expect(await readBytes(request(parts, whole.byteLength), LIMIT)).toEqual(whole);
  });

  test("that is longer than may be is refused, whatever is said of its length", async () => {
    for (const length of [null, 11, 5, Number.NaN])
      expect(await readBytes(request(["123456", "78901"], length), LIMIT), `${length}`).toBeNull();
    expect(await readBytes(request(["1"], 11), LIMIT)).toBeNull();
  });

  test("of which nobody wants more is passed over to its end, from wherever it was read to", async () => {
    for (const length of [null, 11]) {
      const one = request(["123456", "78901", "2"], length);
      expect(await readBytes(one, LIMIT)).toBeNull();
      await passOver(one.body);
      expect(await one.body?.getReader().read()).toEqual({ done: true, value: undefined });
    }
  });

  test("whose sender has left, or that somebody else reads, is left alone", async () => {
    const left = new ReadableStream({ start: (controller) => controller.error(new Error("gone")) });
    await passOver(left);
    const held = new ReadableStream();
    held.getReader();
    await passOver(held);
    await passOver(null);
  });

  test("that is no JSON in UTF-8, or nested too deeply, is a refusal", () => {
    expect(parseJson(bytesOf('{"a":"ü👍"}'))).toEqual({ ok: true, value: { a: "ü👍" } });
    for (const [bytes, error] of [
      [bytesOf("{"), "malformed"],
      [bytesOf(""), "malformed"],
      [new Uint8Array([0x22, 0xff, 0x22]), "malformed"],
      [bytesOf("[".repeat(65) + "]".repeat(65)), "too_deep"],
    ] as const)
      expect(parseJson(bytes)).toEqual({ ok: false, error });
    expect(parseJson(bytesOf("[".repeat(64) + "]".repeat(64))).ok).toBe(true);
    expect(parseJson(bytesOf(`["${"[".repeat(100)}\\"${"{".repeat(100)}"]`)).ok).toBe(true);
  });
});
