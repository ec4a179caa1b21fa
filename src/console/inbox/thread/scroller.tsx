import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { heightOf } from "./estimate.ts";
import { Row } from "./row.tsx";
import type { Row as RowData } from "./store/rows.ts";
import type { ThreadState, ThreadStore } from "./store/thread-store.ts";
import type { Target } from "./target.ts";
import { useRoving } from "./use-roving.ts";

/** So near to its end somebody is who reads along, in pixels. */
const NEAR_END = 80;
/** So long rows are measured around a place that is brought into sight. */
const SETTLING_MS = 250;
/** So many rows before what was read is over, more is read. */
const AHEAD = 12;

interface Props {
  rows: RowData[];
  state: ThreadState;
  store: ThreadStore;
  /** What is to be brought into sight. */
  target: Target | null;
  onArrived: () => void;
  /** Is told whether the end is in sight. */
  onEnd: (isThere: boolean) => void;
}

/** The rows of a thread, of which only those near to what is seen are there. Begins at the end, and stays there. */
export function Scroller({ rows, state, store, target, onArrived, onEnd }: Props) {
  const t = useText("thread");
  const box = useRef<HTMLDivElement>(null);
  const [isPlaced, setPlaced] = useState(false);
  /** Nothing more is read while a place is being brought into sight: its row would move on meanwhile. */
  const [isSettled, setSettled] = useState(false);
  const [active, setActive] = useState<string | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => heightOf(rows[index] as RowData),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 8,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR_END,
    paddingStart: 12,
    paddingEnd: 12,
  });
  const roving = useRoving(rows, virtualizer, box);
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const isAtEnd = state.isAtEnd && virtualizer.isAtEnd(NEAR_END);
  const fresh = useFresh(rows, isAtEnd);

  useLayoutEffect(() => {
    if (isPlaced || rows.length === 0) return;
    setPlaced(true);
    const unread = rows.findIndex(({ kind }) => kind === "unread");
    if (target !== null) return;
    if (unread >= 0) virtualizer.scrollToIndex(unread, { align: "start" });
    else virtualizer.scrollToEnd();
  }, [isPlaced, rows, target, virtualizer]);
  const isAiming = target !== null;
  useEffect(() => {
    if (!isPlaced || isAiming) return;
    const timer = setTimeout(() => setSettled(true), SETTLING_MS);
    return () => clearTimeout(timer);
  }, [isPlaced, isAiming]);

  const targetIndex = target === null ? -1 : indexOf(rows, target.seq);
  const isTargetHere = targetIndex >= 0;
  const latest = useRef(targetIndex);
  latest.current = targetIndex;
  useLayoutEffect(() => {
    if (!target || !isTargetHere) return;
    setSettled(false);
    const show = () => virtualizer.scrollToIndex(latest.current, { align: "center" });
    show();
    const timer = setTimeout(() => {
      // Its neighbours were measured only now.
      show();
      onArrived();
      setSettled(true);
    }, SETTLING_MS);
    return () => clearTimeout(timer);
  }, [target, isTargetHere, virtualizer, onArrived]);

  useEffect(() => {
    if (isSettled && first < AHEAD && state.log.from > 1 && state.olderError === null) void store.older();
  }, [isSettled, first, state.log.from, state.olderError, store]);
  useEffect(() => {
    if (isSettled && last >= rows.length - 2 && !state.isAtEnd) void store.newer().catch(() => undefined);
  }, [isSettled, last, rows.length, state.isAtEnd, store]);
  useEffect(() => onEnd(isPlaced && isAtEnd), [onEnd, isPlaced, isAtEnd]);

  useEndKept(box);
  const toEnd = useCallback(() => void store.toEnd().then(() => virtualizer.scrollToEnd()), [store, virtualizer]);
  useOnSaid(rows, toEnd);
  const onKeyDown = (event: KeyboardEvent) => {
    if (roving.onKeyDown(event)) return;
    if (event.key === "End" && event.target === box.current) toEnd();
  };
  return (
    <div className="relative min-h-0 grow">
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={t("log")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerLeave={() => setActive(null)}
        className="absolute inset-0 flex flex-col overflow-y-auto overflow-x-hidden [overflow-anchor:none] outline-offset-[-2px]"
      >
        <div className="relative mt-auto w-full shrink-0" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ key, index, start }) => {
            const row = rows[index];
            return (
              row && (
                // biome-ignore lint/a11y/noStaticElementInteractions: what is pointed at is shown what can be done with it; the keyboard comes to it by arrows
                <div
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  onPointerEnter={() => setActive(row.key)}
                  onFocus={() => roving.setCurrent(row.key)}
                  className="absolute inset-x-0 top-0"
                  style={{
                    transform: `translateY(${start}px)`,
                    zIndex: active === row.key || roving.current === row.key ? 1 : 0,
                  }}
                >
                  <Row
                    row={row}
                    isActive={active === row.key || roving.focused === row.key}
                    isMarked={target !== null && index === targetIndex}
                    isCurrent={roving.current === row.key}
                  />
                </div>
              )
            );
          })}
        </div>
      </div>
      <Older state={state} store={store} />
      {!isAtEnd && isPlaced && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute start-1/2 bottom-3 z-10 inline-flex -translate-x-1/2 rtl:translate-x-1/2 h-9 min-w-9 animate-appear items-center justify-center gap-1.5 rounded-full border border-line bg-raised px-2.5 text-sm font-medium shadow-floating hover:bg-hover"
        >
          {fresh > 0 && <span className="text-accent-text">{t("fresh", { count: fresh })}</span>}
          <ArrowDown aria-hidden className="size-4" />
          <span className="sr-only">{t("toEnd")}</span>
        </button>
      )}
    </div>
  );
}

