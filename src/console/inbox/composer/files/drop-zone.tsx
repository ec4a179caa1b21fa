import { Upload } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useText } from "../../../locales/text.ts";

interface DropZoneProps {
  /** Something in the pane that takes the files. */
  within: RefObject<HTMLElement | null>;
  onFiles: (files: File[]) => void;
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;

/** Takes files that are dropped anywhere on the pane, and shows that it does. */
export function DropZone({ within, onFiles }: DropZoneProps) {
  const t = useText("composer");
  const [place, setPlace] = useState<DOMRect | null>(null);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    const pane = within.current?.parentElement;
    if (!pane) return;
    // What is dragged enters and leaves every element in it.
    let depth = 0;
    const over = (event: DragEvent) => hasFiles(event) && event.preventDefault();
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setPlace(pane.getBoundingClientRect());
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth -= 1;
      if (depth <= 0) end();
    };
    const end = () => {
      depth = 0;
      setPlace(null);
    };
    const drop = (event: DragEvent) => {
      end();
      if (!hasFiles(event)) return;
      event.preventDefault();
      take.current([...(event.dataTransfer?.files ?? [])]);
    };
    const heard = { dragenter: enter, dragover: over, dragleave: leave, drop } as const;
    for (const [type, listener] of Object.entries(heard)) pane.addEventListener(type, listener as EventListener);
    return () => {
      for (const [type, listener] of Object.entries(heard)) pane.removeEventListener(type, listener as EventListener);
    };
  }, [within]);
  if (place === null) return null;
  const { left, top, width, height } = place;
  return (
    <div className="pointer-events-none fixed z-30 animate-appear p-3" style={{ left, top, width, height }}>
      <div className="grid h-full place-items-center rounded-2xl border-2 border-dashed border-accent bg-accent-soft/95 text-accent-text">
        <p className="flex items-center gap-2 font-medium">
          <Upload aria-hidden className="size-5" />
          {t("files.drop")}
        </p>
      </div>
    </div>
  );
}
