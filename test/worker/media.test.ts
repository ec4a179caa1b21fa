import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConversationObject } from "../../src/conversation/conversation-object.ts";
import type { WorkJob } from "../../src/conversation/port.ts";
import { uploadToChannel } from "../../src/media/channel-upload.ts";
import { deleteMedia, describeMedia, openMedia, storeMedia } from "../../src/media/store.ts";
import { fetchMedia } from "../../src/queues/fetch-media.ts";
import { answerOf, call, newPhone, newTenant, type Shop, threadAt } from "../support/api.ts";
import {
  chat,
  conversationWith,
  newLine,
  newWaId,
  newWamid,
  now,
  receive,
  refused,
  text,
} from "../support/whatsapp.ts";

const SECOND = 1_000;
const MEGABYTE = 1024 * 1024;

/** Bytes of a file that begins as a JPEG does; no two are the same. */
let pictures = 0;
function picture(size = 3_000): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size).map((_, index) => index % 251);
  bytes.set([0xff, 0xd8, 0xff, 0xe0, ++pictures]);
  return bytes;
}

const digest = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const hex = async (bytes: Uint8Array<ArrayBuffer>) => (await digest(bytes)).toHex();
const base64 = async (bytes: Uint8Array<ArrayBuffer>) => (await digest(bytes)).toBase64();
const bytesOf = async (body: ReadableStream | null) => new Uint8Array(await new Response(body).arrayBuffer());

/** Bytes as they come from a network: nobody knows how many. */
function inChunks(bytes: Uint8Array<ArrayBuffer>, size: number): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.byteLength) return controller.close();
      controller.enqueue(bytes.slice(offset, offset + size));
      offset += size;
    },
  });
}

interface Asked {
  url: string;
  method: string;
  headers: Headers;
  request: Request;
}

/** Stands in for WhatsApp's servers: each test says what they answer, and sees what they were asked. */
let answers: (asked: Asked) => Response | Promise<Response>;
let asked: Asked[] = [];
/** Jobs that were put on the queue and not yet given to a consumer. */
const jobs: WorkJob[] = [];
/** Two hours from now, so that no real alarm fires; a test moves the clock from there. */
let start: number;

beforeEach(() => {
  asked = [];
  jobs.length = 0;
  answers = () => new Response("nobody listens here", { status: 404 });
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    const { url, method, headers } = request;
    const made = { url, method, headers, request };
    asked.push(made);
    return answers(made);
  });
  vi.spyOn(env.WORK, "send").mockImplementation(async (job) => {
    jobs.push(job as WorkJob);
    return undefined as never;
  });
  start = Date.now() + 2 * 60 * 60 * SECOND;
  vi.setSystemTime(start);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Fetches what waits to be fetched. */
async function work(): Promise<void> {
  await vi.waitFor(() => expect(jobs).not.toEqual([]), { interval: 5 });
  for (const job of jobs.splice(0)) if (job.kind === "fetch_media") await fetchMedia(env, job);
}

const LATE = { mime_type: "image/jpeg", file_name: null, size: 4, sha256: null };

const URL_OF_FILE = "https://files.test/bytes";

/** WhatsApp as it should be: it says where the file is, and gives it. */
async function serving(bytes: Uint8Array<ArrayBuffer>, more: object = {}) {
  const said = {
    messaging_product: "whatsapp",
    url: URL_OF_FILE,
    mime_type: "image/jpeg",
    sha256: await hex(bytes),
    file_size: String(bytes.byteLength),
    ...more,
  };
  return ({ url }: Asked): Response =>
    url.startsWith("https://graph.test/")
      ? Response.json(said)
      : new Response(bytes, { headers: { "Content-Length": String(bytes.byteLength) } });
}

/** Moves the clock, and lets the alarm ring. */
async function ringAt(thread: ReturnType<typeof threadAt>, time: number): Promise<void> {
  vi.setSystemTime(time);
  await runDurableObjectAlarm(thread);
  await runInDurableObject(thread, () => undefined);
}

/** A customer sends a file. */
async function sending(file: object, type = "image") {
  const line = await newLine();
  const waId = newWaId();
  const message = { from: waId, id: newWamid(), timestamp: now(), type, [type]: { id: "4711", ...file } };
  expect((await receive(line, message)).status).toBe(200);
  const { id } = await conversationWith(line, waId);
  const thread = threadAt(line.shop.id, id);
  const messages = async () => (await line.shop.api("GET", `/conversations/${id}/messages`)).json;
  const seen = (await messages()).at(-1);
  const attachment = async () => (await messages()).at(-1).attachments[0];
  /** Moves the clock to so much after the start, and lets the alarm ring. */
  const ring = (after: number) => ringAt(thread, start + after);
  return { line, shop: line.shop, thread, waId, wamid: message.id, message_id: seen.id as string, attachment, ring };
}

const image = async (bytes: Uint8Array<ArrayBuffer>, more: object = {}) =>
  sending({ mime_type: "image/jpeg", sha256: await base64(bytes), ...more });

/** A call of the API whose answer is read as it is. */
const get = (shop: Shop, id: string, headers: Record<string, string> = {}, method = "GET", query = "") =>
  exports.default.fetch(
    new Request(`https://store.test/api/v1/media/${id}${query}`, {
      method,
      headers: { Authorization: `Bearer ${shop.bearer}`, ...headers },
    }),
  );

const stored = (shop: Shop) => env.MEDIA.list({ prefix: `${shop.id}/` }).then(({ objects }) => objects.length);

