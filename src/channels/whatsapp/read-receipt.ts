import type { MessageError } from "../../domain/message.ts";
import { parse } from "./errors.ts";
import { parseError } from "./fields.ts";
import { callGraph, type GraphAccess } from "./graph.ts";

/** A customer's message that the business has seen. */
export interface Receipt extends GraphAccess {
  phone_number_id: string;
  channel_message_id: string;
  /** Shows the customer that an answer is being written, for 25 seconds or until it comes. */
  typing: boolean;
}

/**
 * Marks a customer's message, and all before it, as read (Meta, "Mark messages as read", "Typing indicators").
 * @returns null when it is done, else why it is not; a receipt is never worth more than one attempt
 */
export async function markAsRead(
  { phone_number_id, channel_message_id, typing, ...access }: Receipt,
  timeout_ms: number,
  fetcher: typeof fetch = fetch,
): Promise<MessageError | null> {
  const body = {
    messaging_product: "whatsapp",
    status: "read",
    message_id: channel_message_id,
    ...(typing && { typing_indicator: { type: "text" } }),
  };
  const path = `${encodeURIComponent(phone_number_id)}/messages`;
  const answer = await callGraph(access, path, { body, timeout_ms }, fetcher);
  if (answer === null) return { code: null, title: "No answer from WhatsApp", detail: null };
  if (answer.status < 300) return null;
  const { error } = parse(answer.text);
  return error ? parseError(error) : { code: null, title: `WhatsApp answered ${answer.status}`, detail: null };
}
