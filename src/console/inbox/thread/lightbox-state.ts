import { useSyncExternalStore } from "react";
import type { Attachment } from "../../api/types.ts";

let shown: { file: Attachment; alt: string } | null = null;
const listeners = new Set<() => void>();

/** Shows a picture large; null closes it. It outlives its row, which may be scrolled away. */
export function showLarge(next: { file: Attachment; alt: string } | null): void {
  shown = next;
  for (const listener of listeners) listener();
}

const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useShownLarge = () => useSyncExternalStore(onChange, () => shown);
