import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, type Product, startProduct, until } from "../support/product.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
type Json = any;

const state = mkdtempSync(join(tmpdir(), "shop-"));
const BUDI = "6281234567890";
const LENA = "4915123456789";
let product: Product;
let tokens: { [name: string]: string };

beforeAll(async () => {
  const ports = { worker: await freePort(), simulator: await freePort() };
  product = await startProduct(state, ports, { DEMO: "1" });
  const { shop } = JSON.parse(readFileSync(join(state, "demo.json"), "utf8"));
  tokens = Object.fromEntries(shop.agents.map((one: Json) => [one.id, one.token]));
  for (const { id } of shop.agents.slice(0, 2)) await api(`/agents/${id}/presence`, "PUT", { status: "online" });
});

afterAll(async () => {
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

async function call(url: string, method = "GET", body?: unknown, bearer = product.key): Promise<Json> {
  const headers = { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" };
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return response.json();
}
const api = (path: string, method?: string, body?: unknown, bearer?: string) =>
  call(`${product.api}/api/v1${path}`, method, body, bearer);
const phone = (path: string, method?: string, body?: unknown) =>
  call(`${product.phone}/simulator${path}`, method, body);

const says = (who: string, text: string) => phone(`/contacts/${who}/messages`, "POST", { text });
const heard = async (who: string): Promise<string[]> =>
  (await phone(`/contacts/${who}/messages`)).messages
    .filter(({ direction }: Json) => direction === "to_customer")
    .map(({ text, content }: Json) => text ?? content ?? "");
const hears = (who: string, words: RegExp): Promise<string> =>
  until(`${words} on the phone`, async () => (await heard(who)).find((text) => words.test(text)));
const conversationWith = async (who: string): Promise<Json> => (await api(`/conversations?q=${who}`)).conversations[0];

test("the shop answers from its articles, gives who wants a person to one, says goodbye and asks how it was", async () => {
  await says(BUDI, "How long does delivery take?");
  await hears(BUDI, /two to three working days[\s\S]*Source: Delivery/);
  const { id, customer_id } = await conversationWith(BUDI);
  expect(customer_id).toBe("100482");

  await says(BUDI, "I want to speak to a human");
  const ticket = await until("a ticket that is offered", async () => {
    const { tickets } = await api("/tickets?state=pending");
    return tickets.find((one: Json) => one.conversation_id === id && one.offered_to !== null);
  });
  const agent = ticket.offered_to.agent_id;
  expect(await api(`/tickets/${ticket.id}/accept`, "POST", {}, tokens[agent])).toMatchObject({ agent_id: agent });
  const message = { conversation_id: id, sender_type: "agent", content: "It left today." };
  await api("/messages", "POST", message, tokens[agent]);
  await hears(BUDI, /It left today/);
  await api(`/tickets/${ticket.id}`, "PATCH", { state: "closed" }, tokens[agent]);
  await hears(BUDI, /Thank you for writing to us/);
  await hears(BUDI, /How did we do/);
  const closed = await api(`/conversations/${id}`);
  expect(closed).toMatchObject({ state: "closed", close_reason: "ticket_closed", handoff_agent_id: agent });
  const { events } = await api(`/conversations/${id}/events?limit=1000`);
  const types = new Set(events.map(({ type }: Json) => type));
  for (const type of ["ai.requested", "handoff.requested", "ticket.opened", "ticket.offered", "agent.assigned"])
    expect(types).toContain(type);
});

test("a word begins a flow, which asks the shop's order service and ends the conversation", async () => {
  await says(LENA, "Where is my order?");
  await hears(LENA, /number of your order/);
  await says(LENA, "it is 10025");
  await hears(LENA, /Order 10025 is on its way/);
  await hears(LENA, /anything else/);
  await says(LENA, "No, thanks");
  await hears(LENA, /Have a good day/);
  await until("the end of the conversation", async () => {
    const { state: standing, close_reason } = await conversationWith(LENA);
    return standing === "closed" && close_reason === "flow_ended" ? true : undefined;
  });
});

test("with a model it answers in the model's words; when the model fails, from the articles again", async () => {
  const model = { base_url: `${product.phone}/model/v1`, api_key: "of the demo", model: "stand-in", timeout: 5 };
  expect((await api("/assistant", "PATCH", { model })).model).toMatchObject({ has_api_key: true });
  await says(LENA, "How long is the warranty?");
  await until("an answer of the model", async () => {
    const { id } = await conversationWith(LENA);
    const messages: Json[] = await api(`/conversations/${id}/messages?limit=20`);
    return messages.find(({ metadata }) => metadata?.model === "stand-in");
  });
  await phone("/services/model", "PATCH", { fault: { how: "503", count: 5 } });
  await says(LENA, "What does a check-up cost?");
  const quoted = await hears(LENA, /A check-up costs 39/);
  expect(quoted).toMatch(/Source: Workshop/);
});
