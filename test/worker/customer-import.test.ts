import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { configurationOf, forgetConfiguration } from "../../src/tenant/configuration.ts";
import { newPhone, newTenant, type Shop } from "../support/api.ts";
import { conversationWith, newLine, newWaId, receive, text } from "../support/whatsapp.ts";

const CSV = { "Content-Type": "text/csv; charset=utf-8" };
const send = (shop: Shop, file: string | Uint8Array, query = "", headers: Record<string, string> = CSV) =>
  shop.api("POST", `/customers/import${query}`, file, headers);
const counts = (created: number, updated: number, unchanged: number, refused: number) => ({
  ...{ created, updated, unchanged, refused },
});

test("a spreadsheet's customers are kept, and the same file again changes nothing", async () => {
  const shop = await newTenant();
  const [one, two, three] = [newPhone(), newPhone(), newPhone()];
  const file = `\uFEFFid;name;phone;tier\r\nC-1;José;"${one};${two}";gold\r\nC-2;;${three};\r\nC-3;Bad;6.28E+12;\r\n`;
  const first = await send(shop, file);
  expect(first).toMatchObject({
    status: 200,
    json: { dry_run: false, encoding: "utf-8", delimiter: ";", ...counts(2, 0, 0, 1) },
  });
  expect(first.json.lines).toEqual([
    { line: 4, id: "C-3", outcome: "refused", detail: expect.stringContaining("scientific notation") },
  ]);
  expect((await shop.api("GET", "/customers/C-1")).json).toMatchObject({
    name: "José",
    addresses: [
      { type: "phone", target: one },
      { type: "phone", target: two },
    ],
    attributes: { tier: "gold" },
  });
  forgetConfiguration(shop.id);
  const changed = (await configurationOf(env, shop.id))?.customers_changed_at;
  expect((await send(shop, file)).json).toMatchObject(counts(0, 0, 2, 1));
  forgetConfiguration(shop.id);
  expect((await configurationOf(env, shop.id))?.customers_changed_at).toBe(changed);
});

test("what a file does not tell of a customer stays as it is", async () => {
  const shop = await newTenant();
  const [old, next] = [newPhone(), newPhone()];
  const email = { type: "email", target: "ana@shop.test" };
  const addresses = [{ type: "phone", target: old }, email];
  await shop.api("PUT", "/customers/C-1", { name: "Ana", addresses, attributes: { tier: "gold", since: 2019 } });
  expect((await send(shop, `id,name,phone,tier\nC-1,,${next},silver`)).json).toMatchObject(counts(0, 1, 0, 0));
  expect((await shop.api("GET", "/customers/C-1")).json).toMatchObject({
    name: "Ana",
    addresses: [email, { type: "phone", target: next }],
    attributes: { tier: "silver", since: 2019 },
  });
});

test("a dry run tells what would be and changes nothing; a report may have every line", async () => {
  const shop = await newTenant();
  await shop.api("PUT", "/customers/C-2", { name: "Budi" });
  const file = "id,name\nC-1,Ana\nC-2,Budi\n";
  const { json } = await send(shop, file, "?dry_run=1&report=all");
  expect(json).toMatchObject({ dry_run: true, ...counts(1, 0, 1, 0) });
  expect(json.lines).toEqual([
    { line: 2, id: "C-1", outcome: "created", detail: null },
    { line: 3, id: "C-2", outcome: "unchanged", detail: null },
  ]);
  expect((await shop.api("GET", "/customers/C-1")).status).toBe(404);
});

test("an address is one customer's, in the list and in the file", async () => {
  const shop = await newTenant();
  const [taken, shared] = [newPhone(), newPhone()];
  await shop.api("PUT", "/customers/C-0", { addresses: [{ type: "phone", target: taken }] });
  const { json } = await send(shop, `id,phone\nC-1,${taken}\nC-2,${shared}\nC-3,${shared}\n`);
  expect(json).toMatchObject(counts(1, 0, 0, 2));
  expect(json.lines.map(({ detail }: { detail: string }) => detail)).toEqual([
    expect.stringContaining("is customer C-0's"),
    expect.stringContaining("is given to customer C-2 on line 3"),
  ]);
});

