import { sha256 } from "../lib/crypto.ts";
import { err, ok } from "../lib/result.ts";
import { fitsSocket } from "../realtime/entering.ts";
import { tenantOfBearer } from "../tenant/bearer.ts";
import { configurationOf, outletsSeenBy } from "../tenant/configuration.ts";
import { redeemSocketTicket } from "../tenant/socket-tickets.ts";
import type { Member, SignIn } from "./who.ts";

/**
 * Who connects: by the `token` in the client's `auth` (an agent's bearer, or a ticket for a socket), else by the headers
 * of its first request.
 * @param known whom those headers speak for
 */
export async function signIn(
  env: Cloudflare.Env,
  auth: Record<string, unknown>,
  known: Member | null,
): Promise<SignIn> {
  const { token } = auth;
  if (token === undefined || token === null) return known ? ok(known) : err("unauthorized");
  if (typeof token !== "string") return err("unauthorized");
  const who = (await ofBearer(env, token)) ?? (await redeemSocketTicket(env, token));
  if (who === null) return err("unauthorized");
  const configuration = await configurationOf(env, who.tenant_id);
  if (who.agent_id === null) return err("forbidden");
  const agent = configuration?.agents.find(({ id }) => id === who.agent_id);
  if (!configuration || !agent || agent.enabled === false) return err("unauthorized");
  const outlet_ids = outletsSeenBy(agent, configuration.teams);
  if (!fitsSocket(outlet_ids)) return err("forbidden");
  return ok({ tenant_id: who.tenant_id, agent_id: agent.id, credential: who.credential, outlet_ids });
}

async function ofBearer(
  env: Cloudflare.Env,
  token: string,
): Promise<{ tenant_id: string; agent_id: string | null; credential: string } | null> {
  const tenant_id = tenantOfBearer(token);
  if (tenant_id === null) return null;
  const hash = await sha256(token);
  const bearer = (await configurationOf(env, tenant_id))?.bearers.find((one) => one.hash === hash);
  return bearer ? { tenant_id, agent_id: bearer.agent_id, credential: hash } : null;
}
