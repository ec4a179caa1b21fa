import { deskOf } from "../desk/port.ts";
import { sha256 } from "../lib/crypto.ts";
import { newBearer } from "../tenant/bearer.ts";
import { type Configuration, outletsSeenBy } from "../tenant/configuration.ts";
import { endOf, type SessionRecord } from "../tenant/credentials.ts";
import type { NewSession, SignedIn } from "../tenant/credentials-port.ts";
import { forgetSessions } from "../tenant/sessions.ts";
import { printAgent } from "./agents.ts";
import { CSRF } from "./auth.ts";
import type { AppContext, Principal } from "./context.ts";
import { holdSession } from "./cookie.ts";

/** A session that begins: what the browser is to hold of it, and what is kept. */
export async function newSession(c: AppContext, tenantId: string): Promise<{ secret: string; session: NewSession }> {
  const secret = newBearer("session", tenantId);
  return { secret, session: { hash: await sha256(secret), user_agent: c.req.header("user-agent") ?? null } };
}

/** The browser holds the session from now on. */
export function signedIn(
  c: AppContext,
  configuration: Configuration,
  { agent, session }: SignedIn,
  secret: string,
  status: 200 | 201,
): Response {
  holdSession(c, secret);
  const scope = { outlet_ids: outletsSeenBy(agent, configuration.teams), agent };
  return identity(c, { configuration, scope }, session, status);
}

/** Something that an agent came with holds no more: this isolate knows it at once, and the sockets that it opened close. */
export async function letGo(c: AppContext, tenantId: string, agentId: string): Promise<void> {
  forgetSessions(agentId);
  await deskOf(c.env, tenantId).credentialsChanged();
}

/** Who somebody is. It is nobody else's: no cache may keep it. */
export function identity(
  c: AppContext,
  { configuration, scope }: Pick<Principal, "configuration" | "scope">,
  session: SessionRecord | null,
  status: 200 | 201,
): Response {
  const { id, name } = configuration.tenant;
  const { agent, outlet_ids } = scope;
  const body = {
    tenant: { id, name },
    agent: agent && printAgent(agent),
    outlet_ids,
    session: session && printSession(session),
    csrf: CSRF,
  };
  return c.json(body, status, { "Cache-Control": "no-store" });
}

/** A session as it is shown. */
export const printSession = (session: SessionRecord) => {
  const { id, created_at, seen_at, user_agent } = session;
  return { id, created_at, seen_at, expires_at: endOf(session), user_agent };
};
