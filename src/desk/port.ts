import type { Presence } from "../domain/assignment.ts";
import type { Actor, ConversationView, TicketState } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import type { Rejection } from "../domain/rejections.ts";
import { repeating } from "../lib/repeating.ts";
import type { Result } from "../lib/result.ts";
import type { Changed, CountQuery, Counts, DeskState, ListPage, ListQuery } from "./list-query.ts";
import type { AgentPresence, TicketView } from "./ticket.ts";

export { type ListPage, type ListPosition, type ListQuery, viewsOf } from "./list-query.ts";

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

/** What happened in a thread, in order; repeated after a crash. */
export interface Heard {
  thread_key: string;
  events: Event[];
  /** Nobody looks, and the lists hardly change: it is stored with what comes within a moment, where much comes. */
  may_wait: boolean;
}

/** The desk object as others see it. */
export interface DeskPort {
  /**
   * Takes how conversations stand, and what happened in their thread since it told last; safe twice and out of order.
   * @returns `watched`: whether somebody looks at a conversation of this thread, and wants to hear of all that happens
   */
  project(views: ConversationView[], heard?: Heard): Promise<{ watched: boolean }>;
  /** Rows of the list that changed after this point of the desk's own count, in the order in which they did. */
  changedSince(after: number, limit: number): Promise<Changed>;
  /** A thread's conversations up to this number are gone for good. */
  forget(threadKey: string, through: number): Promise<void>;
  list(query: ListQuery): Promise<ListPage>;
  /** The same for who may have that page already: null when it still is the one of this name. */
  listUnless(query: ListQuery, known: string | null): Promise<ListPage | null>;
  /** How much is in each list. */
  counts(query: CountQuery): Promise<Counts>;
  state(): Promise<DeskState>;
  /** Every thread is asked again how its conversations stand; goes on behind the answer. */
  rebuild(): Promise<void>;

  tickets(query: TicketQuery): Promise<TicketPage>;
  /** @param outletIds those that the asker sees; null for all */
  ticket(id: string, outletIds: string[] | null): Promise<TicketView | null>;
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
  /** A session or a token has ended: the sockets that it opened are closed. */
  credentialsChanged(): Promise<void>;
  /** Agents, teams or policies have changed: what waits is looked at again, and who may see what. */
  settingsChanged(): Promise<void>;
}

export const deskOf = (env: Cloudflare.Env, tenantId: string): DeskPort =>
  repeating(
    () => env.DESK.getByName(tenantId) as unknown as DeskPort,
    (method) => !WISHES.has(method),
  );

/** What is refused when it comes again, since it was done. */
const WISHES: ReadonlySet<string> = new Set<keyof DeskPort>([
  "acceptTicket",
  "declineTicket",
  "assignTicket",
  "transferTicket",
]);