describe("a customer's file", () => {
  test("is fetched with the inbox's token, and served under its message's id", async () => {
    const bytes = picture();
    const { shop, message_id, attachment } = await image(bytes);
    expect(await attachment()).toMatchObject({ id: message_id, state: "pending", size: null });
    answers = await serving(bytes);
    await work();
    expect(asked.map(({ url }) => url)).toEqual(["https://graph.test/v25.0/4711", URL_OF_FILE]);
    for (const { headers } of asked) {
      expect(headers.get("authorization")).toBe("Bearer graph-token");
      expect(headers.get("user-agent")).toBe("conversation-store");
    }
    const sha256 = await hex(bytes);
    expect(await attachment()).toMatchObject({ state: "stored", size: 3_000, sha256, mime_type: "image/jpeg" });
    const response = await get(shop, message_id);
    expect(response.status).toBe(200);
    expect(await bytesOf(response.body)).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "content-length": "3000",
      "content-disposition": `inline; filename="${message_id}.jpg"; filename*=UTF-8''${message_id}.jpg`,
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=3600, immutable",
      "accept-ranges": "bytes",
      etag: `"${sha256}"`,
    });
  });

  test("that nobody gave a digest or a size of is measured on the way", async () => {
    const bytes = picture();
    const { shop, message_id, attachment } = await sending({ mime_type: "image/jpeg" });
    answers = await serving(bytes, { sha256: undefined, file_size: undefined });
    await work();
    expect(await attachment()).toMatchObject({ state: "stored", size: 3_000, sha256: await hex(bytes) });
    const kept = await env.MEDIA.head(`${shop.id}/${message_id}`);
    expect(kept?.checksums.toJSON().sha256).toBe(await hex(bytes));
  });

  test("with a name keeps it", async () => {
    const bytes = picture();
    const { shop, message_id } = await sending(
      { mime_type: "text/html", filename: "Currículo.html", sha256: await hex(bytes) },
      "document",
    );
    answers = await serving(bytes, { mime_type: "text/html" });
    await work();
    const { headers } = await get(shop, message_id);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-disposition")).toBe(
      `attachment; filename="Curr_culo.html"; filename*=UTF-8''Curr%C3%ADculo.html`,
    );
  });

  test("that is still to be fetched is not there yet", async () => {
    const { shop, message_id } = await image(picture());
    const response = await get(shop, message_id);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await answerOf(response)).toMatchObject({ status: 409, json: { code: "media_pending" } });
  });

  test.for([
    [
      "the webhook",
      async (sent: Uint8Array<ArrayBuffer>, other: Uint8Array<ArrayBuffer>) => [await hex(sent), await hex(other)],
    ],
    [
      "Graph",
      async (sent: Uint8Array<ArrayBuffer>, other: Uint8Array<ArrayBuffer>) => [await hex(other), await hex(sent)],
    ],
    ["both", async (sent: Uint8Array<ArrayBuffer>) => [await hex(sent), await hex(sent)]],
  ] as const)("MD2 of which other bytes come than %s said is not kept, and given up after three", async ([, said]) => {
    const other = picture();
    const [webhook, graph] = await said(picture(), other);
    const { shop, message_id, attachment, ring } = await sending({ mime_type: "image/jpeg", sha256: webhook });
    answers = await serving(other, { sha256: graph });
    for (const [state, after] of [
      ["pending", 30],
      ["pending", 90],
      ["failed", 90],
    ] as const) {
      await work();
      expect(await attachment()).toMatchObject({ state });
      expect(await stored(shop)).toBe(0);
      await ring(after * SECOND);
    }
    const gone = await answerOf(await get(shop, message_id));
    expect(gone).toMatchObject({ status: 410, json: { code: "media_gone" } });
    expect(gone.json.detail).toContain("not the one that was sent");
  });

  test("whose url is no longer good is asked for once more", async () => {
    const bytes = picture();
    const { attachment } = await image(bytes);
    const serve = await serving(bytes);
    answers = (one) => (one.url === URL_OF_FILE && asked.length === 2 ? new Response("", { status: 404 }) : serve(one));
    await work();
    expect(asked).toHaveLength(4);
    expect((await attachment()).state).toBe("stored");
  });

  test("MD2 whose url is never good is tried again later", async () => {
    const bytes = picture();
    const { attachment, ring } = await image(bytes);
    const serve = await serving(bytes);
    answers = (one) => (one.url === URL_OF_FILE ? new Response("", { status: 404 }) : serve(one));
    await work();
    expect(asked).toHaveLength(4);
    expect((await attachment()).state).toBe("pending");
    answers = serve;
    await ring(30 * SECOND);
    await work();
    expect((await attachment()).state).toBe("stored");
  });

  test.for([
    ["Graph says so", { file_size: String(100 * MEGABYTE + 1) }, {}],
    ["its server says so", { file_size: undefined }, { "Content-Length": String(100 * MEGABYTE + 1) }],
  ] as const)("that is too large is not fetched: %s", async ([, said, headers]) => {
    const bytes = picture();
    const { shop, message_id, attachment } = await image(bytes);
    const serve = await serving(bytes, said);
    answers = (one) => (one.url === URL_OF_FILE ? new Response(bytes, { headers }) : serve(one));
    await work();
    expect(await attachment()).toMatchObject({ state: "failed", error: expect.stringContaining("100 MB") });
    expect(await stored(shop)).toBe(0);
    expect((await get(shop, message_id)).status).toBe(410);
  });

  test("MD2 waits while the token is expired", async () => {
    const bytes = picture();
    const { line, attachment, ring } = await image(bytes);
    const serve = await serving(bytes);
    answers = (one) =>
      one.headers.get("authorization") === "Bearer rotated"
        ? serve(one)
        : refused(190, "Error validating access token", "", 401);
    await work();
    expect((await attachment()).state).toBe("pending");
    await line.shop.api("PATCH", `/inboxes/${line.inbox}`, { access_token: "rotated" });
    await ring(30 * SECOND);
    await work();
    expect((await attachment()).state).toBe("stored");
  });

  test.for([
    ["nobody answers", () => Promise.reject(new TypeError("network error"))],
    ["something broke", () => new Response("", { status: 502 })],
    ["it is limited", () => refused(80007, "Rate limit hit")],
    [
      "the file server refuses us",
      ({ url }: Asked) =>
        url === URL_OF_FILE ? new Response("", { status: 401 }) : Response.json({ url: URL_OF_FILE }),
    ],
    [
      "no length is named",
      ({ url }: Asked) =>
        url === URL_OF_FILE ? new Response(inChunks(picture(3), 2)) : Response.json({ url: URL_OF_FILE }),
    ],
    [
      "it is longer than it was said",
      ({ url }: Asked) =>
        url === URL_OF_FILE ? new Response(inChunks(picture(6), 2)) : Response.json({ url: URL_OF_FILE, file_size: 3 }),
    ],
    [
      "it is shorter",
      ({ url }: Asked) =>
        url === URL_OF_FILE ? new Response(inChunks(picture(3), 2)) : Response.json({ url: URL_OF_FILE, file_size: 6 }),
    ],
    [
      "it is not safe",
      ({ url }: Asked) =>
        url === "http://files.test/" ? new Response("abc") : Response.json({ url: "http://files.test/" }),
    ],
    [
      "it leads round and round",
      ({ url }: Asked) => (url === URL_OF_FILE ? Response.redirect(URL_OF_FILE) : Response.json({ url: URL_OF_FILE })),
    ],
  ] as const)("MD2 is tried again when %s, and nothing is left meanwhile", async ([, answer]) => {
    const { shop, attachment } = await sending({ mime_type: "image/jpeg" });
    answers = answer;
    await work();
    expect(await attachment()).toMatchObject({ state: "pending", size: null });
    expect(await stored(shop)).toBe(0);
  });

  test("MD2 whose connection breaks off is tried again", async () => {
    const bytes = picture(200_000);
    const { shop, attachment, ring } = await image(bytes);
    const serve = await serving(bytes);
    const breaking = () => {
      let chunks = 0;
      return new ReadableStream({
        pull(controller) {
          if (++chunks > 2) controller.error(new Error("connection lost"));
          else controller.enqueue(bytes.slice(0, 50_000));
        },
      });
    };
    answers = (one) => (one.url === URL_OF_FILE ? new Response(breaking()) : serve(one));
    await work();
    expect((await attachment()).state).toBe("pending");
    expect(await stored(shop)).toBe(0);
    answers = serve;
    await ring(30 * SECOND);
    await work();
    expect((await attachment()).state).toBe("stored");
  });

  test("is fetched without the token where a redirect leads elsewhere", async () => {
    const bytes = picture();
    const { attachment } = await image(bytes);
    const serve = await serving(bytes);
    const steps: { [url: string]: string } = {
      [URL_OF_FILE]: "/moved",
      "https://files.test/moved": "https://elsewhere.test/bytes",
      "https://elsewhere.test/bytes": "https://files.test/last",
    };
    answers = (one) => {
      const location = steps[one.url];
      return location === undefined ? serve(one) : new Response(null, { status: 302, headers: { location } });
    };
    await work();
    expect(asked.slice(1).map(({ url, headers }) => [url, headers.get("authorization")])).toEqual([
      [URL_OF_FILE, "Bearer graph-token"],
      ["https://files.test/moved", "Bearer graph-token"],
      ["https://elsewhere.test/bytes", null],
      ["https://files.test/last", null],
    ]);
    expect((await attachment()).state).toBe("stored");
  });

  test("MD3 that was stored by an attempt that could not say so is not fetched again", async () => {
    const bytes = picture();
    const { shop, message_id, attachment, ring } = await image(bytes);
    await vi.waitFor(() => expect(jobs).not.toEqual([]), { interval: 5 });
    const [job] = jobs.splice(0) as [Extract<WorkJob, { kind: "fetch_media" }>];
    await runInDurableObject(env.CONVERSATION.getByName(`${shop.id}:${job.thread_key}`), (object) =>
      object.claimMedia(job.message_seq),
    );
    const size = bytes.byteLength;
    await storeMedia(env, shop.id, message_id, new Blob([bytes]).stream(), {
      mime_type: "image/jpeg",
      file_name: null,
      size,
      sha256: await hex(bytes),
    });
    await ring(15 * 60 * SECOND);
    await work();
    expect(asked).toEqual([]);
    expect(await attachment()).toMatchObject({ state: "stored", size, mime_type: "image/jpeg" });
  });

  test("VS1 may go on with a message of who may see it, until it is taken back", async () => {
    const bytes = picture();
    const { line, shop, waId, wamid, message_id } = await image(bytes);
    answers = await serving(bytes);
    await work();
    const other = (await shop.api("POST", "/outlets", { name: "Harbour" })).json.id;
    const body = { name: "Ann", email: "ann@harbour.test", outlet_ids: [other] };
    const { id: agent_id } = (await shop.api("POST", "/agents", body)).json;
    const { token } = (await shop.api("POST", `/agents/${agent_id}/tokens`, {})).json;
    const { id: conversation_id } = await shop.open(newPhone(), { outlet_id: other });
    const wish = { conversation_id, message_type: "image", payload: { media_id: message_id } };
    const send = async (bearer: string) => {
      const { status, json } = await call("POST", "/api/v1/messages", {
        bearer,
        body: { ...wish, sender_type: "agent" },
      });
      return [status, json.code];
    };
    expect(await send(token)).toEqual([422, "media_not_found"]);
    expect(await send(shop.bearer)).toEqual([201, undefined]);
    const revoke = { original_message_id: wamid };
    await receive(line, { from: waId, id: newWamid(), timestamp: now(), type: "revoke", revoke });
    expect(await send(shop.bearer)).toEqual([422, "media_not_found"]);
  });

  test("is gone when its message is taken back", async () => {
    const bytes = picture();
    const { line, shop, message_id, waId, wamid } = await image(bytes);
    answers = await serving(bytes);
    await work();
    expect((await get(shop, message_id)).status).toBe(200);
    const revoke = { original_message_id: wamid };
    await receive(line, { from: waId, id: newWamid(), timestamp: now(), type: "revoke", revoke });
    const answer = await answerOf(await get(shop, message_id));
    expect(answer).toMatchObject({ status: 410, json: { code: "media_gone" } });
    await vi.waitFor(async () => expect(await stored(shop)).toBe(0), { interval: 5 });
  });

  test.each(["erased", "taken back"])(
    "MD4 does not stay when its message is %s and a dying attempt stores it then",
    async (how) => {
      const { line, shop, message_id, thread, waId, wamid } = await image(picture());
      await vi.waitFor(() => expect(jobs).not.toEqual([]), { interval: 5 });
      jobs.splice(0);
      expect(await thread.claimMedia(2)).toMatchObject({ attempt: 1 });
      vi.setSystemTime(start + 60 * SECOND);
      const revoke = { original_message_id: wamid };
      if (how === "erased")
        await shop.api("DELETE", `/conversations/${(await conversationWith(line, waId)).id}/person`);
      else await receive(line, { from: waId, id: newWamid(), timestamp: now(), type: "revoke", revoke });
      await runInDurableObject(thread, () => undefined);
      await storeMedia(env, shop.id, message_id, new Blob(["late"]).stream(), LATE);
      await evictDurableObject(thread);
      await ringAt(thread, start + 14 * 60 * SECOND);
      expect(await stored(shop)).toBe(1);
      // Whatever wakes it in between leaves the alarm where it must be.
      await evictDurableObject(thread);
      await thread.claim(false);
      expect(await stored(shop)).toBe(1);
      expect(await runInDurableObject(thread, (_, { storage }) => storage.getAlarm())).toBeLessThanOrEqual(
        start + 15 * 60 * SECOND,
      );
      await ringAt(thread, start + 15 * 60 * SECOND);
      await vi.waitFor(async () => expect(await stored(shop)).toBe(0), { interval: 5 });
      const named = await runInDurableObject(thread, (_, { storage }) =>
        storage.sql.exec("SELECT * FROM media_to_delete").toArray(),
      );
      expect(named).toEqual([]);
    },
  );

  test("whose bucket does not answer is tried again", async () => {
    const bytes = picture();
    const { attachment } = await image(bytes);
    answers = await serving(bytes);
    vi.spyOn(env.MEDIA, "put").mockRejectedValue(new Error("the bucket is not there"));
    await work();
    expect((await attachment()).state).toBe("pending");
  });

  test("MD1 a job that comes twice, or for nothing, fetches nothing", async () => {
    const bytes = picture();
    const { shop } = await image(bytes);
    answers = await serving(bytes);
    await vi.waitFor(() => expect(jobs).not.toEqual([]), { interval: 5 });
    const [job] = jobs.splice(0) as [Extract<WorkJob, { kind: "fetch_media" }>];
    await Promise.all([job, job, { ...job, message_seq: 99 }].map((one) => fetchMedia(env, one)));
    await fetchMedia(env, { ...job, thread_key: "0".repeat(23) });
    expect(asked).toHaveLength(2);
    expect(await stored(shop)).toBe(1);
  });
});

