import { CloudEvent, HTTP } from "cloudevents";
import { expect } from "vitest";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { type Answer, call, type Shop } from "./api.ts";
import { conversationWith, type Line, newLine, newWaId, receive, text } from "./whatsapp.ts";

/** The number of every line of a test's, as people write it. */
const NUMBER = "+1 (555) 020-0100";

/** A tenant's line, a customer who has just written to it, and their conversation. */
export interface Talk {
  shop: Shop;
  line: Line;
  /** The line's number as people write it. */
  number: string;
  waId: string;
  id: string;
}

const lines = new Map<string, Promise<Line>>();

/** A customer who has just written to a shop that has one line. */
export async function newTalk(shop?: Shop): Promise<Talk> {
  const known = shop && lines.get(shop.id);
  const making = known ?? newLine(shop, { display_phone_number: NUMBER });
  const line = await making;
  lines.set(line.shop.id, making);
  const waId = newWaId();
  await receive(line, text(waId, "hello"));
  const { id } = await conversationWith(line, waId);
  return { shop: line.shop, line, number: NUMBER, waId, id };
}

/** What every event of the seeds has, of its own. */
export const envelope = (timestamp = new Date().toISOString()) => ({ uuid: crypto.randomUUID(), timestamp });

/** The ways in which a service may send an event. */
export const MODES = {
  binary: (type: string, data: object) => HTTP.binary(cloudEvent(type, data)),
  structured: (type: string, data: object) => HTTP.structured(cloudEvent(type, data)),
  "structured as application/json": (type: string, data: object) => ({
    headers: { "content-type": "application/json" },
    body: HTTP.structured(cloudEvent(type, data)).body,
  }),
  base64: (type: string, data: object) =>
    HTTP.structured(cloudEvent(type, new TextEncoder().encode(JSON.stringify(data)) as never)),
  batch: (type: string, data: object) => ({
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: `[${HTTP.structured(cloudEvent(type, data)).body}]`,
  }),
  bare: (type: string, data: object) => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...data, event_type: type }),
  }),
  "bare in a list": (type: string, data: object) => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ ...data, type }]),
  }),
};
export type Mode = keyof typeof MODES;
export const MODE_NAMES = Object.keys(MODES) as Mode[];

const cloudEvent = (type: string, data: object) =>
  new CloudEvent({ source: "/a-service", type, data, datacontenttype: "application/json" });

/** A service sends an event. Every answer is one that the reference tells of. */
export async function send(shop: Shop, type: string, data: object, mode: Mode = "bare"): Promise<Answer> {
  const { headers, body } = MODES[mode](type, data);
  // A call has a type of its own unless it is given one under the same name.
  const nameOf = (name: string) => (name === "content-type" ? "Content-Type" : name);
  const texts = Object.entries(headers).map(([name, value]) => [nameOf(name), String(value)]);
  const answer = await call("POST", "/api/v1/events", {
    bearer: shop.bearer,
    headers: Object.fromEntries(texts),
    body: body as string,
  });
  if (answer.status === 202) expectDescribed(answer);
  return answer;
}

/** An answer is as the reference says, and has nothing beside it. */
export function expectDescribed(answer: Answer): void {
  expect(OPERATIONS.takeEvents.answers[202]?.parse(answer.json)).toEqual(answer.json);
}

/** The same in short: what became of it, or the code of its refusal. */
export async function outcome(shop: Shop, type: string, data: object, mode: Mode = "bare"): Promise<string> {
  const { json, status } = await send(shop, type, data, mode);
  if (status !== 202) return `${status} ${json.code}`;
  const [result] = json.results;
  return result.outcome === "refused" ? `${result.problem.status} ${result.problem.code}` : result.outcome;
}

/** The events of a thread's log. */
// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an event is what it checks
export const logOf = async ({ shop, id }: Talk): Promise<any[]> =>
  (await shop.api("GET", `/conversations/${id}/events?limit=1000`)).json.events;

export const typesOf = async (talk: Talk): Promise<string[]> => (await logOf(talk)).map(({ type }) => type);

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of a message is what it checks
export const messagesOf = async ({ shop, id }: Talk): Promise<any[]> =>
  (await shop.api("GET", `/conversations/${id}/messages`)).json;

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of a conversation is what it checks
export const viewOf = async ({ shop, id }: Talk): Promise<any> => (await shop.api("GET", `/conversations/${id}`)).json;
