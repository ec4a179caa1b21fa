import { type Fields, fields, list } from "./fields.ts";
import { type Item, isTooLarge, itemOf, type Parse, type Scope, updateOf } from "./items.ts";
import { type Address, contactOf, peopleOf, personOf } from "./people.ts";

/** How the elements of a list are read: whom each is about, and then what it says. */
export interface Source {
  address: (element: Fields, scope: Scope) => Address;
  parse: Parse;
}

/** Puts part of a value back into its place in a value of its own. */
export type Embed = (part: Fields) => unknown;

/** Reads what lies under one key of a value; null where it has not the form that belongs there. */
export type Reader = (scope: Scope, value: unknown, embed: Embed) => Item[] | null;

/** Reads each element of a list; one that cannot be read never takes its neighbours with it. */
export const elementsOf =
  (key: string, source: Source): Reader =>
  (scope, value, embed) => {
    if (!Array.isArray(value)) return null;
    const { conversation_context } = scope;
    const context = key === "messages" && conversation_context !== undefined ? { conversation_context } : {};
    const own = { ...scope, conversation_context: context.conversation_context };
    return value.map((raw) =>
      readElement(own, raw, value.length === 1, source, (part) => embed({ ...part, ...context, [key]: [raw] })),
    );
  };

/** Reads one element. @param isAlone whether its list has no other */
export function readElement(scope: Scope, raw: unknown, isAlone: boolean, source: Source, embed: Embed): Item {
  const element = fields(raw);
  const address = source.address(element, scope);
  const person = personOf(address, scope.people, isAlone);
  const value = embed(person === null ? {} : { contacts: [person] });
  if (isTooLarge(raw)) return itemOf(scope, { kind: "unplaced", reason: "too_large" }, value);
  return itemOf(scope, source.parse(element, contactOf(address, person), scope), value);
}

/** Keys of a value that belong to all its items. */
const OF_ALL = ["messaging_product", "metadata", "display_phone_number", "recipient", "waba_info", "contacts"];

/** It lies beside every message of its value. */
const LONGEST_CONTEXT = 20_000;

/** Reads all lists of a value, in their order; what is under no key that is known comes last, as one update. */
export function readLists(scope: Scope, holder: Fields, readers: Map<string, Reader>, embed: Embed): Item[] {
  const { contacts, conversation_context: told } = holder;
  const isTold = list(holder.messages).length > 0 && !isTooLarge(told, LONGEST_CONTEXT);
  const own = { ...scope, people: peopleOf(contacts), conversation_context: isTold ? told : undefined };
  const others: [string, unknown][] = [];
  const items = Object.entries(holder).flatMap(([key, value]) => {
    const read = readers.get(key)?.(own, value, embed);
    const isKnown = OF_ALL.includes(key) || (isTold && key === "conversation_context");
    if (!read && !isKnown && !isNothing(value)) others.push([key, value]);
    return read ?? [];
  });
  if (items.length === 0) return [updateOf(scope, embed(holder))];
  return others.length === 0 ? items : [...items, updateOf(scope, embed(Object.fromEntries(others)))];
}

const isNothing = (value: unknown): boolean =>
  value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** What every value has of the one that it came in. */
export const envelopeOf = (value: Fields): Fields =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== "contacts" && OF_ALL.includes(key)));
