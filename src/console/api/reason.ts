import type { Conversation, LogEvent } from "./types.ts";

/** The reason of who gives none (`src/http/actions.ts`): the sentence says it. */
const TAKEN = "Taken over";

/** Why something happened, in the words of whoever did it; null where the sentence about it says as much. */
export function reasonOf({ type, reason, trigger }: LogEvent): string | null {
  const isSaid = type === "conversation.closed" || reason === TAKEN || trigger === "people_first";
  return isSaid || typeof reason !== "string" || reason.trim() === "" ? null : reason;
}

/** Why a person is asked for; null where they answer first, whatever it is about. */
export const whyHandedOver = ({ handoff_trigger, handoff_reason }: Conversation): string | null =>
  handoff_trigger === "people_first" ? null : handoff_reason || null;
