import { expect, test } from "vitest";
import { parseJournal } from "../../src/simulator/journal.ts";
import { State } from "../../src/simulator/state.ts";
import { BUDI, CREDENTIALS, NUMBER, simulation } from "./support.ts";

const HOUR = 60 * 60 * 1000;

test("what is not answered with 200 is tried again after 1, 2, 4… 60 seconds, for an hour", async () => {
  const { say, business, clock, chat } = await simulation();
  business.answer = () => 500;
  await say("Hi");
  await clock.pass(1);
  expect((await chat())[0]).toMatchObject({ status: "pending", trouble: "The business's server answered 500." });
  await clock.pass(2 * HOUR);
  const at = business.webhooks.map((webhook) => webhook.at / 1000);
  expect(at.slice(0, 9)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
  expect(at.at(-1)).toBeGreaterThanOrEqual(3600);
  expect(at.at(-1)).toBeLessThan(3700);
  expect((await chat())[0]?.status).toBe("failed");
  expect(new Set(business.webhooks.map(({ body }) => body)).size).toBe(1);
});

test.each([201, 204, 302, 404])("%i is not 200", async (status) => {
  const { say, business, clock } = await simulation();
  business.answer = () => status;
  await say("Hi");
  await clock.pass(1_000);
  expect(business.webhooks).toHaveLength(2);
});

test("messages of a server that was down arrive in their order once it is back", async () => {
  const { say, business, clock, chat, put } = await simulation();
  business.answer = () => null;
  for (const text of ["One", "Two", "Three"]) await say(text);
  await clock.pass(10 * 60_000);
  expect((await chat()).map(({ status }) => status)).toEqual(["pending", "pending", "pending"]);
  business.webhooks.length = 0;
  business.answer = () => 200;
  await put(`/simulator/numbers/${NUMBER}`, CREDENTIALS);
  await clock.pass(500);
  expect(business.told).toEqual(["One", "Two", "Three"]);
  expect((await chat()).map(({ status, trouble }) => [status, trouble])).toEqual(Array(3).fill(["delivered", null]));
});

test("what a server that was down refuses once, when it is back, is not overtaken", async () => {
  const { say, business, clock } = await simulation();
  business.answer = () => null;
  await say("One");
  await say("Two");
  await clock.pass(10 * 60_000);
  // It is up, and cannot store yet.
  business.answer = () => 503;
  await clock.pass(61_000);
  expect(business.told).not.toContain("Two");
  business.answer = () => 200;
  await clock.pass(5 * 60_000);
  expect(business.told.slice(-2)).toEqual(["One", "Two"]);
});

test("a webhook that is always refused does not hold up those behind it for ever", async () => {
  const { say, business, clock } = await simulation();
  business.answer = (body) => (body.includes("poison") ? 500 : 200);
  await say("poison");
  await say("Hello?");
  await clock.pass(10_000);
  expect(business.told).not.toContain("Hello?");
  await clock.pass(50_000);
  expect(business.told.filter((text) => text === "Hello?")).toHaveLength(1);
});

test("a new message tries a server again that did not answer", async () => {
  const { say, business, clock } = await simulation();
  business.answer = () => null;
  await say("One");
  await clock.pass(10 * 60_000 + 5_000);
  business.answer = () => 200;
  business.webhooks.length = 0;
  await say("Two");
  await clock.pass(0);
  expect(business.told).toEqual(["One", "Two"]);
});

test("a restart goes on where the last run ended", async () => {
  const lines: string[] = [];
  const first = await simulation();
  first.state.record({ append: (change) => lines.push(JSON.stringify(change)) });
  await first.put(`/simulator/numbers/${NUMBER}`, { ...CREDENTIALS, name: "Other name" });
  await first.say("Hi");
  await first.clock.pass(300);
  await first.send("Hello");
  first.business.answer = () => 503;
  await first.say("Are you there?");
  await first.clock.pass(100);
  first.simulator.close();

  const state = new State();
  state.replay(first.state.compacted());
  const replayed = new State();
  replayed.replay(parseJournal(lines.join("\n")));
  expect(replayed.messagesOf(`${NUMBER}:${BUDI}`)).toEqual(state.messagesOf(`${NUMBER}:${BUDI}`));

  const second = await simulation({ state, register: false });
  await second.clock.pass(5_000);
  expect(second.business.told.toSorted()).toEqual(["Are you there?", "delivered", "read", "sent"]);
  expect((await second.chat()).map(({ text, status }) => `${text} ${status}`)).toEqual([
    "Hi delivered",
    "Hello read",
    "Are you there? delivered",
  ]);
});
