import { locale, useText } from "../locales/text.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import type { Drawing } from "./catalogue.ts";
import { type Column, isOfTimes, nobodyOf, type Report, unitOf } from "./columns.ts";
import { HeatMap } from "./heat-map.tsx";
import { writtenOf } from "./numbers.ts";
import { daysWords, drawn, peakOf, rowWords } from "./rows.ts";
import { type Series, seriesOf } from "./series.ts";
import "./plot.css";
import { later } from "../ui/later.tsx";

const Drawn = later(() => import("./drawn.tsx").then(({ Drawn }) => Drawn), {
  waiting: () => <Skeleton className="size-full" />,
});

/** For each thing so much height, in pixels. */
const BAR_HEIGHT = 34;
const AXIS_HEIGHT = 40;

interface PlotProps {
  report: Report;
  drawing: Drawing;
  title: string;
}

/** What a report tells, drawn. Its numbers are in the table as well; here they are told in a sentence. */
export function Plot({ report, drawing, title }: PlotProps) {
  const t = useText("reports");
  const series = seriesOf(drawing, report.total);
  const ofTimes = isOfTimes(report.group_by);
  const { rows, left } = drawn(report.rows, drawing.columns, ofTimes);
  const summary = useSummary(report, series, title);
  if (drawing.shape === "heat" && report.group_by === "weekday_hour")
    return <HeatMap rows={report.rows} series={series[0] as Series} title={summary} />;
  const isNothing = rows.every(({ figures }) => drawing.columns.every((column) => !figures[column]));
  if (isNothing) return <p className="grid h-40 place-items-center text-sm text-muted">{t("empty.plot")}</p>;
  const height = ofTimes
    ? 300
    : Math.max(160, rows.length * BAR_HEIGHT * (drawing.shape === "stack" ? 1 : 1.2) + AXIS_HEIGHT);
  return (
    <figure>
      <Legend series={series} />
      <div role="img" aria-label={summary} dir="ltr" style={{ height }}>
        <Drawn grouping={report.group_by} rows={rows} series={series} shape={drawing.shape} />
      </div>
      {left > 0 && <figcaption className="pt-2 text-xs text-muted">{t("table.left", { count: left })}</figcaption>}
    </figure>
  );
}

const Legend = ({ series }: { series: Series[] }) => {
  const t = useText("reports");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 pb-3 text-xs text-muted">
      {series.map(({ column, colour }) => (
        <li key={column} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm" style={{ background: colour }} />
          {t(`columns.${column as Column}`)}
        </li>
      ))}
    </ul>
  );
};

/** The plot in words: of each number how much in all, and where most. */
function useSummary(report: Report, series: Series[], title: string): string {
  const t = useText("reports");
  const spoken = locale();
  const parts = series.map(({ column }) => {
    const name = t(`columns.${column as Column}`);
    const all = writtenOf(column, report.total[column], spoken);
    const peak = peakOf(report.rows, column);
    const place = peak && (rowWords(peak, report.group_by, spoken, "long") ?? t(`nobody.${nobodyOf(report.group_by)}`));
    const isSum = unitOf(column) === "count";
    if (!peak) return t("summary.none", { name });
    const most = writtenOf(column, peak.figures[column], spoken);
    return t(isSum ? "summary.sum" : "summary.overall", { name, all, most, place });
  });
  return `${title}, ${daysWords(report, spoken)}. ${parts.join(" ")}`;
}

export const PlotSkeleton = () => <Skeleton className="h-[20.75rem] w-full" />;
