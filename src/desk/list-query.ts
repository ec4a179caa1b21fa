import type { ConversationStatus, ConversationView } from "../domain/conversation.ts";
import type { Priority } from "../domain/priority.ts";

/**
 * Named lists. `mine`: what an agent has; `unassigned`: what waits for a person and is nobody's; `mentioned`: where a note
 * named the agent; `unread`: where the customer wrote and nobody has looked or answered, of what the agent has or nobody
 * has; `waiting`: where the customer waits for a person. All but `all` and `snoozed` leave out what sleeps; all but `all`
 * hold what is open, unless a status is asked for.
 */
export const VIEWS = ["mine", "unassigned", "all", "snoozed", "mentioned", "unread", "waiting"] as const;
export type View = (typeof VIEWS)[number];

export const SORTS = ["last_message", "waiting", "created"] as const;
export type Sort = (typeof SORTS)[number];

/** The last row of a page: by what time it was listed, ISO 8601, and which it was. */
export interface ListPosition {
  at: string;
  id: string;
}

/** Which conversations of the tenant's list, and from where on. */
export interface ListQuery {
  view?: View | undefined;
  /** Whose view it is; null for nobody's in particular. */
  viewer?: string | null | undefined;
  /** Only those of these outlets; null for all. */
  outlet_ids?: string[] | null | undefined;
  status?: ConversationStatus | undefined;
  outlet_id?: string | undefined;
  inbox_id?: string | undefined;
  team_id?: string | undefined;
  agent_id?: string | undefined;
  priority?: Priority | undefined;
  label?: string | undefined;
  customer_id?: string | undefined;
  /** In the contact's name or phone number. */
  text?: string | undefined;
  sort?: Sort | undefined;
  order?: "asc" | "desc" | undefined;
  /** The last row of the page before. */
  after?: ListPosition | undefined;
  /** null: all of them. */
  limit: number | null;
}

/** A page: a JSON array of conversations, and where the next one begins. */
export interface ListPage {
  conversations: string;
  next: ListPosition | null;
  /** Another one whenever the page may be another; null of a page that is not kept. */
  name: string | null;
}

/** The conversations of a page. */
export const viewsOf = ({ conversations }: ListPage): ConversationView[] => JSON.parse(conversations);

/** Conversations whose rows changed, each once; `through`: the desk's count of the last of them. */
export interface Changed {
  ids: string[];
  through: number;
  head: number;
}

/** For whom is counted: whose views, and of which outlets (null: all). */
export interface CountQuery {
  viewer: string | null;
  outlet_ids: string[] | null;
}

/** How many there are: that are open, and in all. */
export interface Count {
  id: string;
  open: number;
  total: number;
}

export interface Counts {
  views: Record<View, number>;
  statuses: Record<ConversationStatus, number>;
  outlets: Count[];
  inboxes: Count[];
  teams: Count[];
  agents: Count[];
  labels: { label: string; open: number; total: number }[];
}

/**
 * How the list stands: its rows, how many threads are known to be ahead of it, and the desk's own count of changes. And
 * how many sockets are open, of how many agents.
 */
export interface DeskState {
  rows: number;
  lag: number;
  rebuilding: { done: number; total: number } | null;
  seq: number;
  sockets: { agents: number; sockets: number };
}
