import { useRef } from "react";

/** From where each window in the window was opened, also after it is gone. */
const openers = new WeakMap<Element, Element>();

/**
 * Gives the keyboard back to where it was when a window in the window opened: spread what this returns over its content.
 * Radix does so for windows that have a trigger of theirs.
 */
export function useGivingBack(open: boolean) {
  const wasOpen = useRef(false);
  const opener = useRef<Element | null>(null);
  // While this is rendered: before a field of the window takes the keyboard by `autoFocus`.
  if (open && !wasOpen.current) opener.current = document.activeElement;
  wasOpen.current = open;
  return {
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof Element && opener.current) openers.set(event.currentTarget, opener.current);
      // What closed it may have put the keyboard elsewhere, such as into the reply that was chosen.
      if (document.activeElement === document.body) reachable(opener.current)?.focus();
    },
  };
}

/** Does something once the menu or window that it was chosen in has given the keyboard back: what it opens may want it. */
export const onceGivenBack = (act: () => void): void => void requestAnimationFrame(() => setTimeout(act));

/** What is there still: the element, or whatever opened what it was in. */
function reachable(element: Element | null): HTMLElement | null {
  if (element === null || element.isConnected) return element instanceof HTMLElement ? element : null;
  const around = element.closest('[role="menu"], [role="dialog"], [role="alertdialog"]');
  return around && reachable(openers.get(around) ?? triggerOf(around));
}

/** A menu of Radix is named by the button that opened it; a popover is what its button controls. */
const triggerOf = (around: Element): Element | null =>
  document.getElementById(around.getAttribute("aria-labelledby") ?? "") ??
  (around.id === "" ? null : document.querySelector(`[aria-controls="${CSS.escape(around.id)}"]`));
