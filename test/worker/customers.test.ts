import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { newTenant, type Shop } from "../support/api.ts";
import { conversationWith, type Line, newLine, newWaId, receive, text } from "../support/whatsapp.ts";

const put = (shop: Shop, id: string, body: object) => shop.api("PUT", `/customers/${id}`, body);
const phone = (waId: string) => [{ type: "phone", target: `+${waId}` }];

/** The customer of the conversation with a number, once it is what is expected. */
const isCustomer = (line: Line, waId: string, customer: string | null) =>
  vi.waitFor(async () => {
    const { id } = await conversationWith(line, waId);
    const { json } = await line.shop.api("GET", `/conversations/${id}`);
    expect(json.customer_id).toBe(customer);
  }, 5_000);

test("CU4 who writes is looked up in the list, also at the first message", async () => {
  const line = await newLine();
  const waId = newWaId();
  await put(line.shop, "C-1", { name: "Rosa", addresses: phone(waId), attributes: { tier: "gold" } });
  await receive(line, text(waId, "hello"));
  await isCustomer(line, waId, "C-1");
  const { id } = await conversationWith(line, waId);
  const { events } = (await line.shop.api("GET", `/conversations/${id}/events`)).json;
  expect(events.find(({ type }: { type: string }) => type === "contact.changed")).toMatchObject({
    contact: { customer_id: "C-1", customer_details: { name: "Rosa", tier: "gold" } },
  });
});

test("CU4 a known customer's closed conversation is reopened by the very first word, where the tenant says so", async () => {
  const line = await newLine();
  await line.shop.api("PATCH", "/tenant", { policies: { reopen: "same" } });
  const waId = newWaId();
  await receive(line, text(waId, "hello"));
  const { id } = await conversationWith(line, waId);
  await line.shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
  await put(line.shop, "C-1", { addresses: phone(waId) });
  await receive(line, text(waId, "hello again"));
  expect((await conversationWith(line, waId)).id).toBe(id);
});

test("CU4 who is not in the list is looked up again once it has changed", async () => {
  const line = await newLine();
  const waId = newWaId();
  await put(line.shop, "C-0", { addresses: phone(newWaId()) });
  await receive(line, text(waId, "hello"));
  await isCustomer(line, waId, null);
  await put(line.shop, "C-1", { addresses: phone(waId) });
  await receive(line, text(waId, "and?"));
  await isCustomer(line, waId, "C-1");
});

test("CU4 every spelling of a number is the customer's, and no service need be asked", async () => {
  const line = await newLine();
  await put(line.shop, "C-MX", { addresses: [{ type: "phone", target: "+52 1 55 1234 0001" }] });
  await receive(line, text("525512340001", "hola"));
  await isCustomer(line, "525512340001", "C-MX");
});

test("CU4 nobody is looked up here where a service plays that part", async () => {
  const line = await newLine();
  const waId = newWaId();
  await line.shop.api("PATCH", "/tenant", { services: { customers: "off" } });
  await put(line.shop, "C-1", { addresses: phone(waId) });
  await receive(line, text(waId, "hello"));
  await isCustomer(line, waId, null);
});

test("an address is one customer's at a time, and goes with them", async () => {
  const shop = await newTenant();
  const addresses = phone(newWaId());
  await put(shop, "C-1", { addresses });
  expect(await put(shop, "C-2", { addresses })).toMatchObject({
    status: 409,
    json: { code: "address_taken", customer_id: "C-1" },
  });
  expect((await shop.api("GET", "/customers/C-2")).status).toBe(404);
  expect((await shop.api("DELETE", "/customers/C-1")).status).toBe(204);
  expect((await put(shop, "C-2", { addresses })).status).toBe(200);
  expect((await put(shop, "C-2", { name: "Ann" })).json.addresses).toEqual([]);
});

test("a customer's id has no control characters", async () => {
  const shop = await newTenant();
  const { status, json } = await put(shop, "a%0Ab", { name: "Ana" });
  expect([status, json.errors]).toEqual([400, [{ field: "path.id", detail: "must have no control characters" }]]);
  expect((await put(shop, encodeURIComponent("Zoë / 7"), { name: "Zoë" })).status).toBe(200);
});

test("the list is in the order of its ids, in pages", async () => {
  const [shop, other] = [await newTenant(), await newTenant()];
  for (const id of ["b", "a", "c"]) await put(shop, id, { name: id });
  await put(other, "z", {});
  const first = (await shop.api("GET", "/customers?limit=2")).json;
  expect(first).toMatchObject({ customers: [{ id: "a" }, { id: "b" }], next_after: "b" });
  for (const limit of [1, 2]) {
    const rest = (await shop.api("GET", `/customers?limit=${limit}&after=b`)).json;
    expect(rest).toMatchObject({ customers: [{ id: "c", name: "c" }], next_after: null });
  }
});

test("CU5 customers are found by a text in their id, name or address, page by page", async () => {
  const shop = await newTenant();
  await put(shop, "a-1", { name: "Rosa Díaz", addresses: [{ type: "phone", target: "+15550107001" }] });
  await put(shop, "b-2", { name: "Rosalind", addresses: [{ type: "email", target: "rosalind@mail.example" }] });
  await put(shop, "c-3", { name: null, addresses: [] });
  const found = async (query: string) =>
    (await shop.api("GET", `/customers?${query}`)).json.customers.map(({ id }: { id: string }) => id);
  expect(await found("q=ROSA")).toEqual(["a-1", "b-2"]);
  expect(await found("q=ROSA&limit=1&after=a-1")).toEqual(["b-2"]);
  expect(await found("q=d%C3%ADaz")).toEqual(["a-1"]);
  expect(await found(`q=${encodeURIComponent("+1 (555) 010-7001")}`)).toEqual(["a-1"]);
  expect(await found("q=Mail.example")).toEqual(["b-2"]);
  expect(await found("q=phone")).toEqual([]);
  expect(await found("q=c-3")).toEqual(["c-3"]);
  expect(await found("q=nobody")).toEqual([]);
  for (const nothing of ["---", "()", "99"]) expect(await found(`q=${encodeURIComponent(nothing)}`)).toEqual([]);
});

test.each(["Иван Ёлкин", "Élodie", "Øystein", "JOSÉ", "Σωκράτης"])(
  "CU5 %s is found however it is written",
  async (name) => {
    const shop = await newTenant();
    await put(shop, "a-1", { name, addresses: [] });
    // As one of before it was kept what they are found by.
    await put(shop, "b-2", { name, addresses: [] });
    await runInDurableObject(env.TENANT.getByName(shop.id), (_, { storage }) => {
      storage.sql.exec("UPDATE customers SET search = NULL WHERE id = 'b-2'");
    });
    for (const text of [name, name.toLowerCase(), name.toUpperCase(), ` ${name.slice(1)} `]) {
      const { customers } = (await shop.api("GET", `/customers?q=${encodeURIComponent(text)}`)).json;
      expect(customers.map(({ id }: { id: string }) => id)).toEqual(["a-1", "b-2"]);
    }
  },
);
