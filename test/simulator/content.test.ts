import { expect, test } from "vitest";
import { BUDI, NUMBER, simulation } from "./support.ts";

const base = { messaging_product: "whatsapp", to: `+${BUDI}` };
const ana = { formatted_name: "Ana Lee", first_name: "Ana" };

test.each<[string, unknown, number]>([
  ["text", { body: "a", preview_url: "yes" }, 100],
  ["image", { id: "unknown" }, 100],
  ["image", { link: "http(s)://image-url" }, 100],
  ["image", { link: "ftp://shop.test/a.jpg" }, 100],
  ["image", { link: "https://shop.test/a.jpg", caption: "x".repeat(1025) }, 131009],
  ["image", { link: "https://shop.test/a.jpg", id: "1" }, 100],
  ["image", "https://shop.test/a.jpg", 100],
  ["audio", { link: "https://shop.test/a.ogg", caption: "a" }, 100],
  ["audio", { link: "https://shop.test/a.ogg", voice: "yes" }, 100],
  ["location", { latitude: 1 }, 131008],
  ["location", { latitude: 91, longitude: 0 }, 131009],
  ["location", { latitude: 0, longitude: "east" }, 131009],
  ["contacts", [], 131009],
  ["contacts", [null], 100],
  ["contacts", [{ phones: [] }], 131008],
  ["contacts", [{ name: { formatted_name: "Ana" } }], 131009],
  ["contacts", [{ name: ana, phones: {} }], 100],
  ["contacts", Array(258).fill({ name: ana }), 131009],
  ["reaction", { emoji: "👍" }, 131008],
  ["reaction", { message_id: "wamid.unknown", emoji: "👍" }, 131009],
  ["reaction", { message_id: "wamid.unknown" }, 131008],
])("a faulty %s is refused: %j", async (type, content, code) => {
  const { graph, say } = await simulation();
  await say("Hi");
  const { status, json } = await graph({ ...base, type, [type]: content });
  expect([status, json.error.code]).toEqual([400, code]);
});

test("structured content may come as JSON in a string, as some clients write it", async () => {
  const { graph, say, chat } = await simulation();
  await say("Hi");
  await graph({ ...base, type: "contacts", contacts: JSON.stringify([{ name: ana }]) });
  expect((await chat()).at(-1)?.content).toEqual({ contacts: [{ name: ana }] });
});

test("a reaction is shown at its message, replaced by the next and taken back by an empty one", async () => {
  const { graph, say, chat, clock, business } = await simulation();
  const { id } = await say("Hi");
  const react = (emoji: string) => graph({ ...base, type: "reaction", reaction: { message_id: id, emoji } });
  expect((await react("👍")).status).toBe(200);
  expect((await react("👩‍👩‍👧")).status).toBe(200);
  expect(await chat()).toMatchObject([{ reactions: [{ from: "business", emoji: "👩‍👩‍👧" }] }]);
  expect((await react("")).status).toBe(200);
  expect(await chat()).toMatchObject([{ reactions: [] }]);
  for (const emoji of ["ok", "👍👍", "1"]) expect((await react(emoji)).json.error.code).toBe(131009);
  await clock.pass(5_000);
  expect(business.told).toEqual(["Hi", "sent", "sent", "sent"]);
  await clock.pass(31 * 24 * 60 * 60 * 1000);
  await say("Still there?");
  expect((await react("👍")).json.error.code).toBe(131009);
});

test("a message to a group is accepted, and its status names the group", async () => {
  const { graph, clock, business } = await simulation();
  const to = "Y2FwaV9ncm91cDox";
  const { json } = await graph({ ...base, recipient_type: "group", to, type: "text", text: { body: "All" } });
  expect(json.messages).toEqual([{ id: expect.any(String), group_id: to }]);
  await clock.pass(5_000);
  expect(business.changes.map(({ value }) => value.statuses[0])).toMatchObject([
    { status: "sent", recipient_id: to, recipient_type: "group" },
  ]);
});

test("a user id is an address as well; with a number beside it, the number counts", async () => {
  const { graph, say, state } = await simulation();
  await say("Hi");
  const recipient = state.get("contact", BUDI)?.user_id;
  const text = { type: "text", text: { body: "a" } };
  const both = await graph({ ...base, recipient, ...text });
  expect(both.json.contacts).toEqual([{ input: `+${BUDI}`, wa_id: BUDI }]);
  const unknown = await graph({ messaging_product: "whatsapp", recipient: "US.1", ...text });
  expect(unknown.json.error.code).toBe(131026);
  const wrong = await graph({ messaging_product: "whatsapp", recipient: "budi", ...text });
  expect(wrong.json.error.code).toBe(131009);
});

test("a voice message that is read is also played", async () => {
  const { upload, graph, say, clock, business } = await simulation();
  await say("Hi");
  const { id } = (await upload("audio/ogg", new Uint8Array([79, 103, 103, 83]))).json;
  await graph({ ...base, type: "audio", audio: { id, voice: true } });
  await clock.pass(5_000);
  expect(business.told).toEqual(["Hi", "sent", "delivered", "read", "played"]);
});

test("calls that Graph does not know are answered as Graph does, with or without a version", async () => {
  const { node } = await simulation();
  const unknown = await node("POST", `/${NUMBER}/dance`, {});
  expect([unknown.status, unknown.json.error.code, unknown.json.error.type]).toEqual([
    400,
    100,
    "GraphMethodException",
  ]);
  const unversioned = await node("GET", `http://simulator.test/${NUMBER}`);
  expect(unversioned.json.id).toBe(NUMBER);
});
