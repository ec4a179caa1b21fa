import { hmacs } from "../lib/crypto.ts";
import { repeating } from "../lib/repeating.ts";
import type { Destination, DirectoryObject } from "./directory-object.ts";
import type { ParkedEvent, TicketPlace } from "./tickets.ts";

export type { ParkedEvent, TicketPlace } from "./tickets.ts";

/**
 * `tenant`: a tenant's id; `inbox`: an inbox's; `whatsapp`: a phone number's id at WhatsApp; `waba`: a business account's;
 * `login`: an e-mail or an address, hashed; `upload`: a file that no message has yet.
 */
type Kind = "tenant" | "inbox" | "whatsapp" | "waba" | "request" | "person" | "ticket" | "login" | "upload";

const MOST_KNOWN = 10_000;
const known = new Map<string, { destination: Destination; until: number }>();

/** Within so long a number or an account that moved to another tenant is known to all. */
const MOVES_SEEN_MS = 60_000;

/** Where a key leads; null when nobody claimed it. What was claimed is asked for once; what may move, once a minute. */
export async function resolve(env: Cloudflare.Env, kind: Kind, key: string): Promise<Destination | null> {
  const name = `${kind}:${key}`;
  const kept = known.get(name);
  if (kept && Date.now() < kept.until) return kept.destination;
  const destination = await shard(env, kind, key).resolve(key);
  if (destination === null) return null;
  if (known.size >= MOST_KNOWN) known.clear();
  const until = kind === "whatsapp" || kind === "waba" ? Date.now() + MOVES_SEEN_MS : Number.POSITIVE_INFINITY;
  known.set(name, { destination, until });
  return destination;
}

/** Claims a key; the first claim holds. Returns who has it. */
export async function claim(
  env: Cloudflare.Env,
  kind: Kind,
  key: string,
  destination: Destination,
): Promise<Destination> {
  return shard(env, kind, key).claim(key, destination);
}

/** Brings a number or an account from whom it led to, to somebody else. */
export async function move(
  env: Cloudflare.Env,
  kind: "whatsapp" | "waba",
  key: string,
  from: Destination,
  to: Destination,
): Promise<void> {
  await shard(env, kind, key).move(key, from, to);
  known.delete(`${kind}:${key}`);
}

/** Whether something else was done under a client's key. Each scope has keys of its own. */
export async function isTaken(env: Cloudflare.Env, scope: string, key: string, fingerprint: string): Promise<boolean> {
  const scoped = `${scope}:${key}`;
  const holder = await shard(env, "request", scoped).request(scoped);
  return holder !== null && holder !== fingerprint;
}

/** Keeps what was done under a client's key. */
export async function take(env: Cloudflare.Env, scope: string, key: string, fingerprint: string): Promise<void> {
  const scoped = `${scope}:${key}`;
  await shard(env, "request", scoped).rememberRequest(scoped, fingerprint);
}

/** What is done under a client's key is forgotten after a week, and after two at the latest. */
export const LONGEST_REQUEST_MS = 14 * 24 * 60 * 60 * 1000;

/** Forgets what was done under a client's key. */
export async function forgetRequest(env: Cloudflare.Env, scope: string, key: string): Promise<void> {
  const scoped = `${scope}:${key}`;
  await shard(env, "request", scoped).forgetRequest(scoped);
}

/** MD5: a file of one message, by its key in the bucket, is deleted after a week, unless a message gets it. */
export async function expectMessage(env: Cloudflare.Env, file: string): Promise<void> {
  await shard(env, "upload", file).expectMessage(file);
}

/**
 * A message of a thread is to have the file, which then goes with it. Another thread's may not have it for a week.
 * @param attempt an id of this try to say the message, by which it can be taken back
 * @returns whether it may
 */
export async function takeFile(
  env: Cloudflare.Env,
  file: string,
  threadKey: string,
  attempt: string,
): Promise<boolean> {
  return shard(env, "upload", file).takeFile(file, threadKey, attempt);
}

/** The message was refused: the file waits for another, unless another attempt has it. */
export async function releaseFile(env: Cloudflare.Env, file: string, attempt: string): Promise<void> {
  await shard(env, "upload", file).releaseFile(file, attempt);
}

/** The persons of an inbox: each inbox has its own. */
export interface Persons {
  tenant_id: string;
  inbox_id: string;
  /** The tenant's `thread_salt`: by it the identifiers of an erased person are hashed. */
  salt: string;
}

