import type { Hono } from "hono";
import { type Attempt, attemptSignIn, giveBackSignIn, loginOf } from "../directory/logins-port.ts";
import { sha256 } from "../lib/crypto.ts";
import {
  isPassword,
  isStretchedLike,
  newSalt,
  passwordFault,
  type StretchedPassword,
  stretch,
} from "../lib/password.ts";
import { Turnstile } from "../lib/turnstile.ts";
import { SESSION_OPERATIONS } from "../protocol/session-operations.ts";
import { type Configuration, configurationOf } from "../tenant/configuration.ts";
import type { SessionRecord } from "../tenant/credentials.ts";
import { tenantAt } from "../tenant/port.ts";
import { sessionOf } from "../tenant/sessions.ts";
import { issueSocketTicket } from "../tenant/socket-tickets.ts";
import { CSRF } from "./auth.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { dropSession, sessionIn } from "./cookie.ts";
import { problem } from "./problem.ts";
import { openRoute, route } from "./route.ts";
import { isFromOwnPage } from "./same-site.ts";
import { identity, letGo, newSession, printSession, signedIn } from "./signing-in.ts";
import { agentOf, mayManage } from "./staff.ts";

/** An e-mail is looked for at so many tenants. */
const MOST_TENANTS = 20;

/** SI8: a password takes a tenth of a second of the processor, and e-mails can be made up without end. */
const FROM_ANYWHERE = new Turnstile({ every: 250, atOnce: 10, patience: 5_000 });

/** Agents sign in and out. */
export function sessions(app: Hono<AppEnv>): void {
  openRoute(app, SESSION_OPERATIONS.createSession, async (c, { body }) => {
    // Else another site's page could sign somebody in as somebody else.
    if (isFromOwnPage(c.req.raw) === false) return problem(c, "cross_site", { detail: CSRF });
    const attempt = { email: body.email, address: addressOf(c) };
    return attempted(c, attempt, () => signIn(c, body));
  });

  route(app, SESSION_OPERATIONS.getSession, async (c, _, principal) =>
    identity(c, principal, await ownSession(c, principal), 200),
  );

  route(app, SESSION_OPERATIONS.deleteSession, async (c, _, principal) => {
    const session = await ownSession(c, principal);
    if (session === null) return problem(c, "not_found", { detail: "A bearer has no session." });
    await tenantAt(c.env, principal.tenant_id).endSession(await sha256(sessionIn(c) ?? ""));
    await letGo(c, principal.tenant_id, session.agent_id);
    dropSession(c);
    return c.body(null, 204);
  });

  route(app, SESSION_OPERATIONS.changePassword, async (c, { body }, principal) => {
    const { agent } = principal.scope;
    if (agent === null || (await ownSession(c, principal)) === null)
      return problem(c, "forbidden", { detail: "Only an agent who is signed in has a password." });
    const detail = passwordFault(body.password, [agent.email, agent.name]);
    if (detail !== null) return problem(c, "invalid_request", { errors: [{ field: "password", detail }] });
    return attempted(c, { email: agent.email, address: addressOf(c) }, async () => {
      const tenant = tenantAt(c.env, principal.tenant_id);
      const kept = await tenant.passwordOf(agent.id);
      if (kept === null || !(await isPassword(body.current_password, kept))) return null;
      const { secret, session } = await newSession(c, principal.tenant_id);
      const changed = await tenant.changePassword(agent.id, await stretch(body.password, kept.salt), session);
      await letGo(c, principal.tenant_id, agent.id);
      return changed && signedIn(c, principal.configuration, changed, secret, 200);
    });
  });

  route(app, SESSION_OPERATIONS.listSessions, async (c, { params }, principal) => {
    const refused = await refusalOf(c, principal, params.id);
    if (refused) return refused;
    const all = await tenantAt(c.env, principal.tenant_id).sessionsOf(params.id);
    return c.json({ sessions: all.map(printSession) });
  });

  route(app, SESSION_OPERATIONS.deleteSessions, async (c, { params }, principal) => {
    const refused = await refusalOf(c, principal, params.id);
    if (refused) return refused;
    await tenantAt(c.env, principal.tenant_id).endSessions(params.id);
    await letGo(c, principal.tenant_id, params.id);
    return c.body(null, 204);
  });

  route(app, SESSION_OPERATIONS.createSocketTicket, async (c, _, { tenant_id, scope, credential }) => {
    const issued =
      scope.agent && credential !== null && (await issueSocketTicket(c.env, tenant_id, scope.agent.id, credential));
    if (!issued) return problem(c, "forbidden", { detail: "A socket is an agent's: ask by an agent's token." });
    return c.json(issued, 201, { "Cache-Control": "no-store" });
  });
}

