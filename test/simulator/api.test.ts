import { expect, test } from "vitest";
import { BUDI, CREDENTIALS, NUMBER, simulation } from "./support.ts";

test("registering a number verifies its webhook once, and again when the webhook changes", async () => {
  const { put, get, business } = await simulation({ register: false });
  let handshakes = 0;
  business.challenge = (challenge) => {
    handshakes += 1;
    return new Response(challenge);
  };
  const path = `/simulator/numbers/${NUMBER}`;
  expect((await put(path, CREDENTIALS)).json).toMatchObject({
    verified: true,
    verification: "The webhook is verified.",
  });
  await put(path, { ...CREDENTIALS, name: "New name" });
  expect(handshakes).toBe(1);
  await put(path, { ...CREDENTIALS, verify_token: "other" });
  expect(handshakes).toBe(2);
  const listed = await get("/simulator/numbers");
  expect(listed.json.numbers).toHaveLength(1);
  for (const secret of ["token-1", "app-secret", "verify-me", "other"]) expect(listed.text).not.toContain(secret);
});

test.each([
  ["another answer", () => new Response("no"), "The webhook did not answer with the challenge it was sent."],
  ["a refusal", () => new Response("", { status: 403 }), "The webhook answered the verification with 403."],
])("a handshake with %s is reported", async (_name, answer, words) => {
  const { put, business } = await simulation({ register: false });
  business.challenge = answer;
  const { status, json } = await put(`/simulator/numbers/${NUMBER}`, CREDENTIALS);
  expect([status, json.verified, json.verification]).toEqual([200, false, words]);
});

test("there are people to begin with, and more can be added and changed", async () => {
  const { get, post, patch } = await simulation();
  expect((await get("/simulator/contacts")).json.contacts).toHaveLength(4);
  const added = await post("/simulator/contacts", { wa_id: "447700900123", name: "Ann", user_id: "GB.123" });
  expect([added.status, added.json.country]).toEqual([201, "United Kingdom"]);
  expect((await post("/simulator/contacts", { wa_id: "447700900123", name: "Anne" })).json).toMatchObject({
    name: "Anne",
    user_id: "GB.123",
  });
  expect((await patch("/simulator/contacts/447700900123", { online: false })).json.online).toBe(false);
});

test("refusals say in words what is wrong", async () => {
  const { post, patch, get } = await simulation({ register: false });
  const bad = await post("/simulator/contacts", { wa_id: "+62", name: "" });
  expect(bad.status).toBe(400);
  expect(bad.headers.get("content-type")).toBe("application/problem+json");
  expect(bad.json.errors.map(({ path }: { path: string }) => path)).toEqual(["wa_id", "name"]);
  expect((await post("/simulator/contacts", "{")).json.detail).toBe("The body is not JSON.");
  expect((await patch(`/simulator/contacts/${BUDI}`, { on_line: true })).status).toBe(400);
  expect((await post("/simulator/contacts/1/messages", { text: "a" })).status).toBe(404);
  expect((await post(`/simulator/contacts/${BUDI}/messages`, { text: "a" })).json).toMatchObject({ code: "no_number" });
  expect((await post(`/simulator/contacts/${BUDI}/messages`, { text: "" })).status).toBe(400);
  expect((await post("/simulator/contacts", "x".repeat(3_000_000))).status).toBe(413);
  expect((await get("/nothing")).status).toBe(404);
});

test("other sites cannot make a browser write here", async () => {
  const { post } = await simulation();
  const body = { text: "a" };
  const path = `/simulator/contacts/${BUDI}/messages`;
  expect((await post(path, body, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await post(path, body, { "sec-fetch-site": "same-origin" })).status).toBe(201);
});

test.each([
  ["NUL", "a\u0000b"],
  ["a lone surrogate", "\ud800"],
  ["100 kB", "ж".repeat(102_400)],
  ["HTML", "<script>alert(1)</script>"],
])("%s arrives as it was written", async (_name, text) => {
  const { say, business, clock, chat } = await simulation();
  await say(text);
  await clock.pass(0);
  expect(business.told).toEqual([text]);
  expect((await chat())[0]?.text).toBe(text);
});

test("a random message is a question in the person's language", async () => {
  const { post } = await simulation();
  const { status, json } = await post(`/simulator/contacts/${BUDI}/messages/random`, {});
  expect([status, json.text]).toEqual([201, "Halo kak, apakah barangnya masih ada?"]);
});

test("the page and its files are served under a strict policy, and nothing else is", async () => {
  const { get } = await simulation();
  const page = await get("/");
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(page.headers.get("content-security-policy")).not.toContain("unsafe");
  expect(page.text).not.toMatch(/<[^>]+\s(style|on\w+)=/);
  const files = [...page.text.matchAll(/(?:href|src)="([\w-]+\.\w+)"/g)].map(([, file]) => file);
  expect(files).toContain("phone.js");
  for (const file of files) expect((await get(`/${file}`)).status).toBe(200);
  for (const file of ["..%2Fapp.ts", "%2e%2e%2fapp.ts", "app.ts"]) expect((await get(`/${file}`)).status).toBe(404);
});
