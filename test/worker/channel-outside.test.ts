import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newTenant, type Shop } from "../support/api.ts";
import { newLine, newWaId, newWamid } from "../support/whatsapp.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an event is what it checks
const told: any[] = [];
let shop: Shop;

beforeAll(async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    if (new URL(request.url).host !== "ms-whatsapp.example.com") return new Response("not this way", { status: 500 });
    told.push(await request.json());
    return new Response(null, { status: 204 });
  });
  shop = await newTenant();
  await newLine(shop);
  const services = { channel: "remote", ai: "off", agents: "off", customers: "off" };
  await shop.api("PATCH", "/tenant", { services });
  const types = ["send-whatsapp-business-text-message", "send-whatsapp-business-message"];
  await shop.api("POST", "/subscriptions", { url: "https://ms-whatsapp.example.com/", types });
});
afterAll(() => vi.restoreAllMocks());

const post = async (type: string, data: object) => {
  const event = { uuid: crypto.randomUUID(), timestamp: new Date().toISOString(), ...data };
  const { status, json } = await shop.api("POST", `/events?type=${type}`, event);
  expect(status, JSON.stringify(json)).toBe(202);
  return json.results[0];
};

test("a service that plays the channel brings what customers say, is sent what we say, and tells how it fared", async () => {
  const waId = newWaId();
  const [receiver, message_id] = ["15550001111", newWamid()];
  const received = { sender: waId, receiver, message_id, body: "hello", customer_details: { codigo_cliente: "C-7" } };
  const { conversation_id } = await post("whatsapp-business-text-message-with-user-info-received", received);
  const first = (await shop.say(conversation_id, "agent", "hi")).json.message;
  const second = (await shop.say(conversation_id, "agent", "and welcome")).json.message;
  await vi.waitFor(() => expect(told).toHaveLength(2), 10_000);
  expect(told.map(({ type, subject, data }) => [type, subject, data.sender, data.receiver, data.body])).toEqual(
    ["hi", "and welcome"].map((body) => [
      "send-whatsapp-business-text-message",
      conversation_id,
      expect.stringContaining(receiver),
      expect.stringContaining(waId),
      body,
    ]),
  );
  expect(told.map(({ data }) => data.message_id)).toEqual([first.id, second.id]);
  await post("whatsapp-business-message-delivered", { sender: receiver, receiver: waId, message_id: first.id });
  const messages = (await shop.api("GET", `/conversations/${conversation_id}/messages`)).json;
  expect(messages.map(({ content, status }: { content: string; status: string }) => [content, status])).toEqual([
    ["hello", "received"],
    ["hi", "delivered"],
    ["and welcome", "accepted"],
  ]);
  const conversation = (await shop.api("GET", `/conversations/${conversation_id}`)).json;
  expect(conversation).toMatchObject({ customer_id: "C-7", customer_phone: `+${waId}` });
});
