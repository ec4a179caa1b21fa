import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, type Product, silenceServices, startProduct } from "../support/product.ts";

const state = mkdtempSync(join(tmpdir(), "erasing-"));
const OUTLET = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11";
const PHONE = "+491555019283746";
const SECRET = "the heron flies at noon";

let product: Product;

beforeAll(async () => {
  product = await startProduct(state, { worker: await freePort(), simulator: await freePort() });
  await silenceServices(product);
});

afterAll(async () => {
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

async function api(path: string, method: string, body?: object) {
  const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": "application/json" };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(`${product.api}/api/v1${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
  return { status: response.status, json: (await response.json().catch(() => null)) as any };
}

/** The files of the threads on the disk in which a text stands, whether or not a row still has it. */
const threadsWith = (text: string): string[] =>
  globSync("do/*-ConversationObject/*", { cwd: state }).filter((file) =>
    readFileSync(join(state, file)).includes(text),
  );

test("ER1 not a byte of what was erased is left in the thread's file", async () => {
  const { json: conversation } = await api("/conversations/find-or-create", "POST", {
    outlet_id: OUTLET,
    customer_phone: PHONE,
    customer_name: "Wilhelmine Reiher",
  });
  for (let index = 0; index < 40; index++) {
    const said = { conversation_id: conversation.id, sender_type: "customer", content: `${index}: ${SECRET}` };
    expect((await api("/messages", "POST", said)).status).toBe(201);
  }
  const signs = [PHONE.slice(1), SECRET, "Wilhelmine"];
  for (const sign of signs) expect(threadsWith(sign).length, sign).toBeGreaterThan(0);
  expect((await api(`/conversations/${conversation.id}/person`, "DELETE")).status).toBe(204);
  for (const sign of signs) expect(threadsWith(sign), sign).toEqual([]);
  const again = await api("/conversations/find-or-create", "POST", { outlet_id: OUTLET, customer_phone: PHONE });
  expect(again.json).toMatchObject({ number: 2, customer_name: null, last_seq: 43 });
});
