import { randomBytes } from "node:crypto";
import { shownAs } from "./fallback.ts";
import type { MessageError } from "./model.ts";

/** A call of `POST /{version}/{phone_number_id}/messages`, understood. */
export type Call =
  | { kind: "mark_read"; message_id: string; typing: boolean }
  | {
      kind: "send";
      /** As the caller wrote it: a phone number, or a business-scoped user id. */
      input: string;
      by: "phone" | "user_id";
      type: string;
      text: string;
      reply_to: string | null;
      biz_opaque_callback_data: string | null;
    };

/** Why a call is refused, before it gets its public form. */
export interface Fault {
  code: number;
  details: string;
}

type Checked<T> = { ok: true; value: T } | { ok: false; error: Fault };
type Fields = Record<string, unknown>;

const LONGEST_TEXT = 4_096;
const LONGEST_CALLBACK_DATA = 512;

const TYPES = [
  "audio",
  "contacts",
  "document",
  "image",
  "interactive",
  "location",
  "reaction",
  "sticker",
  "template",
  "text",
  "video",
];

/** Title and HTTP status of the codes that the simulator answers with, or can be told to (Meta, "Error codes"). */
const CODES: Record<number, [status: number, title: string]> = {
  0: [401, "AuthException"],
  1: [400, "API Unknown"],
  2: [503, "API Service"],
  3: [500, "API Method"],
  4: [400, "API Too Many Calls"],
  10: [403, "Permission Denied"],
  33: [400, "Parameter value is not valid"],
  100: [400, "Invalid parameter"],
  190: [401, "Invalid OAuth access token - Cannot parse access token"],
  368: [403, "Temporarily blocked for policies violations"],
  80007: [400, "Rate limit issues"],
  130429: [400, "Rate limit hit"],
  131000: [500, "Something went wrong"],
  131008: [400, "Required parameter is missing"],
  131009: [400, "Parameter value is not valid"],
  131016: [500, "Service unavailable"],
  131021: [400, "Recipient cannot be sender"],
  131026: [400, "Message undeliverable"],
  131031: [403, "Account has been locked"],
  131047: [400, "Re-engagement message"],
  131048: [400, "Spam rate limit hit"],
  131051: [400, "Unsupported message type"],
  131056: [400, "(Business Account, Consumer Account) pair rate limit hit"],
  131057: [500, "Account in maintenance mode"],
};

const titleOf = (code: number): string => CODES[code]?.[1] ?? "Unknown error";

export const asMessageError = ({ code, details }: Fault): MessageError => ({ code, title: titleOf(code), details });

/** An error as the Graph API words it. Errors of the token carry no details. */
export function graphError({ code, details }: Fault): { status: number; body: unknown } {
  const [status = 400] = CODES[code] ?? [];
  const title = titleOf(code);
  const fbtrace_id = randomBytes(8).toString("base64url");
  if (code === 190) return { status, body: { error: { message: title, type: "OAuthException", code, fbtrace_id } } };
  const message = `(#${code}) ${title}`;
  const error_data = { messaging_product: "whatsapp", details };
  return { status, body: { error: { message, type: "OAuthException", code, error_data, fbtrace_id } } };
}

const fault = (code: number, details: string): { ok: false; error: Fault } => ({ ok: false, error: { code, details } });
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Checks a body in the order in which the real API does, as far as that is known. */
export function parseCall(body: unknown): Checked<Call> {
  if (!isFields(body)) return fault(100, "The request body must be a JSON object.");
  if (body.messaging_product === undefined) return fault(100, "The parameter messaging_product is required.");
  if (body.messaging_product !== "whatsapp") return fault(100, "Param messaging_product must be one of {WHATSAPP}.");
  return body.status === undefined ? parseSend(body) : parseMarkRead(body);
}

function parseMarkRead({ status, message_id, typing_indicator }: Fields): Checked<Call> {
  if (status !== "read") return fault(100, "Param status must be one of {READ}.");
  if (!isText(message_id)) return fault(131_008, "The parameter message_id is required.");
  if (typing_indicator !== undefined && !(isFields(typing_indicator) && typing_indicator.type === "text")) {
    return fault(100, "Param typing_indicator['type'] must be one of {TEXT}.");
  }
  return { ok: true, value: { kind: "mark_read", message_id, typing: typing_indicator !== undefined } };
}

