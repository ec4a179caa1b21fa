import { expect, test } from "vitest";
import { BUDI, NUMBER, simulation } from "./support.ts";

const receipts = (webhooks: { at: number; body: string }[]) =>
  webhooks.flatMap(({ at, body }) => {
    const status = JSON.parse(body).entry[0].changes[0].value.statuses?.[0];
    return status ? [{ at, status: status.status, callback: status.biz_opaque_callback_data }] : [];
  });

test("a message is sent, delivered and read, each told with the business's own data", async () => {
  const { say, send, business, clock, chat } = await simulation();
  await say("Hi");
  const id = (await send("Hello", { biz_opaque_callback_data: "order:1" })).json.messages[0].id;
  await clock.pass(5_000);
  expect(receipts(business.webhooks)).toEqual([
    { at: 30, status: "sent", callback: "order:1" },
    { at: 230, status: "delivered", callback: "order:1" },
    { at: 830, status: "read", callback: "order:1" },
  ]);
  const statuses = business.webhooks.map(({ body }) => JSON.parse(body).entry[0].changes[0].value.statuses?.[0]);
  expect(statuses.at(-1)).toMatchObject({ id, recipient_id: BUDI, recipient_user_id: expect.any(String) });
  expect((await chat()).at(-1)).toMatchObject({ status: "read", text: "Hello" });
});

test("an offline phone gets nothing and sends nothing until it is online again", async () => {
  const { say, send, patch, business, clock } = await simulation();
  await say("Hi");
  await patch(`/simulator/contacts/${BUDI}`, { online: false });
  await send("Hello");
  await say("Are you there?");
  await clock.pass(60_000);
  expect(business.told).toEqual(["Hi", "sent"]);
  await patch(`/simulator/contacts/${BUDI}`, { online: true });
  await clock.pass(1_000);
  expect(business.told.toSorted()).toEqual(["Are you there?", "Hi", "delivered", "read", "sent"]);
});

test("without read receipts the business hears of delivery only", async () => {
  const { say, send, patch, business, clock, chat } = await simulation();
  await say("Hi");
  await patch(`/simulator/contacts/${BUDI}`, { read_receipts: false });
  await send("Hello");
  await clock.pass(5_000);
  await patch(`/simulator/contacts/${BUDI}`, { read_receipts: true });
  await clock.pass(5_000);
  expect(business.told).toEqual(["Hi", "sent", "delivered"]);
  expect((await chat()).at(-1)).toMatchObject({ status: "delivered", read_quietly: true });
});

test("somebody who does not read by themselves reads when the chat is opened", async () => {
  const { say, send, patch, post, get, business, clock } = await simulation();
  await say("Hi");
  await patch(`/simulator/contacts/${BUDI}`, { auto_read: false });
  await send("Hello");
  await clock.pass(60_000);
  expect(business.told).toEqual(["Hi", "sent", "delivered"]);
  expect((await get("/simulator/snapshot")).json.chats[0].unread).toBe(1);
  await post(`/simulator/contacts/${BUDI}/reads`, {});
  await clock.pass(0);
  expect(business.told.at(-1)).toBe("read");
  expect((await get("/simulator/snapshot")).json.chats[0].unread).toBe(0);
});

test("what the customer wrote is sent, delivered, and read with all before it when the business reads it", async () => {
  const { say, graph, clock, chat, simulator } = await simulation();
  const heard: string[] = [];
  simulator.feed.subscribe(undefined, ({ name }) => heard.push(name));
  const ofChat = async () => (await chat()).map(({ status }) => status);
  await say("One");
  const { id } = await say("Two");
  expect(await say("Three")).toMatchObject({ status: "pending" });
  await clock.pass(0);
  expect(await ofChat()).toEqual(["sent", "sent", "sent"]);
  await clock.pass(200);
  expect(await ofChat()).toEqual(["delivered", "delivered", "delivered"]);
  const read = { messaging_product: "whatsapp", status: "read", message_id: id, typing_indicator: { type: "text" } };
  expect((await graph(read)).json).toEqual({ success: true });
  expect(await ofChat()).toEqual(["read", "read", "delivered"]);
  expect(heard).toContain("typing");
});

test("delays can be set", async () => {
  const { say, send, post, business, clock } = await simulation();
  await post("/simulator/settings", { sent_after_ms: 0, delivered_after_ms: 0, read_after_ms: 0 });
  await say("Hi", { phone_number_id: NUMBER });
  await send("Hello");
  await clock.pass(0);
  expect(business.told).toEqual(["Hi", "sent", "delivered", "read"]);
});
