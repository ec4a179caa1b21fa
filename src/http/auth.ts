import { equalInConstantTime, sha256 } from "../lib/crypto.ts";
import { tenantOf, tenantOfBearer } from "../tenant/bearer.ts";
import { type Configuration, configurationOf, outletsSeenBy } from "../tenant/configuration.ts";
import { isEnabled } from "../tenant/credentials.ts";
import { sessionOf } from "../tenant/sessions.ts";
import type { AppContext, Principal } from "./context.ts";
import { sessionIn } from "./cookie.ts";
import { problem } from "./problem.ts";
import { isFromOwnPage } from "./same-site.ts";
import { type Vouched, vouchedFor } from "./vouched.ts";

const bearerOf = (c: AppContext): string | null =>
  /^Bearer +([^\s]+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? null;

/** Whom the bearer, or else the cookie, speaks for, or the refusal. An unknown tenant, key or token is refused alike. */
export async function authenticate(c: AppContext): Promise<Principal | Response> {
  const vouched = vouchedFor(c.req.raw);
  const isByCookie = !vouched && c.req.header("authorization") === undefined && sessionIn(c) !== null;
  const principal = await (vouched ? ofVouched(c, vouched) : isByCookie ? ofCookie(c) : ofBearer(c));
  if (principal === null) return problem(c, "unauthorized");
  c.set("is_known", true);
  const claimed = c.req.header("x-tenant-id");
  if (claimed !== undefined && claimed.toLowerCase() !== principal.tenant_id) return problem(c, "tenant_mismatch");
  if (isByCookie && !isSafe(c) && isFromOwnPage(c.req.raw) !== true) return problem(c, "cross_site", { detail: CSRF });
  return principal;
}

/** What a call by cookie must bring along to change anything. Browsers do so by themselves. */
export const CSRF =
  "Every call but GET and HEAD needs `Sec-Fetch-Site: same-origin`, or an `Origin` that is this server.";

const isSafe = (c: AppContext): boolean => c.req.method === "GET" || c.req.method === "HEAD";

async function ofBearer(c: AppContext): Promise<Principal | null> {
  const bearer = bearerOf(c) ?? "";
  const tenantId = tenantOfBearer(bearer);
  const configuration = tenantId === null ? null : await configurationOf(c.env, tenantId);
  if (configuration === null) return null;
  const hash = await hashOf(bearer);
  const known = configuration.bearers.find((one) => one.hash === hash);
  if (!known) return null;
  if (known.agent_id !== null) return agentPrincipal(configuration, known.agent_id, hash);
  const actor = { type: "api", id: known.key_id } as const;
  const scope = { outlet_ids: null, agent: null };
  return { tenant_id: configuration.tenant.id, configuration, actor, credential: null, scope };
}

async function ofCookie(c: AppContext): Promise<Principal | null> {
  const secret = sessionIn(c) ?? "";
  const tenantId = tenantOf("session", secret);
  const configuration = tenantId === null ? null : await configurationOf(c.env, tenantId);
  if (configuration === null) return null;
  const hash = await hashOf(secret);
  const session = await sessionOf(c.env, configuration.tenant.id, hash);
  return session && agentPrincipal(configuration, session.agent_id, hash);
}

/** An agent whom this Worker let in before, by a socket. */
async function ofVouched(c: AppContext, { tenant_id, agent_id }: Vouched): Promise<Principal | null> {
  const configuration = await configurationOf(c.env, tenant_id);
  return configuration && agentPrincipal(configuration, agent_id, null);
}

/** An agent who acts; null for who was switched off. */
export function agentPrincipal(
  configuration: Configuration,
  agentId: string,
  credential: string | null,
): Principal | null {
  const agent = configuration.agents.find(({ id }) => id === agentId);
  if (agent === undefined || !isEnabled(agent)) return null;
  const scope = { outlet_ids: outletsSeenBy(agent, configuration.teams), agent };
  const actor = { type: "agent", id: agent.id } as const;
  return { tenant_id: configuration.tenant.id, configuration, actor, credential, scope };
}

/** Whether the caller is the operator. Without a token in the environment nobody is. */
export async function isOperator(c: AppContext): Promise<boolean> {
  const bearer = bearerOf(c);
  const token = c.env.ADMIN_TOKEN;
  return bearer !== null && Boolean(token) && (await equalInConstantTime(bearer, token));
}

const MOST_HASHES = 1_000;
const hashes = new Map<string, string>();

/** The hash of a credential; one that is used often is not hashed at every call. */
async function hashOf(credential: string): Promise<string> {
  const known = hashes.get(credential);
  if (known) return known;
  const hash = await sha256(credential);
  if (hashes.size >= MOST_HASHES) hashes.clear();
  hashes.set(credential, hash);
  return hash;
}
