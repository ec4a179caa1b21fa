import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { locale, useText } from "../locales/text.ts";
import { classes } from "../ui/classes.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { betterOf, type Column, type Figures, unitOf } from "./columns.ts";
import { type Trend, trendOf, written, writtenOf } from "./numbers.ts";

interface TilesProps {
  columns: readonly string[];
  figures: Figures;
  /** Those beside which they are told. */
  before: Figures | null;
}

const GRID =
  "grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-3 max-sm:[&>:last-child:nth-child(odd)]:col-span-2 sm:max-lg:[&>:last-child:nth-child(3n+2)]:col-span-2";
const WIDTHS: { [count: number]: string } = { 5: "lg:grid-cols-5", 6: "lg:grid-cols-6", 12: "lg:grid-cols-6" };

/** Numbers at a glance, each with how it stands beside that before. */
export const Tiles = ({ columns, figures, before }: TilesProps) => (
  <dl className={classes(GRID, WIDTHS[columns.length] ?? "lg:grid-cols-4")}>
    {columns.map((column) => (
      <Tile key={column} column={column} now={figures[column] ?? null} before={before?.[column]} />
    ))}
  </dl>
);

function Tile({ column, now, before }: { column: string; now: number | null; before: number | null | undefined }) {
  const t = useText("reports");
  return (
    <div className="flex min-w-0 flex-col bg-surface px-4 py-3">
      <dt className="grow text-xs text-muted">{t(`columns.${column as Column}`)}</dt>
      <dd className="mt-1 text-xl font-semibold tracking-tight tabular-nums">{writtenOf(column, now, locale())}</dd>
      <dd className="mt-0.5 min-h-8 text-xs text-muted">
        <TrendWords column={column} now={now} before={before} />
      </dd>
    </div>
  );
}

function TrendWords({
  column,
  now,
  before,
}: {
  column: string;
  now: number | null;
  before: number | null | undefined;
}) {
  const t = useText("reports");
  const unit = unitOf(column);
  const trend = trendOf(now, before, unit);
  if (trend === null) return null;
  const better = betterOf(column) * trend.way;
  const Icon = trend.way === 0 ? Minus : trend.way > 0 ? ArrowUp : ArrowDown;
  return (
    <>
      <span
        className={classes(
          "flex items-center gap-1 font-medium",
          better > 0 && "text-success-text",
          better < 0 && "text-danger-text",
        )}
      >
        <Icon aria-hidden className="size-3 shrink-0" />
        {wordsOfTrend(t, trend, unit)}
      </span>
      {trend.by !== null && (
        <span className="block">{t("trend.before", { value: written(before, unit, locale()) })}</span>
      )}
    </>
  );
}

function wordsOfTrend(t: ReturnType<typeof useText<"reports">>, { way, by }: Trend, unit: ReturnType<typeof unitOf>) {
  if (way === 0) return t("trend.same");
  if (by === null) return t("trend.new");
  const kind = unit === "span" ? "span" : unit === "rating" ? "rating" : unit === "share" ? "share" : "count";
  const value =
    unit === "rating"
      ? written(by, "rating", locale())
      : new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(by);
  // Points of a hundred, to one digit behind the comma; nothing else is counted.
  const count = Math.round(by * 1_000) / 10;
  return t(way > 0 ? `trend.${kind}.up` : `trend.${kind}.down`, { value, count });
}

/** Of the size that the tiles will have. */
export const TilesSkeleton = ({ count }: { count: number }) => (
  <div className={classes(GRID, WIDTHS[count] ?? "lg:grid-cols-4")}>
    {Array.from({ length: count }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
      <div key={index} className="bg-surface px-4 py-3">
        <Skeleton className="h-4 w-24 max-w-full" />
        <Skeleton className="mt-1 h-7 w-16" />
        <Skeleton className="mt-0.5 h-8 w-20" />
      </div>
    ))}
  </div>
);