interface Upload {
  type?: string;
  query?: string;
  headers?: Record<string, string>;
  length?: number;
}

/** Uploads a file as a client does. */
async function upload(shop: Shop, body: BodyInit, { type, query = "", headers = {}, length }: Upload = {}) {
  const size = length ?? (body instanceof Uint8Array ? body.byteLength : undefined);
  return answerOf(
    await exports.default.fetch(
      new Request(`https://store.test/api/v1/media${query}`, {
        method: "POST",
        body,
        headers: {
          Authorization: `Bearer ${shop.bearer}`,
          ...(type !== undefined && { "Content-Type": type }),
          ...(size !== undefined && { "Content-Length": String(size) }),
          ...headers,
        },
      }),
    ),
  );
}

/** A form with a file in it, as it goes over the wire. */
async function form(parts: { [name: string]: string | File }): Promise<[Uint8Array<ArrayBuffer>, Upload]> {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) data.append(name, value);
  const encoded = new Response(data);
  return [await bytesOf(encoded.body), { type: encoded.headers.get("content-type") ?? "" }];
}

describe("a download", () => {
  /** A file of the letters a to j. */
  async function letters(type = "text/plain", query = "") {
    const shop = await newTenant();
    const { json } = await upload(shop, new TextEncoder().encode("abcdefghij"), { type, query });
    return { shop, id: json.id as string, etag: `"${json.sha256}"` };
  }

  test.for([
    [{}, 200, "abcdefghij", null],
    [{ Range: "bytes=2-4" }, 206, "cde", "bytes 2-4/10"],
    [{ Range: "bytes=7-" }, 206, "hij", "bytes 7-9/10"],
    [{ Range: "bytes=-2" }, 206, "ij", "bytes 8-9/10"],
    [{ Range: "bytes=0-1,4-5" }, 200, "abcdefghij", null],
    [{ Range: "bytes=2-4", "If-Range": "etag" }, 206, "cde", "bytes 2-4/10"],
    [{ Range: "bytes=2-4", "If-Range": '"another"' }, 200, "abcdefghij", null],
    [{ Range: "bytes=2-4", "If-None-Match": '"another"' }, 206, "cde", "bytes 2-4/10"],
  ] as const)("with %j", async ([headers, status, body, range]) => {
    const { shop, id, etag } = await letters();
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace("etag", etag)]),
    );
    const response = await get(shop, id, sent);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-range")).toBe(range);
    expect(response.headers.get("content-length")).toBe(String(body.length));
    expect(await response.text()).toBe(body);
  });

  test("of bytes that are not there says how many there are", async () => {
    const { shop, id } = await letters();
    const response = await get(shop, id, { Range: "bytes=10-" });
    expect(response.headers.get("content-range")).toBe("bytes */10");
    expect(await answerOf(response)).toMatchObject({ status: 416, json: { code: "range_not_satisfiable" } });
  });

  test("that the caller has already is not repeated", async () => {
    const { shop, id, etag } = await letters();
    const response = await get(shop, id, { "If-None-Match": `"x", ${etag}`, Range: "bytes=0-1" });
    expect([response.status, await response.text(), response.headers.get("etag")]).toEqual([304, "", etag]);
  });

  test("can be asked about without being made", async () => {
    const { shop, id, etag } = await letters();
    const response = await get(shop, id, { Range: "bytes=0-1" }, "HEAD");
    expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([200, etag, ""]);
    expect(response.headers.get("content-length")).toBe("10");
  });

  test.for([
    ["image/svg+xml", ""],
    ["text/html", ""],
    ["application/xml", ""],
    ["application/x-unknown", ""],
  ] as const)("of %s may only be saved", async ([type, query]) => {
    const { shop, id } = await letters(type, query);
    const { headers } = await get(shop, id);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${id}"; filename*=UTF-8''${id}`);
  });

  test("of what could be shown is saved where the caller wants it", async () => {
    const shop = await newTenant();
    const { json } = await upload(shop, picture(), { type: "image/jpeg", query: "?filename=cat.jpg" });
    const shown = await get(shop, json.id);
    expect(shown.headers.get("content-disposition")).toMatch(/^inline; filename="cat.jpg"/);
    const saved = await get(shop, json.id, {}, "GET", "?download=1");
    expect(saved.headers.get("content-disposition")).toMatch(/^attachment; filename="cat.jpg"/);
    expect(saved.headers.get("content-type")).toBe("image/jpeg");
  });

  test("is of the tenant's own files only", async () => {
    const { id } = await letters();
    const bytes = picture();
    const { message_id } = await image(bytes);
    answers = await serving(bytes);
    await work();
    const other = await newTenant();
    const [message, uploaded, never] = await Promise.all(
      [message_id, id, crypto.randomUUID()].map(async (one) => answerOf(await get(other, one))),
    );
    expect(message).toMatchObject({ status: 404, json: { code: "not_found" } });
    expect(uploaded).toMatchObject({ status: 404, json: { code: "not_found" } });
    expect(never).toMatchObject({ status: 404, json: { code: "not_found" } });
    const nobody = { ...other, bearer: "nobody" };
    expect((await get(nobody, id)).status).toBe(401);
    expect((await get(other, "no-id")).status).toBe(400);
  });
});

