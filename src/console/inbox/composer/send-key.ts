import { useSyncExternalStore } from "react";
import type { SendKey } from "./written.ts";

const KEPT = "console:send-key";
const listeners = new Set<() => void>();

const read = (): SendKey => (localStorage.getItem(KEPT) === "mod_enter" ? "mod_enter" : "enter");
const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Which key sends, in this browser. */
export const useSendKey = (): SendKey => useSyncExternalStore(onChange, read);

export function setSendKey(key: SendKey): void {
  localStorage.setItem(KEPT, key);
  for (const listener of listeners) listener();
}
