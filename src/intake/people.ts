import { type Request, type Standing, threadAt } from "../conversation/port.ts";
import { aliasOf, claimAlias, hideAlias, moveAlias, type Persons } from "../directory/port.ts";
import { canonicalPhone } from "../domain/address.ts";
import { type Contact, type Identity, NOBODY_KNOWN } from "../domain/conversation.ts";
import { isOlder } from "../domain/joining.ts";
import { merge } from "../domain/lifecycle.ts";
import { doubtAbout } from "../domain/recognising.ts";
import type { Rejection } from "../domain/rejections.ts";
import type { Result } from "../lib/result.ts";
import type { Configuration, Inbox } from "../tenant/configuration.ts";
import { threadOf } from "../tenant/thread.ts";

/** The inbox that something came to, and the business that it is of. */
export interface Owner {
  configuration: Configuration;
  inbox: Inbox;
}

/** A thread leads to another at most this often: the younger to the older, never round. */
const MOST_HOPS = 8;

/** The thread of somebody who was never heard of before, of a known alias, or null when nothing names them. */
export async function startOf(env: Cloudflare.Env, owner: Owner, contact: Contact): Promise<Identity | null> {
  const named = await threadOf(owner.configuration.tenant, owner.inbox, contact);
  if (named === null || contact.phone !== null || contact.user_id === null) return named;
  const alias = await aliasOf(env, personsOf(owner), contact.user_id);
  return alias === null ? named : { ...named, thread_key: alias };
}

/**
 * WH1 to WH5: gives somebody's messages to the one thread that is theirs, whichever of their identifiers came with them. A
 * thread that sees an identifier for the first time has it claimed in the directory; one that was claimed for another
 * thread shows that the two are one person's, and the older thread goes on.
 * @param people what each item says of the person, in their order
 * @returns what became of each request; or null when nothing names the person
 */
export async function deliver(
  env: Cloudflare.Env,
  owner: Owner,
  people: readonly Contact[],
  requests: (identity: Identity) => Request[],
): Promise<Result<null, Rejection>[] | null> {
  const person = people.reduce(merge);
  const start = await startOf(env, owner, person);
  if (start === null) return null;
  let at = start;
  const claimed = new Set<string>();
  let isByUserId = false;
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const taken = await threadOfIdentity(env, at).take(requests(at), [...people], [...claimed]);
    if (taken.kind === "taken") {
      // ER4: they may have been erased since the thread asked for the claim.
      const unknown = taken.is_erased ? people.flatMap(({ user_id }) => user_id ?? []) : [];
      for (const user_id of new Set(unknown)) await hideAlias(env, personsOf(owner), user_id, at.thread_key);
      return taken.results;
    }
    if (taken.kind === "forwarded") at = { ...at, thread_key: taken.to };
    else if (taken.kind === "stranger") {
      // ER4: who was led here by the user id alone is who was here, and has the number again.
      if (isByUserId && person.user_id !== null) claimed.add(person.user_id);
      else at = await withoutPhone(env, owner, person, at);
      isByUserId = true;
    } else {
      for (const user_id of taken.user_ids) {
        at = await claimFor(env, owner, person, at, user_id);
        claimed.add(user_id);
      }
    }
  }
  throw new Error("threads lead round in a circle");
}

/**
 * WH4: somebody has another number or user id from now on; what was known of them leads on to the same thread. ER4: of
 * somebody who was erased, and has not written since, nothing is.
 * @returns what they are known by from now on; null where nobody is known by what they were
 */
export async function changeIdentity(
  env: Cloudflare.Env,
  owner: Owner,
  before: Contact,
  told: Contact,
): Promise<Contact | "erased" | null> {
  const known = await existing(env, owner, before);
  if (known === null) return null;
  const after = withoutFormerNumber(before, told, known.standing);
  let at = known.identity;
  if (!known.standing.is_erased) {
    const former = before.user_id;
    if (former !== null && !known.standing.user_ids.includes(former))
      at = await identify(env, owner, at, { ...NOBODY_KNOWN, user_id: former });
    if (after.phone !== null) at = await followNumber(env, owner, before, after, at);
    at = await identify(env, owner, at, after);
  }
  const thread = threadOfIdentity(env, at);
  // WH5: it may have been another thread's that leads here.
  if (before.phone !== null && after.phone !== null && canonicalPhone(before.phone) !== canonicalPhone(after.phone))
    await thread.link({ type: "leave_phone", phone: before.phone });
  if (!(await thread.standing())?.is_erased) return after;
  // ER4: they may have been erased since these were claimed, be it by an attempt that went no further.
  const claimed = [before.user_id, after.user_id].filter((user_id) => user_id !== null);
  for (const user_id of claimed) await hideAlias(env, personsOf(owner), user_id, at.thread_key);
  return "erased";
}

/** WH4: the number in news of a user id is nothing new: told late, it is not taken back that it was given up since. */
function withoutFormerNumber(before: Contact, after: Contact, { left_phones }: Standing): Contact {
  const number = after.phone === null ? null : canonicalPhone(after.phone);
  const isNews = before.phone !== null && canonicalPhone(before.phone) !== number;
  return number === null || isNews || !left_phones.includes(number) ? after : { ...after, phone: null, wa_id: null };
}

/** WH6: the channel writes a number otherwise than we know it: what comes from there belongs here. */
export async function learnSpelling(env: Cloudflare.Env, owner: Owner, at: Identity, wa_id: string): Promise<void> {
  const other = await threadOf(owner.configuration.tenant, owner.inbox, { ...NOBODY_KNOWN, phone: `+${wa_id}` });
  if (other === null || other.thread_key === at.thread_key) return;
  // ER4: the answer came too late.
  if ((await follow(env, at)).standing.is_erased) return;
  await join(env, { ...NOBODY_KNOWN, wa_id }, at, other);
}

