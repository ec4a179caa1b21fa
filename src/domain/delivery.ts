import type { Message, MessageError, MessageStatus } from "./message.ts";

const RANK: { [status in MessageStatus]: number } = {
  suppressed: -1,
  received: 0,
  queued: 0,
  accepted: 1,
  sent: 2,
  delivered: 3,
  read: 4,
  played: 5,
  failed: 2.5,
};

/** What is known of a message's way to its receiver; every status keeps its own time. */
export interface StatusReport {
  status: MessageStatus;
  at: string;
  error: MessageError | null;
}

/**
 * DL1, DL2: a status only moves forward. `failed` ends what was at most sent; a receipt of delivery beats it,
 * because WhatsApp may swap the two. Returns the message unchanged when the report brings nothing new.
 */
export function mergeStatus(message: Message, report: StatusReport): Message {
  if (message.status === null || message.status === "suppressed") return message;
  const known = message.status_times[report.status];
  const forward = RANK[report.status] > RANK[message.status];
  if (known !== undefined && !forward) return message;
  return {
    ...message,
    status: forward ? report.status : message.status,
    status_times: known === undefined ? { ...message.status_times, [report.status]: report.at } : message.status_times,
    error: report.status === "failed" ? (report.error ?? message.error) : message.error,
  };
}
