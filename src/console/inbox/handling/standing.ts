import type { Conversation } from "../../api/types.ts";

/** Who has the word, or why nobody has: what is said of a conversation at its head. */
export type Standing =
  | { is: "resolved" | "expired"; at: string | null }
  | { is: "snoozed"; until: string | null }
  | { is: "offered"; agentId: string; since: string | null }
  | { is: "offeredToMe"; since: string | null }
  | { is: "waiting"; since: string | null }
  | { is: "mine" }
  | { is: "agent"; agentId: string | null }
  | { is: "ai" | "flow" | "nobody" };

/** So a ticket that stands by sleeps: until somebody moves (`src/domain/ticket.ts`). */
const ENDLESS_YEAR = "9999-";

/** When it comes back by itself; null when it does not. */
export const wakesAt = (snoozedUntil: string): string | null =>
  snoozedUntil.startsWith(ENDLESS_YEAR) ? null : snoozedUntil;

export function standingOf(conversation: Conversation, meId: string): Standing {
  const { state, status, ended_at, snoozed_until, control, handoff_agent_id, ticket } = conversation;
  if (state === "closed") return { is: status === "expired" ? "expired" : "resolved", at: ended_at };
  if (snoozed_until !== null) return { is: "snoozed", until: wakesAt(snoozed_until) };
  switch (control) {
    case "queue": {
      const since = conversation.handoff_requested_at;
      const offered = ticket?.state === "pending" ? ticket.offered_to : null;
      if (offered?.agent_id === meId) return { is: "offeredToMe", since };
      return offered ? { is: "offered", agentId: offered.agent_id, since } : { is: "waiting", since };
    }
    case "agent":
      return handoff_agent_id === meId ? { is: "mine" } : { is: "agent", agentId: handoff_agent_id };
    case "none":
      return { is: "nobody" };
    default:
      return { is: control };
  }
}
