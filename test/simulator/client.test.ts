import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ActionButtons,
  ActionList,
  Body,
  BodyComponent,
  BodyParameter,
  Button,
  Contacts,
  Image,
  Interactive,
  ListSection,
  Location,
  Name,
  Phone,
  Reaction,
  Row,
  Template,
  Text,
} from "whatsapp-api-js/messages";
import { WhatsAppAPI } from "whatsapp-api-js/middleware/node-http";
import { userIdOf } from "../../src/simulator/people.ts";
import { type RunningSimulator, startSimulator } from "../../src/simulator/server.ts";
import { directoryFor } from "../support/directory.ts";
import { BUDI, CREDENTIALS, NUMBER } from "./support.ts";

/** A public client library as its users run it; only its requests to Meta go to the simulator. */
let simulator: RunningSimulator;
let client: WhatsAppAPI;
// biome-ignore lint/suspicious/noExplicitAny: the events of the library are of every shape
const heard: any[] = [];

const server = createServer(async (request, response) => {
  if (request.method === "GET") {
    response.end(client.handle_get(request));
    return;
  }
  response.writeHead(await client.handle_post(request)).end();
});

const call = async (path: string, method: string, body: object) => {
  const headers = { "content-type": "application/json" };
  return (await fetch(`${simulator.url}/simulator${path}`, { method, headers, body: JSON.stringify(body) })).json();
};

const patience = async <T>(find: () => T | undefined): Promise<T> => {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

beforeAll(async () => {
  simulator = await startSimulator({ port: 0, stateDir: directoryFor("simulator") });
  client = new WhatsAppAPI({
    token: CREDENTIALS.access_token,
    appSecret: CREDENTIALS.app_secret,
    webhookVerifyToken: CREDENTIALS.verify_token,
    v: "v25.0",
    ponyfill: {
      fetch: (input, init) => fetch(String(input).replace("https://graph.facebook.com", simulator.url), init),
    },
  });
  client.on.message = (event) => void heard.push(event);
  client.on.status = (event) => void heard.push(event);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const webhook_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await call(`/numbers/${NUMBER}`, "PUT", { ...CREDENTIALS, webhook_url })).toMatchObject({ verified: true });
});

afterAll(async () => {
  await simulator.close();
  await new Promise((resolve) => server.close(resolve));
});

const to = { phone: BUDI, bsuid: userIdOf(BUDI) };
const messageFrom = (id: string) => patience(() => heard.find(({ message }) => message?.id === id));
const accepted = { messages: [{ id: expect.stringMatching(/^wamid\./) }] };

test("it hears a customer, answers in its own words, and marks what it heard as read", async () => {
  const { id } = await call(`/contacts/${BUDI}/messages`, "POST", { text: "Halo 😀 a/b" });
  const event = await messageFrom(id);
  expect(event).toMatchObject({
    phoneID: NUMBER,
    from: BUDI,
    name: "Budi Santoso",
    message: { text: { body: "Halo 😀 a/b" } },
  });
  expect(await event.received("text")).toEqual({ success: true });
  expect(await event.reply(new Text("Hello"), true, "order:1")).toMatchObject(accepted);
  const status = await patience(() => heard.find((one) => one.status === "read"));
  expect(status).toMatchObject({ phoneID: NUMBER, phone: BUDI, biz_opaque_callback_data: "order:1" });
});

test("it sends messages of many types", async () => {
  const { id } = await call(`/contacts/${BUDI}/messages`, "POST", { text: "What do you have?" });
  const buttons = new ActionButtons(new Button("red", "Red"), new Button("blue", "Blue"));
  const list = new ActionList("Choose", new ListSection(undefined, new Row("s", "Small"), new Row("l", "Large")));
  const parameters = [new BodyParameter("Ana"), new BodyParameter("42")] as const;
  const messages = [
    new Image("https://shop.example/shoe.jpg", false, "A shoe"),
    new Interactive(buttons, new Body("Which?")),
    new Interactive(list, new Body("Which size?")),
    new Location(1, 2, "Shop", "Street 1"),
    new Contacts([new Name("Ana Lee", "Ana"), new Phone("+15550001234", "WORK")]),
    new Reaction(id, "👍"),
    new Template("hello_world", "en_US"),
    new Template("order_update", "es", new BodyComponent(...parameters)),
  ];
  for (const message of messages) expect(await client.sendMessage(NUMBER, to, message)).toMatchObject(accepted);
  const refused = await client.sendMessage(NUMBER, to, new Template("nothing", "en_US"));
  expect(refused).toMatchObject({ error: { code: 132001 } });
});

test("it uploads a file, sends it, finds it, downloads it and deletes it", async () => {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array([0xff, 0xd8, 0xff])], { type: "image/jpeg" }));
  const { id } = (await client.uploadMedia(NUMBER, form)) as { id: string };
  expect(await client.sendMessage(NUMBER, to, new Image(id, true))).toMatchObject(accepted);
  const found = await client.retrieveMedia(id, NUMBER);
  expect(found).toMatchObject({ id, mime_type: "image/jpeg", file_size: "3" });
  const file = await client.fetchMedia((found as { url: string }).url);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array([0xff, 0xd8, 0xff]));
  expect(await client.deleteMedia(id, NUMBER)).toEqual({ success: true });
  expect(await client.retrieveMedia(id)).toMatchObject({ error: { code: 100 } });
});

test("it understands a customer's picture, choice and reaction, and sends the picture back", async () => {
  const headers = { "content-type": "image/jpeg" };
  const bytes = new Uint8Array(5);
  const upload = await fetch(`${simulator.url}/simulator/media`, { method: "POST", headers, body: bytes });
  const { media_id } = await upload.json();
  const { id } = await call(`/contacts/${BUDI}/messages`, "POST", { type: "image", media_id, caption: "This one" });
  const picture = await messageFrom(id);
  expect(picture.message.image).toMatchObject({ caption: "This one", mime_type: "image/jpeg" });
  const file = await client.fetchMedia(picture.message.image.url);
  expect((await file.arrayBuffer()).byteLength).toBe(5);
  expect(await picture.reply(new Image(picture.message.image.id, true, "Nice photo"))).toMatchObject(accepted);

  const buttons = new Interactive(new ActionButtons(new Button("yes", "Yes")), new Body("Take it?"));
  const sent = (await client.sendMessage(NUMBER, to, buttons)) as { messages: [{ id: string }] };
  const [{ id: message_id }] = sent.messages;
  const chosen = await call(`/contacts/${BUDI}/messages`, "POST", { type: "choice", message_id, id: "yes" });
  expect((await messageFrom(chosen.id)).message.interactive).toEqual({
    type: "button_reply",
    button_reply: { id: "yes", title: "Yes" },
  });
  const reaction = await call(`/contacts/${BUDI}/reactions`, "POST", { message_id, emoji: "❤️" });
  expect((await messageFrom(reaction.id)).message.reaction).toEqual({ message_id, emoji: "❤️" });
});

test("it blocks and frees a customer", async () => {
  const added = { block_users: { added_users: [{ input: BUDI, wa_id: BUDI }] } };
  expect(await client.blockUser(NUMBER, to)).toMatchObject(added);
  expect(await client.sendMessage(NUMBER, to, new Text("a"))).toMatchObject({ error: { code: 130403 } });
  const removed = { block_users: { removed_users: [{ input: BUDI, wa_id: BUDI }] } };
  expect(await client.unblockUser(NUMBER, to)).toMatchObject(removed);
});
