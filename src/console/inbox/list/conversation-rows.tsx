import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useCommands } from "../../app/commands.tsx";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { conversationHref, type ListAddress } from "./address.ts";
import { ConversationRow, ROW_REM } from "./conversation-row.tsx";
import type { Listing } from "./listing.ts";
import { useAgentNames } from "./names.ts";
import { useAnchor } from "./use-anchor.ts";
import type { Choice } from "./use-choice.ts";

/** So many rows before the end of what was loaded the next page is asked for. */
const AHEAD = 15;

interface RowsProps {
  listing: Listing;
  address: ListAddress;
  selectedId: string | null;
  choice: Choice;
  label: string;
  more: () => void;
  moreError: unknown;
}

const heightOfRow = (): number => ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** The rows of a list: only those in sight are drawn, however many there are. */
export function ConversationRows({ listing, address, selectedId, choice, label, more, moreError }: RowsProps) {
  const t = useText("list");
  const { rows } = listing;
  const me = useMe().id;
  const agents = useAgentNames();
  const [, navigate] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const [height] = useState(heightOfRow);
  const [currentId, setCurrentId] = useState(selectedId);
  const wanted = useRef<string | null>(null);
  const indexOf = useCallback(
    (id: string | null) => (id === null ? -1 : rows.findIndex((row) => row.id === id)),
    [rows],
  );
  const current = Math.max(0, indexOf(currentId));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    // Another function would have all rows measured anew, each time that one scrolls.
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
    overscan: 6,
    // The row that has the keyboard stays, wherever the list is scrolled.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), current])]
        .sort((a, b) => a - b)
        .filter((index) => index < rows.length),
  });
  const anchor = useAnchor(scroller, rows, height);
  const items = virtual.getVirtualItems();
  const lastSeen = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (lastSeen >= rows.length - AHEAD && listing.cursor !== null && moreError === null) more();
  }, [lastSeen, rows.length, listing.cursor, more, moreError]);
  // The row that was gone to has the keyboard, once it is there.
  useEffect(() => {
    if (wanted.current === null) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-conversation="${wanted.current}"]`);
    if (link) {
      wanted.current = null;
      link.focus({ preventScroll: true });
    }
  });
  const goTo = useCallback(
    (index: number) => {
      const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
      if (!row) return;
      wanted.current = row.id;
      setCurrentId(row.id);
      virtual.scrollToIndex(indexOf(row.id), { align: "auto" });
    },
    [rows, indexOf, virtual],
  );
  const step = useCallback(
    (by: number) => {
      const at = indexOf(currentId);
      goTo(at < 0 ? 0 : at + by);
    },
    [indexOf, currentId, goTo],
  );
  const openBeside = useCallback(
    (by: number) => {
      const row = rows[indexOf(selectedId) + by];
      if (!row) return;
      // The keyboard goes along where it is in the list.
      if (scroller.current?.contains(document.activeElement)) wanted.current = row.id;
      setCurrentId(row.id);
      virtual.scrollToIndex(indexOf(row.id), { align: "auto" });
      navigate(conversationHref(row.id, address));
    },
    [rows, indexOf, selectedId, address, navigate, virtual],
  );
  const group = t("commands.group");
  useCommands(
    useMemo(
      () => [
        { id: "list-next", title: t("commands.next"), group, keys: "j", isHidden: true, run: () => step(1) },
        { id: "list-before", title: t("commands.before"), group, keys: "k", isHidden: true, run: () => step(-1) },
        { id: "open-next", title: t("commands.openNext"), group, keys: "]", run: () => openBeside(1) },
        { id: "open-before", title: t("commands.openBefore"), group, keys: "[", run: () => openBeside(-1) },
      ],
      [t, group, step, openBeside],
    ),
  );
  const keys = (event: KeyboardEvent) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: rows.length - 1 }[key];
    if (to !== undefined) goTo(to);
    else if (key === " " && event.target instanceof HTMLAnchorElement && currentId) choice.toggle(currentId, false);
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative min-h-0 grow">
      {anchor.arrived > 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
          <button
            type="button"
            onClick={anchor.toTop}
            className="pointer-events-auto inline-flex h-7 animate-rise items-center gap-1.5 rounded-full bg-accent px-3 text-xs font-medium text-on-accent shadow-floating hover:bg-accent-hover"
          >
            <ArrowUp aria-hidden className="size-3.5" />
            {t("arrived", { count: anchor.arrived })}
          </button>
        </div>
      )}
      <div
        ref={scroller}
        onScroll={anchor.onScroll}
        onWheel={anchor.onWheel}
        onPointerEnter={anchor.onPointerEnter}
        onPointerLeave={anchor.onPointerLeave}
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <ul aria-label={label} onKeyDown={keys} style={{ height: virtual.getTotalSize() }} className="relative">
          {items.map(({ index, key, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <li
                key={key}
                aria-setsize={listing.cursor === null ? rows.length : -1}
                aria-posinset={index + 1}
                style={{ height, transform: `translateY(${start}px)` }}
                className="absolute inset-x-0 top-0 [contain:strict]"
              >
                <ConversationRow
                  row={row}
                  address={address}
                  isOpen={row.id === selectedId}
                  isCurrent={index === current}
                  isChosen={choice.ids.has(row.id)}
                  isChoosing={choice.ids.size > 0}
                  agents={agents}
                  me={me}
                  onFocus={setCurrentId}
                  onChoose={choice.toggle}
                />
              </li>
            );
          })}
        </ul>
        {moreError !== null && (
          <div className="flex flex-col items-stretch gap-2 p-3">
            <ProblemNote error={moreError} />
            <button
              type="button"
              onClick={more}
              className="rounded-lg py-1.5 text-sm font-medium text-accent-text hover:bg-hover"
            >
              {t("retryMore")}
            </button>
          </div>
        )}
        {moreError === null && listing.cursor !== null && (
          <p role="status" className="py-3 text-center text-xs text-faint">
            {t("loadingMore")}
          </p>
        )}
      </div>
    </div>
  );
}
