import { CircleAlert, FileText, Film, Mic, Music, RotateCcw, X } from "lucide-react";
import { language, useText } from "../../../locales/text.ts";
import { IconButton } from "../../../ui/button.tsx";
import { classes } from "../../../ui/classes.ts";
import { wordsOf } from "../../../ui/problem.tsx";
import { type Attached, isDemoted } from "./attached.ts";

interface FileListProps {
  files: readonly Attached[];
  onRemove: (id: string) => void;
  onRetry: (file: Attached) => void;
}

const ICONS = { image: FileText, sticker: FileText, video: Film, audio: Music, document: FileText };

/** A size in the largest unit that fits: `1.2 MB`. */
function sizeOf(bytes: number): string {
  const [value, unit] =
    bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, "megabyte"] : [Math.max(bytes / 1024, 0.1), "kilobyte"];
  const style = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(language(), style).format(value);
}

/** What goes with what is being written. */
export function FileList({ files, onRemove, onRetry }: FileListProps) {
  const t = useText("composer");
  return (
    <ul aria-label={t("files.label")} className="flex max-h-44 flex-wrap gap-2 overflow-y-auto px-3 pb-2">
      {files.map((one) => (
        <FileItem key={one.id} one={one} onRemove={() => onRemove(one.id)} onRetry={() => onRetry(one)} />
      ))}
    </ul>
  );
}

function FileItem({ one, onRemove, onRetry }: { one: Attached; onRemove: () => void; onRetry: () => void }) {
  const t = useText("composer");
  const { file, state, progress, problem } = one;
  const isFailed = state === "failed";
  return (
    <li
      className={classes(
        "relative flex max-w-full items-center gap-2.5 overflow-hidden rounded-lg border bg-sunken pe-1",
        isFailed ? "min-h-14 w-80 border-danger" : "h-14 w-60 border-line",
      )}
    >
      <Preview one={one} />
      <div className="min-w-0 grow text-xs">
        <p className="truncate font-medium" title={file.name}>
          {one.isVoice ? t("voice.note") : file.name}
        </p>
        <p className={isFailed ? "words py-1 text-danger-text" : "line-clamp-2 text-muted"}>
          {isFailed
            ? wordsOf(problem)
            : isDemoted(one)
              ? t("files.asDocument", { size: sizeOf(file.size) })
              : sizeOf(file.size)}
        </p>
      </div>
      {isFailed && (
        <IconButton icon={RotateCcw} label={t("files.retry", { name: file.name })} size="small" onClick={onRetry} />
      )}
      <IconButton icon={X} label={t("files.remove", { name: file.name })} size="small" onClick={onRemove} />
      {state === "uploading" && (
        <progress
          aria-label={t("files.uploading", { name: file.name })}
          value={progress}
          max={1}
          className="absolute inset-x-0 bottom-0 h-1 w-full appearance-none [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
      )}
    </li>
  );
}

function Preview({ one: { kind, url, state, isVoice } }: { one: Attached }) {
  const box = "grid h-full w-14 shrink-0 place-items-center bg-hover text-muted";
  if (state !== "failed" && kind === "image")
    return <img src={url} alt="" className="h-full w-14 shrink-0 object-cover" />;
  const Icon = state === "failed" ? CircleAlert : isVoice ? Mic : ICONS[kind];
  return (
    <span className={classes(box, state === "failed" && "text-danger-text")}>
      <Icon aria-hidden className="size-5" />
    </span>
  );
}
