import type { StretchedPassword } from "../lib/password.ts";
import type { Agent } from "./configuration.ts";
import type { TenantRepository } from "./repository.ts";

/** What is kept of an agent's password. Its id is the agent's. */
export type PasswordRecord = StretchedPassword & { changed_at: string };

/** That an agent may choose a password; an agent has one at most, so its id is the agent's. */
export interface InvitationRecord {
  hash: string;
  created_at: string;
  expires_at: string;
}

/** An agent who signed in, in one browser. It is kept under the SHA-256 of what that browser holds. */
export interface SessionRecord {
  id: string;
  agent_id: string;
  created_at: string;
  /** At most so much before the last request. */
  seen_at: string;
  user_agent: string | null;
}

/** That a socket may be opened for an agent, once. It is kept under its SHA-256. */
export interface SocketTicketRecord {
  agent_id: string;
  /** The SHA-256 of the session's secret or the token by which the agent asked. */
  credential: string;
  created_at: string;
  expires_at: string;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

const INVITATION_MS = 7 * DAY_MS;
/** A browser that is silent for so long has signed out. */
const IDLE_MS = 12 * HOUR_MS;
/** However busy it is, its agent signs in again after so long. */
export const LONGEST_SESSION_MS = 30 * DAY_MS;
const SOCKET_TICKET_MS = 30_000;

/** When a session ends unless it is used before. ISO 8601. */
export const endOf = ({ created_at, seen_at }: SessionRecord): string =>
  iso(Math.min(Date.parse(seen_at) + IDLE_MS, Date.parse(created_at) + LONGEST_SESSION_MS));

const iso = (time: number): string => new Date(time).toISOString();

/** Agents of before do not have the switch. */
export const isEnabled = ({ enabled = true }: Agent): boolean => enabled;

/** How agents of a tenant sign in: their invitations, passwords, sessions, and tickets for sockets. */
export class Credentials {
  readonly #repository: TenantRepository;

  constructor(repository: TenantRepository) {
    this.#repository = repository;
  }

  /** Whether somebody else may sign in, or is to, by the same e-mail: only one of them would be meant by it. */
  isEmailTaken({ id, email }: Agent): boolean {
    const others = this.#agentsOf(email).filter((one) => one.id !== id);
    return others.some((one) => this.#password(one.id) !== null || this.#repository.find("invitation", one.id));
  }

  /** Within a transaction. One that the agent had is void. */
  invite(agentId: string, hash: string, now: number): InvitationRecord {
    const invitation = { hash, created_at: iso(now), expires_at: iso(now + INVITATION_MS) };
    this.#repository.put("invitation", agentId, invitation);
    return invitation;
  }

  /** Whose invitation it is; null for one that was used, replaced, is over, or never was. */
  invited(hash: string, now: number): Agent | null {
    const invited = this.#repository.all("agent").filter(isEnabled);
    const isTheirs = ({ id }: Agent) => {
      const invitation = this.#repository.find("invitation", id);
      return invitation?.hash === hash && invitation.expires_at > iso(now);
    };
    return invited.find(isTheirs) ?? null;
  }

  /** The agent has this password from now on; whoever is signed in as them is not any more. Within a transaction. */
  choosePassword(agentId: string, password: StretchedPassword, now: number): void {
    this.#repository.remove("invitation", agentId);
    this.endSessions(agentId);
    this.#repository.put("password", agentId, { ...password, changed_at: iso(now) });
  }

  /** The same password, kept in today's way. Within a transaction. */
  keepPassword(agentId: string, password: StretchedPassword): void {
    const kept = this.#password(agentId);
    if (kept) this.#repository.put("password", agentId, { ...kept, ...password });
  }

  /** Of those who may sign in by an e-mail. */
  passwordsOf(email: string): (StretchedPassword & { agent_id: string })[] {
    return this.#agentsOf(email).flatMap(({ id }) => {
      const kept = this.#password(id);
      return kept ? [{ agent_id: id, salt: kept.salt, rounds: kept.rounds, hash: kept.hash }] : [];
    });
  }

  password(agentId: string): StretchedPassword | null {
    return this.#password(agentId);
  }

  /** Within a transaction. */
  startSession(agentId: string, hash: string, userAgent: string | null, now: number): SessionRecord {
    const session = {
      id: crypto.randomUUID(),
      agent_id: agentId,
      created_at: iso(now),
      seen_at: iso(now),
      user_agent: userAgent?.slice(0, 500) ?? null,
    };
    for (const [old] of this.#sessions((one) => endOf(one) <= iso(now))) this.#repository.remove("session", old);
    this.#repository.put("session", hash, session);
    return session;
  }

  session(hash: string, now: number): SessionRecord | null {
    const session = this.#repository.find("session", hash);
    return session !== null && endOf(session) > iso(now) ? session : null;
  }

  /** An agent's, the oldest first. */
  sessionsOf(agentId: string, now: number): SessionRecord[] {
    const live = this.#sessions((one) => one.agent_id === agentId && endOf(one) > iso(now));
    return live.map(([, session]) => session);
  }

  /** Within a transaction. */
  endSessions(agentId: string): void {
    for (const [hash] of this.#sessions((one) => one.agent_id === agentId)) this.#repository.remove("session", hash);
  }

  /** Whether a session or a token of this SHA-256 lets somebody in. */
  isInForce(credential: string, now: number): boolean {
    const isToken = () => this.#repository.all("bearer").some(({ hash }) => hash === credential);
    return this.session(credential, now) !== null || isToken();
  }

  /** Within a transaction. @returns when it ends */
  issueSocketTicket(agentId: string, hash: string, credential: string, now: number): string {
    for (const [old, { expires_at }] of this.#repository.entries("socket_ticket"))
      if (expires_at <= iso(now)) this.#repository.remove("socket_ticket", old);
    const expires_at = iso(now + SOCKET_TICKET_MS);
    this.#repository.put("socket_ticket", hash, { agent_id: agentId, credential, created_at: iso(now), expires_at });
    return expires_at;
  }

  /** Whom a ticket is for. It is gone with it; it is nobody's where they, it, or what they asked by is over since. */
  redeemSocketTicket(hash: string, now: number): { agent_id: string; credential: string } | null {
    const ticket = this.#repository.find("socket_ticket", hash);
    if (ticket === null) return null;
    this.#repository.transaction(() => this.#repository.remove("socket_ticket", hash));
    const { agent_id, credential, expires_at } = ticket;
    const agent = this.#repository.find("agent", agent_id);
    const isGood = agent !== null && isEnabled(agent) && expires_at > iso(now) && this.isInForce(credential, now);
    return isGood ? { agent_id, credential } : null;
  }

  #password(agentId: string): PasswordRecord | null {
    return this.#repository.find("password", agentId);
  }

  #agentsOf(email: string): Agent[] {
    const same = email.trim().toLowerCase();
    return this.#repository.all("agent").filter((one) => isEnabled(one) && one.email.trim().toLowerCase() === same);
  }

  #sessions(isMeant: (session: SessionRecord) => boolean): [string, SessionRecord][] {
    return this.#repository.entries("session").filter(([, one]) => isMeant(one));
  }
}
