import { CloudEvent, HTTP } from "cloudevents";
import { describe, expect, test } from "vitest";
import { type Arrived, readEvents } from "../../src/callbacks/cloud-event.ts";
import type { Fault } from "../../src/callbacks/fault.ts";
import { MOST_EVENTS } from "../../src/protocol/event-operations.ts";

const encode = (body: unknown): Uint8Array =>
  body instanceof Uint8Array
    ? body
    : new TextEncoder().encode(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));

const headersOf = (headers: object): Headers =>
  new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));

const read = (headers: object, body: unknown, type: string | null = null) =>
  readEvents({ headers: headersOf(headers), type, body: encode(body) });

function arrived(headers: object, body: unknown, type: string | null = null): Arrived {
  const result = read(headers, body, type);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The one event of a request, or why it is refused. */
function one(headers: object, body: unknown, type: string | null = null) {
  const { arrivals, isBatch } = arrived(headers, body, type);
  expect(isBatch).toBe(false);
  expect(arrivals).toHaveLength(1);
  const event = arrivals[0]?.event;
  return event?.ok ? event.value : event?.error;
}

const JSON_TYPE = { "content-type": "application/json" };
const STRUCTURED = { "content-type": "application/cloudevents+json" };
const BATCH = { "content-type": "application/cloudevents-batch+json" };

const data = { ticket_id: "T-7", conversation_id: "c", uuid: "u-1", timestamp: "2026-11-20T10:00:00.000Z" };
const envelope = { specversion: "1.0", id: "e-1", source: "/ms-agents", type: "ticket-opened", data };
const event = { id: "e-1", type: "ticket-opened", data };

const cloudEvent = (more: object = {}) =>
  new CloudEvent({ id: "e-1", source: "/ms-agents", type: "ticket-opened", data, ...more });

const fields = (fault: unknown): string[] => ((fault as Fault).errors ?? []).map(({ field }) => field);

describe("what the public SDK sends", () => {
  test.each([
    ["binary", HTTP.binary(cloudEvent())],
    ["structured", HTTP.structured(cloudEvent())],
    ["binary, of bytes", HTTP.binary(cloudEvent({ data: encode(data), datacontenttype: "application/json" }))],
    ["structured, of bytes", HTTP.structured(cloudEvent({ data: encode(data), datacontenttype: "application/json" }))],
    ["binary, of a text", HTTP.binary(cloudEvent({ data: JSON.stringify(data) }))],
    ["structured, of a text", HTTP.structured(cloudEvent({ data: JSON.stringify(data) }))],
  ])("%s", (_, { headers, body }) => {
    expect(one(headers, body)).toEqual(event);
  });

  test("with extensions, a subject and a time", () => {
    const sent = HTTP.binary(cloudEvent({ subject: "c", time: "2026-11-20T10:00:01.000Z", seq: 7, urgent: true }));
    expect(one(sent.headers, sent.body)).toEqual(event);
  });

  test("without data is told what is missing", () => {
    const { headers, body } = HTTP.binary(cloudEvent({ data: undefined }));
    expect(fields(one(headers, body))).toEqual(["body"]);
    const structured = HTTP.structured(cloudEvent({ data: undefined }));
    expect(fields(one(structured.headers, structured.body))).toEqual(["data"]);
  });
});

describe("binary content mode", () => {
  const binary = {
    ...JSON_TYPE,
    "ce-specversion": "1.0",
    "ce-id": "e-1",
    "ce-source": "/a",
    "ce-type": "ticket-opened",
  };

  test.each([
    ["Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀"],
    ["100%", "100%"],
    ["%4a%4B", "JK"],
    ["%2541", "%41"],
    ['"a \\"quoted\\" one%21"', 'a "quoted" one!'],
  ])("%s is %s", (header, text) => {
    expect(one({ ...binary, "ce-id": header }, {})).toMatchObject({ id: text, data: { uuid: `/a ${text}` } });
  });

  test.each(["%C0%A0", "%ff", "a%E2%82"])("%s is no UTF-8", (header) => {
    expect(fields(one({ ...binary, "ce-source": header }, {}))).toEqual(["ce-source"]);
  });

  test.each(["id", "source", "type", "specversion"])("ce-%s is missing", (name) => {
    const { [`ce-${name}` as "ce-id"]: _, ...rest } = binary;
    expect(one(rest, data)).toMatchObject({
      code: "invalid_request",
      errors: [{ field: `ce-${name}`, detail: expect.stringContaining("is missing") }],
    });
  });

  test("the body is any JSON, whatever it is called, but JSON", () => {
    expect(one({ ...binary, "content-type": "application/vnd.shop+json; charset=utf-8" }, data)).toMatchObject({
      data,
    });
    expect(fields(one(binary, "{"))).toEqual(["body"]);
    expect(fields(one(binary, "[1]"))).toEqual(["body"]);
    expect(fields(one(binary, new Uint8Array([0xff])))).toEqual(["body"]);
  });
});

describe("structured content mode", () => {
  test("as application/json", () => {
    expect(one(JSON_TYPE, envelope)).toEqual(event);
    expect(one({}, envelope)).toEqual(event);
    expect(one({ "content-type": "Application/CloudEvents+JSON; charset=UTF-8" }, envelope)).toEqual(event);
  });

  test("data_base64", () => {
    const { data: _, ...rest } = envelope;
    const data_base64 = btoa(String.fromCharCode(...encode({ ...data, comment: "mañana" })));
    expect(one(STRUCTURED, { ...rest, data_base64 })).toEqual({ ...event, data: { ...data, comment: "mañana" } });
    expect(one(STRUCTURED, { ...rest, data: null, data_base64 })).toMatchObject({ id: "e-1" });
    expect(fields(one(STRUCTURED, { ...envelope, data_base64 }))).toEqual(["data_base64"]);
    expect(fields(one(STRUCTURED, { ...rest, data_base64: "###" }))).toEqual(["data_base64"]);
    expect(fields(one(STRUCTURED, { ...rest, data_base64: btoa("{") }))).toEqual(["data_base64"]);
    expect(fields(one(STRUCTURED, { ...rest, data_base64: 7 }))).toEqual(["data_base64"]);
  });

  test("what says itself no uuid and time has those of its envelope", () => {
    const { uuid: _, timestamp: __, ...bare } = data;
    const timed = { ...envelope, data: bare, time: "2026-11-20T13:00:00+02:00" };
    expect(one(STRUCTURED, timed)).toEqual({
      ...event,
      data: { ...bare, uuid: "/ms-agents e-1", timestamp: "2026-11-20T11:00:00.000Z" },
    });
    expect(one(STRUCTURED, { ...envelope, data: bare })).toMatchObject({
      data: { ...bare, uuid: "/ms-agents e-1" },
    });
  });

  test.each([
    [{ id: undefined }, ["id"]],
    [{ id: "" }, ["id"]],
    [{ id: 7 }, ["id"]],
    [{ id: null, source: null }, ["id", "source"]],
    [{ source: "x".repeat(513) }, ["source"]],
    [{ type: undefined, source: undefined }, ["source", "type"]],
    [{ specversion: "0.3" }, ["specversion"]],
    [{ specversion: 1 }, ["specversion"]],
    [{ time: "yesterday" }, ["time"]],
    [{ time: "2026-13-45T00:00:00Z" }, ["time"]],
    [{ data: "hello" }, ["data"]],
    [{ data: [data] }, ["data"]],
    [{ data: undefined }, ["data"]],
  ])("%j is refused by the names of its fields", (changed, expected) => {
    expect(fields(one(STRUCTURED, { ...envelope, ...changed }))).toEqual(expected);
  });

  test("what is known of a refused event is kept", () => {
    const { arrivals } = arrived(STRUCTURED, { ...envelope, specversion: "0.3" });
    expect(arrivals[0]).toMatchObject({ id: "e-1", type: "ticket-opened", event: { ok: false } });
  });

  test("a list is a batch, and is sent as one", () => {
    expect(fields(one(STRUCTURED, [envelope]))).toEqual(["body"]);
  });
});

describe("batched content mode", () => {
  test("each for itself", () => {
    const { arrivals, isBatch } = arrived(BATCH, [envelope, { ...envelope, id: "e-2", type: undefined }, 7, data]);
    expect(isBatch).toBe(true);
    expect(arrivals.map(({ id, event: { ok } }) => [id, ok])).toEqual([
      ["e-1", true],
      ["e-2", false],
      [null, false],
      [null, false],
    ]);
  });

  test("of the seeds' own payloads, and of both", () => {
    const { arrivals, isBatch } = arrived(JSON_TYPE, [envelope, { ...data, type: "ticket_opened" }]);
    expect(isBatch).toBe(true);
    expect(arrivals.map(({ type }) => type)).toEqual(["ticket-opened", "ticket_opened"]);
  });

  test("none at all, or one", () => {
    expect(arrived(BATCH, [])).toEqual({ arrivals: [], isBatch: true });
    expect(arrived(JSON_TYPE, [envelope]).isBatch).toBe(true);
  });

  test("too many, or no list", () => {
    const many = Array.from({ length: MOST_EVENTS + 1 }, () => envelope);
    for (const headers of [BATCH, JSON_TYPE])
      expect(read(headers, many)).toMatchObject({ error: { code: "payload_too_large" } });
    expect(arrived(BATCH, many.slice(1)).arrivals).toHaveLength(MOST_EVENTS);
    expect(read(BATCH, envelope)).toMatchObject({ error: { code: "invalid_request" } });
  });
});

describe("the seeds' own payloads", () => {
  test.each(["type", "event", "event_type", "message"])("named by %s", (field) => {
    expect(one(JSON_TYPE, { ...data, [field]: "TICKET_OPENED" })).toEqual({
      id: "u-1",
      type: "TICKET_OPENED",
      data: { ...data, [field]: "TICKET_OPENED" },
    });
  });

  test("named by the URL, whatever they say themselves", () => {
    expect(one(JSON_TYPE, { ...data, type: "v0.0.1.state" }, "ticket-opened")).toMatchObject({ type: "ticket-opened" });
  });

  test("a name that is known goes before one that is not", () => {
    const { type } = one(JSON_TYPE, { ...data, type: "v7.ticket", event: "agent-assigned" }) as { type: string };
    expect(type).toBe("agent-assigned");
    expect(one(JSON_TYPE, { ...data, type: "v7.ticket" })).toMatchObject({ type: "v7.ticket" });
  });

  test.each([{}, { message: "We are closed" }, { type: "" }, { type: 7 }])("%j says not what it is", (more) => {
    expect(one(JSON_TYPE, { ...data, ...more })).toMatchObject({
      code: "invalid_request",
      errors: [{ field: "type" }],
    });
  });

  test("are JSON", () => {
    expect(read(JSON_TYPE, "{")).toMatchObject({ error: { code: "malformed_json" } });
    expect(read(JSON_TYPE, "")).toMatchObject({ error: { code: "malformed_json" } });
    expect(read(JSON_TYPE, "[".repeat(100))).toMatchObject({ error: { code: "malformed_json" } });
    for (const body of ["7", "null", '"text"']) expect(fields(one(JSON_TYPE, body))).toEqual(["body"]);
    expect(one(JSON_TYPE, '{"type":"ticket-opened","__proto__":{"uuid":"x"}}')).toMatchObject({ id: "" });
  });
});

test.each(["application/cloudevents+xml", "application/cloudevents+avro", "application/cloudevents-batch+xml"])(
  "%s is not read",
  (format) => {
    const result = read({ "content-type": format }, "<event/>");
    expect(result).toMatchObject({ error: { code: "unsupported_event_format" } });
  },
);
