import { type Fields, fields, identifier, text, time, word } from "./fields.ts";
import { type Parse, unplaced } from "./items.ts";
import { type Address, addressOf, nameOf } from "./people.ts";
import { notice } from "./saying.ts";

export const handedOver = ({ sender }: Fields): Address => {
  const { phone_number, wa_id, user_id } = fields(sender);
  return addressOf(phone_number ?? wa_id, user_id);
};

/** Another app of the business got the word, or gave it away (Meta, "Conversation Routing"). */
export const parseHandover: Parse = (value, contact) => {
  const type = identifier(value.type) ?? "handover";
  const id = identifier(`handover:${type}:${nameOf(contact)}:${word(value.timestamp)}`);
  if (nameOf(contact) === null) return unplaced("no_sender");
  if (id === null) return unplaced("no_message_id");
  const handover = { type, ...fields(value[type]) };
  const saying = notice(id, time(value.timestamp), { type, body: handoverWords(handover) }, { handover });
  return { kind: "message", contact, saying, passive: true };
};

function handoverWords({ type, ...details }: Fields): string {
  const from = roleWords(details.previous_owner_role);
  const to = roleWords(details.new_owner_role);
  const what = identifier(type)?.replaceAll("_", " ") ?? "handover";
  const told = `${what[0]?.toUpperCase()}${what.slice(1)}${from && ` from ${from}`}${to && ` to ${to}`}`;
  const reason = text(details.metadata);
  return reason === null ? told : `${told}: ${reason}`;
}

const roleWords = (role: unknown): string =>
  text(role)
    ?.replaceAll("_", " ")
    .replace(/\bai\b/i, "AI") ?? "";

export const preferringUser = ({ wa_id, user_id }: Fields): Address => addressOf(wa_id, user_id);

const PREFERENCES = new Map<unknown, string>([
  ["stop", "Customer stopped marketing messages"],
  ["resume", "Customer allowed marketing messages again"],
  ["signup", "Customer signed up for marketing messages"],
]);

/** What a customer wants to be sent. */
export const parsePreference: Parse = (preference, contact) => {
  const { value, detail, timestamp, category } = preference;
  const id = identifier(`preference:${nameOf(contact)}:${word(value)}:${word(timestamp)}`);
  if (nameOf(contact) === null) return unplaced("no_sender");
  if (id === null) return unplaced("no_message_id");
  const known = (text(category) ?? "marketing_messages") === "marketing_messages" ? PREFERENCES.get(value) : undefined;
  const body = known ?? text(detail) ?? "Customer changed what they want to be sent";
  const saying = notice(id, time(timestamp), { type: "user_preference", body }, { user_preference: preference });
  return { kind: "message", contact, saying, passive: true };
};
