import { Clock, CloudOff, Download, ExternalLink, FileWarning } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Attachment } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { classes } from "../../../ui/classes.ts";
import { webAddress } from "./fields.ts";
import { downloadOf } from "./file.ts";

interface Props {
  file: Attachment;
  /** The box that the file stands in, the same whatever becomes of it. */
  className: string;
  /** Shows the file; `onBroken` when it cannot. */
  children: (onBroken: () => void) => ReactNode;
}

/** A file in its box: as it is, on its way, or why it is not there. */
export function MediaState({ file, className, children }: Props) {
  const t = useText("thread");
  const [isBroken, setBroken] = useState(false);
  const box = classes("grid place-items-center overflow-hidden rounded-lg text-muted", className);
  if (file.link !== null && file.state === "stored") return <LinkedFile link={file.link} kind={file.kind} />;
  if (file.state === "pending")
    return (
      <div role="status" className={classes(box, "animate-pulse")}>
        <span className="flex items-center gap-1.5 text-xs">
          <Clock aria-hidden className="size-4" />
          {t("media.pending")}
        </span>
      </div>
    );
  if (file.state !== "stored")
    return (
      <div className={box}>
        <span className="flex max-w-60 flex-col items-center gap-1 p-3 text-center text-xs">
          <CloudOff aria-hidden className="size-5" />
          <strong className="font-medium text-text">
            {t(file.state === "expired" ? "media.expired" : "media.failed")}
          </strong>
          {file.error && <span className="words">{file.error}</span>}
        </span>
      </div>
    );
  if (isBroken)
    return (
      <div className={box}>
        <span className="flex flex-col items-center gap-1 p-3 text-center text-xs">
          <FileWarning aria-hidden className="size-5" />
          {t("media.broken")}
          <a
            href={downloadOf(file)}
            className="inline-flex min-h-6 items-center gap-1 font-medium text-accent-text hover:underline"
          >
            <Download aria-hidden className="size-3.5" />
            {t("media.download")}
          </a>
        </span>
      </div>
    );
  return <div className={box}>{children(() => setBroken(true))}</div>;
}

/** A file that lies with somebody else is named, and fetched only by who follows it. */
function LinkedFile({ link, kind }: { link: string; kind: Attachment["kind"] }) {
  const t = useText("thread");
  const href = webAddress(link);
  const words = (
    <>
      <ExternalLink aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0">
        <span className="block font-medium text-text">{t(`media.kind.${kind}`)}</span>
        <span className="words block text-xs text-muted">{link}</span>
      </span>
    </>
  );
  const look = "flex w-72 max-w-full items-center gap-2.5 rounded-lg bg-hover px-3 py-2 text-sm text-muted";
  if (href === null) return <div className={look}>{words}</div>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={look}>
      {words}
    </a>
  );
}
