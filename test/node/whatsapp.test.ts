import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConversationView } from "../../src/domain/conversation.ts";
import type { Message } from "../../src/domain/message.ts";
import { freePort, type Product, silenceServices, startProduct, until } from "../support/product.ts";

const state = mkdtempSync(join(tmpdir(), "whatsapp-"));
let product: Product;
beforeAll(async () => {
  product = await startProduct(state, { worker: await freePort(), simulator: await freePort() });
  await silenceServices(product);
});
afterAll(async () => {
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
type Json = any;

async function call(
  url: string,
  method: string,
  body?: unknown,
): Promise<{ status: number; json: Json; bytes: Buffer }> {
  const isFile = body instanceof Buffer;
  const headers = {
    Authorization: `Bearer ${product.key}`,
    ...(body !== undefined && { "Content-Type": isFile ? "image/png" : "application/json" }),
  };
  const content = isFile ? new Uint8Array(body) : JSON.stringify(body);
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: content }) });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get("content-type")?.includes("json");
  return { status: response.status, json: isJson ? JSON.parse(bytes.toString()) : null, bytes };
}
const api = (path: string, method = "GET", body?: unknown) => call(`${product.api}/api/v1${path}`, method, body);
const phone = (path: string, method = "GET", body?: unknown) => call(`${product.phone}/simulator${path}`, method, body);

const allMessages = async (id: string): Promise<Message[]> =>
  (await api(`/conversations/${id}/messages?limit=500`)).json;

let people = 0;

/** Somebody new who has written. */
async function chat(): Promise<{ wa_id: string; id: string }> {
  const wa_id = `62813${String(++people).padStart(7, "0")}`;
  await phone("/contacts", "POST", { wa_id, name: `Person ${people}` });
  await phone(`/contacts/${wa_id}/messages`, "POST", { text: "hello" });
  const conversation: ConversationView = await until("the conversation", async () => {
    const { json } = await api(`/conversations?q=${wa_id}`);
    return json.conversations[0];
  });
  return { wa_id, id: conversation.id };
}

const say = async (id: string, content: string): Promise<Message> =>
  (await api("/messages", "POST", { conversation_id: id, sender_type: "agent", sender_id: "ana", content })).json
    .message;

/** What the business said, as it stands on the phone. */
const arrived = async (wa_id: string): Promise<string[]> =>
  (await phone(`/contacts/${wa_id}/messages`)).json.messages
    .filter(({ direction }: Json) => direction === "to_customer")
    .map(({ text }: Json) => text);

test("a picture comes from the phone into the bucket, and one of ours goes there", async () => {
  const { wa_id, id } = await chat();
  const { json: taken } = await phone("/media?filename=a.png", "POST", PIXEL);
  await phone(`/contacts/${wa_id}/messages`, "POST", { type: "image", media_id: taken.media_id, caption: "look" });
  const picture = await until("the picture to be stored", async () =>
    (await allMessages(id)).find(({ attachments }) => attachments[0]?.state === "stored"),
  );
  expect(picture).toMatchObject({ message_type: "image", content: expect.stringContaining("look") });
  expect((await api(`/media/${picture.id}`)).bytes).toEqual(PIXEL);

  const upload = await api("/media?filename=b.png", "POST", PIXEL);
  expect(upload.status).toBe(201);
  const payload = { media_id: upload.json.id, caption: "here" };
  const wish = { conversation_id: id, sender_type: "agent", message_type: "image", payload };
  expect((await api("/messages", "POST", wish)).status).toBe(201);
  const shown = await until("the picture on the phone", async () =>
    (await phone(`/contacts/${wa_id}/messages`)).json.messages.find(
      ({ type, direction }: Json) => type === "image" && direction === "to_customer",
    ),
  );
  expect((await call(`${product.phone}/simulator/media/${shown.content.image.id}`, "GET")).bytes).toEqual(PIXEL);
});

test("DL7 DL9 twenty sends to one person are paced by what WhatsApp says, and arrive in order", async () => {
  const { wa_id, id } = await chat();
  await phone("/settings", "POST", { fail_next: { code: 131056, count: 1 } });
  const contents = Array.from({ length: 20 }, (_, index) => `message ${index}`);
  const began = Date.now();
  for (const content of contents) await say(id, content);
  await until("all of them", async () => ((await arrived(wa_id)).length === 20 ? true : undefined));
  expect(await arrived(wa_id)).toEqual(contents);
  // 131056: again after 4^1 seconds, and those behind it wait too.
  expect(Date.now() - began).toBeGreaterThan(4_000);
  const log: Json[] = (await api(`/conversations/${id}/events?limit=1000`)).json.events;
  expect(log.filter(({ type }) => type === "message.deferred")).toHaveLength(1);
});

test("DL5 a send whose answer was lost arrives once, since its status tells of it", async () => {
  const { wa_id, id } = await chat();
  await phone("/settings", "POST", { lose_next_answers: 1 });
  await say(id, "only once");
  await until("the receipt", async () =>
    (await allMessages(id)).find(({ content, status }) => content === "only once" && status === "read"),
  );
  await say(id, "and the next");
  await until("the next", async () => ((await arrived(wa_id)).length === 2 ? true : undefined));
  expect(await arrived(wa_id)).toEqual(["only once", "and the next"]);
});

test("DL8 an inbox whose token has expired says so and holds; mended, it sends what it held, in order", async () => {
  const { wa_id, id } = await chat();
  await phone("/settings", "POST", { token_expired: true });
  for (const content of ["one", "two", "three"]) await say(id, content);
  const [inbox] = (await api("/inboxes")).json.inboxes;
  const health = () => api(`/inboxes/${inbox.id}`).then(({ json }) => json.health);
  await until("the inbox to be unhealthy", async () => ((await health()).status === "unhealthy" ? true : undefined));
  expect(await health()).toMatchObject({ code: 190, reason: expect.any(String) });
  expect(await arrived(wa_id)).toEqual([]);
  await phone("/settings", "POST", { token_expired: false });
  expect((await api(`/inboxes/${inbox.id}/resume`, "POST", {})).status).toBe(200);
  await until("what was held", async () => ((await arrived(wa_id)).length === 3 ? true : undefined));
  expect(await arrived(wa_id)).toEqual(["one", "two", "three"]);
  await until("the inbox to be healthy", async () => ((await health()).status === "healthy" ? true : undefined));
});
