import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useState } from "react";
import { useText } from "../../locales/text.ts";

interface DropZoneProps {
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** Takes files that are dropped on it, and says so while they are held above it. */
export function DropZone({ onFiles, children }: DropZoneProps) {
  const t = useText("knowledge");
  // Each part that is entered is left again: over when all are.
  const [depth, setDepth] = useState(0);
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setDepth(0);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button to choose files does the same by keyboard
    <div
      className="relative"
      onDragEnter={(event) => hasFiles(event) && setDepth((before) => before + 1)}
      onDragLeave={(event) => hasFiles(event) && setDepth((before) => Math.max(0, before - 1))}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {depth > 0 && (
        <div className="pointer-events-none absolute -inset-2 z-10 grid place-items-center rounded-2xl border-2 border-dashed border-accent bg-accent-soft/90">
          <p className="flex items-center gap-2 font-medium text-accent-text">
            <FileUp aria-hidden className="size-5" />
            {t("import.drop")}
          </p>
        </div>
      )}
    </div>
  );
}
