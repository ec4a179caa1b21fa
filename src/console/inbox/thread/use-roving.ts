import type { Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { setQuote } from "../composer/quote.ts";
import type { Row } from "./store/rows.ts";

/** The keyboard's place among the messages: one of them is in the order of tabs, arrows lead to the others. */
export function useRoving(
  rows: Row[],
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  box: RefObject<HTMLDivElement | null>,
) {
  const [chosen, setCurrent] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const wanted = useRef<number | null>(null);
  const lastMessage = rows.findLast(({ kind }) => kind === "message");
  const isHere = chosen !== null && rows.some(({ key }) => key === chosen);
  const current = isHere ? chosen : (lastMessage?.key ?? null);

  // A row that was far away is drawn after it came into sight.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = box.current?.querySelector<HTMLElement>(`article[data-seq="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const update = () => {
      const row = document.activeElement?.closest<HTMLElement>("[data-index]");
      const index = element.contains(row ?? null) ? Number(row?.dataset.index) : -1;
      setFocused(
        document.activeElement?.matches(":focus-visible") || document.activeElement?.closest('[role="toolbar"]')
          ? (rows[index]?.key ?? null)
          : null,
      );
    };
    const later = () => requestAnimationFrame(update);
    element.addEventListener("focusin", update);
    element.addEventListener("focusout", later);
    return () => {
      element.removeEventListener("focusin", update);
      element.removeEventListener("focusout", later);
    };
  }, [box, rows]);

  const go = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setCurrent(row.key);
    wanted.current = row.seq;
    virtualizer.scrollToIndex(index, { align: "auto" });
  };
  const step = (by: 1 | -1): void => {
    const from = rows.findIndex(({ key }) => key === current);
    for (let index = from + by; index >= 0 && index < rows.length; index += by) {
      if (rows[index]?.kind === "message") {
        go(index);
        return;
      }
    }
  };
  /** @returns whether it was a key of the thread's */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const on = event.target as HTMLElement;
    const isRow = on.tagName === "ARTICLE";
    if (on !== box.current && !isRow) return false;
    const act = keyOf(event, isRow);
    if (act === null) return false;
    event.preventDefault();
    event.stopPropagation();
    act();
    return true;
  };
  const keyOf = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, isRow: boolean): (() => void) | null => {
    if (ctrlKey || metaKey || altKey) return null;
    const row = rows.find((one) => one.key === current);
    switch (key) {
      case "ArrowUp":
        return isRow ? () => step(-1) : () => go(rows.findIndex((one) => one.key === current));
      case "ArrowDown":
        return isRow ? () => step(1) : () => go(rows.findIndex((one) => one.key === current));
      case "r":
        return isRow && row?.kind === "message" ? () => setQuote(row.message.conversation_id, row.message) : null;
      case "Escape":
        return isRow ? () => box.current?.focus() : null;
      default:
        return null;
    }
  };
  return { current, focused, setCurrent, onKeyDown };
}