async function followNumber(
  env: Cloudflare.Env,
  owner: Owner,
  before: Contact,
  after: Contact,
  at: Identity,
): Promise<Identity> {
  const named = await threadOf(owner.configuration.tenant, owner.inbox, { ...after, user_id: null });
  if (named === null) return at;
  const { identity, standing } = await follow(env, named);
  if (identity.thread_key === at.thread_key) return at;
  const own = [before.user_id, after.user_id];
  const { is_erased, user_ids } = standing;
  // Of one that was erased it is not known any more whose it was; by the user id the messages find their way.
  const isSomebodyElse =
    (is_erased && after.user_id !== null) ||
    (user_ids.length > 0 && !user_ids.some((id) => own.includes(id))) ||
    doubtAbout(standing, [after], [])?.kind === "stranger";
  if (!isSomebodyElse) return join(env, after, at, identity);
  // The number was another person's: what comes from it under the new user id is not theirs.
  await threadOfIdentity(env, identity).link({ type: "leave_phone", phone: after.phone ?? "" });
  return at;
}

/** Has a thread know its contact by what is new of them. */
async function identify(env: Cloudflare.Env, owner: Owner, thread: Identity, contact: Contact): Promise<Identity> {
  const { user_id } = contact;
  const at = user_id === null ? thread : await claimFor(env, owner, contact, thread, user_id);
  const place = { identity: at, contact };
  await threadOfIdentity(env, at).link({ type: "join_thread", place, from: at.thread_key });
  return at;
}

/** Claims a user id for a thread; where it leads to another one already, the two become one. */
async function claimFor(
  env: Cloudflare.Env,
  owner: Owner,
  person: Contact,
  at: Identity,
  user_id: string,
): Promise<Identity> {
  const holder = await claimAlias(env, personsOf(owner), user_id, at.thread_key);
  if (holder === at.thread_key) return at;
  // The user id is learnt last: a thread that knows it asks no more whose it is, should the rest not come about.
  const winner = await join(env, { ...person, user_id: null }, at, { ...at, thread_key: holder });
  if (winner.thread_key !== holder) await moveAlias(env, personsOf(owner), user_id, holder, winner.thread_key);
  return winner;
}

/**
 * WH3: makes two threads one: the older goes on, the younger leads to it. Safe to repeat, and for several to ask at the
 * same time: the younger itself decides whether it is the younger.
 */
async function join(env: Cloudflare.Env, contact: Contact, one: Identity, other: Identity): Promise<Identity> {
  for (let attempt = 0; attempt < MOST_HOPS; attempt++) {
    const [first, second] = await Promise.all([follow(env, one), follow(env, other)]);
    if (first.identity.thread_key === second.identity.thread_key) return first.identity;
    const isFirst = isOlder(agedThread(first), agedThread(second));
    const [{ identity }, loser] = isFirst ? [first, second] : [second, first];
    const from = loser.identity.thread_key;
    const to = identity.thread_key;
    // It exists from here on, if it did not before, and its age is certain.
    const winner = await threadOfIdentity(env, identity).link({
      type: "join_thread",
      place: { identity, contact },
      from,
      window_from: loser.standing.window_from,
    });
    if (winner.forwarded_to !== null) continue;
    const forward = { type: "forward_thread", identity: loser.identity, contact, to, to_since: winner.since } as const;
    const { forwarded_to } = await threadOfIdentity(env, loser.identity).link(forward);
    if (forwarded_to === to) return identity;
  }
  throw new Error("two threads cannot be made one");
}

const agedThread = ({ standing: { since }, identity }: Followed) => ({ since, thread_key: identity.thread_key });

interface Followed {
  identity: Identity;
  standing: Standing;
}

/** Younger than any. */
const UNHEARD_OF: Standing = {
  ...{ since: "9999", forwarded_to: null, user_ids: [], left_phones: [] },
  ...{ window_from: null, is_erased: false },
};

async function follow(env: Cloudflare.Env, identity: Identity): Promise<Followed> {
  let at = identity;
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const standing = (await threadOfIdentity(env, at).standing()) ?? UNHEARD_OF;
    if (standing.forwarded_to === null) return { identity: at, standing };
    at = { ...at, thread_key: standing.forwarded_to };
  }
  throw new Error("threads lead round in a circle");
}

/** The thread that goes on from whatever somebody is known by; null when there is none. */
async function existing(env: Cloudflare.Env, owner: Owner, person: Contact): Promise<Followed | null> {
  const starts = [await startOf(env, owner, person), await startOf(env, owner, { ...person, phone: null })];
  const followed = await Promise.all(starts.filter((start) => start !== null).map((start) => follow(env, start)));
  const found = followed.filter(
    ({ standing }) => standing !== UNHEARD_OF && doubtAbout(standing, [person], [])?.kind !== "stranger",
  );
  return found.find(({ standing }) => !standing.is_erased) ?? found[0] ?? null;
}

/** WH5: who writes from a number that its owner gave up is known by the user id alone. */
async function withoutPhone(env: Cloudflare.Env, owner: Owner, person: Contact, at: Identity): Promise<Identity> {
  return (await startOf(env, owner, { ...person, phone: null })) ?? at;
}

const personsOf = ({ configuration: { tenant }, inbox }: Owner): Persons => ({
  tenant_id: tenant.id,
  inbox_id: inbox.id,
  salt: tenant.thread_salt,
});

const threadOfIdentity = (env: Cloudflare.Env, { tenant_id, thread_key }: Identity) =>
  threadAt(env, tenant_id, thread_key);
