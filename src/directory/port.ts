import type { Destination, DirectoryObject } from "./directory-object.ts";

/** `tenant`: a tenant's id; `inbox`: an inbox's; `whatsapp`: a phone number's id at WhatsApp; `waba`: a business account's. */
type Kind = "tenant" | "inbox" | "whatsapp" | "waba" | "request" | "person";

/** Where a key leads; null when nobody claimed it. */
export async function resolve(env: Cloudflare.Env, kind: Kind, key: string): Promise<Destination | null> {
  return shard(env, kind, key).resolve(key);
}

/** Claims a key for good; the first claim holds. */
export async function claim(env: Cloudflare.Env, kind: Kind, key: string, destination: Destination): Promise<void> {
  await shard(env, kind, key).claim(key, destination);
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

/** The thread that a person's other identifier leads to; null when nobody claimed it. Each scope has persons of its own. */
export async function aliasOf(env: Cloudflare.Env, scope: string, name: string): Promise<string | null> {
  const scoped = `${scope}:${name}`;
  return shard(env, "person", scoped).alias(scoped);
}

/** Claims an identifier for a thread unless it leads to one; returns where it leads. */
export async function claimAlias(env: Cloudflare.Env, scope: string, name: string, threadKey: string): Promise<string> {
  const scoped = `${scope}:${name}`;
  return shard(env, "person", scoped).claimAlias(scoped, threadKey);
}

/** Lets an identifier lead to another thread, if it still leads to the one that is named. */
export async function moveAlias(
  env: Cloudflare.Env,
  scope: string,
  name: string,
  from: string,
  to: string,
): Promise<void> {
  const scoped = `${scope}:${name}`;
  await shard(env, "person", scoped).moveAlias(scoped, from, to);
}

/** The object that a key is kept in. It is part of every deployment's data: never to be changed. */
function shard(env: Cloudflare.Env, kind: Kind, key: string): DurableObjectStub<DirectoryObject> {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return env.DIRECTORY.getByName(`${kind}:${(hash >>> 24).toString(16).padStart(2, "0")}`);
}
