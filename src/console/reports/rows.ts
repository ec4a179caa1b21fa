import type { Sorting } from "./asked.ts";
import type { Figures, Grouping, Row } from "./columns.ts";

const MONDAY = Date.UTC(2024, 0, 1);
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const weekdayIndex = (key: string): number => WEEKDAYS.indexOf(key.slice(0, 3));

/** The name of a weekday, 0 for Monday. */
export const weekdayName = (index: number, language: string, weekday: "short" | "long" = "long"): string =>
  new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" }).format(MONDAY + index * 86_400_000);

/** `short` as on an axis, `dated` with the year. */
export type Length = "short" | "long" | "dated";

const dates: { [Grouping in "day" | "week" | "month"]: { [L in Length]: Intl.DateTimeFormatOptions } } = {
  day: {
    short: { day: "numeric", month: "short" },
    long: { weekday: "short", day: "numeric", month: "short" },
    dated: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  },
  week: {
    short: { day: "numeric", month: "short" },
    long: { day: "numeric", month: "short" },
    dated: { day: "numeric", month: "short", year: "numeric" },
  },
  month: {
    short: { month: "short", year: "2-digit" },
    long: { month: "long", year: "numeric" },
    dated: { month: "long", year: "numeric" },
  },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function dateWords(key: string, options: Intl.DateTimeFormatOptions, language: string): string {
  const name = `${language} ${JSON.stringify(options)}`;
  const formatter = formatters.get(name) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
  formatters.set(name, formatter);
  return formatter.format(new Date(key));
}

/** A day as it is written. */
export const dayWords = (day: string, language: string): string => dateWords(day, dates.week.dated, language);

/** From one day to another, written no longer than it must be. */
export const daysWords = ({ from, to }: { from: string; to: string }, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).formatRange(new Date(from), new Date(to));

/** What a row is of, as people say it; null for nobody's. */
export function rowWords(
  { key, name }: Pick<Row, "key" | "name">,
  of: Grouping,
  language: string,
  length: Length,
): string | null {
  if (key === null) return null;
  switch (of) {
    case "day":
    case "week":
      return dateWords(key, dates[of][length], language);
    case "month":
      return dateWords(`${key.slice(0, 7)}-01`, dates.month[length], language);
    case "weekday":
      return weekdayName(weekdayIndex(key), language, length === "short" ? "short" : "long");
    case "hour":
      return `${key}:00`;
    case "weekday_hour":
      return `${weekdayName(weekdayIndex(key), language, length === "short" ? "short" : "long")} ${key.slice(4)}:00`;
    default:
      return name ?? key;
  }
}

/** Rows of one year do not name it. */
export const lengthFor = ({ from, to }: { from: string; to: string }): Length =>
  from.slice(0, 4) === to.slice(0, 4) ? "long" : "dated";

/** By which the first column is sorted. */
export const ROW = "row";

/** Rows by a column; what is not known comes last, either way. Rows that are alike stay as they were. */
export function sorted(rows: readonly Row[], sorting: Sorting | null): Row[] {
  if (sorting === null) return [...rows];
  const { column, isDescending } = sorting;
  if (column === ROW) return isDescending ? [...rows].reverse() : [...rows];
  const way = isDescending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one.figures[column] ?? null, other.figures[column] ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return (a - b) * way;
  });
}

/** What a click on a column's head sorts by: a number's greatest first, then its least. */
export function sortedNext(now: Sorting | null, column: string): Sorting {
  const first = column !== ROW;
  const isSame = now?.column === column || (now === null && column === ROW);
  return { column, isDescending: isSame ? !(now?.isDescending ?? false) : first };
}

/** No more is drawn of things than can be told apart. */
const MOST_DRAWN = 15;

/** The rows that are drawn: all times; of things those with most. @returns how many are left out, too */
export function drawn(
  rows: readonly Row[],
  columns: readonly string[],
  isOfTimes: boolean,
): { rows: Row[]; left: number } {
  if (isOfTimes) return { rows: [...rows], left: 0 };
  const sum = (figures: Figures) => columns.reduce((all, column) => all + (figures[column] ?? 0), 0);
  const most = rows
    .filter(({ figures }) => sum(figures) > 0)
    .sort((one, other) => sum(other.figures) - sum(one.figures));
  return { rows: most.slice(0, MOST_DRAWN), left: Math.max(0, most.length - MOST_DRAWN) };
}

/** Where a column is highest; null where it is nothing anywhere. */
export function peakOf(rows: readonly Row[], column: string): Row | null {
  const all = rows.filter(({ figures }) => (figures[column] ?? 0) > 0);
  return all.reduce<Row | null>(
    (best, row) => ((row.figures[column] ?? 0) > (best?.figures[column] ?? 0) ? row : best),
    null,
  );
}

/** How many shades a heat map has, that of nothing not counted. */
const SHADES = 4;

/** The shade of a number among others: 0 for nothing, 4 for the highest. */
export function shadeOf(value: number | null | undefined, highest: number): number {
  if (!value || highest <= 0) return 0;
  return Math.min(SHADES, Math.max(1, Math.ceil((value / highest) * SHADES)));
}