/** Of sessions one's own are for everybody. */
async function refusalOf(c: AppContext, principal: Principal, agentId: string): Promise<Response | null> {
  if (!mayManage(principal) && principal.actor.id !== agentId) return problem(c, "forbidden");
  return (await agentOf(c, principal.tenant_id, agentId)) === null ? problem(c, "not_found") : null;
}

/** The session of the cookie by which the caller is known; null for a bearer. */
async function ownSession(c: AppContext, { tenant_id }: Principal): Promise<SessionRecord | null> {
  const secret = c.req.header("authorization") === undefined ? sessionIn(c) : null;
  return secret === null ? null : sessionOf(c.env, tenant_id, await sha256(secret));
}

/**
 * Where a caller is, as Cloudflare says. An IPv6 network is one caller's, whatever address of it they take. Without
 * Cloudflare in front nobody says it, and attempts are counted by e-mail alone.
 */
function addressOf(c: AppContext): string | null {
  const address = c.req.header("cf-connecting-ip") ?? null;
  return address?.includes(":") ? networkOf(address) : address;
}

/** The first four groups of an IPv6 address, with those that it leaves out. */
function networkOf(address: string): string {
  const [front = [], back = []] = address.split("::").map((half) => half.split(":"));
  const omitted = Array(Math.max(8 - front.length - back.length, 0)).fill("0");
  return [...front, ...omitted, ...back].slice(0, 4).join(":");
}

/** Tries something that needs a password, unless that was tried too often. @param attempt null where the password is wrong */
async function attempted(c: AppContext, attempt: Attempt, work: () => Promise<Response | null>): Promise<Response> {
  const wait = await attemptSignIn(c.env, attempt);
  if (wait > 0) return tooMany(c, wait);
  const turn = attempt.address === null ? FROM_ANYWHERE.enter(Date.now()) : 0;
  if (turn < 0) return tooMany(c, -turn);
  if (turn > 0) await scheduler.wait(turn);
  const done = await work();
  if (done === null) return problem(c, "sign_in_failed");
  await giveBackSignIn(c.env, attempt);
  return done;
}

function tooMany(c: AppContext, waitMs: number): Response {
  const seconds = Math.ceil(waitMs / 1000);
  const response = problem(c, "too_many_attempts", { detail: `Try again in ${seconds} seconds.` });
  response.headers.set("Retry-After", String(seconds));
  return response;
}

/** Somebody at a tenant whose password it is. */
interface Match {
  configuration: Configuration;
  agent_id: string;
  kept: StretchedPassword;
}

interface Credentials {
  email: string;
  password: string;
  tenant_id?: string | undefined;
}

/**
 * Signs in, or asks at which tenant; null where e-mail or password is wrong. The password is stretched once, whether or
 * not anybody has the e-mail, and beside it those who may are looked up: neither the answer nor its time tells of them.
 */
async function signIn(c: AppContext, { email, password, tenant_id }: Credentials): Promise<Response | null> {
  const login = await loginOf(c.env, email);
  const known = (login?.tenant_ids ?? []).filter((id) => tenant_id === undefined || id === tenant_id.toLowerCase());
  const looking = Promise.all(known.slice(0, MOST_TENANTS).map((id) => candidates(c, id, email)));
  const [stretched, found] = await Promise.all([stretch(password, login?.salt ?? newSalt()), looking]);
  const tried = await Promise.all(
    found.flat().map(async (one) => ((await isPassword(password, one.kept, stretched)) ? [one] : [])),
  );
  const matches = tried.flat();
  const [match] = matches;
  if (match === undefined) return null;
  const tenants = [...new Map(matches.map(({ configuration: { tenant } }) => [tenant.id, tenant.name]))];
  if (tenants.length > 1) {
    const named = tenants.map(([id, name]) => ({ id, name }));
    return problem(c, "several_tenants", { detail: "Send tenant_id as well.", tenants: named });
  }
  return begin(c, match, stretched);
}

/** Those of a tenant who may sign in by an e-mail. */
async function candidates(c: AppContext, tenantId: string, email: string): Promise<Match[]> {
  const [configuration, passwords] = await Promise.all([
    configurationOf(c.env, tenantId),
    tenantAt(c.env, tenantId).passwordsOf(email),
  ]);
  return configuration === null ? [] : passwords.map(({ agent_id, ...kept }) => ({ configuration, agent_id, kept }));
}

async function begin(
  c: AppContext,
  { configuration, agent_id, kept }: Match,
  stretched: StretchedPassword,
): Promise<Response | null> {
  const { id } = configuration.tenant;
  const { secret, session } = await newSession(c, id);
  // What was kept in the way of before is kept in today's from now on.
  const strengthened = isStretchedLike(stretched, kept) ? null : stretched;
  const begun = await tenantAt(c.env, id).startSession(agent_id, session, strengthened);
  return begun && signedIn(c, configuration, begun, secret, 201);
}
