import * as z from "zod";
import type { Rejection } from "../domain/rejections.ts";

/** Every code of a refusal: its HTTP status and what it says. Codes are only ever added. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: "The request is not as it should be" },
  malformed_json: { status: 400, title: "The body is not JSON" },
  unauthorized: { status: 401, title: "A valid bearer is needed" },
  sign_in_failed: { status: 401, title: "E-mail or password is wrong" },
  invalid_signature: { status: 401, title: "The signature is missing or wrong" },
  forbidden: { status: 403, title: "Not allowed" },
  cross_site: { status: 403, title: "A call by cookie must come from a page of this server" },
  tenant_mismatch: { status: 403, title: "X-Tenant-Id is not the tenant of this bearer" },
  not_found: { status: 404, title: "Not found" },
  conversation_not_found: { status: 404, title: "Conversation not found" },
  message_not_found: { status: 404, title: "There is no such message" },
  invitation_not_found: { status: 404, title: "The invitation was used, replaced, or is over" },
  customer_not_found: { status: 404, title: "There is no such customer" },
  method_not_allowed: { status: 405, title: "This path is called by other methods" },
  several_tenants: { status: 409, title: "Say which tenant is meant" },
  email_taken: { status: 409, title: "Another agent signs in by this e-mail" },
  conversation_closed: { status: 409, title: "The conversation is closed" },
  stale_reply: { status: 409, title: "Something was said meanwhile" },
  ticket_transition: { status: 409, title: "The ticket cannot become that" },
  ticket_taken: { status: 409, title: "The ticket is another conversation's" },
  ticket_assigned: { status: 409, title: "Another agent has the ticket" },
  ticket_offered: { status: 409, title: "The ticket is offered to another agent" },
  automation_rule_limit: { status: 409, title: "There are too many automation rules" },
  outlet_in_use: { status: 409, title: "The outlet is in use" },
  not_offered: { status: 409, title: "The ticket is not to be had" },
  with_person: { status: 409, title: "A person has or awaits the word" },
  flows_not_embedded: { status: 409, title: "The tenant's flows are not run here" },
  flow_not_published: { status: 409, title: "No version of the flow is published" },
  flow_running: { status: 409, title: "A flow is running" },
  too_many_waiting: { status: 409, title: "Too many events of this ticket wait for its ticket-opened" },
  address_taken: { status: 409, title: "The address is another customer's" },
  phone_number_taken: { status: 409, title: "An inbox has this number already" },
  subscription_limit: { status: 409, title: "There are too many subscriptions" },
  delivery_not_dead: { status: 409, title: "Only a delivery that was given up, or is being retried, can be forgotten" },
  inbox_stores_only: { status: 409, title: "The inbox only stores: there is nothing to check" },
  waba_unknown: { status: 409, title: "The inbox's WhatsApp Business account is not known" },
  media_pending: { status: 409, title: "The file is still being fetched" },
  message_not_failed: { status: 409, title: "Only a message that failed can be sent again" },
  window_closed: { status: 409, title: "The customer service window is closed" },
  media_gone: { status: 410, title: "The file cannot be had" },
  length_required: { status: 411, title: "The body's length is needed" },
  payload_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The channel does not take files of this type" },
  import_format_unknown: { status: 415, title: "Articles are not taken in this format" },
  unsupported_event_format: { status: 415, title: "Events are not taken in this format" },
  range_not_satisfiable: { status: 416, title: "The file has no such bytes" },
  event_type_unknown: { status: 422, title: "No event of this type is taken" },
  receiver_unknown: { status: 422, title: "No inbox of the tenant has this number" },
  media_not_found: { status: 422, title: "There is no file of this id" },
  media_of_message: { status: 409, title: "The file goes with its message" },
  media_not_suitable: { status: 422, title: "The file cannot be sent as this type of message" },
  template_invalid: { status: 422, title: "The template cannot be sent like this" },
  media_mismatch: { status: 422, title: "The file is not what it is said to be" },
  url_not_allowed: { status: 422, title: "The URL may not be called" },
  idempotency_conflict: { status: 422, title: "The Idempotency-Key was used for another request" },
  content_too_long: { status: 422, title: "The content is too long for the channel" },
  quoted_message_not_found: { status: 422, title: "The quoted message is not one of this thread" },
  assignee_not_eligible: { status: 422, title: "Nobody of this id may have it" },
  unknown_reference: { status: 422, title: "Something that is named is not there" },
  label_limit: { status: 422, title: "The conversation would have too many labels" },
  invalid_snooze: { status: 422, title: "The time to come back is not in the future" },
  flow_invalid: { status: 422, title: "The flow cannot work like this" },
  upgrade_required: { status: 426, title: "This is a WebSocket" },
  too_many_attempts: { status: 429, title: "Too many attempts" },
  too_many_unsent: { status: 429, title: "Too many messages to this customer wait to be sent" },
  internal_error: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available right now" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457 `application/problem+json`. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional().meta({ description: "What to do about it" }),
    code: z.enum(Object.keys(PROBLEMS) as ProblemCode[]),
    request_id: z.string(),
    errors: z
      .array(z.object({ field: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: "Every field at fault" }),
  })
  .meta({ id: "Problem" });

/** What is told of a refusal: a code, and the way out. Total over the domain's refusals. */
export function problemOf(rejection: Rejection): { code: ProblemCode; detail?: string; [extra: string]: unknown } {
  switch (rejection.code) {
    case "conversation_closed":
      return {
        ...rejection,
        detail: "Open the customer's next conversation with POST /api/v1/conversations/find-or-create.",
      };
    case "window_closed":
      return {
        ...rejection,
        detail: "The customer has not written within the last 24 hours. Only a template may be sent.",
      };
    case "stale_reply":
      return {
        ...rejection,
        detail: "Read the messages after your if_last_seq, then send with the new one, or without.",
      };
    case "ticket_transition": {
      const { from, to, ticket_id } = rejection;
      const way = "pending → open ⇄ standby → closed";
      return { ...rejection, detail: `Ticket ${ticket_id} is ${from} and cannot become ${to}; tickets go ${way}.` };
    }
    case "content_too_long":
      return { ...rejection, detail: `WhatsApp takes at most ${rejection.limit} characters.` };
    case "too_many_unsent": {
      const detail = `${rejection.limit} of them wait. See GET /api/v1/operations for what holds them, or wait until some are sent.`;
      return { ...rejection, detail };
    }
    case "label_limit":
      return { ...rejection, detail: `A conversation has at most ${rejection.limit} labels.` };
    case "with_person":
      return { ...rejection, detail: "Give the word back first: POST /api/v1/conversations/{id}/handoff/release." };
    case "outlet_not_seen":
      return { code: "forbidden", detail: "Another outlet serves this customer now. Ask its people, or an admin." };
    case "thread_mismatch":
    case "thread_forwarded":
    case "nothing_to_attach_to":
    case "thread_erased":
      return { code: "conversation_not_found" };
    default:
      return rejection;
  }
}
