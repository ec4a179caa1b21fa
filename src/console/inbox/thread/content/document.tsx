import { Download, FileText } from "lucide-react";
import type { Attachment } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { downloadOf, endingOf, sizeOf } from "./file.ts";
import { MediaState } from "./media-state.tsx";

/** A document is never opened here: its sender could have made it anything. */
export function DocumentFile({ file }: { file: Attachment }) {
  const t = useText("thread");
  const name = file.file_name ?? t("media.kind.document");
  const details = [endingOf(file), file.size === null ? "" : sizeOf(file.size)].filter((part) => part !== "");
  return (
    <MediaState file={file} className="min-h-14 w-72 max-w-full border border-line bg-surface">
      {() => (
        <a
          href={downloadOf(file)}
          className="flex size-full items-center gap-3 px-3 py-2.5 text-start hover:bg-selected"
        >
          <span className="sr-only">{t("media.download")}</span>
          <FileText aria-hidden className="size-7 shrink-0 text-accent-text" strokeWidth={1.5} />
          <span className="min-w-0 grow">
            <span className="words line-clamp-2 text-sm font-medium text-text">{name}</span>
            <span className="block text-xs">{details.join(" · ")}</span>
          </span>
          <Download aria-hidden className="size-4 shrink-0" />
        </a>
      )}
    </MediaState>
  );
}
