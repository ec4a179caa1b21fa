import { createHash } from "node:crypto";
import { readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workerdConfig } from "../../src/selfhost/config.ts";
import { BucketServer, bytes, type Page } from "./bucket-server.ts";

const server = new BucketServer();

beforeAll(() => server.start(), 60_000);
afterAll(() => server.remove());

const put = (key: string, body: string | Uint8Array<ArrayBuffer>, options?: unknown, as?: "text" | "buffer") =>
  server.call({ operation: "put", key, options, ...(as ? { as } : {}) }, body);
const list = (options?: unknown) => server.call<Page>({ operation: "list", options });
const head = (key: string) => server.call({ operation: "head", key });
const remove = (keys: string | string[]) => server.call({ operation: "delete", keys });
const digest = (algorithm: string, body: string) => createHash(algorithm).update(body).digest("hex");

describe("an object", () => {
  test("comes back as it was put, with what was said of it", async () => {
    const metadata = {
      httpMetadata: {
        contentType: "image/png",
        contentDisposition: 'inline; filename="ü.png"',
        cacheControl: "no-store",
      },
      customMetadata: { tenant: "t1", "snow man": "☃" },
    };
    const stored = await put("a/1.png", "the bytes", metadata);
    expect(stored).toMatchObject({ key: "a/1.png", size: 9, etag: digest("md5", "the bytes"), ...metadata });
    expect(stored.checksums).toEqual({ md5: stored.etag });
    expect(stored.storageClass).toBe("Standard");
    const { object, body } = await server.get("a/1.png");
    expect(body).toBe("the bytes");
    expect(object).toEqual({ ...stored, range: { offset: 0, length: 9 } });
    expect(await head("a/1.png")).toEqual(stored);
  });

  test("that is not there is null", async () => {
    expect(await head("nothing")).toBeNull();
    expect(await server.get("nothing")).toEqual({ object: null, body: null });
    expect(await remove("nothing")).toBeNull();
  });

  test.each([
    ["a stream", undefined],
    ["a string", "text"],
    ["a buffer", "buffer"],
  ] as const)("is put as %s, an empty one too", async (_, as) => {
    await put("kind", "full ☃", undefined, as);
    expect((await server.get("kind")).body).toBe("full ☃");
    await put("kind", "", undefined, as);
    expect((await server.get("kind")).object).toMatchObject({ size: 0, etag: digest("md5", "") });
  });

  test("can be put from another's stream", async () => {
    await put("from", "to be copied");
    await server.call({ operation: "copy", key: "from", to: "to" });
    expect((await server.get("to")).body).toBe("to be copied");
  });

  test.each(["é☃", "Ã©", 'quote " and \\ and\nline', "../../up", "/", "a b?c#d%2e"])(
    "may be called %j",
    async (key) => {
      await put(key, key);
      expect(await server.get(key)).toMatchObject({ object: { key }, body: key });
      await remove(key);
      expect(await head(key)).toBeNull();
    },
  );

  test("belongs to one bucket", async () => {
    await put("shared name", "media");
    expect(await server.call({ operation: "head", key: "shared name", binding: "OTHER" })).toBeNull();
  });

  test("is replaced as a whole, and leaves no file behind", async () => {
    await put("again", "first", { customMetadata: { only: "first" } });
    const files = server.files().length;
    const second = await put("again", "the second");
    expect(await server.get("again")).toMatchObject({ object: { version: second.version, customMetadata: {} } });
    expect(server.files()).toHaveLength(files);
    await remove(["again", "never there"]);
    expect(server.files()).toHaveLength(files - 1);
  });
});

describe("a range", () => {
  beforeAll(() => put("digits", "0123456789"));

  test.each([
    [{ offset: 3 }, 3, "3456789"],
    [{ offset: 3, length: 4 }, 3, "3456"],
    [{ length: 2 }, 0, "01"],
    [{ offset: 8, length: 100 }, 8, "89"],
    [{ suffix: 3 }, 7, "789"],
    [{ suffix: 100 }, 0, "0123456789"],
  ])("%j begins at %i and is %j", async (range, offset, expected) => {
    const { object, body } = await server.get("digits", { range });
    expect(body).toBe(expected);
    expect(object).toMatchObject({ size: 10, range: { offset, length: expected.length } });
  });

  test.each([
    ["bytes=2-4", "234"],
    ["bytes=7-", "789"],
    ["bytes=-2", "89"],
    ["bytes=1-2,4-5", "0123456789"],
    ["lines=1-2", "0123456789"],
  ])("of the header %s is %j", async (range, expected) => {
    expect((await server.get("digits", { headers: { range } })).body).toBe(expected);
  });

  test.each([{ offset: 10 }, { length: 0 }, { suffix: 0 }])("%j is refused", async (range) => {
    await expect(server.get("digits", { range })).rejects.toThrow(
      "get: The requested range is not satisfiable (10039)",
    );
  });
});

