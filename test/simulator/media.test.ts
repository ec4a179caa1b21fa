import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { startSimulator } from "../../src/simulator/server.ts";
import { directoryFor } from "../support/directory.ts";
import { BUDI, CREDENTIALS, NUMBER, ORIGIN, simulation } from "./support.ts";

const DAY = 24 * 60 * 60 * 1000;
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const hex = createHash("sha256").update(JPEG).digest("hex");
const base64 = createHash("sha256").update(JPEG).digest("base64");
const stranger = { ...CREDENTIALS, access_token: "token-2", display_phone_number: "+1 555-000-2222" };
const webp = (size: number, flags: number) => {
  const bytes = new Uint8Array(size);
  bytes.set(new TextEncoder().encode("RIFF....WEBPVP8X"));
  bytes[20] = flags;
  return bytes;
};

test("an upload is described, downloaded for five minutes, and deleted", async () => {
  const { upload, node, clock } = await simulation();
  const { id } = (await upload("image/jpeg", JPEG)).json;
  const { json } = await node("GET", `/${id}?phone_number_id=${NUMBER}`);
  expect(json).toEqual({
    messaging_product: "whatsapp",
    url: expect.stringMatching(/^http:\/\/simulator\.test\//),
    mime_type: "image/jpeg",
    sha256: hex,
    file_size: "7",
    id,
  });
  const file = await node("GET", json.url);
  expect([file.status, file.headers.get("content-type"), file.headers.get("content-length")]).toEqual([
    200,
    "image/jpeg",
    "7",
  ]);
  await clock.pass(299_000);
  expect((await node("GET", json.url)).status).toBe(200);
  await clock.pass(1_000);
  expect((await node("GET", json.url)).status).toBe(404);
  const again = (await node("GET", `/${id}`)).json.url;
  expect((await node("GET", again)).status).toBe(200);
  expect((await node("DELETE", `/${id}?phone_number_id=1`)).json.error.code).toBe(100);
  expect((await node("DELETE", `/${id}`)).json).toEqual({ success: true });
  expect((await node("GET", again)).status).toBe(404);
  const gone = await node("GET", `/${id}`);
  expect([gone.status, gone.json.error.code, gone.json.error.error_subcode]).toEqual([400, 100, 33]);
});

test("a media address wants the account's token, a program's name and its own seal", async () => {
  const { upload, node, put } = await simulation();
  await put("/simulator/numbers/2", stranger);
  const { id } = (await upload("image/jpeg", JPEG)).json;
  const { url } = (await node("GET", `/${id}`)).json;
  expect((await node("GET", url, undefined, { authorization: "" })).status).toBe(401);
  expect((await node("GET", url, undefined, { "user-agent": "" })).status).toBe(403);
  expect((await node("GET", url, undefined, { authorization: "Bearer token-2" })).status).toBe(404);
  expect((await node("GET", url.replace("hash=", "hash=x"))).status).toBe(404);
  expect((await node("GET", url.replace("ext=", "ext=9"))).status).toBe(404);
  expect((await node("GET", `/${id}`, undefined, { authorization: "Bearer token-2" })).status).toBe(400);
});

test.each<[string, string, Uint8Array<ArrayBuffer>, boolean]>([
  ["a picture of 5 MB", "image/png", new Uint8Array(5 * 1024 * 1024), true],
  ["a larger one", "image/png", new Uint8Array(5 * 1024 * 1024 + 1), false],
  ["a film that is too large", "video/mp4", new Uint8Array(16 * 1024 * 1024 + 1), false],
  ["a large document", "application/pdf", new Uint8Array(20 * 1024 * 1024), true],
  ["a sticker of 100 kB", "image/webp", webp(100 * 1024, 0), true],
  ["a larger one that stands still", "image/webp", webp(100 * 1024 + 1, 0), false],
  ["a larger one that moves", "image/webp", webp(400 * 1024, 2), true],
  ["one that moves and is too large", "image/webp", webp(501 * 1024, 2), false],
  ["nothing", "image/png", new Uint8Array(0), false],
])("%s, uploaded", async (_name, type, bytes, isTaken) => {
  const { upload } = await simulation();
  const { json } = await upload(type, bytes);
  if (isTaken) expect(json).toEqual({ id: expect.stringMatching(/^\d{15}$/) });
  else expect(json.error.code).toBe(131053);
});

test("an upload without a file, a product or a form is refused", async () => {
  const { node } = await simulation();
  const form = new FormData();
  expect((await node("POST", `/${NUMBER}/media`, form)).json.error.error_data.details).toContain("messaging_product");
  form.set("messaging_product", "whatsapp");
  expect((await node("POST", `/${NUMBER}/media`, form)).json.error.error_data.details).toContain("file");
  expect((await node("POST", `/${NUMBER}/media`, {})).json.error.code).toBe(100);
});

test("an upload can be sent for thirty days, as what it is", async () => {
  const { upload, graph, say, clock, chat, get, business } = await simulation();
  await say("Hi");
  const { id } = (await upload("image/jpeg", JPEG, "a.jpg")).json;
  const as = (type: string) => graph({ messaging_product: "whatsapp", to: BUDI, type, [type]: { id } });
  expect((await as("image")).status).toBe(200);
  expect((await as("document")).status).toBe(200);
  const shown = await get(`/simulator/media/${id}`);
  expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect((await as("video")).status).toBe(200);
  await clock.pass(5_000);
  expect((await chat()).at(-1)).toMatchObject({ status: "failed", error: { code: 131053 } });
  expect(business.told).toContain("failed");
  await clock.pass(30 * DAY);
  await say("Hi");
  expect((await as("image")).json.error.code).toBe(100);
});

test("a customer's picture arrives with its id, digest and address, and lives for seven days", async () => {
  const { file, does, node, clock, business, graph } = await simulation();
  const media_id = await file("image/jpeg", JPEG, "a.jpg");
  const { status, json } = await does("messages", { type: "image", media_id, caption: "Red" });
  expect([status, json.text]).toEqual([201, "📷 Photo \nRed"]);
  expect(json.content).toEqual({ image: { mime_type: "image/jpeg", sha256: base64, id: media_id, caption: "Red" } });
  await clock.pass(0);
  const { image } = business.lastMessage;
  expect(image).toEqual({ ...json.content.image, url: expect.stringContaining(ORIGIN) });
  expect((await node("GET", image.url)).status).toBe(200);
  expect((await node("GET", `/${image.id}`)).json).toMatchObject({ mime_type: "image/jpeg", sha256: hex });
  const back = { messaging_product: "whatsapp", to: BUDI, type: "image", image: { id: image.id } };
  expect((await graph(back)).status).toBe(200);
  await clock.pass(7 * DAY);
  expect((await node("GET", `/${image.id}`)).status).toBe(400);
  const again = (await does("messages", { type: "image", media_id })).json.content.image;
  expect(again.id).not.toBe(media_id);
  expect((await node("GET", `/${again.id}`)).status).toBe(200);
});

test.each<[string, string, object, object]>([
  ["video", "video/mp4", { caption: "Look" }, { caption: "Look" }],
  ["audio", "audio/ogg; codecs=opus", { voice: true }, { voice: true, mime_type: "audio/ogg; codecs=opus" }],
  ["audio", "audio/mpeg", {}, { voice: false }],
  ["document", "application/pdf", { filename: "b.pdf" }, { filename: "b.pdf" }],
  ["document", "text/html", {}, { filename: "a.bin" }],
  ["sticker", "image/webp", { animated: true }, { animated: true }],
])("a customer's %s of type %s", async (type, mime, more, told) => {
  const { file, does, clock, business } = await simulation();
  const media_id = await file(mime, JPEG, "a.bin");
  expect((await does("messages", { type, media_id, ...more })).status).toBe(201);
  await clock.pass(0);
  expect(business.lastMessage[type]).toMatchObject(told);
});

test("a file cannot be sent as what it is not, nor one that there is not", async () => {
  const { file, does } = await simulation();
  const media_id = await file("image/jpeg", JPEG);
  expect((await does("messages", { type: "video", media_id })).json).toMatchObject({
    status: 409,
    code: "wrong_media",
  });
  expect((await does("messages", { type: "image", media_id: "1" })).json).toMatchObject({ code: "no_media" });
});

test("a file is shown as it is when it may be looked at, in parts too, and never runs", async () => {
  const { file, get, app } = await simulation();
  const page = await get(`/simulator/media/${await file("text/html", JPEG, "a.html")}`);
  expect(page.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''a.html");
  expect(page.headers.get("content-security-policy")).toContain("sandbox");
  const picture = `/simulator/media/${await file("image/jpeg", JPEG)}`;
  const part = await app.request(picture, { headers: { range: "bytes=2-4" } });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 2-4/7"]);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(JPEG.slice(2, 5));
  expect((await get("/simulator/media/1")).status).toBe(404);
});

test("downloads can be made to fail", async () => {
  const { upload, node, post } = await simulation();
  const { id } = (await upload("image/jpeg", JPEG)).json;
  await post("/simulator/settings", { fail_media_next: 1, media_url_seconds: 10 });
  const { url } = (await node("GET", `/${id}`)).json;
  expect((await node("GET", url)).status).toBe(404);
  expect((await node("GET", url)).status).toBe(200);
});

test("an upload that breaks off leaves nothing behind", async () => {
  const { app, state } = await simulation();
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(JPEG);
      setImmediate(() => controller.error(new Error("gone")));
    },
  });
  const init = { method: "POST", headers: { "content-type": "image/jpeg" }, body, duplex: "half" };
  const answer = await app.request("/simulator/media", init as RequestInit);
  expect([answer.status, state.all("media")]).toEqual([400, []]);
});

test("files survive a restart", async () => {
  const stateDir = directoryFor("simulator");
  const first = await startSimulator({ port: 0, stateDir });
  const body = new Uint8Array(3 * 1024 * 1024).fill(7);
  const headers = { "content-type": "image/png" };
  const { media_id } = await (await fetch(`${first.url}/simulator/media`, { method: "POST", headers, body })).json();
  await first.close();
  const second = await startSimulator({ port: 0, stateDir });
  const file = await fetch(`${second.url}/simulator/media/${media_id}`);
  expect(Buffer.compare(new Uint8Array(await file.arrayBuffer()), body)).toBe(0);
  await second.close();
});
