import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, type Product, startProduct, until } from "../support/product.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
type Json = any;

const state = mkdtempSync(join(tmpdir(), "services-"));
let ports: { worker: number; simulator: number };
let product: Product;

beforeAll(async () => {
  ports = { worker: await freePort(), simulator: await freePort() };
  product = await startProduct(state, ports, { LOG_FORMAT: "text" });
});

afterAll(async () => {
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

async function call(url: string, method = "GET", body?: unknown): Promise<Json> {
  const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": "application/json" };
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return response.json();
}
const api = (path: string) => call(`${product.api}/api/v1${path}`);
const phone = (path: string, method?: string, body?: unknown) =>
  call(`${product.phone}/simulator${path}`, method, body);

const BUDI = "6281234567890";
const LENA = "4915123456789";

const says = (who: string, text: string) => phone(`/contacts/${who}/messages`, "POST", { text });

/** Waits until the business has said something like it on somebody's phone. */
const hears = (who: string, words: RegExp): Promise<string> =>
  until(`${words} on the phone`, async () => {
    const { messages } = await phone(`/contacts/${who}/messages`);
    const said = messages.filter(({ direction }: Json) => direction === "to_customer").map(({ text }: Json) => text);
    return said.find((text: string) => words.test(text));
  });

const conversationWith = async (who: string): Promise<Json> => (await api(`/conversations?q=${who}`)).conversations[0];

test("on the demo's phones the AI answers by name, a person takes over, closes, and the AI answers again", async () => {
  expect(product.output()).toMatch(/Who answers +stand-ins/);
  await says(BUDI, "What time do you close today?");
  await hears(BUDI, /^Hello Budi! We are open/);
  expect(await conversationWith(BUDI)).toMatchObject({ status: "active", control: "ai" });

  await says(BUDI, "It came in the wrong colour");
  await hears(BUDI, /A colleague will take care/);
  await hears(BUDI, /^Hello, this is (Ana|Marco)/);
  const { id, ticket } = await conversationWith(BUDI);
  expect(ticket).toMatchObject({ id: expect.stringMatching(/^T-/), state: "open" });
  await says(BUDI, "My parcel is broken");
  await hears(BUDI, /replacement/);
  await says(BUDI, "Thanks, bye!");
  await hears(BUDI, /Have a nice day/);
  await until("the end of the ticket", async () => ((await conversationWith(BUDI)).ended_at ? true : undefined));
  expect(await api(`/conversations/${id}`)).toMatchObject({
    close_reason: "ticket_closed",
    ticket: { state: "closed" },
  });

  await says(BUDI, "Can I pay on delivery?");
  await hears(BUDI, /Hello Budi! (You can pay|We deliver)/);
});

test("they answer after a restart, and when their answers come late, doubled and in any order", async () => {
  await product.stop();
  product = await startProduct(state, ports);
  const faults = {
    slow: { events_ms: 300 },
    duplicated: { times: 3 },
    reordered: {},
    wrong: { how: "answers_500", count: 1 },
  };
  for (const name of ["ms-gateway", "ms-rag", "ms-agents"]) await phone(`/services/${name}`, "PATCH", { faults });
  await says(LENA, "Wie sind die Öffnungszeiten?");
  expect(await hears(LENA, /geöffnet/)).toMatch(/^Hallo! /);
  const { messages } = await phone(`/contacts/${LENA}/messages`);
  expect(messages.filter(({ direction }: Json) => direction === "to_customer")).toHaveLength(1);
  expect((await api(`/conversations?q=${LENA}`)).conversations[0]).toMatchObject({ customer_id: null });
});
