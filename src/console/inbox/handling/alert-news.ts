import type { Conversation } from "../../api/types.ts";

/** Something of which an agent who looks elsewhere wants to know. */
export interface News {
  kind: "offer" | "handoff" | "assigned" | "message" | "mentioned";
  conversation_id: string;
  /** The same in every window of the agent: it is told by one. */
  key: string;
}

/** What was last known of a conversation. */
interface Known {
  control: Conversation["control"];
  agent_id: string | null;
  offered_until: string | null;
  /** When the customer wrote last. */
  said_at: string | null;
}

export interface Listener {
  meId: string;
  /** Teams that the agent is of. */
  teamIds: readonly string[];
  /** Whether people choose what they take: then who waits is everybody's news. */
  isManual: boolean;
  /** Epoch milliseconds. */
  now: number;
}

/** What was asked for so long ago is no news to a window that hears of it for the first time. */
const FRESH_MS = 60_000;

/** What is new about a conversation, for one agent; null for nothing. Remembers it as it now stands. */
export function newsOf(known: Map<string, Known>, conversation: Conversation, listener: Listener): News | null {
  const { id, control, handoff_agent_id, ticket, state } = conversation;
  const before = known.get(id);
  const offered = ticket?.offered_to?.agent_id === listener.meId ? ticket.offered_to.until : null;
  const said_at = conversation.last_customer_message_at;
  known.set(id, { control, agent_id: handoff_agent_id, offered_until: offered, said_at });
  if (state === "closed") return null;
  if (offered !== null)
    return before?.offered_until === offered || Date.parse(offered) <= listener.now ? null : news("offer", id, offered);
  if (control === "agent") {
    if (handoff_agent_id !== listener.meId) return null;
    if (before !== undefined && before.agent_id !== listener.meId)
      return news("assigned", id, `${conversation.last_seq}`);
    const isFresh = before ? before.said_at !== said_at : listener.now - Date.parse(said_at ?? "") < FRESH_MS;
    // Of several in a row the first is told.
    return isFresh && conversation.unread_count > 0 ? news("message", id, "") : null;
  }
  if (control !== "queue" || !listener.isManual || !isFor(conversation, listener)) return null;
  const asked = conversation.handoff_requested_at;
  const isNew = before ? before.control !== "queue" : listener.now - Date.parse(asked ?? "") < FRESH_MS;
  return isNew ? news("handoff", id, asked ?? "") : null;
}

/** That a colleague's note names the agent. */
export const mentioned = (conversationId: string): News => news("mentioned", conversationId, "");

const isFor = ({ handoff_team_id }: Conversation, { teamIds }: Listener): boolean =>
  handoff_team_id === null || teamIds.includes(handoff_team_id);

const news = (kind: News["kind"], conversation_id: string, which: string): News => ({
  kind,
  conversation_id,
  key: `${kind}:${conversation_id}:${which}`,
});
