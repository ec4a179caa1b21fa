import { expect, test } from "vitest";
import { BUDI, NUMBER, simulation } from "./support.ts";

const NEW = "6289999999999";

test("who hides their number is known by user id alone, and can be answered by it", async () => {
  const { patch, say, graph, clock, business, state, send } = await simulation();
  await patch(`/simulator/contacts/${BUDI}`, { share_phone: false, username: "budi.s" });
  const user_id = state.get("contact", BUDI)?.user_id;
  await say("Hi");
  const answer = { messaging_product: "whatsapp", recipient: user_id, type: "text", text: { body: "Hello" } };
  expect((await graph(answer)).json.contacts).toEqual([{ input: user_id, user_id }]);
  await clock.pass(5_000);
  expect(JSON.stringify(business.changes)).not.toContain(BUDI);
  const [message, sent, delivered] = business.changes.map(({ value }) => value);
  expect(message.contacts).toEqual([{ profile: { name: "Budi Santoso", username: "budi.s" }, user_id }]);
  expect(message.messages[0]).toMatchObject({ from_user_id: user_id });
  expect(sent.contacts[0].profile).toEqual({ name: "Budi Santoso" });
  expect(delivered.contacts[0].profile.username).toBe("budi.s");
  expect(delivered.statuses[0].recipient_user_id).toBe(user_id);
  expect((await send("By number")).status).toBe(200);
});

test("a new number moves the chats, and both webhooks tell of it", async () => {
  const { post, say, chat, clock, business, state, get } = await simulation();
  await say("Hi");
  await clock.pass(0);
  const before = state.get("contact", BUDI);
  const { status, json } = await post(`/simulator/contacts/${BUDI}/identity`, { change: "number", to: NEW });
  expect([status, json.wa_id, json.name]).toEqual([200, NEW, "Budi Santoso"]);
  await clock.pass(0);
  const [system, update] = business.changes.slice(1);
  expect(system?.value.contacts).toBeUndefined();
  expect(system?.value.messages[0]).toMatchObject({
    from: BUDI,
    type: "system",
    system: { type: "user_changed_number", wa_id: NEW, previous_user_id: before?.user_id, user_id: json.user_id },
  });
  expect(update).toMatchObject({
    field: "user_id_update",
    value: { user_id_update: [{ wa_id: NEW, user_id: { previous: before?.user_id, current: json.user_id } }] },
  });
  expect(await chat(NEW)).toMatchObject([{ text: "Hi", wa_id: NEW }]);
  expect((await get("/simulator/snapshot")).json.chats).toMatchObject([{ wa_id: NEW }]);
  expect((await get(`/simulator/contacts/${BUDI}/messages`)).status).toBe(404);
});

test("a new user id is told to the numbers that know the person, and to no others", async () => {
  const { post, say, clock, business } = await simulation();
  const to = "ID.99999";
  await post(`/simulator/contacts/${BUDI}/identity`, { change: "user_id", to });
  await clock.pass(0);
  expect(business.changes).toEqual([]);
  await say("Hi");
  await post(`/simulator/contacts/${BUDI}/identity`, { change: "user_id", to: "ID.100000" });
  await clock.pass(0);
  expect(business.told).toEqual(["Hi", "system", "user_id_update"]);
  expect(business.lastMessage.system).toMatchObject({ type: "user_changed_user_id", previous_user_id: to });
});

test("what somebody else has cannot be taken", async () => {
  const { post, get } = await simulation();
  const other = (await get("/simulator/contacts")).json.contacts[1];
  const path = `/simulator/contacts/${BUDI}/identity`;
  expect((await post(path, { change: "number", to: other.wa_id })).status).toBe(409);
  expect((await post(path, { change: "user_id", to: other.user_id })).status).toBe(409);
  expect((await post(path, { change: "number", to: NUMBER.slice(0, 3) })).status).toBe(400);
});
