import type { Item } from "../channels/whatsapp/items.ts";
import { canonicalPhone } from "../domain/address.ts";
import type { Contact } from "../domain/conversation.ts";

/** Items that are of a person, and go into their thread in the order in which they came. */
export type Personal = Extract<Item, { kind: "message" | "observed" | "imported" | "change" }>;

/**
 * The items of a batch by person, each group in the batch's order. Who comes with a phone number here and with a user id
 * there is one person where an item has both.
 */
export function byPerson(items: readonly Personal[]): Personal[][] {
  const groups = new Map<string, Personal[]>();
  for (const item of items) {
    const names = namesOf(item.contact);
    const found = [...new Set(names.map((name) => groups.get(name)).filter((group) => group !== undefined))];
    const joined = [...found.flat(), item];
    for (const name of [...joined.flatMap((one) => namesOf(one.contact))]) groups.set(name, joined);
  }
  const places = new Map(items.map((item, index) => [item, index]));
  const inOrder = (one: Personal, other: Personal) => (places.get(one) ?? 0) - (places.get(other) ?? 0);
  return [...new Set(groups.values())].map((group) => group.sort(inOrder));
}

const namesOf = ({ phone, user_id }: Contact): string[] => [
  ...(phone === null ? [] : [`phone:${canonicalPhone(phone)}`]),
  ...(user_id === null ? [] : [`user:${user_id}`]),
];
