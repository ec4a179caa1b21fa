import { canonicalPhone } from "./address.ts";
import type { Contact } from "./conversation.ts";
import type { Thread } from "./thread.ts";

/** Why a thread cannot be certain yet that what comes of these people is its own contact's. */
export type Doubt =
  /** The person's messages are taken by another thread. */
  | { kind: "forwarded"; to: string }
  /** The number was given up by this thread's contact: somebody else writes from it. */
  | { kind: "stranger" }
  /** Somebody must see first to whom these business-scoped user ids lead. */
  | { kind: "unclaimed"; user_ids: string[] };

/** What a thread knows of whose it is. */
type Known = Pick<Thread, "forwarded_to" | "user_ids" | "left_phones">;

/**
 * WH1, WH3, WH5: whether this is the thread of who writes; null when it is.
 * @param claimed user ids that lead here, as the directory says
 */
export function doubtAbout(thread: Known, people: readonly Contact[], claimed: readonly string[]): Doubt | null {
  const { forwarded_to, user_ids, left_phones } = thread;
  if (forwarded_to !== null) return { kind: "forwarded", to: forwarded_to };
  const isStrange = ({ user_id }: Contact) =>
    user_id !== null && !user_ids.includes(user_id) && !claimed.includes(user_id);
  const strange = people.filter(isStrange);
  const isGivenUp = ({ phone }: Contact) => phone !== null && left_phones.includes(canonicalPhone(phone));
  if (strange.some(isGivenUp)) return { kind: "stranger" };
  const unclaimed = new Set(strange.map(({ user_id }) => user_id ?? ""));
  return unclaimed.size === 0 ? null : { kind: "unclaimed", user_ids: [...unclaimed] };
}
