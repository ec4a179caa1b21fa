import { describe, expect, test } from "vitest";
import { parseJson, readBytes } from "../../src/lib/json.ts";

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
