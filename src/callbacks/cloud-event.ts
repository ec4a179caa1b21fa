import { parseJson } from "../lib/json.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { MOST_EVENTS } from "../protocol/event-operations.ts";
import { bareType } from "./bare-type.ts";
import { type Fault, fieldFault } from "./fault.ts";

type Fields = Record<string, unknown>;

/** An event as a service sent it, whichever way: what it is called, and what it says, unread. */
export interface ServiceEvent {
  id: string;
  /** As it is spelled. */
  type: string;
  /** With the `uuid` and `timestamp` of its envelope where it has none of its own. */
  data: Fields;
}

/** One event of a request; what is known of it is kept even where it cannot be read. */
export interface Arrival {
  id: string | null;
  type: string | null;
  event: Result<ServiceEvent, Fault>;
}

export interface Arrived {
  arrivals: Arrival[];
  isBatch: boolean;
}

/** An HTTP request that brings events. `type`: what a bare payload is, where the URL says so. */
export interface Incoming {
  headers: Headers;
  type: string | null;
  body: Uint8Array;
}

/** The longest id, source and type. */
const LONGEST = 512;

const FORMAT = "application/cloudevents";

/**
 * Reads CloudEvents 1.0 by their HTTP protocol binding (binary, structured and batched content mode), and the payloads of
 * the seeds without an envelope.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function readEvents({ headers, type, body }: Incoming): Result<Arrived, Fault> {
  const format = (headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (format === `${FORMAT}+json`) return read(body, (json) => ok(single(structured(json))));
  if (format === `${FORMAT}-batch+json`) return read(body, batchOf(structured));
  if (format.startsWith(FORMAT)) {
    const detail = `${format} is not read here: send ${FORMAT}+json, ${FORMAT}-batch+json, or the ce-* headers with a JSON body.`;
    return err({ code: "unsupported_event_format", detail });
  }
  if (CONTEXT.some((name) => headers.has(`ce-${name}`))) return ok(single(binary(headers, body)));
  const item = (json: unknown) => bare(json, type);
  return read(body, (json) => (Array.isArray(json) ? batchOf(item)(json) : ok(single(item(json)))));
}

const CONTEXT = ["id", "source", "type", "specversion"];

const single = (arrival: Arrival): Arrived => ({ arrivals: [arrival], isBatch: false });

const batchOf =
  (item: (json: unknown) => Arrival) =>
  (json: unknown): Result<Arrived, Fault> => {
    if (!Array.isArray(json)) return err(fieldFault("body", "must be a JSON array of events"));
    if (json.length <= MOST_EVENTS) return ok({ arrivals: json.map(item), isBatch: true });
    return err({ code: "payload_too_large", detail: `At most ${MOST_EVENTS} events in one request.` });
  };

function read(body: Uint8Array, arrive: (json: unknown) => Result<Arrived, Fault>): Result<Arrived, Fault> {
  const json = parseJson(body);
  if (json.ok) return arrive(json.value);
  const detail = json.error === "too_deep" ? "Nested too deeply." : "Send the event as JSON in UTF-8.";
  return err({ code: "malformed_json", detail });
}

/** What is said of an event beside its data, each by the name that its content mode gives it. */
interface Context {
  /** Undefined where the attribute is absent, null where it cannot be read. */
  attribute(name: string): unknown;
  label(name: string): string;
}

function binary(headers: Headers, body: Uint8Array): Arrival {
  const label = (name: string) => `ce-${name}`;
  const attribute = (name: string) => {
    const value = headers.get(label(name));
    return value === null ? undefined : headerText(value);
  };
  return enveloped({ attribute, label }, () => (body.byteLength === 0 ? ok(undefined) : jsonIn(body, "body")), "body");
}

function structured(json: unknown): Arrival {
  if (!isFields(json)) return unread(fieldFault("body", "must be a CloudEvent: one JSON object with `specversion`"));
  // JSON format 2.2: what is null is not there.
  const context = { attribute: (name: string) => json[name] ?? undefined, label: (name: string) => name };
  return enveloped(context, () => dataIn(json), "data");
}

