import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useText } from "../locales/text.ts";
import { clockOf } from "../ui/time.tsx";
import { type Minute, sumOf, topOf } from "./operating.ts";

/** What is drawn, from the bottom of each bar to its top. */
export const SERIES = [
  { name: "messages_in", fill: "fill-read", swatch: "bg-read" },
  { name: "messages_out", fill: "fill-accent", swatch: "bg-accent" },
  { name: "failed", fill: "fill-danger", swatch: "bg-danger" },
] as const;

/** In units of the drawing: a bar and the gap behind it. */
const STEP = 10;
const BAR = 7;
const HEIGHT = 100;

/** Bars of messages by minute. One minute is read out: that under the pointer, or that the arrow keys go to. */
export function Plot({ minutes }: { minutes: Minute[] }) {
  const t = useText("operations");
  const [chosen, setChosen] = useState<number | null>(null);
  const top = topOf(
    Math.max(0, ...minutes.map((minute) => sumOf([minute], "messages_in") + minute.messages_out + minute.failed)),
  );
  const width = minutes.length * STEP;
  const [first] = minutes;
  const summary = t("plot.summary", {
    received: sumOf(minutes, "messages_in"),
    said: sumOf(minutes, "messages_out"),
    failed: sumOf(minutes, "failed"),
  });
  const go = (by: number) =>
    setChosen((before) => Math.min(minutes.length - 1, Math.max(0, (before ?? minutes.length - 1 - by) + by)));
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    go(by);
  };
  const onPointerMove = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width: wide } = currentTarget.getBoundingClientRect();
    setChosen(Math.min(minutes.length - 1, Math.max(0, Math.floor(((clientX - left) / wide) * minutes.length))));
  };
  return (
    <div dir="ltr">
      <p aria-live="polite" className="h-5 text-xs text-muted tabular-nums">
        {chosen !== null && minutes[chosen] ? <Reading minute={minutes[chosen]} /> : t("plot.hint")}
      </p>
      <div className="mt-1 flex gap-2">
        {/* biome-ignore lint/a11y/useSemanticElements: no element stands for a drawing that is read minute by minute */}
        <div
          role="group"
          aria-label={summary}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read one minute after the other
          tabIndex={0}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setChosen(null)}
          onBlur={() => setChosen(null)}
          className="relative h-44 min-w-0 grow rounded"
        >
          <svg aria-hidden viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" className="size-full">
            {[0, 0.5, 1].map((at) => (
              <line
                key={at}
                x1={0}
                x2={width}
                y1={HEIGHT * at}
                y2={HEIGHT * at}
                vectorEffect="non-scaling-stroke"
                className="stroke-line"
              />
            ))}
            {chosen !== null && <rect x={chosen * STEP} y={0} width={STEP} height={HEIGHT} className="fill-hover" />}
            {minutes.map((minute, index) => (
              <Bar key={minute.at} minute={minute} x={index * STEP} top={top} />
            ))}
          </svg>
        </div>
        <div aria-hidden className="flex w-8 flex-col justify-between text-2xs text-faint tabular-nums">
          <span>{top}</span>
          <span>{top / 2}</span>
          <span>0</span>
        </div>
      </div>
      <div aria-hidden className="mt-1 flex justify-between pe-10 text-2xs text-faint tabular-nums">
        {first && <span>{clockOf(first.at)}</span>}
        {minutes[Math.floor(minutes.length / 2)] && (
          <span>{clockOf(minutes[Math.floor(minutes.length / 2)]?.at ?? 0)}</span>
        )}
        <span>{t("plot.now")}</span>
      </div>
    </div>
  );
}

function Bar({ minute, x, top }: { minute: Minute; x: number; top: number }) {
  let below = 0;
  return SERIES.map(({ name, fill }) => {
    const height = (minute[name] / top) * HEIGHT;
    below += height;
    return height > 0 ? (
      <rect key={name} x={x + (STEP - BAR) / 2} y={HEIGHT - below} width={BAR} height={height} className={fill} />
    ) : null;
  });
}

function Reading({ minute }: { minute: Minute }) {
  const t = useText("operations");
  const { at, messages_in: received, messages_out: said, failed } = minute;
  return (
    <>
      <span className="font-medium text-text">{clockOf(at)}</span> · {t("plot.minute", { received, said, failed })}
    </>
  );
}
