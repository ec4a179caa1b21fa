import type { StretchedPassword } from "../lib/password.ts";
import type { Result } from "../lib/result.ts";
import type { Agent } from "./configuration.ts";
import type { SessionRecord } from "./credentials.ts";
import type { Idempotency, SettingsRejection } from "./port.ts";

export type InvitationRejection = SettingsRejection | { code: "email_taken" };

/** A session that begins: the SHA-256 of what the browser will hold, and what it says it is. */
export interface NewSession {
  hash: string;
  user_agent: string | null;
}

export interface SignedIn {
  agent: Agent;
  session: SessionRecord;
}

/** How a tenant's agents sign in. Of all secrets only the SHA-256 comes here; passwords come stretched. */
export interface CredentialsPort {
  /** One that the agent had before is void. */
  invite(
    agentId: string,
    hash: string,
    idempotency: Idempotency,
  ): Promise<Result<{ expires_at: string }, InvitationRejection>>;
  /** Whose invitation it is; null for one that was used, replaced, is over, or never was. */
  invited(hash: string): Promise<Agent | null>;
  /** The agent has this password from now on, and is signed in here and nowhere else. */
  acceptInvitation(hash: string, password: StretchedPassword, session: NewSession): Promise<SignedIn | null>;
  changePassword(agentId: string, password: StretchedPassword, session: NewSession): Promise<SignedIn | null>;
  /** Of those who may sign in by an e-mail. */
  passwordsOf(email: string): Promise<(StretchedPassword & { agent_id: string })[]>;
  passwordOf(agentId: string): Promise<StretchedPassword | null>;
  /** @param strengthened the same password as it is kept today, where it was kept otherwise */
  startSession(agentId: string, session: NewSession, strengthened: StretchedPassword | null): Promise<SignedIn | null>;
  /** A session in force, which with this goes on; null for any other. */
  session(hash: string): Promise<SessionRecord | null>;
  /** @returns whether there was one */
  endSession(hash: string): Promise<boolean>;
  /** An agent's, the oldest first. */
  sessionsOf(agentId: string): Promise<SessionRecord[]>;
  endSessions(agentId: string): Promise<void>;
  /** An agent's sessions end, and their tokens. */
  endCredentials(agentId: string): Promise<void>;
  /** @returns until when it may be used, once; null where there is no such agent, or what they came by has ended */
  issueSocketTicket(agentId: string, hash: string, credential: string): Promise<string | null>;
  /** @returns whom it is for, and by what they asked; null for a ticket that was used, is over, or never was */
  redeemSocketTicket(hash: string): Promise<{ agent_id: string; credential: string } | null>;
  /** Those of them, each the SHA-256 of a session's secret or a token, that let nobody in any more. */
  endedOf(credentials: string[]): Promise<string[]>;
}
