import type { Hono } from "hono";
import { addLogin } from "../directory/logins-port.ts";
import { hmac, sha256 } from "../lib/crypto.ts";
import { newSalt, passwordFault, stretch } from "../lib/password.ts";
import { SESSION_OPERATIONS } from "../protocol/session-operations.ts";
import { newBearer, tenantOf } from "../tenant/bearer.ts";
import { configurationOf } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import { CSRF } from "./auth.ts";
import type { AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { openRoute, route } from "./route.ts";
import { isFromOwnPage } from "./same-site.ts";
import { letGo, newSession, signedIn } from "./signing-in.ts";

/** How an agent comes to a password that nobody else ever knew. */
export function invitations(app: Hono<AppEnv>): void {
  route(app, SESSION_OPERATIONS.inviteAgent, async (c, { params, idempotency }, { tenant_id, configuration }) => {
    const { thread_salt } = configuration.tenant;
    const seed = idempotency && (await hmac(thread_salt, `invitation:${params.id}:${idempotency.key}`));
    const token = newBearer("invitation", tenant_id, seed ?? undefined);
    const invited = await tenantAt(c.env, tenant_id).invite(params.id, await sha256(token), idempotency);
    if (!invited.ok) return problem(c, invited.error.code);
    const url = `${new URL(c.req.url).origin}/#/invitation/${token}`;
    return c.json({ url, expires_at: invited.value.expires_at }, 201);
  });

  openRoute(app, SESSION_OPERATIONS.acceptInvitation, async (c, { body }) => {
    if (isFromOwnPage(c.req.raw) === false) return problem(c, "cross_site", { detail: CSRF });
    const tenantId = tenantOf("invitation", body.token);
    const configuration = tenantId === null ? null : await configurationOf(c.env, tenantId);
    if (configuration === null) return problem(c, "invitation_not_found");
    const tenant = tenantAt(c.env, configuration.tenant.id);
    const hash = await sha256(body.token);
    // Asked before the password is stretched: a stranger's guess must not cost that.
    const agent = await tenant.invited(hash);
    if (agent === null) return problem(c, "invitation_not_found");
    const detail = passwordFault(body.password, [agent.email, agent.name]);
    if (detail !== null) return problem(c, "invalid_request", { errors: [{ field: "password", detail }] });
    const { salt } = await addLogin(c.env, agent.email, configuration.tenant.id, newSalt());
    const password = await stretch(body.password, salt);
    const { secret, session } = await newSession(c, configuration.tenant.id);
    const accepted = await tenant.acceptInvitation(hash, password, session);
    if (accepted === null) return problem(c, "invitation_not_found");
    await letGo(c, configuration.tenant.id, agent.id);
    return signedIn(c, configuration, accepted, secret, 201);
  });
}
