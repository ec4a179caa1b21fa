import { randomBytes } from "node:crypto";
import type { MessageError } from "../model.ts";

/** Why a call is refused, before it gets its public form. */
export interface Fault {
  code: number;
  details: string;
}

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
  2200: [400, "Callback verification failed"],
  80007: [400, "Rate limit issues"],
  130403: [400, "The business has blocked this user"],
  130429: [400, "Rate limit hit"],
  130472: [400, "User's number is part of an experiment"],
  130497: [403, "Business account is restricted from messaging users in this country"],
  131000: [500, "Something went wrong"],
  131005: [403, "Access denied"],
  131008: [400, "Required parameter is missing"],
  131009: [400, "Parameter value is not valid"],
  131016: [500, "Service unavailable"],
  131021: [400, "Recipient cannot be sender"],
  131026: [400, "Message undeliverable"],
  131030: [400, "Recipient phone number not in allowed list"],
  131031: [403, "Account has been locked"],
  131037: [400, "WhatsApp provided number needs display name approval before message can be sent"],
  131042: [400, "Business eligibility payment issue"],
  131045: [500, "Incorrect certificate"],
  131047: [400, "Re-engagement message"],
  131048: [400, "Spam rate limit hit"],
  131049: [400, "Meta chose not to deliver"],
  131050: [400, "User has stopped marketing messages from your business"],
  131051: [400, "Unsupported message type"],
  131052: [400, "Media download error"],
  131053: [400, "Media upload error"],
  131056: [400, "(Business Account, Consumer Account) pair rate limit hit"],
  131057: [500, "Account in maintenance mode"],
  131062: [400, "Business-scoped user IDs are not supported for this message"],
  131063: [400, "Marketing messages must be sent through the marketing messages API"],
  132000: [400, "Number of parameters does not match the expected number of params"],
  132001: [404, "Template name does not exist in the translation"],
  132005: [400, "Translated text too long"],
  132007: [400, "Template format character policy violated"],
  132012: [400, "Parameter format does not match format in the created template"],
  132015: [400, "Template is paused"],
  132016: [400, "Template is disabled"],
  132018: [400, "There's an issue with the parameters in your template"],
  132068: [400, "Flow is in blocked state"],
  132069: [400, "Flow is in throttled state"],
  133004: [503, "Server temporarily unavailable"],
  133010: [400, "Phone number not registered"],
  134101: [400, "Template is syncing"],
  135000: [400, "Generic user error"],
  137000: [400, "Identity key hash does not match"],
  139100: [400, "Failed to block/unblock users"],
};

const titleOf = (code: number): string => CODES[code]?.[1] ?? "Unknown error";

export const asMessageError = ({ code, details }: Fault): MessageError => ({ code, title: titleOf(code), details });

const traceId = () => randomBytes(8).toString("base64url");

/** An error as the Graph API words it. Errors of the token carry no details. */
export function graphError({ code, details }: Fault): { status: number; body: object } {
  const [status = 400] = CODES[code] ?? [];
  const title = titleOf(code);
  const said = { type: "OAuthException", code };
  if (code === 190) return { status, body: { error: { message: details || title, ...said, fbtrace_id: traceId() } } };
  const error_data = { messaging_product: "whatsapp", details };
  return { status, body: { error: { message: `(#${code}) ${title}`, ...said, error_data, fbtrace_id: traceId() } } };
}

/** What Graph answers for a node that is not there, or not for this token; of a call it does not know it says the same. */
export function noSuchNode(method: string, id: string): { status: number; body: object } {
  const message =
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
    "missing permissions, or does not support this operation. Please read the Graph API documentation at " +
    "https://developers.facebook.com/docs/graph-api";
  const error = { message, type: "GraphMethodException", code: 100, error_subcode: 33, fbtrace_id: traceId() };
  return { status: 400, body: { error } };
}
