import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Conversation } from "../../api/types.ts";

/** Conversations that were chosen, to do something to all of them. */
export interface Choice {
  ids: ReadonlySet<string>;
  /** @param isRange with all between it and the one that was chosen before */
  toggle: (id: string, isRange: boolean) => void;
  clear: () => void;
}

const NONE: ReadonlySet<string> = new Set();

/** What is not listed any more is not chosen. */
export function useChoice(rows: readonly Conversation[]): Choice {
  const [ids, setIds] = useState(NONE);
  const latest = useRef({ rows, ids });
  latest.current = { rows, ids };
  const last = useRef<string | null>(null);
  const toggle = useCallback((id: string, isRange: boolean) => {
    const { rows, ids } = latest.current;
    const from = rows.findIndex((row) => row.id === last.current);
    const to = rows.findIndex((row) => row.id === id);
    last.current = id;
    if (isRange && from >= 0 && to >= 0) {
      const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id);
      setIds(new Set([...ids, ...between]));
      return;
    }
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setIds(next);
  }, []);
  const clear = useCallback(() => {
    last.current = null;
    setIds(NONE);
  }, []);
  useEffect(() => {
    if (latest.current.ids.size === 0) return;
    const listed = new Set(rows.map(({ id }) => id));
    setIds((before) =>
      [...before].every((id) => listed.has(id)) ? before : new Set([...before].filter((id) => listed.has(id))),
    );
  }, [rows]);
  return useMemo(() => ({ ids, toggle, clear }), [ids, toggle, clear]);
}
