import { Download, Maximize, Minus, Plus, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { Attachment } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { useGivingBack } from "../../ui/giving-back.ts";
import { downloadOf, sourceOf } from "./content/file.ts";

const STEP = 1.5;
const MOST = 8;
const MOVE = 80;
const IN_THE_MIDDLE = { zoom: 1, x: 0, y: 0 };

/** A picture, as large as the window, to be looked at closely: by wheel, pointer and keys. */
export function Lightbox({ file, alt, onClose }: { file: Attachment; alt: string; onClose: () => void }) {
  const t = useText("thread");
  const common = useText("common");
  const givingBack = useGivingBack(true);
  const [view, setView] = useState(IN_THE_MIDDLE);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const zoomBy = (factor: number) =>
    setView((before) => {
      const zoom = Math.min(MOST, Math.max(1, before.zoom * factor));
      return zoom === 1 ? IN_THE_MIDDLE : { ...before, zoom };
    });
  const moveBy = (x: number, y: number) =>
    setView((before) => (before.zoom === 1 ? before : { ...before, x: before.x + x, y: before.y + y }));
  const keys: Record<string, () => void> = {
    "+": () => zoomBy(STEP),
    "=": () => zoomBy(STEP),
    "-": () => zoomBy(1 / STEP),
    "0": () => setView(IN_THE_MIDDLE),
    ArrowLeft: () => moveBy(MOVE, 0),
    ArrowRight: () => moveBy(-MOVE, 0),
    ArrowUp: () => moveBy(0, MOVE),
    ArrowDown: () => moveBy(0, -MOVE),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  // Not its first button: Escape would only close that one's tip.
  const enter = (event: Event) => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).focus();
  };
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (drag.current === null) return;
    moveBy(clientX - drag.current.x, clientY - drag.current.y);
    drag.current = { x: clientX, y: clientY };
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-appear bg-black/90" />
        <Dialog.Content
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={enter}
          {...givingBack}
          className="fixed inset-0 z-50 flex flex-col outline-none"
        >
          <div className="flex items-center gap-1 p-2 text-white">
            <Dialog.Title className="words min-w-0 grow truncate px-2 text-sm">{alt}</Dialog.Title>
            {[
              { icon: Minus, label: t("lightbox.smaller"), keys: "-", act: () => zoomBy(1 / STEP) },
              { icon: Plus, label: t("lightbox.larger"), keys: "+", act: () => zoomBy(STEP) },
              { icon: Maximize, label: t("lightbox.whole"), keys: "0", act: () => setView(IN_THE_MIDDLE) },
            ].map(({ icon, label, act }) => (
              <IconButton
                key={label}
                icon={icon}
                label={label}
                onClick={act}
                className="text-white hover:bg-white/15 hover:text-white"
              />
            ))}
            <a
              href={downloadOf(file)}
              aria-label={t("media.download")}
              title={t("media.download")}
              className="grid size-9 place-items-center rounded-lg hover:bg-white/15"
            >
              <Download aria-hidden className="size-[1.15rem]" />
            </a>
            <Dialog.Close asChild>
              <IconButton
                icon={X}
                label={common("actions.close")}
                className="text-white hover:bg-white/15 hover:text-white"
              />
            </Dialog.Close>
          </div>
          <div
            className="grid min-h-0 grow touch-none place-items-center overflow-hidden p-4"
            onWheel={({ deltaY }) => zoomBy(deltaY < 0 ? 1.15 : 1 / 1.15)}
            onPointerMove={onPointerMove}
            onPointerUp={() => {
              drag.current = null;
            }}
          >
            <img
              src={sourceOf(file)}
              alt={alt}
              draggable={false}
              onPointerDown={(event) => {
                drag.current = { x: event.clientX, y: event.clientY };
              }}
              onDoubleClick={() => (view.zoom === 1 ? zoomBy(STEP * STEP) : setView(IN_THE_MIDDLE))}
              className="max-h-full max-w-full object-contain select-none"
              style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
            />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
