import { useSyncExternalStore } from "react";
import { onceGivenBack } from "../../ui/giving-back.ts";

/** What is chosen in a dialog before it is done. */
export type WorkDialog = "assign" | "transfer" | "snooze" | "labels" | "priority" | "macro";

let open: WorkDialog | null = null;
const listeners = new Set<() => void>();

/** Opens a dialog about the conversation that is looked at; null closes it. */
export function openWork(dialog: WorkDialog | null): void {
  open = dialog;
  for (const listener of listeners) listener();
}

/** As `openWork`, from a menu. */
export const openWorkSoon = (dialog: WorkDialog): void => onceGivenBack(() => openWork(dialog));

const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useOpenWork = (): WorkDialog | null => useSyncExternalStore(onChange, () => open);
