import { useCallback, useEffect, useRef, useState } from "react";
import type { ListAddress } from "./address.ts";

/** After so long without a key what was typed is searched. */
const PAUSE_MS = 250;

/** What stands in the search field; the page's address follows it. The first letter is a step that "back" takes back. */
export function useSearchText(
  address: ListAddress,
  onGo: (next: ListAddress, options?: { replace?: boolean }) => void,
): [string, (text: string, isOnlyShown?: boolean) => void] {
  const [text, setText] = useState(address.q);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef({ address, onGo });
  latest.current = { address, onGo };
  const stop = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  useEffect(() => stop, [stop]);
  const change = useCallback(
    (next: string, isOnlyShown = false) => {
      stop();
      setText(next);
      if (isOnlyShown) return;
      timer.current = setTimeout(() => {
        const { address, onGo } = latest.current;
        const q = next.trim();
        if (q !== address.q) onGo({ ...address, q }, { replace: address.q !== "" });
      }, PAUSE_MS);
    },
    [stop],
  );
  return [text, change];
}
