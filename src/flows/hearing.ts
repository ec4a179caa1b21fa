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

/**
 * What a message is to a flow: `early` where it was written before the flow had asked, and so is no answer; `late` where
 * what is waited for was over by then, however late that is noticed (IN4); else what is waited for, if anything is.
 */
export function hearing({ execution: { waiting }, said_seq = 0 }: Hearer, heard: Heard): "early" | "late" | "said" {
  const isTimed = waiting?.for === "answer" || waiting?.for === "time";
  if (isTimed && waiting.until <= heard.at) return "late";
  const isAskedAnew = waiting?.for === "answer" && waiting.failed === 0;
  return isAskedAnew && (heard.isSpeaking || heard.seq < said_seq) ? "early" : "said";
}