/** The row that a place of the log is in. */
const indexOf = (rows: RowData[], seq: number): number => {
  const after = rows.findIndex((row) => row.kind === "message" && row.seq >= seq);
  const exact = rows.findIndex((row) => row.seq === seq && row.kind !== "day" && row.kind !== "unread");
  return exact >= 0 ? exact : after;
};

/** Whoever says something sees it, wherever they were reading: what was waiting when this was opened is no news. */
function useOnSaid(rows: RowData[], show: () => void): void {
  const said = useRef<Set<string> | null>(null);
  useLayoutEffect(() => {
    const own = rows.filter(({ kind }) => kind === "outgoing").map(({ key }) => key);
    if (own.some((key) => said.current?.has(key) === false)) show();
    said.current = new Set([...(said.current ?? []), ...own]);
  }, [rows, show]);
}

/** What stands at the lower edge stays there while what is below grows, as the words that are written and their files do. */
function useEndKept(box: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const lost = height - element.clientHeight;
      height = element.clientHeight;
      const isAtEnd = element.scrollHeight - element.scrollTop - height < 1;
      // Where room is gained at the end, the browser has moved what is seen already.
      if (lost > 0 || !isAtEnd) element.scrollTop += lost;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
}

/** How many have come since the end was out of sight. */
function useFresh(rows: RowData[], isAtEnd: boolean): number {
  const seen = useRef(0);
  const said = rows.filter(({ kind }) => kind === "message" || kind === "note");
  if (isAtEnd || seen.current === 0) seen.current = said.at(-1)?.seq ?? 0;
  return said.filter(({ seq }) => seq > seen.current).length;
}

/** That more is read, or why not. */
function Older({ state, store }: { state: ThreadState; store: ThreadStore }) {
  const t = useText("thread");
  if (state.olderError !== null)
    return (
      <div role="alert" className="absolute inset-x-0 top-2 z-10 flex justify-center">
        <Button size="small" onClick={() => void store.older()}>
          {t("older.failed")}
        </Button>
      </div>
    );
  return (
    state.isReadingOlder && (
      <div role="status" className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
        <span className="grid size-8 place-items-center rounded-full bg-raised shadow-raised">
          <Spinner className="size-4 text-muted" />
        </span>
        <span className="sr-only">{t("older.reading")}</span>
      </div>
    )
  );
}
