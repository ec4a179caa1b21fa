import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BucketServer, bytes, type Page } from "./bucket-server.ts";

const server = new BucketServer();
const MIB = 1024 * 1024;

beforeAll(() => server.start(), 60_000);
afterAll(() => server.remove());

const list = () => server.call<Page>({ operation: "list", options: { include: ["customMetadata"] } });
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("50 MB pass through, there and back, in little memory", async () => {
  const size = 50 * MIB;
  const send = () => server.upload({ operation: "put", key: "large" }, size, bytes(size));
  const read = async () => {
    const response = await fetch(server.address({ operation: "get", key: "large" }));
    let length = 0;
    for await (const chunk of response.body ?? []) length += chunk.byteLength;
    return length;
  };
  await send(); // what it needs once
  await read();
  const before = server.memory();
  const peaks: number[] = [];
  const watch = setInterval(() => peaks.push(server.memory()), 20);
  await Promise.all([send(), send()]);
  expect(await Promise.all([read(), read(), read()])).toEqual([size, size, size]);
  clearInterval(watch);
  expect(Math.max(...peaks, server.memory()) - before).toBeLessThan(30 * MIB);
});

test.each([1, 2, 3])(
  "a kill in the middle of uploads leaves every object whole, and no file beside them (%i)",
  async (round) => {
    const acknowledged = new Map<string, number>();
    const begun = new Map<string, number>();
    /** Puts the same few objects again and again, until the runtime is gone. */
    const write = async (key: string) => {
      for (let version = 1; ; version++) {
        const body = `${key} in version ${version} `.repeat(1 + ((version * 7919) % 5000));
        begun.set(key, version);
        const customMetadata = { version: String(version), sha256: sha256(body) };
        await server.call({ operation: "put", key, options: { customMetadata } }, body);
        acknowledged.set(key, version);
        if (version % 5 === 0) await server.call({ operation: "delete", keys: [`${key}/deleted`] });
        if (version % 5 === 1) await server.call({ operation: "put", key: `${key}/deleted` }, "to be deleted");
      }
    };
    const keys = [1, 2, 3, 4, 5].map((n) => `${round}/${n}`);
    const writers = keys.map((key) => write(key).catch(() => {}));
    const halves = [1, 2, 3].map(() =>
      server.upload({ operation: "put", key: `${round}/half` }, 4 * MIB, bytes(4 * MIB, 2 * MIB)).catch(() => {}),
    );
    await server.until(() => (server.files().filter((name) => name.startsWith(".")).length >= 3 ? true : null));
    await server.until(() => (keys.every((key) => (acknowledged.get(key) ?? 0) >= 3 + round) ? true : null));
    await server.kill();
    await Promise.all([...writers, ...halves]);

    await server.start();
    const { objects } = await list();
    for (const { key, size, customMetadata } of objects) {
      const { body } = await server.get(key);
      expect(Buffer.byteLength(body ?? "")).toBe(size);
      if (customMetadata?.sha256) expect(sha256(body ?? "")).toBe(customMetadata.sha256);
    }
    for (const key of keys) {
      const version = Number(objects.find((object) => object.key === key)?.customMetadata?.version);
      expect([acknowledged.get(key), begun.get(key)]).toContain(version);
    }
    expect(objects.map(({ key }) => key)).not.toContain(`${round}/half`);
    await server.until(() => (server.files().length === objects.length ? true : null));
  },
);

test("an upload in parts goes on after a restart", async () => {
  const uploadId = await server.call<string>({ operation: "begin", key: "parts" });
  const part = await server.call({ operation: "part", key: "parts", uploadId, part: 1 }, "kept");
  await server.kill();
  await server.start();
  await server.call({ operation: "complete", key: "parts", uploadId, parts: [part] });
  expect((await server.get("parts")).body).toBe("kept");
});

test("whoever reads while others write gets one version whole", async () => {
  const versions = ["a", "b", "c"].map((letter) => letter.repeat(300_000));
  await server.call({ operation: "put", key: "busy" }, versions[0]);
  const writing = Promise.all(
    versions.flatMap((body) => Array.from({ length: 8 }, () => server.call({ operation: "put", key: "busy" }, body))),
  );
  const reads = await Promise.all(Array.from({ length: 60 }, () => server.get("busy")));
  await writing;
  for (const { body } of reads) expect(versions).toContain(body);
});
