import { Download, Mic, Music, Pause, Play } from "lucide-react";
import { useEffect, useMemo, useReducer } from "react";
import type { Attachment } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { clockOfSeconds, downloadOf, sourceOf } from "./file.ts";
import { MediaState } from "./media-state.tsx";
import { playerOf } from "./sound.ts";

const SPEEDS = [1, 1.5, 2];
const HEARD = ["play", "pause", "timeupdate", "durationchange", "ended", "ratechange", "loadedmetadata"];

/** A voice note or another sound. */
export const Sound = ({ file }: { file: Attachment }) => (
  <MediaState file={file} className="min-h-14 w-72 max-w-full bg-hover">
    {(onBroken) => <Player file={file} onBroken={onBroken} />}
  </MediaState>
);

function Player({ file, onBroken }: { file: Attachment; onBroken: () => void }) {
  const t = useText("thread");
  const source = sourceOf(file);
  const player = useMemo(() => playerOf(source), [source]);
  const [, changed] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    for (const name of HEARD) player.addEventListener(name, changed);
    player.addEventListener("error", onBroken);
    return () => {
      for (const name of HEARD) player.removeEventListener(name, changed);
      player.removeEventListener("error", onBroken);
    };
  }, [player, onBroken]);
  const duration = Number.isFinite(player.duration) ? player.duration : 0;
  const rate = player.playbackRate;
  const next = SPEEDS[(SPEEDS.indexOf(rate) + 1) % SPEEDS.length] ?? 1;
  const name = t(file.voice ? "media.voice" : "media.kind.audio");
  const Icon = player.paused ? Play : Pause;
  const Kind = file.voice ? Mic : Music;
  return (
    <fieldset aria-label={name} className="flex w-full min-w-0 items-center gap-2 px-2">
      <button
        type="button"
        aria-label={t(player.paused ? "media.play" : "media.pause")}
        onClick={() => (player.paused ? void player.play().catch(onBroken) : player.pause())}
        className="grid size-9 shrink-0 place-items-center rounded-full bg-accent text-on-accent hover:bg-accent-hover"
      >
        <Icon aria-hidden className="size-4" fill="currentColor" />
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(duration, 0.1)}
        step={0.1}
        value={Math.min(player.currentTime, duration)}
        aria-label={t("media.position")}
        aria-valuetext={`${clockOfSeconds(player.currentTime)} / ${clockOfSeconds(duration)}`}
        onChange={({ target }) => {
          player.currentTime = Number(target.value);
          changed();
        }}
        className="h-6 min-w-0 grow accent-accent"
      />
      <span className="flex shrink-0 items-center gap-1 text-2xs tabular-nums">
        <Kind aria-hidden className="size-3" />
        {clockOfSeconds(player.currentTime > 0 ? player.currentTime : duration)}
      </span>
      <button
        type="button"
        aria-label={t("media.speed", { speed: rate })}
        onClick={() => {
          player.playbackRate = next;
        }}
        className="h-6 min-w-8 shrink-0 rounded-full bg-selected px-1 text-2xs font-semibold text-accent-text tabular-nums"
      >
        {rate}×
      </button>
      <a
        href={downloadOf(file)}
        aria-label={t("media.download")}
        title={t("media.download")}
        className="grid size-6 shrink-0 place-items-center rounded hover:text-text"
      >
        <Download aria-hidden className="size-4" />
      </a>
    </fieldset>
  );
}