/** The seeds' own form: what an event says, without an envelope. */
function bare(json: unknown, asked: string | null): Arrival {
  if (!isFields(json)) return unread(fieldFault("body", "must be one JSON object, or an array of them"));
  if ("specversion" in json) return structured(json);
  const id = typeof json.uuid === "string" ? json.uuid : null;
  const type = bareType(json, asked);
  return type.ok
    ? { id, type: type.value, event: ok({ id: id ?? "", type: type.value, data: json }) }
    : { id, type: null, event: type };
}

const unread = (fault: Fault): Arrival => ({ id: null, type: null, event: err(fault) });

function enveloped(context: Context, data: () => Result<unknown, Fault>, place: string): Arrival {
  const [id, type] = [textOf(context, "id"), textOf(context, "type")];
  return { id, type, event: eventOf(context, id, type, data, place) };
}

function eventOf(
  context: Context,
  id: string | null,
  type: string | null,
  data: () => Result<unknown, Fault>,
  place: string,
): Result<ServiceEvent, Fault> {
  const source = textOf(context, "source");
  const time = timeOf(context);
  const errors = CONTEXT.flatMap((name) => faultIn(context, name));
  if (time === null) errors.push({ field: context.label("time"), detail: "must be a time of RFC 3339" });
  if (errors.length > 0 || id === null || type === null) return err({ code: "invalid_request", errors });
  const said = data();
  if (!said.ok) return said;
  const fields = isFields(said.value) ? said.value : objectIn(said.value);
  if (fields === null) return err(fieldFault(place, "must be what the event says, as one JSON object"));
  const uuid = fields.uuid ?? `${source} ${id}`;
  const timestamp = fields.timestamp ?? time;
  return ok({ id, type, data: { ...fields, uuid, ...(timestamp !== undefined && { timestamp }) } });
}

function textOf({ attribute }: Context, name: string): string | null {
  const value = attribute(name);
  return typeof value === "string" && value !== "" && value.length <= LONGEST ? value : null;
}

/** What is wrong with an attribute that every event has. */
function faultIn(context: Context, name: string): { field: string; detail: string }[] {
  const field = context.label(name);
  const value = context.attribute(name);
  if (value === undefined) return [{ field, detail: `is missing: ${WHAT_IT_IS[name]}` }];
  if (value === null) return [{ field, detail: "is not percent-encoded UTF-8" }];
  if (textOf(context, name) === null) return [{ field, detail: `must be a text of 1 to ${LONGEST} characters` }];
  if (name === "specversion" && value !== "1.0")
    return [{ field, detail: "must be 1.0: events of other versions of CloudEvents are not read here" }];
  return [];
}

const WHAT_IT_IS: { [attribute: string]: string } = {
  id: "name the event, the same again when it is sent again",
  source: "say which service sends it, such as /ms-agents",
  type: "say what happened, such as ticket-opened",
  specversion: "1.0",
};

/** Undefined where nothing says when; null for what is no time. */
function timeOf({ attribute }: Context): string | undefined | null {
  const time = attribute("time");
  if (time === undefined) return undefined;
  const isTime = typeof time === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(time);
  return isTime && !Number.isNaN(Date.parse(time)) ? new Date(time).toISOString() : null;
}

function dataIn({ data, data_base64 }: Fields): Result<unknown, Fault> {
  if (data_base64 === undefined || data_base64 === null) return ok(data);
  if (data !== undefined && data !== null) return err(fieldFault("data_base64", "must not be there beside data"));
  const bytes = typeof data_base64 === "string" ? decodeBase64(data_base64) : null;
  return bytes === null ? err(fieldFault("data_base64", "must be base64")) : jsonIn(bytes, "data_base64");
}

function jsonIn(bytes: Uint8Array, field: string): Result<unknown, Fault> {
  const json = parseJson(bytes);
  return json.ok ? json : err(fieldFault(field, "must be JSON in UTF-8, not nested too deeply"));
}

/** Data that a service printed as JSON before it was put into its envelope. */
function objectIn(value: unknown): Fields | null {
  const json = typeof value === "string" ? parseJson(new TextEncoder().encode(value)) : null;
  return json?.ok && isFields(json.value) ? json.value : null;
}

function decodeBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** A header's value as it was before it was encoded (HTTP binding 3.1.3.2); null where that is no UTF-8. */
function headerText(value: string): string | null {
  const unquoted = /^".*"$/s.test(value) ? value.slice(1, -1).replace(/\\(.)/gs, "$1") : value;
  try {
    return unquoted.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
  } catch {
    return null;
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
