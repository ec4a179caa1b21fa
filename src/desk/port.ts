import type { ConversationStatus, ConversationView } from "../domain/conversation.ts";

/** Which conversations of the tenant's list, and from where on. */
export interface ListQuery {
  status?: ConversationStatus | undefined;
  outlet_id?: string | undefined;
  inbox_id?: string | undefined;
  agent_id?: string | undefined;
  label?: string | undefined;
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

/** The desk object as others see it. */
export interface DeskPort {
  project(views: ConversationView[]): Promise<void>;
  /** A thread's conversations up to this number are gone for good. */
  forget(threadKey: string, through: number): Promise<void>;
  list(query: ListQuery): Promise<ListPage>;
}

export const deskOf = (env: Cloudflare.Env, tenantId: string): DeskPort =>
  env.DESK.getByName(tenantId) as unknown as DeskPort;