describe("a condition", () => {
  test("on the etag decides what is read", async () => {
    const { etag } = await put("condition", "read me");
    expect((await server.get("condition", { onlyIf: { etagMatches: etag } })).body).toBe("read me");
    expect((await server.get("condition", { onlyIf: { etagDoesNotMatch: "other" } })).body).toBe("read me");
    const unread = await server.get("condition", { onlyIf: { etagDoesNotMatch: etag } });
    expect(unread).toMatchObject({ object: { etag, size: 7 }, body: null });
  });

  test("on the time decides what is read", async () => {
    const { uploaded } = await put("condition", "read me");
    const isRead = async (onlyIf: unknown) => (await server.get("condition", { onlyIf })).body !== null;
    expect(await isRead({ uploadedAfter: uploaded - 1 })).toBe(true);
    expect(await isRead({ uploadedAfter: uploaded })).toBe(false);
    expect(await isRead({ uploadedBefore: uploaded + 1 })).toBe(true);
    expect(await isRead({ uploadedBefore: uploaded })).toBe(false);
  });

  test("decides what is written, and a refused one leaves no file", async () => {
    const { etag } = await put("written", "one");
    const files = server.files().length;
    expect(await put("written", "two", { onlyIf: { etagMatches: "other" } })).toBeNull();
    expect(await put("written", "two", { onlyIf: { etagDoesNotMatch: "*" } })).toBeNull();
    expect(await put("unwritten", "two", { onlyIf: { etagMatches: "*" } })).toBeNull();
    expect(server.files()).toHaveLength(files);
    expect(await put("written", "three", { onlyIf: { etagMatches: etag } })).toMatchObject({ size: 5 });
    expect(await put("new one", "only once", { onlyIf: { etagDoesNotMatch: "*" } })).toMatchObject({ size: 9 });
  });

  test("lets one of many writers win", async () => {
    const once = { onlyIf: { etagDoesNotMatch: "*" } };
    const tries = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => put("race", `writer ${n}`, once)));
    expect(tries.filter((stored) => stored !== null)).toHaveLength(1);
  });
});

describe("what is refused", () => {
  test.each(["md5", "sha1", "sha256", "sha384", "sha512"])(
    "a body whose %s is another; the right one is kept",
    async (algorithm) => {
      const expected = digest(algorithm, "checked");
      expect((await put("checked", "checked", { [algorithm]: expected })).checksums).toMatchObject({
        [algorithm]: expected,
      });
      const files = server.files().length;
      await expect(put("checked", "changed", { [algorithm]: expected })).rejects.toThrow(
        "did not match what we received. (10037)",
      );
      expect((await server.get("checked")).body).toBe("checked");
      expect(server.files()).toHaveLength(files);
    },
  );

  test("what the platform would find too large or too small, and what is not provided", async () => {
    await expect(put("k".repeat(1025), "x".repeat(300_000))).rejects.toThrow("(10020)");
    await expect(put("many", "x", { customMetadata: { words: "w".repeat(9000) } })).rejects.toThrow("(10012)");
    await expect(list({ limit: 1001 })).rejects.toThrow("(10022)");
    await expect(put("secret", "x", { ssecKey: "0".repeat(64) })).rejects.toThrow("SSE-C");
  });

  test("an upload that its sender gives up leaves no file", async () => {
    const files = server.files().length;
    const body = bytes(10_000_000, 2_000_000);
    const given = server.upload({ operation: "put", key: "given up" }, 10_000_000, body).catch(() => "given up");
    await server.until(() => (server.files().length > files ? true : null));
    body.destroy();
    expect(await given).toBe("given up");
    await server.until(() => (server.files().length === files ? true : null));
    expect(await head("given up")).toBeNull();
  });

  test("a file that was cut short or lost: no answer is shorter than the object", async () => {
    const before = new Set(server.files());
    await put("cut", "0123456789");
    const [name = ""] = server.files().filter((file) => !before.has(file));
    const file = join(server.blobsDir, name.slice(0, 2), name);
    truncateSync(file, 5);
    await expect(server.get("cut")).rejects.toThrow("(10001)");
    await expect(server.get("cut", { range: { offset: 3, length: 4 } })).rejects.toThrow("(10001)");
    rmSync(file);
    await expect(server.get("cut")).rejects.toThrow("(10001)");
    expect(await put("cut", "whole again")).toMatchObject({ size: 11 });
    expect((await server.get("cut")).body).toBe("whole again");
  });

  test("a disk that takes nothing is told of, and nobody waits for ever", async () => {
    const taken = new Set(readdirSync(server.blobsDir));
    const names = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
    const files = names.filter((name) => !taken.has(name)).map((name) => join(server.blobsDir, name));
    for (const file of files) writeFileSync(file, "a file where a directory should be");
    const tries = await Promise.allSettled(names.map((name) => put(`full/${name}`, "x".repeat(500_000))));
    for (const file of files) rmSync(file);
    const reasons = tries.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    expect(new Set(reasons)).toEqual(new Set([expect.stringContaining("could not be written or read. (10001)")]));
  });
});