describe("an upload", () => {
  test("of bytes is answered by what is known of them, and can be had again", async () => {
    const shop = await newTenant();
    const bytes = picture();
    const answer = await upload(shop, bytes, {
      type: "image/jpeg",
      headers: { "Content-Disposition": `attachment; filename*=UTF-8''gato%20%C3%B1.jpg` },
    });
    expect(answer).toMatchObject({ status: 201 });
    expect(answer.json).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      kind: "image",
      mime_type: "image/jpeg",
      file_name: "gato ñ.jpg",
      size: 3_000,
      sha256: await hex(bytes),
      single_use: false,
    });
    const response = await get(shop, answer.json.id);
    expect(await bytesOf(response.body)).toEqual(bytes);
    expect(response.headers.get("content-disposition")).toContain("filename*=UTF-8''gato%20%C3%B1.jpg");
  });

  test("of a form is its file", async () => {
    const shop = await newTenant();
    const bytes = picture();
    const file = new File([bytes], "cat.jpg", { type: "image/jpeg" });
    const { status, json } = await upload(shop, ...(await form({ kind: "document", file })));
    expect(status).toBe(201);
    expect(json).toMatchObject({ kind: "document", mime_type: "image/jpeg", file_name: "cat.jpg", size: 3_000 });
    expect(await bytesOf((await get(shop, json.id)).body)).toEqual(bytes);
  });

  test("of a large file is stored as it comes", async () => {
    const shop = await newTenant();
    const size = 40 * MEGABYTE;
    const part = new Uint8Array(64 * 1024).fill(7);
    let left = size / part.byteLength;
    const body = new ReadableStream({
      pull: (controller) => (left-- > 0 ? controller.enqueue(part) : controller.close()),
    });
    const { status, json } = await upload(shop, body, { type: "application/zip", length: size });
    expect([status, json.size, json.kind]).toEqual([201, size, "document"]);
    const response = await get(shop, json.id, { Range: `bytes=${size - 3}-` });
    expect(await bytesOf(response.body)).toEqual(new Uint8Array([7, 7, 7]));
  });

  test.for([
    ["of nothing", new Uint8Array(), { type: "text/plain", length: 0 }, 400, "invalid_request"],
    ["without a sound type", new Uint8Array(3), { type: "jpeg" }, 400, "invalid_request"],
    ["of an unknown kind", picture(), { type: "image/jpeg", query: "?kind=photo" }, 400, "invalid_request"],
    [
      "larger than its kind may be",
      new Uint8Array(3),
      { type: "image/jpeg", length: 6 * MEGABYTE },
      413,
      "payload_too_large",
    ],
    [
      "larger than anything",
      new Uint8Array(3),
      { type: "application/zip", length: 101 * MEGABYTE },
      413,
      "payload_too_large",
    ],
    [
      "of a type that its kind has not",
      picture(),
      { type: "image/gif", query: "?kind=image" },
      415,
      "unsupported_media_type",
    ],
    [
      "whose bytes are of another type",
      new TextEncoder().encode("<html>"),
      { type: "image/jpeg" },
      422,
      "media_mismatch",
    ],
    ["longer than it says", picture(), { type: "image/jpeg", length: 2_000 }, 400, "invalid_request"],
    ["shorter than it says", picture(), { type: "image/jpeg", length: 4_000 }, 400, "invalid_request"],
    [
      "with too long a key",
      picture(),
      { type: "image/jpeg", headers: { "Idempotency-Key": "x".repeat(256) } },
      400,
      "invalid_request",
    ],
  ] as const)("%s is refused, and leaves nothing", async ([, body, given, status, code]) => {
    const shop = await newTenant();
    const answer = await upload(shop, body, given);
    expect(answer).toMatchObject({ status, json: { code } });
    expect(answer.json.detail ?? answer.json.errors).toBeTruthy();
    expect(await stored(shop)).toBe(0);
  });

  test("whose length nobody says is refused", async () => {
    const answer = await upload(await newTenant(), inChunks(picture(), 1_000), { type: "text/plain" });
    expect(answer).toMatchObject({ status: 411, json: { code: "length_required" } });
    expect(answer.json.detail).toContain("Content-Length");
  });

  test("of a form that is none, or too large, is refused", async () => {
    const shop = await newTenant();
    const [body, { type = "" }] = await form({ other: "text" });
    expect(await upload(shop, body, { type })).toMatchObject({ status: 400, json: { errors: [{ field: "file" }] } });
    const broken = new TextEncoder().encode("no form");
    expect(await upload(shop, broken, { type })).toMatchObject({ status: 400, json: { errors: [{ field: "file" }] } });
    const large = await upload(shop, body, { type, length: 17 * MEGABYTE });
    expect(large).toMatchObject({ status: 413, json: { code: "payload_too_large" } });
    expect(large.json.detail).toContain("16 MB");
  });

  test("needs a bearer", async () => {
    const shop = { ...(await newTenant()), bearer: "nobody" };
    expect((await upload(shop, picture(), { type: "image/jpeg" })).status).toBe(401);
  });

  describe("under a client's key", () => {
    const keyed = (key: string): Upload => ({ type: "image/jpeg", headers: { "Idempotency-Key": key } });

    test("that is repeated is answered as before", async () => {
      const shop = await newTenant();
      const bytes = picture();
      const first = await upload(shop, bytes, keyed("one"));
      const again = await upload(shop, bytes, keyed("one"));
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(again.json).toEqual(first.json);
      expect(await stored(shop)).toBe(1);
      expect((await get(shop, first.json.id)).status).toBe(200);
      const other = await newTenant();
      expect((await upload(other, bytes, keyed("one"))).json.id).not.toBe(first.json.id);
    });

    test("that held for other bytes is refused, and those stay", async () => {
      const shop = await newTenant();
      const bytes = picture();
      const { json } = await upload(shop, bytes, keyed("two"));
      const other = await upload(shop, picture(), keyed("two"));
      expect(other).toMatchObject({ status: 422, json: { code: "idempotency_conflict" } });
      expect(await bytesOf((await get(shop, json.id)).body)).toEqual(bytes);
    });

    test("is made once, however many come at the same time", async () => {
      const shop = await newTenant();
      const bytes = picture(300_000);
      const made = await Promise.all(Array.from({ length: 4 }, () => upload(shop, bytes, keyed("three"))));
      expect(made.map(({ status }) => status).filter((status) => status !== 201 && status !== 503)).toEqual([]);
      expect(made.some(({ status }) => status === 201)).toBe(true);
      expect(await stored(shop)).toBe(1);
      expect((await upload(shop, bytes, keyed("three"))).status).toBe(201);
    });

    test("that held for another request is refused, and the other way round", async () => {
      const shop = await newTenant();
      const settings = (name: string, key: string) =>
        shop.api("POST", "/inboxes", { name, channel: { type: "none" } }, { "Idempotency-Key": key });
      expect((await settings("Web", "four")).status).toBe(201);
      expect((await upload(shop, picture(), keyed("four"))).json.code).toBe("idempotency_conflict");
      expect((await upload(shop, picture(), keyed("five"))).status).toBe(201);
      expect((await settings("Web", "five")).json.code).toBe("idempotency_conflict");
    });
  });
});

