import * as z from "zod";

/** Words of the seeds and their neighbours for one field, by the name under which it is read. */
export interface Synonyms {
  [field: string]: readonly string[];
}

/** What services call the text of a message. */
export const BODY: Synonyms = { body: ["text", "content"] };
/** What they call the customer's record. */
export const CUSTOMER: Synonyms = { customer_details: ["user_details", "customer", "user_data"] };

/**
 * A payload of a service: known fields are read under every spelling (`ticket-id`, `ticketId`, the seed's misprint
 * `message_id?`, and other words for the same), others are let pass.
 */
export const payload = <Shape extends z.ZodRawShape>(shape: Shape, synonyms: Synonyms = {}) =>
  z.preprocess((value) => respell(value, synonyms), z.looseObject(shape, { error: "must be one JSON object" }));

function respell(value: unknown, synonyms: Synonyms): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = Object.entries(value);
  const exact = new Map(fields);
  for (const [key, content] of fields) {
    const name = snake(key);
    if (!exact.has(name)) exact.set(name, content);
  }
  for (const [name, others] of Object.entries(synonyms)) {
    const said = others.find((other) => isSaid(exact.get(other)));
    if (said !== undefined && !isSaid(exact.get(name))) exact.set(name, exact.get(said));
  }
  return Object.fromEntries(exact);
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

const snake = (key: string): string =>
  key
    .trim()
    .replace(/\?$/, "")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();

/** What is wrong with a field, and what to do about it: `what` goes on a sentence that begins with "must be". */
export const mustBe = (what: string) => ({
  error: ({ input }: { input?: unknown }) =>
    input === undefined || input === null ? `is missing: it must be ${what}` : `must be ${what}`,
});

/** A text that people or programs wrote, of at least one character. */
export const textOf = (what: string, most: number) =>
  z.string(mustBe(what)).min(1, `must be ${what}, not an empty text`).max(most, `must have at most ${most} characters`);

/** An id of a service: opaque. Services that count their things send numbers. */
export const idOf = (what: string, most = 255) =>
  Id(what).transform((value, context) => readId(value, context, what, most));

/** The same where it may be absent, null or empty. */
export const optionalId = (what: string, most = 255) =>
  Id(what)
    .nullish()
    .transform((value, context) => ((value ?? "") === "" ? null : readId(value ?? "", context, what, most)));

const Id = (what: string) => z.union([z.string(), z.number()], mustBe(`${what}, as a text`));

function readId(value: string | number, context: z.RefinementCtx, what: string, most: number): string {
  const id = String(value);
  const fault = faultOfId(value, id, what, most);
  if (fault === null) return id;
  context.issues.push({ code: "custom", message: fault, input: value });
  return z.NEVER;
}

function faultOfId(value: string | number, id: string, what: string, most: number): string | null {
  if (id.trim() === "") return `must be ${what}, not an empty text`;
  if (id.length > most) return `must have at most ${most} characters`;
  const isExact = typeof value === "string" || Number.isSafeInteger(value);
  return isExact ? null : "must be sent as a text: a number like this loses digits in JSON";
}

/** A name that may be absent or empty. */
export const Name = z
  .string("must be a text")
  .max(255, "must have at most 255 characters")
  .nullish()
  .transform((name) => name?.trim() || null);

/** An event's id: the same again is the same event. A CloudEvent's is made of its source and id. */
const Uuid = idOf("the event's own id, such as a UUID, the same again when it is sent again", 1_100).meta({
  description: "The event's id: the same again is the same event",
});

/** Epochs below are seconds: as milliseconds they would lie before 1973. */
const LEAST_MILLISECONDS = 100_000_000_000;
const TIME = "a time: ISO 8601 with its offset such as 2026-01-05T09:00:00Z, or seconds or milliseconds since 1970";
const Iso = z.iso.datetime({ offset: true, local: true });

/** ISO 8601 in UTC with milliseconds; null for what is no time. Without an offset UTC is meant. */
function timeOf(value: string | number): string | null {
  const number = typeof value === "number" ? value : /^\d{9,16}(\.\d+)?$/.test(value) ? Number(value) : null;
  if (number !== null) return printed(number < LEAST_MILLISECONDS ? number * 1000 : number);
  const text = String(value)
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d) /, "$1T")
    .replace(/([+-]\d\d)(\d\d)$/, "$1:$2")
    .replace(/t|z$/g, (letter) => letter.toUpperCase());
  if (!Iso.safeParse(text).success) return null;
  return printed(Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`));
}

/** Years of four digits: others would not be put in order by their text. */
function printed(milliseconds: number): string | null {
  const isInRange = milliseconds >= 0 && milliseconds < Date.UTC(10_000);
  return isInRange ? new Date(Math.floor(milliseconds)).toISOString() : null;
}

/** A point in time in any usual spelling; becomes ISO 8601 in UTC with milliseconds. */
export const Timestamp = z
  .union([z.string(), z.number()], mustBe(TIME))
  .transform((value, context) => {
    const time = timeOf(value);
    if (time !== null) return time;
    context.issues.push({ code: "custom", message: `must be ${TIME}`, input: value });
    return z.NEVER;
  })
  .meta({ description: "ISO 8601, or seconds or milliseconds since 1970" });

/** What every event of the seeds has. */
export const envelope = { uuid: Uuid, timestamp: Timestamp };

/** A conversation of this store, by the id that this store printed. */
export const ConversationId = z
  .guid(mustBe("the `conversation_id` that this store printed"))
  .transform((id) => id.toLowerCase());

export const LONGEST_BODY = 65_536;
export const Body = textOf("the text that is said", LONGEST_BODY);

/** True and false as programs write them. */
const Flag = z
  .literal([true, false, "true", "false", null], { error: "must be true or false" })
  .optional()
  .transform((value) => value === true || value === "true");

/** Every spelling of "a person is to take over". */
export const flags = {
  open_ticket: Flag,
  create_ticket: Flag,
  is_ticket_required: Flag,
  handoff_requested: Flag,
  wants_ticket: Flag,
};

/** Of flags that contradict each other the one that asks for a person counts. */
export const wantsTicket = (said: { [flag in keyof typeof flags]: boolean }): boolean =>
  said.open_ticket || said.create_ticket || said.is_ticket_required || said.handoff_requested || said.wants_ticket;

/** An optional field: absent and null are the same. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? null);
