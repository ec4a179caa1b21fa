import { useEffect, useRef } from "react";
import { useText } from "../../locales/text.ts";
import { inPane, later } from "../../ui/later.tsx";
import { PanelSkeleton } from "./panel-skeleton.tsx";

const PanelContent = later(() => import("./panel-content.tsx").then(({ PanelContent }) => PanelContent), {
  texts: ["panel"],
  ...inPane(<PanelSkeleton />),
});
window.requestIdleCallback?.(() => void PanelContent.preload());

/** Below this width it lies over the thread (`xl` of the styles). */
const BESIDE = "(min-width: 80rem)";

/** Something else is open over the page, which Escape is for. */
const isCovered = (): boolean => document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"]') !== null;

/** Whom a conversation is with: beside the thread, or a sheet over it where there is no room. */
export function SidePanel({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const t = useText("panel");
  const sheet = useRef<HTMLElement>(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => {
    const before = document.activeElement;
    const isSheet = !window.matchMedia(BESIDE).matches;
    if (isSheet) sheet.current?.focus();
    const leave = (event: KeyboardEvent) => {
      const isWithin = sheet.current?.contains(event.target as Node) ?? false;
      if (event.key !== "Escape" || event.defaultPrevented || isCovered() || !(isWithin || isSheet)) return;
      latest.current();
      if (before instanceof HTMLElement) before.focus();
    };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, []);
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard it is Escape, or the button */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the way out is the button in the panel */}
      <div onClick={onClose} className="fixed inset-0 z-20 animate-appear bg-overlay xl:hidden" />
      <aside
        ref={sheet}
        tabIndex={-1}
        aria-label={t("label")}
        className="flex h-full w-80 shrink-0 flex-col overflow-y-auto border-s border-line bg-surface outline-none max-xl:fixed max-xl:inset-y-0 max-xl:end-0 max-xl:z-20 max-xl:w-[min(22rem,100vw)] max-xl:animate-rise max-xl:shadow-floating"
      >
        <PanelContent conversationId={conversationId} onClose={onClose} />
      </aside>
    </>
  );
}