describe("an upload for one message", () => {
  const WEEK = 7 * 24 * 60 * 60 * SECOND;

  /** Uploads a file that is for one message, to a shop that a customer has just written to. */
  async function attached() {
    vi.spyOn(env.OUTBOUND, "send").mockImplementation(async () => undefined as never);
    const line = await newLine();
    const { shop } = line;
    const { id: conversation_id, waId } = await chat(line);
    const asked = vi.spyOn(env.DIRECTORY, "getByName");
    const { status, json } = await upload(shop, picture(), { type: "image/jpeg", query: "?single_use=true" });
    const shard = asked.mock.calls.map(([name]) => name).find((name) => name.startsWith("upload:")) ?? "";
    expect([status, json.single_use]).toEqual([201, true]);
    const media_id = json.id as string;
    const send = (more: object = {}) => {
      const body = { conversation_id, sender_type: "agent", message_type: "image", payload: { media_id }, ...more };
      return shop.api("POST", "/messages", body);
    };
    const passes = async (span: number) => {
      vi.setSystemTime(Date.now() + span);
      await runDurableObjectAlarm(env.DIRECTORY.getByName(shard));
    };
    const isThere = async () => (await get(shop, media_id)).status === 200;
    return { line, shop, waId, conversation_id, media_id, send, passes, isThere };
  }

  test("MD5 two attempts at the same time: that one is refused takes it from nobody", async () => {
    const { line, send, passes, isThere } = await attached();
    const answers = await Promise.all([send({ if_last_seq: 1 }), send()]);
    expect(answers.map(({ status }) => status)).toEqual([409, 201]);
    const other = await chat(line);
    expect((await send({ conversation_id: other.id })).json.code).toBe("media_not_suitable");
    await passes(WEEK);
    expect(await isThere()).toBe(true);
    expect((await send({ conversation_id: other.id })).json.code).toBe("media_not_suitable");
    expect((await send()).json.code).toBe("conversation_closed");
  });

  test.each(["before", "after"])(
    "MD5 whose message broke off %s it was said is a message's, or deleted after a week",
    async (when) => {
      const { send, passes, isThere } = await attached();
      const { execute } = ConversationObject.prototype;
      const broken = vi.spyOn(ConversationObject.prototype, "execute").mockImplementation(async function (
        this: ConversationObject,
        request,
      ) {
        if (when === "after") await execute.call(this, request);
        throw new Error("The object was reset.");
      });
      expect((await send()).status).toBeGreaterThanOrEqual(500);
      broken.mockRestore();
      await passes(WEEK);
      expect(await isThere()).toBe(when === "after");
    },
  );

  test("MD5 whose upload breaks off once its bytes are there is deleted after a week", async () => {
    const shop = await newTenant();
    const asked = vi.spyOn(env.DIRECTORY, "getByName");
    const { put } = env.MEDIA;
    const broken = vi.spyOn(env.MEDIA, "put").mockImplementation(async (...given: Parameters<typeof put>) => {
      await put.apply(env.MEDIA, given);
      throw new Error("The bucket said nothing.");
    });
    expect((await upload(shop, picture(), { type: "image/jpeg", query: "?single_use=true" })).status).toBe(500);
    broken.mockRestore();
    const shard = asked.mock.calls.map(([name]) => name).find((name) => name.startsWith("upload:")) ?? "";
    const left = async () => (await env.MEDIA.list({ prefix: shop.id })).objects.length;
    expect(await left()).toBe(1);
    vi.setSystemTime(Date.now() + WEEK);
    await runDurableObjectAlarm(env.DIRECTORY.getByName(shard));
    expect(await left()).toBe(0);
  });

  test("MD5 that no message got is deleted after a week", async () => {
    const { passes, isThere } = await attached();
    await passes(WEEK - SECOND);
    expect(await isThere()).toBe(true);
    await passes(SECOND);
    expect(await isThere()).toBe(false);
  });

  test("MD5 is deleted an hour after the bucket would not", async () => {
    const { passes, isThere } = await attached();
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const refuse = vi.spyOn(env.MEDIA, "delete").mockRejectedValue(new Error("the bucket is away"));
    await passes(WEEK);
    refuse.mockRestore();
    expect(await isThere()).toBe(true);
    await passes(60 * 60 * SECOND);
    expect(await isThere()).toBe(false);
  });

  test("MD5 that a message got stays with it", async () => {
    const { send, passes, isThere } = await attached();
    const { status, json } = await send();
    expect([status, json.message.attachments[0].single_use]).toEqual([201, true]);
    await passes(2 * WEEK);
    expect(await isThere()).toBe(true);
  });

  test("MD5 whose message is refused waits for another, but not where one has it", async () => {
    const { send, passes, isThere } = await attached();
    expect((await send({ if_last_seq: 1 })).status).toBe(409);
    await passes(WEEK);
    expect(await isThere()).toBe(false);
    const other = await attached();
    expect((await other.send()).status).toBe(201);
    expect((await other.send({ if_last_seq: 1 })).status).toBe(409);
    await other.passes(WEEK);
    expect(await other.isThere()).toBe(true);
  });

  test("MD5 is refused to another customer while one has it, and is theirs who have it", async () => {
    const { line, shop, conversation_id, send, isThere } = await attached();
    const other = await chat(line);
    expect((await send()).status).toBe(201);
    expect(await send({ conversation_id: other.id })).toMatchObject({
      status: 422,
      json: { code: "media_not_suitable" },
    });
    expect((await send()).status).toBe(201);
    await shop.api("DELETE", `/conversations/${other.id}/person`);
    expect(await isThere()).toBe(true);
    await shop.api("DELETE", `/conversations/${conversation_id}/person`);
    await vi.waitFor(async () => expect(await isThere()).toBe(false), { interval: 5, timeout: 10_000 });
  });

  test("MD5 whose message was refused may be sent to another customer", async () => {
    const { line, send } = await attached();
    const other = await chat(line);
    expect((await send({ if_last_seq: 1 })).status).toBe(409);
    expect((await send({ conversation_id: other.id })).status).toBe(201);
  });

  test.each(["erased", "purged"])("MD5, ER1 goes with its message when that is %s", async (how) => {
    const { shop, conversation_id, send, isThere } = await attached();
    const thread = threadAt(shop.id, conversation_id);
    expect((await send()).status).toBe(201);
    if (how === "erased") await shop.api("DELETE", `/conversations/${conversation_id}/person`);
    else {
      await shop.api("PATCH", "/tenant", { policies: { retention_after_close: 60 } });
      await shop.api("PUT", `/conversations/${conversation_id}/status`, { status: "resolved" });
      await ringAt(thread, start + 60 * 60 * SECOND);
    }
    await vi.waitFor(async () => expect(await isThere()).toBe(false), { interval: 5, timeout: 10_000 });
  });

  test("MD5 that was sent again stays until the last message that has it is gone", async () => {
    const { line, shop, waId, conversation_id, send, isThere } = await attached();
    expect((await send()).status).toBe(201);
    await shop.api("PATCH", "/tenant", { policies: { retention_after_close: 3_600 } });
    await shop.api("PUT", `/conversations/${conversation_id}/status`, { status: "resolved" });
    vi.setSystemTime(start + 1_800 * SECOND);
    await receive(line, text(waId, "hello again"));
    const { id } = await conversationWith(line, waId);
    expect((await send({ conversation_id: id })).status).toBe(201);
    await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
    const thread = threadAt(shop.id, conversation_id);
    await ringAt(thread, start + 3_601 * SECOND);
    expect((await shop.api("GET", `/conversations/${conversation_id}/messages`)).json).toEqual([]);
    expect(await isThere()).toBe(true);
    await ringAt(thread, start + 5_401 * SECOND);
    await vi.waitFor(async () => expect(await isThere()).toBe(false), { interval: 5, timeout: 10_000 });
  });

  test("MD5 any other stays when its message is erased, until it is deleted", async () => {
    const { shop, conversation_id, send } = await attached();
    const { json } = await upload(shop, picture(), { type: "image/jpeg" });
    expect((await send({ payload: { media_id: json.id } })).json.message.attachments[0].single_use).toBeUndefined();
    await shop.api("DELETE", `/conversations/${conversation_id}/person`);
    await runInDurableObject(threadAt(shop.id, conversation_id), () => undefined);
    expect((await get(shop, json.id)).status).toBe(200);
    expect((await shop.api("DELETE", `/media/${json.id}`)).status).toBe(204);
    expect((await get(shop, json.id)).status).toBe(404);
    expect((await shop.api("DELETE", `/media/${json.id}`)).json.code).toBe("not_found");
  });

  test("MD4 a file that came with a message is not deleted by itself, nor by agents", async () => {
    const { shop, message_id } = await image(picture());
    expect(await shop.api("DELETE", `/media/${message_id}`)).toMatchObject({
      status: 409,
      json: { code: "media_of_message" },
    });
  });

  test("of a form says so in a field", async () => {
    const shop = await newTenant();
    const file = new File([picture()], "cat.jpg", { type: "image/jpeg" });
    const { json } = await upload(shop, ...(await form({ single_use: "true", file })));
    expect(json.single_use).toBe(true);
  });
});

