import type { Saying } from "../../domain/commands.ts";
import { eventOf } from "./call-words.ts";
import { contentOf } from "./content.ts";
import { type Fields, fields, identifier, isEmpty, time, without } from "./fields.ts";
import { type Parse, type Scope, unplaced } from "./items.ts";
import { attachmentOf } from "./media.ts";
import { type Address, addressOf, counterpart } from "./people.ts";

/** The customer of a call: who called the business, or was called by it. */
export function callerOf(call: Fields, scope: Scope): Address {
  const from = addressOf(call.from, call.from_user_id);
  const to = addressOf(call.to, call.to_user_id);
  const isOurs = call.direction === "BUSINESS_INITIATED";
  return counterpart(isOurs ? to : from, isOurs ? from : to, scope.display_phone_number);
}

/** A call, or what became of it. A customer who calls has written, as it were: the service window opens. */
export const parseCall: Parse = (call, contact) => {
  const event = eventOf(call);
  const isCustomers = event === "connect" && call.direction !== "BUSINESS_INITIATED";
  return tell(call, contact, event, isCustomers);
};

/** Statuses of calls come on a field of their own, and say so beside. */
export const isCallStatus = (status: Fields, { field }: Scope): boolean => field === "calls" || status.type === "call";

/** How a call fares that the business made. One that the customer accepts opens the window, as theirs would. */
export const parseCallStatus: Parse = (status, contact) => {
  const event = eventOf(status);
  return tell(status, contact, event, event === "accepted");
};

function tell(call: Fields, contact: Parameters<Parse>[1], event: string | null, isActive: boolean): ReturnType<Parse> {
  const name = identifier(call.id) ?? identifier(call.wacid);
  const id = name === null || event === null ? null : identifier(`${name}:${event}`);
  if (id === null) return unplaced("no_message_id");
  if (contact.phone === null && contact.user_id === null) return unplaced("no_sender");
  return { kind: "message", contact, saying: sayingOfCall(call, id), passive: !isActive };
}

/** The keys of what connects the two phones are left out: they serve nobody once the call is over. */
function sayingOfCall(call: Fields, id: string): Saying {
  const recording = fields(call.call_recording);
  const audio = fields(recording.audio);
  const kept = without(call, "session", "connection");
  const payload = isEmpty(audio) ? kept : { ...kept, call_recording: { ...recording, audio: without(audio, "url") } };
  return {
    message_type: "call",
    content: contentOf("call", payload),
    payload,
    attachments: isEmpty(audio) ? [] : [attachmentOf("audio", audio)],
    reply_to: null,
    referral: null,
    forwarded: null,
    whatsapp_message_id: id,
    timestamp: time(call.timestamp ?? call.start_time),
    metadata: null,
  };
}
