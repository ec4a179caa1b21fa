import * as z from "zod";
import { Time } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";
import { Agent } from "./settings.ts";

const tag = "Signing in";

const Password = z.string().min(1).max(1000);

const Session = z
  .object({
    id: z.guid(),
    created_at: Time,
    seen_at: Time.meta({ description: "To within five minutes" }),
    expires_at: Time.meta({ description: "Unless it is used before: 12 hours after it was, 30 days after it began" }),
    user_agent: z.string().nullable().meta({ description: "What the browser says it is" }),
  })
  .meta({ id: "Session" });

const Identity = z
  .object({
    tenant: z.object({ id: z.guid(), name: z.string() }),
    agent: Agent.nullable().meta({ description: "Null for an API key" }),
    outlet_ids: z
      .array(z.guid())
      .nullable()
      .meta({ description: "The outlets whose conversations the caller may see; null for all" }),
    session: Session.nullable().meta({ description: "Null for a bearer" }),
    csrf: z.string().meta({ description: "What a call by cookie must bring along to change anything" }),
  })
  .meta({ id: "Identity" });

const ofAgent = { tag, params: idInPath, problems: ["not_found", "forbidden"] as ProblemCode[] };
const signingIn = { tag, caller: "anyone", isKeyless: true } as const;
const choosing: ProblemCode[] = ["invalid_request", "cross_site"];

/** Calls by which agents sign in. */
export const SESSION_OPERATIONS = {
  inviteAgent: operation({
    id: "inviteAgent",
    managing: true,
    method: "post",
    path: "/api/v1/agents/{id}/invitations",
    tag,
    summary: "A link by which an agent chooses a password, once, within 7 days; one of before is void",
    params: idInPath,
    answers: { 201: z.object({ url: z.url().meta({ description: "Shown this once" }), expires_at: Time }) },
    problems: ["not_found", "email_taken"],
  }),
  acceptInvitation: operation({
    ...signingIn,
    id: "acceptInvitation",
    method: "post",
    path: "/api/v1/invitations/accept",
    summary: "Choose a password, and be signed in by a cookie; all other sessions of the agent end",
    body: z.strictObject({ token: z.string().min(1).max(200), password: Password }),
    answers: { 201: Identity },
    problems: [...choosing, "invitation_not_found"],
  }),
  createSession: operation({
    ...signingIn,
    id: "createSession",
    method: "post",
    path: "/api/v1/sessions",
    summary: "Sign in by a cookie that holds 12 hours without use, 30 days at most",
    body: z.strictObject({
      email: z.string().min(1).max(255),
      password: Password,
      tenant_id: z.guid().optional().meta({ description: "Which, where the answer asks for it (409)" }),
    }),
    answers: { 201: Identity },
    problems: [...choosing, "sign_in_failed", "several_tenants", "too_many_attempts"],
  }),
  getSession: operation({
    id: "getSession",
    method: "get",
    path: "/api/v1/session",
    tag,
    summary: "Who the caller is, and what they may see",
    answers: { 200: Identity },
  }),
  deleteSession: operation({
    id: "deleteSession",
    method: "delete",
    path: "/api/v1/session",
    tag,
    summary: "Sign out",
    answers: { 204: null },
    problems: ["not_found"],
  }),
  changePassword: operation({
    isKeyless: true,
    id: "changePassword",
    method: "put",
    path: "/api/v1/session/password",
    tag,
    summary: "Change one's own password; all other sessions of the agent end",
    body: z.strictObject({ current_password: Password, password: Password }),
    answers: { 200: Identity },
    problems: ["forbidden", "sign_in_failed", "too_many_attempts"],
  }),
  listSessions: operation({
    ...ofAgent,
    id: "listSessions",
    method: "get",
    path: "/api/v1/agents/{id}/sessions",
    summary: "Where an agent is signed in; for keys, admins, and the agent",
    answers: { 200: z.object({ sessions: z.array(Session) }) },
  }),
  deleteSessions: operation({
    ...ofAgent,
    id: "deleteSessions",
    method: "delete",
    path: "/api/v1/agents/{id}/sessions",
    summary: "Sign an agent out everywhere, within 30 seconds; for keys, admins, and the agent",
    answers: { 204: null },
  }),
  createSocketTicket: operation({
    isKeyless: true,
    id: "createSocketTicket",
    method: "post",
    path: "/api/v1/realtime/tickets",
    tag,
    summary: "What opens a socket for the agent who asks, once, within 30 seconds",
    answers: { 201: z.object({ ticket: z.string(), expires_at: Time }) },
    problems: ["forbidden"],
  }),
};