describe("the bucket", () => {
  const file = { mime_type: "image/jpeg", file_name: "ñ %.jpg" };

  test("keeps what is known of a file, and deletes it", async () => {
    const [tenant, id, bytes] = [crypto.randomUUID(), crypto.randomUUID(), picture()];
    await storeMedia(env, tenant, id, new Blob([bytes]).stream(), { ...file, size: bytes.byteLength });
    const known = { ...file, size: bytes.byteLength, sha256: await hex(bytes) };
    expect(await describeMedia(env, tenant, id)).toMatchObject(known);
    expect(await bytesOf(await openMedia(env, tenant, id, { offset: 3, length: 2 }))).toEqual(bytes.slice(3, 5));
    await deleteMedia(env, tenant, [id, crypto.randomUUID()]);
    expect(await describeMedia(env, tenant, id)).toBeNull();
    expect(await openMedia(env, tenant, id)).toBeNull();
  });

  test.each([
    ["small", 3_000, 1],
    ["larger", 5 * MEGABYTE, 2],
  ])("that takes a name once a second only keeps a %s file all the same", async (_, size, writes) => {
    const [tenant, id, bytes] = [crypto.randomUUID(), crypto.randomUUID(), picture(size)];
    const put = env.MEDIA.put.bind(env.MEDIA);
    const written = vi.spyOn(env.MEDIA, "put").mockImplementation((...all) => {
      if (written.mock.calls.length === 1) return put(...(all as Parameters<typeof put>)) as never;
      return Promise.reject(new Error("put: Reduce your concurrent request rate for the same object. (10058)"));
    });
    const stored = await storeMedia(env, tenant, id, inChunks(bytes, 64_000), { ...file, size });
    const count = written.mock.calls.length;
    written.mockRestore();
    expect(stored).toMatchObject({ ok: true, value: { sha256: await hex(bytes), size } });
    expect(count).toBe(writes);
    expect(await describeMedia(env, tenant, id)).toMatchObject({ sha256: await hex(bytes) });
    expect(await bytesOf(await openMedia(env, tenant, id))).toEqual(bytes);
  });

  test("tells the digest of a file whose checksum it was never given", async () => {
    const bytes = picture();
    await env.MEDIA.put("tenant/unfinished", bytes);
    expect(await describeMedia(env, "tenant", "unfinished")).toMatchObject({
      sha256: await hex(bytes),
      file_name: null,
    });
  });

  test("keeps the file that is there when another may not take its place", async () => {
    const [tenant, id, bytes] = [crypto.randomUUID(), crypto.randomUUID(), picture()];
    const store = (one: Uint8Array<ArrayBuffer>) =>
      storeMedia(env, tenant, id, new Blob([one]).stream(), { ...file, size: one.byteLength, once: true });
    expect((await store(bytes)).ok).toBe(true);
    expect(await store(picture(500_000))).toEqual({ ok: false, error: "taken" });
    expect(await bytesOf(await openMedia(env, tenant, id))).toEqual(bytes);
  });

  test("keeps the file that is there when other bytes come in its place", async () => {
    const [tenant, id, bytes] = [crypto.randomUUID(), crypto.randomUUID(), picture()];
    const store = async (one: Uint8Array<ArrayBuffer>) =>
      storeMedia(env, tenant, id, new Blob([one]).stream(), {
        ...file,
        size: one.byteLength,
        sha256: await hex(bytes),
      });
    expect((await store(bytes)).ok).toBe(true);
    expect(await store(picture())).toEqual({ ok: false, error: "wrong_digest" });
    expect(await bytesOf(await openMedia(env, tenant, id))).toEqual(bytes);
  });
});

