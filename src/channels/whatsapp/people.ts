import { canonicalPhone } from "../../domain/address.ts";
import type { Contact } from "../../domain/conversation.ts";
import { type Fields, fields, identifier, list, text } from "./fields.ts";

/** How one item names a person: by their number as the channel spells it, their business-scoped id, or both. */
export interface Address {
  /** Digits only. */
  wa_id: string | null;
  user_id: string | null;
}

/** What stands where a number should, and where an id should. A business-scoped id may stand in for the number. */
export function addressOf(number: unknown, id: unknown): Address {
  const wa_id = digitsOf(number);
  return { wa_id, user_id: identifier(id) ?? (wa_id === null ? identifier(number) : null) };
}

/** A number may be formatted, with a plus or without; an id has letters. */
function digitsOf(value: unknown): string | null {
  const name = identifier(value);
  return name !== null && /\d/.test(name) && !/[\p{L}@_]/u.test(name) ? name.replace(/\D/g, "") : null;
}

/** Whether two spellings mean one number. */
export const isSameNumber = (one: unknown, other: unknown): boolean => {
  const [left, right] = [digitsOf(one), digitsOf(other)];
  return left !== null && right !== null && canonicalPhone(left) === canonicalPhone(right);
};

/** The `contacts` of a value, by what names them. */
export interface People {
  byId: Map<string, Fields>;
  byNumber: Map<string, Fields>;
  /** Where there is one and no other. */
  only: Fields | null;
}

/** Of several that have one name the first is meant. */
export function peopleOf(contacts: unknown): People {
  const people: People = { byId: new Map(), byNumber: new Map(), only: null };
  for (const person of list(contacts).map(fields)) {
    const { wa_id, user_id } = addressOf(person.wa_id, person.user_id);
    if (user_id !== null && !people.byId.has(user_id)) people.byId.set(user_id, person);
    const number = wa_id === null ? null : canonicalPhone(wa_id);
    if (number !== null && !people.byNumber.has(number)) people.byNumber.set(number, person);
  }
  return { ...people, only: list(contacts).length === 1 ? fields(list(contacts)[0]) : null };
}

/**
 * Whom of a webhook's people an item is about. Never told by their place: a batch may have more or fewer of them than
 * items. Only where there is one of each they belong together, unless they contradict each other.
 */
export function personOf(address: Address, { byId, byNumber, only }: People, isAlone: boolean): Fields | null {
  const { wa_id, user_id } = address;
  const named = byId.get(user_id ?? "") ?? byNumber.get(wa_id === null ? "" : canonicalPhone(wa_id));
  const isOnly = isAlone && only !== null && !contradicts(addressOf(only.wa_id, only.user_id), address);
  return named ?? (isOnly ? only : null);
}

const contradicts = (one: Address, other: Address): boolean =>
  (one.user_id !== null && other.user_id !== null && one.user_id !== other.user_id) ||
  (one.wa_id !== null && other.wa_id !== null && !isSameNumber(one.wa_id, other.wa_id));

const LONGEST_NAME = 255;

/** A person as this item tells of them. */
export function contactOf(address: Address, person: Fields | null): Contact {
  const profile = fields(person?.profile);
  const told = addressOf(person?.wa_id, person?.user_id);
  const wa_id = address.wa_id ?? told.wa_id;
  return {
    name: text(profile.name)?.slice(0, LONGEST_NAME).toWellFormed() ?? null,
    phone: wa_id === null ? null : `+${wa_id}`,
    wa_id,
    user_id: address.user_id ?? told.user_id,
    username: usernameOf(profile.username) ?? usernameOf(person?.username),
    customer_id: null,
    customer_details: null,
  };
}

/** Meta writes it with an @ or without. */
export const usernameOf = (value: unknown): string | null => identifier(identifier(value)?.replace(/^@/, ""));

/** What a person is named by in a key: the id that stays where there is one, else the number. */
export const nameOf = ({ user_id, wa_id }: Contact): string | null => wa_id ?? user_id;

/** The side of an item that is not the business, given both and which of them it should be. */
export function counterpart(likely: Address, other: Address, displayPhoneNumber: string | null): Address {
  const isOurs = likely.user_id === null && isSameNumber(likely.wa_id, displayPhoneNumber);
  const isUnknown = likely.user_id === null && likely.wa_id === null;
  return (isOurs || isUnknown) && !isSameNumber(other.wa_id, displayPhoneNumber) ? other : likely;
}
