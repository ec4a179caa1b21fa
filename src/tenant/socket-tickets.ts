import { sha256 } from "../lib/crypto.ts";
import { newBearer, tenantOf } from "./bearer.ts";
import { configurationOf } from "./configuration.ts";
import { tenantAt } from "./port.ts";

/**
 * A ticket with which a socket may be opened for an agent, once, within 30 seconds.
 * @param credential the SHA-256 of that by which the agent came
 * @returns null where there is no such agent, or that has ended
 */
export async function issueSocketTicket(
  env: Cloudflare.Env,
  tenantId: string,
  agentId: string,
  credential: string,
): Promise<{ ticket: string; expires_at: string } | null> {
  const ticket = newBearer("ticket", tenantId);
  const expires_at = await tenantAt(env, tenantId).issueSocketTicket(agentId, await sha256(ticket), credential);
  return expires_at === null ? null : { ticket, expires_at };
}

/** For whom a socket may be opened; null for a ticket that was used, is over with what it was asked by, or never was. */
export async function redeemSocketTicket(
  env: Cloudflare.Env,
  ticket: string,
): Promise<{ tenant_id: string; agent_id: string; credential: string } | null> {
  const tenant_id = tenantOf("ticket", ticket);
  // Asked first: the object of a tenant that a stranger made up must not be made by it.
  if (tenant_id === null || (await configurationOf(env, tenant_id)) === null) return null;
  const redeemed = await tenantAt(env, tenant_id).redeemSocketTicket(await sha256(ticket));
  return redeemed && { tenant_id, ...redeemed };
}
