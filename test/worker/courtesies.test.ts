import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { forgetConfiguration } from "../../src/tenant/configuration.ts";
import { tenantAt } from "../../src/tenant/port.ts";
import {
  accepted,
  chat,
  Graph,
  type Line,
  listed,
  newLine,
  newWamid,
  now,
  receive,
  text,
} from "../support/whatsapp.ts";

const WAIT = { timeout: 10_000, interval: 20 };
const graph = new Graph();

const eventsOf = async ({ shop }: Line, id: string) =>
  (await shop.api("GET", `/conversations/${id}/events`)).json.events;
const viewOf = async ({ shop }: Line, id: string) => (await shop.api("GET", `/conversations/${id}`)).json;
const set = ({ shop }: Line, policies: object) => shop.api("PATCH", "/tenant", { policies });

/** The outlet of a line is never open from now on. */
async function close({ shop }: Line): Promise<void> {
  const business_hours = { time_zone: "Asia/Jakarta", weekly: {}, holidays: [] };
  await tenantAt(env, shop.id).putRecord("outlet", shop.outlet, { name: "Shop", business_hours });
  forgetConfiguration(shop.id);
}

/** The customer chooses from a list. */
const press = (from: string, id: string, title: string) => ({
  ...{ from, id: newWamid(), timestamp: now(), type: "interactive" },
  interactive: { type: "list_reply", list_reply: { id, title } },
});

test("HO10 who asks for a person while the outlet is closed is told so, once", async () => {
  const line = await newLine();
  await set(line, { off_hours_text: "We are away until {{next_opening}}." });
  await close(line);
  const calls = graph.answer(line, () => accepted());
  const { waId, id } = await chat(line);
  await receive(line, text(waId, "I want to speak to a human"));
  await receive(line, text(waId, "hello? human!"));
  await vi.waitFor(() => {
    const sent = calls.map(({ body }) => body.text?.body);
    expect(sent).toEqual(["We are away until further notice."]);
  }, WAIT);
  expect(await viewOf(line, id)).toMatchObject({ control: "queue", status: "handed_off" });
});

test("EX1 a message is known by its own place, whatever was said with it", async () => {
  const line = await newLine();
  const { shop } = line;
  await set(line, { off_hours_text: "We are away." });
  await close(line);
  graph.answer(line, () => accepted());
  const { waId, id } = await chat(line);
  const wish = text(waId, "I want to speak to a human");
  await receive(line, wish);
  await receive(line, text(waId, "about this", { context: { from: waId, id: wish.id } }));
  const messages = (await shop.api("GET", `/conversations/${id}/messages`)).json;
  const said = messages.find(({ content }: { content: string }) => content === wish.text.body);
  const quoting = messages.find(({ content }: { content: string }) => content === "about this");
  expect(quoting.reply_to.message_id).toBe(said.id);

  const other = await shop.open("+6281299990001", { outlet_id: shop.outlet });
  const body = {
    conversation_id: other.id,
    sender_type: "customer",
    content: "human please",
    whatsapp_message_id: "own",
  };
  for (let time = 0; time < 2; time++) {
    const { json } = await shop.api("POST", "/messages", body);
    expect(json).toMatchObject({ message: { content: "human please" } });
  }
});

test("CV14, CV15, CV16 a served customer is taken leave of, asked, and answers", async () => {
  const line = await newLine();
  const { shop } = line;
  await set(line, { farewell_text: "Good-bye!", satisfaction_question: "How was it?" });
  const calls = graph.answer(line, () => accepted());
  const { waId, id } = await chat(line);
  await shop.say(id, "agent", "Here you are");
  await shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
  const question = await vi.waitFor(() => {
    const bodies = calls.map(({ body }) => body);
    expect(bodies.map(({ type }) => type)).toEqual(["text", "text", "interactive"]);
    return bodies[2].interactive;
  }, WAIT);
  expect(question.body.text).toBe("How was it?");
  const answer = question.action.sections[0].rows[1];
  expect(answer).toEqual({ id: "rate:1:4", title: "★★★★" });

  const pressed = press(waId, answer.id, answer.title);
  for (let time = 0; time < 2; time++) await receive(line, pressed);
  expect(await viewOf(line, id)).toMatchObject({ state: "closed", rating: 4 });
  const rated = (await eventsOf(line, id)).filter(({ type }: { type: string }) => type === "conversation.rated");
  expect(rated).toEqual([expect.objectContaining({ score: 4, actor: { type: "customer", id: `+${waId}` } })]);
  await vi.waitFor(async () => {
    const { conversations } = (await shop.api("GET", "/conversations")).json;
    expect(conversations).toEqual([expect.objectContaining({ id, rating: 4 })]);
  }, WAIT);
});

test("CV16 an answer that comes when the customer has begun anew is still the old conversation's", async () => {
  const line = await newLine();
  const { waId, id } = await chat(line);
  await line.shop.api("PUT", `/conversations/${id}/status`, { status: "resolved" });
  await receive(line, text(waId, "one more thing"));
  await receive(line, press(waId, "rate:1:2", "★★"));
  expect(await viewOf(line, id)).toMatchObject({ state: "closed", rating: 2 });
  const both = (await listed(line)).map(({ number, rating }) => [number, rating]);
  expect(both.toSorted()).toEqual([
    [1, 2],
    [2, null],
  ]);
});
