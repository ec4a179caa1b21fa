import { useText } from "../locales/text.ts";
import { type Operating, sumOf } from "./operating.ts";
import { Missing, Part } from "./part.tsx";
import { Plot, SERIES } from "./plot.tsx";

/** Messages in each of the last sixty minutes. */
export function TrafficPart({ operating }: { operating: Operating }) {
  const t = useText("operations");
  const { messages } = operating;
  const legend = messages && (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {SERIES.map(({ name, swatch }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className={`size-2.5 rounded-sm ${swatch}`} />
          {t(`series.${name}`)}
          <span className="font-medium text-text tabular-nums">{sumOf(messages.minutes, name)}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <Part title={t("part.traffic")} aside={legend}>
      {messages ? <Plot minutes={messages.minutes} /> : <Missing operating={operating} part="messages" />}
    </Part>
  );
}
