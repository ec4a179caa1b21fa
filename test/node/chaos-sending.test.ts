import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, type Product, silenceServices, startProduct, until } from "../support/product.ts";
import { type Answer, type Json, request } from "./chaos/api.ts";

const state = mkdtempSync(join(tmpdir(), "sending-"));
let ports: { worker: number; simulator: number };
let product: Product;

beforeAll(async () => {
  ports = { worker: await freePort(), simulator: await freePort() };
  product = await startProduct(state, ports);
  await silenceServices(product);
});

afterAll(async () => {
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

async function done(asking: Promise<Answer | null>): Promise<Json> {
  const answer = await asking;
  if (answer === null || answer.status >= 300) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer.json;
}

const api = (method: string, path: string, body?: object) =>
  done(request(method, `${product.api}/api/v1${path}`, { body, bearer: product.key }));
const phone = (method: string, path: string, body?: object) =>
  done(request(method, `${product.phone}/simulator${path}`, { body }));

interface Customer {
  say(content: string): Promise<string>;
  /** What the phone shows of ours. */
  received(): Promise<string[]>;
  /** What happened to a message of ours so far. */
  told(id: string): Promise<Json[]>;
}

/** Somebody who has just written. */
async function newCustomer(wa_id: string): Promise<Customer> {
  await phone("POST", "/contacts", { wa_id, name: `Customer ${wa_id}` });
  await phone("POST", `/contacts/${wa_id}/messages`, { text: "hello" });
  const { id: conversation_id } = await until("the conversation", async () =>
    (await api("GET", "/conversations")).conversations.find((one: Json) => one.customer_phone === `+${wa_id}`),
  );
  return {
    say: async (content) => {
      const body = { conversation_id, sender_type: "agent", sender_id: "ana", content };
      return (await api("POST", "/messages", body)).message.id;
    },
    received: async () => {
      const { messages } = await phone("GET", `/contacts/${wa_id}/messages`);
      return messages.flatMap((one: Json) => (one.direction === "to_customer" ? [one.text] : []));
    },
    told: async (id) => {
      const { events } = await api("GET", `/conversations/${conversation_id}/events?limit=1000`);
      return events.filter((one: Json) => one.message_id === id);
    },
  };
}

async function killedAndStarted(): Promise<void> {
  await product.kill();
  product = await startProduct(state, ports);
}

test("MA4, DL4 what was queued behind a message in flight when all was killed is sent after the restart, in order and once", async () => {
  const { say, received } = await newCustomer("628125550001");
  // The first reaches the phone, and neither its answer nor, for a while, a status comes back.
  await phone("POST", "/settings", { lose_next_answers: 1, lose_how: "hang", sent_after_ms: 8_000 });
  for (const content of ["first", "second", "third"]) await say(content);
  await until("the first to arrive", async () => ((await received()).length > 0 ? true : undefined));
  expect(await received()).toEqual(["first"]);

  await killedAndStarted();
  await until("the others to arrive", async () => ((await received()).length >= 3 ? true : undefined));
  expect(await received()).toEqual(["first", "second", "third"]);
  await phone("POST", "/settings", { sent_after_ms: 30 });
});

test("MA4, DL7 what the channel had put off when all was killed is sent after the restart, once", async () => {
  const { say, received, told } = await newCustomer("628125550002");
  await phone("POST", "/settings", { fail_next: { code: 130_429, count: 1 } });
  const id = await say("later");
  const isTold = (type: string, status?: string) => async () =>
    (await told(id)).some((one) => one.type === type && one.status === status) || undefined;
  await until("WhatsApp to have put it off", isTold("message.deferred"));
  expect(await received()).toEqual([]);

  await killedAndStarted();
  await until("it to be read", isTold("message.status", "read"));
  expect(await received()).toEqual(["later"]);
});
