import { useSyncExternalStore } from "react";

const KEPT = "console:notices-seen";
const listeners = new Set<() => void>();

const seen = (): number => Number(localStorage.getItem(KEPT)) || 0;

const onSeen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The `seq` of the last notice that was taken note of in this browser. */
export const useSeen = (): number => useSyncExternalStore(onSeen, seen);

/** Whatever came until this `seq` has been taken note of. */
export function takeNote(seq: number): void {
  localStorage.setItem(KEPT, `${Math.max(seq, seen())}`);
  for (const listener of listeners) listener();
}
