import type { SenderType } from "../domain/message.ts";
import type { Follower } from "../following/port.ts";
import type { Cursor } from "./finding.ts";

export type { Cursor } from "./finding.ts";

/** What somebody seeks, and where. */
export interface Sought {
  /** As people write it into a search box; null for all that the filters let through. */
  text: string | null;
  /** What the caller may see and wishes for; null for all outlets. */
  outlet_ids: string[] | null;
  inbox_id: string | null;
  /** In this conversation alone. */
  conversation_id: string | null;
  sender_type: SenderType | null;
  /** In conversations with this label, and that this agent has. */
  label: string | null;
  agent_id: string | null;
  /** ISO 8601, both included. */
  from: string | null;
  to: string | null;
  order: "newest" | "relevance";
  limit: number;
  /** The last of the page before. */
  after: Cursor | null;
}

/** Something said that was found. */
export interface Finding {
  kind: "message" | "note";
  /** null of a note. */
  message_id: string | null;
  conversation_id: string;
  seq: number;
  at: string;
  sender_type: SenderType;
  customer_name: string | null;
  snippet: string;
  highlights: [number, number][];
}

/** A conversation that was found by whom it is with. */
export interface FoundConversation {
  conversation_id: string;
  customer_name: string | null;
  customer_phone: string | null;
}

export interface SearchPage {
  results: Finding[];
  /** Of the first page: the latest conversation with each person whose name or number was sought, ten at most. */
  conversations: FoundConversation[];
  next: Cursor | null;
  /** When the latest of what the index knows happened; null while it knows nothing. */
  indexed_through: string | null;
}

/** The search object as others see it. */
export interface SearchPort extends Follower {
  search(sought: Sought): Promise<SearchPage>;
  /** ER1: what a thread held up to this seq is gone for good. */
  forget(threadKey: string, through: number): Promise<void>;
  /** Forgets everything and has it told again from the beginning. */
  rebuild(): Promise<void>;
}

/** What is said in a tenant's conversations, by its words. */
export const searchOf = (env: Cloudflare.Env, tenantId: string): SearchPort =>
  env.SEARCH.getByName(tenantId) as unknown as SearchPort;
