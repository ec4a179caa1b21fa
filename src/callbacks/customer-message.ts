import { changeOf } from "../channels/whatsapp/change.ts";
import { sayingOf } from "../channels/whatsapp/saying.ts";
import type { Request } from "../conversation/port.ts";
import type { Saying } from "../domain/commands.ts";
import type { Contact, Identity } from "../domain/conversation.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { Party } from "../protocol/catalogue/parties.ts";
import { type Fault, fieldFault } from "./fault.ts";
import { textSaying } from "./said.ts";

/** What a customer wrote, as a service tells it. */
export interface CustomerMessage {
  uuid: string;
  timestamp: string;
  sender: Party;
  /** WhatsApp's id of it. */
  message_id: string | null;
  /** As WhatsApp calls it; absent for a text. */
  message_type?: string;
  body: string | null;
  payload?: Record<string, unknown>;
}

/** More would not fit into a row of the log beside its text. */
const LONGEST_PAYLOAD = 250_000;

/** What such a message asks of its thread, under its keys. */
export function requestsOf(
  message: CustomerMessage,
  contact: Contact,
  keys: string[],
): Result<(identity: Identity) => Request[], Fault> {
  const { message_id, message_type = "text", payload = {} } = message;
  if (JSON.stringify(payload).length > LONGEST_PAYLOAD)
    return err({ code: "payload_too_large", detail: `payload may print to at most ${LONGEST_PAYLOAD} characters.` });
  const seconds = String(Math.floor(Date.parse(message.timestamp) / 1000));
  const written = { ...asWritten(message_type, payload), id: message_id, timestamp: seconds };
  const change = changeOf(written, message_id ?? "", contact, "customer");
  if (change !== null && change.kind !== "change")
    return err(fieldFault("payload.message_id", "is missing: it must be WhatsApp's id of the message that is meant"));
  const saying = change === null ? sayingAs(message, written) : null;
  return ok((identity) => {
    const place = { identity, contact };
    if (saying !== null) {
      const passive = message_type === "system";
      return [{ keys, fingerprint: null, command: { type: "receive_message", place, saying, passive } }];
    }
    if (change === null) return [];
    const target = { message_id: null, message_seq: null, channel_message_id: change.target_channel_message_id };
    const command = { type: "change_message", place, by: change.by, target, change: change.change } as const;
    return [{ keys: [`change:${message_id}`, ...keys], fingerprint: null, command }];
  });
}

function sayingAs({ timestamp, message_id, message_type = "text", body }: CustomerMessage, written: object): Saying {
  if (message_type === "text") return { ...textSaying(body ?? "", timestamp), whatsapp_message_id: message_id };
  const saying = sayingOf({ ...written });
  const content = saying.message_type === "unsupported" && body !== null ? body : saying.content;
  return { ...saying, content, timestamp, whatsapp_message_id: message_id };
}

/** The types that this store names otherwise than WhatsApp does. */
const CHOSEN = ["button_reply", "list_reply"];

/** A message as WhatsApp's webhook writes it. */
function asWritten(type: string, payload: Record<string, unknown>): Record<string, unknown> {
  if (CHOSEN.includes(type)) return { type: "interactive", interactive: { type, [type]: payload } };
  if (type === "flow_reply") return { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: payload } };
  if (type === "contacts") return { type, contacts: payload.contacts };
  return { type, [type]: payload };
}