function parseSend(body: Fields): Checked<Call> {
  const { to, recipient, recipient_type = "individual", type = "text", context, biz_opaque_callback_data } = body;
  if (recipient_type !== "individual") return fault(100, "Param recipient_type must be one of {INDIVIDUAL}.");
  const by = to === undefined ? "user_id" : "phone";
  const input = to ?? recipient;
  if (input === undefined) return fault(100, "The parameter to is required.");
  if (by === "phone" && !isPhone(input)) return fault(131_009, "Param to is not a valid WhatsApp phone number.");
  if (!isText(input)) return fault(131_009, "Param recipient is not a valid business-scoped user ID.");
  if (!isText(type) || !TYPES.includes(type)) return fault(100, `Param type must be one of {${list(TYPES)}}.`);
  const misshaped = checkContent(type, body[type]);
  if (misshaped) return { ok: false, error: misshaped };
  if (context !== undefined && !(isFields(context) && isText(context.message_id))) {
    return fault(100, "Param context['message_id'] must be a non-empty string.");
  }
  const callback = biz_opaque_callback_data ?? null;
  if (callback !== null && (typeof callback !== "string" || callback.length > LONGEST_CALLBACK_DATA)) {
    return fault(
      100,
      `Param biz_opaque_callback_data must be a string of at most ${LONGEST_CALLBACK_DATA} characters.`,
    );
  }
  const reply_to = isFields(context) && isText(context.message_id) ? context.message_id : null;
  const text = shownAs(type, body[type]);
  return { ok: true, value: { kind: "send", input, by, type, text, reply_to, biz_opaque_callback_data: callback } };
}

const isPhone = (value: unknown): boolean =>
  isText(value) && /^\+?[\d\s().-]+$/.test(value) && /^\d{5,15}$/.test(value.replace(/\D/g, ""));

const list = (types: string[]) => types.map((type) => type.toUpperCase()).join(", ");

function checkContent(type: string, content: unknown): Fault | null {
  if (content === undefined) return { code: 131_008, details: `The parameter ${type} is required.` };
  if (type === "contacts") {
    return Array.isArray(content) && content.length > 0
      ? null
      : { code: 100, details: "Param contacts must be a list." };
  }
  if (!isFields(content)) return { code: 100, details: `Param ${type} must be a JSON object.` };
  if (type !== "text") return checkFields(type, content);
  const { body } = content;
  if (body === undefined) return { code: 131_008, details: "The parameter text['body'] is required." };
  if (typeof body !== "string") return { code: 100, details: "Param text['body'] must be a string." };
  if (body.trim() === "") return { code: 100, details: "Param text['body'] must be at least 1 character long." };
  if ([...body].length <= LONGEST_TEXT) return null;
  return { code: 100, details: `Param text['body'] must be at most ${LONGEST_TEXT} characters long.` };
}

/** What a type other than text cannot do without. */
const NEEDED: Record<string, string[][]> = {
  audio: [["id", "link"]],
  document: [["id", "link"]],
  image: [["id", "link"]],
  sticker: [["id", "link"]],
  video: [["id", "link"]],
  interactive: [["type"], ["action"]],
  location: [["latitude"], ["longitude"]],
  reaction: [["message_id"]],
  template: [["name"], ["language"]],
};

function checkFields(type: string, content: Fields): Fault | null {
  const missing = (NEEDED[type] ?? []).find((names) => names.every((name) => content[name] === undefined));
  return missing ? { code: 131_008, details: `The parameter ${type}['${missing.join("' or '")}'] is required.` } : null;
}

/** What is known of the one that a message is for. */
export interface Recipient {
  known: boolean;
  on_whatsapp: boolean;
  is_sender: boolean;
  /** Whether the contact wrote to this number in the last 24 hours. */
  window_open: boolean;
}

/** Whether a well-formed message may go out; a template may outside of the window. */
export function checkRecipient(type: string, recipient: Recipient, enforceWindow: boolean): Fault | null {
  if (recipient.is_sender) return { code: 131_021, details: "Recipient phone number cannot be the sender's own." };
  if (recipient.known && !recipient.on_whatsapp) return { code: 131_026, details: "Message Undeliverable." };
  if (!enforceWindow || recipient.window_open || type === "template") return null;
  const details =
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
  return { code: 131_047, details };
}
