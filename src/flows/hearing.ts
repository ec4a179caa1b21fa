import type { Execution } from "./execution.ts";

/** Who hears it: `said_seq` is the thread's seq of what it said last. */
interface Hearer {
  execution: Execution;
  said_seq?: number;
}

/** A customer's message that reaches a flow. */
interface Heard {
  seq: number;
  /** When it was stored, in epoch milliseconds. */
  at: number;
  /** The flow has said something that the customer was not sent yet. */
  isSpeaking: boolean;
}

/** So soon after what did not fit, nobody has read that they are asked again: it is the rest of an album, or of what they meant. */
const BURST_MS = 3_000;

/**
 * What a message is to a flow: `early` where it was written before the flow had asked, and so is no answer; `meanwhile`
 * where it may be one, but was written before its sender can have read that the last one did not fit; `late` where what is
 * waited for was over by then, however late that is noticed (IN4); else what is waited for, if anything is.
 */
export function hearing(
  { execution: { waiting }, said_seq = 0 }: Hearer,
  heard: Heard,
): "early" | "meanwhile" | "late" | "said" {
  const isTimed = waiting?.for === "answer" || waiting?.for === "time";
  if (isTimed && waiting.until <= heard.at) return "late";
  if (waiting?.for !== "answer") return "said";
  const isBefore = heard.isSpeaking || heard.seq < said_seq;
  if (waiting.failed === 0) return isBefore ? "early" : "said";
  return isBefore || heard.at < (waiting.failed_at ?? 0) + BURST_MS ? "meanwhile" : "said";
}
