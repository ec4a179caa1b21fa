import type { Written } from "./written.ts";

/** What stands in a text area, and what is selected in it. */
export const writtenIn = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Written => ({
  text: value,
  start: selectionStart,
  end: selectionEnd,
});

/** Changes what stands in a text area as typing does: the browser can undo it, and tells of it. */
export function write(area: HTMLTextAreaElement, { text, start, end }: Written): void {
  const before = area.value;
  let from = 0;
  while (from < text.length && from < before.length && text[from] === before[from]) from++;
  let behind = 0;
  const most = Math.min(text.length, before.length) - from;
  while (behind < most && text.at(-1 - behind) === before.at(-1 - behind)) behind++;
  area.focus();
  area.setSelectionRange(from, before.length - behind);
  const words = text.slice(from, text.length - behind);
  // Marked as deprecated, and the one way that keeps the browser's own undo.
  const isDone = words === "" ? document.execCommand("delete") : document.execCommand("insertText", false, words);
  if (!isDone) {
    area.setRangeText(words);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(start, end);
}

/** As high as its words, up to what its style allows. */
export function fitHeight(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
