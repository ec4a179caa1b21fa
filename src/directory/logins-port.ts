import { sha256 } from "../lib/crypto.ts";
import type { Login } from "./logins.ts";
import { shard } from "./port.ts";

/** Attempts to sign in that were in vain and cost no waiting: of one e-mail, and of one address, behind which many may be. */
const FREE = { email: 5, address: 20 };

/** Who tries to sign in: by which e-mail, from where. */
export interface Attempt {
  email: string;
  /** Null where nothing says it that can be believed. */
  address: string | null;
}

/** Where those who sign in by an e-mail may be agents; null for nowhere. */
export async function loginOf(env: Cloudflare.Env, email: string): Promise<Login | null> {
  const hash = await hashOf("email", email);
  return shard(env, "login", hash).login(hash);
}

/** An agent of a tenant signs in by an e-mail from now on. @param salt for an e-mail that has none yet */
export async function addLogin(env: Cloudflare.Env, email: string, tenantId: string, salt: string): Promise<Login> {
  const hash = await hashOf("email", email);
  return shard(env, "login", hash).addLogin(hash, tenantId, salt);
}

/** Counts an attempt before it is made. @returns 0, or for how many milliseconds none is made */
export async function attemptSignIn(env: Cloudflare.Env, attempt: Attempt): Promise<number> {
  const { email, address } = attempt;
  const far = address === null ? 0 : await count(env, "address", address);
  if (far > 0) return far;
  const left = await count(env, "email", email);
  if (left > 0 && address !== null) await giveBack(env, "address", address);
  return left;
}

/** The attempt was not in vain. */
export async function giveBackSignIn(env: Cloudflare.Env, { email, address }: Attempt): Promise<void> {
  await Promise.all([giveBack(env, "email", email), address !== null && giveBack(env, "address", address)]);
}

async function count(env: Cloudflare.Env, kind: keyof typeof FREE, who: string): Promise<number> {
  const hash = await hashOf(kind, who);
  return shard(env, "login", hash).attemptSignIn(hash, FREE[kind]);
}

async function giveBack(env: Cloudflare.Env, kind: keyof typeof FREE, who: string): Promise<void> {
  const hash = await hashOf(kind, who);
  await shard(env, "login", hash).giveBackSignIn(hash);
}

/** However it is spelt, an e-mail is the same. */
const hashOf = (kind: keyof typeof FREE, who: string): Promise<string> =>
  sha256(`${kind}\n${who.trim().toLowerCase()}`);
