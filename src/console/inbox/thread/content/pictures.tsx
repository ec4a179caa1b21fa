import { useState } from "react";
import type { Attachment } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { classes } from "../../../ui/classes.ts";
import { showLarge } from "../lightbox-state.ts";
import { sourceOf } from "./file.ts";
import { MediaState } from "./media-state.tsx";

interface Props {
  file: Attachment;
  caption: string | null;
}

/** A photo, cut to its box; the whole of it in the lightbox. */
export function Photo({ file, caption }: Props) {
  const t = useText("thread");
  const [isThere, setThere] = useState(false);
  const alt = caption ?? t("media.kind.image");
  return (
    <MediaState file={file} className="aspect-[4/3] w-72 max-w-full bg-hover">
      {(onBroken) => (
        <button
          type="button"
          aria-label={t("media.enlarge", { name: alt })}
          onClick={() => showLarge({ file, alt })}
          className={classes("size-full cursor-zoom-in", !isThere && "animate-pulse")}
        >
          <img
            src={sourceOf(file)}
            alt={alt}
            decoding="async"
            onLoad={() => setThere(true)}
            onError={onBroken}
            className={classes("size-full object-cover transition-opacity", isThere ? "opacity-100" : "opacity-0")}
          />
        </button>
      )}
    </MediaState>
  );
}

export function Sticker({ file }: { file: Attachment }) {
  const t = useText("thread");
  return (
    <MediaState file={file} className="size-36 bg-transparent">
      {(onBroken) => (
        <img
          src={sourceOf(file)}
          alt={t("media.kind.sticker")}
          decoding="async"
          onError={onBroken}
          className="size-full object-contain"
        />
      )}
    </MediaState>
  );
}

export function Video({ file, caption }: Props) {
  const t = useText("thread");
  return (
    <MediaState file={file} className="aspect-video w-80 max-w-full bg-black">
      {(onBroken) => (
        // biome-ignore lint/a11y/useMediaCaption: what customers film has no subtitles
        <video
          src={sourceOf(file)}
          controls
          preload="metadata"
          aria-label={caption ?? t("media.kind.video")}
          onError={onBroken}
          className="size-full object-contain"
        />
      )}
    </MediaState>
  );
}