describe("a file on its way to the channel", () => {
  async function uploaded(bytes = picture()) {
    const shop = await newTenant();
    const { json } = await upload(shop, bytes, { type: "image/jpeg", query: '?filename=the%20"cat".jpg' });
    const to = { tenant_id: shop.id, media_id: json.id, phone_number_id: "4711", access_token: "graph-token" };
    return { bytes, to };
  }

  test("goes as a form whose length is known", async () => {
    const { bytes, to } = await uploaded(picture(300_000));
    let sent: FormData | undefined;
    let raw = 0;
    answers = async ({ request }) => {
      const body = await request.arrayBuffer();
      raw = body.byteLength;
      sent = await new Response(body, { headers: request.headers }).formData();
      return Response.json({ id: "31415" });
    };
    expect(await uploadToChannel(env, to)).toEqual({ ok: true, value: "31415" });
    expect(asked[0]).toMatchObject({ method: "POST", url: "https://graph.test/v25.0/4711/media" });
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer graph-token");
    expect(raw).toBeGreaterThan(300_000);
    expect([sent?.get("messaging_product"), sent?.get("type")]).toEqual(["whatsapp", "image/jpeg"]);
    const file = sent?.get("file") as unknown as File;
    expect(file.type).toBe("image/jpeg");
    expect(file.name).toMatch(/^the .*cat.*\.jpg$/);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  });

  test.for([
    ["nobody answers", () => Promise.reject(new TypeError("network error"))],
    ["the answer says nothing", () => new Response("", { status: 500 })],
    ["there is no id in it", () => Response.json({})],
    ["the channel asks for patience", () => refused(130429, "Rate limit hit")],
  ] as const)("is sent again later when %s, whether it was read or not", async ([, answer]) => {
    const { to } = await uploaded(picture(300_000));
    answers = answer;
    expect(await uploadToChannel(env, to)).toMatchObject({ ok: false, error: { outcome: "try_later" } });
  });

  test("is refused in the channel's words", async () => {
    const { to } = await uploaded();
    answers = () => refused(131053, "Media upload error", "Unsupported image");
    expect(await uploadToChannel(env, to)).toMatchObject({
      ok: false,
      error: { outcome: "refused", error: { code: 131053, detail: "Unsupported image" } },
    });
  });

  test("that is no longer there is refused", async () => {
    const { to } = await uploaded();
    await deleteMedia(env, to.tenant_id, [to.media_id]);
    expect(await uploadToChannel(env, to)).toMatchObject({ ok: false, error: { outcome: "refused" } });
    expect(asked).toEqual([]);
  });
});
