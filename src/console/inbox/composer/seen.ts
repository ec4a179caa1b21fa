import type { Message } from "../../api/types.ts";

/** Whether somebody else of the business said it: an answer beside ours. */
export const isOthersAnswer = (
  { direction, sender_type, sender_id, message_type, status }: Message,
  meId: string,
): boolean =>
  direction === "out" &&
  message_type !== "reaction" &&
  status !== "suppressed" &&
  (sender_type === "llm" || sender_type === "flow" || (sender_type === "agent" && sender_id !== meId));

/**
 * The last seq that counts as seen when something is sent: what came on screen, but nothing from the first answer on that
 * somebody else gave while it was being written. So the server holds it, and its writer is told.
 * @param answeredSeq where somebody else answered meanwhile; null where nobody did
 */
export const seenSeq = (lastSeq: number, answeredSeq: number | null): number =>
  answeredSeq === null ? lastSeq : Math.min(lastSeq, answeredSeq - 1);