test("JSON lines are taken as they are printed", async () => {
  const shop = await newTenant();
  await send(shop, "id,name\nC-1,Ana\nC-2,Budi");
  const { customers } = (await shop.api("GET", "/customers")).json;
  const file = customers.map((customer: object) => JSON.stringify(customer)).join("\n");
  const again = await send(await newTenant(), file, "", { "Content-Type": "application/x-ndjson" });
  expect(again.json).toMatchObject({ delimiter: null, ...counts(2, 0, 0, 0) });
});

test("thousands of lines are kept in parts; too many, too much and other things are refused", async () => {
  const shop = await newTenant();
  const rows = (count: number) => `id,name\n${Array.from({ length: count }, (_, at) => `C-${at},N`).join("\n")}`;
  expect((await send(shop, rows(1_203))).json).toMatchObject(counts(1_203, 0, 0, 0));
  expect(await send(shop, rows(50_001))).toMatchObject({ status: 413, json: { code: "payload_too_large" } });
  expect((await send(shop, new Uint8Array(10 * 1024 * 1024 + 1))).status).toBe(413);
  expect((await send(shop, "{}", "", { "Content-Type": "application/json" })).status).toBe(415);
  expect(await send(shop, "name\nAna")).toMatchObject({ status: 400, json: { errors: [{ field: "header" }] } });
  expect((await send(shop, rows(1), "?report=some")).status).toBe(400);
});

test("who is imported is known with their next message", async () => {
  const line = await newLine();
  const waId = newWaId();
  await receive(line, text(waId, "hello"));
  await send(line.shop, `id,phone\nC-1,+${waId}`);
  await receive(line, text(waId, "and?"));
  await vi.waitFor(async () => {
    const { id } = await conversationWith(line, waId);
    expect((await line.shop.api("GET", `/conversations/${id}`)).json.customer_id).toBe("C-1");
  }, 5_000);
});

test("CU3 an open conversation is said to be a customer's, who is in the list", async () => {
  const [shop, other] = [await newTenant(), await newTenant()];
  const { id } = await shop.open();
  await shop.api("PUT", "/customers/C-1", { name: "Ana", attributes: { tier: "gold" } });
  const put = (customer_id: string) => shop.api("PUT", `/conversations/${id}/customer`, { customer_id });
  expect(await put("C-1")).toMatchObject({ status: 200, json: { id, customer_id: "C-1" } });
  expect(await put("C-2")).toMatchObject({ status: 404, json: { code: "customer_not_found" } });
  await other.api("PUT", "/customers/C-1", {});
  const foreign = await other.api("PUT", `/conversations/${id}/customer`, { customer_id: "C-1" });
  expect(foreign).toMatchObject({ status: 404, json: { code: "conversation_not_found" } });
  const { events } = (await shop.api("GET", `/conversations/${id}/events`)).json;
  expect(events.at(-1)).toMatchObject({
    type: "contact.changed",
    contact: { customer_id: "C-1", customer_details: { name: "Ana", tier: "gold" } },
  });
});

test("all that passed with a customer, over all inboxes, is one document in the order of time", async () => {
  const shop = await newTenant();
  const [one, two] = [await newLine(shop), await newLine(shop)];
  const waId = newWaId();
  await receive(one, text(waId, "first"));
  const { id } = await conversationWith(one, waId);
  await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
  await shop.api("PUT", "/customers/C-1", { addresses: [{ type: "phone", target: `+${waId}` }] });
  await receive(two, text(waId, "second"));
  await receive(one, text(waId, "third"));
  const read = (query = "") => shop.api("GET", `/customers/C-1/conversations${query}`);
  const said = (log: { message?: { content: string; direction: string } }[]) =>
    log.flatMap(({ message }) => (message?.direction === "in" ? [message.content] : []));
  const all = await vi.waitFor(async () => {
    const { json } = await read();
    expect(json.conversations).toHaveLength(3);
    return json;
  }, 5_000);
  expect(said(all.log).sort()).toEqual(["first", "second", "third"]);
  expect(new Set(all.log.map(({ inbox_id }: { inbox_id: string }) => inbox_id))).toEqual(
    new Set([one.inbox, two.inbox]),
  );
  const times = all.log.map(({ timestamp }: { timestamp: string }) => timestamp);
  expect(times).toEqual([...times].sort());
  const last = (await read("?limit=2")).json;
  expect(last.log).toEqual(all.log.slice(-2));
  expect(last.next_to).toBe(last.log[0].timestamp);
  expect((await read("?to=2020-01-01T00:00:00.000Z")).json.log).toEqual([]);
  expect((await shop.api("GET", "/customers/C-9/conversations")).status).toBe(404);
});
