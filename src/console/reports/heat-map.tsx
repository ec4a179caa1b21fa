import { locale, useText } from "../locales/text.ts";
import type { Column, Row } from "./columns.ts";
import { briefly, writtenOf } from "./numbers.ts";
import { peakOf, rowWords, shadeOf, weekdayName } from "./rows.ts";
import type { Series } from "./series.ts";

const HOURS = 24;
/** How much of the colour each shade has, in parts of a hundred. */
const SHADES = [0, 14, 30, 52, 100];

interface HeatMapProps {
  /** By weekday and hour, each weekday's hours one after the other. */
  rows: Row[];
  series: Series;
  title: string;
}

/** When most happens: a table of weekdays and hours, darker where there is more. */
export function HeatMap({ rows, series, title }: HeatMapProps) {
  const t = useText("reports");
  const { column, colour } = series;
  const highest = peakOf(rows, column)?.figures[column] ?? 0;
  const shade = (value: number) =>
    value === 0 ? "var(--sunken)" : `color-mix(in srgb, ${colour} ${SHADES[value]}%, var(--surface))`;
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by the keyboard */}
      <section aria-label={title} tabIndex={0} className="overflow-x-auto rounded">
        <table className="w-full min-w-3xl table-fixed border-separate border-spacing-0.5 text-center text-2xs tabular-nums">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <td className="sticky start-0 w-12 bg-surface" />
              {Array.from({ length: HOURS }, (_, hour) => String(hour).padStart(2, "0")).map((hour) => (
                <th key={hour} scope="col" className="pb-1 font-normal text-muted">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rows.length / HOURS }, (_, weekday) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: weekdays stay where they are
              <tr key={weekday}>
                <th scope="row" className="sticky start-0 bg-surface pe-2 text-start text-xs font-normal text-muted">
                  <abbr title={weekdayName(weekday, locale())} className="no-underline">
                    {weekdayName(weekday, locale(), "short")}
                  </abbr>
                </th>
                {rows.slice(weekday * HOURS, (weekday + 1) * HOURS).map((row) => {
                  const value = row.figures[column];
                  const step = shadeOf(value, highest);
                  return (
                    <td
                      key={row.key}
                      title={`${rowWords(row, "weekday_hour", locale(), "long")}: ${writtenOf(column, value, locale())}`}
                      className="h-9 rounded"
                      style={{ background: shade(step), color: step === 4 ? "var(--on-accent)" : "var(--text)" }}
                    >
                      {value ? briefly(column, value, locale()) : <span className="sr-only">{value ?? "–"}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p aria-hidden className="flex items-center gap-1.5 pt-3 text-xs text-muted">
        {t(`columns.${column as Column}`)}: {t("heat.less")}
        {SHADES.map((one, index) => (
          <span key={one} className="size-3.5 rounded-sm" style={{ background: shade(index) }} />
        ))}
        {t("heat.more")}
      </p>
    </div>
  );
}
