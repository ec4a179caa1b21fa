import { expect, test } from "vitest";
import type { HttpCall } from "../../src/flows/execution.ts";
import { makeCall } from "../../src/flows/http-call.ts";

const CALL: HttpCall = {
  number: 1,
  method: "POST",
  url: "https://orders.example.com/v1",
  headers: [{ name: "Authorization", parts: ["Bearer ", { secret: "key" }] }],
  body: '{"a":1}',
  timeout_ms: 50,
};

const way = (fetch: (url: string, init: RequestInit) => Promise<Response>) => ({
  fetch,
  allowed: undefined,
  secrets: { key: "s3cret" },
});

const answered = (response: () => Response) =>
  makeCall(
    CALL,
    "e:1",
    way(async () => response()),
  );

test("the request bears its key and its secret, and follows no redirect", async () => {
  const sent: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return Response.json({ status: "shipped" });
  };
  expect(await makeCall(CALL, "e:1", way(fetch))).toEqual({ status: 200, body: { status: "shipped" }, error: null });
  const { url = "", init = {} } = sent[0] ?? {};
  expect([url, init.method, init.body, init.redirect]).toEqual([CALL.url, "POST", '{"a":1}', "manual"]);
  expect(Object.fromEntries(new Headers(init.headers))).toMatchObject({
    authorization: "Bearer s3cret",
    "content-type": "application/json; charset=utf-8",
    "idempotency-key": "e:1",
  });
});

test("every other answer is a failure in words, with its status and what it says", async () => {
  expect(await answered(() => Response.json({ code: "gone" }, { status: 404 }))).toEqual({
    status: 404,
    body: { code: "gone" },
    error: "The answer was 404.",
  });
  expect(await answered(() => new Response("", { status: 302 }))).toMatchObject({ error: "The answer was 302." });
  expect(await answered(() => new Response("<html>"))).toMatchObject({ body: null, error: "The answer is not JSON." });
  expect(await answered(() => new Response(new Uint8Array([0xff])))).toMatchObject({
    error: "The answer is not JSON.",
  });
  expect(await answered(() => new Response("[".repeat(10_000)))).toMatchObject({ error: "The answer is not JSON." });
  expect(await answered(() => new Response(null, { status: 204 }))).toEqual({ status: 204, body: null, error: null });
});

test("64 KB are taken and not a byte more", async () => {
  const json = (bytes: number) => JSON.stringify("x".repeat(bytes - 2));
  expect(await answered(() => new Response(json(65_536)))).toMatchObject({ error: null });
  expect(await answered(() => new Response(json(65_537)))).toMatchObject({
    body: null,
    error: expect.stringContaining("65536"),
  });
});

test("who never answers, or never ends, is given up in time", async () => {
  const never = new Promise<Response>(() => undefined);
  expect(
    await makeCall(
      CALL,
      "e:1",
      way(() => never),
    ),
  ).toMatchObject({ error: expect.stringContaining("within 0.05") });
  const endless = () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array([0x5b])) }));
  expect(await answered(endless)).toMatchObject({ status: null, error: expect.stringContaining("within 0.05") });
  const broken = way(() => Promise.reject(new Error("ECONNREFUSED 10.0.0.1")));
  expect(await makeCall(CALL, "e:1", broken)).toMatchObject({ error: "It could not be reached." });
});

test("nothing is asked inside, or without its secret", async () => {
  const fetch = () => Promise.reject(new Error("must not be asked"));
  const inside = { ...CALL, url: "https://127.0.0.1/" };
  expect(await makeCall(inside, "e:1", way(fetch))).toMatchObject({
    error: expect.stringContaining("private address"),
  });
  expect(await makeCall(CALL, "e:1", { ...way(fetch), secrets: {} })).toMatchObject({
    error: expect.stringContaining("secret"),
  });
});
