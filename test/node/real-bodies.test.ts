import { createHmac } from "node:crypto";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, type Product, silenceServices, startProduct } from "../support/product.ts";

/** Webhook bodies as businesses got them: no part of this project, and not everywhere beside it. */
const BODIES = new URL("../../../shared/fixtures/whatsapp/", import.meta.url).pathname;
const files = existsSync(BODIES) ? globSync("*/*.json", { cwd: BODIES }).sort() : [];
const SECRET = "real-bodies-secret";

// biome-ignore lint/suspicious/noExplicitAny: bodies are what they are
type Json = any;

/** Everything below a key of this name, wherever it is. */
function* below(value: Json, key: string): Generator<Json> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === key) yield inner;
    yield* below(inner, key);
  }
}

/** What was said in a body, and done to what was said before. */
const said = (body: Json): Json[] =>
  ["messages", "message_echoes"].flatMap((key) => [...below(body, key)].filter(Array.isArray).flat());

/** By what a message is found again: its own id; what changes another one is in the log under that one's. */
function nameOf({ id, reaction, edit, revoke, timestamp, type }: Json): string {
  const name = reaction?.message_id ?? edit?.original_message_id ?? revoke?.original_message_id ?? id;
  // Without an id it lies in the quarantine as it came.
  return JSON.stringify(String(name || timestamp || type)).slice(1, -1);
}

describe.skipIf(files.length === 0)("real bodies (skipped where ../shared/fixtures is not beside the project)", () => {
  const state = mkdtempSync(join(tmpdir(), "bodies-"));
  const inboxes = new Map<string, string>();
  let product: Product;

  const api = async (path: string, method = "GET", body?: unknown): Promise<Json> => {
    const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": "application/json" };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return (await fetch(`${product.api}/api/v1${path}`, init)).json();
  };

  beforeAll(async () => {
    product = await startProduct(state, { worker: await freePort(), simulator: await freePort() });
    await silenceServices(product);
    const bodies = files.map((file) => JSON.parse(readFileSync(join(BODIES, file), "utf8")));
    const numbers = bodies.flatMap((body) => [...below(body, "phone_number_id")]);
    for (const number of new Set(["1", ...numbers.filter((one) => /^\d{1,32}$/.test(one))])) {
      const channel = { type: "whatsapp", phone_number_id: number, display_phone_number: "+15550000000" };
      const secrets = { access_token: "t", app_secret: SECRET, verify_token: "v" };
      const { id } = await api("/inboxes", "POST", { name: number, channel: { ...channel, ...secrets } });
      inboxes.set(number, id);
    }
  });

  afterAll(async () => {
    await product.stop();
    rmSync(state, { recursive: true, force: true });
  });

  test.each(files)("%s is answered with 200", async (file) => {
    const body = readFileSync(join(BODIES, file));
    const number = [...below(JSON.parse(body.toString()), "phone_number_id")].find((one) => inboxes.has(one)) ?? "1";
    const signature = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
    const response = await fetch(`${product.api}/webhooks/whatsapp/${inboxes.get(number)}`, {
      method: "POST",
      headers: { "X-Hub-Signature-256": signature, "Content-Type": "application/json" },
      body,
    });
    expect(response.status).toBe(200);
  });

  test("each message in them is readable or in the quarantine", async () => {
    const kept: string[] = [];
    for (let cursor = ""; ; ) {
      const page = await api(`/conversations?limit=200${cursor}`);
      for (const { id } of page.conversations) {
        const messages: Json[] = await api(`/conversations/${id}/messages?limit=1000`);
        for (const { content, message_type } of messages) expect(`${message_type}: ${content}`).toMatch(/: \S/);
        kept.push(JSON.stringify(messages), JSON.stringify(await api(`/conversations/${id}/events?limit=1000`)));
      }
      if (page.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    for (let cursor = ""; ; ) {
      const page = await api(`/quarantine?limit=100${cursor}`);
      for (const { id } of page.items) kept.push(JSON.stringify(await api(`/quarantine/${id}`)));
      if (page.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    const everything = kept.join("\n");
    const lost = files.flatMap((file) => {
      const messages = said(JSON.parse(readFileSync(join(BODIES, file), "utf8")));
      const missing = messages.filter((message) => !everything.includes(nameOf(message ?? {})));
      return missing.map((message) => ({ file, message }));
    });
    expect(lost).toEqual([]);
  });
});
