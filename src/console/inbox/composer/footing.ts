import type { Conversation } from "../../api/types.ts";

/** What whoever writes is told before they send. */
export type Footing =
  | { is: "closed" }
  /** Only a template may be sent. */
  | { is: "window_closed"; isNew: boolean }
  /** They take over from it by sending. */
  | { is: "takes_over"; from: "ai" | "flow" | "queue" | "nobody" }
  /** A colleague has it, and keeps it. */
  | { is: "beside"; agentId: string | null }
  | { is: "mine" };

/** The customer service window holds on WhatsApp only; null and past are the same. */
const isWindowClosed = ({ active_channel, window_expires_at }: Conversation, now: number): boolean =>
  active_channel === "whatsapp" && (window_expires_at === null || Date.parse(window_expires_at) <= now);

/** How an agent stands in a conversation at a time, in milliseconds. */
export function footingOf(conversation: Conversation, meId: string, now: number): Footing {
  if (conversation.state === "closed") return { is: "closed" };
  if (isWindowClosed(conversation, now)) return { is: "window_closed", isNew: conversation.window_expires_at === null };
  const { control, handoff_agent_id } = conversation;
  if (control === "agent")
    return handoff_agent_id === meId ? { is: "mine" } : { is: "beside", agentId: handoff_agent_id };
  return { is: "takes_over", from: control === "none" ? "nobody" : control };
}

const WARNED_MS = 60 * 60_000;

/** How long the window is open still, in milliseconds, where that is short; null else. */
export function windowLeft({ active_channel, window_expires_at }: Conversation, now: number): number | null {
  if (active_channel !== "whatsapp" || window_expires_at === null) return null;
  const left = Date.parse(window_expires_at) - now;
  return left > 0 && left <= WARNED_MS ? left : null;
}
