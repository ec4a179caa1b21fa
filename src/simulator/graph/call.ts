import { shownAs } from "../fallback.ts";
import type { Fields } from "../model.ts";
import { checkContent, TYPES, unwrapped } from "./content.ts";
import type { Fault } from "./errors.ts";
import { type Faults, fault, fieldsOf, firstOf, isFields, isText, object, oneOf } from "./faults.ts";
import type { Known } from "./source.ts";

/** A call of `POST /{version}/{phone_number_id}/messages`, understood. */
export type Call = Send | MarkRead;

export interface MarkRead {
  kind: "mark_read";
  message_id: string;
  typing: boolean;
}

export interface Send {
  kind: "send";
  /** As the caller wrote it: a phone number, a business-scoped user id, or a group's id. */
  input: string;
  by: "phone" | "user_id" | "group";
  type: string;
  /** What the body has under its type. */
  content: unknown;
  text: string;
  reply_to: string | null;
  biz_opaque_callback_data: string | null;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; error: Fault };

const LONGEST_CALLBACK_DATA = 512;

/** Checks a body in the order in which the real API does, as far as that is known. */
export function parseCall(body: unknown, known: Known): Checked<Call> {
  const call = isFields(body) ? { ...body } : {};
  const error = firstOf(checkBody(body, call, known));
  if (error) return { ok: false, error };
  return { ok: true, value: call.status === undefined ? sendOf(call) : markReadOf(call) };
}

function* checkBody(body: unknown, call: Fields, known: Known): Faults {
  if (!isFields(body)) yield fault(100, "The request body must be a JSON object.");
  if (call.messaging_product === undefined) yield fault(100, "The parameter messaging_product is required.");
  yield* oneOf("messaging_product", call.messaging_product, ["whatsapp"]);
  if (call.status === undefined) yield* checkSend(call, known);
  else yield* checkMarkRead(call);
}

function* checkMarkRead({ status, message_id, typing_indicator }: Fields): Faults {
  yield* oneOf("status", status, ["read"]);
  if (!isText(message_id)) yield fault(131_008, "The parameter message_id is required.");
  if (typing_indicator === undefined) return;
  yield* object("typing_indicator", typing_indicator);
  yield* oneOf("typing_indicator['type']", fieldsOf(typing_indicator).type, ["text"]);
}

const markReadOf = ({ message_id, typing_indicator }: Fields): MarkRead => ({
  kind: "mark_read",
  message_id: String(message_id),
  typing: typing_indicator !== undefined,
});

function* checkSend(call: Fields, known: Known): Faults {
  yield* oneOf("recipient_type", call.recipient_type ?? "individual", ["individual", "group"]);
  yield* checkRecipient(call);
  const type = call.type ?? "text";
  yield* oneOf("type", type, TYPES);
  yield* checkContent(String(type), unwrapped(call[String(type)]), known);
  const { context, biz_opaque_callback_data: callback } = call;
  if (context !== undefined) {
    yield* object("context", context);
    if (!isText(fieldsOf(context).message_id))
      yield fault(100, "Param context['message_id'] must be a non-empty string.");
  }
  const isFine = typeof (callback ?? "") === "string" && String(callback ?? "").length <= LONGEST_CALLBACK_DATA;
  if (!isFine)
    yield fault(100, `Param biz_opaque_callback_data must be a string of at most ${LONGEST_CALLBACK_DATA} characters.`);
}

function* checkRecipient({ to, recipient, recipient_type }: Fields): Faults {
  if (to === undefined && recipient === undefined) yield fault(100, "The parameter to is required.");
  if (recipient_type === "group") {
    if (!isText(to)) yield fault(131_009, "Param to is not a valid group ID.");
  } else if (to !== undefined) {
    if (!isPhone(to)) yield fault(131_009, "Param to is not a valid WhatsApp phone number.");
  } else if (!isText(recipient) || !USER_ID.test(recipient)) {
    yield fault(131_009, "Param recipient is not a valid business-scoped user ID.");
  }
}

/** A business-scoped user id, or that of a parent (Meta, "Business-scoped user IDs"). */
export const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

const isPhone = (value: unknown): boolean =>
  (isText(value) || typeof value === "number") &&
  /^\+?[\d\s().-]+$/.test(String(value)) &&
  /^\d{5,15}$/.test(String(value).replace(/\D/g, ""));

function sendOf(call: Fields): Send {
  const { to, recipient, recipient_type, type = "text", context, biz_opaque_callback_data } = call;
  const content = unwrapped(call[String(type)]);
  return {
    kind: "send",
    // With both given, the phone number counts.
    input: String(to ?? recipient),
    by: recipient_type === "group" ? "group" : to === undefined ? "user_id" : "phone",
    type: String(type),
    content,
    text: shownAs(String(type), content),
    reply_to: isFields(context) ? String(context.message_id) : null,
    biz_opaque_callback_data: (biz_opaque_callback_data as string | undefined) ?? null,
  };
}
