import type { CatalogueEntry } from "./catalogue/entry.ts";
import { AT, CONVERSATION, LATER, TENANT } from "./catalogue/examples.ts";
import { schemaName } from "./catalogue/names.ts";
import { OUTGOING } from "./catalogue/outgoing.ts";
import { schemaOf } from "./openapi.ts";
import { SERVICES } from "./services.ts";

export type Json = Record<string, unknown>;

/** What every message is wrapped in, and the headers that carry it. */
export const MESSAGE_SCHEMAS: Json = {
  CloudEvent: {
    title: "CloudEvent",
    description: "CloudEvents 1.0, as JSON",
    type: "object",
    required: ["specversion", "id", "source", "type"],
    properties: {
      specversion: { const: "1.0" },
      id: { type: "string", minLength: 1, description: "With `source` it names the event" },
      source: { type: "string", minLength: 1, format: "uri-reference" },
      type: { type: "string", minLength: 1 },
      subject: { type: "string", minLength: 1 },
      time: { type: "string", format: "date-time" },
      datacontenttype: { type: "string", minLength: 1 },
      dataschema: { type: "string", format: "uri" },
    },
  },
  Callback: {
    title: "Callback",
    description: "The CloudEvent that this store sends",
    type: "object",
    allOf: [{ $ref: "#/components/schemas/CloudEvent" }],
    required: ["subject", "time", "datacontenttype", "dataschema", "seq", "data"],
    properties: {
      id: { type: "string", description: "The same each time it is sent: a receiver drops what it has" },
      source: { type: "string", description: "`urn:conversation-store:tenant:<tenant id>`" },
      subject: {
        type: "string",
        description: "The conversation's id; of what is in no conversation, the subscription's or the tenant's",
      },
      datacontenttype: { const: "application/json" },
      seq: { type: "integer", minimum: 0, description: "Its place in the log of the conversation's thread" },
    },
  },
  CallbackHeaders: {
    title: "Standard Webhooks headers",
    type: "object",
    required: ["webhook-id", "webhook-timestamp", "webhook-signature"],
    properties: {
      "webhook-id": { type: "string", description: "The CloudEvent's `id`" },
      "webhook-timestamp": { type: "string", pattern: "^[0-9]+$", description: "Unix seconds of this attempt" },
      "webhook-signature": {
        type: "string",
        pattern: "^v1,\\S+( v1,\\S+)*$",
        description: "One for each secret in force",
      },
    },
  },
  BinaryHeaders: {
    title: "CloudEvent in binary mode",
    description: "Without them the payload stands for itself",
    type: "object",
    properties: {
      "ce-specversion": { const: "1.0" },
      "ce-id": { type: "string", minLength: 1 },
      "ce-source": { type: "string", minLength: 1, format: "uri-reference" },
      "ce-type": { type: "string", minLength: 1 },
    },
  },
};

/** An incoming entry by message id: as a CloudEvent, and its payload alone. */
export function receivedMessages(entry: CatalogueEntry, schemas: Json): Json {
  const types = [...new Set([entry.name, ...entry.spellings])];
  const data = dataOf(entry, schemas, entry.name);
  const wrapped = {
    ...described(entry),
    contentType: "application/cloudevents+json",
    ...correlated(entry, "/data"),
    payload: {
      allOf: [
        { $ref: "#/components/schemas/CloudEvent" },
        { type: "object", required: ["data"], properties: { type: { enum: types }, data } },
      ],
    },
    examples: [{ name: entry.name, payload: { ...ENVELOPE, type: entry.name, data: entry.example } }],
  };
  const bare = {
    ...described(entry),
    name: `${entry.name}.bare`,
    title: `${entry.title} (its payload alone)`,
    contentType: "application/json",
    headers: { $ref: "#/components/schemas/BinaryHeaders" },
    ...correlated(entry, ""),
    payload: data,
    examples: [{ name: entry.name, payload: entry.example }],
  };
  return { [entry.name]: wrapped, [`${entry.name}.bare`]: bare };
}

/** An outgoing entry: a signed CloudEvent. */
export function sentMessage(given: CatalogueEntry, schemas: Json): Json {
  const entry = given.direction === "both" ? askedBack(given) : given;
  const data = dataOf(entry, schemas, given === entry ? entry.name : `${entry.name}.sent`);
  const type = { const: entry.name };
  const dataschema = { const: schemaName(entry.name) };
  const envelope = { ...SENT, type: entry.name, dataschema: dataschema.const };
  return {
    ...described(entry),
    contentType: "application/cloudevents+json",
    headers: { $ref: "#/components/schemas/CallbackHeaders" },
    correlationId: { description: "The conversation", location: "$message.payload#/subject" },
    payload: {
      allOf: [{ $ref: "#/components/schemas/Callback" }, { type: "object", properties: { type, dataschema, data } }],
    },
    examples: [{ name: entry.name, headers: HEADERS, payload: { ...envelope, data: entry.example } }],
  };
}

/** What is taken, as this store prints it: it asks with it who the customer is. */
function askedBack(entry: CatalogueEntry): CatalogueEntry {
  const asked = { schema_version: 1, conversation_id: CONVERSATION, deadline: LATER, display_name: "Ana Example" };
  return { ...entry, schema: OUTGOING[entry.name] ?? entry.schema, example: { ...entry.example, ...asked } };
}

const described = (entry: CatalogueEntry): Json => ({
  name: entry.name,
  title: entry.title,
  summary: entry.summary,
  tags: [...tagsOf(entry.services), ...rolelessTagsOf(entry), { name: entry.kind }],
  "x-version": entry.version,
  "x-spellings": entry.spellings,
});

/** The roles that services play. */
export const tagsOf = (services: string[]): Json[] =>
  services.map((id) => ({
    name: SERVICES[id]?.role ?? id,
    ...(SERVICES[id] && { description: SERVICES[id].summary }),
  }));

const rolelessTagsOf = ({ services, facade }: CatalogueEntry): Json[] =>
  services.length > 0 ? [] : [{ name: facade ? "voipbin" : "log" }];

/** The payload as a component. Written as it is read: nothing forbids a field that a later version adds. */
function dataOf({ schema }: CatalogueEntry, schemas: Json, name: string): Json {
  const json = schemaOf(schema, "input", schemas);
  if ("$ref" in json) return json;
  schemas[name] = json;
  return { $ref: `#/components/schemas/${name}` };
}

/** What ties an incoming message to another: the most telling id that its payload has. */
function correlated(entry: CatalogueEntry, under: string): Json {
  if (entry.kind === "query") return { correlationId: { location: `$message.payload#${under}/uuid` } };
  const field = ["flow_execution_id", "conversation_id", "ticket_id", "session_id"].find((id) => id in entry.example);
  return field === undefined ? {} : { correlationId: { location: `$message.payload#${under}/${field}` } };
}

/** The envelope of a service, and ours. */
const ENVELOPE = {
  specversion: "1.0",
  id: "a4d7c5f0-3a35-4b8e-9d2f-6c1c0e2a7b11",
  source: "urn:example:service",
  time: LATER,
  datacontenttype: "application/json",
};
const SENT = {
  specversion: "1.0",
  id: `${CONVERSATION}:3`,
  source: `urn:conversation-store:tenant:${TENANT}`,
  subject: CONVERSATION,
  time: AT,
  datacontenttype: "application/json",
  seq: 3,
};
const HEADERS = {
  "webhook-id": SENT.id,
  "webhook-timestamp": "1767605400",
  "webhook-signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkQ2pj9o9NDN/H/pI4=",
};
