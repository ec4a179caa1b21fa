import type { Change, ReportedStatus, Saying } from "../../domain/commands.ts";
import type { Contact } from "../../domain/conversation.ts";
import type { MessageStatus } from "../../domain/message.ts";
import { fields, timeOrNull } from "./fields.ts";
import type { People } from "./people.ts";

/** One item of a webhook: what somebody said, how a message fares, what else happened, or what we cannot place. */
export type Item = Base & Told;

/** Where an item came in. */
interface Base {
  /** The business's number as the channel names it; null where the webhook names none, or only its account. */
  phone_number_id: string | null;
  /** For people; it may be formatted. */
  display_phone_number: string | null;
  /** The WhatsApp Business account. */
  waba_id: string | null;
  raw: RawChange;
}

/**
 * A change object that holds this one item alone, with its metadata and contacts: parsed again it gives this item
 * again, without its entry, whose `id` and `time` are kept beside it.
 */
interface RawChange {
  /** "" where what came was no change at all: it is the value then. */
  field: string;
  value: unknown;
  entry_id?: string;
  entry_time?: number | string;
}

/** What an item tells, apart from where it came in. */
export type Told =
  /** A message of the customer. `passive`: it accompanies only. */
  | { kind: "message"; contact: Contact; saying: Saying; passive: boolean }
  /** What was said elsewhere: on the business's phone, or to and by another app that has the word. */
  | { kind: "observed"; contact: Contact; origin: "echo" | "standby"; direction: "in" | "out"; saying: Saying }
  /** A message of the time before; the status is that of what the business said. */
  | { kind: "imported"; contact: Contact; direction: "in" | "out"; status: MessageStatus | null; saying: Saying }
  /** A reaction, an edit or a revocation of another message; `key` is its own id. */
  | {
      kind: "change";
      contact: Contact;
      by: "customer" | "agent";
      key: string;
      target_channel_message_id: string;
      change: Change;
    }
  | { kind: "status"; recipient: Contact; callback_data: string | null; report: ReportedStatus }
  /** The customer has another number or id from now on; what says so in the chat is `saying`. */
  | { kind: "identity"; before: Contact; after: Contact; at: string; saying: Saying | null; key: string }
  /** What concerns the number or the account rather than a person; `value` is that of its raw change. */
  | { kind: "update"; field: string; at: string | null; value: unknown }
  | { kind: "unplaced"; reason: Reason };

/** Why an item is kept aside. */
export type Reason =
  /** Not a webhook of WhatsApp as far as one can tell. */
  | "not_understood"
  | "too_large"
  | "no_message_id"
  | "no_sender"
  /** Groups are no conversations with a customer. */
  | "group_message"
  | "group_status"
  | "status_not_understood"
  /** A reaction, an edit or a revocation that does not say of what. */
  | "nothing_to_attach_to"
  /** A change of identity that does not say from what to what. */
  | "identity_not_understood"
  /** The body itself is no JSON. */
  | "not_json";

/** Reads one element of a webhook once it is known whom it is about. */
export type Parse = (element: Record<string, unknown>, contact: Contact, scope: Scope) => Told;

/** What holds for all of one change object. */
export interface Scope {
  field: string;
  phone_number_id: string | null;
  display_phone_number: string | null;
  waba_id: string | null;
  entry_id: string | null;
  entry_time: number | string | null;
  people: People;
  /** What another app of the business tells of the conversation so far. */
  conversation_context: unknown;
}

export const unplaced = (reason: Reason): Told => ({ kind: "unplaced", reason });

/** A row holds 2 MB at most, and a message's text lies in it twice: what is longer is kept aside as it came. */
const LONGEST_ITEM = 250_000;

export const isTooLarge = (raw: unknown, longest = LONGEST_ITEM): boolean =>
  (JSON.stringify(raw) ?? "").length > longest;

/** An item where it came in. @param value of a change that holds it alone */
export function itemOf(scope: Scope, told: Told, value: unknown): Item {
  const { field, phone_number_id, display_phone_number, waba_id, entry_id, entry_time } = scope;
  const entry = { ...(entry_id !== null && { entry_id }), ...(entry_time !== null && { entry_time }) };
  return { ...told, phone_number_id, display_phone_number, waba_id, raw: { field, value, ...entry } };
}

/** What concerns no person, or nobody whom we could name. @param value of a change that holds it alone */
export function updateOf(scope: Scope, value: unknown): Item {
  const { field, entry_time } = scope;
  const at = timeOrNull(fields(value).timestamp) ?? timeOrNull(entry_time);
  return itemOf(scope, isTooLarge(value) ? unplaced("too_large") : { kind: "update", field, at, value }, value);
}

/** What is no webhook of WhatsApp as far as one can tell, kept as it came. */
export const notUnderstood = (value: unknown): Item => ({
  ...unplaced("not_understood"),
  phone_number_id: null,
  display_phone_number: null,
  waba_id: null,
  raw: { field: "", value },
});
