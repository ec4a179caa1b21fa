import type { Verdict } from "../../domain/commands.ts";
import type { Contact } from "../../domain/conversation.ts";
import type { Message, MessageError } from "../../domain/message.ts";
import { parseError } from "./parse.ts";

/** Where and as whom to send. */
export interface Sending {
  graph_url: string;
  phone_number_id: string;
  access_token: string;
  contact: Contact;
  message: Message;
  attempt: number;
  quoted_channel_message_id: string | null;
}

/** An answer that takes longer is taken for lost; the message may have gone out. */
const ANSWER_TIMEOUT_MS = 20_000;

/** Refused before anything was sent, for reasons that pass (Meta, "Error codes"): worth another attempt. */
const PASSING = new Set([4, 80007, 130429, 131056, 131057, 134101]);

/** Something broke on Meta's side: the message may or may not have gone out. */
const UNCERTAIN = new Set([1, 2, 131000, 131016, 133004]);

/** One attempt to send a message through the Graph API (Meta, "Send messages"). Never throws: the outcome is a value. */
export async function send(sending: Sending, fetcher: typeof fetch = fetch): Promise<Verdict> {
  const url = `${sending.graph_url}/${encodeURIComponent(sending.phone_number_id)}/messages`;
  const headers = { Authorization: `Bearer ${sending.access_token}`, "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const body = JSON.stringify(requestBody(sending));
    const response = await fetcher(url, { method: "POST", headers, body, signal, redirect: "manual" });
    return verdictOn(response.status, await response.text(), sending.attempt);
  } catch {
    return { outcome: "unknown", error: { code: null, title: "No answer from WhatsApp", detail: null } };
  }
}

/** The body of the Graph API's send call. Our id comes back on every status: it ties them to this message. */
export function requestBody({ contact, message, quoted_channel_message_id }: Sending): Record<string, unknown> {
  const address = contact.wa_id ?? contact.phone?.replace(/\D/g, "");
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    // Digits without a plus may get the business's own country code put before them.
    ...(address ? { to: `+${address}` } : { recipient: contact.user_id }),
    type: "text",
    text: { body: message.content, preview_url: /https?:\/\//i.test(message.content) },
    ...(quoted_channel_message_id && { context: { message_id: quoted_channel_message_id } }),
    biz_opaque_callback_data: message.id,
  };
}

/** What an answer of the Graph API means for the message. */
export function verdictOn(status: number, text: string, attempt: number): Verdict {
  const answer = parseAnswer(text);
  const id = answer?.messages?.[0]?.id;
  if (status < 300 && id)
    return { outcome: "accepted", channel_message_id: id, wa_id: answer.contacts?.[0]?.wa_id ?? null };
  if (!answer?.error) {
    const error: MessageError = { code: null, title: `WhatsApp answered ${status}`, detail: null };
    if (status === 429) return { outcome: "try_later", error, delay_ms: delayAfter(attempt) };
    return { outcome: status >= 400 && status < 500 ? "refused" : "unknown", error };
  }
  const error = parseError(answer.error);
  const code = error.code ?? 0;
  if (PASSING.has(code)) return { outcome: "try_later", error, delay_ms: delayAfter(attempt) };
  if (UNCERTAIN.has(code) || answer.error.is_transient === true) return { outcome: "unknown", error };
  return { outcome: "refused", error };
}

/** Meta's advice for a pair of numbers that was too quick: 4^attempt seconds. */
const delayAfter = (attempt: number): number => 4 ** Math.min(attempt, 5) * 1000;

interface GraphAnswer {
  messages?: { id?: string }[];
  contacts?: { wa_id?: string }[];
  error?: { is_transient?: boolean };
}

function parseAnswer(text: string): GraphAnswer | null {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" ? (answer as GraphAnswer | null) : null;
  } catch {
    return null;
  }
}
