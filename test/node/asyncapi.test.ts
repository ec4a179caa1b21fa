import { Parser } from "@asyncapi/parser";
import { expect, test } from "vitest";
import * as z from "zod";
import { asyncApiDocument } from "../../src/protocol/asyncapi.ts";
import { CATALOGUE } from "../../src/protocol/catalogue/catalogue.ts";
import { TENANT } from "../../src/protocol/catalogue/examples.ts";
import { cloudEventOf, type Publication } from "../../src/publishing/publication.ts";

interface Message {
  name: string;
  title: string;
  contentType: string;
  payload: object;
  headers?: object;
  examples?: { headers?: object; payload: object }[];
  "x-version": string;
  "x-spellings": string[];
}

const document = asyncApiDocument() as {
  channels: { [channel in "events" | "callbacks"]: { messages: { [id: string]: Message } } };
  components: { schemas: { [id: string]: object } };
};
const { events, callbacks } = document.channels;
const received = CATALOGUE.filter(({ direction }) => direction !== "out");
const sent = CATALOGUE.filter(({ direction }) => direction !== "in");

/** A schema that refers to its neighbours as JSON Schema does. */
const inDefinitions = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"#/$defs/'));
const DEFINITIONS = inDefinitions(document.components.schemas) as { [id: string]: object };

/** What the public parser says of a document: errors and warnings, not that a newer version of AsyncAPI exists. */
async function complaints(given: object): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(JSON.stringify(given));
  const serious = diagnostics.filter(({ severity }) => severity <= 1);
  return serious.map(({ code, path, message }) => `${code} at ${path.join(".")}: ${message}`);
}

test("the public AsyncAPI parser accepts the reference of events and commands", async () => {
  const { document: parsed, diagnostics } = await new Parser().parse(JSON.stringify(document));
  const told = diagnostics.filter(({ code }) => code !== "asyncapi-latest-version");
  expect(told.map(({ code, path, message }) => `${code} at ${path.join(".")}: ${message}`)).toEqual([]);
  const operations = parsed?.operations().all() ?? [];
  const heard =
    operations
      .find((one) => one.isReceive() && one.id() === "receive")
      ?.messages()
      .all() ?? [];
  expect(heard.map((message) => message.id())).toEqual(expect.arrayContaining(received.map(({ name }) => name)));
  const said =
    operations
      .find((one) => one.isSend())
      ?.messages()
      .all() ?? [];
  expect(said.map((message) => message.id())).toEqual(sent.map(({ name }) => name));
});

test("the parser refuses a reference whose message has no payload of that name", async () => {
  const broken = structuredClone(document);
  const message = Object.values(broken.channels.callbacks.messages)[0];
  if (message) message.payload = { $ref: "#/components/schemas/NobodyKnows" };
  expect(await complaints(broken)).not.toEqual([]);
});

test.each(received.map((entry) => [entry.name, entry] as const))(
  "%s can be received, wrapped and bare",
  (name, entry) => {
    for (const id of [name, `${name}.bare`]) {
      expect(events.messages[id]).toMatchObject({ name: id, summary: entry.summary, "x-version": entry.version });
      expect(events.messages[id]?.["x-spellings"]).toEqual(entry.spellings);
    }
  },
);

test.each(sent.map((entry) => [entry.name, entry] as const))("%s can be sent", (name, entry) => {
  expect(callbacks.messages[name]).toMatchObject({ name, title: entry.title, "x-version": entry.version });
});

const all = [
  ...Object.entries(events.messages).map(([id, message]) => [`events/${id}`, message] as const),
  ...Object.entries(callbacks.messages).map(([id, message]) => [`callbacks/${id}`, message] as const),
];

test.each(all.filter(([id]) => id !== "events/batch"))("the examples of %s are what it says", (_, message) => {
  expect(message.examples).not.toEqual([]);
  for (const { headers, payload } of message.examples ?? []) {
    expect(faults(message.payload, payload)).toEqual([]);
    if (headers) expect(faults(message.headers ?? {}, headers)).toEqual([]);
  }
});

test.each(sent.map(({ name }) => name))("%s is sent in the envelope that its example has", (name) => {
  const example = callbacks.messages[name]?.examples?.[0]?.payload as Publication | undefined;
  expect(example && cloudEventOf({ ...example, type: name }, TENANT)).toEqual(example);
});

test("an example that is not what its message says would be noticed", () => {
  const message = Object.values(callbacks.messages)[0];
  const example = message?.examples?.[0]?.payload ?? {};
  expect(faults(message?.payload ?? {}, { ...example, seq: "7" })).not.toEqual([]);
  expect(faults(message?.payload ?? {}, { ...example, data: null })).not.toEqual([]);
});

/** What a JSON Schema of the document finds wrong with a value. */
function faults(schema: object, value: unknown): string[] {
  const whole = { ...inDefinitions(schema), $defs: DEFINITIONS } as Parameters<typeof z.fromJSONSchema>[0];
  const checked = z.fromJSONSchema(whole).safeParse(value);
  return checked.success ? [] : checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}
