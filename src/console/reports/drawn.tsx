import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from "recharts";
import { locale, useText } from "../locales/text.ts";
import type { Drawing } from "./catalogue.ts";
import { type Column, type Grouping, isOfTimes, nobodyOf, type Row, type Unit, unitOf } from "./columns.ts";
import { countTicks, shareTicks, spanTicks, spanWords, written, writtenOf } from "./numbers.ts";
import { rowWords } from "./rows.ts";
import type { Series } from "./series.ts";

interface DrawnProps {
  grouping: Grouping;
  rows: Row[];
  series: Series[];
  shape: Drawing["shape"];
}

interface Point {
  short: string;
  long: string;
  [column: string]: number | string | null;
}

const TICK = { fill: "var(--muted)", fontSize: 11 };
const AXIS = { tick: TICK, tickLine: false, axisLine: { stroke: "var(--line)" } } as const;
const MARGIN = { top: 8, right: 16, bottom: 0, left: 0 };
/** More points than these have lines without dots. */
const MOST_DOTS = 62;
/** More times than these are lines: bars would be too thin to be told apart. */
const MOST_BARS = 45;
const MOST_BARS_ON_PHONE = 14;
const PHONE = "(max-width: 40rem)";
const NAME_LETTERS = 22;

/** The drawing itself; loaded when the first is looked at. */
export function Drawn(props: DrawnProps) {
  const points = usePoints(props);
  const { grouping, series, shape } = props;
  const ofTimes = isOfTimes(grouping);
  const mostBars = matchMedia(PHONE).matches ? MOST_BARS_ON_PHONE : MOST_BARS;
  const isLine = ofTimes && (shape === "lines" || (shape === "bars" && points.length > mostBars));
  const unit = unitOf(series[0]?.column ?? "");
  const heights = points.map((point) => series.map(({ column }) => Number(point[column] ?? 0)));
  const sums = shape === "stack" ? heights.map((all) => all.reduce((sum, one) => sum + one, 0)) : heights.flat();
  const highest = Math.max(0, ...sums);
  const values = { ...AXIS, ...axisOf(unit, highest) } as const;
  const shared = { data: points, margin: MARGIN, accessibilityLayer: false };
  const grid = <CartesianGrid stroke="var(--line)" vertical={!ofTimes} horizontal={ofTimes} />;
  const tooltip = (
    <Tooltip
      content={(given) => <Reading {...given} series={series} />}
      cursor={isLine ? { stroke: "var(--edge)" } : { fill: "var(--hover)" }}
      isAnimationActive={false}
    />
  );
  const times = <XAxis dataKey="short" {...AXIS} interval="preserveStartEnd" minTickGap={28} />;
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 320, height: 300 }}>
      {isLine ? (
        <LineChart {...shared}>
          {grid}
          {times}
          <YAxis {...values} />
          {tooltip}
          {series.map(({ column, colour }, index) => (
            <Line
              key={column}
              dataKey={column}
              stroke={colour}
              strokeWidth={2}
              {...(index > 0 && unit === "span" ? { strokeDasharray: "5 4" } : {})}
              dot={points.length <= MOST_DOTS ? { r: 2, fill: colour, strokeDasharray: "none" } : false}
              connectNulls={points.length > MOST_DOTS}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      ) : (
        <BarChart {...shared} layout={ofTimes ? "horizontal" : "vertical"} barGap={1} maxBarSize={36}>
          {grid}
          {ofTimes ? times : <YAxis dataKey="short" type="category" {...AXIS} width={nameWidth(points)} interval={0} />}
          {ofTimes ? <YAxis {...values} /> : <XAxis type="number" {...values} />}
          {tooltip}
          {series.map(({ column, colour }) => (
            <Bar
              key={column}
              dataKey={column}
              fill={colour}
              {...(shape === "stack" ? { stackId: "all" } : { radius: ofTimes ? [3, 3, 0, 0] : [0, 3, 3, 0] })}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      )}
    </ResponsiveContainer>
  );
}

/** Names stand in as much room as the longest needs, in pixels. */
const nameWidth = (points: Point[]): number =>
  Math.min(150, 14 + Math.max(4, ...points.map(({ short }) => short.length)) * 6.5);

const TICKS = { count: countTicks, share: shareTicks, span: spanTicks };

/** How an axis is marked: by whole numbers, by what clocks show, by parts of a hundred, by stars. */
function axisOf(unit: Unit, highest: number) {
  const width = unit === "span" ? 64 : 44;
  const tickFormatter = (value: number) =>
    unit === "span"
      ? spanWords(value, locale(), "narrow")
      : written(value, unit === "rating" ? "count" : unit, locale());
  if (unit === "rating") return { width, tickFormatter, domain: [0, 5], ticks: [0, 1, 2, 3, 4, 5] };
  const ticks = TICKS[unit](highest);
  return { width, tickFormatter, ticks, domain: [0, ticks.at(-1) ?? 1] };
}

function usePoints({ grouping, rows, series }: DrawnProps): Point[] {
  const t = useText("reports");
  const nobody = t(`nobody.${nobodyOf(grouping)}`);
  return rows.map((row) => {
    const words = (length: "short" | "dated") => rowWords(row, grouping, locale(), length) ?? nobody;
    const short = words("short");
    const numbers = series.map(({ column }) => [column, row.figures[column] ?? null]);
    return {
      short: short.length > NAME_LETTERS ? `${short.slice(0, NAME_LETTERS)}…` : short,
      long: words("dated"),
      ...Object.fromEntries(numbers),
    };
  });
}

/** What is under the pointer. */
function Reading({ active, payload, series }: Partial<TooltipContentProps> & { series: Series[] }) {
  const t = useText("reports");
  const point = payload?.[0]?.payload as Point | undefined;
  if (!active || point === undefined) return null;
  return (
    <div className="max-w-72 rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-floating">
      <p className="words pb-1 font-medium">{point.long}</p>
      {series.map(({ column, colour }) => (
        <p key={column} className="flex items-center gap-1.5 text-muted">
          <span className="size-2 shrink-0 rounded-sm" style={{ background: colour }} />
          <span className="grow">{t(`columns.${column as Column}`)}</span>
          <span className="ps-3 font-medium text-text tabular-nums">
            {writtenOf(column, point[column] as number | null, locale())}
          </span>
        </p>
      ))}
    </div>
  );
}
