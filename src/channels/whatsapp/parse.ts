import type { ReportedStatus, Saying } from "../../domain/commands.ts";
import type { Contact } from "../../domain/conversation.ts";
import type { MessageError, MessageStatus } from "../../domain/message.ts";

/** One item of a webhook: what somebody said, how a message fares, or what we cannot place. `raw` is as it came. */
export type Item =
  | { kind: "message"; phone_number_id: string; contact: Contact; saying: Saying; passive: boolean; raw: unknown }
  | {
      kind: "status";
      phone_number_id: string;
      recipient: Contact;
      callback_data: string | null;
      report: ReportedStatus;
      raw: unknown;
    }
  | { kind: "unplaced"; phone_number_id: string | null; reason: string; raw: unknown };

type Fields = Record<string, unknown>;

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** What names somebody or something; nothing that is longer does. */
const identifier = (value: unknown): string | null => {
  const name = text(value);
  return name !== null && name.length <= 512 ? name : null;
};

/** A row holds 2 MB at most, and a message's text lies in it twice: what is longer is kept aside as it came. */
const LONGEST_ITEM = 250_000;

const isTooLarge = (raw: unknown): boolean => JSON.stringify(raw).length > LONGEST_ITEM;

/** Types that say nothing of their own: they never open a conversation nor keep one open. */
const PASSIVE = new Set(["reaction", "system"]);

const STATUSES = new Set<string>(["sent", "delivered", "read", "played", "failed"]);

/** Every entry, change, message and status of a webhook's body, in their order. Never throws, whatever comes. */
export function parseWebhook(body: unknown): Item[] {
  return list(fields(body).entry).flatMap((entry) => list(fields(entry).changes).flatMap(parseChange));
}

function parseChange(change: unknown): Item[] {
  const { field, value: raw } = fields(change);
  const value = fields(raw);
  const phone_number_id = text(fields(value.metadata).phone_number_id);
  const unplaced = (reason: string): Item[] => [{ kind: "unplaced", phone_number_id, reason, raw: change }];
  if (field !== "messages") return unplaced("field_not_handled");
  if (phone_number_id === null) return unplaced("no_phone_number_id");
  const people = list(value.contacts).map(fields);
  const items = [
    ...list(value.messages).map((message) => parseMessage(phone_number_id, fields(message), people)),
    ...list(value.statuses).map((status) => parseStatus(phone_number_id, fields(status))),
  ];
  const other = list(value.errors).length > 0 || list(value.user_actions).length > 0;
  return items.length === 0 || other ? [...items, ...unplaced("nothing_to_store")] : items;
}

function parseMessage(phone_number_id: string, message: Fields, people: Fields[]): Item {
  const id = identifier(message.id);
  const contact = contactOf(message, people);
  const unplaced = (reason: string): Item => ({ kind: "unplaced", phone_number_id, reason, raw: message });
  if (isTooLarge(message)) return unplaced("too_large");
  if (id === null) return unplaced("no_message_id");
  if (contact.phone === null && contact.user_id === null) return unplaced("no_sender");
  if (text(message.group_id) !== null) return unplaced("group_message");
  const type = text(message.type) ?? "unknown";
  const body = type === "text" ? text(fields(message.text).body) : null;
  const quoted = text(fields(message.context).id);
  const saying: Saying = {
    message_type: body === null ? "unsupported" : "text",
    content: body ?? `Unsupported message (${type})`,
    payload: body === null ? { type, raw: message } : { body },
    reply_to: quoted === null ? null : { message_id: null, channel_message_id: quoted },
    whatsapp_message_id: id,
    timestamp: time(message.timestamp),
    metadata: null,
  };
  return { kind: "message", phone_number_id, contact, saying, passive: PASSIVE.has(type), raw: message };
}

/** Contacts are matched by what identifies them, never by their place: a batch may have more or fewer of them. */
function contactOf(message: Fields, people: Fields[]): Contact {
  const from = identifier(message.from);
  const user_id = identifier(message.from_user_id);
  const isPhone = from !== null && /^\d+$/.test(from);
  const person =
    people.find((one) => user_id !== null && one.user_id === user_id) ??
    people.find((one) => from !== null && (one.wa_id === from || one.user_id === from)) ??
    {};
  const profile = fields(person.profile);
  return {
    name: text(profile.name)?.slice(0, 255) ?? null,
    phone: isPhone ? `+${from}` : null,
    wa_id: isPhone ? from : null,
    user_id: user_id ?? identifier(person.user_id) ?? (isPhone ? null : from),
    username: identifier(profile.username)?.replace(/^@/, "") ?? null,
    customer_id: null,
  };
}

function parseStatus(phone_number_id: string, status: Fields): Item {
  const id = identifier(status.id);
  const name = text(status.status);
  const recipient = identifier(status.recipient_id);
  const isPhone = recipient !== null && /^\d+$/.test(recipient);
  const user_id = identifier(status.recipient_user_id) ?? (isPhone ? null : recipient);
  const callback_data = identifier(status.biz_opaque_callback_data);
  if (isTooLarge(status)) return { kind: "unplaced", phone_number_id, reason: "too_large", raw: status };
  if (id === null || name === null || !STATUSES.has(name) || (!recipient && !user_id && !callback_data)) {
    return { kind: "unplaced", phone_number_id, reason: "status_not_understood", raw: status };
  }
  const phone = isPhone ? `+${recipient}` : null;
  const contact = { name: null, phone, wa_id: isPhone ? recipient : null, user_id, username: null, customer_id: null };
  const error = name === "failed" ? parseError(list(status.errors)[0]) : null;
  const report = { status: name as MessageStatus, at: time(status.timestamp), channel_message_id: id, error };
  return { kind: "status", phone_number_id, recipient: contact, callback_data, report, raw: status };
}

/** An error in the channel's words; older forms have the details at the top. */
export function parseError(error: unknown): MessageError {
  const { code, title, message, error_data, details } = fields(error);
  return {
    code: typeof code === "number" ? code : null,
    title: text(title) ?? text(message) ?? "Unknown error",
    detail: text(fields(error_data).details) ?? text(details) ?? text(message),
  };
}

/** The last second whose next day can still be written as a time of four digits a year. */
const LAST_SECOND = 253_402_214_399;

/** Unix seconds, as a string or a number, as ISO 8601; a time that is none becomes the epoch rather than a loss. */
function time(value: unknown): string {
  const seconds = typeof value === "string" || typeof value === "number" ? Number(value) : 0;
  return new Date(seconds >= 0 && seconds <= LAST_SECOND ? seconds * 1000 : 0).toISOString();
}
