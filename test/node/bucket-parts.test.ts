import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BucketServer } from "./bucket-server.ts";

const server = new BucketServer();
/** The least that a part but the last may have. */
const PART = 5 * 1024 * 1024;

beforeAll(() => server.start(), 60_000);
afterAll(() => server.remove());

const head = (key: string) => server.call({ operation: "head", key });

describe("an upload in parts", () => {
  const begin = (key: string, options?: unknown) => server.call<string>({ operation: "begin", key, options });
  const part = (key: string, uploadId: string, number: number, body: string) =>
    server.call<{ partNumber: number; etag: string }>({ operation: "part", key, uploadId, part: number }, body);
  const complete = (key: string, uploadId: string, parts: unknown[]) =>
    server.call({ operation: "complete", key, uploadId, parts });

  test("is one object when it is complete, and readable across the parts", async () => {
    const uploadId = await begin("long", {
      customMetadata: { made: "of parts" },
      httpMetadata: { contentType: "x/y" },
    });
    const first = await part("long", uploadId, 1, "not to stay");
    const last = await part("long", uploadId, 3, "the end");
    const middle = await part("long", uploadId, 2, "b".repeat(PART));
    const files = server.files().length;
    const again = await part("long", uploadId, 1, "a".repeat(PART));
    expect(server.files()).toHaveLength(files);
    await expect(complete("long", uploadId, [first, middle, last])).rejects.toThrow("(10025)");
    expect(await head("long")).toBeNull();
    const stored = await complete("long", uploadId, [last, again, middle]);
    expect(stored).toMatchObject({
      size: 2 * PART + 7,
      customMetadata: { made: "of parts" },
      httpMetadata: { contentType: "x/y" },
    });
    expect(stored.etag).toMatch(/^[0-9a-f]{32}-3$/);
    const { body } = await server.get("long", { range: { offset: PART - 2, length: PART + 6 } });
    expect(body).toBe(`aa${"b".repeat(PART)}the `);
    expect((await server.get("long")).body).toBe(`${"a".repeat(PART)}${"b".repeat(PART)}the end`);
    await server.call({ operation: "delete", keys: "long" });
    expect(server.files()).toHaveLength(files - 3);
  });

  test("is forgotten when it is aborted, however often", async () => {
    const files = server.files().length;
    const uploadId = await begin("aborted");
    await part("aborted", uploadId, 1, "x");
    for (const _ of [1, 2]) await server.call({ operation: "abort", key: "aborted", uploadId });
    expect(server.files()).toHaveLength(files);
    await expect(part("aborted", uploadId, 1, "x")).rejects.toThrow("(10024)");
    await expect(complete("aborted", uploadId, [])).rejects.toThrow("(10024)");
    expect(server.files()).toHaveLength(files);
  });

  test("is refused with parts that the platform would refuse", async () => {
    const uploadId = await begin("small");
    const parts = [await part("small", uploadId, 1, "small"), await part("small", uploadId, 2, "small too")];
    await expect(complete("small", uploadId, parts)).rejects.toThrow("(10011)");
    await expect(complete("small", uploadId, [parts[0], parts[0]])).rejects.toThrow("(10025)");
  });
});
