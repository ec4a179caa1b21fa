import type { SessionRecord } from "./credentials.ts";
import { tenantAt } from "./port.ts";

const LIFETIME_MS = 5_000;
const MOST_SESSIONS = 10_000;

const cache = new Map<string, { session: SessionRecord; tenant_id: string; until: number }>();

/**
 * The session in force under the SHA-256 of what a browser holds, at most five seconds old; null for any other. Not part
 * of the configuration: who has just signed in elsewhere must be known here at once.
 */
export async function sessionOf(env: Cloudflare.Env, tenantId: string, hash: string): Promise<SessionRecord | null> {
  const known = cache.get(hash);
  if (known && known.tenant_id === tenantId && known.until > Date.now()) return known.session;
  const session = await tenantAt(env, tenantId).session(hash);
  if (cache.size >= MOST_SESSIONS) cache.clear();
  if (session === null) cache.delete(hash);
  else cache.set(hash, { session, tenant_id: tenantId, until: Date.now() + LIFETIME_MS });
  return session;
}

/** What this isolate ended is ended for it at once. */
export function forgetSessions(agentId: string): void {
  for (const [hash, { session }] of cache) if (session.agent_id === agentId) cache.delete(hash);
}
