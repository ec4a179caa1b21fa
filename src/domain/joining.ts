import { canonicalPhone } from "./address.ts";
import type { Command } from "./commands.ts";
import { type Contact, SYSTEM } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { isSilent } from "./erasing.ts";
import { belongs, close, merge } from "./lifecycle.ts";
import type { Rejection } from "./rejections.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** WH3: the younger of two threads of one person leads to the older one; what it holds stays where it is. */
export function forwardThread(draft: Draft, command: Of<"forward_thread">): Rejection | null {
  const { identity, contact, to, to_since } = command;
  const { forwarded_to, since } = draft.thread;
  if (!belongs(draft, identity)) return { code: "thread_mismatch" };
  if (forwarded_to !== null || to === identity.thread_key) return null;
  // One that was never heard of is younger than any.
  const own = { since, thread_key: identity.thread_key };
  if (own.since !== null && !isOlder({ since: to_since, thread_key: to }, { ...own, since: own.since })) return null;
  if (draft.open) close(draft, "superseded", SYSTEM);
  const known = learnt(draft, contact);
  draft.record({ type: "thread.forwarded", identity, contact: known, to }, SYSTEM);
  return null;
}

/** Of two that began at the same time any will do, if only it is always the same. */
export const isOlder = (
  one: { since: string; thread_key: string },
  other: { since: string; thread_key: string },
): boolean => (one.since === other.since ? one.thread_key < other.thread_key : one.since < other.since);

/** WH3: the older thread learns what else its contact is known by. */
export function joinThread(draft: Draft, command: Of<"join_thread">): Rejection | null {
  const { place, from, window_from = null } = command;
  if (!belongs(draft, place.identity)) return { code: "thread_mismatch" };
  if (draft.thread.forwarded_to !== null) return null;
  const contact = learnt(draft, place.contact);
  const known = draft.thread.joined.some(({ thread_key }) => thread_key === from) || from === place.identity.thread_key;
  if (known && JSON.stringify(contact) === JSON.stringify(draft.thread.contact)) return null;
  draft.record(
    known
      ? { type: "contact.changed", contact }
      : { type: "thread.joined", identity: place.identity, contact, from, window_from },
    SYSTEM,
  );
  return null;
}

/** ER4: what is known of the contact from now on; after an erasure nothing, until they write. */
const learnt = ({ thread }: Draft, contact: Contact): Contact =>
  isSilent(thread) ? thread.contact : merge(thread.contact, contact);

/** WH5: a number that its owner gave up no longer tells who writes. */
export function leavePhone(draft: Draft, { phone }: Of<"leave_phone">): Rejection | null {
  if (isSilent(draft.thread)) return null;
  if (!draft.thread.left_phones.includes(canonicalPhone(phone))) draft.record({ type: "phone.left", phone }, SYSTEM);
  return null;
}
