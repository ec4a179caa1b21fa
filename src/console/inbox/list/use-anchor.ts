import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import type { Conversation } from "../../api/types.ts";
import { shiftOf } from "./anchoring.ts";

interface Seen {
  rows: readonly Conversation[];
  ids: string[];
}

/**
 * Keeps what an agent looks at in its place: while they have scrolled, or their mouse is over the list, what comes at the
 * top is only counted.
 */
export function useAnchor(scroller: RefObject<HTMLElement | null>, rows: readonly Conversation[], rowHeight: number) {
  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
  const seen = useRef<Seen>({ rows, ids: rows.map(({ id }) => id) });
  const isUnderMouse = useRef(false);
  /** The list was held by the mouse alone: it goes back to the top when the mouse goes. */
  const isHeldByMouse = useRef(false);
  useLayoutEffect(() => {
    const { current: before } = seen;
    const element = scroller.current;
    if (before.rows === rows || !element) return;
    const ids = rows.map(({ id }) => id);
    seen.current = { rows, ids };
    const { scrollTop, clientHeight } = element;
    const isAtTop = scrollTop < rowHeight / 2;
    if (isAtTop && !isUnderMouse.current) return;
    const first = Math.floor(scrollTop / rowHeight);
    const last = Math.floor((scrollTop + clientHeight) / rowHeight);
    const shift = shiftOf(before.ids, ids, first, last);
    if (shift.rows === 0) return;
    if (isAtTop) isHeldByMouse.current = true;
    element.scrollTop = scrollTop + shift.rows * rowHeight;
    if (shift.arrived.length > 0) setArrived((known) => new Set([...known, ...shift.arrived]));
  }, [rows, rowHeight, scroller]);
  const toTop = useCallback(() => {
    isHeldByMouse.current = false;
    scroller.current?.scrollTo({ top: 0 });
    setArrived(new Set());
  }, [scroller]);
  return {
    arrived: arrived.size,
    toTop,
    onScroll: () => {
      if (arrived.size > 0 && (scroller.current?.scrollTop ?? 0) < rowHeight / 2) toTop();
    },
    onWheel: () => {
      isHeldByMouse.current = false;
    },
    onPointerEnter: ({ pointerType }: { pointerType: string }) => {
      isUnderMouse.current = pointerType === "mouse";
    },
    onPointerLeave: () => {
      isUnderMouse.current = false;
      if (isHeldByMouse.current) toTop();
    },
  };
}
