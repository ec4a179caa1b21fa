import { createHmac, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { load, type Measured, type Shot } from "./load.ts";
import { startFloor, startProduct } from "./servers.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    clients: { type: "string", default: "1,8,32" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(`npm run bench -- [--rounds 5] [--seconds 3] [--clients 1,8,32]

Appends per second through the API and through the webhook, over 100 conversations, beside the floor: a Worker
that only inserts the same row in an object, on the same runtime and disk. Rounds are interleaved; medians are printed.`);
  process.exit(0);
}

const CONVERSATIONS = 100;
const SECRET = "bench-app-secret";
const PHONE_NUMBER_ID = "15550009999";
const adminToken = randomUUID();

const floor = await startFloor();
const product = await startProduct(adminToken).catch(async (error) => {
  await floor.stop();
  throw error;
});
try {
  await measure();
} finally {
  await Promise.all([product.stop(), floor.stop()]);
}

async function measure(): Promise<void> {
  const bearer = await newTenant();
  const inboxId = await newInbox(bearer);
  const conversations = await openConversations(bearer);
  let count = 0;
  const place = () => count++ % CONVERSATIONS;
  const api = (): Shot => {
    const conversation_id = conversations[place()];
    const body = {
      conversation_id,
      sender_type: "customer",
      content: "Is my order on its way?",
      whatsapp_message_id: randomUUID(),
    };
    return { path: "/api/v1/messages", headers: { Authorization: `Bearer ${bearer}` }, body: JSON.stringify(body) };
  };
  const webhook = (): Shot => {
    const body = webhookBody(`6281000000${String(place()).padStart(2, "0")}`);
    const signature = createHmac("sha256", SECRET).update(body).digest("hex");
    return { path: `/webhooks/whatsapp/${inboxId}`, headers: { "X-Hub-Signature-256": `sha256=${signature}` }, body };
  };
  const row = JSON.stringify({
    id: randomUUID(),
    content: "Is my order on its way?",
    metadata: null,
    filler: "x".repeat(600),
  });
  const insert = (): Shot => ({ path: `/${place()}`, headers: {}, body: row });
  const targets = [
    { name: "floor", url: floor.url, next: insert },
    { name: "api", url: product.url, next: api },
    { name: "webhook", url: product.url, next: webhook },
  ];
  // Every conversation's first use makes a database file; that is not what is measured.
  for (const { url, next } of targets) await load(url, 8, 3_000, next);

  const results: { clients: number; name: string; rounds: Measured[] }[] = [];
  for (const clients of values.clients.split(",").map(Number)) {
    const rows = targets.map(({ name }) => ({ clients, name, rounds: [] as Measured[] }));
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const [index, { url, next }] of targets.entries()) {
        rows[index]?.rounds.push(await load(url, clients, Number(values.seconds) * 1000, next));
      }
    }
    results.push(...rows);
  }
  print(results);
}

function print(results: { clients: number; name: string; rounds: Measured[] }[]): void {
  const lines = results.map(({ clients, name, rounds }) => {
    const rate = median(rounds.map(({ per_second }) => per_second));
    const base = results.find((row) => row.clients === clients && row.name === "floor");
    const ratio = rate / median(base?.rounds.map(({ per_second }) => per_second) ?? [Number.NaN]);
    return {
      clients,
      target: name,
      "appends/s": Math.round(rate),
      "of the floor": Number(ratio.toFixed(2)),
      "p50 ms": Number(median(rounds.map(({ p50_ms }) => p50_ms)).toFixed(2)),
      "p99 ms": Number(median(rounds.map(({ p99_ms }) => p99_ms)).toFixed(2)),
      failed: rounds.reduce((sum, { failed }) => sum + failed, 0),
    };
  });
  console.table(lines);
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  mkdirSync(new URL("results/", import.meta.url), { recursive: true });
  writeFileSync(
    new URL("results/latest.json", import.meta.url),
    `${JSON.stringify({ machine, lines, results }, null, 2)}\n`,
  );
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function post<T>(path: string, bearer: string, body: unknown): Promise<T> {
  const headers = { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" };
  const response = await fetch(product.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function newTenant(): Promise<string> {
  const { api_key } = await post<{ api_key: { secret: string } }>("/admin/v1/tenants", adminToken, { name: "Bench" });
  return api_key.secret;
}

async function newInbox(bearer: string): Promise<string> {
  const secrets = { access_token: "bench", app_secret: SECRET, verify_token: "bench" };
  const channel = {
    type: "whatsapp",
    phone_number_id: PHONE_NUMBER_ID,
    display_phone_number: "+1 555 000 9999",
    ...secrets,
  };
  const { id } = await post<{ id: string }>("/api/v1/inboxes", bearer, { name: "Bench", channel });
  return id;
}

async function openConversations(bearer: string): Promise<string[]> {
  const outlet_id = randomUUID();
  const ids: string[] = [];
  for (let index = 0; index < CONVERSATIONS; index++) {
    const customer_phone = `+62812000000${String(index).padStart(2, "0")}`;
    const path = "/api/v1/conversations/find-or-create";
    const { id } = await post<{ id: string }>(path, bearer, { outlet_id, customer_phone, customer_name: "Bench" });
    ids.push(id);
  }
  return ids;
}

function webhookBody(from: string): string {
  const id = `wamid.${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550009999", phone_number_id: PHONE_NUMBER_ID },
    contacts: [{ profile: { name: "Bench" }, wa_id: from }],
    messages: [{ from, id, timestamp, type: "text", text: { body: "Is my order on its way?" } }],
  };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "0", changes: [{ field: "messages", value }] }],
  });
}
