import type { Saying } from "../domain/commands.ts";

/** A text as a service says it, with what is known of it beside. */
export function textSaying(body: string, timestamp: string, metadata: Record<string, unknown> = {}): Saying {
  const known = Object.entries(metadata).filter(([, value]) => value !== null && value !== undefined);
  return {
    message_type: "text",
    content: body,
    payload: { body },
    attachments: [],
    reply_to: null,
    referral: null,
    forwarded: null,
    whatsapp_message_id: null,
    timestamp,
    metadata: known.length === 0 ? null : Object.fromEntries(known),
  };
}
