import { errorText, log } from "../lib/log.ts";

/** A part of an answer that could not be had. */
interface Missing {
  part: string;
  reason: "timed_out" | "failed";
  detail: string;
}

export interface Parts {
  /** What is asked for, or null where it fails or takes too long; then it is noted as missing. */
  ask<T>(part: string, work: () => Promise<T>): Promise<T | null>;
  /** In the order in which it was found out. */
  missing: Missing[];
}

/** Parts of one answer, none of which may hold up or fail the others: all of them have the same time. */
export function partsWithin(patienceMs: number): Parts {
  const missing: Missing[] = [];
  const tooLate = new Promise<typeof TOO_LATE>((resolve) => setTimeout(() => resolve(TOO_LATE), patienceMs));
  const ask = async <T>(part: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      const had = await Promise.race([work(), tooLate]);
      if (had !== TOO_LATE) return had;
      missing.push({ part, reason: "timed_out", detail: `There was no answer within ${patienceMs / 1_000} seconds.` });
    } catch (error) {
      log("warn", "part.failed", { part, error: errorText(error) });
      missing.push({ part, reason: "failed", detail: "It could not be asked: the server's log says why." });
    }
    return null;
  };
  return { ask, missing };
}

const TOO_LATE = Symbol("too late");
