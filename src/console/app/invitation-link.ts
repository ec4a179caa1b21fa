import { useSyncExternalStore } from "react";

const PATH = /^#\/invitation\/([\w.-]+)$/;

const onHash = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** The token of the invitation link by which somebody came: behind the `#`, where no server's log has it. */
export const useInvitation = (): string | null =>
  useSyncExternalStore(onHash, () => PATH.exec(location.hash)?.[1] ?? null);

/** It was used, or is over: the address shows it no more. */
export function leaveInvitation(): void {
  history.replaceState(null, "", "/");
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}
