import type { Presence } from "../domain/assignment.ts";
import type { Actor, ConversationStatus, ConversationView, TicketState } from "../domain/conversation.ts";
import type { Rejection } from "../domain/rejections.ts";
import type { Result } from "../lib/result.ts";
import type { AgentPresence, TicketView } from "./ticket.ts";

/** Which conversations of the tenant's list, and from where on. */
export interface ListQuery {
  status?: ConversationStatus | undefined;
  outlet_id?: string | undefined;
  inbox_id?: string | undefined;
  agent_id?: string | undefined;
  label?: string | undefined;
  customer_id?: string | undefined;
  /** In the contact's name or phone number. */
  text?: string | undefined;
  /** The last row of the page before. */
  after?: { last_message_at: string; id: string } | undefined;
  /** null: all of them. */
  limit: number | null;
}

/** A page: a JSON array of conversations, and where the next one begins. */
export interface ListPage {
  conversations: string;
  next: { last_message_at: string; id: string } | null;
}

/** Which tickets, and from where on. */
export interface TicketQuery {
  state?: TicketState | undefined;
  agent_id?: string | undefined;
  team_id?: string | undefined;
  outlet_id?: string | undefined;
  /** Only those of these outlets; null for all. */
  outlet_ids: string[] | null;
  /** By when they were opened. */
  order: "newest" | "oldest";
  /** The last of the page before. */
  after?: { opened_at: string; id: string } | undefined;
  limit: number;
}

export interface TicketPage {
  tickets: TicketView[];
  next: { opened_at: string; id: string } | null;
}

/** Why a ticket is not given as somebody wishes: who has it, or whose rule is against it. */
export type TicketRefusal =
  | { code: "not_found" }
  | { code: "ticket_assigned"; agent_id: string }
  | { code: "ticket_offered"; agent_id: string; until: string }
  | { code: "not_offered"; ticket_id: string }
  | Rejection;

/** The desk object as others see it. */
export interface DeskPort {
  project(views: ConversationView[]): Promise<void>;
  /** A thread's conversations up to this number are gone for good. */
  forget(threadKey: string, through: number): Promise<void>;
  list(query: ListQuery): Promise<ListPage>;

  tickets(query: TicketQuery): Promise<TicketPage>;
  ticket(id: string): Promise<TicketView | null>;
  /** An agent takes a ticket that is offered to them, or to nobody. */
  acceptTicket(id: string, agentId: string): Promise<Result<TicketView, TicketRefusal>>;
  /** An agent does not take what is offered to them: it is offered to the next. */
  declineTicket(id: string, agentId: string): Promise<Result<TicketView, TicketRefusal>>;
  /** Somebody gives a ticket to an agent, whoever has it and whatever else that one has to do. */
  assignTicket(id: string, agentId: string, actor: Actor): Promise<Result<TicketView, TicketRefusal>>;
  /** The ticket waits again, for the people of a team. */
  transferTicket(id: string, teamId: string, actor: Actor): Promise<Result<TicketView, TicketRefusal>>;

  /**
   * How an agent says, or a socket shows, whether they are there. Safe to repeat.
   * @param until ISO 8601: off line from then on, unless said again before; null for as long as nothing else is said
   */
  setPresence(agentId: string, status: Presence, until: string | null): Promise<AgentPresence>;
  /** All agents of whom anything is known. */
  presence(): Promise<AgentPresence[]>;
  /** Agents, teams or policies have changed: what waits is looked at again. */
  settingsChanged(): Promise<void>;
}

export const deskOf = (env: Cloudflare.Env, tenantId: string): DeskPort =>
  env.DESK.getByName(tenantId) as unknown as DeskPort;
