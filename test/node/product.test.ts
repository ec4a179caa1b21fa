import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../../src/domain/message.ts";
import { freePort, type Product, silenceServices, startProduct, until } from "../support/product.ts";

const state = mkdtempSync(join(tmpdir(), "product-"));
let ports: { worker: number; simulator: number };
let product: Product;

beforeAll(async () => {
  ports = { worker: await freePort(), simulator: await freePort() };
  product = await startProduct(state, ports);
  await silenceServices(product);
});

afterAll(async () => {
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
async function call(url: string, method = "GET", body?: unknown): Promise<{ status: number; json: any }> {
  const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": "application/json" };
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, json: text === "" ? null : JSON.parse(text) };
}

const api = (path: string, method?: string, body?: unknown) => call(`${product.api}/api/v1${path}`, method, body);
const phone = (path: string, method?: string, body?: unknown) =>
  call(`${product.phone}/simulator${path}`, method, body);

async function allMessages(id: string): Promise<Message[]> {
  const found: Message[] = [];
  for (;;) {
    const { json } = await api(`/conversations/${id}/messages?limit=1000&after_seq=${found.at(-1)?.seq ?? 0}`);
    if (json.length === 0) return found;
    found.push(...json);
  }
}

test("a message typed on the phone is stored; the reply arrives and is read; all of it is there after a restart", async () => {
  const [contact] = (await phone("/contacts")).json.contacts;
  await phone(`/contacts/${contact.wa_id}/messages`, "POST", { text: "Is my order on its way?" });
  const conversation = await until("the conversation", async () => (await api("/conversations")).json.conversations[0]);
  expect(conversation).toMatchObject({
    status: "active",
    customer_phone: `+${contact.wa_id}`,
    customer_name: contact.name,
  });

  const reply = { conversation_id: conversation.id, sender_type: "agent", sender_id: "ana", content: "It left today." };
  const sent = await api("/messages", "POST", reply);
  expect(sent).toMatchObject({ status: 201, json: { message: { status: "queued" } } });
  const read = await until("the blue ticks", async () => {
    const message = (await allMessages(conversation.id)).find(({ id }) => id === sent.json.message.id);
    return message?.status === "read" ? message : undefined;
  });
  expect(Object.keys(read.status_times)).toEqual(
    expect.arrayContaining(["queued", "accepted", "sent", "delivered", "read"]),
  );
  const chat = (await phone(`/contacts/${contact.wa_id}/messages`)).json.messages;
  expect(chat.map(({ text }: { text: string }) => text)).toEqual(["Is my order on its way?", "It left today."]);

  const before = await allMessages(conversation.id);
  await product.stop();
  expect(product.output()).not.toMatch(/error/i);
  product = await startProduct(state, ports);
  expect(await allMessages(conversation.id)).toEqual(before);
  expect((await phone(`/contacts/${contact.wa_id}/messages`)).json.messages).toHaveLength(2);
});

test("EX1 killed hard under load, nothing that was acknowledged is lost and nothing is stored twice", async () => {
  const outlet_id = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11";
  const opened = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      api("/conversations/find-or-create", "POST", { outlet_id, customer_phone: `+62812000000${index}` }),
    ),
  );
  const ids = opened.map(({ json }) => json.id as string);
  const asked: { conversation_id: string; key: string }[] = [];
  const acknowledged = new Set<string>();
  let running = true;
  const client = async (name: number) => {
    for (let count = 0; running; count++) {
      const key = `${name}-${count}`;
      const conversation_id = ids[(name + count) % ids.length] as string;
      asked.push({ conversation_id, key });
      const body = { conversation_id, sender_type: "customer", content: key, whatsapp_message_id: key };
      const status = await api("/messages", "POST", body).then(
        ({ status }) => status,
        () => 0,
      );
      if (status !== 201) return;
      acknowledged.add(key);
    }
  };
  const clients = Array.from({ length: 8 }, (_, name) => client(name));
  await until("some load", async () => (acknowledged.size > 500 ? true : undefined));
  await product.kill();
  running = false;
  await Promise.all(clients);

  product = await startProduct(state, ports);
  const stored = async () => (await Promise.all(ids.map(allMessages))).flat().map(({ content }) => content);
  const after = await stored();
  expect(new Set(after).size).toBe(after.length);
  expect([...acknowledged].filter((key) => !after.includes(key))).toEqual([]);

  // Who got no answer asks again, as WhatsApp does.
  for (const { conversation_id, key } of asked.filter((one) => !acknowledged.has(one.key))) {
    const body = { conversation_id, sender_type: "customer", content: key, whatsapp_message_id: key };
    expect((await api("/messages", "POST", body)).status).toBe(201);
  }
  expect((await stored()).toSorted()).toEqual(asked.map(({ key }) => key).toSorted());
  for (const id of ids) {
    const { json } = await api(`/conversations/${id}/events?after_seq=0&limit=1000`);
    expect(json.events.map(({ seq }: { seq: number }) => seq)).toEqual(
      json.events.map((_: unknown, index: number) => index + 1),
    );
  }
});

test("EX3 what was only asked for leaves nothing on disk, whether it was stopped or killed", async () => {
  const objects = join(state, "do", "conversation-store-ConversationObject");
  const files = () => readdirSync(objects).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file));
  const [known] = (await api("/conversations")).json.conversations;
  const before = await allMessages(known.id);
  await product.stop();
  product = await startProduct(state, ports);
  const kept = files();
  for (const end of ["stop", "kill"] as const) {
    for (let index = 0; index < 20; index++) {
      const id = `3d77f23b-683d-834e-8731-15e2${String(index).padStart(4, "0")}0001`;
      expect((await api(`/conversations/${id}`)).status).toBe(404);
    }
    await product[end]();
    product = await startProduct(state, ports);
    expect(files()).toEqual(kept);
  }
  expect(await allMessages(known.id)).toEqual(before);
});

test("the reference and its viewer come from this server alone", async () => {
  const page = await fetch(`${product.api}/docs/`);
  expect(page.status).toBe(200);
  const html = await page.text();
  const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, file]) => file as string);
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) {
    expect(file).not.toMatch(/^(https?:)?\/\//);
    expect((await fetch(new URL(file, `${product.api}/docs/`))).status).toBe(200);
  }
  expect((await call(`${product.api}/openapi.json`)).json.openapi).toBe("3.1.0");
});

/** So much that it cannot wait in buffers on the way. */
const LARGE = new Uint8Array(24 * 1024 * 1024).fill(0x20);
const inPieces = () => new Blob([LARGE]).stream();

test.each([
  ["/messages", "application/json", LARGE, 413, "payload_too_large"],
  ["/messages", "application/json", inPieces(), 413, "payload_too_large"],
  ["/messages?limit=many", "application/json", LARGE, 413, "payload_too_large"],
  ["/articles/import?status=unknown", "application/zip", LARGE, 400, "invalid_request"],
  ["/customers/import", "text/csv", LARGE, 413, "payload_too_large"],
  ["/media", "image/jpeg", LARGE, 413, "payload_too_large"],
  ["/media?kind=unknown", "image/jpeg", LARGE, 400, "invalid_request"],
  ["/media", "image/jpeg", inPieces(), 411, "length_required"],
])("who sends too much, or in vain, comes to hear it: POST %s %s", async (path, type, body, status, code) => {
  const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": type };
  const init: object = { method: "POST", headers, body, duplex: "half" };
  const response = await fetch(`${product.api}/api/v1${path}`, init);
  expect([response.status, (await response.json()).code]).toEqual([status, code]);
});
