import { SYSTEM } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import type { Event } from "./events.ts";
import type { SenderType } from "./message.ts";
import type { Policy } from "./policy.ts";
import { USUAL_REASONS } from "./usual-reasons.ts";

/** What machines have said to a contact since a person last had to do with them, within a day. */
export interface Automatic {
  /** When they said the first of it. */
  since: string;
  messages: number;
}

const SPAN_MS = 24 * 60 * 60 * 1_000;

/** The AI and flows: what answers by itself. */
export const isMachine = (sender: SenderType): boolean => sender === "llm" || sender === "flow";

/** The count after an event; people begin it anew, whoever is answered and wherever. */
export function automaticAfter(before: Automatic | null, event: Event): Automatic | null {
  switch (event.type) {
    case "message.queued":
    case "message.added": {
      const { sender_type } = event.message;
      if (sender_type === "agent") return null;
      return isMachine(sender_type) ? countedWith(before, event.at) : before;
    }
    case "message.echoed":
      return null;
    case "agent.assigned":
    case "control.released":
    case "conversation.closed":
      return event.actor.type === "agent" ? null : before;
    default:
      return before;
  }
}

const countedWith = (before: Automatic | null, at: string): Automatic =>
  before === null || isPast(before, at) ? { since: at, messages: 1 } : { ...before, messages: before.messages + 1 };

const isPast = ({ since }: Automatic, at: string): boolean => Date.parse(at) - Date.parse(since) >= SPAN_MS;

/**
 * HO13: a machine that is answered by machines goes on for ever: people see to it.
 * @returns whether they are asked to
 */
export function breakOff(draft: Draft, { automatic_limit: limit }: Policy): boolean {
  const { automatic } = draft.thread;
  if (limit === null || automatic === null || automatic.messages < limit || isPast(automatic, draft.at)) return false;
  if (draft.open === null || draft.open.is_answered_elsewhere === true) return false;
  const reason = USUAL_REASONS.machines(limit);
  draft.record({ type: "handoff.requested", trigger: "automatic_limit", reason }, SYSTEM);
  return true;
}
