import type { MessageStatus } from "../../domain/message.ts";
import { advised } from "./errors.ts";
import { type Fields, identifier, list, parseError, time } from "./fields.ts";
import { type Parse, unplaced } from "./items.ts";
import { isCallStatus, parseCallStatus } from "./parse-call.ts";
import { type Address, addressOf } from "./people.ts";

const STATUSES = new Map<unknown, MessageStatus>(
  (["sent", "delivered", "read", "played", "failed"] as const).map((status) => [status, status]),
);

export const recipientOf = (status: Fields): Address => addressOf(status.recipient_id, status.recipient_user_id);

/** How a message fares that the business sent; the statuses of its calls come in the same way. */
export const parseStatus: Parse = (element, recipient, scope) => {
  if (isCallStatus(element, scope)) return parseCallStatus(element, recipient, scope);
  const id = identifier(element.id);
  const status = STATUSES.get(element.status);
  const callback_data = identifier(element.biz_opaque_callback_data);
  const isKnown = recipient.phone !== null || recipient.user_id !== null || callback_data !== null;
  // A payment has statuses of its own: its failure is not the message's.
  if (element.type === "payment" || id === null || !status || !isKnown) return unplaced("status_not_understood");
  if (element.recipient_type === "group") return unplaced("group_status");
  const error = status === "failed" ? advised(parseError(list(element.errors)[0])) : null;
  const report = { status, at: time(element.timestamp), channel_message_id: id, error };
  return { kind: "status", recipient, callback_data, report };
};
