/** How often a fault shows itself; null until it is switched off. */
type Count = number | null;

/** What is wrong with a service; null where nothing is. Several may be at once. */
export interface Faults {
  /** Answers the store's callbacks late, and says what it has to say late. Counts what it says. */
  slow: { events_ms: number; callbacks_ms: number; count: Count } | null;
  /** Counts callbacks for `answers_500`, what it says for the rest. */
  wrong: { how: Wrong; count: Count } | null;
  /** Says everything so many times. Counts what it says. */
  duplicated: { times: number; count: Count } | null;
  /** What it has to say leaves in any order. Counts what it says. */
  reordered: { count: Count } | null;
  /** Takes no callbacks, and says nothing until it is up again. Counts callbacks. */
  down: { how: "503" | "hangs_up"; count: Count } | null;
}

/**
 * `answers_500` to callbacks. `bad_payload`: what it says lacks what it must have. `unknown_conversation`: it speaks of
 * one that nobody knows. `bad_key`: it presents another API key; that attempt is refused and repeated with the right one.
 */
type Wrong = "answers_500" | "bad_payload" | "unknown_conversation" | "bad_key";

export type FaultName = keyof Faults;

export const NO_FAULTS: Faults = { slow: null, wrong: null, duplicated: null, reordered: null, down: null };

/** The faults once one of them has shown itself. */
export function used<Name extends FaultName>(faults: Faults, name: Name): Faults {
  const fault = faults[name];
  if (fault === null || fault.count === null) return faults;
  return { ...faults, [name]: fault.count > 1 ? { ...fault, count: fault.count - 1 } : null };
}
