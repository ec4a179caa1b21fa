import { useCallback, useEffect, useRef, useState } from "react";
import { useSearch } from "wouter";

/** A place of the log that is to be brought into sight; a new one each time, also of the same place. */
export interface Target {
  seq: number;
}

/** So long what was jumped to is marked. */
const MARKED_MS = 2_500;

const numberIn = (text: string | null | undefined): number | null => {
  const number = Number(text);
  return text && Number.isInteger(number) && number > 0 ? number : null;
};

/** The place that the address names: `?at=<seq>`, or `#message-<seq>`. */
function useAddressed(): number | null {
  const search = useSearch();
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const update = () => setHash(location.hash);
    window.addEventListener("hashchange", update);
    return () => window.removeEventListener("hashchange", update);
  }, []);
  return numberIn(new URLSearchParams(search).get("at")) ?? numberIn(/^#message-(\d+)$/.exec(hash)?.[1]);
}

interface Targeting {
  target: Target | null;
  /** The place at which the thread was opened; null for its end. */
  begin: number | null;
  jump: (seq: number) => void;
  /** It is in sight: its mark fades. */
  arrived: () => void;
}

/** What is jumped to: by the address, or from within the thread. */
export function useTarget(): Targeting {
  const addressed = useAddressed();
  const [begin] = useState(addressed);
  const [target, setTarget] = useState<Target | null>(addressed === null ? null : { seq: addressed });
  useEffect(() => {
    if (addressed !== null) setTarget({ seq: addressed });
  }, [addressed]);
  const jump = useCallback((seq: number) => setTarget({ seq }), []);
  const fading = useRef<ReturnType<typeof setTimeout> | null>(null);
  const arrived = useCallback(() => {
    if (fading.current) clearTimeout(fading.current);
    fading.current = setTimeout(() => setTarget(null), MARKED_MS);
  }, []);
  return { target, begin, jump, arrived };
}
