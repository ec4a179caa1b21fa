import type { Contact } from "../../domain/conversation.ts";
import { type Fields, fields, identifier, time } from "./fields.ts";
import { type Parse, type Told, unplaced } from "./items.ts";
import { type Address, addressOf, contactOf } from "./people.ts";
import { sayingOf } from "./saying.ts";

const CHANGES = ["user_changed_number", "customer_changed_number", "user_changed_user_id"];

const isChange = (message: Fields): boolean =>
  message.type === "system" && CHANGES.includes(identifier(fields(message.system).type) ?? "");

/** Who a message is from. One that tells of a change of identity is from the old number, or the old id. */
export function senderOf(message: Fields): Address {
  const { previous_user_id, user_id, customer } = fields(message.system);
  if (!isChange(message)) return addressOf(message.from, message.from_user_id);
  const old = identifier(previous_user_id) ?? (message.from_user_id === user_id ? null : message.from_user_id);
  return addressOf(identifier(message.from) ?? customer, old);
}

/** The system message by which a chat tells that its customer has another number or id; null for any other message. */
export function identityOf(message: Fields, before: Contact): Told | null {
  const key = identifier(message.id);
  if (!isChange(message) || key === null) return null;
  const { wa_id, new_wa_id, user_id } = fields(message.system);
  const told = contactOf(addressOf(identifier(wa_id) ?? new_wa_id, user_id), null);
  const after = { ...told, name: before.name };
  const saying = sayingOf(message);
  if (!isSomebody(before) && isSomebody(after)) return { kind: "message", contact: after, saying, passive: true };
  if (!isSomebody(after) || isSame(before, after)) return null;
  return { kind: "identity", before, after, at: saying.timestamp, saying, key };
}

const isSomebody = ({ phone, user_id }: Contact): boolean => phone !== null || user_id !== null;
const isSame = (one: Contact, other: Contact): boolean => one.phone === other.phone && one.user_id === other.user_id;

/** Who an element of `user_id_update` is about, as they are called from now on. */
export const updatedUser = (update: Fields): Address => addressOf(update.wa_id, fields(update.user_id).current);

/** The same news apart from any chat. */
export const parseUserIdUpdate: Parse = (update, after) => {
  const { previous, current } = fields(update.user_id);
  const key = identifier(`user_id_update:${identifier(previous)}:${identifier(current)}`);
  const old = identifier(previous);
  if (key === null || old === null || identifier(current) === null) return unplaced("identity_not_understood");
  const before = contactOf({ wa_id: null, user_id: old }, null);
  return { kind: "identity", before, after, at: time(update.timestamp), saying: null, key };
};
