import { equalInConstantTime, sha256 } from "../lib/crypto.ts";
import { tenantOfBearer } from "../tenant/bearer.ts";
import { configurationOf } from "../tenant/configuration.ts";
import type { AppContext, Principal } from "./context.ts";
import { problem } from "./problem.ts";

const bearerOf = (c: AppContext): string | null =>
  /^Bearer +([^\s]+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? null;

/** Whom the bearer speaks for, or the refusal. An unknown tenant, key or token is refused alike. */
export async function authenticate(c: AppContext): Promise<Principal | Response> {
  const bearer = bearerOf(c);
  const tenantId = bearer === null ? null : tenantOfBearer(bearer);
  const configuration = tenantId === null ? null : await configurationOf(c.env, tenantId);
  if (bearer === null || configuration === null) return problem(c, "unauthorized");
  const hash = await hashOf(bearer);
  const known = configuration.bearers.find((one) => one.hash === hash);
  if (!known) return problem(c, "unauthorized");
  const tenant_id = configuration.tenant.id;
  const claimed = c.req.header("x-tenant-id");
  if (claimed !== undefined && claimed.toLowerCase() !== tenant_id) return problem(c, "tenant_mismatch");
  const type = known.agent_id === null ? "api" : "agent";
  return { tenant_id, configuration, actor: { type, id: known.agent_id ?? known.key_id } };
}

/** Whether the caller is the operator. Without a token in the environment nobody is. */
export async function isOperator(c: AppContext): Promise<boolean> {
  const bearer = bearerOf(c);
  const token = c.env.ADMIN_TOKEN;
  return bearer !== null && Boolean(token) && (await equalInConstantTime(bearer, token));
}

const MOST_HASHES = 1_000;
const hashes = new Map<string, string>();

/** The hash of a bearer; one that is used often is not hashed at every call. */
async function hashOf(bearer: string): Promise<string> {
  const known = hashes.get(bearer);
  if (known) return known;
  const hash = await sha256(bearer);
  if (hashes.size >= MOST_HASHES) hashes.clear();
  hashes.set(bearer, hash);
  return hash;
}
