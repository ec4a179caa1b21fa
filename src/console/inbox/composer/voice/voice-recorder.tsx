import { MicOff, SendHorizontal, Square, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useText } from "../../../locales/text.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { toast } from "../../../ui/toast.tsx";
import { voiceFile } from "./to-ogg.ts";
import { MOST_LEVELS, useRecording } from "./use-recording.ts";

interface VoiceRecorderProps {
  onDone: (file: File) => void;
  onCancel: () => void;
}

const minutesOf = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${`${Math.floor(ms / 1000) % 60}`.padStart(2, "0")}`;

/** Records a voice note; it can be listened to before it is sent. */
export function VoiceRecorder({ onDone, onCancel }: VoiceRecorderProps) {
  const t = useText("composer");
  const { state, ms, levels, stop } = useRecording();
  const [isSending, setSending] = useState(false);
  const main = useRef<HTMLDivElement>(null);
  useEffect(() => main.current?.focus(), []);

  useEffect(() => {
    if (!isSending || state.is !== "recorded") return;
    voiceFile(state.blob)
      .then(onDone)
      .catch(() => {
        setSending(false);
        toast({ title: t("voice.failed"), tone: "danger" });
      });
  }, [isSending, state, onDone, t]);
  const send = () => {
    setSending(true);
    stop();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset lays itself out by rules of its own
    <div
      ref={main}
      role="group"
      tabIndex={-1}
      aria-label={t("voice.record")}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
      className="flex min-h-[7.8rem] flex-wrap py-2 items-center gap-3 px-4 outline-none"
    >
      {state.is === "refused" ? (
        <>
          <MicOff aria-hidden className="size-5 shrink-0 text-danger-text" />
          <p role="alert" className="grow text-sm">
            {t(`voice.refused.${state.why}`)}
          </p>
          <Button size="small" onClick={onCancel}>
            {t("voice.back")}
          </Button>
        </>
      ) : (
        <>
          <IconButton icon={Trash2} label={t("voice.discard")} keys="Escape" onClick={onCancel} />
          {state.is === "recorded" && !isSending ? (
            // biome-ignore lint/a11y/useMediaCaption: one's own words, just spoken
            <audio src={state.url} controls className="h-10 min-w-0 grow" aria-label={t("voice.listen")} />
          ) : (
            <Meter isOn={state.is === "recording"} ms={ms} levels={levels} />
          )}
          {state.is === "recording" && <IconButton icon={Square} label={t("voice.stop")} onClick={stop} />}
          <Button
            tone="primary"
            icon={SendHorizontal}
            isBusy={isSending}
            disabled={state.is === "asking"}
            onClick={send}
          >
            {t("voice.send")}
          </Button>
        </>
      )}
    </div>
  );
}

function Meter({ isOn, ms, levels }: { isOn: boolean; ms: number; levels: readonly number[] }) {
  const t = useText("composer");
  return (
    <div className="flex min-w-0 grow items-center gap-3">
      <span role="status" className="sr-only">
        {t(isOn ? "voice.recording" : "voice.asking")}
      </span>
      {isOn ? (
        <>
          <span aria-hidden className="size-2.5 shrink-0 animate-pulse rounded-full bg-danger" />
          <span role="timer" className="shrink-0 text-sm font-medium tabular-nums">
            {minutesOf(ms)}
          </span>
          <svg
            aria-hidden
            viewBox={`0 0 ${MOST_LEVELS * 4} 32`}
            preserveAspectRatio="xMaxYMid meet"
            className="h-8 min-w-0 grow text-accent"
          >
            {levels.map((level, place) => {
              const height = 2 + level * 28;
              const x = (MOST_LEVELS - levels.length + place) * 4;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a place in the picture
                <rect key={place} x={x} y={16 - height / 2} width={2.5} height={height} rx={1.25} fill="currentColor" />
              );
            })}
          </svg>
        </>
      ) : (
        <span aria-hidden className="text-sm text-muted">
          {t("voice.asking")}
        </span>
      )}
    </div>
  );
}