/** The thread that a person's other identifier leads to; null when nobody claimed it. */
export async function aliasOf(env: Cloudflare.Env, persons: Persons, userId: string): Promise<string | null> {
  const [name, hash] = await nameOfPerson(persons, userId);
  return shard(env, "person", name).alias(name, hash);
}

/** Claims an identifier for a thread unless it leads to one; returns where it leads. */
export async function claimAlias(
  env: Cloudflare.Env,
  persons: Persons,
  userId: string,
  threadKey: string,
): Promise<string> {
  const [name, hash] = await nameOfPerson(persons, userId);
  return shard(env, "person", name).claimAlias(name, hash, threadKey);
}

/** Lets an identifier lead to another thread, if it still leads to the one that is named. */
export async function moveAlias(
  env: Cloudflare.Env,
  persons: Persons,
  userId: string,
  from: string,
  to: string,
): Promise<void> {
  const [name, hash] = await nameOfPerson(persons, userId);
  await shard(env, "person", name).moveAlias(name, hash, from, to);
}

/** Somebody was erased: keeps of an identifier its hash only, which leads to where it led, or to this thread. */
export async function forgetAlias(
  env: Cloudflare.Env,
  persons: Persons,
  userId: string,
  threadKey: string,
): Promise<void> {
  const [name, hash] = await nameOfPerson(persons, userId);
  await shard(env, "person", name).forgetAlias(name, hash, threadKey);
}

/** What was claimed for a thread while it was erased is from now on known by its hash only. */
export async function hideAlias(
  env: Cloudflare.Env,
  persons: Persons,
  userId: string,
  threadKey: string,
): Promise<void> {
  const [name, hash] = await nameOfPerson(persons, userId);
  await shard(env, "person", name).hideAlias(name, hash, threadKey);
}

async function nameOfPerson({ tenant_id, inbox_id, salt }: Persons, userId: string): Promise<[string, string]> {
  const name = `${tenant_id}:${inbox_id}:${userId}`;
  const [hash = ""] = await hmacs(salt, [`person\n${name}`]);
  return [name, hash];
}

/** A ticket of a tenant's service, as the directory knows it. */
export interface TicketKey {
  tenant_id: string;
  ticket_id: string;
}

/** Leads a ticket to a conversation unless it leads somewhere already; returns where, and whether its thread has it. */
export async function reserveTicket(
  env: Cloudflare.Env,
  key: TicketKey,
  conversationId: string,
): Promise<{ conversation_id: string; confirmed: boolean }> {
  return ticketShard(env, key).reserveTicket(nameOf(key), conversationId);
}

/** The conversation's thread has the ticket; returns the events that waited for it, in the order in which they came. */
export async function confirmTicket(
  env: Cloudflare.Env,
  key: TicketKey,
  conversationId: string,
): Promise<ParkedEvent[]> {
  return ticketShard(env, key).confirmTicket(nameOf(key), conversationId);
}

/** The conversation's thread refused the ticket, which was only reserved. */
export async function releaseTicket(env: Cloudflare.Env, key: TicketKey, conversationId: string): Promise<void> {
  await ticketShard(env, key).releaseTicket(nameOf(key), conversationId);
}

/** Where a ticket leads; in the same step an event of a ticket that nobody has opened is kept until somebody does. */
export async function ticketOrPark(env: Cloudflare.Env, key: TicketKey, event: ParkedEvent): Promise<TicketPlace> {
  return ticketShard(env, key).ticketOrPark(nameOf(key), event);
}

/** These events wait no longer. */
export async function forgetParked(env: Cloudflare.Env, key: TicketKey, ids: string[]): Promise<void> {
  await ticketShard(env, key).forgetParked(nameOf(key), ids);
}

const nameOf = ({ tenant_id, ticket_id }: TicketKey): string => `${tenant_id}:${ticket_id}`;
const ticketShard = (env: Cloudflare.Env, key: TicketKey) => shard(env, "ticket", nameOf(key));

/** The object that a key is kept in. It is part of every deployment's data: never to be changed. */
export function shard(env: Cloudflare.Env, kind: Kind, key: string): DurableObjectStub<DirectoryObject> {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const name = `${kind}:${(hash >>> 24).toString(16).padStart(2, "0")}`;
  return repeating(() => env.DIRECTORY.getByName(name));
}