describe("a list", () => {
  beforeAll(async () => {
    await remove((await list()).objects.map(({ key }) => key));
    for (const key of ["a", "b/1", "b/2", "b/c/3", "b/d/4", "d%e", "é", "😀"]) {
      await put(key, key, { httpMetadata: { contentType: "x/y" }, customMetadata: { key } });
    }
  });
  const keys = ({ objects }: Page) => objects.map(({ key }) => key);

  test("has every object, in the order of the keys' bytes", async () => {
    const page = await list();
    expect(keys(page)).toEqual(["a", "b/1", "b/2", "b/c/3", "b/d/4", "d%e", "é", "😀"]);
    expect(page).toMatchObject({ truncated: false, delimitedPrefixes: [] });
    expect(page.objects[0]).not.toHaveProperty("customMetadata");
  });

  test("is narrowed by a prefix and by what it starts after", async () => {
    expect(keys(await list({ prefix: "b/" }))).toEqual(["b/1", "b/2", "b/c/3", "b/d/4"]);
    expect(keys(await list({ prefix: "d%" }))).toEqual(["d%e"]);
    expect(keys(await list({ prefix: "b/", startAfter: "b/2" }))).toEqual(["b/c/3", "b/d/4"]);
  });

  test("gathers what the delimiter divides", async () => {
    const top = await list({ delimiter: "/" });
    expect([keys(top), top.delimitedPrefixes]).toEqual([["a", "d%e", "é", "😀"], ["b/"]]);
    const below = await list({ delimiter: "/", prefix: "b/" });
    expect([keys(below), below.delimitedPrefixes]).toEqual([
      ["b/1", "b/2"],
      ["b/c/", "b/d/"],
    ]);
  });

  test.each([{}, { delimiter: "/" }])("comes in pages without a gap, with %j", async (options) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Page = await list({ ...options, limit: 2, ...(cursor ? { cursor } : {}) });
      expect(page.truncated).toBe(page.cursor !== undefined);
      expect(page.objects.length + page.delimitedPrefixes.length).toBeLessThanOrEqual(2);
      seen.push(...keys(page), ...page.delimitedPrefixes);
      cursor = page.cursor;
    } while (cursor);
    const whole = await list(options);
    expect(seen.toSorted()).toEqual([...keys(whole), ...whole.delimitedPrefixes].toSorted());
  });

  test("tells more when it is asked to, in pages that the runtime can take", async () => {
    const [first] = (await list({ include: ["customMetadata"] })).objects;
    expect(first?.customMetadata).toEqual({ key: "a" });
    expect(first).not.toHaveProperty("httpMetadata.contentType");
    for (let n = 0; n < 150; n++) await put(`m/${n}`, "", { customMetadata: { words: "w".repeat(8000) } });
    const page = await list({ prefix: "m/", include: ["httpMetadata", "customMetadata"] });
    expect(page.truncated).toBe(true);
    const rest = await list({ prefix: "m/", include: ["customMetadata"], cursor: page.cursor });
    expect(new Set([...keys(page), ...keys(rest)]).size).toBe(150);
  });
});

describe("the runtime's configuration", () => {
  const placement = { port: 1, objectsDir: "/do", bucketsDir: "/r2", assetsDir: "/a", modules: [], environment: [] };

  test("binds each bucket to one service, whose index is never evicted", () => {
    const text = workerdConfig(
      { r2_buckets: [{ binding: "MEDIA", bucket_name: "media" }, { binding: "B" }] },
      placement,
    );
    expect(text).toContain(String.raw`(name = "bucket", props = (json = "{\"bucket\":\"media\"}"))`);
    expect(text).toContain(String.raw`(name = "bucket", props = (json = "{\"bucket\":\"B\"}"))`);
    expect(text.match(/disk = \(path = "\/r2\/(blobs|index)", writable = true\)/g)).toHaveLength(2);
    // It would take the files of uploads that go on for ones that a crash left.
    expect(text).toMatch(/className = "BucketIndex"[^)]*preventEviction = true/);
  });

  test("has no such service without a bucket", () => {
    expect(workerdConfig({}, placement)).not.toContain("bucket");
  });
});
