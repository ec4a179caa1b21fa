import type { StretchedPassword } from "../lib/password.ts";
import { err, type Result } from "../lib/result.ts";
import type { Agent } from "./configuration.ts";
import { Credentials, isEnabled, type SessionRecord } from "./credentials.ts";
import type { InvitationRejection, NewSession, SignedIn } from "./credentials-port.ts";
import { once } from "./once.ts";
import type { Idempotency } from "./port.ts";
import { RecordsObject } from "./records-object.ts";

/** How often at most it is written down that a session is in use. */
const SEEN_EVERY_MS = 5 * 60 * 1000;

/** The part of a tenant's object by which its agents sign in. */
export abstract class CredentialsObject extends RecordsObject {
  readonly #credentials = new Credentials(this.repository);

  invite(agentId: string, hash: string, idempotency: Idempotency): Result<{ expires_at: string }, InvitationRejection> {
    const agent = this.#agent(agentId);
    if (agent === null) return err({ code: "not_found" });
    if (this.#credentials.isEmailTaken(agent)) return err({ code: "email_taken" });
    return once(this.repository, idempotency, "invitation", () => {
      const { expires_at } = this.#credentials.invite(agentId, hash, Date.now());
      return { expires_at };
    });
  }

  invited(hash: string): Agent | null {
    return this.#credentials.invited(hash, Date.now());
  }

  acceptInvitation(hash: string, password: StretchedPassword, session: NewSession): SignedIn | null {
    const agent = this.invited(hash);
    if (agent === null) return null;
    return this.#choose(agent, password, session);
  }

  changePassword(agentId: string, password: StretchedPassword, session: NewSession): SignedIn | null {
    const agent = this.#agent(agentId);
    return agent && this.#choose(agent, password, session);
  }

  passwordsOf(email: string): (StretchedPassword & { agent_id: string })[] {
    return this.#credentials.passwordsOf(email);
  }

  passwordOf(agentId: string): StretchedPassword | null {
    return this.#credentials.password(agentId);
  }

  startSession(agentId: string, session: NewSession, strengthened: StretchedPassword | null): SignedIn | null {
    const agent = this.#agent(agentId);
    if (agent === null) return null;
    return this.repository.transaction(() => {
      if (strengthened) this.#credentials.keepPassword(agentId, strengthened);
      return { agent, session: this.#start(agentId, session) };
    });
  }

  session(hash: string): SessionRecord | null {
    const now = Date.now();
    const session = this.#credentials.session(hash, now);
    if (session === null || Date.parse(session.seen_at) > now - SEEN_EVERY_MS) return session;
    const seen = { ...session, seen_at: new Date(now).toISOString() };
    this.repository.transaction(() => this.repository.put("session", hash, seen));
    return seen;
  }

  endSession(hash: string): boolean {
    if (this.repository.find("session", hash) === null) return false;
    return this.repository.transaction(() => this.repository.remove("session", hash));
  }

  sessionsOf(agentId: string): SessionRecord[] {
    return this.#credentials.sessionsOf(agentId, Date.now());
  }

  endSessions(agentId: string): void {
    this.repository.transaction(() => this.#credentials.endSessions(agentId));
  }

  endCredentials(agentId: string): void {
    this.repository.transaction(() => {
      this.#credentials.endSessions(agentId);
      for (const [id, { agent_id }] of this.repository.entries("bearer"))
        if (agent_id === agentId) this.repository.remove("bearer", id);
    });
  }

  issueSocketTicket(agentId: string, hash: string, credential: string): string | null {
    const now = Date.now();
    if (this.#agent(agentId) === null || !this.#credentials.isInForce(credential, now)) return null;
    return this.repository.transaction(() => this.#credentials.issueSocketTicket(agentId, hash, credential, now));
  }

  redeemSocketTicket(hash: string): { agent_id: string; credential: string } | null {
    return this.#credentials.redeemSocketTicket(hash, Date.now());
  }

  endedOf(credentials: string[]): string[] {
    const now = Date.now();
    return credentials.filter((one) => !this.#credentials.isInForce(one, now));
  }

  #choose(agent: Agent, password: StretchedPassword, session: NewSession): SignedIn {
    return this.repository.transaction(() => {
      this.#credentials.choosePassword(agent.id, password, Date.now());
      return { agent, session: this.#start(agent.id, session) };
    });
  }

  #start(agentId: string, { hash, user_agent }: NewSession): SessionRecord {
    return this.#credentials.startSession(agentId, hash, user_agent, Date.now());
  }

  /** Somebody who may work; null for who was switched off. */
  #agent(id: string): Agent | null {
    const agent = this.repository.find("agent", id);
    return agent !== null && isEnabled(agent) ? agent : null;
  }
}
