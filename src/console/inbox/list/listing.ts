import type { Conversation } from "../../api/types.ts";
import { type ListAddress, orderOf, sortOf } from "./address.ts";
import { belongs, keyOfRow } from "./belonging.ts";

/** What was loaded of a list: its first rows, as they are now. */
export interface Listing {
  rows: readonly Conversation[];
  /** Where the next page begins; null when all is loaded. */
  cursor: string | null;
  /** By what time the last loaded row was listed when its page came: what is behind it comes with the next page. */
  through: number | null;
}

/** A page as the API gives it. */
export interface Page {
  conversations: Conversation[];
  next_cursor: string | null;
}

/** Negative: the first stands before the second. */
const comparing = (address: ListAddress) => {
  const sign = orderOf(address) === "desc" ? -1 : 1;
  return (one: number, other: number): number => sign * (one - other);
};

export function listingOf({ conversations, next_cursor }: Page, address: ListAddress): Listing {
  const last = conversations.at(-1);
  const through = next_cursor === null || !last ? null : keyOfRow(last, sortOf(address));
  return { rows: conversations, cursor: next_cursor, through };
}

const newer = (one: Conversation, other: Conversation | undefined): Conversation =>
  other !== undefined && other.last_seq > one.last_seq ? other : one;

/** Puts the next page behind what is there. What moved meanwhile stands in both: it is listed once, as it is by the newer. */
export function extended(listing: Listing, page: Page, address: ListAddress): Listing {
  const after = listingOf(page, address);
  const fresh = new Set(after.rows.map(({ id }) => id));
  // Nearly always: to sort a long list anew for each of its pages would be felt.
  if (isBehind(listing.rows.at(-1), after.rows[0], address) && !listing.rows.some(({ id }) => fresh.has(id)))
    return { ...after, rows: [...listing.rows, ...after.rows] };
  const rows = new Map(listing.rows.map((row) => [row.id, row]));
  for (const row of after.rows) rows.set(row.id, newer(row, rows.get(row.id)));
  return { ...after, rows: sorted([...rows.values()], address) };
}

/** Takes the first page anew; what was loaded behind it stays. */
export function renewed(listing: Listing, page: Page, address: ListAddress): Listing {
  const first = listingOf(page, address);
  const { through } = first;
  if (through === null) return first;
  const compare = comparing(address);
  const sort = sortOf(address);
  const fresh = new Set(first.rows.map(({ id }) => id));
  const kept = listing.rows.filter((row) => !fresh.has(row.id) && compare(keyOfRow(row, sort), through) >= 0);
  const isLonger = listing.through === null || compare(listing.through, through) > 0;
  const rows = [...first.rows, ...kept];
  return isLonger ? { rows, cursor: listing.cursor, through: listing.through } : { ...first, rows };
}

function isBehind(row: Conversation | undefined, next: Conversation | undefined, address: ListAddress): boolean {
  if (!row || !next) return true;
  const sort = sortOf(address);
  return comparing(address)(keyOfRow(row, sort), keyOfRow(next, sort)) <= 0;
}

function sorted(rows: Conversation[], address: ListAddress): Conversation[] {
  const compare = comparing(address);
  const sort = sortOf(address);
  const keys = new Map(rows.map((row) => [row, keyOfRow(row, sort)]));
  return rows.sort((one, other) => compare(keys.get(one) ?? 0, keys.get(other) ?? 0));
}

/** A list after a row changed; `isSure` is false where only the server knows whether the row belongs to it. */
export interface Patched {
  listing: Listing;
  isSure: boolean;
}

/** Puts a conversation where it belongs now. The same listing where nothing changes. */
export function patched(listing: Listing, row: Conversation, address: ListAddress, me: string): Patched {
  const at = listing.rows.findIndex(({ id }) => id === row.id);
  const before = listing.rows[at];
  // What is older than what is held says nothing new.
  if (before && before.last_seq > row.last_seq) return { listing, isSure: true };
  const belonging = belongs(row, address, me, before !== undefined);
  const compare = comparing(address);
  const sort = sortOf(address);
  const key = keyOfRow(row, sort);
  const isBehind = listing.through !== null && compare(key, listing.through) > 0;
  const stays = belonging === "in" || (belonging === "unknown" && before !== undefined);
  const isSure = belonging !== "unknown";
  if (!stays || isBehind)
    return { listing: before ? { ...listing, rows: listing.rows.toSpliced(at, 1) } : listing, isSure };
  if (before && compare(keyOfRow(before, sort), key) === 0)
    return { listing: { ...listing, rows: listing.rows.with(at, row) }, isSure };
  const others = before ? listing.rows.toSpliced(at, 1) : listing.rows;
  const place = placeFor(others, (other) => compare(keyOfRow(other, sort), key) >= 0);
  return { listing: { ...listing, rows: others.toSpliced(place, 0, row) }, isSure };
}

/** The first row that is behind, in rows that are in order; how many there are where none is. */
function placeFor(rows: readonly Conversation[], isBehind: (row: Conversation) => boolean): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const row = rows[middle];
    if (row && isBehind(row)) to = middle;
    else from = middle + 1;
  }
  return from;
}
